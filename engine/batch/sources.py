"""The input as chunks, read once from front to back: Parquet, CSV, Excel, and JSON with one case a line."""

import csv
import json
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..case.model import Case
from ..encoding import encoding_of
from ..errors import CaseError
from ..formats.tables.columns import read_header, understood
from ..formats.tables.files import SAMPLE, batch_rows, below_titles, delimiter_of, excel_rows, nothing_understood, sheet_of
from ..knowledge import load
from .resolved import STATES
from .work import Chunk

RESOLVED_ROWS = 8_192
WORD_ROWS = 2_000
"""Rows of a chunk, resolved and in words: enough that starting one costs little, few enough for bounded memory."""

_SNIFFED = 20_000
_WORDS = ["setting", "sex", "onset"]
"""Columns of few different words: read as the numbers by which the file itself tells them. Inside lists Arrow cannot do so yet."""

KINDS = {".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl"}


class Source:
    """One input file.

    Args:
        path: the file; its ending says what it is. rules: a folder of rules, by which headers are known; default is the project's own.

    Raises:
        CaseError: there is no such file, its ending is not known, it has no header, or nothing of it is understood.
    """

    def __init__(self, path: Path, rules: Path | None = None) -> None:
        self.path, self.sheet = path, ""
        self.told: tuple[str, ...] = ()
        self.kind = KINDS.get(path.suffix.lower(), "")
        if not self.kind:
            raise CaseError(f"{path}: the ending '{path.suffix}' is not known; allowed: {', '.join(KINDS)}; save the cases as one of these")
        if not path.is_file():
            raise CaseError(f"{path}: there is no such file; give the path of a table of cases")
        self.resolved = self.kind == "parquet" and self._is_resolved()
        self.rows_of_chunk = RESOLVED_ROWS if self.resolved else WORD_ROWS
        self.headers: tuple[str, ...] = ()
        self.sample: tuple[tuple[str, ...], ...] = ()
        if self.kind != "jsonl" and not self.resolved:
            knowledge = load(rules)
            if self.kind == "xlsx":
                self.sheet, self.told = sheet_of(path.read_bytes(), str(path), knowledge)
            self.headers, rows, above = below_titles(self._cells(), str(path), knowledge)
            self.told += above
            self.sample = tuple(map(tuple, islice((row for row in rows if any(cell.strip() for cell in row)), SAMPLE)))
            if not understood(read_header(self.headers, knowledge, sample=self.sample)):
                raise nothing_understood(self.headers, str(path))
        elif self.kind == "jsonl":
            self._look_at_lines()

    def _is_resolved(self) -> bool:
        return is_resolved(self._parquet().schema_arrow)

    def _parquet(self) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self.path)
        except (pa.ArrowInvalid, OSError) as error:
            raise CaseError(f"{self.path}: it cannot be read as Parquet ({error}); write it again") from None

    def total(self) -> int | None:
        """Return how many rows there are, where the file says it."""
        return self._parquet().metadata.num_rows if self.kind == "parquet" else None

    def chunks(self) -> Iterator[Chunk]:
        """Return the chunks, always cut at the same places."""
        if self.resolved:
            first = 1
            for batch in pq.ParquetFile(self.path, read_dictionary=_WORDS).iter_batches(batch_size=self.rows_of_chunk):
                yield Chunk(first, batch.num_rows, resolved=pa.Table.from_batches([batch]))
                first += batch.num_rows
        elif self.kind == "jsonl":
            yield from self._lines()
        else:
            _, below, _ = below_titles(self._cells(), str(self.path), None)
            rows = (row for row in below if any(cell.strip() for cell in row))
            first = 1
            while cells := tuple(map(tuple, islice(rows, self.rows_of_chunk))):
                yield Chunk(first, len(cells), cells=cells)
                first += len(cells)

    def _look_at_lines(self) -> None:
        """Refuse a file of which none of the first lines is a case."""
        with self.path.open(encoding=_encoding(self.path), errors="replace", newline="\n") as file:
            first = list(islice((line for line in file if line.strip()), SAMPLE))
        if first and not any(_may_be_case(line) for line in first):
            foreign = ", but of FHIR, which `python -m engine convert` reads" if '"resourceType"' in first[0] else ""
            raise CaseError(f"{self.path}:1:1: none of the first {len(first)} lines is a case{foreign}; allowed: one JSON object a line, with the "
                            "keys of a case file such as age, sex, labs, present; write the cases so")

    def _lines(self) -> Iterator[Chunk]:
        with self.path.open(encoding=_encoding(self.path), errors="replace", newline="\n") as file:
            lines, first = (line for line in file if line.strip()), 1
            while some := tuple(islice(lines, self.rows_of_chunk)):
                yield Chunk(first, len(some), lines=some)
                first += len(some)

    def _cells(self) -> Iterator[list[str]]:
        if self.kind == "parquet":
            file = self._parquet()
            yield from chain([list(file.schema_arrow.names)], chain.from_iterable(map(batch_rows, file.iter_batches(batch_size=WORD_ROWS))))
        elif self.kind == "xlsx":
            yield from excel_rows(self.path.read_bytes(), str(self.path), self.sheet)
        else:
            yield from self._text()

    def _text(self) -> Iterator[list[str]]:
        encoding = _encoding(self.path)
        with self.path.open(encoding=encoding, errors="replace", newline="") as file:
            mark = delimiter_of(file.read(_SNIFFED))
            file.seek(0)
            try:
                yield from csv.reader(file, delimiter=mark, strict=True)
            except csv.Error as error:
                raise CaseError(f"{self.path}: it cannot be read as CSV ({error}); save it again as CSV with quotes around text") from None


def is_resolved(schema: pa.Schema) -> bool:
    """Whether columns are those of resolved rows: findings or levels as lists."""
    return any(name in schema.names and pa.types.is_list(schema.field(name).type) for name in (*STATES, "levels"))


def _may_be_case(line: str) -> bool:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and bool(value.keys() & {"case", *(one.name for one in fields(Case))})


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        return encoding_of(file.read(1_000_000))

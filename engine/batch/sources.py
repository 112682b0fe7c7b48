"""The input as chunks, read once from front to back: Parquet, CSV, Excel, and JSON with one case a line."""

import csv
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import CaseError
from ..formats.tables.files import SAMPLE, batch_rows, delimiter_of, excel_rows
from .resolved import STATES
from .work import Chunk

RESOLVED_ROWS = 8_192
WORD_ROWS = 2_000
"""Rows of a chunk, resolved and in words: enough that starting one costs little, few enough for bounded memory."""

_WORDS = ["setting", "sex", "onset"]
"""Columns of few different words: read as the numbers by which the file itself tells them. Inside lists Arrow cannot do so yet."""

KINDS = {".parquet": "parquet", ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl"}


class Source:
    """One input file.

    Args:
        path: the file; its ending says what it is.

    Raises:
        CaseError: there is no such file, its ending is not known, or it has no header.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
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
            rows = self._cells()
            self.headers = tuple(next(rows, ()))
            if not any(one.strip() for one in self.headers):
                raise CaseError(f"{path}:1: the first row is empty; it holds the names of the columns; write them there")
            self.sample = tuple(map(tuple, islice(rows, SAMPLE)))

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
                yield Chunk("resolved", first, batch.num_rows, pa.Table.from_batches([batch]))
                first += batch.num_rows
        elif self.kind == "jsonl":
            yield from self._lines()
        else:
            rows = (row for row in islice(self._cells(), 1, None) if any(cell.strip() for cell in row))
            first = 1
            while cells := tuple(map(tuple, islice(rows, self.rows_of_chunk))):
                yield Chunk("cells", first, len(cells), cells)
                first += len(cells)

    def _lines(self) -> Iterator[Chunk]:
        with self.path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            lines, first = (line for line in file if line.strip()), 1
            while some := list(islice(lines, self.rows_of_chunk)):
                yield Chunk("json", first, len(some), "".join(some))
                first += len(some)

    def _cells(self) -> Iterator[list[str]]:
        if self.kind == "parquet":
            file = self._parquet()
            yield from chain([list(file.schema_arrow.names)], chain.from_iterable(map(batch_rows, file.iter_batches(batch_size=WORD_ROWS))))
        elif self.kind == "xlsx":
            yield from excel_rows(self.path.read_bytes(), str(self.path))
        else:
            yield from self._text()

    def _text(self) -> Iterator[list[str]]:
        encoding = _encoding(self.path)
        with self.path.open(encoding=encoding, errors="replace", newline="") as file:
            mark = delimiter_of(file.readline())
            file.seek(0)
            try:
                yield from csv.reader(file, delimiter=mark, strict=True)
            except csv.Error as error:
                raise CaseError(f"{self.path}: it cannot be read as CSV ({error}); save it again as CSV with quotes around text") from None


def is_resolved(schema: pa.Schema) -> bool:
    """Whether columns are those of resolved rows: findings or levels as lists."""
    return any(name in schema.names and pa.types.is_list(schema.field(name).type) for name in (*STATES, "levels"))


def _encoding(path: Path) -> str:
    """Return UTF-8 where the beginning of a file is that, else what Western Windows programs write."""
    with path.open("rb") as file:
        beginning = file.read(1_000_000)
    try:
        beginning[:beginning.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"

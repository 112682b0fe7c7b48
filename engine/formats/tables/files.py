"""CSV, Excel and Parquet as a header and rows of text."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from ...encoding import encoding_of
from ...errors import CaseError
from ...knowledge import Knowledge, load
from .columns import read_header, understood

if TYPE_CHECKING:
    import pyarrow as pa
    from openpyxl import Workbook

KINDS = ("csv", "tsv", "xlsx", "parquet")
_SNIFFED = 20_000
_LEAST_COLUMNS, _LISTED, _SHOWN = 2, 6, 30
SAMPLE = 50
"""Rows looked at to tell what a column holds."""
_TITLES = 10
"""Rows in which the header is looked for; titles stand above it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text: its header, and its rows as lists of cells, empty where nothing stands; `told`: which part of the file it is."""

    headers: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    told: tuple[str, ...] = ()

    @property
    def sample(self) -> Sequence[Sequence[str]]:
        """The first rows."""
        return self.cells[:SAMPLE]


def open_table(data: bytes, *, name: str, most_rows: int | None = None, knowledge: Knowledge | None = None) -> Sheet:
    """Open a table.

    Args:
        data: the content of the file. name: its name, whose ending says what it is. most_rows: more are refused.
        knowledge: by which a header is known below titles, and among sheets; default is the project's own.

    Raises:
        CaseError: the ending is not known, the file is no such file, it has no header or no rows, or too many.
    """
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in KINDS:
        allowed = ", ".join(f".{one}" for one in KINDS)
        raise CaseError(f"{name}: the ending '.{ending}' is not known; allowed: {allowed}; save the table as one of these")
    told: tuple[str, ...] = ()
    if ending == "xlsx":
        sheet, told = sheet_of(data, name, knowledge)
        rows = excel_rows(data, name, sheet)
    else:
        rows = (parquet_rows if ending == "parquet" else text_rows)(data, name)
    header, rows, above = below_titles(rows, name, knowledge)
    cells = []
    for row in rows:
        if any(cell.strip() for cell in row):
            cells.append(tuple(row))
        if most_rows is not None and len(cells) > most_rows:
            raise CaseError(f"{name}: more than {most_rows:,} rows; allowed here: {most_rows:,}; use `python -m engine batch` for more")
    if not cells:
        raise CaseError(f"{name}: there is no row below the header; a table holds one case a row; add one{'; ' + told[0] if told else ''}")
    return Sheet(header, tuple(cells), (*told, *above))


def below_titles(rows: Iterator[list[str]], name: str, knowledge: Knowledge | None) -> tuple[tuple[str, ...], Iterator[list[str]], tuple[str, ...]]:
    """Return the header, the rows below it, and what is told of rows above it.

    Raises:
        CaseError: the first row is empty, and none of the next is a header.
    """
    first = list(islice(rows, _TITLES))
    at = header_at(first, knowledge)
    if not first or not any(cell.strip() for cell in first[at]):
        raise CaseError(f"{name}:1: the first row is empty; it holds the names of the columns; write them there")
    told = (f"row {at + 1} is taken for the header; not read: what stands above it",) if at else ()
    return tuple(first[at]), chain(first[at + 1:], rows), told


def header_at(rows: Sequence[Sequence[str]], knowledge: Knowledge | None) -> int:
    """Return which of the first rows is the header: the first, or where that holds a title, the one of which most is understood."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    most = max(filled, default=0)
    if not rows or filled[0] * 2 > most or most < _LEAST_COLUMNS:
        return 0
    known = [_known(row, knowledge) if full * 2 > most else 0 for row, full in zip(rows, filled, strict=True)]
    return known.index(max(known)) if any(known) else 0


def _known(row: Sequence[str], knowledge: Knowledge | None) -> int:
    return understood(read_header(row, knowledge or load()))


def nothing_understood(headers: Sequence[str], name: str) -> CaseError:
    """Return the refusal of a table of which no column is understood."""
    found = ", ".join(f"'{one.strip()[:_SHOWN]}'" for one in headers[:_LISTED] if one.isprintable() and one.strip()) or "nothing that is a word"
    return CaseError(f"{name}:1: no column is understood; found {found}; allowed: names of columns in the first row, such as Age, Sex, Hb (g/dL), "
                     "symptoms; write them there, or start from the template; if this is no table, save it as CSV in UTF-8")


def decoded(data: bytes) -> str:
    """Return the text of a file: by the mark at its beginning, as UTF-8, else as Western Windows programs write it."""
    return data.decode(encoding_of(data), errors="replace")


def delimiter_of(text: str) -> str:
    """Return what parts the cells: the mark that occurs most in the first line that has one; titles have none."""
    marks = (",", ";", "\t", "|")
    first = next((line for line in text[:_SNIFFED].splitlines()[:_TITLES] if any(mark in line for mark in marks)), "")
    return max(marks, key=first.count)


def text_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Return the rows of a CSV file, the header first. Raises CaseError where its quotes do not close."""
    text = decoded(data)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    except csv.Error as error:
        raise CaseError(f"{name}: it cannot be read as CSV ({error}); save it again as CSV with quotes around text") from None


def sheet_of(data: bytes, name: str, knowledge: Knowledge | None) -> tuple[str, tuple[str, ...]]:
    """Return the sheet of an Excel file of which most is understood, and what is told of the others."""
    titles = [sheet.title for sheet in _book(data, name).worksheets]
    if len(titles) < 2:
        return titles[0] if titles else "", ()
    known = []
    for title in titles:
        rows = list(islice(excel_rows(data, name, title), _TITLES))
        known.append(_known(rows[header_at(rows, knowledge)], knowledge) if rows else 0)
    chosen = titles[known.index(max(known))]
    others = ", ".join(f"'{title}'" for title in titles if title != chosen)
    return chosen, (f"the sheet '{chosen}' is read; not read: {others}",)


def excel_rows(data: bytes, name: str, sheet: str) -> Iterator[list[str]]:
    """Return the rows of a sheet of an Excel file; formulas as the values last worked out."""
    book = _book(data, name)
    for row in book[sheet].iter_rows(values_only=True) if sheet else ():
        yield [shown(cell) for cell in row]


def _book(data: bytes, name: str) -> "Workbook":
    from openpyxl import load_workbook
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError):
        raise CaseError(f"{name}: it cannot be read as an Excel file; save it again as .xlsx") from None


def parquet_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Return the rows of a Parquet file as text, the header first; the entries of a list are parted by semicolons.

    Raises CaseError where it is no Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq
    try:
        file = pq.ParquetFile(io.BytesIO(data))
    except (pa.ArrowInvalid, OSError):
        raise CaseError(f"{name}: it cannot be read as Parquet; write it again") from None
    yield list(file.schema_arrow.names)
    for batch in file.iter_batches():
        yield from batch_rows(batch)


def batch_rows(batch: "pa.RecordBatch") -> Iterator[list[str]]:
    """Return the rows of a record batch as text."""
    columns = [[shown(cell) for cell in column.to_pylist()] for column in batch.columns]
    yield from map(list, zip(*columns, strict=True))


def shown(cell: object) -> str:
    """Return a cell as a person would type it: 4.0 as 4, true as yes, nothing as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return "" if cell != cell else f"{cell:.12g}"
    if isinstance(cell, list | tuple):
        return "; ".join(shown(one) for one in cell)
    return str(cell)


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

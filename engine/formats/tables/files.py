"""CSV, Excel and Parquet as a header and rows of text."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from zipfile import BadZipFile

from ...errors import CaseError

KINDS = ("csv", "tsv", "xlsx", "parquet")
_SNIFFED = 20_000
SAMPLE = 50
"""Rows looked at to tell what a column holds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text: its header, and its rows as lists of cells, empty where nothing stands."""

    headers: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]

    @property
    def sample(self) -> Sequence[Sequence[str]]:
        """The first rows."""
        return self.cells[:SAMPLE]


def open_table(data: bytes, *, name: str, most_rows: int | None = None) -> Sheet:
    """Open a table.

    Args:
        data: the content of the file. name: its name, whose ending says what it is. most_rows: more are refused.

    Raises:
        CaseError: the ending is not known, the file is no such file, it has no header or no rows, or too many.
    """
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in KINDS:
        allowed = ", ".join(f".{one}" for one in KINDS)
        raise CaseError(f"{name}: the ending '.{ending}' is not known; allowed: {allowed}; save the table as one of these")
    rows = {"csv": text_rows, "tsv": text_rows, "xlsx": excel_rows, "parquet": parquet_rows}[ending](data, name)
    headers = tuple(next(rows, ()))
    if not any(header.strip() for header in headers):
        raise CaseError(f"{name}:1: the first row is empty; it holds the names of the columns; write them there")
    cells = []
    for row in rows:
        if any(cell.strip() for cell in row):
            cells.append(tuple(row))
        if most_rows is not None and len(cells) > most_rows:
            raise CaseError(f"{name}: more than {most_rows:,} rows; allowed here: {most_rows:,}; use `python -m engine batch` for more")
    if not cells:
        raise CaseError(f"{name}: there is no row below the header; a table holds one case a row; add one")
    return Sheet(headers, tuple(cells))


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, else as Western Windows programs write it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """Return what parts the cells of the first line: the mark that occurs most in it."""
    first = text[:_SNIFFED].partition("\n")[0]
    return max((",", ";", "\t", "|"), key=first.count)


def text_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Return the rows of a CSV file, the header first."""
    text = decoded(data)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    except csv.Error as error:
        raise CaseError(f"{name}: it cannot be read as CSV ({error}); save it again as CSV with quotes around text") from None


def excel_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Return the rows of the first sheet of an Excel file; formulas as the values last worked out."""
    from openpyxl import load_workbook
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError):
        raise CaseError(f"{name}: it cannot be read as an Excel file; save it again as .xlsx") from None
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield [shown(cell) for cell in row]


def parquet_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Return the rows of a Parquet file as text, the header first; the entries of a list are parted by semicolons."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    try:
        file = pq.ParquetFile(io.BytesIO(data))
    except (pa.ArrowInvalid, OSError):
        raise CaseError(f"{name}: it cannot be read as Parquet; write it again") from None
    yield list(file.schema_arrow.names)
    for batch in file.iter_batches():
        yield from batch_rows(batch)


def batch_rows(batch) -> Iterator[list[str]]:
    """Return the rows of a record batch as text."""
    columns = [[shown(cell) for cell in column.to_pylist()] for column in batch.columns]
    yield from map(list, zip(*columns, strict=True))


def shown(cell) -> str:
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

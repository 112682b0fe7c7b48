"""Rows of a table to cases, and a report of what was not understood in each column."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...case.drugs import find_drugs
from ...case.model import Case, CaseFile, Diagnosis, Medication, as_region, as_words, drug_told
from ...case.timing import says_when
from ...knowledge.knowledge import Knowledge
from ...reasoning.seen import Observations
from .cells import CellReader
from .columns import LISTS, Column, read_header

_APART = re.compile(r"\s*[;|\n\r•]+\s*")
_EXAMPLES = 5
_NOTHING: list[str] = []
_LEAST_LETTERS = 2
"""A word of fewer letters is a mark."""
_SHORT = 4
_PROSE = (*LISTS, "diagnosis", "onset", "region")
_NUMBER = re.compile(r"\s*[<>≤≥~]?\s*\d[\d.,\s]*\s*[HhLl*]?\s*")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its case, and which column each of its entries came from, as (key, text) to header."""

    file: CaseFile
    origins: dict[tuple[str, str], str]
    missed: tuple[str, ...] = ()
    """Cells that could not be read, with their header and what is allowed."""


@dataclass(slots=True)
class ColumnReport:
    """What became of one column: `read` cells were used, `missed` were not understood, with their most frequent texts."""

    column: Column
    read: int = 0
    empty: int = 0
    missed: Counter = field(default_factory=Counter)

    def examples(self, count: int = _EXAMPLES) -> list[str]:
        """Return the most frequent cells that were not understood."""
        return [text for text, _ in self.missed.most_common(count)]


class TableReader:
    """Reads the rows of one table and keeps the report.

    Args:
        headers: the header as text. knowledge: the compiled rules. sample: some rows, see `read_header`.
    """

    def __init__(self, headers: Sequence[str], knowledge: Knowledge, *, sample: Sequence[Sequence[str]] = ()) -> None:
        self.knowledge = knowledge
        self.columns = read_header(headers, knowledge, sample=sample)
        self.cells = CellReader(knowledge)
        self.report = {column.header: ColumnReport(column) for column in self.columns}
        self.used = [(place, column, self.report[column.header]) for place, column in enumerate(self.columns) if column.used]
        self.named = [place for place, column in enumerate(self.columns) if column.role == "identifier"]

    def rows(self, rows: Iterable[Sequence[str]], *, first: int = 1) -> Iterable[TableRow]:
        """Read rows of cells; `first` is the number of the first. Rows without anything in them are left out."""
        for number, cells in enumerate(rows, start=first):
            if any(cell.strip() for cell in cells):
                yield self.row(cells, number)

    def row(self, cells: Sequence[str], number: int) -> TableRow:
        """Read one row; a cell that cannot be read is told in the report and left out, nothing is guessed."""
        made, count = _Row(number, self.cells), len(cells)
        cleaned = self.cells.cleaner_of([cells[place] for place in self.named if place < count])
        for place, column, told in self.used:
            text = cells[place].strip() if place < count else ""
            if not text or self.cells.is_empty(column, text):
                told.empty += place < count
                continue
            missed = made.take(column, cleaned(text) if column.role in _PROSE else text, self.knowledge)
            if missed:
                told.missed.update(missed)
                made.missed += [f"{column.header}: {one} ({self.cells.allowed(column)})" for one in missed]
            else:
                told.read += 1
        return made.finished()

    def understood(self, row: TableRow, seen: Observations) -> None:
        """Add to the report what the words of a row turned out to mean: nothing, for some of them."""
        for reading in seen.readings:
            if reading.status not in ("not_understood", "partly"):
                continue
            key = ("labs", reading.text.partition(":")[0]) if reading.where == "labs" else (reading.where, reading.text)
            header = row.origins.get(key)
            if header is not None:
                missed = reading.text if reading.status == "not_understood" else " ".join(reading.leftover)
                told = self.report[header]
                told.missed[missed.partition(": ")[2] if reading.where == "labs" else missed] += 1


class _Row:
    """A case in the making."""

    def __init__(self, number: int, words: CellReader) -> None:
        self.id, self.words = str(number), words
        self.values: dict = {}
        self.lists: dict[str, list[str]] = {}
        self.labs: dict[str, str] = {}
        self.origins: dict[tuple[str, str], str] = {}
        self.drugs: list[Medication] | None = None
        self.diagnosis: Diagnosis | None = None
        self.missed: list[str] = []

    def take(self, column: Column, text: str, knowledge: Knowledge) -> list[str]:
        """Take one cell; return what of it could not be read."""
        role = column.role
        if role == "lab":
            self._lab(column, column.name, f"{text} {column.unit}" if column.unit and _NUMBER.fullmatch(text) else text)
        elif role == "finding":
            self._finding(column, text)
        elif role in LISTS:
            return self._list(column, text, knowledge)
        elif role == "id":
            self.id = text
        elif role == "diagnosis":
            self.diagnosis = Diagnosis(text)
        elif role in ("ancestry", "onset", "region"):
            self.values[role] = as_region(text) if role == "region" else text
            self.origins[(role, text)] = column.header
        else:
            values, labs = self.words.single(column, text)
            for name, value in labs.items():
                self._lab(column, name, value)
            self.values = {**values, **self.values} if role == "age" else {**self.values, **values}
            return _NOTHING if values or labs else [text]
        return _NOTHING

    def _lab(self, column: Column, name: str, text: str) -> None:
        self.labs[name] = text
        self.origins[("labs", name)] = column.header

    def _entry(self, where: str, text: str, header: str) -> None:
        self.lists.setdefault(where, []).append(text)
        self.origins[(where, text)] = header

    def _finding(self, column: Column, text: str) -> None:
        where = self.words.state(column, text)
        if where is not None:
            self._entry(where, column.name, column.header)
        else:
            self._lab(column, column.name, text)

    def _list(self, column: Column, text: str, knowledge: Knowledge) -> list[str]:
        """Take a cell of words. Yes and no are said of what the header names, and are never words themselves."""
        if column.role == "medications" and self.words.says_no_medicines(text):
            self.drugs = self.drugs or []
            return []
        missed = []
        for part in filter(None, _APART.split(text)):
            where = self.words.state(column, part)
            if where is not None and column.name:
                self._entry(column.role if where == "present" else where, column.name, column.header)
            elif where == "absent" or part.casefold() in self.words.unknown:
                continue
            elif where is not None or len(part) <= _SHORT and sum(map(str.isalpha, part)) < _LEAST_LETTERS:
                missed.append(part)
            elif column.role == "medications":
                self._medications(column, part, knowledge)
            elif part.endswith("?") and column.role in ("present", "history"):
                self._entry("unsure", part.rstrip("? "), column.header)
            else:
                self._entry(column.role, part, column.header)
        return missed

    def _medications(self, column: Column, part: str, knowledge: Knowledge) -> None:
        """Take a list of drugs; a part that only says when belongs to the drug before it: "pyrazinamide, tolerated before"."""
        self.drugs = self.drugs or []
        for name in _commas(part):
            drug = Medication(name)
            if self.drugs and not find_drugs(name, knowledge.lexicon) and says_when(name, knowledge.lexicon):
                before = self.drugs.pop()
                drug = Medication(before.name, f"{before.taken}, {name}" if before.taken else name)
            self.drugs.append(drug)
            self.origins[("medications", drug_told(drug.name, drug.taken))] = column.header

    def finished(self) -> TableRow:
        case = Case(labs=self.labs, medications=None if self.drugs is None else tuple(self.drugs), **self.values,
                    **as_words({where: dict.fromkeys(texts) for where, texts in self.lists.items()}))
        return TableRow(CaseFile(id=self.id, case=case, diagnosis=self.diagnosis), self.origins, tuple(self.missed))


def _commas(text: str) -> list[str]:
    """Part a list of drugs at its commas, but not within brackets."""
    return [part.strip() for part in re.split(r",\s+(?![^(]*\))", text) if part.strip()]

"""Rows of a table to cases, and a report of what was not understood in each column."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...case.drugs import find_drugs
from ...case.model import OLDEST, Case, CaseFile, Diagnosis, Medication
from ...case.timing import read_duration_days, says_when
from ...knowledge.knowledge import Knowledge
from ...knowledge.words.lexicon import Lexicon
from ...reasoning.seen import Observations
from .columns import LISTS, Column, read_header

YES = frozenset("yes y true t 1 1.0 present pos positive + ++ +++ x ✓ checked".split())
NO = frozenset("no n false f 0 0.0 absent neg negative - none nil not".split())
OPEN = frozenset(("unsure", "possible", "maybe", "uncertain", "equivocal", "?", "suspected"))
UNKNOWN = frozenset(("", "na", "n/a", "nan", "none given", "null", "unknown", "unk", "nd", "not done", "not tested", "not known", "missing",
                     "--", ".", "#n/a", "nr", "not reported", "not assessed", "pending"))
_MALE, _FEMALE = frozenset("m male man boy men ♂".split()), frozenset("f female woman girl women w ♀".split())
_APART = re.compile(r"\s*[;|\n\r•]+\s*")
_DAYS_A_YEAR = 365.0
_EXAMPLES = 5
_NUMBER = re.compile(r"\s*[<>≤≥~]?\s*\d[\d.,\s]*\s*[HhLl*]?\s*")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its case, and which column each of its entries came from, as (key, text) to header."""

    file: CaseFile
    origins: dict[tuple[str, str], str]
    

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
        self.report = {column.header: ColumnReport(column) for column in self.columns}

    def rows(self, rows: Iterable[Sequence[str]], *, first: int = 1) -> Iterable[TableRow]:
        """Read rows of cells; `first` is the number of the first. Rows without anything in them are left out."""
        for number, cells in enumerate(rows, start=first):
            if any(cell.strip() for cell in cells):
                yield self.row(cells, number)

    def row(self, cells: Sequence[str], number: int) -> TableRow:
        """Read one row; a cell that cannot be read is told in the report and left out, nothing is guessed."""
        made = _Row(number)
        for column, cell in zip(self.columns, cells, strict=False):
            told = self.report[column.header]
            text = cell.strip()
            if not column.used:
                continue
            said = text.casefold()
            if said in (UNKNOWN | NO if column.role in LISTS and column.role != "medications" else UNKNOWN):
                told.empty += 1
            elif made.take(column, text, self.knowledge):
                told.read += 1
            else:
                told.missed[text] += 1
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

    def __init__(self, number: int) -> None:
        self.id = str(number)
        self.values: dict = {}
        self.lists: dict[str, list[str]] = {}
        self.labs: dict[str, str] = {}
        self.origins: dict[tuple[str, str], str] = {}
        self.drugs: list[Medication] | None = None
        self.diagnosis: Diagnosis | None = None

    def take(self, column: Column, text: str, knowledge: Knowledge) -> bool:
        """Take one cell; return whether it could be read."""
        role = column.role
        if role == "id":
            self.id = text
        elif role == "diagnosis":
            self.diagnosis = Diagnosis(text)
        elif role in ("ancestry", "onset", "region"):
            self.values[role] = text
        elif role == "lab":
            self.labs[column.name] = f"{text} {column.unit}" if column.unit and _NUMBER.fullmatch(text) else text
            self.origins[("labs", column.name)] = column.header
        elif role == "finding":
            return self._finding(column, text)
        elif role == "medications":
            self._medications(column, text, knowledge)
        elif role in LISTS:
            for part in filter(None, _APART.split(text)):
                self._entry(role, part, column.header)
        else:
            return self._single(role, column, text, knowledge)
        return True

    def _entry(self, where: str, text: str, header: str) -> None:
        self.lists.setdefault(where, []).append(text)
        self.origins[(where, text)] = header

    def _finding(self, column: Column, text: str) -> bool:
        said = text.casefold()
        where = "present" if said in YES else "absent" if said in NO else "unsure" if said in OPEN else None
        if where is not None:
            self._entry(where, column.name, column.header)
        else:
            self.labs[column.name] = text
            self.origins[("labs", column.name)] = column.header
        return True

    def _medications(self, column: Column, text: str, knowledge: Knowledge) -> None:
        """Take a list of drugs; a part that only says when belongs to the drug before it: "pyrazinamide, tolerated before"."""
        self.drugs = self.drugs or []
        if text.casefold() in NO or text.casefold() in ("no medications", "no meds", "no medicines"):
            return
        for part in filter(None, _APART.split(text)):
            for name in _commas(part):
                drug = Medication(name)
                if self.drugs and not find_drugs(name, knowledge.lexicon) and says_when(name, knowledge.lexicon):
                    before = self.drugs.pop()
                    drug = Medication(before.name, f"{before.taken}, {name}" if before.taken else name)
                self.drugs.append(drug)
                self.origins[("medications", f"{drug.name}: {drug.taken}" if drug.taken else drug.name)] = column.header

    def _single(self, role: str, column: Column, text: str, knowledge: Knowledge) -> bool:
        said = text.casefold()
        if role == "sex":
            value = "male" if said in _MALE else "female" if said in _FEMALE else None
        elif role == "pregnant":
            value = True if said in YES or said == "pregnant" else False if said in NO or said == "not pregnant" else None
        elif role == "setting":
            value = said if said in knowledge.settings else None
        elif role == "age":
            value = _age(said, column.per_year, knowledge.lexicon)
        else:
            value = _number(said)
        if value is not None:
            self.values[role] = value
        return value is not None

    def finished(self) -> TableRow:
        case = Case(labs=self.labs, medications=None if self.drugs is None else tuple(self.drugs), **self.values,
                    **{where: tuple(dict.fromkeys(texts)) for where, texts in self.lists.items()})
        return TableRow(CaseFile(id=self.id, case=case, diagnosis=self.diagnosis), self.origins)


def _commas(text: str) -> list[str]:
    """Part a list of drugs at its commas, but not within brackets."""
    return [part.strip() for part in re.split(r",\s+(?![^(]*\))", text) if part.strip()]


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _age(text: str, per_year: float, lexicon: Lexicon) -> float | None:
    """Return an age in years: a number in the column's unit, or a text that names its own, such as "6 months"."""
    number = _number(text)
    if number is not None:
        years = number / per_year
    else:
        days = read_duration_days(re.sub(r"\s*(?:old|of age)$", "", re.sub(r"(?<=\d)(?=[a-z])", " ", text)), lexicon)
        years = None if days is None else days / _DAYS_A_YEAR
    return years if years is not None and 0 <= years <= OLDEST else None

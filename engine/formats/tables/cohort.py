"""A whole table ranked at once: every row's leading causes, which causes lead, and which words were not understood."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ...case.model import CaseFile
from ...errors import CaseError
from ...knowledge.knowledge import Knowledge
from ...notice import NOTICE
from ...reasoning import Evidence, gather, rank
from ...reasoning.candidates import rows as ranked_rows
from ...telling import has_low_count
from .columns import Column, understood
from .files import Sheet, nothing_understood, safe_cell
from .rows import ColumnReport, TableReader

NO_LOW = "no low count"


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One row of the table. `causes` are (id, name, probability), most probable first, empty where `problem` says why."""

    file: CaseFile
    causes: tuple[tuple[str, str, float], ...]
    other: float
    unread: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """How often a cause leads: number of rows that it is first in, and among the first three of; mean of its probability where told."""

    name: str
    first: int
    among_three: int
    mean: float


@dataclass(frozen=True, slots=True)
class Cohort:
    """A ranked table. `unread` counts texts that were not understood, with the headers of the columns they stood in."""

    rows: tuple[RankedRow, ...]
    columns: tuple[ColumnReport, ...]
    unread: Counter = field(default_factory=Counter)

    @property
    def dropped(self) -> tuple[Column, ...]:
        """Columns that look like a real person's identifier."""
        return tuple(one.column for one in self.columns if one.column.role == "identifier")

    def leads(self) -> list[Lead]:
        """Return the causes that lead anywhere, the most frequent first."""
        first: Counter[str] = Counter()
        three: Counter[str] = Counter()
        mass: defaultdict[str, float] = defaultdict(float)
        names: dict[str, str] = {}
        for row in self.rows:
            for place, (cause, name, probability) in enumerate(row.causes):
                names.setdefault(cause, name)
                first[cause] += place == 0
                three[cause] += place < 3
                mass[cause] += probability
        told = sum(bool(row.causes) for row in self.rows)
        return sorted((Lead(names[cause], first[cause], three[cause], mass[cause] / told) for cause in names if three[cause]),
                      key=lambda one: (-one.first, -one.among_three, -one.mean, one.name))

    def to_csv(self) -> str:
        """Return the ranked rows as CSV text, in the columns of `engine batch`."""
        places = max((len(row.causes) for row in self.rows), default=0)
        header = ["id", *(f"{kind}_{place}" for place in range(1, places + 1) for kind in ("cause", "name", "probability")), "other",
                  "not_understood", "problem", "notice"]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        for row in self.rows:
            told = [cell for cause in row.causes for cell in cause]
            told += [""] * (3 * places - len(told))
            end = (row.other if row.causes else "", safe_cell("; ".join(row.unread)), safe_cell(row.problem), NOTICE)
            writer.writerow([safe_cell(row.file.id), *told, *end])
        return text.getvalue()


def rank_table(sheet: Sheet, knowledge: Knowledge, *, setting: str | None = None, top: int = 5, without_low: bool = False,
               progress: Callable[[int], None] = lambda done: None) -> Cohort:
    """Rank every row of a table.

    Args:
        sheet: the table. knowledge: the compiled rules. setting: where all are seen, default each row's own, else that of the rules.
        top: causes told of each row. without_low: rank rows in which no count is known to be low, too. progress: called with the number of rows done.

    Raises:
        CaseError: no column is understood.
    """
    reader = TableReader(sheet.headers, knowledge, sample=sheet.sample)
    if not understood(reader.columns):
        raise nothing_understood(sheet.headers, "the table")
    unread: Counter = Counter()
    found = []
    for number, row in enumerate(reader.rows(sheet.cells), start=1):
        try:
            evidence = gather(row.file.case, knowledge, setting=setting)
        except CaseError as error:
            found.append(RankedRow(row.file, (), 0.0, row.missed, str(error)))
            continue
        reader.understood(row, evidence.observations)
        missed = row.missed + tuple(one.text for one in evidence.observations.readings if one.status == "not_understood")
        unread.update(missed)
        asked = without_low or has_low_count(evidence)
        found.append(_ranked(row.file, evidence, missed, knowledge, top) if asked
                     else RankedRow(row.file, (), 0.0, missed, _problem(evidence, NO_LOW)))
        progress(number)
    return Cohort(_unrepeated(found), tuple(reader.report.values()), unread)


def _ranked(file: CaseFile, evidence: Evidence, missed: tuple[str, ...], knowledge: Knowledge, top: int) -> RankedRow:
    ranking = rank(evidence, knowledge)
    causes = tuple((one.id, one.name, one.probability) for one in ranked_rows(ranking, knowledge, top=top))
    return RankedRow(file, causes, float(ranking.probability[knowledge.other]), missed, _problem(evidence))


def _problem(evidence: Evidence, first: str = "") -> str:
    values = [one for one in evidence.observations.readings if one.where == "labs"]
    unread = "no laboratory value can be read" if values and all(one.status == "not_understood" for one in values) else ""
    return "; ".join(filter(None, (first, unread, *map(str, evidence.observations.conflicts))))


def _unrepeated(rows: Sequence[RankedRow]) -> tuple[RankedRow, ...]:
    """Return the rows; where the same id stands twice, the problem says so."""
    often = Counter(row.file.id for row in rows)
    twice = "this id stands more than once"
    return tuple(row if often[row.file.id] == 1 else replace(row, problem="; ".join(filter(None, (row.problem, twice)))) for row in rows)

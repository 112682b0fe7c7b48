"""Resolved rows to arrays ready for the kernel: which rows of the tables each case touches, and what many cases share.

Follows `engine.reasoning.evidence.gather` step by step, column by column; where the two differ, that one is right.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..reasoning.evidence import setting_named
from .codes import Codes, codes
from .count import Counts, see_counts
from .layout import NOWHERE, spread
from .listed import Numbered, listed, one_array, text_codes
from .resolved import STATES
from .shared import shared_rows
from .terms import Terms, arranged
from .values import Values, read_values

ABSENT, UNSURE = STATES.index("absent"), STATES.index("unsure")


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Cases ready to score, see `engine.batch.kernel.score`. `problems` maps the numbers of cases that cannot be ranked to the reason."""

    base: np.ndarray
    base_of: np.ndarray
    pattern: np.ndarray
    pattern_of: np.ndarray
    depth: tuple[np.ndarray, np.ndarray, np.ndarray]
    terms: Terms
    problems: dict[int, str]

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.base_of)


def pack(table: pa.Table, knowledge: Knowledge, *, setting: str | None = None) -> Packed:
    """Pack resolved rows.

    Args:
        table: rows of `resolved.SCHEMA`; columns may be missing, which is unknown. knowledge: the compiled rules.
        setting: where all are seen; default is each row's own, else that of the rules.

    Raises:
        CaseError: the setting is not known, or there is no column of findings or values at all.
    """
    known = codes(knowledge)
    if setting is not None:
        setting_named(setting, knowledge)
    if not {*STATES, "levels"} & set(table.column_names):
        raise CaseError(f"the columns are {', '.join(table.column_names)}; resolved rows have at least one of "
                        f"{', '.join(STATES)} and levels, see docs/batch.md; add them")
    table = table.combine_chunks()
    problems = _told_problems(table)
    values = read_values(table, known, knowledge, problems)
    counts = see_counts(table, values, known, knowledge)
    states = [_findings(table, state, known, problems) for state in STATES]
    shared = shared_rows(table, states, known, knowledge, problems, setting=setting)
    terms = _terms(table, states, values, counts, known, knowledge, problems)
    base = spread(shared.base, knowledge, empty=NOWHERE)
    return Packed(base, shared.base_of, counts.pattern, counts.pattern_of, counts.depth, terms, problems)


def _told_problems(table: pa.Table) -> dict[int, str]:
    if "problem" not in table.column_names:
        return {}
    column = table["problem"]
    return {int(number): column[int(number)].as_py() for number in np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))}


def _findings(table: pa.Table, state: str, known: Codes, problems: dict[int, str]) -> Numbered:
    """Return the findings of a state as numbers; a name that is not known makes the row a problem."""
    found = listed(table, state)
    numbers = text_codes(found.values, known.findings)
    _report(found.case, numbers, found.values, f"finding in '{state}'", "python -m engine findings --json", problems)
    kept = numbers >= 0
    return Numbered(found.case[kept], numbers[kept])


def _report(case: np.ndarray, numbers: np.ndarray, names: pa.Array, what: str, listing: str, problems: dict[int, str]) -> None:
    for place in np.flatnonzero(numbers < 0).tolist():
        problems.setdefault(int(case[place]), f"{what} '{names[place].as_py()}' is not known; allowed: the ids that `{listing}` lists; choose one")


def _terms(table: pa.Table, states: list[Numbered], values: Values, counts: Counts, known: Codes, knowledge: Knowledge,
           problems: dict[int, str]) -> Terms:
    """Return the terms that the temperature divides."""
    parts = [_finding_terms(one, place, counts, known, knowledge) for place, one in enumerate(states)]
    parts += [_onset_terms(table, known, problems), values.terms]
    return arranged(*(np.concatenate(columns) for columns in zip(*parts, strict=True)), cases=table.num_rows, groups=known.group_count)


def _finding_terms(found: Numbered, state: int, counts: Counts, known: Codes, knowledge: Knowledge) -> tuple[np.ndarray, ...]:
    row = known.row[3 * found.values + state]
    weighed = row >= 0
    case, finding, row = found.case[weighed], found.values[weighed], row[weighed]
    scale = np.full(len(row), knowledge.model["unsure"] if state == UNSURE else 1.0)
    if state != ABSENT:
        scale[(counts.known[case] & known.screens[finding]) > 0] *= knowledge.model["screened_off"]
    return case, row, scale, np.full(len(row), -1), np.zeros(len(row)), known.group[finding]


def _onset_terms(table: pa.Table, known: Codes, problems: dict[int, str]) -> tuple[np.ndarray, ...]:
    row, said = column_codes(table, "onset", known.courses)
    for number in np.flatnonzero(said & (row < 0)).tolist():
        problems.setdefault(number, f"onset '{table['onset'][number].as_py()}' is not known; allowed: {', '.join(known.courses)}; choose one")
    case = np.flatnonzero(row >= 0)
    return case, row[case], np.ones(len(case)), np.full(len(case), -1), np.zeros(len(case)), np.full(len(case), known.onset_group)


def column_codes(table: pa.Table, name: str, numbers: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each cell of a text column, -1 where it is empty or not known, and whether it says anything."""
    if name not in table.column_names:
        return np.full(table.num_rows, -1, dtype=np.int64), np.zeros(table.num_rows, dtype=bool)
    column = one_array(table[name])
    return text_codes(column, numbers), column.is_valid().to_numpy(zero_copy_only=False)

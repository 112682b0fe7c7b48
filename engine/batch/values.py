"""The laboratory values of resolved rows: levels, limits where the row gives none, and the rows of the tables they touch."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..case.limits import level_of, limits_for
from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from .codes import Codes
from .levels import Steps, depth_rows, inner_edges, steps, value_rows
from .listed import Listed, listed, text_codes

_BELOW, _ABOVE = -1, 1
_BOUNDS = {_BELOW: "below", _ABOVE: "above"}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Entries of the column `levels`, in the order of the cases. `terms` are (case, row, scale, second row, its scale, group)."""

    case: np.ndarray
    analyte: np.ndarray
    low: np.ndarray
    unsure: np.ndarray
    value: np.ndarray
    bound: np.ndarray
    edge: np.ndarray
    word_depth: np.ndarray
    terms: tuple[np.ndarray, ...]
    steps: Steps = field(repr=False)

    def depth(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return rows and shares of depth for some entries, see `levels.depth_rows`; a word has one row or none, a limit that only says low none."""
        said = np.isnan(self.value[at])
        first, second, share = self.word_depth[at], np.full(len(at), -1, dtype=np.int32), np.zeros(len(at))
        number = at[~said]
        lowest_not_low = self.edge[number, self.steps.low_bins[self.analyte[number]] - 1]
        only_low = (self.bound[number] == _BELOW) & (self.value[number] >= lowest_not_low)
        first[~said], second[~said], share[~said] = depth_rows(
            self.analyte[number], self.value[number], self.bound[number], self.edge[number], self.steps)
        first[np.flatnonzero(~said)[only_low]] = second[np.flatnonzero(~said)[only_low]] = -1
        return first, second, share


def read_values(table: pa.Table, known: Codes, knowledge: Knowledge, problems: dict[int, str]) -> Values:
    """Read the column `levels`. What is not known makes the row a problem and is left out."""
    found, columns = _columns(table)
    all_steps = steps(knowledge)
    analyte = text_codes(columns["analyte"], known.analytes)
    for place in np.flatnonzero(analyte < 0).tolist():
        name = columns["analyte"][place].as_py()
        problems.setdefault(int(found.case[place]), f"analyte '{name}' in 'levels' is not known; allowed: the ids of rules/labs.yaml; choose one")
    kept = analyte >= 0
    case, analyte = found.case[kept], analyte[kept]
    value, low, high = (_floats(columns[name])[kept] for name in ("value", "low", "high"))
    told = text_codes(columns["bound"], {"below": 0, "above": 1})[kept]
    bound = np.where(told == 0, _BELOW, np.where(told == 1, _ABOVE, 0))
    weighed = pc.fill_null(columns["weighed"], True).to_numpy(zero_copy_only=False)[kept]
    level = _levels(columns["level"], kept)
    bare = level.isin("") & ~np.isnan(value)
    low, high, said = _with_limits(table, bare, case, analyte, value, bound, low, high, knowledge)
    is_low, is_normal, is_high, unsure = (np.where(bare, said == name, level.ends(name)) for name in ("low", "normal", "high", "unsure"))
    edge = inner_edges(analyte, low, high, all_steps)
    word_row, word_depth = _rows_of_words(np.isnan(value), analyte, level, known, knowledge)
    not_high = ~np.isnan(value) & (is_normal & (bound <= 0) | unsure & (bound == _BELOW) & (value <= high))
    terms = _terms(case, analyte, value, bound, weighed=weighed, is_high=is_high, not_high=not_high, unsure=unsure, edge=edge, word_row=word_row,
                   known=known, all_steps=all_steps, cases=table.num_rows)
    return Values(case, analyte, is_low, unsure, value, bound, edge, word_depth, terms, all_steps)


class _Levels:
    """The words of a column, each different one judged once."""

    def __init__(self, names: list[str], numbers: np.ndarray) -> None:
        self.names, self.numbers = names, numbers

    def ends(self, word: str) -> np.ndarray:
        return np.array([name.endswith(word) for name in self.names], dtype=bool)[self.numbers]

    def isin(self, word: str) -> np.ndarray:
        return np.array([name == word for name in self.names], dtype=bool)[self.numbers]


def _levels(column: pa.Array, kept: np.ndarray) -> _Levels:
    coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    names = [*coded.dictionary.to_pylist(), ""]
    return _Levels(names, pc.fill_null(coded.indices, len(names) - 1).to_numpy(zero_copy_only=False)[kept])


def _columns(table: pa.Table) -> tuple[Listed, dict[str, pa.Array]]:
    found = listed(table, "levels")
    types = {"analyte": pa.string(), "level": pa.string(), "value": pa.float64(), "bound": pa.string(), "low": pa.float64(),
             "high": pa.float64(), "weighed": pa.bool_()}
    given = {one.name for one in found.values.type} if pa.types.is_struct(found.values.type) else set()
    return found, {name: _as(pc.struct_field(found.values, name), kind) if name in given else pa.nulls(len(found.case), kind)
                   for name, kind in types.items()}


def _as(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return a column as the kind that is wanted; words may come as a dictionary."""
    return column if column.type == kind or pa.types.is_dictionary(column.type) else column.cast(kind)


def _floats(column: pa.Array) -> np.ndarray:
    return pc.fill_null(column, np.nan).to_numpy(zero_copy_only=False)


def read_numbers(table: pa.Table, name: str) -> np.ndarray:
    """Return a column of numbers, NaN where it is empty or missing, shape (cases,)."""
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan)
    return pc.fill_null(table[name].cast(pa.float64()), np.nan).to_numpy()


def _rows_of_words(is_word: np.ndarray, analyte: np.ndarray, level: _Levels, known: Codes, knowledge: Knowledge) -> tuple[np.ndarray, np.ndarray]:
    """Return the row of each level in words, and that of its depth, -1 where none or a number. Each different one is looked up once."""
    row, depth = np.full(len(analyte), -1, dtype=np.int32), np.full(len(analyte), -1, dtype=np.int32)
    at, names = np.flatnonzero(is_word), list(known.analytes)
    different, like = np.unique(analyte[at] * len(level.names) + level.numbers[at], return_inverse=True)
    pairs = [divmod(number, len(level.names)) for number in different.tolist()]
    found = np.array([_word_rows(names[one], level.names[word], knowledge) for one, word in pairs], dtype=np.int32).reshape(-1, 2)
    row[at], depth[at] = found[like].T
    return row, depth


def _word_rows(name: str, level: str, knowledge: Knowledge) -> tuple[int, int]:
    """Return the row of a level in words, and that of its depth, -1 where none."""
    rows, fixed = knowledge.tables.rows, knowledge.tables.fixed_rows
    row = rows.get(f"{name}:{level}", rows.get(f"{name}:{level.rpartition('-')[2]}", -1))
    return row, fixed.get(f"depth:{name}:{level}", -1) if level != "low" else -1


def _with_limits(table: pa.Table, bare: np.ndarray, case: np.ndarray, analyte: np.ndarray, value: np.ndarray, bound: np.ndarray, low: np.ndarray,
                 high: np.ndarray, knowledge: Knowledge) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give values that come without a level the limits and the level of the person, as a case typed would: (low, high, levels)."""
    said = np.full(len(case), "", dtype="U8")
    places = np.flatnonzero(bare)
    if not len(places):
        return low, high, said
    names = list(knowledge.analytes)
    age, sex, pregnant = (table[name].to_pylist() if name in table.column_names else [None] * table.num_rows for name in ("age", "sex", "pregnant"))
    for place in places.tolist():
        person = case[place]
        one = knowledge.analytes[names[analyte[place]]]
        limits = limits_for(one, Case(age=age[person], sex=sex[person], pregnant=pregnant[person]))
        low[place] = np.nan if limits.low is None else limits.low
        high[place] = np.nan if limits.high is None else limits.high
        said[place] = level_of(value[place], _BOUNDS.get(bound[place]), limits, one)
    return low, high, said


def _terms(case: np.ndarray, analyte: np.ndarray, value: np.ndarray, bound: np.ndarray, *, weighed: np.ndarray, is_high: np.ndarray,
           not_high: np.ndarray, unsure: np.ndarray, edge: np.ndarray, word_row: np.ndarray, known: Codes, all_steps: Steps,
           cases: int) -> tuple[np.ndarray, ...]:
    """Return the terms of the values, as `engine.reasoning.evidence` picks them: parents of a weighed derived value are replaced by it.

    Args:
        case, analyte: whose each value is and of what, as numbers. value: NaN where a word tells the level. bound: as `Values` has it.
        weighed: False where another value says the same. is_high, not_high, unsure: what is known of each; shape (values,), like all above.
        edge: inner edges of its bins, shape (values, most edges). word_row: the row of a level in words, -1 where none, shape (values,).
        known, all_steps: codes and bins of all analytes. cases: how many there are.

    Returns:
        (case, row, share, second row or -1, its share, group of the analyte), each of shape (terms,).
    """
    replaced = np.zeros((cases, len(known.analyte_group)), dtype=bool)
    at = np.flatnonzero(weighed)
    for column in all_steps.parents.T:
        parent = column[analyte[at]]
        replaced[case[at][parent >= 0], parent[parent >= 0]] = True
    is_word = np.isnan(value)
    taken = weighed & ~replaced[case, analyte] & ~(unsure & is_word) & (is_high | not_high | (all_steps.not_high[analyte] < 0))
    at = np.flatnonzero(taken)
    row, second = word_row[at].copy(), np.full(len(at), -1, dtype=np.int32)
    share, second_share = np.ones(len(at)), np.zeros(len(at))
    numeric = np.flatnonzero(~is_word[at])
    row[numeric], share[numeric], second[numeric], second_share[numeric] = value_rows(
        analyte[at[numeric]], value[at[numeric]], bound[at[numeric]], edge[at[numeric]], all_steps)
    # Of a count the row says whether it is high, but how high the white cells are.
    counts = np.where(not_high, all_steps.not_high[analyte], all_steps.high[analyte])[at]
    whole = counts >= 0
    row[whole], share[whole], second[whole], second_share[whole] = counts[whole], 1.0, -1, 0.0
    has_row = row >= 0
    at = at[has_row]
    return case[at], row[has_row], share[has_row], second[has_row], second_share[has_row], known.analyte_group[analyte[at]]

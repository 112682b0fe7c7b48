"""The counted cells of many cases: which lineages are low, how low, and what that says. Follows `engine.reasoning.pattern`."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pyarrow as pa

from ..knowledge.anchors import NEUTROPHILS, WHITE_CELLS
from ..knowledge.knowledge import Knowledge
from ..knowledge.same import Same
from ..reasoning.pattern import LETTER_BIT, SUBSET_NUMBERS, CountSeen, pattern_likelihood, untold_factor
from .codes import Codes, count_bits
from .layout import spread
from .values import Values, read_numbers

_UNTOLD, _LOW, _NOT_LOW, _UNSURE = 0, 1, 2, 3
_STATUSES = 4
_WHITE = (None, "low", "not-low")
_MOST_LOW = 3


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """known: bits of the counts that were counted, shape (cases,), see `codes.count_bits`; the rest as in `kernel.score`."""

    known: np.ndarray
    pattern: np.ndarray
    pattern_of: np.ndarray
    depth: tuple[np.ndarray, np.ndarray, np.ndarray]


def see_counts(table: pa.Table, values: Values, known: Codes, knowledge: Knowledge) -> Counts:
    """Turn the levels of the counted cells into patterns, depth, and bits of what was counted."""
    cases = table.num_rows
    bits, counted = count_bits(knowledge), np.zeros(cases, dtype=np.uint8)
    key = np.zeros(cases, dtype=np.int64)
    deep = np.zeros(len(values.case), dtype=bool)
    neutrophils = np.zeros(cases, dtype=bool)
    for lineage, rule in knowledge.model["lineages"].items():
        at = np.flatnonzero(values.analyte == known.analytes[rule["analyte"]])
        case = values.case[at]
        counted[case] |= bits[lineage]
        status = np.zeros(cases, dtype=np.int64)
        status[case] = np.where(values.low[at], _LOW, np.where(values.unsure[at], _UNSURE, _NOT_LOW))
        deep[at] = values.low[at]
        key = _STATUSES * key + status
        if lineage == NEUTROPHILS:
            neutrophils[case] = True
    at = np.flatnonzero(values.analyte == known.analytes[WHITE_CELLS])
    at = at[~neutrophils[values.case[at]] & ~values.unsure[at]]
    counted[values.case[at]] |= bits[WHITE_CELLS]
    deep[at] = values.low[at]
    white = np.zeros(cases, dtype=np.int64)
    white[values.case[at]] = np.where(values.low[at], _LOW, _NOT_LOW)
    low = np.clip(np.nan_to_num(read_numbers(table, "at_least_low")), 0, _MOST_LOW).astype(np.int64)
    white[low == _MOST_LOW] = 0
    return Counts(counted, _patterns(knowledge), (3 * key + white) * (_MOST_LOW + 1) + low, _depth(values, np.flatnonzero(deep), cases))


_kept: dict[Same, np.ndarray] = {}


def _patterns(knowledge: Knowledge) -> np.ndarray:
    """Return ln P(pattern | leaf) for everything that can be seen of the lineages, the white cells, and how many are low, made once."""
    held = Same(knowledge)
    if held not in _kept:
        if len(_kept) > 1:
            _kept.clear()
        slip, letters = knowledge.model["pattern_slip"], [rule["letter"] for rule in knowledge.model["lineages"].values()]
        sizes = np.array([bin(subset).count("1") for subset in SUBSET_NUMBERS])
        found = []
        for *statuses, white, low in product(*[range(_STATUSES)] * len(letters), range(3), range(_MOST_LOW + 1)):
            subsets = np.where(sizes >= low, 1.0, slip)
            for letter, status in zip(letters, statuses, strict=True):
                inside = (SUBSET_NUMBERS & LETTER_BIT[letter]) > 0
                subsets = subsets * (1.0 if status in (_UNTOLD, _UNSURE) else np.where(inside == (status == _LOW), 1.0, slip))
            if (_LOW in statuses or _WHITE[white] == "low" or low) and low < _MOST_LOW:
                subsets = subsets * untold_factor((letter for letter, status in zip(letters, statuses, strict=True)
                                                   if status == _UNTOLD and not (letter == "N" and _WHITE[white])), knowledge)
            found.append(np.log(pattern_likelihood(CountSeen(subsets, _WHITE[white], (), frozenset(), frozenset(), {}), knowledge)))
        _kept[held] = spread(np.array(found), knowledge)
    return _kept[held]


def _depth(values: Values, deep: np.ndarray, cases: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows of depth with their shares, sorted by case: (starts, rows, shares)."""
    from .order import by_case
    first, second, share = values.depth(deep)
    case = np.concatenate([values.case[deep]] * 2)
    rows, shares = np.concatenate([first, second]), np.concatenate([1 - share, share])
    used = (rows >= 0) & (shares != 0)
    case, rows, shares = case[used], rows[used], shares[used]
    starts, order = by_case(case, cases)
    return starts, rows[order].astype(np.int32), shares[order].astype(np.float32)

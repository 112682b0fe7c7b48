"""How the kernel has the leaves lie: in columns by which the leaves of a family are summed side by side, filled up to whole `Lanes`.

    first leaf of each family, in order | empty | second leaves, third leaves, ... | "something else" | empty
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.same import Same

LANES = 32
"""How many columns are summed together: four registers of AVX-512 or eight of AVX2, enough that one sum need not wait for the one before."""
NOWHERE = -10_000.0
"""ln of the prior of a column in which no leaf lies: its share is nothing beside any other."""
_LINE = 64
"""Bytes that the processor reads together."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Columns of the leaves, and the tables laid out so.

    column_of: column of each leaf, shape (leaves,); width: how many columns
    cause_of: number of the cause of each leaf, the same for leaves of one cause, shape (leaves,)
    starts: first leaf of each family but "something else", which is the last; then that leaf, shape (families,)
    fronts: how many columns the first leaves take, empty ones included
    family_of: family of each leaf in the columns from `fronts` on, but for "something else"
    marks: for each column of a first leaf, the larger the earlier its family stands; 0 of none; mask: bits that hold a mark
    weights, fixed: those of `Tables`, shape (rows, width)
    """

    column_of: np.ndarray
    cause_of: np.ndarray
    width: int
    starts: np.ndarray
    fronts: int
    family_of: np.ndarray
    marks: np.ndarray
    mask: int
    weights: np.ndarray
    fixed: np.ndarray


def layout(knowledge: Knowledge) -> Layout:
    """Return the layout of the knowledge, made once."""
    return _layout(Same(knowledge))


def spread(rows: np.ndarray, knowledge: Knowledge, *, empty: float = 0.0) -> np.ndarray:
    """Lay out rows over leaves, shape (n, leaves), as rows over columns, shape (n, width)."""
    laid = layout(knowledge)
    return _spread(rows, laid.column_of, laid.width, empty)


def room(rows: int, columns: int, kind: np.dtype | type = np.float64) -> np.ndarray:
    """Return an array, not filled, that begins where the processor begins to read."""
    size = rows * columns * np.dtype(kind).itemsize
    whole = np.empty(size + _LINE, dtype=np.uint8)
    first = -whole.ctypes.data % _LINE
    return whole[first:first + size].view(kind).reshape(rows, columns)


def _spread(rows: np.ndarray, column_of: np.ndarray, width: int, empty: float) -> np.ndarray:
    laid = room(len(rows), width, rows.dtype)
    laid[:] = empty
    laid[:, column_of] = rows
    return laid


@lru_cache(maxsize=2)
def _layout(held: Same) -> Layout:
    tables, leaves = held.thing.tables, len(held.thing.leaves)
    starts = np.append(tables.family_starts[:-1], leaves - 1).astype(np.int64)
    families = len(starts) - 1
    further = np.setdiff1d(np.arange(leaves - 1), starts)
    family_of = np.searchsorted(starts, further, side="right") - 1
    # One after the other are leaves of different families, so that no sum waits for the one before.
    order = np.argsort(further - starts[family_of], kind="stable")
    further, family_of = further[order], family_of[order]
    fronts = -(-families // LANES) * LANES
    column_of = np.empty(leaves, dtype=np.int64)
    column_of[starts[:-1]] = np.arange(families)
    column_of[[*further, leaves - 1]] = np.arange(fronts, fronts + len(further) + 1)
    width = -(-(fronts + len(further) + 1) // LANES) * LANES
    marks = np.zeros(fronts, dtype=np.int64)
    marks[:families] = np.arange(families, 0, -1)
    causes = {leaf.causes[:1]: number for number, leaf in enumerate(held.thing.leaves)}
    cause_of = np.array([causes[leaf.causes[:1]] for leaf in held.thing.leaves])
    return Layout(column_of, cause_of, width, starts, fronts, family_of, marks, (1 << families.bit_length()) - 1,
                  _spread(tables.weights, column_of, width, 0.0), _spread(tables.fixed, column_of, width, 0.0))

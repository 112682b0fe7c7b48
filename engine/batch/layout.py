"""How the kernel has the leaves lie: in columns by which the leaves of a family are summed side by side, filled up to whole `Lanes`.

    first leaf of each family, the families of most leaves first | empty | second leaves, third leaves, ... | "something else" | empty

So a layer of further leaves is added to the first ones as it lies.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.same import Same

LANES = 64
"""How many columns are summed together: four registers of AVX-512 or eight of AVX2, enough that one sum need not wait for the one before."""
TILE = 256
"""How many cases go through a part of the columns together; their sums take half of a usual second-level cache."""
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
    layers: column where the second leaves begin, then the third, ..., then the end, shape (layers + 1,)
    family_of: number of the family whose first leaf lies in each column of the fronts, 0 where none does
    weights, fixed: those of `Tables`, shape (rows, width)
    """

    column_of: np.ndarray
    cause_of: np.ndarray
    width: int
    starts: np.ndarray
    fronts: int
    layers: np.ndarray
    family_of: np.ndarray
    weights: np.ndarray
    fixed: np.ndarray


def layout(knowledge: Knowledge) -> Layout:
    """Return the layout of the knowledge, made once."""
    return _layout(Same(knowledge))


def spread(rows: np.ndarray, knowledge: Knowledge, *, empty: float = 0.0) -> np.ndarray:
    """Lay out rows over leaves, shape (n, leaves), as rows over columns, shape (n, width), of single precision."""
    laid = layout(knowledge)
    return _spread(rows, laid.column_of, laid.width, empty)


def room(rows: int, columns: int) -> np.ndarray:
    """Return an array of single precision, not filled, that begins where the processor begins to read."""
    size = rows * columns * np.dtype(np.float32).itemsize
    whole = np.empty(size + _LINE, dtype=np.uint8)
    first = -whole.ctypes.data % _LINE
    return whole[first:first + size].view(np.float32).reshape(rows, columns)


def _spread(rows: np.ndarray, column_of: np.ndarray, width: int, empty: float) -> np.ndarray:
    laid = room(len(rows), width)
    laid[:] = empty
    laid[:, column_of] = rows
    return laid


@lru_cache(maxsize=2)
def _layout(held: Same) -> Layout:
    tables, leaves = held.thing.tables, len(held.thing.leaves)
    starts = np.append(tables.family_starts[:-1], leaves - 1).astype(np.int64)
    sizes = np.diff(starts)
    by_size = np.argsort(-sizes, kind="stable")
    fronts = -(-len(sizes) // LANES) * LANES
    lengths = [int(np.count_nonzero(sizes > place)) for place in range(1, int(sizes.max()))]
    layers = np.cumsum([fronts, *lengths])
    width = -(-(int(layers[-1]) + 1) // LANES) * LANES
    column_of = _columns(starts, by_size, layers)
    family_of = np.zeros(fronts, dtype=np.int64)
    family_of[:len(sizes)] = by_size
    causes = {leaf.causes[:1]: number for number, leaf in enumerate(held.thing.leaves)}
    cause_of = np.array([causes[leaf.causes[:1]] for leaf in held.thing.leaves])
    return Layout(column_of, cause_of, width, starts, fronts, layers, family_of,
                  _spread(tables.weights, column_of, width, 0.0), _spread(tables.fixed, column_of, width, 0.0))


def _columns(starts: np.ndarray, by_size: np.ndarray, layers: np.ndarray) -> np.ndarray:
    """Return the column of each leaf; by_size: families, that of most leaves first."""
    column_of = np.empty(starts[-1] + 1, dtype=np.int64)
    column_of[starts[by_size]] = np.arange(len(by_size))
    for place, (first, end) in enumerate(pairwise(layers.tolist()), start=1):
        column_of[starts[by_size[:end - first]] + place] = np.arange(first, end)
    column_of[-1] = layers[-1]
    return column_of

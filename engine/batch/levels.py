"""Laboratory values of many cases at once: the edges and rows of all analytes, and where values lie among them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.same import Same
from .codes import codes

CONSTANT, LLN, ULN = 0, 1, 2
"""What an edge is a multiple of: 1, the lower or the upper reference limit."""
_LIMITS = {"": CONSTANT, "lln": LLN, "uln": ULN}


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Edges and rows of all analytes, filled up to the same number of bins.

    number, limit: inner edge and which reference limit it is times, shape (analytes, most edges); edges: how many, shape (analytes,)
    inside, below, above: row of `Tables.weights` for each bin, all bins up to it, all from it on, shape (analytes, most bins), -1 where none
    high: row of a lineage that is above normal, -1 where none; not_high: row of a count that is normal, -1 where it is no count
    depth, depth_below: row of `Tables.fixed` for each low bin, and for all up to it, shape (analytes, most bins), -1 where none
    low_bins: how many bins are low
    parents: what each analyte's being weighed replaces, shape (analytes, most parents), -1 where none
    """

    number: np.ndarray
    limit: np.ndarray
    edges: np.ndarray
    inside: np.ndarray
    below: np.ndarray
    above: np.ndarray
    high: np.ndarray
    not_high: np.ndarray
    depth: np.ndarray
    depth_below: np.ndarray
    low_bins: np.ndarray
    parents: np.ndarray


@lru_cache(maxsize=2)
def _steps(held: Same) -> Steps:
    knowledge = held.thing
    records, rows, fixed = list(knowledge.analytes.values()), knowledge.tables.rows, knowledge.tables.fixed_rows
    most = max(len(one.bins) for one in records)
    number, limit = np.full((len(records), most - 1), np.inf), np.zeros((len(records), most - 1), dtype=np.int8)
    for place, one in enumerate(records):
        for step, bin_ in enumerate(one.bins[:-1]):
            number[place, step], limit[place, step] = bin_.below[0], _LIMITS[bin_.below[1]]

    def table(form: str, source: dict[str, int]) -> np.ndarray:
        return np.array([[source.get(form.format(one.id, step), -1) for step in range(most)] for one in records], dtype=np.int32)

    numbers = codes(knowledge).analytes
    widest = max(max((len(one.derived_from) for one in records), default=0), 1)
    parents = np.full((len(records), widest), -1, dtype=np.int32)
    for place, one in enumerate(records):
        known = [numbers[name] for name in one.derived_from if name in numbers]
        parents[place, :len(known)] = known
    return Steps(
        number=number, limit=limit, edges=np.array([len(one.bins) - 1 for one in records]), inside=table("{}:#{}", rows),
        below=table("{}:<#{}", rows), above=table("{}:>#{}", rows),
        high=np.array([rows[f"{one.id}:high"] if one.lineage else -1 for one in records], dtype=np.int32),
        not_high=np.array([rows[f"{one.id}:not-high"] if one.is_count else -1 for one in records], dtype=np.int32),
        depth=table("depth:{}:#{}", fixed), depth_below=table("depth:{}:<#{}", fixed),
        low_bins=np.array([sum(step.level == "low" for step in one.bins) for one in records]), parents=parents)


def steps(knowledge: Knowledge) -> Steps:
    """Return the edges and rows of all analytes, made once."""
    return _steps(Same(knowledge))


def inner_edges(analyte: np.ndarray, low: np.ndarray, high: np.ndarray, all_steps: Steps) -> np.ndarray:
    """Return the inner edges for each value, see `places.inner_edges`."""
    from . import places
    return places.inner_edges(analyte, low, high, all_steps.number, all_steps.limit)


def value_rows(analyte: np.ndarray, value: np.ndarray, bound: np.ndarray, edge: np.ndarray, all_steps: Steps) -> tuple[np.ndarray, ...]:
    """Return for each value its rows with their shares, see `places.value_rows`."""
    from . import places
    return places.value_rows(analyte, value, bound, edge, all_steps.edges, all_steps.inside, all_steps.below, all_steps.above)


def depth_rows(analyte: np.ndarray, value: np.ndarray, bound: np.ndarray, edge: np.ndarray, all_steps: Steps) -> tuple[np.ndarray, ...]:
    """Return for each low count its rows of depth, see `places.depth_rows`."""
    from . import places
    return places.depth_rows(analyte, value, bound, edge, all_steps.low_bins, all_steps.depth, all_steps.depth_below)

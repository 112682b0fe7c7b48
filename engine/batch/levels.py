"""Laboratory values of many cases at once: bins, shares between their centers, depth. The formulas are those of `engine.knowledge.bins`."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..knowledge.bins import WIDTH_BEYOND
from ..knowledge.knowledge import Knowledge
from ..knowledge.same import Same
from .codes import codes

_CONSTANT, _LLN, _ULN = 0, 1, 2
_BELOW, _ABOVE = 0.999, 1.001
"""A value that is only a limit is put into the bin on its side of the limit, as `engine.reasoning.evidence` does."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Edges and rows of all analytes, filled up to the same number of bins.

    number, limit: inner edge and which reference limit it is times, shape (analytes, most edges); edges: how many, shape (analytes,)
    inside, below, above: row of `Tables.weights` for each bin, all bins up to it, all from it on, shape (analytes, most bins), -1 where none
    high: row of a lineage that is above normal, -1 where none; lineage: bit of the count, 0 for others
    depth: row of `Tables.fixed` for each low bin, shape (analytes, most bins), -1 where none; low_bins: how many bins are low
    parents: what each analyte's being weighed replaces, shape (analytes, most parents), -1 where none
    """

    number: np.ndarray
    limit: np.ndarray
    edges: np.ndarray
    inside: np.ndarray
    below: np.ndarray
    above: np.ndarray
    high: np.ndarray
    counted: np.ndarray
    depth: np.ndarray
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
            number[place, step], limit[place, step] = bin_.below[0], {"": _CONSTANT, "lln": _LLN, "uln": _ULN}[bin_.below[1]]

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
        counted=np.array([bool(one.lineage) or one.id == "wbc" for one in records]), depth=table("depth:{}:#{}", fixed),
        low_bins=np.array([sum(step.level == "low" for step in one.bins) for one in records]), parents=parents)


def steps(knowledge: Knowledge) -> Steps:
    """Return the edges and rows of all analytes, made once."""
    return _steps(Same(knowledge))


def inner_edges(analyte: np.ndarray, low: np.ndarray, high: np.ndarray, all_steps: Steps) -> np.ndarray:
    """Return the inner edges for each value, ascending, infinite beyond the last, shape (values, most edges). See `bins.edges`."""
    limit = all_steps.limit[analyte]
    scale = np.where(limit == _LLN, low[:, None], np.where(limit == _ULN, high[:, None], 1.0))
    edge = all_steps.number[analyte] * scale
    edge[:, 0] = np.where(np.isnan(edge[:, 0]), 0.0, edge[:, 0])
    return np.maximum.accumulate(np.where(np.isnan(edge), -np.inf, edge), axis=1)


def bin_numbers(edge: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return the bin that holds each value. See `bins.bin_of`."""
    return (value[:, None] >= edge).sum(axis=1)


def _width(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the ratio that an open bin spans, from the edges of the bin beside it. See `bins.stretched`."""
    ratio = high / low
    return np.where(ratio > 1, np.minimum(ratio, WIDTH_BEYOND), WIDTH_BEYOND)


def between(edge: np.ndarray, count: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Place each value between the centers of two bins: (lower, upper, share of the upper). See `bins.between_centers`.

    Args:
        edge: inner edges, shape (values, most edges); what stands beyond `count` is not looked at. value: shape (values,).
    """
    usable = np.arange(edge.shape[1]) < count[:, None]
    edge = np.where(usable, edge, np.inf)
    number = bin_numbers(edge, value)
    place = np.arange(len(value))
    with np.errstate(divide="ignore", invalid="ignore"):
        second, last, before = np.minimum(1, count - 1), edge[place, count - 1], edge[place, np.maximum(count - 2, 0)]
        logs = np.log(np.column_stack([edge[:, 0] / _width(edge[:, 0], edge[place, second]), edge, np.full(len(value), np.inf)]))
        logs[place, count + 1] = np.log(last * _width(before, last))
        position = np.log(value)
        center = (logs[:, :-1] + logs[:, 1:]) / 2
        lower = np.where(position >= center[place, number], number, number - 1)
        inside = (value > 0) & (edge[:, 0] > 0) & (lower >= 0) & (lower < count)
        first = np.where(inside, lower, 0)
        span = center[place, first + 1] - center[place, first]
        share = np.where(span > 0, (position - center[place, first]) / span, 0.0)
    return np.where(inside, lower, number), np.where(inside, lower + 1, number), np.where(inside, share, 0.0)


def value_rows(analyte: np.ndarray, value: np.ndarray, bound: np.ndarray, edge: np.ndarray,
               all_steps: Steps) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return for each value its rows of `Tables.weights` with their shares: (row, share, second row or -1, its share).

    Args:
        bound: -1 where the value is an upper limit ("<10"), 1 where it is a lower one, else 0.
    """
    lower, upper, share = between(edge, all_steps.edges[analyte], value)
    row, second = all_steps.inside[analyte, lower], all_steps.inside[analyte, upper]
    one = row == second
    first_share, second_share = np.where(one, 1.0, 1 - share), np.where(one, 0.0, share)
    second = np.where(one, -1, second)
    for sign, table, inside in ((-1, all_steps.below, _BELOW), (1, all_steps.above, _ABOVE)):
        at = np.flatnonzero(bound == sign)
        row[at] = table[analyte[at], bin_numbers(edge[at], value[at] * inside)]
        first_share[at], second_share[at], second[at] = 1.0, 0.0, -1
    return row, first_share, second, second_share


def depth_rows(analyte: np.ndarray, value: np.ndarray, edge: np.ndarray, all_steps: Steps) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each low count its two rows of `Tables.fixed` and the share of the second, rows -1 where none. See `pattern.depth_rows`."""
    low_bins = all_steps.low_bins[analyte]
    place = np.arange(len(value))
    lower, upper, share = between(edge, low_bins, np.minimum(value, edge[place, low_bins - 1] * _BELOW))
    first = all_steps.depth[analyte, np.minimum(lower, low_bins - 1)]
    second = all_steps.depth[analyte, np.minimum(upper, low_bins - 1)]
    none = (first < 0) | (second < 0)
    first, second = np.where(none, -1, first), np.where(none, -1, second)
    return first, second, np.where(first == second, 0.0, share)

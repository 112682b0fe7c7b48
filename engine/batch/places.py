"""Where values lie among the bins of their analytes, compiled to machine code by Numba. The formulas are those of `engine.knowledge.bins`."""

import math

import numpy as np
from numba import njit

from ..knowledge.bins import JUST_ABOVE, JUST_BELOW, WIDTH_BEYOND
from .levels import LLN, ULN


@njit(nogil=True, cache=True)
def inner_edges(analyte, low, high, number, limit):
    """Return the inner edges for each value, ascending, infinite beyond the last, shape (values, most edges). See `bins.edges`.

    Args:
        analyte: of each value, shape (values,). low, high: reference limits of its person, NaN where none.
        number, limit: of every analyte, see `levels.Steps`.
    """
    edges = np.empty((len(analyte), number.shape[1]))
    for place in range(len(analyte)):
        before = -np.inf
        for step in range(number.shape[1]):
            kind = limit[analyte[place], step]
            scale = low[place] if kind == LLN else high[place] if kind == ULN else 1.0
            here = number[analyte[place], step] * scale
            if np.isnan(here):
                here = 0.0 if step == 0 else before
            before = max(here, before)
            edges[place, step] = before
    return edges


@njit(nogil=True, cache=True)
def _bin(edge, value):
    """Return the number of the bin that holds a value. See `bins.bin_of`."""
    number = 0
    for step in range(edge.shape[0]):
        number += value >= edge[step]
    return number


@njit(nogil=True, cache=True)
def _center(edge, count, number):
    """Return the logarithm of the center of a bin; an open bin is as wide as the one beside it. See `bins.stretched`."""
    if number > 0:
        below = math.log(edge[number - 1])
    else:
        below = math.log(edge[0] / _width(edge[0], edge[min(1, count - 1)]))
    if number < count:
        return (below + math.log(edge[number])) / 2
    return (below + math.log(edge[count - 1] * _width(edge[max(count - 2, 0)], edge[count - 1]))) / 2


@njit(nogil=True, cache=True)
def _width(low, high):
    """Return the ratio that an open bin spans, from the edges of the bin beside it."""
    ratio = high / low
    return min(ratio, WIDTH_BEYOND) if ratio > 1 else WIDTH_BEYOND


@njit(nogil=True, cache=True)
def _between(edge, count, value):
    """Place a value between the centers of two bins: (lower, upper, share of the upper). See `bins.between_centers`.

    Args:
        edge: its inner edges, of which the first `count` are looked at.
    """
    number = _bin(edge[:count], value)
    if count == 0 or not value > 0 or not edge[0] > 0:
        return number, number, 0.0
    position = math.log(value)
    lower = number if position >= _center(edge, count, number) else number - 1
    if lower < 0 or lower >= count:
        return number, number, 0.0
    first = _center(edge, count, lower)
    span = _center(edge, count, lower + 1) - first
    return lower, lower + 1, (position - first) / span if span > 0 else 0.0


@njit(nogil=True, cache=True)
def value_rows(analyte, value, bound, edge, counts, inside, below, above):
    """Return for each value its rows of `Tables.weights` with their shares: (row, share, second row or -1, its share).

    Args:
        bound: -1 where the value is an upper limit ("<10"), 1 where it is a lower one, else 0. edge: see `inner_edges`.
        counts, inside, below, above: of every analyte, see `levels.Steps`.
    """
    row, second = np.empty(len(value), dtype=np.int32), np.full(len(value), -1, dtype=np.int32)
    share, second_share = np.ones(len(value)), np.zeros(len(value))
    for place in range(len(value)):
        one = analyte[place]
        if bound[place] < 0:
            row[place] = below[one, _bin(edge[place], value[place] * JUST_BELOW)]
        elif bound[place] > 0:
            row[place] = above[one, _bin(edge[place], value[place] * JUST_ABOVE)]
        else:
            lower, upper, part = _between(edge[place], counts[one], value[place])
            row[place] = inside[one, lower]
            if inside[one, upper] != row[place]:
                second[place], share[place], second_share[place] = inside[one, upper], 1 - part, part
    return row, share, second, second_share


@njit(nogil=True, cache=True)
def depth_rows(analyte, value, bound, edge, low_bins, depth, below):
    """Return for each low count its two rows of `Tables.fixed` and the share of the second, rows -1 where none. See `pattern.depth_rows`."""
    first, second = np.full(len(value), -1, dtype=np.int32), np.full(len(value), -1, dtype=np.int32)
    share = np.zeros(len(value))
    for place in range(len(value)):
        one, count = analyte[place], low_bins[analyte[place]]
        if bound[place] < 0:
            first[place] = second[place] = below[one, min(_bin(edge[place, :count], value[place] * JUST_BELOW), count - 1)]
            continue
        lower, upper, part = _between(edge[place], count, min(value[place], edge[place, count - 1] * JUST_BELOW))
        here, there = depth[one, min(lower, count - 1)], depth[one, min(upper, count - 1)]
        if here >= 0 and there >= 0:
            first[place], second[place], share[place] = here, there, 0.0 if here == there else part
    return first, second, share

"""The scoring core: many cases at once over the compiled tables, compiled to machine code by Numba.

    s(c) = base(c) + ln P(pattern | c) + ln P(depth | c) + (1/T) sum over groups G_k(c)
    G = d sum(x) + (1 - d) [max(0, max x) + min(0, min x)]

The formulas are those of `engine.reasoning.rank`; sums are in single precision, and each probability is right to 5 in 100,000 (a test holds it). What
many cases share (who they are, where they are seen, which counts are low) is summed once and looked up. A part of the leaves is summed
over everything that speaks, for a tile of cases, before the next part is begun: `lanes`; which leaf lies where: `layout`. What is called for every
case is put in place of its call, which would hand over every array anew.
"""

import numpy as np
from numba import njit
from numpy.polynomial import Chebyshev, Polynomial

from .lanes import doubled, filled, first_lane, highest, larger, part, put, row, smaller, total, without
from .layout import LANES

_ZERO = np.float32(0)
_LOG2_E = np.float32(1.4426950408889634)
_ROUNDER = np.float32(12582912.0)
"""1.5 * 2**23: added to a small number, its last bits are that number rounded."""
_LEAST = np.float32(-125)
"""Below it, 2**x is not a normal number any more; taken as this."""
_SERIES = tuple(Chebyshev.interpolate(np.exp2, 6, domain=[-0.5, 0.5]).convert(kind=Polynomial).coef[::-1].astype(np.float32))
"""2**x from -1/2 to 1/2 as a sum of powers, the highest first; relative error below 1e-7."""


@njit(nogil=True, cache=True, inline="always")
def exponentials(values):
    """Replace values by e**(value - the highest of them), and return their sum; relative error below 1e-6 where it is above e**-10.

    e**x = 2**(k + r) with |r| <= 1/2: 2**r by `_SERIES`, 2**k by adding to the exponent's bits. Nothing comes out below 2**`_LEAST`.

    Args:
        values: changed in place, shape (n,) of single precision, n a multiple of LANES.
    """
    highs = part(values, 0)
    for start in range(LANES, values.shape[0], LANES):
        highs = larger(highs, part(values, start))
    most = highest(highs)
    whole = filled(_ZERO)
    for start in range(0, values.shape[0], LANES):
        power = larger((part(values, start) - most) * _LOG2_E, _LEAST)
        rounded = power + _ROUNDER
        rest = power - (rounded - _ROUNDER)
        series = rest * _SERIES[0] + _SERIES[1]
        for factor in _SERIES[2:]:
            series = series * rest + factor
        value = doubled(series, rounded)
        put(values, start, value)
        whole = whole + value
    return total(whole)


@njit(nogil=True, cache=True)
def _add_up(first, last, base, base_of, pattern, pattern_of, depth, terms, tables, constants, values):
    """Write s of every leaf of some cases, shape (cases, width).

    Cases go through one part of the columns together: of these parts all rows that cases share lie in the processor's nearer memory.
    """
    weights, fixed = tables
    less, discount = constants
    depth_starts, depth_rows, depth_shares = depth
    for start in range(0, values.shape[1], LANES):
        for case in range(first, last):
            whole = filled(_ZERO)
            for term in range(terms.starts[case], terms.alone[case]):
                whole = whole + row(weights, terms.rows[term], start) * terms.scales[term]
            group = terms.alone[case]
            while group < terms.starts[case + 1]:
                members, best, worst = filled(_ZERO), filled(_ZERO), filled(_ZERO)
                for term in range(group, terms.ends[group]):
                    weight = row(weights, terms.rows[term], start) * terms.scales[term]
                    if terms.seconds[term] >= 0:
                        weight = weight + row(weights, terms.seconds[term], start) * terms.second_scales[term]
                    members, best, worst = members + weight, larger(best, weight), smaller(worst, weight)
                whole = whole + members * discount + (best + worst) * (1 - discount)
                group = terms.ends[group]
            whole = whole * less + (row(base, base_of[case], start) + row(pattern, pattern_of[case], start))
            for place in range(depth_starts[case], depth_starts[case + 1]):
                whole = whole + row(fixed, depth_rows[place], start) * depth_shares[place]
            put(values[case - first], start, whole)


@njit(nogil=True, cache=True, inline="always")
def _first_families(case, mass, share, leaves, room, result):
    """Write the most probable families of a case in their order; of equals the first stands first, as in `rank`.

    The highest of each part of the fronts is kept, so that of one part alone it has to be found anew. mass times share is the probability of
    each leaf.
    """
    column_of, cause_of, starts, layers, family_of = leaves
    sums, highs = room
    families, shares, columns, cause_shares = result
    for start in range(0, sums.shape[0], LANES):
        put(sums, start, part(mass, start))
    for layer in range(layers.shape[0] - 1):
        further = mass[layers[layer]:layers[layer + 1]]
        for place in range(further.shape[0]):
            sums[place] += further[place]
    for number in range(highs.shape[0]):
        highs[number] = highest(part(sums, number * LANES))
    for place in range(families.shape[1]):
        number = 0
        for other in range(1, highs.shape[0]):
            number = other if highs[other] > highs[number] else number
        rest = part(sums, number * LANES)
        lane = first_lane(rest, highs[number])
        family = family_of[number * LANES + lane]
        families[case, place], shares[case, place] = family, highs[number] * share
        rest = without(rest, lane)
        put(sums, number * LANES, rest)
        highs[number] = highest(rest)
        column = starts[family]
        of_cause = mass[column_of[column]]
        if starts[family + 1] - column > 1:
            for leaf in range(column + 1, starts[family + 1]):
                if mass[column_of[leaf]] > mass[column_of[column]]:
                    column = leaf
            of_cause = _ZERO
            for leaf in range(starts[family], starts[family + 1]):
                if cause_of[leaf] == cause_of[column]:
                    of_cause += mass[column_of[leaf]]
        columns[case, place], cause_shares[case, place] = column, of_cause * share


@njit(nogil=True, cache=True)
def score(first, last, base, base_of, pattern, pattern_of, depth, terms, tables, constants, leaves, room, result, everything):
    """Score cases `first` to `last` - 1 and write their leading families.

    Args:
        base: ln of prior, context, silence and drugs, shape (distinct, width); base_of: which of them each case has, shape (cases,). All sums and
            weights are of single precision.
        pattern: ln P(pattern | leaf), shape (distinct, width); pattern_of: likewise.
        depth: (starts, rows of `Tables.fixed`, shares); terms: `terms.Terms`.
        tables: (weights, fixed) of `Layout`. constants: (1 / temperature, group discount).
        leaves: (column_of, cause_of, starts, layers, family_of) of `Layout`.
        room: (for each column of a tile of cases; for each front; for each part of the fronts), of single precision, written over.
        result: written: (families, their probabilities, their most probable leaves, the probabilities of the causes of these), each of shape
            (cases, kept), and the probability of "something else", shape (cases,).
        everything: written when not empty: probability of every leaf, shape (cases, leaves).
    """
    tiles, sums, highs = room
    families, shares, columns, cause_shares, other = result
    column_of = leaves[0]
    for tile in range(first, last, tiles.shape[0]):
        end = min(tile + tiles.shape[0], last)
        _add_up(tile, end, base, base_of, pattern, pattern_of, depth, terms, tables, constants, tiles)
        for case in range(tile, end):
            values = tiles[case - tile]
            share = 1 / exponentials(values)
            _first_families(case, values, share, leaves, (sums, highs), (families, shares, columns, cause_shares))
            other[case] = values[column_of[-1]] * share
            if everything.shape[0]:
                for leaf in range(column_of.shape[0]):
                    everything[case, leaf] = values[column_of[leaf]] * share

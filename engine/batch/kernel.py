"""The scoring core: many cases at once over the compiled tables, compiled to machine code by Numba.

    s(c) = base(c) + ln P(pattern | c) + ln P(depth | c) + (1/T) sum over groups G_k(c)
    G = d sum(x) + (1 - d) [max(0, max x) + min(0, min x)]

The formulas are those of `engine.reasoning.rank`, and so are the numbers: sums in double precision, in another order. A test holds
both to 1e-9. What many cases share (who they are, where they are seen, which counts are low) is summed once and looked up. A part of the
leaves is summed over everything that speaks before the next part is begun, see `lanes`; which leaf lies where, see `layout`.
"""

import numpy as np
from numba import njit
from numpy.polynomial import Chebyshev, Polynomial

from .lanes import doubled, filled, highest, larger, mark_of, marked, part, put, row, smaller, total
from .layout import LANES

_LOG2_E = 1.4426950408889634
_ROUNDER = 6755399441055744.0
"""1.5 * 2**52: added to a small number, its last bits are that number rounded."""
_LEAST = -1021.0
"""Below it, 2**x is not a normal number any more; taken as this."""
_SERIES = tuple(Chebyshev.interpolate(np.exp2, 9, domain=[-0.5, 0.5]).convert(kind=Polynomial).coef[::-1].tolist())
"""2**x from -1/2 to 1/2 as a sum of powers, the highest first; relative error below 1e-13."""


@njit(nogil=True, cache=True)
def exponentials(values, most):
    """Replace values by e**(value - most), relative error below 1e-12, and return their sum.

    e**x = 2**(k + r) with |r| <= 1/2: 2**r by `_SERIES`, 2**k by adding to the exponent's bits.

    Args:
        values: changed in place, shape (n,), n a multiple of LANES. most: none of them is above it.
    """
    whole = filled(0.0)
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
def _add_up(case, base, base_of, pattern, pattern_of, depth, terms, tables, constants, values):
    """Write s of every leaf of a case, and return the highest."""
    weights, fixed = tables
    less, discount = constants
    depth_starts, depth_rows, depth_shares = depth
    most = filled(-np.inf)
    for start in range(0, values.shape[0], LANES):
        whole = filled(0.0)
        for term in range(terms.starts[case], terms.alone[case]):
            whole = whole + row(weights, terms.rows[term], start) * terms.scales[term]
        first = terms.alone[case]
        while first < terms.starts[case + 1]:
            members, best, worst = filled(0.0), filled(0.0), filled(0.0)
            for term in range(first, terms.ends[first]):
                weight = row(weights, terms.rows[term], start) * terms.scales[term]
                if terms.seconds[term] >= 0:
                    weight = weight + row(weights, terms.seconds[term], start) * terms.second_scales[term]
                members, best, worst = members + weight, larger(best, weight), smaller(worst, weight)
            whole = whole + members * discount + (best + worst) * (1 - discount)
            first = terms.ends[first]
        whole = whole * less + (row(base, base_of[case], start) + row(pattern, pattern_of[case], start))
        for place in range(depth_starts[case], depth_starts[case + 1]):
            whole = whole + row(fixed, depth_rows[place], start) * depth_shares[place]
        put(values, start, whole)
        most = larger(most, whole)
    return highest(most)


@njit(nogil=True, cache=True)
def _first_families(mass, share, leaves, sums, keys, families, shares, columns, cause_shares):
    """Write the most probable families of a case in their order; of equals the first stands first, as in `rank`.

    The last bits of each sum tell whose it is, so that the highest of all is found without looking for it; sums apart by less than
    1e-13 count as equals. mass times share is the probability of each leaf.
    """
    column_of, cause_of, starts, family_of, marks, mask = leaves
    for start in range(0, sums.shape[0], LANES):
        put(sums, start, part(mass, start))
    for place in range(family_of.shape[0]):
        sums[family_of[place]] += mass[sums.shape[0] + place]
    for start in range(0, sums.shape[0], LANES):
        put(keys, start, marked(part(sums, start), marks, start, mask))
    for place in range(families.shape[0]):
        best = part(keys, 0)
        for start in range(LANES, keys.shape[0], LANES):
            best = larger(best, part(keys, start))
        family = starts.shape[0] - 1 - mark_of(highest(best), mask)
        keys[family] = 0.0
        column = starts[family]
        for leaf in range(column + 1, starts[family + 1]):
            if mass[column_of[leaf]] > mass[column_of[column]]:
                column = leaf
        of_cause = 0.0
        for leaf in range(starts[family], starts[family + 1]):
            if cause_of[leaf] == cause_of[column]:
                of_cause += mass[column_of[leaf]]
        families[place], shares[place] = family, sums[family] * share
        columns[place], cause_shares[place] = column, of_cause * share


@njit(nogil=True, cache=True)
def score(first, last, base, base_of, pattern, pattern_of, depth, terms, tables, constants, leaves, room, result, everything):
    """Score cases `first` to `last` - 1 and write their leading families.

    Args:
        base: ln of prior, context, silence and drugs, shape (distinct, width); base_of: which of them each case has, shape (cases,).
        pattern: ln P(pattern | leaf), shape (distinct, width); pattern_of: likewise.
        depth: (starts, rows of `Tables.fixed`, shares); terms: `terms.Terms`.
        tables: (weights, fixed) of `Layout`. constants: (1 / temperature, group discount).
        leaves: (column_of, cause_of, starts, family_of, marks, mask) of `Layout`.
        room: (for each column, for each front, the same again), written over.
        result: written: (families, their probabilities, their most probable leaves, the probabilities of the causes of these), each of shape
            (cases, kept), and the probability of "something else", shape (cases,).
        everything: written when not empty: probability of every leaf, shape (cases, leaves).
    """
    values, sums, keys = room
    families, shares, columns, cause_shares, other = result
    column_of = leaves[0]
    for case in range(first, last):
        most = _add_up(case, base, base_of, pattern, pattern_of, depth, terms, tables, constants, values)
        share = 1 / exponentials(values, most)
        _first_families(values, share, leaves, sums, keys, families[case], shares[case], columns[case], cause_shares[case])
        other[case] = values[column_of[-1]] * share
        if everything.shape[0]:
            for leaf in range(column_of.shape[0]):
                everything[case, leaf] = values[column_of[leaf]] * share

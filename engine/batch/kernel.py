"""The scoring core: many cases at once over the compiled tables, compiled to machine code by Numba.

    s(c) = base(c) + ln P(pattern | c) + ln P(depth | c) + (1/T) sum over groups G_k(c)
    G = d sum(x) + (1 - d) [max(0, max x) + min(0, min x)]

The formulas are those of `engine.reasoning.rank`, and so are the numbers: sums in double precision, in another order. A test holds
both to 1e-9. What many cases share (who they are, where they are seen, which counts are low) is summed once and looked up.
"""

import numpy as np
from numba import njit

_FREE_ORDER = {"reassoc", "contract", "nsz", "nnan"}
"""Lets the compiler sum in any order, which it needs for the vector units. A function without a setting of its own would inherit it."""
_LOG2_E = 1.4426950408889634
_LN2_HIGH = 0.6931471803691238
_LN2_LOW = 1.9082149292705877e-10
_ROUNDER = 6755399441055744.0
"""1.5 * 2**52: added to a small number, its last bits are that number rounded. Must not be summed in another order."""
_LEAST = -708.0
"""Below it, e**x is not a normal number any more; taken as this."""
_BLOCK = 16
"""Families looked at together, none of which may be among the first."""
_BIAS = 1023
_MANTISSA = 52


@njit(nogil=True, cache=True, fastmath=False)
def exponentials(values, highest, scratch, bits):
    """Replace values by e**(value - highest); relative error below 1e-12.

    The loops hold no call and no branch, so that they run in the vector units. e**x = 2**k e**r with |r| <= ln(2)/2, e**r by its Taylor
    series to the 11th power, 2**k by setting the exponent's bits.

    Args:
        values: changed in place, shape (n,). highest: none of them is above it. scratch: room, shape (n,); bits: the same memory as
            whole numbers.
    """
    for place in range(values.shape[0]):
        value = max(values[place] - highest, _LEAST)
        rounded = value * _LOG2_E + _ROUNDER
        scratch[place] = rounded
        times = rounded - _ROUNDER
        rest = value - times * _LN2_HIGH - times * _LN2_LOW
        series = 2.505210838544172e-08
        series = series * rest + 2.755731922398589e-07
        series = series * rest + 2.7557319223985893e-06
        series = series * rest + 2.48015873015873e-05
        series = series * rest + 0.0001984126984126984
        series = series * rest + 0.001388888888888889
        series = series * rest + 0.008333333333333333
        series = series * rest + 0.041666666666666664
        series = series * rest + 0.16666666666666666
        series = series * rest + 0.5
        series = series * rest + 1.0
        values[place] = series * rest + 1.0
    for place in range(values.shape[0]):
        bits[place] = (bits[place] + _BIAS) << _MANTISSA
    for place in range(values.shape[0]):
        values[place] *= scratch[place]


@njit(nogil=True, cache=True, fastmath=_FREE_ORDER)
def _add_rows(table, rows, scales, number, total):
    """Add rows of a table, each times its scale, four at a time: less traffic for `total`."""
    place = 0
    while place + 4 <= number:
        first, second, third, fourth = table[rows[place]], table[rows[place + 1]], table[rows[place + 2]], table[rows[place + 3]]
        one, two, three, four = scales[place], scales[place + 1], scales[place + 2], scales[place + 3]
        for leaf in range(total.shape[0]):
            total[leaf] += first[leaf] * one + second[leaf] * two + third[leaf] * three + fourth[leaf] * four
        place += 4
    while place < number:
        row, scale = table[rows[place]], scales[place]
        for leaf in range(total.shape[0]):
            total[leaf] += row[leaf] * scale
        place += 1


@njit(nogil=True, cache=True, fastmath=_FREE_ORDER)
def _add_terms(case, terms, table, discount, room, total):
    """Add the terms of one case to `total`: single ones whole, those of a shared group with the discount."""
    starts, rows, scales, seconds, second_scales, groups = terms
    count, picked, picked_scales, most, least = room
    first, last = starts[case], starts[case + 1]
    for term in range(first, last):
        count[groups[term]] += 1
    number = 0
    for term in range(first, last):
        members = count[groups[term]]
        if members < 0:
            continue
        if members > 1:
            _add_strongest(groups[term], term, last, terms, table, 1 - discount, most, least, total)
            count[groups[term]] = -1
    for term in range(first, last):
        kept = discount if count[groups[term]] < 0 else 1.0
        picked[number], picked_scales[number] = rows[term], scales[term] * kept
        number += 1
        if seconds[term] >= 0:
            picked[number], picked_scales[number] = seconds[term], second_scales[term] * kept
            number += 1
    _add_rows(table, picked, picked_scales, number, total)
    for term in range(first, last):
        count[groups[term]] = 0


@njit(nogil=True, cache=True, fastmath=_FREE_ORDER)
def _add_strongest(group, first, last, terms, table, share, most, least, total):
    """Add a share of the strongest for and the strongest against of one group."""
    _, rows, scales, seconds, second_scales, groups = terms
    most[:] = 0.0
    least[:] = 0.0
    for term in range(first, last):
        if groups[term] != group:
            continue
        row, scale = table[rows[term]], scales[term]
        beside, beside_scale = table[max(seconds[term], 0)], second_scales[term] if seconds[term] >= 0 else 0.0
        for leaf in range(total.shape[0]):
            weight = row[leaf] * scale + beside[leaf] * beside_scale
            most[leaf] = max(most[leaf], weight)
            least[leaf] = min(least[leaf], weight)
    for leaf in range(total.shape[0]):
        total[leaf] += share * (most[leaf] + least[leaf])


@njit(nogil=True, cache=True, fastmath=_FREE_ORDER)
def _first_families(mass, part, starts, several, sums, families, shares, columns, column_shares):
    """Write the most probable families of a case in their order; of equals the first stands first, as in `rank`.

    mass times part is the probability of each leaf. Families are looked at in blocks, most of which hold none of the first.
    """
    kept, number = families.shape[0], starts.shape[0] - 2
    for family in range(number):
        sums[family] = mass[starts[family]]
    for family in several:
        for leaf in range(starts[family] + 1, starts[family + 1]):
            sums[family] += mass[leaf]
    for place in range(kept):
        shares[place] = -1.0
    for block in range(0, sums.shape[0], _BLOCK):
        highest = sums[block]
        for place in range(_BLOCK):
            highest = max(highest, sums[block + place])
        if highest <= shares[kept - 1]:
            continue
        for family in range(block, min(block + _BLOCK, number)):
            share = sums[family]
            if share > shares[kept - 1]:
                place = kept - 1
                while place > 0 and share > shares[place - 1]:
                    shares[place] = shares[place - 1]
                    families[place] = families[place - 1]
                    place -= 1
                shares[place] = share
                families[place] = family
    for place in range(kept):
        family = families[place]
        best = starts[family]
        for leaf in range(best + 1, starts[family + 1]):
            if mass[leaf] > mass[best]:
                best = leaf
        columns[place] = best
        column_shares[place] = mass[best] * part
        shares[place] *= part


@njit(nogil=True, cache=True, fastmath=_FREE_ORDER)
def score(first, last, base, base_of, pattern, pattern_of, depth, terms, tables, constants, families_of, room_sizes, result, everything):
    """Score cases `first` to `last` - 1 and write their leading families.

    Args:
        base: ln of prior, context, silence and drugs, shape (distinct, leaves); base_of: which of them each case has, shape (cases,).
        pattern: ln P(pattern | leaf), shape (distinct, leaves); pattern_of: likewise.
        depth: (starts, rows of `Tables.fixed`, shares); terms: (starts, rows of `Tables.weights`, scales, second rows or -1, their
            scales, groups).
        tables: (weights, fixed) of `Tables`. constants: (1 / temperature, group discount).
        families_of: (first leaf of each family and the number of leaves, families of more than one leaf).
        room_sizes: (number of groups, most rows that one case touches).
        result: written: (families, their probabilities, their most probable leaves, the probabilities of these), each of shape
            (cases, kept), and the probability of "something else", shape (cases,).
        everything: written when not empty: probability of every leaf, shape (cases, leaves).
    """
    weights, fixed = tables
    less, discount = constants
    starts, several = families_of
    families, shares, columns, column_shares, other = result
    depth_starts, depth_rows, depth_shares = depth
    leaves = base.shape[1]
    number = starts.shape[0] - 2
    total, scratch, sums = np.empty(leaves), np.empty(leaves), np.full((number + _BLOCK - 1) // _BLOCK * _BLOCK, -1.0)
    bits = scratch.view(np.int64)
    room = (np.zeros(room_sizes[0], dtype=np.int32), np.empty(room_sizes[1], dtype=np.int32), np.empty(room_sizes[1]),
            np.empty(leaves), np.empty(leaves))
    for case in range(first, last):
        total[:] = 0.0
        _add_terms(case, terms, weights, discount, room, total)
        here, seen = base[base_of[case]], pattern[pattern_of[case]]
        for leaf in range(leaves):
            total[leaf] = total[leaf] * less + here[leaf] + seen[leaf]
        at = depth_starts[case]
        _add_rows(fixed, depth_rows[at:], depth_shares[at:], depth_starts[case + 1] - at, total)
        highest = total[0]
        for leaf in range(leaves):
            highest = max(highest, total[leaf])
        exponentials(total, highest, scratch, bits)
        whole = 0.0
        for leaf in range(leaves):
            whole += total[leaf]
        part = 1 / whole
        _first_families(total, part, starts, several, sums, families[case], shares[case], columns[case], column_shares[case])
        other[case] = total[leaves - 1] * part
        if everything.shape[0]:
            for leaf in range(leaves):
                everything[case, leaf] = total[leaf] * part

"""The scoring core: many cases at once over the compiled tables, compiled to machine code by Numba.

    s(c) = base(c) + ln P(pattern | c) + ln P(depth | c) + (1/T) sum over groups G_k(c)
    G = d sum(x) + (1 - d) [max(0, max x) + min(0, min x)]

The formulas are those of `engine.reasoning.rank`, and so are the numbers: sums in double precision, in another order. A test holds
both to 1e-9. What many cases share (who they are, where they are seen, which counts are low) is summed once and looked up.
"""

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

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
"""Families looked at together."""
_TAKEN = -1.0
"""Below every share: stands for a family that has its place, and for places in the last block that no family has."""
_BIAS = 1023
_MANTISSA = 52


@intrinsic
def _bits_of(_typing, _number):  # pragma: no cover - compiled
    """Take the bits of a double as a whole number."""
    return types.int64(types.float64), lambda _context, builder, _signature, given: builder.bitcast(given[0], ir.IntType(64))


@intrinsic
def _number_of(_typing, _bits):  # pragma: no cover - compiled
    """Take the bits of a whole number as a double."""
    return types.float64(types.int64), lambda _context, builder, _signature, given: builder.bitcast(given[0], ir.DoubleType())


@njit(nogil=True, cache=True, fastmath={"contract"})
def exponentials(values, highest):
    """Replace values by e**(value - highest); relative error below 1e-12.

    The loop holds no call and no branch, so that it runs in the vector units. e**x = 2**k e**r with |r| <= ln(2)/2, e**r by its Taylor
    series to the 11th power, 2**k by setting the exponent's bits.

    Args:
        values: changed in place, shape (n,). highest: none of them is above it.
    """
    for place in range(values.shape[0]):
        value = max(values[place] - highest, _LEAST)
        rounded = value * _LOG2_E + _ROUNDER
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
        # Numba gives an intrinsic its first argument; its types ask for it here.
        values[place] = (series * rest + 1.0) * _number_of((_bits_of(rounded) + _BIAS) << _MANTISSA)  # type: ignore[call-arg]


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
        if members == 1:
            continue
        other = term + 1
        while groups[other] != groups[term]:
            other += 1
        if members == 2 and seconds[term] < 0 and seconds[other] < 0:
            _add_pair(term, other, terms, table, 1 - discount, total)
        else:
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
def _add_pair(one, two, terms, table, share, total):
    """Add a share of the strongest for and the strongest against of two terms of one row each: most groups are no larger."""
    rows, scales = terms[1], terms[2]
    first, second, first_scale, second_scale = table[rows[one]], table[rows[two]], scales[one], scales[two]
    for leaf in range(total.shape[0]):
        here, there = first[leaf] * first_scale, second[leaf] * second_scale
        total[leaf] += share * (max(max(here, there), 0.0) + min(min(here, there), 0.0))


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
        if seconds[term] < 0:
            for leaf in range(total.shape[0]):
                most[leaf] = max(most[leaf], row[leaf] * scale)
                least[leaf] = min(least[leaf], row[leaf] * scale)
            continue
        beside, beside_scale = table[seconds[term]], second_scales[term]
        for leaf in range(total.shape[0]):
            weight = row[leaf] * scale + beside[leaf] * beside_scale
            most[leaf] = max(most[leaf], weight)
            least[leaf] = min(least[leaf], weight)
    for leaf in range(total.shape[0]):
        total[leaf] += share * (most[leaf] + least[leaf])


@njit(nogil=True, cache=True, fastmath=_FREE_ORDER)
def _highest(sums, block):
    """Return the highest of a block."""
    highest = sums[block * _BLOCK]
    for place in range(_BLOCK):
        highest = max(highest, sums[block * _BLOCK + place])
    return highest


@njit(nogil=True, cache=True, fastmath=_FREE_ORDER)
def _first_families(mass, part, starts, beyond, sums, highest, families, shares, columns, column_shares):
    """Write the most probable families of a case in their order; of equals the first stands first, as in `rank`.

    mass times part is the probability of each leaf. The richest of each block of families stands ready, so that few are looked at.
    """
    kept, number = families.shape[0], starts.shape[0] - 2
    for family in range(number):
        sums[family] = mass[starts[family]]
    further, of_family = beyond
    for place in range(further.shape[0]):
        sums[of_family[place]] += mass[further[place]]
    for block in range(highest.shape[0]):
        highest[block] = _highest(sums, block)
    for place in range(kept):
        share = highest[0]
        for block in range(highest.shape[0]):
            share = max(share, highest[block])
        # Among equals the lowest number: written as choices, not as a search, so that it runs in the vector units.
        block = highest.shape[0]
        for one in range(highest.shape[0]):
            block = min(block, one if highest[one] == share else highest.shape[0])
        family = number
        for one in range(_BLOCK):
            family = min(family, block * _BLOCK + one if sums[block * _BLOCK + one] == share else number)
        families[place], shares[place] = family, share
        sums[family] = _TAKEN
        highest[block] = _highest(sums, block)
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
        families_of: (first leaf of each family and the number of leaves; (leaves beyond the first of their family, these families)).
        room_sizes: (number of groups, most rows that one case touches).
        result: written: (families, their probabilities, their most probable leaves, the probabilities of these), each of shape
            (cases, kept), and the probability of "something else", shape (cases,).
        everything: written when not empty: probability of every leaf, shape (cases, leaves).
    """
    weights, fixed = tables
    less, discount = constants
    starts, beyond = families_of
    families, shares, columns, column_shares, other = result
    depth_starts, depth_rows, depth_shares = depth
    leaves = base.shape[1]
    number = starts.shape[0] - 2
    total, sums = np.empty(leaves), np.full((number + _BLOCK - 1) // _BLOCK * _BLOCK, _TAKEN)
    highest_of = np.empty(sums.shape[0] // _BLOCK)
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
        exponentials(total, highest)
        whole = 0.0
        for leaf in range(leaves):
            whole += total[leaf]
        part = 1 / whole
        _first_families(total, part, starts, beyond, sums, highest_of, families[case], shares[case], columns[case], column_shares[case])
        other[case] = total[leaves - 1] * part
        if everything.shape[0]:
            for leaf in range(leaves):
                everything[case, leaf] = total[leaf] * part

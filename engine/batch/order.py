"""The order of terms, compiled to machine code by Numba: see `engine.batch.terms`."""

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def by_case(case, cases):
    """Return where each case begins when entries lie case by case, then the end, shape (cases + 1,), and the entries in that order."""
    bounds = np.zeros(cases + 1, dtype=np.int64)
    for one in case:
        bounds[one + 1] += 1
    for one in range(cases):
        bounds[one + 1] += bounds[one]
    place, order = bounds[:-1].copy(), np.empty(case.shape[0], dtype=np.int64)
    for entry in range(case.shape[0]):
        order[place[case[entry]]] = entry
        place[case[entry]] += 1
    return bounds, order


@njit(nogil=True, cache=True)
def put_in_order(case_of, row, scale, second, second_scale, group, groups, made):
    """Write the terms of each case: single ones, then one group after the other.

    Args:
        case_of, row, scale, second, second_scale, group: of each term. groups: how many there are. made: `Terms`, written.
    """
    starts, alone, rows, scales, seconds, second_scales, ends = made
    bounds, order = by_case(case_of, alone.shape[0])
    count = np.zeros(groups, dtype=np.int32)
    place = 0
    for case in range(bounds.shape[0] - 1):
        starts[case] = place
        mine = order[bounds[case]:bounds[case + 1]]
        for term in mine:
            count[group[term]] += 1
        for term in mine:
            if count[group[term]] == 1:
                rows[place], scales[place] = row[term], scale[term]
                place += 1
                if second[term] >= 0:
                    rows[place], scales[place] = second[term], second_scale[term]
                    place += 1
        alone[case] = place
        for number in range(mine.shape[0]):
            shared = group[mine[number]]
            if count[shared] > 1:
                first = place
                for term in mine[number:]:
                    if group[term] == shared:
                        rows[place], scales[place], seconds[place], second_scales[place] = row[term], scale[term], second[term], second_scale[term]
                        place += 1
                ends[first] = place
            count[shared] = 0
    starts[bounds.shape[0] - 1] = place

"""Terms in the order in which the kernel takes them: of each case the single ones, then one group after the other."""

from typing import NamedTuple

import numpy as np


class Terms(NamedTuple):
    """What the temperature divides, case by case.

    starts: first term of each case, then the end, shape (cases + 1,); alone: the end of its single terms, shape (cases,)
    rows, scales: row of `Tables.weights` of each term and what it is times
    seconds, second_scales: of a term in a group the row added to it, -1 where none; of a single term it is a term by itself
    ends: of the first term of each group, the end of the group
    """

    starts: np.ndarray
    alone: np.ndarray
    rows: np.ndarray
    scales: np.ndarray
    seconds: np.ndarray
    second_scales: np.ndarray
    ends: np.ndarray


def arranged(case: np.ndarray, row: np.ndarray, scale: np.ndarray, second: np.ndarray, second_scale: np.ndarray, group: np.ndarray, *,
             cases: int, groups: int) -> Terms:
    """Arrange terms.

    Args:
        case: number of each term's case. row, scale: row of `Tables.weights` and what it is times. second, second_scale: the row added to it,
            -1 where none. group: what it shares its subject with. cases, groups: how many there are.
    """
    from .order import put_in_order
    most = len(case) + int(np.count_nonzero(second >= 0))
    whole, single = np.int32, np.float32
    made = Terms(np.empty(cases + 1, dtype=np.int64), np.empty(cases, dtype=np.int64), np.empty(most, dtype=whole), np.empty(most, dtype=single),
                 np.full(most, -1, dtype=whole), np.empty(most, dtype=single), np.empty(most, dtype=whole))
    put_in_order(case, row, scale, second, second_scale, group, groups, made)
    return made

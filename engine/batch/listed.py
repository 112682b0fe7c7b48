"""Columns of lists and of texts as flat arrays: which case each entry belongs to, and the number that stands for its name."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class Listed(NamedTuple):
    """Entries of a column of lists, in the order of the cases: the number of each one's case, and the entries."""

    case: np.ndarray
    values: pa.Array


class Numbered(NamedTuple):
    """Entries of which each is the number that stands for its name, in the order of the cases, with the number of each one's case."""

    case: np.ndarray
    values: np.ndarray


def listed(table: pa.Table, name: str) -> Listed:
    """Return the entries of a column of lists; none where there is no such column."""
    if name not in table.column_names:
        return Listed(np.zeros(0, dtype=np.int64), pa.array([], type=pa.string()))
    column = one_array(table[name])
    return Listed(pc.list_parent_indices(column).to_numpy(), pc.list_flatten(column))


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column in one piece."""
    return column if isinstance(column, pa.Array) else column.combine_chunks()


def text_codes(texts: pa.Array, numbers: Mapping[str, int]) -> np.ndarray:
    """Return the number of each text, -1 where it has none. Every different text is looked up once."""
    coded = texts if pa.types.is_dictionary(texts.type) else pc.dictionary_encode(texts)
    coded = one_array(coded)
    table = np.array([numbers.get(name, -1) for name in coded.dictionary.to_pylist()] + [-1], dtype=np.int64)
    return table[pc.fill_null(coded.indices, len(table) - 1).to_numpy(zero_copy_only=False)]

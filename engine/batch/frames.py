"""The same work on data frames, as Spark hands them out with `mapInPandas`. docs/batch.md shows how; pandas is not imported here."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from ..formats.tables.files import SAMPLE, batch_rows
from .scores import TOP
from .sources import is_resolved
from .work import Chunk, Task, work


def schema(top: int = TOP) -> str:
    """Return the columns of the result as Spark writes a schema."""
    places = ", ".join(f"cause_{place} string, name_{place} string, probability_{place} double" for place in range(1, top + 1))
    return f"id string, {places}, other double, not_understood array<string>, problem string"


def rank_frames(frames: Iterable[Any], *, rules: str | None = None, setting: str | None = None, top: int = TOP) -> Iterator[Any]:
    """Rank the cases of pandas data frames, one frame of results for each.

    Args:
        frames: frames of resolved rows, or of words under headers that people use. rules: a folder of rules, default the project's own.
        setting: where all are seen. top: causes told of each case.
    """
    first = 1
    for frame in frames:
        table = pa.Table.from_pandas(frame, preserve_index=False)
        if is_resolved(table.schema):
            chunk, task = Chunk(first, table.num_rows, resolved=table), Task(rules, setting, top)
        else:
            cells = tuple(tuple(row) for batch in table.to_batches() for row in batch_rows(batch))
            chunk, task = Chunk(first, len(cells), cells=cells), Task(rules, setting, top, False, tuple(table.column_names), cells[:SAMPLE])
        first += table.num_rows
        done = work(chunk, task)
        yield pa.table({name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                        for name, column in zip(done.column_names, done.columns, strict=True)}).to_pandas()

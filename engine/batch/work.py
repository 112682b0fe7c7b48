"""One piece of a batch: a chunk of the input in, a table of results out. A pure function of its arguments, wherever it runs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..case.file import case_of_values
from ..errors import CaseError
from ..formats.tables.rows import TableReader
from ..knowledge import Knowledge, load
from ..reasoning.evidence import setting_for
from ..reasoning.observations import observe
from .listed import one_array
from .resolved import SCHEMA, observed_row, resolved_row
from .scores import Scores, named_causes, score_rows


@dataclass(frozen=True, slots=True)
class Task:
    """How every chunk of a run is done: rules, setting, causes told, or only resolved; for tables of words their header and first rows.

    `name`: of the file, for messages.
    """

    rules: str | None
    setting: str | None
    top: int
    resolve: bool = False
    headers: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    name: str = "input"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the input. `first` is the number of its first row, from 1; `rows` how many it has.

    It holds one of three: an Arrow table of `resolved` rows, `lines` of JSON, or rows of `cells`.
    To a worker the table goes as Arrow's own bytes, which takes half the time of its columns one by one.
    """

    first: int
    rows: int
    resolved: pa.Table | None = None
    lines: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()

    def __reduce__(self) -> tuple:
        return _arrived, (self.first, self.rows, None if self.resolved is None else _bytes_of(self.resolved), self.lines, self.cells)


def _bytes_of(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _arrived(first: int, rows: int, resolved: bytes | None, lines: tuple[str, ...], cells: tuple[tuple[str, ...], ...]) -> Chunk:
    return Chunk(first, rows, None if resolved is None else pa.ipc.open_stream(resolved).read_all(), lines, cells)


@lru_cache(maxsize=2)
def _knowledge(rules: str | None) -> Knowledge:
    return load(Path(rules) if rules else None)


def work(chunk: Chunk, task: Task) -> pa.Table:
    """Rank the cases of a chunk.

    Returns:
        One row for each case, in the order of the input, see `results`; resolved rows where the task says so.
    """
    knowledge = _knowledge(task.rules)
    table = chunk.resolved
    if table is None:
        rows = _from_json(chunk, task, knowledge) if chunk.lines else _from_cells(chunk, task, knowledge)
        table = pa.Table.from_pylist(list(rows), schema=SCHEMA)
    if task.resolve:
        return table
    return results(table, score_rows(table, knowledge, top=task.top, setting=task.setting), knowledge, first=chunk.first)


def _from_json(chunk: Chunk, task: Task, knowledge: Knowledge) -> Iterator[dict]:
    for number, line in enumerate(chunk.lines, start=chunk.first):
        try:
            file = case_of_values(json.loads(line), name=task.name, line=number)
        except CaseError as error:
            yield {"id": str(number), "problem": f"line {number}: {error}"}
            continue
        except (ValueError, RecursionError) as error:
            why = f"this is not JSON ({error}); allowed: one case a line; correct it"
            yield {"id": str(number), "problem": f"line {number}: {task.name}:{number}:1: {why}"}
            continue
        yield resolved_row(file.id, file.case, knowledge, setting=task.setting)


def _from_cells(chunk: Chunk, task: Task, knowledge: Knowledge) -> Iterator[dict]:
    reader = TableReader(task.headers, knowledge, sample=task.sample)
    for number, cells in enumerate(chunk.cells, start=chunk.first):
        row = reader.row(cells, number)
        try:
            place = setting_for(row.file.case, knowledge, task.setting).id
        except CaseError as error:
            yield {"id": row.file.id, "problem": str(error)}
            continue
        yield observed_row(row.file.id, row.file.case, observe(row.file.case, knowledge), place, row.missed)


def results(table: pa.Table, scores: Scores, knowledge: Knowledge, *, first: int) -> pa.Table:
    """Return the output: id, then for each place the cause, its name and probability, then `other`, `not_understood`, `problem`.

    Args:
        table: the resolved rows. scores: theirs. first: number of the first row, which stands for its id where there is none.
    """
    rows = table.num_rows
    ids = table["id"].cast(pa.string()) if "id" in table.column_names else pa.nulls(rows, pa.string())
    if ids.null_count:
        ids = pa.array([str(first + number) if one is None else one for number, one in enumerate(ids.to_pylist())], type=pa.string())
    ranked = np.ones(rows, dtype=bool)
    ranked[list(scores.problems)] = False
    none = ~ranked
    names, causes = named_causes(knowledge), scores.causes(knowledge)
    ids_of, labels = pa.array(names), pa.array([knowledge.causes[name].name for name in names])
    columns = {"id": ids}
    for place in range(causes.shape[1]):
        number = pa.array(causes[:, place].astype(np.int32), mask=none)
        columns[f"cause_{place + 1}"] = pa.DictionaryArray.from_arrays(number, ids_of)
        columns[f"name_{place + 1}"] = pa.DictionaryArray.from_arrays(number, labels)
        columns[f"probability_{place + 1}"] = pa.array(scores.probability[:, place], mask=none)
    columns["other"] = pa.array(scores.other, mask=none)
    columns["not_understood"] = table["not_understood"] if "not_understood" in table.column_names else pa.nulls(rows, pa.list_(pa.string()))
    columns["problem"] = _problems(table, scores.problems)
    return pa.table(columns)


def _problems(table: pa.Table, problems: dict[int, str]) -> pa.Array:
    """Return why rows were not ranked, and of the others what `rank` tells beside its ranking."""
    told = pa.nulls(table.num_rows, pa.string())
    if "remarks" in table.column_names:
        joined = one_array(pc.binary_join(table["remarks"].cast(pa.list_(pa.string())), "; "))
        told = pc.replace_with_mask(joined, pc.equal(joined, ""), pa.scalar(None, pa.string()))
    if not problems:
        return told
    why, which = pa.array([problems[number] for number in sorted(problems)], type=pa.string()), np.zeros(table.num_rows, dtype=bool)
    which[list(problems)] = True
    return pc.replace_with_mask(told, which, why)

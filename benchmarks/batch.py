"""How many cases a second the batch ranks, and what scikit-learn, pgmpy and a rule engine do on the same knowledge and cases.

    python -m benchmarks.batch        (make bench)

The cases are the published ones of tests/data, varied: each value moved by up to a tenth, each person by up to five years, so that no two are the
same. Speeds of one core are medians of processor time; speeds of two are wall time. pgmpy and zen-engine stand in the
environment that `make bench` makes; without them their lines say so.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import peers
from engine import NOTICE, load, read_cases
from engine.batch import resolve, score_rows
from engine.batch.pack import pack
from engine.batch.scores import score_packed

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "data" / "published.yaml"
SEED = 7
CORE_ROWS = 100_000
FILE_ROWS = 1_000_000
REPEATS = 5
CORES = 2
TARGETS = {"core": 2_000_000, "file": 100_000, "words": 2_000, "memory": 1_000_000_000}


def varied(table: pa.Table, rows: int, random: np.random.Generator) -> pa.Table:
    """Return `rows` resolved rows made of those of a table: values and ages moved a little."""
    some = table.take(random.integers(0, table.num_rows, rows)).combine_chunks()
    levels = some["levels"].combine_chunks()
    entries = levels.flatten()
    fields = {one.name: entries.field(place) for place, one in enumerate(entries.type)}
    fields["value"] = pc.multiply(fields["value"], pa.array(random.uniform(0.9, 1.1, len(entries))))
    moved = pa.StructArray.from_arrays(list(fields.values()), fields=list(entries.type))
    starts = np.concatenate([[0], np.cumsum(pc.list_value_length(levels).to_numpy())]).astype(np.int32)
    age = pc.max_element_wise(pc.add(some["age"], pa.array(random.uniform(-5, 5, rows))), pa.scalar(0.0))
    for name, column in (("levels", pa.ListArray.from_arrays(pa.array(starts), moved)), ("age", pc.if_else(some["age"].is_valid(), age, None)),
                         ("id", pa.array(np.arange(rows).astype(str)))):
        some = some.set_column(some.column_names.index(name), name, column)
    return some


def per_second(work: Callable[[], object], cases: int, *, clock: Callable[[], float] = time.process_time) -> float:
    """Return the median number of cases a second, the first call not counted."""
    work()
    spans = []
    for _ in range(REPEATS):
        start = clock()
        work()
        spans.append(clock() - start)
    return cases / statistics.median(spans)


def show(name: str, rate: float, target: float | None = None) -> None:
    """Print a figure beside its target."""
    told = "" if target is None else f"   target {target:>12,.0f}   {'met' if rate >= target else 'missed'}"
    print(f"  {name:<66} {rate:>12,.0f} cases/s{told}")


def main() -> None:
    """Print one line a figure."""
    print(NOTICE)
    knowledge, files = load(), read_cases(CASES)
    print(f"Batch: {len(knowledge.leaves)} leaves, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    words = [(file.id, file.case) for file in files]
    show("words to resolved rows, each word met before, one core", per_second(lambda: resolve(words, knowledge), len(words)), TARGETS["words"])
    seeds = resolve(words, knowledge)
    few = varied(seeds, CORE_ROWS, np.random.default_rng(SEED))
    packed = pack(few, knowledge)
    print(f"  {len(packed.terms.rows) / CORE_ROWS:.1f} terms a case, {len(packed.base):,} different persons among {CORE_ROWS:,} cases")
    show("scoring core, one core", per_second(lambda: score_packed(packed, knowledge), CORE_ROWS))
    both = partial(score_packed, packed, knowledge, threads=CORES)
    show("scoring core, two cores, wall time", per_second(both, CORE_ROWS, clock=time.perf_counter), TARGETS["core"])
    show("resolved rows in memory to causes, one core", per_second(lambda: score_rows(few, knowledge), CORE_ROWS))
    _files(seeds)
    peers.compare([file.case for file in files], knowledge)


def _files(seeds: pa.Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        random, writer = np.random.default_rng(SEED), None
        for _ in range(FILE_ROWS // CORE_ROWS):
            table = varied(seeds, CORE_ROWS, random)
            writer = writer or pq.ParquetWriter(source, table.schema)
            writer.write_table(table)
        writer.close()
        start = time.perf_counter()
        run = subprocess.Popen([sys.executable, "-m", "engine", "batch", str(source), str(out), "--workers", str(CORES)], cwd=ROOT,
                               stderr=subprocess.DEVNULL)
        most = 0
        while run.poll() is None:
            most = max(most, _memory(run.pid))
            time.sleep(0.2)
        show(f"Parquet to Parquet, {FILE_ROWS:,} rows, two processes, wall time", FILE_ROWS / (time.perf_counter() - start), TARGETS["file"])
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = spent.ru_utime + spent.ru_stime
        show("the same by processor time, start-up and joining included, one core", FILE_ROWS / used, TARGETS["file"] / CORES)
        if most:
            verdict = "met" if most <= TARGETS["memory"] else "missed"
            limit = f"target {TARGETS['memory'] / 1e6:,.0f} MB   {verdict}"
            print(f"  most memory, all processes together, shared pages once: {most / 1e6:,.0f} MB   {limit}")
        if run.returncode or pq.read_metadata(out).num_rows != FILE_ROWS:
            raise SystemExit("the batch did not come through")


def _memory(process: int) -> int:
    """Return the memory of a process and its children in bytes, shared pages counted once; 0 where the system does not tell."""
    total = 0
    try:
        for one in (process, *_children(process)):
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(rollup.split("\nPss:")[1].split()[0]) * 1024
    except (OSError, IndexError):
        return 0
    return total


def _children(process: int) -> list[int]:
    found = [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return [*found, *(each for one in found for each in _children(one))]


if __name__ == "__main__":
    main()

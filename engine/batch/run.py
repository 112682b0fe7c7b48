"""A batch from file to file: chunks out to workers, parts back, joined at the end. The same on one machine and on a cluster."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ..errors import CaseError, UsageError
from ..knowledge import RULES, load
from ..knowledge.cache import knowledge_digest
from .parts import Parts, fingerprint
from .scores import TOP
from .sources import Source
from .work import Chunk, Task, work

AHEAD = 2
"""Chunks given out beyond what each worker is at: memory is bounded by these."""

_OF_WORKERS = {
    # Linear algebra on one thread: every core has a process already, and waiting threads cost.
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    # Memory of one chunk is kept for the next: asking the system for each page anew took a twentieth of the time. Bytes; read by the GNU C library.
    "MALLOC_MMAP_THRESHOLD_": str(1 << 25), "MALLOC_TRIM_THRESHOLD_": str(1 << 27)}
"""Environment that worker processes are started in."""

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did: rows ranked now, rows found done from an earlier run, and the rows in all."""

    ranked: int
    found: int

    @property
    def rows(self) -> int:
        """Rows of the output."""
        return self.ranked + self.found


def batch(source: Path, out: Path, *, scheduler: str | None = None, setting: str | None = None, top: int = TOP, workers: int | None = None,
          resolve: bool = False, rules: Path | None = None, progress: Progress = lambda done, total: None) -> Done:
    """Rank every case of a file and write one row for each.

    A run that was stopped goes on where it was: give the same input and output again.

    Args:
        source: Parquet (resolved rows or words), CSV, Excel, or JSON with one case a line. out: .parquet, .csv or .jsonl.
        scheduler: address of a Dask scheduler, such as tcp://127.0.0.1:8786; None works on this machine. setting: where all are seen.
        top: causes told of each case. workers: processes on this machine, default one a core.
        resolve: write resolved rows instead of rankings. rules: a folder of rules, default the project's own; on a cluster every worker
            has it at this path. progress: called with rows done and rows in all, None if unknown.

    Raises:
        UsageError: the setting is not known, or the output cannot be such a file.
        CaseError: the input is wrong, a part of another run is in the way, or a worker ended.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise UsageError(f"{out}: this is the file that is read; allowed: another file; give a new name")
    input_ = Source(source, rules)
    if resolve and (input_.resolved or out.suffix.lower() != ".parquet"):
        raise UsageError(f"{source}, {out}: --resolve makes Parquet of words; allowed: words in, .parquet out; change the files or leave it out")
    if setting is not None and setting not in load(rules).settings:
        raise UsageError(f"--setting: setting '{setting}' is not known; allowed: {', '.join(load(rules).settings)}; choose one")
    parts = Parts(out, {"format": 1, "input": fingerprint(source), "knowledge": knowledge_digest(rules or RULES), "setting": setting, "top": top,
                        "resolve": resolve, "rows_of_chunk": input_.rows_of_chunk})
    task = Task(None if rules is None else str(rules), setting, top, resolve, input_.headers, input_.sample, source.name)
    run = _Run(parts, input_.total(), progress)
    try:
        with _hands(scheduler, workers or os.cpu_count() or 1) as (give, most):
            for number, chunk in enumerate(_or_discard(input_.chunks(), parts)):
                if not run.has(number, chunk):
                    run.collect(most - 1)
                    run.waiting[give(chunk, task)] = number, chunk.rows
            run.collect(0)
    except BaseException:
        parts.discard_if_empty()
        raise
    if not run.count:
        parts.discard()
        raise CaseError(f"{source}: there is no case in it; a file holds at least one; add it")
    parts.join(run.count)
    return Done(run.ranked, run.found)


def _or_discard(chunks: Iterator[Chunk], parts: Parts) -> Iterator[Chunk]:
    """Hand on chunks; where the input is broken, what was done of it is of no use, and must not stand in the way of the input corrected."""
    try:
        yield from chunks
    except CaseError:
        parts.discard()
        raise


class _Run:
    """What is out with workers, and what is done."""

    def __init__(self, parts: Parts, total: int | None, progress: Progress) -> None:
        self.parts, self.total, self.progress = parts, total, progress
        self.waiting: dict[Future, tuple[int, int]] = {}
        self.count = self.ranked = self.found = 0

    def has(self, number: int, chunk: Chunk) -> bool:
        """Count a chunk, and say whether an earlier run did it."""
        self.count += 1
        done = self.parts.is_done(number)
        if done:
            self.found += chunk.rows
            self.progress(self.ranked + self.found, self.total)
        return done

    def collect(self, most: int) -> None:
        """Write what came back, until no more than `most` chunks are out."""
        while len(self.waiting) > most:
            done, _ = wait(self.waiting, return_when=FIRST_COMPLETED)
            for future in done:
                number, rows = self.waiting.pop(future)
                self.parts.write(number, future.result())
                self.ranked += rows
                self.progress(self.ranked + self.found, self.total)


@contextmanager
def _hands(scheduler: str | None, workers: int) -> Iterator[tuple[Callable[[Chunk, Task], Any], int]]:
    """Give what takes a chunk and returns a future, and how many chunks may be out at a time."""
    if scheduler is not None:
        from .cluster import hands
        with hands(scheduler) as given:
            yield given
    elif workers == 1:
        yield _at_once, 1
    else:
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        try:
            with _workers_environment():
                yield lambda chunk, task: pool.submit(work, chunk, task), workers * (1 + AHEAD)
        except BrokenProcessPool:
            raise CaseError("a worker process ended (out of memory, or killed); what was done is kept; run the same command again, "
                            "with fewer --workers if memory is short") from None
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _workers_environment() -> Iterator[None]:
    """Start processes in `_OF_WORKERS` meanwhile."""
    before = {name: os.environ.get(name) for name in _OF_WORKERS}
    os.environ.update(_OF_WORKERS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _at_once(chunk: Chunk, task: Task) -> Future:
    future: Future = Future()
    future.set_result(work(chunk, task))
    return future

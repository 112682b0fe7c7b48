"""The same work on a Dask cluster: its scheduler gives a chunk of a worker that was lost to another. docs/batch.md says how to start one."""

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from ..errors import CaseError
from .work import Chunk, Task, work

_AHEAD = 3
_SECONDS = 10


@contextmanager
def hands(address: str) -> Iterator[tuple[Callable[[Chunk, Task], Any], int]]:
    """Connect to a scheduler; give what takes a chunk and returns a future, and how many chunks may be out at a time.

    Raises:
        CaseError: Dask is not installed, or no scheduler answers at the address.
    """
    try:
        from distributed import Client
    except ImportError:
        raise CaseError("--scheduler needs Dask, which is not installed; install it: pip install 'distributed>=2025.1'") from None
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise CaseError(f"--scheduler '{address}': no scheduler answers ({type(error).__name__}); allowed: the address that `dask scheduler` "
                        "printed, such as tcp://127.0.0.1:8786; start one or leave the option out") from None
    with client:
        executor = client.get_executor(pure=False)
        slots = max(sum(client.nthreads().values()), 1)

        def give(chunk: Chunk, task: Task) -> Future:
            # The chunk goes with its task, so that the scheduler can give both to another worker; that is what the warning is about.
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Sending large graph")
                return executor.submit(work, chunk, task)

        yield give, slots * _AHEAD

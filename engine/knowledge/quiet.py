"""Work that makes very many objects and no garbage, done without looking for any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Pause the collector; reading the rules or the cache spent up to two thirds of its time in it.

    On leaving, what was made is set aside: knowledge lives as long as the program, and going through it for garbage, at once
    and then again and again, took as long as loading it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()

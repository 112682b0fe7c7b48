"""A file is written under another name first, and gets its name when it is whole: an interruption leaves what was there before."""

import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, put: Callable[[BinaryIO], object]) -> None:
    """Write a file whole or not at all. One that is there keeps its permissions; a link goes on leading to its file.

    Args:
        path: the file. What is no file of its own, such as `/dev/stdout`, is written as it is.
        put: writes the content.

    Raises:
        OSError: the file cannot be written.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            put(stream)
        return
    path = path.resolve()
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            put(file)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(beside, stat.S_IMODE(path.stat().st_mode))
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise

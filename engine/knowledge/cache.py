"""Keeps what was compiled from the rules between runs. A cache that is missing, damaged or not ours is never an error.

A file holds a checksum, the lengths of its parts, then the parts: the arrays as they lie in memory, and a pickle that
refers to them. It is mapped, not read: arrays are used where they lie, and what is packed (`lazy`) stays untouched until asked
for. A warm start does not load the schema library.
"""

import hashlib
import mmap
import os
import pickle
import stat
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from .quiet import garbage_collection_paused

T = TypeVar("T")

_ENVIRONMENT = "PENIA_CACHE"
_PREFIX = "penia-"
_SUFFIX = ".cache"
_KEPT = 3
_SEAL = struct.Struct("<II")
_LENGTH = struct.Struct("<Q")
_ALIGNED = 64
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def knowledge_digest(root: Path) -> str:
    """A name for the exact content of the rules.

    Args:
        root: the folder `rules/`.

    Returns:
        64 hexadecimal digits; the same wherever the folder lies, different after any change of a YAML file.

    Raises:
        OSError: a rule file cannot be read.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_rule_files(os.fspath(root), "")):
        with open(path, "rb", buffering=0) as file:
            content = file.read()
        # The lengths keep two files from passing for one.
        digest.update(f"{len(name)}:{name}:{len(content)}:".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def cached(root: Path, build: Callable[[Path], T], *, version: str = "", digest: str | None = None) -> T:
    """What `build` makes of the rules, from the cache if the rules and the code are those it was made from.

    The cache lies beside the rules in `.cache/`, or where the environment variable PENIA_CACHE says. It is a pickle:
    only files that belong to this user and that nobody else may write are opened.

    Args:
        root: the folder `rules/`.
        build: makes the object, which must be picklable; called when the cache has none.
        version: a tag of the code whose objects are kept; change it when their classes change.
        digest: of the rules, see `knowledge_digest`, where the caller has it.

    Returns:
        The object.

    Raises:
        OSError: a rule file cannot be read. Trouble with the cache itself is never raised.
        Exception: whatever `build` raises.
    """
    folder = _folder(root)
    digest = digest or knowledge_digest(root)
    path = folder / f"{_PREFIX}{_tag(digest, version)}{_SUFFIX}"
    content = _mapped(path)
    if content is not None:
        # A pickle of other code may fail in any way while loading; then it is as good as none.
        with suppress(Exception), garbage_collection_paused():
            return _unpacked(content)
    built = build(root)
    # Someone may save a rule file during a build; the result must not be kept under the earlier content's name.
    if knowledge_digest(root) == digest:
        _write(path, built)
    return built


def _rule_files(folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _rule_files(entry.path, f"{prefix}{entry.name}/")
            elif entry.name.endswith(".yaml"):
                yield prefix + entry.name, entry.path


def _folder(root: Path) -> Path:
    chosen = os.environ.get(_ENVIRONMENT)
    return Path(chosen) if chosen else root.absolute().parent / ".cache"


def _tag(digest: str, version: str) -> str:
    return hashlib.sha256(f"{digest}\n{version}\n{sys.implementation.cache_tag}".encode()).hexdigest()[:16]


def _mapped(path: Path) -> memoryview | None:
    """The content of an intact cache file of our own, without reading it into memory, else None."""
    try:
        # A link could lead to a file of someone else, so none is followed; the open file itself is what is examined.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            if not _ours(os.fstat(file.fileno())):
                return None
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        checksum, _ = _SEAL.unpack_from(content)
    except (OSError, ValueError, struct.error):
        return None
    return content if zlib.crc32(content[_SEAL.size:]) == checksum else None


def _packed(built: object) -> list[bytes | memoryview]:
    """The content of a cache file, piece by piece. Against other people its owner is checked, so that the checksum need not be a slow one."""
    arrays: list[pickle.PickleBuffer] = []
    last = pickle.dumps(built, protocol=pickle.HIGHEST_PROTOCOL, buffer_callback=arrays.append)
    parts = [*(array.raw() for array in arrays), memoryview(last)]
    pieces: list[bytes | memoryview] = [b"".join(_LENGTH.pack(len(part)) for part in parts)]
    end = _SEAL.size + len(pieces[0])
    for part in parts:
        gap = -end % _ALIGNED
        pieces += bytes(gap), part
        end += gap + len(part)
    checksum = 0
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
    return [_SEAL.pack(checksum, len(parts)), *pieces]


def _unpacked(content: memoryview) -> Any:
    """The inverse of `_packed`: whatever that was given."""
    _, count = _SEAL.unpack_from(content)
    parts, start = [], _SEAL.size + count * _LENGTH.size
    for number in range(count):
        (length,) = _LENGTH.unpack_from(content, _SEAL.size + number * _LENGTH.size)
        start += -start % _ALIGNED
        parts.append(content[start:start + length])
        start += length
    return pickle.loads(parts[-1], buffers=parts[:-1])


def _ours(status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode):
        return False
    # Windows has no such owner; there the folder's own protection must do.
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & _WRITABLE_BY_OTHERS)


def _write(path: Path, built: object) -> None:
    """Write the file whole or not at all, then remove older ones. Silent where that is not possible."""
    # Besides a folder that cannot be written, an object may refuse to be pickled; both mean: no cache.
    with suppress(Exception):
        content = _packed(built)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=".tmp")
        try:
            with open(descriptor, "wb") as file:
                file.writelines(content)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        _remove_old(path)


def _remove_old(newest: Path) -> None:
    """Keep a few of the newest, so that two versions side by side do not undo each other's work."""
    others = [path for path in newest.parent.glob(f"{_PREFIX}*{_SUFFIX}") if path != newest]
    others.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in others[_KEPT - 1 :]:
        path.unlink(missing_ok=True)

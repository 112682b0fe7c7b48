"""From the folder `rules/` to one compiled object. `load` is the way in; the schema and the checks stand beside it."""

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .cache import cached, knowledge_digest
from .knowledge import Knowledge, Tables
from .quiet import garbage_collection_paused

if TYPE_CHECKING:
    from .rulebook import Reading

RULES = Path(__file__).resolve().parent.parent.parent / "rules"

__all__ = ["RULES", "Knowledge", "Tables", "forget", "load"]


def load(root: Path | None = None) -> Knowledge:
    """Load the knowledge, from the cache where the rules have not changed; the same object as before while they have not.

    Args:
        root: the folder of rules; default is `rules/` beside the engine.

    Raises:
        RuleError: the rules are wrong; every problem is listed with file, line and column.
    """
    folder = Path(root) if root else RULES
    return _loaded(folder, knowledge_digest(folder))


def forget() -> None:
    """Let the next `load` read its file again, as a new process does."""
    _loaded.cache_clear()


@lru_cache(maxsize=2)
def _loaded(folder: Path, digest: str) -> Knowledge:
    """Keep what was loaded: what is remembered of words and values belongs to one body of knowledge, which it keeps alive."""
    return cached(folder, partial(_build, digest=digest), version=_code_version(), digest=digest)


def _build(root: Path, digest: str) -> Knowledge:
    with garbage_collection_paused():
        return _compiled(root, digest)


def _compiled(root: Path, digest: str) -> Knowledge:
    """Read, check and compile the rules. What was read is dropped on return, before the collector wakes."""
    from .compiling import build
    from .rulebook import rule_book

    return build(rule_book(_read(root).files), digest)


def _read(root: Path) -> "Reading":
    """Read and check the rules the quick way, and where anything is wrong once more the strict way, which says what and where."""
    from ..errors import RuleError
    from .crosscheck import examined
    from .plain_yaml import read_quickly
    from .rulebook import read_files
    from .yaml12 import read_yaml

    for read in (read_quickly, read_yaml):
        reading = read_files(root, read)
        problems = examined(reading).problems
        if not problems:
            return reading
    raise RuleError(problems)


def _code_version() -> str:
    """Name the code that compiles: its newest change. A cache made by other code is not used."""
    folder = Path(__file__).parent
    files = [*folder.glob("*.py"), *folder.glob("compiling/*.py"), *folder.glob("words/*.py")]
    return "-".join(str(file.stat().st_mtime_ns) for file in (max(files, key=lambda one: one.stat().st_mtime_ns),))

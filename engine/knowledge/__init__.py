"""From the folder `rules/` to one compiled object. `load` is the way in; the schema and the checks stand beside it."""

from functools import lru_cache
from pathlib import Path

from .cache import cached, knowledge_digest
from .knowledge import Knowledge, Tables
from .quiet import garbage_collection_paused

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
    return cached(folder, _build, version=_code_version(), digest=digest)


def _build(root: Path) -> Knowledge:
    with garbage_collection_paused():
        return _compiled(root)


def _compiled(root: Path) -> Knowledge:
    """Read, check and compile the rules. What was read is dropped on return, before the collector wakes."""
    from ..errors import RuleError
    from .compiling import build
    from .crosscheck import examined
    from .rulebook import read_files, rule_book

    reading = read_files(root)
    examination = examined(reading)
    if examination.problems:
        raise RuleError(examination.problems)
    return build(rule_book(reading.files), knowledge_digest(root))


def _code_version() -> str:
    """Name the code that compiles: its newest change. A cache made by other code is not used."""
    folder = Path(__file__).parent
    files = [*folder.glob("*.py"), *folder.glob("compiling/*.py"), *folder.glob("words/*.py")]
    return "-".join(str(file.stat().st_mtime_ns) for file in (max(files, key=lambda one: one.stat().st_mtime_ns),))

"""The words that every message about rule files is put together from."""

from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz, process

_CLOSE_ENOUGH = 75
_LONGEST_SHOWN = 60


def suggestion(found: str, allowed: Iterable[str], *, otherwise: str) -> str:
    """What to do about a name that is not known: the nearest known one, offered and never taken.

    Args:
        found: the name as written.
        allowed: the known names.
        otherwise: what to do when no known name is near.

    Returns:
        "did you mean 'x'?" or the text of `otherwise`.
    """
    # Sorted, so that equally near names give the same message in every run.
    best = process.extractOne(
        found, sorted(allowed), scorer=fuzz.ratio, processor=_plain, score_cutoff=_CLOSE_ENOUGH
    )
    return f"did you mean '{best[0]}'?" if best else otherwise


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-")


def shown(value: Any) -> str:
    """A value as a message tells it: text in quotes, long text shortened, YAML's words for the rest.

    Args:
        value: anything read from a file.

    Returns:
        A few words.
    """
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = " ".join(value.split())
    return f"'{text}'" if len(text) <= _LONGEST_SHOWN else f"'{text[:_LONGEST_SHOWN]}...'"


def listed(names: Iterable[str]) -> str:
    """Names in a row, in the order given.

    Args:
        names: at least one name.

    Returns:
        "a, b, c".
    """
    return ", ".join(names)

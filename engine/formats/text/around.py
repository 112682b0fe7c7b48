"""What stands before a place of a text: the last sign, and where the stretch begins in which the place lies."""

import re
from collections import deque


def last_match(pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """Return the last place where a pattern is found, None where it is nowhere."""
    found = deque(pattern.finditer(text, start, len(text) if end is None else end), maxlen=1)
    return found[0] if found else None


def end_of(pattern: re.Pattern[str], text: str, at: int, end: int | None = None) -> int:
    """Return where a pattern that begins at a place ends, the place itself where it does not begin there."""
    found = pattern.match(text, at, len(text) if end is None else end)
    return found.end() if found else at


def begin_of(pattern: re.Pattern[str], text: str, place: int, *, most: int) -> int:
    """Return where the stretch begins that a place lies in: behind the last end of one, at most so many letters before the place."""
    first = max(place - most, 0)
    ends = last_match(pattern, text, first, place)
    return ends.end() if ends else first

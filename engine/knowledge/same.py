"""Remembering what a pure function gave: the same words are read again and again, in tables of many cases and at each click."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

REMEMBERED = 16_384
"""Answers kept of each function; with more, all are forgotten and it begins anew."""

_PLAIN = frozenset((str, int, float, bool, type(None)))


class Same:
    """A thing as a key: equal only to itself. It keeps the thing alive, so that no other takes its place in memory."""

    __slots__ = ("thing",)

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function gave for texts and numbers beside frozen records, which count as the same only when they are the same object.

    What it raises is not kept. The records are kept with the answer, so that no other comes to lie where they were.
    """
    kept: dict[tuple, tuple] = {}

    @wraps(function)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        key = (*[one if type(one) in _PLAIN else id(one) for one in (*args, *named.values())], *named)
        found = kept.get(key)
        if found is None:
            if len(kept) >= REMEMBERED:
                kept.clear()
            found = kept[key] = function(*args, **named), args, named
        return found[0]

    return asked

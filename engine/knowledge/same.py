"""Remembering what a pure function gave: the same words are read again and again, in tables of many cases and at each click."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

REMEMBERED = 16_384
"""Answers kept of each function; the one not asked for longest goes first."""


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

    What it raises is not kept.
    """

    @lru_cache(maxsize=REMEMBERED)
    def kept(args: tuple, named: tuple) -> R:
        return function(*map(_thing, args), **{name: _thing(value) for name, value in named})

    @wraps(function)
    def asked(*args: P.args, **named: P.kwargs) -> R:
        return kept(tuple(map(_key, args)), tuple((name, _key(value)) for name, value in named.items()))

    return asked


def _key(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else Same(value)


def _thing(value: Any) -> Any:
    return value.thing if isinstance(value, Same) else value

"""Records that are made when they are first asked for.

A case touches a few dozen of some thousand records; making them all was most of a warm start. Stored are plain tuples,
which load several times faster than objects.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Generic, TypeVar

T = TypeVar("T")


class Records(Mapping[str, T], Generic[T]):
    """A read-only mapping of names to frozen dataclass records of one kind, kept as plain tuples until asked for."""

    __slots__ = ("_kind", "_made", "_rows")

    def __init__(self, kind: type[T], rows: dict[str, tuple]) -> None:
        self._kind = kind
        self._rows = rows
        self._made: dict[str, T] = {}

    @classmethod
    def of(cls, kind: type[T], records: Mapping[str, T]) -> "Records[T]":
        """Keep finished records as rows."""
        names = [field.name for field in fields(kind)]
        return cls(kind, {name: tuple(getattr(record, one) for one in names) for name, record in records.items()})

    def __getitem__(self, name: str) -> T:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._kind(*self._rows[name])
        return made

    def get(self, name: str, default: T | None = None) -> T | None:
        """Return the record of that name, else `default`."""
        return self[name] if name in self._rows else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __reduce__(self) -> tuple:
        return Records, (self._kind, self._rows)

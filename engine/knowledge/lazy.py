"""What is unpacked when it is first asked for.

A case touches a few dozen of some thousand records; unpacking and making them all was most of a warm start. Stored are
plain tuples, which load several times faster than objects, packed so that the cache can leave them where they lie.
"""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from _typeshed import DataclassInstance, ReadableBuffer

T = TypeVar("T")
D = TypeVar("D")
R = TypeVar("R", bound="DataclassInstance")


class Later(Generic[T]):
    """A value that stays packed until it is asked for."""

    __slots__ = ("_packed", "_value")
    _packed: "ReadableBuffer | None"
    _value: T

    def __init__(self, value: T) -> None:
        self._value, self._packed = value, None

    @property
    def value(self) -> T:
        """The value. Two threads may unpack it both at once; either result is as good."""
        packed = self._packed
        if packed is not None:
            self._value = pickle.loads(packed)
            self._packed = None
        return self._value

    def __reduce__(self) -> tuple:
        packed = pickle.dumps(self.value, protocol=pickle.HIGHEST_PROTOCOL)
        return _still_packed, (pickle.PickleBuffer(packed),)


def _still_packed(packed: "ReadableBuffer") -> Later:
    """Return a value as `Later` packs it."""
    later = Later.__new__(Later)
    later._packed = packed
    return later


class Records(Mapping[str, T], Generic[T]):
    """A read-only mapping of names to frozen dataclass records of one kind, each made when first asked for."""

    __slots__ = ("_kind", "_made", "_stored")

    def __init__(self, kind: type[T], stored: Later[dict[str, tuple]]) -> None:
        self._kind = kind
        self._stored = stored
        self._made: dict[str, T] = {}

    @staticmethod
    def of(kind: type[R], records: Mapping[str, R]) -> "Records[R]":
        """Keep finished records as rows."""
        values = attrgetter(*(field.name for field in fields(kind)))
        return Records(kind, Later({name: values(record) for name, record in records.items()}))

    def __getitem__(self, name: str) -> T:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._kind(*self._stored.value[name])
        return made

    @overload
    def get(self, name: str, default: None = None, /) -> T | None: ...
    @overload
    def get(self, name: str, default: T | D, /) -> T | D: ...
    def get(self, name: str, default: T | D | None = None, /) -> T | D | None:
        """Return the record of that name, else `default`."""
        made = self._made.get(name)
        if made is None:
            stored = self._stored.value.get(name)
            if stored is None:
                return default
            made = self._made[name] = self._kind(*stored)
        return made

    def finished(self) -> dict[str, T]:
        """Return all records made, as a plain dictionary: quicker where many names are asked for."""
        stored = self._stored.value
        if len(self._made) < len(stored):
            self._made |= {name: self._kind(*values) for name, values in stored.items() if name not in self._made}
        return self._made

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored.value)

    def __len__(self) -> int:
        return len(self._stored.value)

    def __contains__(self, name: object) -> bool:
        return name in self._stored.value

    def __reduce__(self) -> tuple:
        return Records, (self._kind, self._stored)

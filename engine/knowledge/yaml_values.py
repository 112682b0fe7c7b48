"""From the events of a YAML parser to plain values, by the YAML 1.2 core schema and stricter where YAML invites mistakes."""

import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from yaml import Mark
from yaml.events import AliasEvent, DocumentStartEvent, Event, MappingStartEvent, ScalarEvent, SequenceStartEvent

MAX_ALIASES = 100
MAX_DEPTH = 50
MAX_NODES = 500_000

_SECOND = "a second document starts here; allowed: one document a file; remove the line --- or split the file"

_NO_KEYS = {
    "<<": "merge key '<<' is not allowed; write the keys out",
    "": "a key is empty; allowed: text; write the key before the colon",
}

_CONSTANTS: dict[str, bool | None] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
}
_NUMBER_START = frozenset("+-.0123456789")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LONGEST_NUMBER = 64
LARGEST_INT = 2**63
_UNFINISHED = -1
_UNSEEN = object()


class Fault(Exception):
    """Something wrong at a place in a file, before it has become a `Problem`."""

    def __init__(self, mark: Mark | None, message: str) -> None:
        self.mark = mark
        super().__init__(message)


def scalar(text: str) -> str | int | float | bool | None:
    """The value of a plain (unquoted) scalar in the YAML 1.2 core schema.

    Only true and false are booleans, 1e-3 is a number, 010 is ten, 0o17 is octal, and dates stay text.

    Args:
        text: the scalar as written.

    Returns:
        A number, a boolean, None, or the text itself.

    Raises:
        ValueError: the text is a number that cannot be used: infinite, not a number, or too large.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_START:
        return text
    if _DECIMAL.fullmatch(text):
        return _usable_int(text, 10)
    if _FLOAT.fullmatch(text):
        value = float(text)
        if math.isfinite(value):
            return value
        raise ValueError(_unusable(text))
    if _BASED.fullmatch(text):
        return _usable_int(text, 0)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(_unusable(text))
    return text


def _usable_int(text: str, base: int) -> int:
    # The length is looked at first because Python refuses to convert thousands of digits with an error of its own.
    value = int(text, base) if len(text) <= _LONGEST_NUMBER else LARGEST_INT
    if abs(value) < LARGEST_INT:
        return value
    raise ValueError(_unusable(text))


def _unusable(text: str) -> str:
    shown = text if len(text) <= 30 else text[:27] + "..."
    allowed = "finite numbers, whole ones below 2^63"
    return f"{shown} is not a usable number; allowed: {allowed}; correct it, or quote it if it is text"


class ValueBuilder:
    """Builds the value of one file from what a parser tells. `faults` collects what is wrong but does not stop the reading.

    Lists and mappings that are open stand on a stack, so that no nesting is too deep for Python.
    """

    __slots__ = ("faults", "_aliases", "_anchors", "_open", "_plain")

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._aliases = 0
        self._anchors: dict[str, _Anchored] = {}
        self._open: list[_Sequence | _Mapping] = []
        self._plain: dict[str, str | int | float | bool | None] = {}

    def build(self, parser: Any) -> Any:
        """The value of a file.

        Args:
            parser: what gives the events of one file by `get_event`.

        Returns:
            Plain dicts, lists, texts, numbers, booleans and None. Keys are always text. None for a file without a value.

        Raises:
            Fault: the file is nested too deep, too large, repeats itself too often, or holds a second document.
        """
        next_event = parser.get_event
        next_event()
        if type(next_event()) is not DocumentStartEvent:
            return None
        value = self._document(next_event)
        next_event()
        second = next_event()
        if type(second) is DocumentStartEvent:
            raise Fault(second.start_mark, _SECOND)
        return value

    def _document(self, next_event: Callable[[], Event]) -> Any:
        """Read up to the end of the document. What nearly every event is, a plain word, goes the short way."""
        opened, plain = self._open, self._plain
        top: _Sequence | _Mapping | None = None
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                text = event.value
                if type(top) is _Mapping and top.wants_key and not event.anchor:
                    top.take_key(event, text, self)
                    continue
                value, size = plain.get(text, _UNSEEN) if event.implicit[0] and not event.anchor else _UNSEEN, 1
                if value is _UNSEEN:
                    value = self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._enter(event, kind)
                top = opened[-1]
                continue
            elif kind is AliasEvent:
                value, size = self._repeated(event)
            else:
                event, value, size = self._left()
                top = opened[-1] if opened else None
            if top is None:
                return value
            top.add(value, size, event, self)

    def _left(self) -> tuple[Event, Any, int]:
        """Close the innermost list or mapping."""
        done = self._open.pop()
        if done.size > MAX_NODES:
            raise Fault(done.start.start_mark,
                        f"aliases make this part larger than {MAX_NODES} values; write it out or split the file" if self._aliases else
                        f"the file has more than {MAX_NODES} values; allowed: {MAX_NODES}; split the file")
        if done.start.anchor:
            self._anchors[done.start.anchor] = _Anchored(done.start, done.value, done.size)
        return done.start, done.value, done.size

    def _enter(self, event: Event, kind: type) -> None:
        if len(self._open) >= MAX_DEPTH:
            message = f"lists and mappings are nested more than {MAX_DEPTH} deep; allowed: {MAX_DEPTH}; flatten them"
            raise Fault(self._open[-1].start.start_mark, message)
        self._refuse_tag(event)
        if event.anchor:
            self._name(event, None, _UNFINISHED)
        self._open.append(_Mapping(event) if kind is MappingStartEvent else _Sequence(event))

    def _name(self, event: Event, value: Any, size: int) -> None:
        if event.anchor in self._anchors:
            raise Fault(event.start_mark, "an anchor stands twice; text that starts with & must be in quotes")
        self._anchors[event.anchor] = _Anchored(event, value, size)

    def _repeated(self, event: AliasEvent) -> tuple[Any, int]:
        """The value that an alias repeats, and how many values it stands for when every alias is written out."""
        named = self._anchors.get(event.anchor)
        if named is None:
            raise Fault(event.start_mark, "text that starts with * must be in quotes (or the alias has no anchor); add quotes")
        if named.size == _UNFINISHED:
            raise Fault(named.event.start_mark, "an alias inside this part repeats the part itself; write it out")
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            message = f"more than {MAX_ALIASES} aliases repeat parts of this file; allowed: {MAX_ALIASES}; write the parts out"
            raise Fault(named.event.start_mark, message)
        return named.value, named.size

    def _scalar(self, event: ScalarEvent) -> Any:
        value = event.value
        if event.implicit[0]:
            try:
                value = self._plain[event.value] = scalar(value)
            except ValueError as error:
                self.collect(event, str(error))
        else:
            self._refuse_tag(event)
        if event.anchor:
            self._name(event, value, 1)
        return value

    def refuse_key(self, event: Event) -> bool:
        """Say what is wrong with a key that cannot be one; whether there was anything."""
        if type(event) is not ScalarEvent:
            self.collect(event, "a key is a list or a mapping; allowed: text; put text that starts with [ or { in quotes")
        elif event.implicit[0] and event.value in _NO_KEYS:
            self.collect(event, _NO_KEYS[event.value])
        else:
            return False
        return True

    def _refuse_tag(self, event: Event) -> None:
        if event.tag not in (None, "!"):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.collect(event, f"tag '{tag}' is not allowed; remove it, and put text in quotes")

    def collect(self, event: Event, message: str) -> None:
        """Remember what is wrong at a place."""
        self.faults.append(Fault(event.start_mark, message))


class _Anchored(NamedTuple):
    """A part that aliases may repeat; its size is _UNFINISHED while it is open."""

    event: Event
    value: Any
    size: int


class _Sequence:
    """A list that is still open."""

    __slots__ = ("size", "start", "value")

    def __init__(self, start: Event) -> None:
        self.start, self.size = start, 1
        self.value: list[Any] = []

    def add(self, value: Any, size: int, _event: Event, _builder: ValueBuilder) -> None:
        self.value.append(value)
        self.size += size


class _Mapping:
    """A mapping that is still open; keys and values come in turn."""

    __slots__ = ("key", "keys", "size", "start", "value", "wants_key")

    def __init__(self, start: Event) -> None:
        self.start, self.size = start, 1
        self.value: dict[str, Any] = {}
        self.keys: dict[str, Event] = {}
        self.key: str | None = None
        self.wants_key = True

    def take_key(self, event: Event, text: Any, builder: ValueBuilder) -> None:
        """Take the next event as a key, which reads as `text`. None stands for a key that is refused."""
        self.wants_key = False
        self.size += 1
        self.key = None
        if (type(event) is not ScalarEvent or text in _NO_KEYS) and builder.refuse_key(event):
            return
        if text in self.keys:
            line = self.keys[text].start_mark.line + 1
            builder.collect(event, f"key '{text}' stands twice, first in line {line}; keep one of the two")
        else:
            self.keys[text] = event
            self.key = text

    def add(self, value: Any, size: int, event: Event, builder: ValueBuilder) -> None:
        if self.wants_key:
            self.take_key(event, getattr(event, "value", None), builder)
            return
        self.size += size
        self.wants_key = True
        if self.key is not None:
            self.value[self.key] = value

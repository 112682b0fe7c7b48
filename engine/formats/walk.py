"""Foreign JSON, walked so that no shape of it can surprise: what is not of the kind expected is told and left out.

    text -> read_json -> Node -> part, parts, text, number;  everything worth telling goes to Notes
"""

import json
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..errors import CaseError

LONGEST = 1000
"""Characters of one text that are kept; a finding, a name or a value is far shorter."""

_TOLD = 12
_KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number", type(None): "nothing"}


@dataclass(slots=True)
class Notes:
    """What is told beside the case. `dropped`: kinds of personal data. `unused`: what has no place in a case. `wrong`: what cannot be read."""

    dropped: Counter = field(default_factory=Counter)
    unused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    cleaned: Callable[[str], str] = str
    """What drops from a text of the file what points to a person; by default nothing."""

    def lines(self) -> tuple[str, ...]:
        """Return one line for each kind of note; long lists are cut, and say by how much."""
        told = []
        if self.dropped:
            told.append(f"not kept, because it can point to a person: {', '.join(self.dropped)}")
        told += dict.fromkeys(self.remarks)
        lists = (("not used", self.unused), ("not read", self.wrong))
        told += [f"{name}: {_shortened(list(dict.fromkeys(items)))}" for name, items in lists if items]
        return tuple(told)


def _shortened(items: list[str]) -> str:
    more = len(items) - _TOLD
    return "; ".join(items[:_TOLD]) + (f"; and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON object at a place. A missing or wrong part is an empty node."""

    value: dict
    place: str
    notes: Notes

    def __bool__(self) -> bool:
        return bool(self.value)

    def __contains__(self, key: str) -> bool:
        return self.value.get(key) is not None

    def part(self, key: str) -> "Node":
        """Return the object under a key."""
        return self._node(self.value.get(key), f"{self.place}.{key}")

    def parts(self, key: str) -> list["Node"]:
        """Return the objects of the list under a key."""
        found = self.value.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self._wrong(key, found, "a list")
            return []
        return [node for number, one in enumerate(found, start=1) if (node := self._node(one, f"{self.place}.{key} {number}"))]

    def text(self, key: str) -> str:
        """Return the text under a key on one line, without what cannot be printed; empty where there is none."""
        found = self.value.get(key)
        if found is None:
            return ""
        if not isinstance(found, str):
            self._wrong(key, found, "text")
            return ""
        return tidy(found)

    def texts(self, key: str) -> list[str]:
        """Return the texts of the list under a key; anything else is left out."""
        found = self.value.get(key)
        return [tidy(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []

    def words(self, key: str) -> str:
        """Return the text under a key as `text` does, without what points to a person."""
        said = self.text(key)
        bare = self.notes.cleaned(said) if said else ""
        if bare != said:
            self.notes.dropped.update(["what names a person within a text"])
        return bare

    def number(self, key: str) -> float | None:
        """Return the number under a key; None where there is none, and where it is not finite."""
        found = self.value.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(number := _float(found)):
            self._wrong(key, found, "a number")
            return None
        return number

    def yes(self, key: str) -> bool:
        """Return whether the value under a key is true."""
        found = self.value.get(key)
        if found is not None and not isinstance(found, bool):
            self._wrong(key, found, "true or false")
        return found is True

    def _node(self, found: Any, place: str) -> "Node":
        if found is not None and not isinstance(found, dict):
            self.notes.wrong.append(f"{place} is {kind(found)}; allowed: an object")
        return Node(found if isinstance(found, dict) else {}, place, self.notes)

    def _wrong(self, key: str, found: Any, allowed: str) -> None:
        self.notes.wrong.append(f"{self.place}.{key} is {kind(found)}; allowed: {allowed}")


def _float(found: float) -> float:
    try:
        return float(found)
    except OverflowError:
        return math.inf


def kind(found: Any) -> str:
    """Say in plain words what stands there; never the value itself, which may be anybody's."""
    if isinstance(found, float) and not math.isfinite(found):
        return "no finite number"
    return _KINDS.get(type(found), "something else")


def tidy(text: str) -> str:
    """Return a text on one line, at most LONGEST characters, without what cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[: LONGEST * 2]).split())[:LONGEST]


def read_json(text: str, *, name: str) -> Any:
    """Return the value of a JSON text. `name` stands for the file in messages.

    Raises:
        CaseError: it is no JSON, or nested too deeply.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CaseError(f"{name}:{error.lineno}:{error.colno}: this is not JSON ({error.msg}); allowed: a whole JSON file; export it anew") from error
    except RecursionError as error:
        raise CaseError(f"{name}:0:0: the JSON is nested too deeply; allowed: a Phenopacket or a FHIR Bundle as exported") from error
    except ValueError as error:
        raise CaseError(f"{name}:0:0: a number in the JSON is too long; allowed: at most 15 digits; correct it") from error

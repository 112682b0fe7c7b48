"""From parsed YAML nodes to plain values, by the YAML 1.2 core schema and stricter where YAML invites mistakes."""

import math
import re
from typing import Any

from yaml import Mark
from yaml.nodes import MappingNode, Node, ScalarNode

MAX_ALIASES = 100
MAX_NODES = 500_000

PLAIN, QUOTED = "plain", "quoted"
"""What the parsers of `yaml12` write in the place of a tag when a file gives none."""

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
_LARGEST_INT = 2**63
_OPEN = (None, -1)


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
    value = int(text, base) if len(text) <= _LONGEST_NUMBER else _LARGEST_INT
    if abs(value) < _LARGEST_INT:
        return value
    raise ValueError(_unusable(text))


def _unusable(text: str) -> str:
    shown = text if len(text) <= 30 else text[:27] + "..."
    allowed = "finite numbers, whole ones below 2^63"
    return f"{shown} is not a usable number; allowed: {allowed}; correct it, or quote it if it is text"


class ValueBuilder:
    """Builds the value of one file. `faults` collects what is wrong but does not stop the reading.

    Args:
        repeats: whether a part may stand in several places, by aliases; without, none is looked for.
    """

    __slots__ = ("faults", "_aliases", "_built", "_repeats")

    def __init__(self, *, repeats: bool = True) -> None:
        self.faults: list[Fault] = []
        self._repeats = repeats
        self._aliases = 0
        self._built: dict[int, tuple[Any, int]] = {}

    def build(self, node: Node) -> Any:
        """The value of a node and all below it.

        Args:
            node: the top of a parsed file. It must stay alive while the builder does.

        Returns:
            Plain dicts, lists, texts, numbers, booleans and None. Keys are always text.

        Raises:
            Fault: the file repeats parts of itself (aliases) more than is reasonable.
        """
        return self._build(node)[0]

    def _build(self, node: Node) -> tuple[Any, int]:
        """The value, and how many nodes it stands for when every alias is written out."""
        if not self._repeats and type(node) is ScalarNode:
            return self._scalar(node), 1
        known = self._built.get(id(node))
        if known is not None:
            self._count_alias(node, known)
            return known
        if type(node) is ScalarNode:
            built = self._scalar(node), 1
        else:
            self._built[id(node)] = _OPEN
            self._refuse_tag(node)
            built = self._mapping(node) if type(node) is MappingNode else self._sequence(node)
        if built[1] > MAX_NODES:
            message = f"aliases make this part larger than {MAX_NODES} values; write it out or split the file"
            raise Fault(node.start_mark, message)
        self._built[id(node)] = built
        return built

    def _count_alias(self, node: Node, known: tuple[Any, int]) -> None:
        if known is _OPEN:
            raise Fault(node.start_mark, "an alias inside this part repeats the part itself; write it out")
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            message = f"more than {MAX_ALIASES} aliases repeat parts of this file; allowed: {MAX_ALIASES}; write the parts out"
            raise Fault(node.start_mark, message)

    def _scalar(self, node: ScalarNode) -> Any:
        if node.tag == PLAIN:
            try:
                return scalar(node.value)
            except ValueError as error:
                self._collect(node, str(error))
                return node.value
        self._refuse_tag(node)
        return node.value

    def _sequence(self, node: Node) -> tuple[list[Any], int]:
        items, size = [], 1
        for child in node.value:
            value, nodes = self._build(child)
            items.append(value)
            size += nodes
        return items, size

    def _mapping(self, node: MappingNode) -> tuple[dict[str, Any], int]:
        pairs: dict[str, Any] = {}
        size = 1
        for key_node, value_node in node.value:
            value, nodes = self._build(value_node)
            size += nodes + 1
            key = self._key(key_node)
            if key is None:
                continue
            if key in pairs:
                line = next(one.start_mark.line for one, _ in node.value if one.value == key) + 1
                self._collect(key_node, f"key '{key}' stands twice, first in line {line}; keep one of the two")
            else:
                pairs[key] = value
        return pairs, size

    def _key(self, node: Node) -> str | None:
        """The text of a key, or None for a key that is refused."""
        if type(node) is not ScalarNode:
            self._collect(node, "a key is a list or a mapping; allowed: text; put text that starts with [ or { in quotes")
            return None
        if node.tag != PLAIN:
            self._refuse_tag(node)
        elif node.value == "<<":
            self._collect(node, "merge key '<<' is not allowed; write the keys out")
            return None
        elif node.value == "":
            self._collect(node, "a key is empty; allowed: text; write the key before the colon")
            return None
        return node.value

    def _refuse_tag(self, node: Node) -> None:
        if node.tag not in (PLAIN, QUOTED):
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._collect(node, f"tag '{tag}' is not allowed; remove it, and put text in quotes")

    def _collect(self, node: Node, message: str) -> None:
        self.faults.append(Fault(node.start_mark, message))

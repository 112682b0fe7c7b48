"""The quick way to read a rule file: a parser in Rust, for files that hold only what it reads exactly as the strict reader does.

It never says what is wrong: a file that it will not vouch for goes to `engine.knowledge.yaml12`, which does.
"""

import re
from types import ModuleType
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node

from ..errors import PeniaError
from .document import Document, Places
from .yaml12 import FastestParser, read_yaml, readable_text
from .yaml_values import LARGEST_INT, MAX_DEPTH, MAX_NODES, Fault

yaml_rs: ModuleType | None
try:
    import yaml_rs
except ImportError:
    yaml_rs = None

# Where a value can start: after a blank, a comma or a bracket, but no bracket within a word such as "mL/min/{1.73_m2}".
_START = r"[\s\[{,](?<![^\s\[{,][\[{])"
_READ_OTHERWISE = tuple((signs, tuple(map(re.compile, patterns))) for signs, *patterns in (
    # Anchors, aliases and tags; merge keys; tabs; several documents.
    (("&", "*", "!"), r"[&*!](?<=[\s\[{,].)\S", rf"{_START}[&*!]\S"), (("<<",), rf"{_START}<<"),
    (("\t",), "\t"), (("---", "..."), r"\n(?:---|\.\.\.)"),
    # Keys after a question mark inside brackets; texts that begin with the sign of a block text; block texts without a text.
    (("?", "|", ">"), r"[\[{,]\s*[?|>]|:\s+[?|>](?![-+0-9]*\s)|[|>][-+0-9]* *(?:#.*)?\n(?! +\S)"),
    # Colons after a blank, or beside brackets and question marks; keys in braces that go over two lines.
    ((":",), r":(?:(?<=[\s\[{]:)|[\]},?])"), (("{",), r"\{[^{}]*\n|\},[^{}\[\]]*\n"),
    # Numbers to one of the two only.
    (("0",), r"0(?<![\w./]0)[obxOBX]"), (("_",), r"_(?<=[0-9]_)", rf"{_START}[-+]?[0-9.]+_")))
"""What the two parsers read differently: signs of which one must stand in the text, and patterns that must all be found, the quickest
first. It is rare, so they may find too much."""


def read_quickly(source: bytes, *, file: str, error: type[PeniaError]) -> Document:
    """Read one YAML file with the result of `read_yaml`, in half the time where the file is plain.

    Args:
        source: the content of the file.
        file: the name to tell in messages. error: the class to raise.

    Returns:
        The value with the places of its parts.

    Raises:
        PeniaError: of class `error`, with every problem, as the strict reader tells it.
    """
    try:
        text = readable_text(source)
        value = None if yaml_rs is None or _read_otherwise(text) else yaml_rs.loads(text, parse_datetime=False)
    except (Fault, ValueError, TypeError):
        value = None
    if not isinstance(value, (dict, list)) or not _bounded(value):
        return read_yaml(source, file=file, error=error)
    return Document(value, Places(lambda: _nodes(text)), file)


def _read_otherwise(text: str) -> bool:
    # A block text at the very end has or lacks the last line break.
    if not text.endswith("\n"):
        return True
    text = f"\n{text}"
    return any(all(pattern.search(text) for pattern in patterns) for signs, patterns in _READ_OTHERWISE if any(sign in text for sign in signs))


def _bounded(value: dict[Any, Any] | list[Any]) -> bool:
    """Return whether keys are texts, numbers of use, and no bound of the strict reader is passed."""
    level: list[Any] = [value]
    count = 1
    for _ in range(MAX_DEPTH):
        deeper: list[Any] = []
        for one in level:
            members = one
            if type(one) is dict:
                if not {str}.issuperset(map(type, one)):
                    return False
                members, count = one.values(), count + len(one)
            count += len(one)
            kinds = set(map(type, members))
            if dict in kinds or list in kinds:
                deeper += [member for member in members if type(member) is dict or type(member) is list]
            # Neither infinite nor not a number: both fail every comparison that ends at a number.
            numbers = [member for member in members if type(member) in (int, float)] if int in kinds or float in kinds else ()
            if not all(-LARGEST_INT < number < LARGEST_INT for number in numbers):
                return False
        if not deeper:
            return count <= MAX_NODES
        level = deeper
    return False


def _nodes(text: str) -> Node:
    """Return the tree of nodes of a text; where the strict parser refuses it, a tree without any part."""
    try:
        return FastestParser(text).get_single_node()
    except yaml.YAMLError:
        start = yaml.Mark("", 0, 0, 0, None, None)
        return MappingNode("", [], start, start)

"""A strict reader of YAML 1.2 files: what is unclear or dangerous is refused with its place, nothing is guessed.

Differences from a plain YAML loader: only true and false are booleans, 1e-3 is a number, dates stay text, keys are
always text, a key stands once, there are no merge keys and no tags, aliases and nesting are bounded, one document a file.
"""

import re

import yaml
from yaml.composer import Composer
from yaml.nodes import Node
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from ..errors import PeniaError, Problem
from .document import Document, Places
from .yaml_values import Fault, ValueBuilder

MAX_BYTES = 2_000_000

# NEL and the Unicode line separators are line breaks to the parser and not to editors: line numbers would differ.
_REFUSED_CHARACTER = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_MISFIT = (
    "this does not fit what stands above; start one level in one column, and close quotes and brackets before it"
)
_TAB = "a tab stands in the indentation; allowed: blanks; replace the tab by blanks"
_QUOTE = "and quote text with [ ] { } , : or #"
_SYNTAX = (
    ("found a tab character", _TAB),
    ("mapping values are not allowed", "a colon and a blank stand inside a value; put the value in quotes"),
    ("expected ',' or ']'", "a list opened with [ is not closed or lacks a comma; add ] or the comma, " + _QUOTE),
    ("expected ',' or '}'", "a mapping opened with { is not closed or lacks a comma; add } or the comma, " + _QUOTE),
    ("could not find expected ':'", "a key without a colon; write key: value"),
    ("end of stream", "a quoted text is not closed; add the closing quote"),
    ("expected key", _MISFIT),
    ("<block end>", _MISFIT),
    ("expected '-' indicator", _MISFIT),
    ("sequence entries are not allowed", "a list item does not fit here; start the items in a new line, in one column"),
    ("unknown escape character", "a backslash in double quotes starts an escape; use single quotes for a literal backslash"),
)


class _Untyped:
    """What both parsers share where they make nodes: no tag is guessed. Nodes are made only of files that have been read."""

    def resolve(self, _kind: type[Node], _value: str | None, _implicit: tuple[bool, bool] | bool) -> str:
        return ""

    def descend_resolver(self, _parent: Node | None, _index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class PurePythonParser(_Untyped, Reader, Scanner, Parser, Composer):
    """The parser where PyYAML was built without its C library. The same results, about ten times slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


try:
    from yaml._yaml import CParser
except ImportError:
    FastestParser: type = PurePythonParser
else:

    class _CompiledParser(_Untyped, CParser):
        """The parser in C."""

    FastestParser = _CompiledParser


def read_yaml(
    source: str | bytes, *, file: str, error: type[PeniaError], max_bytes: int = MAX_BYTES, parser: type = FastestParser
) -> Document:
    """Read one YAML file strictly.

    Args:
        source: the content of the file; bytes must be UTF-8.
        file: the name to tell in messages.
        error: the class to raise, `RuleError` for rules and `CaseError` for cases.
        max_bytes: the largest size that is read.
        parser: `FastestParser`, or `PurePythonParser` to do without the C library.

    Returns:
        The value with the places of its parts.

    Raises:
        PeniaError: of class `error`, with every problem found. Broken syntax ends the reading at the first one.
    """
    try:
        text = readable_text(source, max_bytes)
        builder = ValueBuilder()
        value = builder.build(parser(text))
        faults = builder.faults
        if value is None and not faults:
            raise Fault(None, "the file is empty; write at least one key, or remove the file")
    except Fault as fault:
        faults = [fault]
    except yaml.YAMLError as trouble:
        faults = [_syntax_fault(trouble, text)]
    if faults:
        raise error(tuple(_problem(fault, file) for fault in faults))
    return Document(value, Places(lambda: parser(text).get_single_node()), file)


def _problem(fault: Fault, file: str) -> Problem:
    if fault.mark is None:
        return Problem(file, 0, 0, str(fault))
    return Problem(file, fault.mark.line + 1, fault.mark.column + 1, str(fault))


def readable_text(source: str | bytes, max_bytes: int = MAX_BYTES) -> str:
    """The content as text, after every check that needs no parser.

    Raises:
        Fault: the content is too large, not UTF-8, or holds characters that are no text.
    """
    # A text is never shorter in UTF-8 than in characters, so a far too long one is refused without encoding it.
    size = len(source)
    if isinstance(source, str) and size <= max_bytes:
        size = len(source.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise Fault(None, f"the file has {size:,} bytes; allowed: {max_bytes:,}; split it into smaller files")
    text = _decoded(source) if isinstance(source, bytes) else source
    text = text.removeprefix("\ufeff")
    found = _REFUSED_CHARACTER.search(text)
    if found:
        code = f"U+{ord(found[0]):04X}"
        message = f"the character {code} is not text; allowed: printable characters; remove it, or save the file as plain text"
        raise Fault(_mark(text, found.start()), message)
    return text


def _decoded(source: bytes) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as trouble:
        before = source[: trouble.start].decode("utf-8")
        code = f"0x{source[trouble.start]:02X}"
        message = f"the byte {code} is not UTF-8 text; allowed: UTF-8; save the file as plain text in UTF-8"
        raise Fault(_mark(before, len(before)), message) from None


def _mark(text: str, index: int) -> yaml.Mark:
    lines = re.split(r"\r\n|\r|\n", text[:index])
    return yaml.Mark("", index, len(lines) - 1, len(lines[-1]), None, None)


def _syntax_fault(trouble: yaml.YAMLError, text: str) -> Fault:
    mark = getattr(trouble, "problem_mark", None) or getattr(trouble, "context_mark", None)
    said = " ".join(filter(None, (getattr(trouble, "context", None), getattr(trouble, "problem", None))))
    if "cannot start any token" in said:
        return Fault(mark, _bad_start(text, mark))
    for words, message in _SYNTAX:
        if words in said:
            return Fault(mark, message)
    said = said or type(trouble).__name__
    return Fault(mark, f"this is not YAML ({said}); check quotes, colons and indentation here and in the line above")


def _bad_start(text: str, mark: yaml.Mark) -> str:
    lines = re.split(r"\r\n|\r|\n", text)
    found = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    if found == "\t":
        return _TAB
    return f"a value cannot start with {found}; put the value in quotes"

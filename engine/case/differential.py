"""Shares of the white cells in short: "DLC: N20 L70 M8 E2", "WCC 2.1 (N 0.3, L 1.5)", "WBC 1.8 (30% N, 60% L)", "segs 20, bands 5, lymphs 70"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..knowledge.words.lexicon import Lexicon
from .prints import Prints, prints_of

_ITEM = re.compile(r"[\s,;/|&]*(?:and\s+)?(?:(?P<name>[A-Za-z]{1,12})\s?[:=-]?\s?(?P<number>\d{1,3}(?:[.,]\d{1,2})?)(?![\d.,]*[\d/])\s?(?P<share>%)?"
                   r"|(?P<first>\d{1,3}(?:[.,]\d)?)\s?(?P<of>%)\s?(?P<called>[A-Za-z]{1,12})(?!\w))")
_BRACKET = re.compile(r"(?P<white>\d[\d.,]*)(?P<unit>[^\d(\n]{0,12}|\s*[x\u00d7]?\s*10[^\s(]{1,8})\s*(?P<open>\()")
_WORDS = re.compile(r"(?<![\w.])(?=[A-Za-z]{2,12}\s?[:=-]?\s?\d)")
_TWO_MARKS, _LEADING_ZERO = re.compile(r"[.,].*[.,]"), re.compile(r"^0(?=\d)")
_FEWEST, _FEWEST_BARE = 2, 3
"""Kinds of cells that make a differential behind a heading or in a bracket, and where nothing says that it is one."""
MIXED = "shares or counts of white cells that add up to neither: write a % or a unit behind each"


class Share(NamedTuple):
    """A kind of white cells as it is called in full, its value as one would print it, and its place."""

    name: str
    printed: str
    start: int
    end: int


class Run(NamedTuple):
    """A differential: its place, its shares, or why it is not read."""

    start: int
    end: int
    shares: tuple[Share, ...]
    why: str = ""


class _Start(NamedTuple):
    """Where a differential may begin, and its first kind of cells; `headed` by a name, or behind the white cells that a `bracket` follows."""

    start: int
    first: int
    headed: bool = False
    bracket: re.Match[str] | None = None


class _Item(NamedTuple):
    """A kind of white cells with its number, and whether a % stands beside that."""

    name: str
    number: str
    start: int
    end: int
    percent: bool

    @property
    def value(self) -> float:
        return _plain(self.number)


def differentials(text: str, lexicon: Lexicon) -> Iterator[Run]:
    """Yield the differentials of a text: behind a heading, in a bracket behind the white cells, or as a row of three kinds or more."""
    prints, sums, end = prints_of(lexicon), lexicon.language["printout"]["adds_up"], 0
    for one in _starts(text, prints):
        if one.start < end:
            continue
        items = _items(text, one.first, prints)
        if _is_differential(one, items, text, sums):
            end = items[-1].end
            yield Run(one.start, end, *_read(items, one.bracket, sums))


def _starts(text: str, prints: Prints) -> list[_Start]:
    """Return where a differential may begin, in the order of the text."""
    headed = (_Start(hit.start(), hit.end(), headed=True) for hit in prints.differential.finditer(text))
    behind = (_Start(hit.end(), hit.end(), bracket=hit) for hit in _BRACKET.finditer(text))
    bare = (_Start(hit.start(), hit.start()) for hit in _WORDS.finditer(text))
    return sorted((*headed, *behind, *bare), key=lambda one: (one.start, one.first))


def _items(text: str, at: int, prints: Prints) -> list[_Item]:
    """Return the kinds of cells that follow one another from a place on."""
    items = []
    while (found := _ITEM.match(text, at)) and (name := found["name"] or found["called"]).casefold() in prints.cells:
        called = prints.cells[name.casefold()] if len(name) == 1 else name
        number = _LEADING_ZERO.sub("", found["number"] or found["first"])
        start = found.start("name" if found["name"] else "first")
        items.append(_Item(called, number, start, found.end(), bool(found["share"] or found["of"])))
        at = found.end()
    return items


def _is_differential(one: _Start, items: list[_Item], text: str, sums: dict[str, float]) -> bool:
    if one.bracket:
        return len(items) >= _FEWEST and text.startswith(")", items[-1].end)
    if one.headed:
        return len(items) >= _FEWEST
    return len(items) >= _FEWEST_BARE and not any(item.percent for item in items) and _is_whole(items, sums)


def _is_whole(items: list[_Item], sums: dict[str, float]) -> bool:
    return sums["least"] <= sum(item.value for item in items) <= sums["most"]


def _read(items: list[_Item], bracket: re.Match[str] | None, sums: dict[str, float]) -> tuple[tuple[Share, ...], str]:
    """Return the cells as shares, or as counts in the unit of the white cells before them; else why they are neither."""
    total = sum(item.value for item in items)
    if any(item.percent for item in items) and total <= sums["most"] or _is_whole(items, sums):
        return tuple(Share(item.name, f"{item.number} %", item.start, item.end) for item in items), ""
    if bracket and not _TWO_MARKS.search(bracket["white"]) and total <= _plain(bracket["white"]) * sums["rounded"]:
        unit = bracket["unit"].strip(" ,;:")
        return tuple(Share(item.name, f"{item.number} {unit}".strip(), item.start, item.end) for item in items), ""
    return (), MIXED


def _plain(number: str) -> float:
    return float(number.replace(",", "."))

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
_LEAST, _MOST = 88, 106
"""Between these the shares of a differential add up to a hundred: some are left out, and all are rounded."""
_ROUNDED, _LEADING_ZERO = 1.05, re.compile(r"^0(?=\d)")
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


def differentials(text: str, lexicon: Lexicon) -> Iterator[Run]:
    """Yield the differentials of a text: behind a heading, in a bracket behind the white cells, or as a row of three kinds or more."""
    prints, end = prints_of(lexicon), 0
    starts = sorted([*((hit.start(), hit.end(), None) for hit in prints.differential.finditer(text)),
                     *((hit.start("open") + 1, hit.end(), hit) for hit in _BRACKET.finditer(text)),
                     *((hit.start(), hit.start(), None) for hit in _WORDS.finditer(text))], key=lambda one: one[:2])
    for start, at, bracket in starts:
        if start < end:
            continue
        items = _items(text, at, prints)
        if bracket and (len(items) < 2 or not text.startswith(")", items[-1][3])) or len(items) < (3 if start == at and not bracket else 2):
            continue
        if start == at and not bracket and (any(share for *_, share in items) or not _is_whole(items)):
            continue
        end = items[-1][3]
        yield Run(start, end, *_read(items, bracket))


def _items(text: str, at: int, prints: Prints) -> list[tuple[str, str, int, int, bool]]:
    """Return (name, number, start, end, whether a % stands there) of each kind of cells that follows."""
    items = []
    while (found := _ITEM.match(text, at)) and (name := found["name"] or found["called"]).casefold() in prints.cells:
        place = found.start("name") if found["name"] else found.start("first")
        number = _LEADING_ZERO.sub("", found["number"] or found["first"])
        items.append((prints.cells[name.casefold()] if len(name) == 1 else name, number, place, found.end(), bool(found["share"] or found["of"])))
        at = found.end()
    return items


def _is_whole(items: list) -> bool:
    return _LEAST <= sum(float(number.replace(",", ".")) for _, number, *_ in items) <= _MOST


def _read(items: list, bracket: re.Match | None) -> tuple[tuple[Share, ...], str]:
    total = sum(float(number.replace(",", ".")) for _, number, *_ in items)
    if any(share for *_, share in items) and total <= _MOST or _is_whole(items):
        return tuple(Share(name, f"{number} %", start, end) for name, number, start, end, _ in items), ""
    white = float(bracket["white"].replace(",", ".")) if bracket and bracket["white"].replace(",", ".").count(".") < 2 else 0.0
    if total <= white * _ROUNDED:
        unit = bracket["unit"].strip(" ,;:")
        return tuple(Share(name, f"{number} {unit}".strip(), start, end) for name, number, start, end, _ in items), ""
    return (), MIXED

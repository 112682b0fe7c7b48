"""Walk along the print of a value: each number with its bound, multiplier and unit, and the gaps between them."""

import re
import unicodedata
from dataclasses import dataclass, replace

from ..knowledge.words.units import UnitTable
from .numerals import NUMBER, in_digits, readings, scale_of

BELOW = re.compile(
    r"(?:<=?|\u2264|(?<!no )(?<!not )less than|lower than|fewer than|below|under|at most|up to|not? more than)"
    r"\s*(?:or equal to\s*)?$"
)
ABOVE = re.compile(
    r"(?:>=?|\u2265|more than|greater than|higher than|above|over|at least|exceed(?:ing|ed|s)|not? less than)"
    r"\s*(?:or equal to\s*)?$"
)
OR_BEYOND = re.compile(r"\s*or\s+(?:(?P<below>less|lower|below|fewer|under)|more|higher|above|over|greater)\b")
_ABOUT = re.compile(r"[~\u2248]|\b(?:about|approximately|approx\b\.?|around|roughly|circa|ca\.|nearly|almost)(?!\w)")
_BEFORE_TIME = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|pod|cycle|grade|stage|age|aged)\s*#?$")
_TIME = re.compile(r"\s*-?(?:days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?)\b(?!\s*#?\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_YEAR = re.compile(r"(?:\b(?:since|until|till|in|as of|(?:early|mid|late)|spring|summer|autumn|fall|winter|"
                          r"jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|undetectable|undetected|suppressed)|\d\s?/)\s*$")
_PER = tuple((re.compile(rf"(?<=\d)\s*([munp\u00b5\u03bc]?c?(?:g|mol|IU|U|Eq))\s+per\s+{words}\b"), rf"\1/{unit}") for words, unit in (
    (r"decilit(?:er|re)", "dL"), (r"millilit(?:er|re)", "mL"), (r"microlit(?:er|re)", "uL"), (r"lit(?:er|re)", "L")))
_FLAG = re.compile(r"\s+\*?([HL])\*?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Number:
    """One number as printed, with what belongs to it.

    `values` are its readings, the likelier first: a separator before three digits can be read two ways. `units` are the
    codes its unit can stand for, none when no unit is printed or it is not known.
    """

    text: str
    values: tuple[float, ...]
    dotted: bool = False
    multiplier: float = 1.0
    unit_text: str | None = None
    units: tuple[str, ...] = ()
    bound: str | None = None
    earlier: bool = False
    ends_range: bool = False


def tidy(text: str) -> str:
    """Return the text with one kind of dash, blank, quote and power of ten, and without "about"."""
    text = re.sub(
        "10([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)", lambda m: "10^" + unicodedata.normalize("NFKC", m[1]), text
    )
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"->|\u2192|\u21d2", " then ", text)
    text = re.sub("[\u2018\u2019\u02bc]", "'", text)
    text = re.sub(r"\+\s?/\s?-", "\u00b1", text)
    # some journals print a raised point: 2·1; before ten to a power it is a sign of multiplication
    text = re.sub(r"(?<=\d)[\u00b7\u2219\u22c5](?=\d)(?!10(?:\s?[\^*(/]|\d))", ".", text)
    for spoken, unit in _PER:
        text = spoken.sub(f" {unit}", text)
    text = re.sub(r"10\s?\((\d{1,2})\)", r"10^\1", text)
    # a lost superscript: "48 103/uL" is not forty-eight thousand one hundred and three
    text = re.sub(r"(?<=\d) (?=(?:10[369]|1012)\s?/)", " x", text)
    text = _ABOUT.sub("", in_digits(text))
    return " ".join(text.split()).strip("\"'\u201c\u201d ")


def scan(text: str, units: UnitTable) -> tuple[list[Number], list[str], str | None]:
    """Find numbers with bound, multiplier and unit; the gaps are one more than the numbers."""
    numbers: list[Number] = []
    gaps: list[str] = []
    flag = None
    at = gap_start = 0
    while found := NUMBER.search(text, at):
        at = found.end()
        before, after = text[gap_start : found.start()], text[at:]
        if flagged := _FLAG.match(after):
            flag = flag or {"H": "high", "L": "low"}[flagged[1]]
            at, after = at + flagged.end(), after[flagged.end() :]
        scale = scale_of(after, units)
        if _BEFORE_TIME.search(before.casefold()) or (not scale.units and _TIME.match(after.casefold())):
            continue
        if is_year(found[0], before) and not scale.units:
            continue
        at += scale.length
        minus = not numbers and before.strip() == "-"
        number = Number(
            found[0],
            tuple(-value for value in readings(found)) if minus else readings(found),
            dotted="." in found[0],
            multiplier=scale.multiplier,
            unit_text="1:" if found["titre"] else scale.unit_text,
            units=units.candidates("1:") if found["titre"] else scale.units,
            bound="above" if scale.open_ended else bound_of(before, text[at:]),
        )
        if numbers and before.strip() in ("/", "\u00b1"):
            # "95/65 mmHg" and "4.5 ± 0.3 g/dL": the second number only carries the unit of the first
            if numbers[-1].unit_text is None:
                numbers[-1] = replace(numbers[-1], unit_text=number.unit_text, units=number.units)
        else:
            numbers.append(number)
            gaps.append(before)
        gap_start = at
    return numbers, [*gaps, text[gap_start:]], flag


def is_year(number: str, before: str) -> bool:
    """Whether a number behind these words is a year, and no value: "undetectable since 2019", "320 in 2021"."""
    return bool(_YEAR.fullmatch(number) and _BEFORE_YEAR.search(before.casefold()))


def bound_of(before: str, after: str) -> str | None:
    """Return "below" or "above" where the words around a number make it a limit, else None: "less than 20", "20 or more"."""
    before = before.casefold()
    beyond = OR_BEYOND.match(after.casefold())
    if BELOW.search(before) or (beyond and beyond["below"]):
        return "below"
    return "above" if ABOVE.search(before) or beyond else None

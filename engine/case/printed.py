"""The print of a laboratory value taken apart: numbers, units, bounds, brackets, words. No analyte is known here.

    text -> tidy -> brackets | main text -> numbers and the gaps between them -> Printed
"""

import re
from dataclasses import dataclass, replace

from ..knowledge.words.units import UnitTable
from .prints import Prints
from .scan import ABOVE, BELOW, OR_BEYOND, Number, scan, tidy

_BRACKET = re.compile(r"(?<![/^*])[(\[]([^()\[\]]*)(?:[)\]]|$)")
_REFERENCE = re.compile(
    r"\s*(?:(?:normal|reference|ref\b\.?|nl\b|nr\b|rr\b|n(?=\s*[:=<>\d]))"
    r"(?:\s+(?:range|interval|values?|limits?|for age))*|range)\s*[:=,]?\s*"
)
_REFERENCE_CLAUSE = re.compile(
    r"[,;]?\s*\b(?:normal|reference|ref\.?)(?:\s+(?:range|interval|values?))?\s*[:=]?\s*"
    r"(?:[<>]\s*\d[\d.,]*|\d[\d.,]*\s*(?:-|to)\s*\d[\d.]*)[^,;]*"
)
_LEVELS = (
    ("normal", r"(?:low|high|upper|lower)[- ]normal|normal|unremarkable|wnl|within normal limits"),
    ("negative", r"negative|neg|non-?reactive|-ve"),
    ("positive", r"positive|pos|reactive|\+ve"),
    ("low", r"low|reduced|decreased|subnormal|deficient|diminished|depressed"),
    ("high", r"high|elevated|raised|increased"),
)
_LEVEL = re.compile(
    r"(?<!not )(?<!never )(?<![\w])(?:" + "|".join(f"(?P<{n}>{p})" for n, p in _LEVELS) + r")(?!\w)(?!\s+(?:to|from|by)\b)"
)
_UNDETECTABLE = re.compile(r"undetectabl[ey]|not detect(?:ed|able)|unrecordable|too low to (?:count|measure)|\bnil\b")
_TREND = re.compile(r"\b(?:ros|ris|f[ae]ll|drop|declin|increas|decreas|improv|recover|went)\w*")
_ROSE = re.compile(r"\b(?:ros|ris|increas|recover|improv|peak|went up)\w*")
_FELL_AGAIN = re.compile(r"\b(?:f[ae]ll|drop|declin|decreas|went down)\w*")
_CONNECTORS = frozenset(
    "and then but now falling rising fell rose fall rise dropped dropping drop declined declining increased increasing "
    "decreased decreasing improved improving recovered recovering progressing down up from to between of at is was were "
    "by reaching through or".split()
)
_IN_TIME = re.compile(r"\bover (?:the )?(?:next |following |course of )?"
                      r"(?=(?:\d+|an?|two|three|four|five|six|seven|several|few)\b[\s-]*(?:hour|day|week|month|year))")
_ONLY_A_YEAR = re.compile(r"(?:19|20)\d\d")
_LONE_WORD = re.compile(r"[<>~]?\s*\d[\d.,]*\s*([a-z]+)")
_SERIAL = _CONNECTORS | frozenset(
    "later subsequently finally next afterwards after on in the a an its nadir peak day days week weeks month months "
    "year years hour hours ago earlier previous previously before prior initial initially baseline originally first "
    "admission discharge presentation repeat repeated again stable unchanged constant same confirmed verified rechecked "
    "one two three four five six seven eight nine ten "
    "pre post treatment transfusion".split()
)


def lone_unknown_word(text: str) -> str | None:
    """Return the one word that follows a number and says nothing known: it stands where a unit stands, and is none."""
    found = _LONE_WORD.fullmatch(text.casefold().strip())
    if found is None:
        return None
    word = found[1]
    said = word in _SERIAL or _LEVEL.fullmatch(word) or _UNDETECTABLE.fullmatch(word) or _TREND.match(word)
    return None if said else word


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed value taken apart. `unclear` says that its numbers stand beside each other without a reason.

    `left` says that the last number was only a peak: "rose to 2592, fell again".
    """

    numbers: tuple[Number, ...]
    limits: tuple[Number | None, Number | None] | None
    restated: Number | None
    level: str | None
    undetectable: bool
    unclear: bool
    left: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bracket:
    text: str
    limits: tuple[Number | None, Number | None] | None = None
    single: Number | None = None
    level: str | None = None


def take_apart(text: str, *, units: UnitTable, prints: Prints) -> Printed:
    """Take a printed value apart.

    Args:
        text: the value as printed, in any spelling.
        units: the units that can be recognised.
        prints: the words of print-outs, of which those that date a value say which number is an earlier one.

    Returns:
        What was found. Nothing is judged and nothing is converted; a text without numbers is not an error here.
    """
    tidied = tidy(text)
    brackets = [_read_bracket(found, units) for found in _BRACKET.findall(tidied)]
    main = _IN_TIME.sub("in ", _BRACKET.sub(" ", tidied))
    if clause := _REFERENCE_CLAUSE.search(main):
        brackets.append(_read_bracket(clause[0].strip(" ,;"), units))
        main = main[: clause.start()] + main[clause.end() :]
    numbers, gaps, flag = scan(main, units)
    level = flag or _level_of(" ; ".join(gaps))
    undetectable = bool(_UNDETECTABLE.search(main.casefold()))
    if not numbers:
        # "low (2.1 mg/dL)": what the bracket holds is the value
        numbers = [bracket.single for bracket in brackets if bracket.single][:1]
        gaps += [""] * len(numbers)
        brackets = [bracket for bracket in brackets if bracket.single is None or bracket.single not in numbers]
    numbers, limits, unclear, unused = _series(numbers, gaps, prints)
    limits = limits or next((bracket.limits for bracket in brackets if bracket.limits), None)
    level = level or next((bracket.level for bracket in brackets if bracket.level), None)
    remarks = [*unused, *(b.text for b in brackets if not b.limits and not (b.level and len(b.text.split()) == 1))]
    restated = next((bracket.single for bracket in brackets if bracket.single and bracket.single.units), None)
    unclear = unclear or bool(re.search(r"\d,\d{1,2},\d{1,2}(?!\d)", main))
    left = len(gaps) > 1 and bool(_ROSE.search(gaps[-2].casefold()) and _FELL_AGAIN.search(gaps[-1].casefold()))
    return Printed(tuple(numbers), limits, restated, level, undetectable, unclear, left, tuple(remarks))


def _series(
    numbers: list[Number], gaps: list[str], prints: Prints
) -> tuple[list[Number], tuple[Number | None, Number | None] | None, bool, list[str]]:
    """Tell ranges, serial values, reference limits and foreign numbers apart by the words between them."""
    kept: list[Number] = []
    limits = None
    unused: list[str] = []
    owned = _owned(gaps, len(numbers))
    for i, number in enumerate(numbers):
        gap = gaps[i].strip().casefold()
        at_first = i > 0 and prints.at_first.search(owned[i]) and prints.later.search(owned[i - 1])
        number = replace(number, earlier=bool(at_first or prints.before.search(owned[i])))
        if i == 0:
            kept.append(number)
        elif _joins(gap, gaps[i - 1].casefold()) and not kept[-1].ends_range:
            if _half_written(kept[-1], number):
                return kept, None, True, unused
            kept[-1] = start = _with_multiplier_of(kept[-1], number)
            kept.append(replace(number, ends_range=_ascends(start, number)))
        elif not gap and len(numbers) == i + 2 and gaps[i + 1].strip() in ("-", "to"):
            limits = (number, numbers[i + 1])
            break
        elif not gap or gap == "-":
            return kept, None, True, unused
        elif _is_serial(gap):
            kept.append(number)
        else:
            unused.append(_plain(gaps[i]) + " " + number.text)
            break
    unused = [left for gap in owned if (left := _leftover(gap))] + unused
    return kept, limits, False, unused


def _joins(gap: str, gap_before: str) -> bool:
    """Return whether the words between two numbers make them the ends of a range."""
    if gap == "and":
        return gap_before.strip().endswith("between")
    return gap in ("-", "to", "through") and not _TREND.search(gap_before)


def _half_written(start: Number, end: Number) -> bool:
    """Return whether a range may have lost the thousands of its first number, as in "10-20,000"."""
    grouped = bool(re.search(r"\d[ ,']\d{3}", end.text)) and start.text.isdigit() and start.unit_text is None
    return grouped and start.multiplier == 1 and start.values[0] * 100 < end.values[0]


def _with_multiplier_of(start: Number, end: Number) -> Number:
    """Let "43 to 148 thousand" be thousands at both ends."""
    alone = start.multiplier == 1 and start.unit_text is None
    return replace(start, multiplier=end.multiplier) if alone else start


def _ascends(start: Number, end: Number) -> bool:
    """Return whether two ends make a range; numbers that go down in one unit are a course."""
    same_unit = start.unit_text in (None, end.unit_text)
    return not same_unit or start.values[0] * start.multiplier <= end.values[0] * end.multiplier


def _owned(gaps: list[str], count: int) -> list[str]:
    """Give each number the words around it: a gap is cut at its first comma, semicolon or `then`."""
    owned = [""] * max(count, 1)
    owned[0] = gaps[0]
    for i, gap in enumerate(gaps[1:], start=1):
        parts = re.split(r"[,;]|\bthen\b", gap, maxsplit=1) if i < count else [gap]
        if len(parts) == 1 and i < count and gap.strip().endswith(("from", "was")):
            parts = ["", gap]
        owned[min(i, len(owned)) - 1] += " ; " + parts[0]
        if len(parts) > 1:
            owned[i] = parts[1]
    return owned


def _is_serial(gap: str) -> bool:
    """Return whether these words lead from one value to the next of the same test."""
    lead = re.split(r"[,;]", gap, maxsplit=1)[-1]
    lead = ABOVE.sub("", BELOW.sub("", lead))
    return all(word in _SERIAL or word.isdigit() for word in re.findall(r"\w+", lead))


def _read_bracket(text: str, units: UnitTable) -> _Bracket:
    """Say what a bracket holds: reference limits, the same value again, a level, or a remark."""
    text = text.strip()
    reference = _REFERENCE.match(text.casefold())
    body = text[reference.end() :] if reference else text
    numbers, gaps, flag = scan(body, units)
    if _ONLY_A_YEAR.fullmatch(body):
        return _Bracket(text)
    if not numbers or any(_leftover(gap) for gap in gaps):
        return _Bracket(text, level=_level_of(text))
    joined = len(numbers) == 2 and gaps[1].strip().casefold() in ("-", "to")
    if joined:
        return _Bracket(text, limits=(numbers[0], numbers[1]), level=flag)
    if len(numbers) == 1 and numbers[0].bound:
        limits = (None, numbers[0]) if numbers[0].bound == "below" else (numbers[0], None)
        return _Bracket(text, limits=limits, single=None if reference else numbers[0])
    single = numbers[0] if len(numbers) == 1 and not reference else None
    return _Bracket(text, single=single, level=flag)


def _level_of(text: str) -> str | None:
    if text.strip() in ("H", "L"):
        return {"H": "high", "L": "low"}[text.strip()]
    if re.fullmatch(r"\s*\++\s*", text):
        return "positive"
    found = _LEVEL.search(text.casefold())
    return found.lastgroup if found else None


def _plain(text: str) -> str:
    return text.strip(" ,;:.-/\u00b1")


def _leftover(gap: str) -> str:
    """Return what words of a gap say more than how its numbers hang together."""
    parts = []
    for part in re.split(r"[,;]", gap):
        part = _plain(OR_BEYOND.sub("", part))
        rest = ABOVE.sub("", BELOW.sub("", part.casefold()))
        rest = _UNDETECTABLE.sub("", _LEVEL.sub("", rest))
        words = re.findall(r"[^\W\d_]+", rest)
        if words and words not in (["h"], ["l"]) and not all(word in _CONNECTORS for word in words):
            parts.append(part)
    return ", ".join(parts)

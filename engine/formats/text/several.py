"""Several values of one thing: the last stands, and those before it are its course. "142 (adm) -> 96 -> 31", "7.1 (13.2 a year ago)"."""

import re
from typing import NamedTuple

from ...case.numerals import NUMBER, scale_of
from ...case.prints import Prints
from ...case.spoken import MANY
from ...days import MONTHS
from ...knowledge.words.units import UnitTable
from .around import begin_of, end_of, last_match

_MONTH = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
_LENGTH = r"(?:hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?)"
_DATE = rf"\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|\d{{4}}-\d{{2}}-\d{{2}}|(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+\d{{1,4}})?|(?:19|20)\d\d"
_BACK = (rf"(?:{MANY}\s+{_LENGTH}\s+(?:ago|earlier|before|previously)|last (?:week|month|year)|yesterday|previously|(?:at )?baseline|"
         rf"before (?:the |an? |his |her )?(?:surgery|operation|admission|illness)|pre-?op(?:erative(?:ly)?)?)")
_WHEN = (rf"(?:(?:on|in|at|by|the|this)\s+)*(?:(?:day|d|week|wk|month|pod|hd|hospital day|post-?op(?:erative)? day|cycle)\s*#?\s?-?\d+|"
         rf"{MANY}\s+{_LENGTH}\s+(?:later|after(?:wards)?)|{_DATE}|{_BACK}|\d{{1,2}}:\d\d|adm(?:ission|itted|it)?|presentation|initial(?:ly)?|first|nadir|"
         rf"before (?:the |an? )?(?:procedure|pregnancy|delivery|treatment|chemotherapy|transplant)|"
         rf"(?:on )?the day (?:of|before|after) (?:the )?(?:surgery|operation|procedure|delivery|admission|cycle)|"
         rf"(?:the )?next (?:day|week|morning)|today|now|currently|a\.?m\.?|p\.?m\.?|morning|evening|repeat(?:ed)?|discharge|follow-?up)")
_ASIDE = rf"(?:\s*\(\s*(?P<when>{_WHEN})\s*\))"
_ARROW = r"(?:->|-->|=>|\u2192|\u21d2|\u2013>|>(?=\s?\d+\s*(?:>|$|\n)))"
_LATER = re.compile(
    rf"(?:\s*(?:initially|at first|on admission|at presentation))?\s*(?:,|and|then|,\s*then|before)?\s*"
    rf"(?:(?:falling|rising|fell|rose|dropp(?:ing|ed)|declin(?:ing|ed)|increas(?:ing|ed)|decreas(?:ing|ed)|down|up)\s+to|then|later)\s*(?=\d)"
    rf"|\s*(?:initially|at first)\s*(?:,|and|then)+\s*(?=\d)|{_ASIDE}?\s*{_ARROW}\s*(?=\d)"
    rf"|(?:\s+{_BACK})?\s*[;,.]?\s+(?:but\s+|and\s+)?(?:(?:is|are)\s+)?(?:now|today|currently|most recently)\s*"
    rf"(?:is|at|it is)?\s*[:=]?\s*(?=\d)", re.IGNORECASE)
_DATED = re.compile(rf"(?:{_ASIDE}|\s+(?P<told>{_WHEN}))\s*(?:[,;/]|and|then|,\s*and)\s*(?=\d)", re.IGNORECASE)
_DATED_TOO = re.compile(rf"\s*[^\s,;()]{{0,12}}(?:\s*\(\s*{_WHEN}\s*\)|\s+{_WHEN})(?!\w)", re.IGNORECASE)
_LAST_DATE = re.compile(rf"\s*\(\s*{_WHEN}\s*\)", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\s*(?:[,;(]\s*|\s)(?:(?:it |which |they )?(?:was|were|had been)|"
    rf"prev(?:ious(?:ly)?)?\.?|prior|baseline|usual(?:ly)?|normally|on admission|at admission|adm|"
    rf"booking(?: bloods?)?|down from|up from|from|"
    rf"fallen from|compared (?:with|to)|last (?:week|month|year)|{_BACK})\s*[:=]?\s*(?:(?:was|were|of|at)\s+)?(?=\d)", re.IGNORECASE)
_BEFORE_ASIDE = re.compile(rf"\s*\(\s*(?=\d[\d.,]*\s*[^\s()]{{0,12}}\s*(?:{_BACK}|(?:in\s+)?(?:19|20)\d\d|in\s+{_MONTH})\s*\))", re.IGNORECASE)
_CLOSES = re.compile(rf"[^()\n]{{0,25}}\)|\s+{_BACK}", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;](?=\s)|\n")
_SERIES = re.compile(r"^(?P<first>[<>]?\s?[\d.,]+)(?: then [<>]?\s?[\d.,]+)+")
_TO_NAME = re.compile(r"[\s,:]*(?:(?:his|her|the|a|an|their|total|blood|labs?|was|had|showed|with)[\s:]+){0,3}", re.IGNORECASE)
_DAY = re.compile(r"\b(?:day|d|pod|week|wk|month|hd)\s*#?\s?(?P<count>-?\d+)", re.IGNORECASE)
_GOES_ON, _RANGE_FOLLOWS = re.compile(r"[/:]\d|\s?-\s?\d"), re.compile(r"\s?[-\u2013]\s?\d")
_BACK_BEHIND = re.compile(rf"\s+{_BACK}", re.IGNORECASE)
_BEFORE_MOMENT = re.compile(rf"\s*(?:and\s+|but\s+)?(?:(?:about|some|in|over|at|the|his|her|an?|{MANY})\s+){{0,3}}", re.IGNORECASE)
_BEHIND = re.compile(r"[\s,]*")
_FARTHEST = 160
"""Letters before a name in which a sentence says that its value came of a treatment."""
LEADS = re.compile(rf"(?=[(A-Za-z])\(?\s*(?P<when>{_WHEN})\s*\)?\s*(?:[:=]|was\b|were\b|had been\b)?\s*(?=[<>]?\d)", re.IGNORECASE)
"""A time before a value: "Hb today 7.1", "Platelets: day 1 142, day 3 96"."""
_LEADS_NEXT = re.compile(rf"\s*[,;]\s*(?:and\s+)?(?=[A-Za-z]){_WHEN}\s*[:=]?\s*(?=\d)", re.IGNORECASE)
IS_BACK = re.compile(rf"(?:on|in|at|the)?\s*{_BACK}", re.IGNORECASE)
_ONCE = re.compile(rf"[^.;,:\d()]{{0,30}}?\bin (?:{_MONTH}|(?:19|20)\d\d)(?!\w)", re.IGNORECASE)
_NEAR = 40
_SHORTLY = re.compile(r"[^.;,:\d()]{0,30}")
_NEWEST = re.compile(rf"\b(?:now|today|currently|then|later|fell|fall\w*|dropp\w*|rose|ris\w*|down|up)\b|{_ARROW}", re.IGNORECASE)
_TO = re.compile(r"[^.;\n\d]{0,25}?\bto\s+(?=\d)", re.IGNORECASE)


class Other(NamedTuple):
    """Another value of the same: its number, where what belongs to it ends, and whether it is an earlier one."""

    number: re.Match
    end: int
    earlier: bool = False


def to_at(text: str, at: int, line_end: int, units: UnitTable) -> int | None:
    """Return where the later value begins behind the first of two: "from 231 to 8", "from 231 x 10^9/L to 8 x 10^9/L"; None where none does."""
    unit = scale_of(text[at:line_end], units)
    found = _TO.match(text, at, line_end) or _TO.match(text, at + unit.length, line_end) if unit.units else _TO.match(text, at, line_end)
    return found.end() if found else None


def more_at(text: str, at: int, line_end: int, prints: Prints, *, dated_before: bool) -> Other | None:
    """Return the other value that is told right behind one: later, or earlier than it; what came of a treatment is none.

    Args:
        text: the text. at: where the one ends. line_end: where its line does. dated_before: whether the time of the one stands before it.
    """
    return _later_at(text, at, line_end, prints, dated_before=dated_before) or _earlier_at(text, at, line_end)


def _later_at(text: str, at: int, line_end: int, prints: Prints, *, dated_before: bool) -> Other | None:
    """Return the value that is led to as a later one, or as one of another day, which may be an earlier one."""
    for lead in (_LATER, _LEADS_NEXT if dated_before else _DATED):
        found = lead.match(text, at, line_end)
        if found is None:
            continue
        number = NUMBER.match(text, found.end(), line_end)
        if number is None or _GOES_ON.match(text, number.end()):
            continue
        dated = _DATED_TOO.match(text, number.end(), line_end)
        if lead is _DATED:
            if dated is None or prints.after_treatment.search(dated[0]):
                continue
            if _counts_back(found[0], dated[0], prints):
                return Other(number, number.end(), earlier=True)
        last = _LAST_DATE.match(text, number.end(), line_end)
        one_more = any(other.match(text, number.end(), line_end) for other in (_LATER, _DATED))
        return Other(number, last.end() if last and not one_more else number.end())
    return None


def _earlier_at(text: str, at: int, line_end: int) -> Other | None:
    """Return the value that is told behind as that of before: "31, previously 142", "7.1 (13.2 a year ago)"."""
    for lead in (_BEFORE, _BEFORE_ASIDE):
        found = lead.match(text, at, line_end)
        if found is None:
            continue
        number = NUMBER.match(text, found.end(), line_end)
        if number is None or _GOES_ON.match(text, number.end()) or _RANGE_FOLLOWS.match(text, number.end()):
            continue
        free = "(" not in found[0] and text[number.end():number.end() + 1].isspace()
        closed = (_BACK_BEHIND if free else _CLOSES).match(text, number.end(), line_end)
        return Other(number, closed.end() if closed else number.end(), earlier=True)
    return None


def _counts_back(first: str, second: str, prints: Prints) -> bool:
    """Whether the second of two dated values is the earlier one: "31 (day 5), 142 (day 1)", "31 on day 5, 142 on admission"."""
    before, after = _DAY.search(first), _DAY.search(second)
    day = int(after["count"]) if after else 0 if prints.at_first.search(second) else None
    return before is not None and day is not None and day < int(before["count"])


def limits_in_columns(text: str, at: int, prints: Prints) -> bool:
    """Whether a heading above a row names columns of limits: "Low  High", "Min  Max"."""
    above = text[max(text.rfind("\n\n", 0, at), 0):text.rfind("\n", 0, at) + 1]
    for line in reversed(above.splitlines()):
        cells = [cell.strip().casefold() for cell in re.split(r"\s{2,}|\t", line)]
        if sum(prints.columns.get(cell) == "limits" for cell in cells) > 1:
            return True
    return False


def is_earlier(text: str, start: int, moments: re.Pattern[str]) -> bool:
    """Whether the words right before a name date its value to one of some moments: "Baseline Hb", "Last year his Hb"."""
    before = re.split(r"[.;\n](?=\s|$)|[\n]", text[max(start - 60, 0):start])[-1]
    found = last_match(moments, before)
    if found is None or not _TO_NAME.fullmatch(before[found.end():]):
        return False
    return bool(_BEFORE_MOMENT.fullmatch(before, 0, found.start()))


def is_after_treatment(text: str, start: int, end: int, prints: Prints, *, count: bool) -> bool:
    """Whether a sentence tells of a value that it came of a treatment, or of getting well; a count of the blood that rises does."""
    said = text[begin_of(_SENTENCE, text, start, most=_FARTHEST):end]
    found = last_match(prints.after_treatment, said)
    if found is None and count and prints.rises.search(text, start, end) and prints.treated.match(text, end_of(_BEHIND, text, end)):
        return True  # "hemoglobin rose to 11 g/dL after three months of pyridoxine"
    if found is None:
        found = prints.treated.search(said) if count else None
        if found is None or not prints.rises.search(said, found.end()):
            return False
    return not prints.now.search(said, found.end())


def is_newest(text: str, start: int, end: int) -> bool:
    """Whether a value behind one of before is of a later time again, and not one more of before: "61, was 240 at first, now 52"."""
    return bool(_NEWEST.search(text[start:end + 30].partition(";")[0]))


def is_of_once(text: str, end: int, once: re.Pattern[str]) -> bool:
    """Whether what follows a value dates it to a month or a time of life, which may lie back: "256 at a check in January"."""
    if _ONCE.match(text, end):
        return True
    found = once.search(text, end, end + 2 * _NEAR)
    return found is not None and end_of(_SHORTLY, text, end) >= found.start()


def first_of(printed: str) -> str:
    """Return the first of several values, with the unit and limits of all."""
    return _SERIES.sub(r"\g<first>", printed)

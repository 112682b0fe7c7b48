"""One value behind a name in a text: number, unit, flag and limits in whatever order, and the values that follow it.

    WBC  2.1 L  x10^9/L  4.0-11.0        WBC 2.1 (4.0-11.0) L        Hb 12.0-16.0 g/dL 7.2        Plt 142 (day 1), 31 (day 5)
"""

import re
from typing import NamedTuple

from ...case.numerals import NUMBER, scale_of
from ...case.prints import DASH, LIMIT, Prints, prints_of
from ...case.shorthand import as_level
from ...case.spoken import MANY
from ...knowledge.knowledge import Knowledge
from . import several
from .around import end_of

LINK = re.compile(
    r"(?:\s|[:=|;\t_*\"]|,(?=\s?\d)|\.{2,}|(?:\.\s){3,}|-(?=\s)|(?<=[^\W\d_])-(?=\d)|\b(?:counts?|levels?|values?|"
    r"concentration|was|were|is|are|of|at|only|"
    r"measured|stood|came(?:\s+back)?|returned|ha[ds]|have|been|an?|as|low|high|reduced|raised|elevated|decreased|increased|fell|fallen|falling|dropped|rose|risen|rising|down|up|just|"
    r"recovered|improved|normali[sz]ed|remained|stayed|reached|peaked|to|about|"
    r"(?:varie[sd]|varying|rang(?:es|ed|ing)|fluctuat(?:es|ed|ing))\s+from|approximately|around|ca\.?|\(?(?:absolute|abs|total)\)?|"
    r"betr\xe4gt|betrug|war|lag bei|de|fue|era|est|\xe9tait)\b\.?|[~\u2191\u2193])*",
    re.IGNORECASE)
"""What may stand between a name and its value."""
_BOUND = re.compile(r"(?:[<>\u2264\u2265]=?|less than|more than|greater than|below|above|over|under)\s*(?=[\d.])", re.IGNORECASE)
_UNIT_FIRST = re.compile(r"[(\[]\s*(?P<unit>[^()\[\]\n]{1,20}?)\s*[)\]]")
_GAP = re.compile(r"[ \t|;\"\xa0\n]*,?[ \t|\"\xa0\n]*")
_RANGE_END = re.compile(r"\s*(?:-|\u2013|to|bis)\s*(?=\d)")
_TIME = re.compile(r"\s*-?(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|y/?o|tablets?|times|units of|doses?|episodes?)\b", re.IGNORECASE)
_DOSE = re.compile(r"\s*(?:mg|g|mcg|\xb5g|ug|micrograms?|milligrams?|grams?|iu|units?|ml)\b(?!\s*(?:/|%|per\b))", re.IGNORECASE)
"""A number of milligrams is a dose: "sodium valproate 400 mg". Nothing is measured in them."""
_FROM = re.compile(r"from\s+", re.IGNORECASE)
_AGO = re.compile(rf"\s*[,(]?\s*(?P<ago>(?:{MANY}\s+(?:week|month|year)s?\s+(?:ago|earlier|before|previously))"
                  r"|previously|last (?:month|year))\b(?!\s*[:=]?\s*\d)", re.IGNORECASE)
_PLUSES = re.compile(r"(?:[1-4]\s?\+|\+{2,4}|\+(?=\s*\(Ig))(?:\s*[,(]?\s*(?P<beside>(?:(?:anti-)?(?:IgG|IgA|IgM|C3d?|complement)"
                     r"(?:\s*(?:,|/|and|\+)\s*)?)+)\)?)?")
_NEXT_CELL = r"(?:[ \xa0]{2,}|[ \xa0]*\t\s*)"
_MORE_NUMBERS = re.compile(rf"{_NEXT_CELL}(?P<low>{LIMIT})(?=\s|$)(?!\s*[-\u2013/:])(?:{_NEXT_CELL}(?P<high>{LIMIT})(?=\s|$))?")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_LONGEST_NUMBER = 40
_TIMES_LIMIT = re.compile(r">?\s?\d[\d.]*\s?(?:x|\u00d7|times|-?\s?fold)\s*(?:above\s+)?(?:the\s+)?"
                          r"(?:uln|upper (?:limits?|normal)(?: limit)?(?: of normal)?|normal)\b",
                          re.IGNORECASE)
_BLANKS = re.compile(r"[ \t|\xa0:]*")
_ALONE = re.compile(rf"[<>]?\s*{LIMIT}\s*[A-Z*!]{{0,2}}")
_SENTENCE_END = re.compile(r"\.\s+(?=[^\W\d])")
_RUN_ON = re.compile(r"[ \t]+\d")
SEVERAL = "several numbers in a row, and nothing says which is the newest: keep one, or join them with \"then\""
"""Why a row of numbers under no dates is not read."""
FRONT = "two numbers that may be limits or a value, and a third: say which is the value"
"""Why a row is not read in which a bound stands before a number."""


class Value(NamedTuple):
    """A value as one would print it, where it ends in the text, how long ago it was, and why it is not read if it is not."""

    printed: str
    end: int
    ago: str = ""
    why: str = ""


def value_at(text: str, at: int, knowledge: Knowledge, *, decimal_comma: bool, result: bool = False) -> Value | None:
    """Return the value that begins behind a name, or None without a number. Of a `result` in words pluses count, too."""
    start, at = at, end_of(LINK, text, at)
    if result and (pluses := _PLUSES.match(text, at)):
        beside = f" ({pluses['beside'].strip(' ,/+')})" if pluses["beside"] else ""
        return Value(pluses[0][:2].strip() + beside if beside else pluses[0], pluses.end())
    value = _Value(text, at, knowledge, decimal_comma)
    value.takes_what_leads()
    came = _FROM.match(text, value.end)
    at = came.end() if came else value.end
    bound = _BOUND.match(text, at)
    number = value.number_at(bound.end() if bound else at)
    if number and (times := _TIMES_LIMIT.match(text, at)) and as_level(times[0]) == "high":
        return Value(times[0], times.end())
    if number is None or _TIME.match(text, number.end()) or _DOSE.match(text, number.end()):
        return None
    if "\n" in text[start:number.start()] and not value.alone(start):
        return None
    if came and (on := several.to_at(text, number.end(), value.line_end, knowledge.units)):
        value.series.append(value.plain(number[0]))
        number = value.number_at(on) or number
    value.takes_number(number, bound[0] if bound else "")
    while value.takes_one_more():
        pass
    ago = _AGO.match(text, value.end) if len(value.series) < 2 else None
    before = value.when if several.IS_BACK.fullmatch(value.when) and len(value.series) < 2 else ""
    return Value(value.printed(), ago.end("ago") if ago else value.end, ago["ago"] if ago else before, value.unclear())


class _Value:
    """A value being read: what stands around its number on the same line, in whatever order, is taken piece by piece."""

    def __init__(self, text: str, at: int, knowledge: Knowledge, decimal_comma: bool) -> None:
        self.text, self.end, self.units, self.decimal_comma = text, at, knowledge.units, decimal_comma
        self.prints: Prints = prints_of(knowledge.lexicon)
        self.series: list[str] = []
        self.back = 0  # how many values of before stand first
        self.unit = self.flag = self.limits = self.why = self.when = ""
        self.line_end = self._line_end(at)

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def plain(self, number: str) -> str:
        """Return a number with a decimal point where the text writes decimal commas throughout: "45.000" is 45000 there."""
        return with_point(number) if self.decimal_comma and ":" not in number else number

    def number_at(self, at: int) -> "_At | None":
        """Return the numeral at a place; behind a colon, too, where one may look like a titer."""
        found = NUMBER.match(self.text[at:at + _LONGEST_NUMBER])
        return _At(found, at) if found else None

    def alone(self, name_ends: int) -> bool:
        """Whether a number stands alone on the line below its name, as in a print-out pasted cell by cell."""
        between = self.text[name_ends:self.end]
        return not between.strip() and between.count("\n") == 1 and bool(_ALONE.fullmatch(self.text[self.end:self._line_end(self.end)].strip()))

    def takes_what_leads(self) -> None:
        """Take a flag, a unit or limits that stand before the number."""
        for _ in range(4):
            if not self.when and (dated := several.LEADS.match(self.text, self.end)):
                self.when, self.end = dated["when"], dated.end()
            elif (flag := self.prints.flag.match(self.text, self.end)) and not self.flag:
                self.flag, self.end = flag["flag"], end_of(_GAP, self.text, flag.end())
            elif not self.unit and (unit := self._leading_unit()):
                self.unit, self.end = unit
            elif not self._takes_leading_limits():
                return
            self.end = end_of(LINK, self.text, self.end) if self.text[self.end:self.end + 1] in " \t:=-," else self.end

    def _leading_unit(self) -> tuple[str, int] | None:
        boxed = _UNIT_FIRST.match(self.text, self.end)
        if boxed and self.units.find(boxed["unit"]):
            return boxed["unit"], boxed.end()
        at = self.end + (2 if self.text.startswith(", ", self.end) else 0)
        bare = None if self.text[at:at + 1].isdigit() else self.units.match(self.text[at:at + 30].partition(":")[0])
        end = at + bare[1] if bare else 0
        return (self.text[at:end], end) if bare and re.match(r"\s*[:=|]?\s*[<>]?\s*\d|\s*[(\[]", self.text[end:end + 8]) else None

    def _takes_leading_limits(self) -> bool:
        """Take limits before the value: a range, and behind it a number that is no part of another range."""
        found = self.prints.limits.match(self.text, self.end)
        if found is None or self.limits or "\n" in found[0]:
            return False
        at = end_of(_BLANKS, self.text, found.end())
        unit = self.units.match(self.text[at:at + 30]) if not self.text[at:at + 1].isdigit() else None
        after = end_of(_BLANKS, self.text, at + (unit[1] if unit else 0))
        flag = self.prints.flag.match(self.text, after)
        after = end_of(_BLANKS, self.text, flag.end()) if flag else after
        number = NUMBER.match(self.text, after, self.line_end) if after > found.end() else None
        if number is None or self.units.match(self.text[after:after + 30]) or not self._ends_a_cell(number.end()):
            return False
        named = found["open"] or not found[0][:1].isdigit() and found[0][:1] not in "<>\u2264\u2265"
        if found["range"][0] in "<>\u2264\u2265" and not named:
            self.why = FRONT if re.search(r"\s{2}|\t", self.text[found.end():after]) else ""
            return False
        ends = re.split(DASH, found["range"])
        if len(ends) == 2 and not named and _of(ends[0]) >= _of(ends[1]):
            return False
        self._keep_limits(found)
        self.end = at + (unit[1] if unit else 0)
        self.unit = self.unit or (self.text[at:self.end] if unit else "")
        return True

    def _ends_a_cell(self, at: int) -> bool:
        rest = self.text[at:self.line_end]
        if re.match(r"\s*[-\u2013/:]\s*\d", rest) or _TIME.match(rest):
            return False
        closed, rest = re.match(r"\s*(?:$|[,;.)|\t*!\u2191\u2193]|\s{2})", rest), rest.lstrip()
        return bool(closed or self.prints.flag.match(rest) or self.units.match(rest))

    def takes_number(self, number: "_At", bound: str) -> None:
        """Take the number; where it stands alone on its line, the lines below it are read as its other cells."""
        self.series.append(bound + self.plain(number[0]))
        self.end = number.end()
        self.line_end = self._line_end(self.end)
        line_start = self.text.rfind("\n", 0, number.start()) + 1
        if self.text[line_start:number.start()].strip(" <>"):
            return
        while self.line_end < len(self.text):
            end = self._line_end(self.line_end + 1)
            cell = self.text[self.line_end + 1:end].strip()
            flag, unit, limits = self.prints.flag.fullmatch(cell), self.units.find(cell), self.prints.limits.fullmatch(cell)
            if not cell or not (flag or unit or limits):
                return
            self.line_end = end

    def takes_one_more(self) -> bool:
        """Take a flag, a reference range, a unit, another value, or the end of a range of values; return whether there was one."""
        start = end_of(_GAP, self.text, self.end, self.line_end)
        if (marked := self._flag_at(start)) and marked.end() > self.end:
            self.flag, self.end = self.flag or marked["flag"], marked.end()
            return True
        return self._takes_limits(start) or not self.unit and self._takes_unit(start) or self._takes_others() or self._takes_range()

    def _flag_at(self, start: int) -> re.Match | None:
        """Return the flag at a place. A word that says more of what follows is none: "platelets 20, low ferritin"."""
        found = self.prints.flag.match(self.text, start, self.line_end)
        if found is None or len(found["flag"]) < 3 or not found["flag"].isalpha():
            return None if found and "," in self.text[self.end:start] and found["flag"].isalpha() else found
        rest = self.text[found.end():self.line_end]
        closed = re.match(r"\s*(?:$|[|;,.)*(\[<>\d]|\s{2}|\t)", rest) or self.units.match(rest.lstrip())
        return found if closed and "," not in self.text[self.end:start] else None

    def _takes_limits(self, start: int) -> bool:
        limit = None if self.limits else self.prints.limits.match(self.text, start, self.line_end)
        if limit is None or not self.unit and start == self.end and limit["open"] is None:
            return False  # "5.9 to 7.2" begins at the value itself; a reference range has a gap before it
        self._keep_limits(limit)
        self.end = limit.end()
        return True

    def _keep_limits(self, limit: re.Match) -> None:
        """Keep limits; a unit behind them is that of a value without one, too."""
        inside = limit["inside"].strip()
        self.limits = limit["range"] + ("" if inside and self.units.find(inside) else limit["inside"])
        if inside and self.units.find(inside):
            self.unit = self.unit or inside

    def _takes_unit(self, start: int) -> bool:
        scale = scale_of(_SENTENCE_END.split(self.text[start:self.line_end], maxsplit=1)[0], self.units)
        gap = self.text[self.end:start]
        boxed = _UNIT_FIRST.match(self.text, start, self.line_end)
        if boxed and self.units.find(boxed["unit"]):
            self.unit, self.end = boxed["unit"], boxed.end()
            return True
        named = re.match(r"\s*[:=]?\s*\d", self.text[start + scale.length:self.line_end]) if "," in gap else None
        known = scale.units and not gap.strip(" \t|;,\"\xa0\n") and not named
        counted = not gap.strip() and scale.multiplier != 1.0 and not scale.unit_text and not self.limits
        if not known and not counted:
            return False
        unit = self.text[start:start + scale.length].strip(" .\n+")
        unit = unit.rstrip(")") if unit.count(")") > unit.count("(") else unit  # the bracket that the value stands in
        self.unit, self.end = unit, start + scale.length
        return True

    def _takes_others(self) -> bool:
        """Take the values told behind this one: a later one last, an earlier one first."""
        other = several.more_at(self.text, self.end, self.line_end, self.prints, dated_before=bool(self.when))
        if other is None or _TIME.match(self.text, other.number.end()):
            return False
        said = self.plain(other.number[0])
        if other.earlier or self.back and not several.is_newest(self.text, self.end, other.number.end()):
            self.series.insert(0 if other.earlier else self.back, said)
            self.back += 1
        else:
            self.series.append(said)
            self.flag = ""
        scale = scale_of(self.text[other.number.end():self.line_end], self.units)
        self.end = max(other.end, other.number.end() + (scale.length if scale.units else 0))
        if scale.units and not self.unit:
            self.unit = self.text[other.number.end():other.number.end() + scale.length].strip(" .")
        return True

    def _takes_range(self) -> bool:
        second = None if self.limits else _RANGE_END.match(self.text, self.end, self.line_end)
        number = NUMBER.match(self.text, second.end(), self.line_end) if second else None
        if number is None:
            return False
        self.series[-1], self.end = f"{self.series[-1]} to {self.plain(number[0])}", number.end()
        return True

    def unclear(self) -> str:
        """Return why the value is not read: numbers behind it of which nothing says what they are. Limits in columns of their own are taken."""
        if self.why:
            return self.why
        if _GROUPED.fullmatch(self.series[-1]) and not self.unit and _RUN_ON.match(self.text, self.end):
            return SEVERAL
        more = None if self.limits else _MORE_NUMBERS.match(self.text, self.end, self.line_end)
        if more is None:
            return ""
        if more["high"] and _of(more["low"]) < _of(more["high"]) and (self.unit or several.limits_in_columns(self.text, self.end, self.prints)):
            self.limits, self.end = f"{more['low']}-{more['high']}", more.end()
            return ""
        return SEVERAL

    def printed(self) -> str:
        """Return the value as one would print it: number, flag, unit, limits."""
        self.unclear()
        flag = self.flag.casefold().strip()
        low = flag in self.prints.low or flag[:1] in "\u2193\u25bc-"
        high = flag in self.prints.high or flag[:1] in "\u2191\u25b2+"
        letter = "" if not flag else "L" if low else "H" if high else ""
        limits = re.sub(LIMIT, lambda found: with_point(found[0]), self.limits) if self.decimal_comma else self.limits
        limits = " ".join(re.sub(rf"(?<=\d)\s*{DASH}\s*(?=\d)", "-", limits).split())
        return " ".join(filter(None, (" then ".join(self.series), letter, self.unit, f"({limits})" if limits else "")))


class _At:
    """A match within a piece of a text, with its places in the whole."""

    def __init__(self, found: re.Match, offset: int) -> None:
        self._found, self._offset = found, offset

    def __getitem__(self, group: int | str) -> str:
        return self._found[group]

    def start(self) -> int:
        return self._found.start() + self._offset

    def end(self) -> int:
        return self._found.end() + self._offset


def _of(number: str) -> float:
    return float(re.sub(r",(?=\d{3}(?!\d))", "", number).replace(",", ".").strip(" .")) if re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", number) else 0.0


def with_point(number: str) -> str:
    """Return a number that is written with a decimal comma with a point: "4,5" is 4.5, and "45.000" is 45000."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
        return number.replace(".", "")
    return number.replace(".", "").replace(",", ".") if "," in number else number

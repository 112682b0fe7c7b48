"""Values in a text: name, number, unit, reference range and flag, in the layouts of laboratory print-outs and of prose.

    WBC  2.1 L  x10^9/L  4.0-11.0        WBC 2.1 (4.0-11.0) L        Hb: 8,2 g/dl        MCV was 104 fL
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...case.numerals import NUMBER, scale_of
from ...case.quantities import is_percent, read_quantity
from ...case.reading import Mention
from ...errors import QuantityError
from ...knowledge.knowledge import Knowledge
from .found import Found, NotRead

_WORD = re.compile(r"[^\W_](?:[\w.'/+\u2019-]*[\w+'])?%?")
_MOST_WORDS = 6
_ALIAS = re.compile(r"\s*(?:[/|,]\s*|-\s+|\s)?[(\[]?\s*$")
_LINK = re.compile(
    r"(?:\s|[:=|;\t_*\"]|,(?=\s?\d)|\.{2,}|-(?=\s)|\b(?:counts?|levels?|values?|concentration|was|were|is|are|of|at|only|measured|stood|came|"
    r"had|been|an?|as|"
    r"low|high|reduced|raised|elevated|decreased|increased|fell|fallen|falling|dropped|rose|risen|rising|down|up|just|to|about|approximately|"
    r"around|ca\.?|"
    r"\(?(?:absolute|abs|total)\)?|betr\xe4gt|betrug|war|lag bei|de|fue|era|est|\xe9tait)\b\.?|[\u2191\u2193])*", re.IGNORECASE)
_BOUND = re.compile(r"(?:[<>\u2264\u2265]=?|less than|more than|greater than|below|above|over|under)\s*(?=[\d.])", re.IGNORECASE)
_FLAG = re.compile(r"(?:[(\[]\s*)?(?P<flag>LL?|HH?|low|high|crit(?:ical)?(?:ly)?(?: (?:low|high))?|\u2193+|\u2191+|[!*]+|abn(?:ormal)?|N|"
                   r"normal)(?:\s*[)\]])?"
                   r"(?=[\s|;,.)*]|$)")
_LIMIT = r"\d+(?:[.,]\d+)*"
_RANGE = re.compile(rf"(?P<open>[(\[]\s*)?(?:(?:reference|ref|normal|norm(?:al)?bereich|range|interval|rr|vr|n)\b\.?(?:\s*(?:range|interval|"
                    rf"values?))?\s*[:=]?\s*)*"
                    rf"(?P<range>(?:[<>\u2264\u2265]=?\s*{_LIMIT})|(?:{_LIMIT}\s*(?:-|\u2013|\u2014|to|bis|a|"
                    rf"\xe0)\s*{_LIMIT}))(?P<inside>[^()\[\]\d|]{{0,20}}?)"
                    r"(?P<close>\s*[)\]])?(?=[\s|;,.:*]|$)", re.IGNORECASE)
_UNIT_FIRST = re.compile(r"[(\[]\s*(?P<unit>[^()\[\]\n]{1,20}?)\s*[)\]]")
_GAP = re.compile(r"[ \t|;*\"\xa0]*,?[ \t|*\"\xa0]*")
_RANGE_END = re.compile(r"\s*(?:-|\u2013|to|bis)\s*(?=\d)")
_TIME = re.compile(r"\s*-?(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|y/?o|tablets?|times|units of|doses?|episodes?)\b", re.IGNORECASE)
_DOSE = re.compile(r"\s*(?:mg|g|mcg|\xb5g|ug|iu|units?|ml)\b(?!\s*(?:/|%|per\b))", re.IGNORECASE)
"""A number of milligrams is a dose: "sodium valproate 400 mg". Nothing is measured in them."""
_SHARE_BEFORE = re.compile(r"(?<![\w.,-])\d{1,3}(?:[.,]\d+)?\s?%\s+(?:(?:were|of|are)\s+)?$")
_SHARE_LEADS = re.compile(r"^\d[\d.,]*\s?%\s+(?:(?:were|of|are)\s+)?")
_LATER = re.compile(r"(?:\s*(?:initially|at first|on admission|at presentation))?\s*(?:,|and|then|,\s*then|before)?\s*"
                    r"(?:(?:falling|rising|fell|rose|dropp(?:ing|ed)|declin(?:ing|ed)|increas(?:ing|ed)|decreas(?:ing|ed)|down|up)\s+to|then|"
                    r"later)\s*(?=\d)"
                    r"|\s*(?:initially|at first)\s*(?:,|and|then)+\s*(?=\d)|\s*(?:->|\u2192)\s*(?=\d)", re.IGNORECASE)
_FROM = re.compile(r"from\s+", re.IGNORECASE)
_FROM_TO = re.compile(r"[^.;\n\d]{0,25}?\bto\s+(?=\d)", re.IGNORECASE)
_AGO = re.compile(r"\s*[,(]?\s*(?P<ago>(?:(?:\d+|an?|one|two|three|four|five|six|several|a few)\s+(?:week|month|year)s?\s+(?:ago|earlier|before|"
                  r"previously))"
                  r"|previously|last (?:month|year))\b", re.IGNORECASE)
_SEPARATED = re.compile(r"^\s*[^\W\d_][^,\n]{0,40},[<>]?\d[\d.]*,[^\s,][^\n]*$", re.MULTILINE)
"""A line of comma separated cells: name, number without decimal comma, and more."""
_CONTINENTAL, _POINTED = re.compile(r"\d,\d{1,2}(?!\d)"), re.compile(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of something measured: where it stands, and the analyte, or the finding that a test gives."""

    start: int
    end: int
    analyte: str | None
    finding: str | None = None


def read_values(text: str, knowledge: Knowledge) -> tuple[list[Found], list[NotRead]]:
    """Return the values of a text as offers under "labs", and those that were seen and could not be read, with the reason."""
    text = _SEPARATED.sub(lambda line: line[0].replace(",", "|"), text)
    found: list[Found] = []
    refused: list[NotRead] = []
    decimal_comma = bool(_CONTINENTAL.search(text)) and not _POINTED.search(text)
    end = 0
    for name, after in _names(text, knowledge):
        if name.start < end:
            continue
        printed = _printed(text, after, knowledge, decimal_comma=decimal_comma)
        if share := _SHARE_BEFORE.search(text, max(end, name.start - 12), name.start):
            # "81% lymphocytes": the number stands before the name
            name, printed = replace(name, start=share.start()), (share[0].strip(), name.end, "")
        if printed is None:
            continue
        value, stop, ago = printed
        offer = _offer(text, name, value, stop, ago, knowledge)
        if isinstance(offer, NotRead) and not _stands_in_a_table(text, name):
            continue
        (refused if isinstance(offer, NotRead) else found).append(offer)
        end = stop
    return found, refused


def _stands_in_a_table(text: str, name: _Name) -> bool:
    """Whether a name begins its line or has a colon behind it: a number behind such a name is meant as its value."""
    line = text[text.rfind("\n", 0, name.start) + 1:name.start]
    return not line.strip(" \t-*\u2022|\"") or text[name.end:name.end + 2].lstrip().startswith((":", "="))


def _names(text: str, knowledge: Knowledge) -> Iterator[tuple[_Name, int]]:
    """Yield every name of something measured with the place where its value may begin; a second name of the same is skipped."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        name, size = _name_at(words, at, text, knowledge)
        if name is None:
            at += 1
            continue
        at += size
        end = name.end
        while at < len(words) and _ALIAS.match(text[end:words[at].start()]):
            other, size = _name_at(words, at, text, knowledge)
            if other is None or (other.analyte, other.finding) != (name.analyte, name.finding):
                break
            end, at = other.end, at + size
        if end < len(text) and text[end] in ")]":
            end += 1
        yield name, end


def _name_at(words: list[re.Match], at: int, text: str, knowledge: Knowledge) -> tuple[_Name | None, int]:
    lexicon = knowledge.lexicon
    if not lexicon.spelling.normal(words[at][0]):
        return None, 1
    for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        if not lexicon.spelling.normal(words[at + size - 1][0]):
            continue
        start, end = words[at].start(), words[at + size - 1].end()
        if re.search(r"[\n\t|;:,]|\s{2}", text[start:end]):
            continue
        key = lexicon.spelling.normal(text[start:end])
        if (analyte := lexicon.analytes.get(key)) is not None:
            return _Name(start, end, analyte), size
        target = lexicon.find(key)
        if target is not None and target.kind == "finding" and target.id in lexicon.tests:
            return _Name(start, end, None, target.id), size
    return None, 1


def _printed(text: str, at: int, knowledge: Knowledge, *, decimal_comma: bool) -> tuple[str, int, str] | None:
    """Return (the value as one would print it, where it ends in the text, how long ago it was), or None without a number."""
    at = _LINK.match(text, at).end()
    unit = flag = first = ""
    if before := _FLAG.match(text, at):
        flag, at = before["flag"], _GAP.match(text, before.end()).end()
    elif (leading := _UNIT_FIRST.match(text, at)) and knowledge.units.find(leading["unit"]):
        unit, at = leading["unit"], _LINK.match(text, leading.end()).end()
    came = _FROM.match(text, at)
    at = came.end() if came else at
    bound = _BOUND.match(text, at)
    number = NUMBER.match(text, bound.end() if bound else at)
    if number is None or _TIME.match(text, number.end()) or _DOSE.match(text, number.end()):
        return None
    if came and (on := _FROM_TO.match(text, number.end())):
        first, number = _plain(number[0], decimal_comma), NUMBER.match(text, on.end())
    value = _Value(text, number.end(), knowledge, decimal_comma, (bound[0] if bound else "") + _plain(number[0], decimal_comma), first, unit, flag)
    while value.takes_one_more():
        pass
    ago = _AGO.match(text, value.end)
    return value.printed(), ago.end("ago") if ago else value.end, ago["ago"] if ago else ""


class _Value:
    """A value being read: what stands behind its number on the same line, in whatever order, is taken piece by piece."""

    def __init__(self, text: str, end: int, knowledge: Knowledge, decimal_comma: bool, number: str, first: str, unit: str, flag: str) -> None:
        self.text, self.end, self.knowledge, self.decimal_comma = text, end, knowledge, decimal_comma
        self.number, self.first, self.unit, self.flag, self.limits = number, first, unit, flag, ""
        line_end = text.find("\n", end)
        self.line_end = len(text) if line_end < 0 else line_end

    def takes_one_more(self) -> bool:
        """Take a flag, a reference range, a unit, a later value, or the end of a range of values; return whether there was one."""
        start = _GAP.match(self.text, self.end, self.line_end).end()
        if not self.flag and (marked := _FLAG.match(self.text, start, self.line_end)):
            self.flag, self.end = marked["flag"], marked.end()
            return True
        return self._takes_limits(start) or not self.unit and self._takes_unit(start) or self._takes_later() or self._takes_range()

    def _takes_limits(self, start: int) -> bool:
        limit = None if self.limits else _RANGE.match(self.text, start, self.line_end)
        if limit is None or not self.unit and start == self.end and limit["open"] is None:
            return False  # "5.9 to 7.2" begins at the value itself; a reference range has a gap before it
        self.limits, self.end = limit["range"] + limit["inside"], limit.end()
        return True

    def _takes_unit(self, start: int) -> bool:
        scale = scale_of(self.text[start:self.line_end], self.knowledge.units)
        gap = self.text[self.end:start]
        known = scale.units and not gap.strip(" \t|;,\"\xa0")
        counted = not gap.strip() and scale.multiplier != 1.0 and not scale.unit_text and not self.limits
        if not known and not counted:
            return False
        self.unit, self.end = self.text[start:start + scale.length].strip(" ."), start + scale.length
        return True

    def _takes_later(self) -> bool:
        later = _LATER.match(self.text, self.end, self.line_end)
        number = NUMBER.match(self.text, later.end(), self.line_end) if later else None
        if number is None or _TIME.match(self.text, number.end()):
            return False
        self.first, self.number, self.end = self.first or self.number, _plain(number[0], self.decimal_comma), number.end()
        return True

    def _takes_range(self) -> bool:
        second = None if self.limits else _RANGE_END.match(self.text, self.end, self.line_end)
        number = NUMBER.match(self.text, second.end(), self.line_end) if second else None
        if number is None:
            return False
        self.number, self.end = f"{self.number} to {_plain(number[0], self.decimal_comma)}", number.end()
        return True

    def printed(self) -> str:
        """Return the value as one would print it: number, flag, unit, limits."""
        letter = {"l": "L", "h": "H", "\u2193": "L", "\u2191": "H"}.get(self.flag[:1].casefold(), "")
        limits = re.sub(_LIMIT, lambda found: _plain(found[0], True), self.limits) if self.decimal_comma else self.limits
        limits = " ".join(re.sub(r"(?<=\d)\s*(?:\u2013|\u2014|-|to|bis|a|\xe0)\s*(?=\d)", "-", limits).split())
        number = f"{self.first} then {self.number}" if self.first else self.number
        return " ".join(filter(None, (number, letter, self.unit, f"({limits})" if limits else "")))


def _plain(number: str, decimal_comma: bool) -> str:
    """Return a number with a decimal point where the text writes decimal commas throughout: "45.000" is 45000 there."""
    if not decimal_comma or ":" in number:
        return number
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
        return number.replace(".", "")
    return number.replace(".", "").replace(",", ".") if "," in number else number


def _offer(text: str, name: _Name, value: str, stop: int, ago: str, knowledge: Knowledge) -> Found | NotRead:
    shown = _SHARE_LEADS.sub("", text[name.start:name.end])
    if name.finding:
        return Found("labs", shown, name.start, stop, value, (Mention("finding", name.finding, "present", text=value),))
    analyte = name.analyte
    if is_percent(value):
        analyte = next((rule.parents[1] for rule in knowledge.derivations
                        if rule.kind == "percent-of" and rule.analyte == analyte), analyte)
    try:
        read_quantity(value, analyte=knowledge.analytes[analyte], units=knowledge.units)
    except QuantityError as error:
        return NotRead(f"{shown} {value}", str(error), name.start, stop)
    state = "past" if ago else "present"
    return Found("labs", f"{shown} ({ago})" if ago else shown, name.start, stop, value, (Mention("quantity", analyte, state, text=value),), state)

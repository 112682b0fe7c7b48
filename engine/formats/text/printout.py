"""Values in a text: name, number, unit, reference range and flag, in the layouts of laboratory print-outs and of prose.

    text -> rows under dates, differentials, names joined by strokes -> the other names -> the value behind each -> offers and what is not read
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from ...case.company import in_company, may_mean_another
from ...case.differential import differentials
from ...case.numerals import in_digits
from ...case.panels import names_of, unfolded
from ...case.printed import lone_unknown_word
from ...case.prints import prints_of
from ...case.quantities import counted_as, is_percent, read_quantity
from ...case.reading import UNTRUE, Mention
from ...case.results import judged
from ...case.sizes import LENGTH_OR_BELOW, is_length, may_count_from_ribs
from ...case.words import read_words
from ...errors import QuantityError
from ...knowledge.knowledge import Knowledge
from ...knowledge.words.lexicon import Lexicon
from ...knowledge.words.units import has_no_unit
from .around import end_of
from .columns import rows_under_dates
from .found import Found, NotRead
from .names import Name, names_in
from .rows import UNKNOWN
from .several import first_of, is_after_treatment, is_earlier, is_of_once
from .values import LINK, Value, value_at

_SHARE_BEFORE = re.compile(r"(?<![\w.,-])\d{1,3}(?:[.,]\d+)?\s?%\s+(?:(?:were|of|are)\s+)?$")
_SHARE_LEADS = re.compile(r"^\d[\d.,]*\s?%\s+(?:(?:were|of|are)\s+)?")
_SEPARATED = re.compile(r"^\s*[^\W\d_][^,\n]{0,40},[<>]?\d[\d.]*,[^\s,][^\n]*$", re.MULTILINE)
"""A line of comma separated cells: name, number without decimal comma, and more."""
_CONTINENTAL, _POINTED = re.compile(r"\d,\d{1,2}(?!\d|,\d)"), re.compile(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,2}(?:,\d{2})+,\d{3}(?!\d)")
"""Digits grouped as in India: "4,72,000" are no cells."""
_NIL = re.compile(r"nil\b(?=\s*(?:[.,;)\n]|$))", re.IGNORECASE)
_JOINED = re.compile(r"(?<![\w/])(?P<names>[^\W\d_][\w.+-]*(?:\s?[/&]\s?[^\W\d_][\w.+-]*)+(?:\s[A-Za-z]{3,12})?|[Hh] and [Hh])"
                     r"(?:\s*[:=]?\s*|\s+of\s+|\s-\s)"
                     r"(?P<values>[<>]?\d[\d.,]*(?:\s?[^\W\d_%][^\s\d/;,]{0,6}|\s?%)?(?:\s?/\s?[<>]?\d[\d.,]*(?:\s?(?:[^\W\d_][^\s,;]{0,9}|%))?)*)")
_ARROWS = re.compile(r"\s?(?P<arrows>\u2191+|\u2193+)(?=\s*(?:[,;.)\n]|$|and\b|\w*[A-Za-z]))(?!\s*\d)")
_MARKS, _ONE_WORD = re.compile(r"[\s,(]*"), re.compile(r"[a-z]+\s+")
_OF_THE_NEXT = re.compile(r"^\s*,\s*\d[\d.,]*\s?%$")
_CELLS = re.compile(r"\s+(?:\w+\s+)?(?:blasts?|cells|lymphocytes|neutrophils|monocytes|eosinophils|basophils|bands|promyelocytes|normoblasts)\b",
                    re.IGNORECASE)
_NEAR = 40
_SENTENCE_END = re.compile(r"\.(?=\s)|\n\s*\n")
_CENTIMETERS = re.compile(r"(?P<number>\d+(?:\.\d+)?) cm")
_LIVER_BEHIND = re.compile(r"\s*(?:,|and|&)\s*(?:the\s+)?liver\s+(?:(?:is|was|palpable|felt|edge|at)\s+)*\d+(?:\.\d+)?\s?cm\s*", re.IGNORECASE)
_LIVER_BEFORE = re.compile(r"\bliver\s+(?:(?:is|was|palpable|felt|edge|at)\s+)*\d+(?:\.\d+)?\s?cm[\s,]*(?:and\s+)?(?:the\s+)?$", re.IGNORECASE)
_ASIDE = re.compile(r"[ \t]*\((?P<said>[^()\n]+)\)")
_ODD_UNIT = re.compile(r"[ \t]?(?P<word>[A-Za-z]{3,})(?=[ \t]*[.;]?[ \t]*(?:\n|$))")
"""A word that ends a line where the unit of its value stands: "Folate 5.1 furlongs"."""
_DIRECT = re.compile(r"[\s:=|-]*[<>]?\s*\d")
UNEVEN = "not as many values as names: write each name with its own"
"""Why names joined by a stroke are not read."""
ELSEWHERE = "measured in {}, and not in blood"


def read_values(text: str, knowledge: Knowledge) -> tuple[list[Found], list[NotRead]]:
    """Return the values of a text as offers under "labs", and those that were seen and could not be read, with the reason."""
    text = _SEPARATED.sub(lambda line: line[0] if _GROUPED.search(line[0]) else line[0].replace(",", "\t"), in_digits(text)).replace("|", "\t")
    decimal_comma = bool(_CONTINENTAL.search(text)) and not _POINTED.search(text)
    offers = [*_dated(text, knowledge, decimal_comma=decimal_comma), *_cells(text, knowledge), *_joined(text, knowledge)]
    taken = sorted((one.start, one.end) for one in offers)
    end = 0
    for name, after in _as_in_company(text, knowledge):
        if name.start < end or any(start < name.end and name.start < stop for start, stop in taken):
            continue
        offer = _single(text, name, after, end, knowledge, decimal_comma=decimal_comma)
        if offer is not None:
            offers.append(offer)
            end = offer.end
    found = sorted((one for one in offers if isinstance(one, Found)), key=lambda one: one.start)
    found = _without_once(text, found, prints_of(knowledge.lexicon).once)
    found = [_before_treatment(one, found[:place], text, knowledge) for place, one in enumerate(found)]
    return found, [one for one in offers if isinstance(one, NotRead)]


def _as_in_company(text: str, knowledge: Knowledge) -> Iterator[tuple[Name, int]]:
    """Yield the names of a text, as what they mean beside the name before them, or behind them where they are the first of a sentence."""
    names = list(names_in(text, knowledge))
    for place, (name, after) in enumerate(names):
        neighbors = [one for one, _ in (*names[max(place - 1, 0):place], *names[place + 1:place + 2])
                     if not _SENTENCE_END.search(text, min(one.end, name.end), max(one.start, name.start))]
        meant = in_company(text[name.start:name.end], text[after:after + _NEAR], neighbors[0].analyte if neighbors else None, knowledge.lexicon)
        yield (replace(name, analyte=meant) if meant else name), after


def _before_treatment(one: Found, before: list[Found], text: str, knowledge: Knowledge) -> Found:
    """Return a value of before a treatment as an earlier one where one of the illness stands before it: those of before may be of the illness."""
    ids = {mention.id for mention in one.mentions}
    known = any(mention.id in ids for other in before for mention in other.mentions)
    if one.state != "present" or not known or not is_earlier(text, one.start, prints_of(knowledge.lexicon).before_treatment):
        return one
    return _as_earlier(one)


def _without_once(text: str, found: list[Found], once_told: re.Pattern[str]) -> list[Found]:
    """Return values with those told as earlier ones that are of a month or a time of life, where another of the same has no date."""
    once = {place for place, one in enumerate(found) if one.state == "present" and " then " not in one.value and is_of_once(text, one.end, once_told)}
    undated = {mention.id for place, one in enumerate(found) if place not in once and one.state == "present" for mention in one.mentions}
    return [_as_earlier(one) if place in once and {mention.id for mention in one.mentions} <= undated else one for place, one in enumerate(found)]


def _as_earlier(one: Found) -> Found:
    return replace(one, text=f"{one.text} (earlier)", state="past", mentions=tuple(replace(mention, state="past") for mention in one.mentions))


def _dated(text: str, knowledge: Knowledge, *, decimal_comma: bool) -> Iterator[Found | NotRead]:
    """Yield the rows of tables that have a column for each date."""
    for row in rows_under_dates(text, knowledge, decimal_comma=decimal_comma):
        yield _offer(text, Name(row.start, row.start + len(row.name), row.analyte), Value(row.printed, row.end), knowledge)


def _cells(text: str, knowledge: Knowledge) -> Iterator[Found | NotRead]:
    """Yield the shares of the white cells that are told in short."""
    for run in differentials(text, knowledge.lexicon):
        if run.why:
            yield NotRead(" ".join(text[run.start:run.end].split()), run.why, run.start, run.end)
        for share in run.shares:
            analyte = knowledge.lexicon.analyte(share.name)
            if analyte:
                offer = _offer(text, Name(share.start, share.end, analyte), Value(share.printed, share.end), knowledge)
                yield replace(offer, text=share.name) if isinstance(offer, Found) else offer


def _joined(text: str, knowledge: Knowledge) -> Iterator[Found | NotRead]:
    """Yield the values of names that are joined by strokes: "PT/INR 13.1/1.1", "WBC/Hgb/Plt 1.8/8.8/24"."""
    for hit in _JOINED.finditer(text):
        names = names_of(hit["names"], knowledge.lexicon)
        ids = {knowledge.lexicon.analyte(one) for one in names}
        if len(ids) < 2:
            continue
        values = unfolded(hit["names"], hit["values"], knowledge.lexicon)
        if len(values) != len(names) and (only := _of_one(names, hit["values"], knowledge)):
            values = [only]
        if len(values) == 1 and values[0][0] == hit["names"]:
            yield NotRead(f"{hit['names']} {hit['values']}", UNEVEN, *hit.span())
            continue
        for one, printed in values:
            offer = _offer(text, Name(*hit.span(), knowledge.lexicon.analyte(one)), Value(printed, hit.end()), knowledge)
            yield offer._replace(text=f"{one} {printed}") if isinstance(offer, NotRead) else replace(offer, text=one)


def _of_one(names: tuple[str, ...], printed: str, knowledge: Knowledge) -> tuple[str, str] | None:
    """Return the only one of joined names that a single value makes sense of: "PT/INR 1.4" is no time."""
    fitting = []
    for name in names if "/" not in printed or not re.search(r"/\s?\d", printed) else ():
        analyte = knowledge.analytes[knowledge.lexicon.analytes[knowledge.lexicon.spelling.normal(name)]]
        try:
            read_quantity(printed, analyte=analyte, units=knowledge.units, prints=prints_of(knowledge.lexicon))
            fitting.append(name)
        except QuantityError:
            continue
    return (fitting[0], printed) if len(fitting) == 1 else None


def _single(text: str, name: Name, after: int, end: int, knowledge: Knowledge, *, decimal_comma: bool) -> Found | NotRead | None:
    """Return the value behind one name, or a share before it; None where none is told."""
    value: Value | None
    if share := _SHARE_BEFORE.search(text, max(end, name.start - 12), name.start):
        # "81% lymphocytes": the number stands before the name
        name, value = replace(name, start=share.start()), Value(share[0].strip(), name.end)
    else:
        value = value_at(text, after, knowledge, decimal_comma=decimal_comma, result=bool(name.finding))
    if value is not None and _OF_THE_NEXT.search(text[after:value.end]) and _CELLS.match(text, value.end):
        return None  # "dysplastic neutrophils, 3% circulating blasts": the share is that of what follows
    if value is None and _is_counted(name, knowledge) and (none := _NIL.match(text, end_of(LINK, text, after))):
        value = Value("0", none.end())
    if value is None:
        return _by_arrow(text, name, after, knowledge)
    if _is_below_ribs(text, name, value, knowledge):
        return None
    if felt := _felt_with_liver(text, name, value, knowledge):
        return felt
    shown = text[name.start:name.end]
    if value.why:
        return NotRead(_line_from(text, name, value), value.why, name.start, value.end)
    if name.elsewhere:
        return NotRead(f"{shown} {value.printed}", ELSEWHERE.format(name.elsewhere), name.start, value.end)
    if name.share and not is_percent(value.printed):
        value = value._replace(printed=_with_share(value.printed))
    offer = _offer(text, name, value, knowledge)
    return None if isinstance(offer, NotRead) and not _DIRECT.match(text, after) and not _stands_in_a_table(text, name) else offer


def _is_counted(name: Name, knowledge: Knowledge) -> bool:
    return name.analyte is not None and "10*9/L" in knowledge.analytes[name.analyte].units


def _line_from(text: str, name: Name, value: Value) -> str:
    """Return what stands on the line from a name on."""
    return " ".join(text[name.start:max(value.end, text.find("\n", value.end) if "\n" in text[value.end:] else len(text))].split())


def _with_share(printed: str) -> str:
    number, blank, rest = printed.partition(" ")
    return f"{number} %{blank}{rest}"


def _by_arrow(text: str, name: Name, after: int, knowledge: Knowledge) -> Found | None:
    """Return the level that an arrow tells instead of a number: "platelets \u2193"."""
    arrow = _ARROWS.match(text, after)
    if arrow is None or name.analyte is None:
        return None
    level = "high" if arrow["arrows"][0] == "\u2191" else "low"
    said = f"{text[name.start:name.end]} {level}"
    return Found("present", said, name.start, arrow.end(), "", (Mention("level", name.analyte, "present", level),))


def _is_below_ribs(text: str, name: Name, value: Value, knowledge: Knowledge) -> bool:
    """Whether centimeters count from the ribs, and not from pole to pole: "spleen 4 cm below the costal margin", "spleen palpable 4 cm"."""
    analyte = knowledge.analytes.get(name.analyte or "")
    if analyte is None or not is_length(analyte):
        return False
    behind, ribs = end_of(_MARKS, text, value.end), prints_of(knowledge.lexicon).below_ribs
    return bool(ribs.match(text, behind) or (word := _ONE_WORD.match(text, behind)) and ribs.match(text, word.end()))


def _felt_with_liver(text: str, name: Name, value: Value, knowledge: Knowledge) -> Found | None:
    """Return how far a spleen is below the ribs where it is told as the liver beside it: "spleen 10 cm and liver 5 cm below the ribs"."""
    analyte, size = knowledge.analytes.get(name.analyte or ""), _CENTIMETERS.fullmatch(value.printed)
    if analyte is None or size is None or not is_length(analyte):
        return None
    behind = _LIVER_BEHIND.match(text, value.end)
    below = behind and prints_of(knowledge.lexicon).below_ribs.match(text, behind.end())
    small = float(size["number"]) < knowledge.lexicon.language["shortest_spleen_cm"]
    if not below and not (small and (behind or _LIVER_BEFORE.search(text, max(name.start - _NEAR, 0), name.start))):
        return None
    said = f"spleen {value.printed} below the costal margin"
    return Found("present", said, name.start, value.end, "", read_words(said, "present", knowledge.lexicon).mentions)


def _stands_in_a_table(text: str, name: Name) -> bool:
    """Whether a name begins its line or has a colon behind it: a number behind such a name is meant as its value."""
    line = text[text.rfind("\n", 0, name.start) + 1:name.start]
    return not line.strip(" \t-*\u2022|\"") or text[name.end:name.end + 2].lstrip().startswith((":", "="))


def _offer(text: str, name: Name, value: Value, knowledge: Knowledge) -> Found | NotRead:
    shown, printed, stop = _SHARE_LEADS.sub("", text[name.start:name.end]), value.printed, value.end
    if name.finding:
        # The form leaves out what stands in brackets.
        shown = knowledge.findings[name.finding].label if "(" in shown else shown
        state = "absent" if judged(printed) == "absent" else "present"
        return Found("labs", shown, name.start, stop, printed, (Mention("finding", name.finding, state, text=printed),))
    if name.analyte is None:
        return NotRead(f"{shown} {printed}", UNKNOWN, name.start, stop)
    analyte = counted_as(name.analyte, printed, knowledge.derivations)
    if analyte != name.analyte and knowledge.lexicon.analyte(shown) is None:
        shown = knowledge.analytes[analyte].label
    prints = prints_of(knowledge.lexicon)
    if (aside := _ASIDE.match(text, stop)) and prints.untrue.fullmatch(aside["said"].strip()):
        return NotRead(f"{shown} {printed}{aside[0]}", UNTRUE, name.start, aside.end())
    ratio = any(map(has_no_unit, knowledge.analytes[analyte].units))
    odd = _ODD_UNIT.match(text, stop) if _stands_in_a_table(text, name) and not ratio else None
    if odd and lone_unknown_word(f"{printed}{odd[0]}") and not (prints.now.fullmatch(odd["word"]) or knowledge.lexicon.measured_by(odd["word"])):
        printed, stop = f"{printed}{odd[0]}", odd.end()
    try:
        quantity = read_quantity(printed, analyte=knowledge.analytes[analyte], units=knowledge.units, prints=prints)
        if may_count_from_ribs(text[name.start:stop], quantity.value, knowledge.analytes[analyte], knowledge.lexicon):
            return NotRead(f"{shown} {printed}", LENGTH_OR_BELOW, name.start, stop)
    except QuantityError as error:
        return NotRead(f"{shown} {printed}", str(error), name.start, stop)
    return _dated_offer(text, name.start, analyte, _form_name(shown, name, analyte, knowledge), value, knowledge.lexicon)


def _form_name(shown: str, name: Name, analyte: str, knowledge: Knowledge) -> str:
    """Return the name as the form knows it: as it is printed, or where that is understood only here, as the knowledge calls it."""
    lexicon = knowledge.lexicon
    known = None if may_mean_another(shown, lexicon) else lexicon.analyte(shown)
    return shown if known in (name.analyte, analyte) else knowledge.analytes[analyte].label


def _dated_offer(text: str, start: int, analyte: str, shown: str, value: Value, lexicon: Lexicon) -> Found:
    """Return the offer of a value with its time: of weeks, months or years ago it is an earlier one, and behind a treatment a later one."""
    prints = prints_of(lexicon)
    earlier = value.ago or ("earlier" if is_earlier(text, start, prints.earlier) and " then " not in value.printed else "")
    printed, state = value.printed, "past" if earlier else "present"
    if not earlier and is_after_treatment(text, start, value.end, prints, count=analyte in lexicon.counts):
        # "After transfusion Hb rose from 6.1 to 8.2": the first is that of the illness.
        printed, state = first_of(printed), "present" if " then " in printed else "later"
    mention = Mention("quantity", analyte, state, text=printed)
    return Found("labs", f"{shown} ({earlier})" if earlier else shown, start, value.end, printed, (mention,), state)

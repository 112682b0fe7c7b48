"""Age, sex, pregnancy and weeks of gestation of the person a text tells of."""

import re
from collections.abc import Iterator
from itertools import chain

from ...case.model import LONGEST_GESTATION, OLDEST
from ...case.spoken import NUMBER_WORDS
from ...days import DAYS_A_WEEK, DAYS_A_YEAR, HOURS_A_DAY
from ...knowledge.anchors import PREGNANCY
from ...knowledge.knowledge import Knowledge
from .found import Found
from .newborn import read_newborn_age

_SMALL = ("zero", *NUMBER_WORDS[:19])
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SPOKEN = rf"(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(sorted(_SMALL[1:], key=len, reverse=True))}"
_NUMBER = rf"(?P<number>\d{{1,3}}(?:[.,]\d)?|{_SPOKEN})"
_UNIT = (r"(?P<unit>hours?|years?|yrs?|y|months?|mos?|mths?|weeks?|wks?|days?|jahre?|monate?|wochen?|tage?|a\xf1os?|meses|mes|semanas?|d\xedas?|"
         r"ans?|mois|semaines?|jours?)")
_DAY, _WEEK = 1 / DAYS_A_YEAR, DAYS_A_WEEK / DAYS_A_YEAR
_IN_YEARS = {"y": 1.0, "j": 1.0, "a": 1.0, "w": _WEEK, "s": _WEEK, "d": _DAY, "t": _DAY, "h": _DAY / HOURS_A_DAY, "7": _DAY, "5": _WEEK, "1": 1 / 12}
"""How many years a unit is, by its first letter or figure: "3/7" is three days, "6/12" six months."""
_OLD = (
    re.compile(rf"\b{_NUMBER}[\s-]*{_UNIT}[\s-]*(?:old|of age|alt)\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}[\s-]*(?P<unit>y|m|d|w)[\s/.]?o\b\.?(?![%#]|\s+(?:of(?!\s+age)|ago|later|history)\b)", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}[\s-]*(?P<unit>j)\xe4hrig\w*", re.IGNORECASE),
    re.compile(rf"\b(?:age|aged|alter|edad|\xe2ge|\xe2g\xe9e?(?: de)?)\s*[:=]?\s*{_NUMBER}\s*{_UNIT}?\b", re.IGNORECASE),
    re.compile(rf"\b(?:de\s+)?{_NUMBER}\s+(?P<unit>a\xf1os|ans)\b", re.IGNORECASE),
    re.compile(r"(?<![\w.,/])(?P<number>\d{1,2})/(?P<unit>7|52|12)[\s-]*old\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}[\s-]*(?P<unit>hours?|days?|weeks?)\s+of\s+life\b", re.IGNORECASE),
    re.compile(r"\b(?P<unit>d)(?:ay)?\s?(?:of life|ol)\b\s*[:#]?\s*(?P<number>\d{1,2})\b", re.IGNORECASE),
    re.compile(r"\b(?P<unit>d)(?:ay)?\s?(?P<number>\d{1,2})\s+of\s+life\b", re.IGNORECASE),
)
_SHORT_UNIT = (r"(?i:(?P<unit>years?|yrs?|y|months?|mos?|weeks?|wks?|w|days?|d)(?:[\s./-]?o(?:ld)?(?![a-eg-ln-z])\.?)?)"
               r"(?!\s+(?:after|post|following|ago|later|before|into|since|prior)\b)")
_NAMED_SEX = r"(?P<sex>[MF]|(?i:male|female|man|woman|boy|girl))"
_ENDS = r"(?=[\s,.;:)\]]|$)"
_WITH_SEX = (
    re.compile(rf"(?<![\w.,/+-])(?P<number>\d{{1,3}})[\s-]?{_SHORT_UNIT}[\s/,-]{{0,3}}(?P<sex>[MF]|(?<=[yY])[mf]|(?<=[yY][oO])[mf]|(?i:male|female)){_ENDS}"),
    re.compile(rf"(?<![\w.,/+-])(?P<number>\d{{1,3}})\s?/\s?(?P<unit>){_NAMED_SEX}{_ENDS}"),
    re.compile(rf"(?<![\w/]){_NAMED_SEX}\s?[,/(-]?\s?(?P<number>\d{{1,3}})[\s-]?{_SHORT_UNIT}{_ENDS}"),
)
"""Age and sex in one: "52yM", "6 mo F", "45/M", "45 years / male", "M, 45 y", "female 23 yo"."""
_WITH_SEX_AT_START = (
    re.compile(rf"(?<![\w.,/+-])(?P<number>\d{{1,3}})(?P<unit>)(?P<sex>\s?[MF]|[mf]){_ENDS}"),
    re.compile(rf"(?<![\w/])(?P<unit>){_NAMED_SEX}\s?[,/(-]\s?(?P<number>\d{{1,3}}){_ENDS}"
               r"(?!\s?(?:\d|%|cm|kg|mm|(?:hours?|days?|weeks?|months?|years?)\b))"),
    re.compile(rf"(?<![\w/])(?P<unit>)(?P<sex>[MF])(?P<number>\d{{2}}){_ENDS}"),
    re.compile(rf"^(?P<unit>)(?P<sex>[MF])\s(?P<number>\d{{2}}){_ENDS}"),
)
"""The same without a unit, only where a statement begins: "45M", "M/45". A noun before it has the number: "room 12F", "L 60 M 8"."""
_BEGINS = re.compile(r"(?:^|[\n.;:(\[\]]|,(?=\s*$))\s*(?:[-*\u2022]\s+)?(?:(?:a|an|this|our|the|pt|patient)\s+)?$"
                     r"|\b(?:a|an|this|pt|patient|old|is)\s+$", re.IGNORECASE)
_CELLS = re.compile(r"(?:^|[\s,:;(/])[NPLEBS]\s?\d|\d\s?%?[\s,]\s?[NPLEBS]\b")
"""White cells are counted near by: their "M 8" are monocytes."""
_NEAR = 12
_DEGREES = re.compile(r"\b(?:t|temp\w*|fevers?|febrile|pyrexia|tmax)\b(?:[^.;\n]|\.(?=\d)){0,25}$", re.IGNORECASE)
_NOT_NOW = re.compile(r"\b(?:at|since|from|until|to|before|after|when (?:s?he|they|it) (?:was|were))\s+(?:the\s+)?(?:age\s+(?:of\s+)?)?$",
                      re.IGNORECASE)
_OF_OTHERS = re.compile(r"\b(?:his|her|their|whose)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OF_OTHERS_TOLD = re.compile(r"\b(?:mother|father|sister|brother|wife|husband|partner)\s+(?:is|was)\s+(?:an?\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
"""Whose age follows: "her mother is a healthy 31-year-old"."""
_BESIDE_OTHERS = re.compile(r"\b(?:his|her|whose) (?:mother|father|sister|brother|wife|husband|partner)\s*[,(]\s*(?:aged?\s+|now\s+)?$",
                            re.IGNORECASE)
_CHILD = re.compile(r"[\s-]*(?:boy|girl|baby|infant|child|male|female|man|woman|[MF]\b)", re.IGNORECASE)
_OTHERS = re.compile(r"[\s,-]*(?:\w+\s+)?(?:mother|father|brother|sister|sibling|son|daughter|wife|husband|aunt|uncle|cousin|twin)\b", re.IGNORECASE)
_SEX = (
    ("female", re.compile(r"\b(?:wom[ae]n|female|girl|lady|mrs|ms|mme|frau|weiblich\w*|patientin|mujer|ni\xf1a|femenino|femme|fille|"
                          r"f\xe9minin)\b", re.IGNORECASE)),
    ("male", re.compile(r"\b(?:m[ae]n|male|boy|gentleman|mr|mann|m\xe4nnlich\w*|hombre|ni\xf1o|var\xf3n|masculino|homme|gar\xe7on|"
                        r"masculin)\b", re.IGNORECASE)),
    ("female", re.compile(r"(?i:\b(?:sex|gender|geschlecht|sexo|sexe)\s*[:=]?\s*)[FfWw]\b")),
    ("male", re.compile(r"(?i:\b(?:sex|gender|geschlecht|sexo|sexe)\s*[:=]?\s*)[MmHh]\b")),
)
_FEMALE = frozenset("f female woman girl".split())
_PRONOUNS = (("female", re.compile(r"\b(?:she|her|herself)\b", re.IGNORECASE)), ("male", re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)))
_CONTEXT_OF_OTHERS = re.compile(r"\b(?:his|her|their|whose)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_PREGNANT = re.compile(r"\b(?:pregnant|primigravida|multigravida|gravida|schwanger\w*|embarazada|gestante|enceinte)\b", re.IGNORECASE)
_WEEKS = re.compile(rf"\b(?P<number>\d{{1,2}}|{_SPOKEN})(?:\s*\+\s*\d)?[\s-]*(?:weeks?|wks?)(?:['\u2019]s?)?\s+(?:of\s+)?(?:gestation|"
                    rf"pregnan\w+|gestational age)\b",
                    re.IGNORECASE)
_WEEKS_SHORT = re.compile(r"\bG\d{1,2}\s?P\d[\d+]*\s*(?:,|at|@)?\s*(?P<of_g>[1-4]?\d)(?:\s?\+\s?[0-6]|\s?(?:w|wks?|weeks)\b)"
                          r"|(?<![\d+/.-])(?P<of_days>[1-4]?\d)\s?\+\s?[0-6](?:\s?(?:w|wks?|weeks?)\b|\s?/\s?40\b)"
                          r"|(?<![\d+/.-])(?P<of_forty>[1-4]?\d)\s?/\s?40\b"
                          r"|\b(?:in|with) (?:her|the|a|an?) (?:\w+ )?pregnancy,? (?:(?:now|at) )?(?P<of_her>[1-4]?\d) weeks\b", re.IGNORECASE)
"""The same in short: "G1P0 at 33+2", "36+5 wk", "28/40", "in her seventh pregnancy, 32 weeks"."""
_OBSTETRIC = re.compile(r"\b(?:antenatal|obstetric\w*|pregnan\w+|\w*gravida|G\d{1,2}\s?P\d+|f(?:o)?etal|f(?:o)?etus|gestation\w*|booking)\b",
                        re.IGNORECASE)
"""Without any of these "20/40" is an eye's."""
_PARITY = re.compile(r"(?<![Mm]other )\bG\d{1,2}\s?P\d[\d+]*\b(?!\s+mother)")
_BIRTH = re.compile(r"\b(?:born|birth|delivered|delivery|ca?esare?an|prematur\w*|preterm|ex|corrected|newborn|neonate|infant|baby)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|denies|denied|no longer|isn't|wasn't)\s+(?:currently\s+|being\s+)?$", re.IGNORECASE)
_OF_MOTHER = re.compile(r"\b(?:mother|maternal|wife|sister|daughter|while|when|during)\b[^.;]*$", re.IGNORECASE)


def read_person(text: str, knowledge: Knowledge) -> list[Found]:
    """Return offers of age (in years, decimals for infants), sex, pregnancy and weeks of gestation; each at most once.

    A pregnancy told of a person too young for one, by `only` of the finding, is the mother's.
    """
    found = [one for one in (_age(text), _sex(text)) if one]
    pregnant, weeks = _pregnancy(text)
    youngest = (knowledge.only(PREGNANCY)[1] or (0.0, OLDEST))[0]
    child = any(one.key == "age" and float(one.text) < youngest for one in found)
    if pregnant and not child and not any(one.key == "sex" for one in found):
        found.append(Found("sex", "female", pregnant.start, pregnant.end))
    if child or any(one.key == "sex" and one.text == "male" for one in found):
        return found
    return [*found, *filter(None, (pregnant, weeks))]


def _age(text: str) -> Found | None:
    """Return the first age that is told of the person, and not of a relative or of an earlier time."""
    hits = []
    for told in (*(pattern.finditer(text) for pattern in _OLD), _with_sex(text)):
        for hit in told:
            before = text[max(hit.start() - 40, 0):hit.start()]
            years = _number(hit["number"]) * _years(hit["unit"] or "years")
            elsewhere = (_NOT_NOW.search(before) or _OF_OTHERS.search(before) or _of_other(before, text[hit.end():hit.end() + 12])
                         or _OTHERS.match(text, hit.end()))
            if not elsewhere and not _is_temperature(hit, text) and years <= OLDEST:
                hits.append((hit.start(), hit.end(), years))
                break
    if not hits:
        return read_newborn_age(text)
    start, end, years = min(hits)
    return Found("age", f"{years:.3g}", start, end)


def _of_other(before: str, behind: str) -> bool:
    """Whether an age is that of a relative who is named before it: "her mother is a healthy 31-year-old", "his mother, 34 years old"."""
    return bool(_OF_OTHERS_TOLD.search(before) or _BESIDE_OTHERS.search(before) and not _CHILD.match(behind))


def _with_sex(text: str) -> list[re.Match]:
    """Return the places where age and sex are told in one, in the order of the text."""
    hits = [hit for pattern in _WITH_SEX for hit in pattern.finditer(text)]
    for pattern in _WITH_SEX_AT_START:
        hits += [hit for hit in pattern.finditer(text) if _BEGINS.search(text[max(hit.start() - 20, 0):hit.start()])
                 and not _CELLS.search(text[max(hit.start() - _NEAR, 0):hit.end() + _NEAR])]
    return sorted((hit for hit in hits if not _is_temperature(hit, text)), key=lambda hit: hit.start())


def _is_temperature(hit: re.Match, text: str) -> bool:
    """Whether an "F" stands for degrees: "T 102 F", "fever of 101.4 F"."""
    return hit[0].endswith(("F", "f")) and bool(_DEGREES.search(text[max(hit.start() - 30, 0):hit.start()]))


def _number(text: str) -> float:
    words = re.split(r"[\s-]", text.casefold())
    if words[0] in _TENS:
        return float(_TENS[words[0]] + (_SMALL.index(words[1]) if len(words) > 1 else 0))
    return float(_SMALL.index(words[0])) if words[0] in _SMALL else float(text.replace(",", "."))


def _years(unit: str) -> float:
    """Return how many years a unit is, by its first letters in four languages."""
    unit = unit.casefold()
    if unit.startswith(("mo", "me", "mt")) or unit == "m":
        return 1 / 12
    return _DAY if unit.startswith("jour") else _IN_YEARS.get(unit[:1], 1.0)


def _sex(text: str) -> Found | None:
    """Return what is told first: a noun or a field; else the only pronoun that is used."""
    hits = []
    for sex, pattern in _SEX:
        hit = next((one for one in pattern.finditer(text) if not _CONTEXT_OF_OTHERS.search(text[max(one.start() - 40, 0):one.start()])
                    and not _is_temperature(one, text)), None)
        if hit:
            hits.append((hit.start(), hit.end(), sex))
    hits += [(*hit.span(), "female" if hit["sex"].strip().casefold() in _FEMALE else "male") for hit in _with_sex(text)
             if not _CONTEXT_OF_OTHERS.search(text[max(hit.start() - 40, 0):hit.start()])]
    if not hits and (parity := _PARITY.search(text)):
        return Found("sex", "female", *parity.span())
    if not hits:
        told = [(sex, hit) for sex, pattern in _PRONOUNS if (hit := pattern.search(text))]
        return Found("sex", told[0][0], *told[0][1].span()) if len(told) == 1 else None
    start, end, sex = min(hits)
    return Found("sex", sex, start, end)


def _sentence_to(text: str, start: int, end: int) -> str:
    """Return the sentence of a place up to another."""
    return text[max(text.rfind(".", 0, start), text.rfind(";", 0, start)) + 1:end]


def _weeks(text: str) -> Iterator[Found]:
    """Yield weeks of gestation that a case file may hold and that are not those at a birth, first those written out."""
    written = ((hit["number"], hit) for hit in _WEEKS.finditer(text))
    short = ((next(filter(None, hit.groups())), hit) for hit in _WEEKS_SHORT.finditer(text) if not hit["of_forty"] or _OBSTETRIC.search(text))
    for number, hit in chain(written, short):
        if _number(number) <= LONGEST_GESTATION and not _BIRTH.search(_sentence_to(text, hit.start(), hit.end() + 30)):
            yield Found("gestation_weeks", f"{_number(number):g}", *hit.span())


def _pregnancy(text: str) -> tuple[Found | None, Found | None]:
    """Return pregnancy and its weeks; not those before a birth, of a mother, or denied."""
    pregnant, weeks = None, next(_weeks(text), None)
    for hit in _PREGNANT.finditer(text):
        before = text[max(hit.start() - 60, 0):hit.start()]
        if not _DENIED.search(before) and not _OF_MOTHER.search(before):
            pregnant = Found("pregnant", "yes", *hit.span())
            break
    if weeks and not pregnant:
        pregnant = Found("pregnant", "yes", weeks.start, weeks.end)
    return pregnant, weeks

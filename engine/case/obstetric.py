"""Weeks of pregnancy and what is so of today: "G2P1 at 34w", "28+3 weeks", "35w" by itself; not so a child born early, or an earlier pregnancy."""

import re

from ..knowledge.words.lexicon import Lexicon

_WEEK_WORD = r"(?:weeks?|wks?|w)"
_DAYS = r"(?:\s?\+\s?[0-6])"
# "G2P1 at 34w", "31/40", "28+3 weeks", "35w" by itself.
_OF_G = re.compile(rf"\b(?P<told>G\d{{1,2}}\s?P\d[\d+]*)\s*(?:,|at|@)*\s*(?P<weeks>\d{{1,2}})\s?(?:{_DAYS}?\s?{_WEEK_WORD}|{_DAYS})\b"
                   r"(?!\s*(?:post|pp\b|after|ago|old|since))(?: of)?(?: gestation)?", re.IGNORECASE)
_OF_FORTY = re.compile(rf"(?:\bat )?(?<![\d/])(?P<weeks>\d{{1,2}}){_DAYS}?/40\b")
_WITH_DAYS = re.compile(rf"\b(?P<weeks>\d{{1,2}}){_DAYS}\s?{_WEEK_WORD}\b(?!\s*(?:old|of age|(?:of )?(?:gestation|pregnan|gravid)))", re.IGNORECASE)
_ALONE = re.compile(rf"(?P<before>^|,\s*|\bat )(?P<weeks>\d\d){_DAYS}?w(?:ks?)?(?=\s*(?:,|$))")
_OF_A_CHILD = re.compile(r"\b(?:born|birth|post-?\s?partum|puerper\w*|pre-?(?:mature|term(?! labou?r| contraction))|prem|preemie|premie|newborn|"
                         r"neonat\w*|weeker|corrected|deliver\w*|ex|NICU|x|gestational age)\b", re.IGNORECASE)
_THIS_LONG = re.compile(rf"\b(?<!since )(?:(?P<told>\d{{1,2}}){_DAYS}?[\s-]*{_WEEK_WORD}(?:['\u2019]s?)?[\s-]+(?:of\s+)?(?:gestation|pregnan|gravid)"
                        rf"|gestational age (?:of |was )?(?P<aged>\d{{1,2}}){_DAYS}?[\s-]*{_WEEK_WORD}"
                        rf"|(?:at|in) (?P<at>\d{{1,2}}){_DAYS}?[\s-]*{_WEEK_WORD}$)", re.IGNORECASE)
_NOW = re.compile(rf"\b\d{{1,2}}\s?{_WEEK_WORD}(?:['\u2019]s?)?\s(?:of\s)?(?:pregnan|gestation)|\b(?:now|currently) (?:\d+ \w+ )?pregnant\b",
                  re.IGNORECASE)
_PUERPERIUM = re.compile(r"\b(?:postpartum|post-partum|puerperal) day \d|\bday \d+ (?:postpartum|post-partum|after delivery)\b"
                         r"|\b\d+ (?:days?|d|weeks?|wks?|w) (?:postpartum|post-partum|after delivery)\b", re.IGNORECASE)
# "ex-prem 26/40", "26-week preemie", "ex 26+3/40".
_PREMATURE = r"(?:ex[\s-]*)?(?:pre-?term|pre-?m(?:ature(?:ly)?|ie)?|preemie)\b(?:\s+(?:baby|infant|child|boy|girl|twin))?"
_BORN_WEEKS = rf"{_DAYS}?(?:\s?/\s?40|[\s-]*(?:weeker|{_WEEK_WORD}))\b"
_BORN_AT = re.compile(rf"\b(?:(?:born\s+)?{_PREMATURE}[\s,(]*(?:born\s+)?(?:at\s+|@\s*)?|ex[\s-]*)(?P<weeks>\d\d){_BORN_WEEKS}\)?"
                      rf"|\b(?:born\s+)?(?:at\s+|@\s*)?(?P<first>\d\d){_BORN_WEEKS}[\s-]*{_PREMATURE}", re.IGNORECASE)
# "HELLP in first pregnancy", but not "woman in her first pregnancy".
_IN_EARLIER = re.compile(r"(?P<what>\w)\s+(?<!woman )(?<!lady )(?<!girl )(?<!she )(?<!patient )(?<!pt )(?<!is )(?<!now )(?<!old )(?<!female )"
                         r"(?:in|with|during)\s+(?:(?:her|the|a|an)\s+)?(?:first|1st|second|2nd|third|3rd|earlier|prior|past)\s+"
                         r"(?:pregnancy|pregnancies|baby)\b(?!\s*(?:at\s+\d|now|,\s*\d))", re.IGNORECASE)
# Of another pregnancy than this one, or of the mother's.
_EARLIER = re.compile(r"\b(?:previous\w*|prior|last|earlier|first(?! (?:pregnan|trimester))|miscarr\w*|abort\w*|stillb\w*|loss|death|mother|mom|mum|"
                      r"born|birth|deliver\w*)\b", re.IGNORECASE)


def weeks_written_out(text: str, lexicon: Lexicon) -> str:
    """Return an entry with its weeks of pregnancy in words; any other text as it is."""
    weeks = lexicon.language["pregnancy_weeks"]

    def in_words(found: re.Match[str], before: str = "") -> str:
        return f"{before}{found['weeks']} weeks of gestation" if int(found["weeks"]) <= weeks["most"] else found[0]

    text = _BORN_AT.sub(lambda found: f"born at {found['weeks'] or found['first']} weeks", text)
    text = _IN_EARLIER.sub(r"\g<what> in previous pregnancy", text)
    told = _OF_G.sub(lambda found: in_words(found, f"{found['told']}, "), text)
    if _OF_A_CHILD.search(told):
        return _OF_FORTY.sub(r"at \g<weeks> weeks", told)
    told = _WITH_DAYS.sub(in_words, _OF_FORTY.sub(in_words, told))
    return _ALONE.sub(lambda found: in_words(found, "" if found["before"].strip() == "at" else found["before"])
                      if int(found["weeks"]) >= weeks["alone"] else found[0], told)


def weeks_of_pregnancy(text: str, lexicon: Lexicon) -> float | None:
    """Return the latest weeks of this pregnancy that an entry tells; None for what it tells of a birth or of another pregnancy."""
    told = weeks_written_out(text, lexicon)
    if _EARLIER.search(told):
        return None
    reached = (float(hit["told"] or hit["aged"] or hit["at"]) for hit in _THIS_LONG.finditer(told))
    return max((weeks for weeks in reached if weeks <= lexicon.language["pregnancy_weeks"]["most"]), default=None)


def in_puerperium(text: str) -> bool:
    """Whether an entry says how many days or weeks ago she delivered: "postpartum day 3", "2 weeks postpartum"."""
    return bool(_PUERPERIUM.search(text))


def goes_on(text: str, lexicon: Lexicon) -> bool:
    """Whether an entry of the history tells of a pregnancy that goes on."""
    return bool(_NOW.search(weeks_written_out(text, lexicon))) and not _EARLIER.search(text)

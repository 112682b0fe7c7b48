"""The shorthand of obstetric notes: "G2P1 at 34w", "G3P2002 at 28+3", "35w" by itself are weeks of this pregnancy; and what is so of today."""

import re

_WEEKS = r"(?P<weeks>[1-3]?\d|4[0-2])"
_WEEKS_OF_G = re.compile(rf"\b(?P<told>G\d{{1,2}}\s?P\d[\d+]*)\s*(?:,|at|@)*\s*{_WEEKS}\s?(?:\+\s?[0-6]\b|(?:\+\s?[0-6]\s?)?w(?:eek|k)?s?\b)"
                         r"(?: of)?(?: gestation)?", re.IGNORECASE)
_OF_FORTY = re.compile(r"(?<![\d/])([1-3]?\d|4[0-2])(?:\+[0-6])?/40\b")
_ALONE = re.compile(r"(?P<before>^|,\s*|\bat )(?P<weeks>[23]\d|4[0-2])(?:\+[0-6])?w(?:ks?)?(?=\s*(?:,|$))")
_OF_A_CHILD = re.compile(r"\b(?:born|birth|prem|preemie|premie|newborn|neonat\w*|weeker|corrected|deliver\w*|ex|NICU|x)\b", re.IGNORECASE)
_NOW = re.compile(r"\b\d{1,2}\s?(?:weeks?|wks?)(?:['\u2019]s?)?\s(?:of\s)?(?:pregnan|gestation)|\b(?:now|currently) (?:\d+ \w+ )?pregnant\b"
                  r"|\bpostpartum day \d|\bday \d+ postpartum|\b\d+ (?:days?|d|weeks?|wks?|w) (?:postpartum|post-partum|after delivery)"
                  r"|\b(?:SVD|NVD|LSCS|delivered|delivery|c-?section|cesarean)\b.{0,12}\b\d{1,2} ?(?:days?|d) ago\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:previous\w*|prior|last|earlier|first|miscarr\w*|abort\w*|stillb\w*|loss|death|mother|mom|mum|"
                      r"born|birth|deliver\w* at)\b", re.IGNORECASE)


def weeks_written_out(text: str) -> str:
    """Return an entry with its weeks of pregnancy in words; any other text as it is."""
    told = _OF_FORTY.sub(r"\1 weeks of gestation", text)
    told = _WEEKS_OF_G.sub(r"\g<told>, \g<weeks> weeks of gestation", told)
    if not _OF_A_CHILD.search(told):
        told = _ALONE.sub(lambda found: f"{'' if found['before'].strip() == 'at' else found['before']}{found['weeks']} weeks of gestation", told)
    return told


def is_of_today(text: str) -> bool:
    """Whether an entry of the history tells of a pregnancy that goes on, or of a delivery of these days."""
    return bool(_NOW.search(weeks_written_out(text))) and not _EARLIER.search(text)

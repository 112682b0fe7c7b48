"""The age of a newborn of whom no age is told: hours after the birth, the day of life in a ward for newborns, or that it is newborn."""

import re

from ...case.spoken import NUMBER_WORDS
from ...days import DAYS_A_WEEK, DAYS_A_YEAR, HOURS_A_DAY
from .found import Found

_MANY = rf"(?P<number>\d{{1,3}}|{'|'.join(sorted(NUMBER_WORDS[:30], key=len, reverse=True))})"
_UNIT = r"(?P<unit>hour|day|week)s?"
_DAYS = {"hour": 1 / HOURS_A_DAY, "day": 1, "week": DAYS_A_WEEK}
_OF_NEWBORN = re.compile(r"\b(?:newborns?|neonat\w+|baby|(?:ex-?\s?)?\d\d-?\s?weeker|"
                         r"born (?:at|by|small|prematurely)|NICU|birth ?weight|Apgars?)\b", re.IGNORECASE)
_IS_NEWBORN = re.compile(r"\b(?:newborn|neonate)\b(?! (?:son|daughter|period|screen))", re.IGNORECASE)
_TOLD = (
    re.compile(rf"\b{_MANY}[\s-]*{_UNIT}\s+(?:after|following)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){{0,3}}"
               rf"(?:birth|delivery|ca?esare?an)\b", re.IGNORECASE),
    re.compile(rf"\b{_MANY}[\s-]*{_UNIT}\s+(?:of age|of life|old)\b", re.IGNORECASE),
    re.compile(r"\b(?:(?:now|currently|at|on)\s+|(?<=[,;(] )|(?<=[,;(]))(?P<unit>day)\s+(?P<number>\d{1,2})\b"
               r"(?!\s+of\s+(?:treatment|therapy|illness|antibiotic))", re.IGNORECASE),
)


def read_newborn_age(text: str) -> Found | None:
    """Return the offer of an age in years; None for a text that tells of no newborn, or not how old it is."""
    if not _OF_NEWBORN.search(text):
        return None
    for pattern in _TOLD:
        if hit := pattern.search(text):
            number = hit["number"].casefold()
            count = float(number) if number.isdigit() else NUMBER_WORDS.index(number) + 1
            return Found("age", f"{count * _DAYS[hit['unit'].casefold()] / DAYS_A_YEAR:.3g}", *hit.span())
    newborn = _IS_NEWBORN.search(text)
    return Found("age", "0", *newborn.span()) if newborn else None

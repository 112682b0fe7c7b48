"""Read free text on when an illness began: `"since 18 months of age"` to the course that it is called, such as years."""

import re

from ..days import DAYS_A_MONTH, DAYS_A_WEEK, DAYS_A_YEAR, HOURS_A_DAY
from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .spoken import NUMBER_WORDS, ORDINAL_WORDS
from .timing import read_duration_days

_NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS[:18], start=1)}
_ORDINALS = {word: number for number, word in enumerate(ORDINAL_WORDS[:10], start=1)}
_UNIT = {"hour": 1 / HOURS_A_DAY, "day": 1, "week": DAYS_A_WEEK, "month": DAYS_A_MONTH, "year": DAYS_A_YEAR}
_COUNT = rf"(?P<count>\d+(?:\.\d+)?|{'|'.join(_NUMBERS)})"
_OF_AGE = re.compile(rf"\b{_COUNT}[\s-]+(?P<unit>hour|day|week|month|year)s?[\s-]+(?:of age|of life|old)\b")
_AT_AGE = re.compile(rf"\b(?:age|aged)\s+(?:of\s+)?{_COUNT}(?:\s+(?P<unit>day|week|month|year)s?)?\b")
_NTH_OF_LIFE = re.compile(rf"\b(?P<count>\d+(?=st|nd|rd|th)|{'|'.join(_ORDINALS)})(?:st|nd|rd|th)?\s+"
                          r"(?P<unit>hour|day|week|month|year)s?\s+of\s+(?:life|age)\b")


@remembered
def read_onset(text: str, age: float | None, limits: dict[str, float], words: dict[str, tuple[str, ...]],
               lexicon: Lexicon) -> str | None:
    """Return the course that the words name, or None.

    Args:
        text: such as `three weeks`, `since infancy`, `sudden`. age: years. limits: longest course, in days, of each name but
            the last two, years and lifelong. words: words that name a course without a number.
    """
    plain = " ".join(text.casefold().replace("-", " ").split())
    named = next((course for course, known in words.items() if _named(plain, known)), None)
    if named == "lifelong":
        return named
    began = _age_at_onset(plain)
    if began is not None:
        return None if age is None else _course(max(age * DAYS_A_YEAR - began, 0), limits)
    days = read_duration_days(text, lexicon)
    return _course(days, limits) if days is not None else named


def _named(text: str, known: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in known)


def _age_at_onset(text: str) -> float | None:
    """Return the age, in days, at which it began."""
    for pattern in (_NTH_OF_LIFE, _OF_AGE, _AT_AGE):
        if found := pattern.search(text):
            count = found["count"]
            number = _NUMBERS.get(count) or _ORDINALS.get(count) or float(count)
            return number * _UNIT[found["unit"] or "year"]
    return None


def _course(days: float, limits: dict[str, float]) -> str:
    return next((name for name, longest in limits.items() if days <= longest), "years")

"""How much somebody drinks: a number of drinks a day or a week, judged by the limits of the rules."""

import re
from collections.abc import Iterable

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .spoken import NUMBER_WORDS

_DAYS_A_WEEK = 7
_FOR_LONG = r"(?:\s+(?:for|since|over)\s+.+)?"


def named_drinking(text: str, lexicon: Lexicon) -> str | None:
    """Return the name of what an entry says by a number of drinks alone: "6 beers a day"; None where it says another thing, or more.

    Of a span ("3-4 beers daily") the lesser number counts.
    """
    found = _amount(lexicon).fullmatch(text.strip())
    if found is None:
        return None
    told = found["number"].casefold()
    number = NUMBER_WORDS.index(told) + 1 if told in NUMBER_WORDS else 1 if told in ("a", "an") else float(told)
    a_week = number * (_DAYS_A_WEEK if found["daily"] else 1)
    drinks = lexicon.language["drinks"]
    return drinks["heavy"] if a_week > drinks["heavy_above"] else drinks["light"] if a_week <= drinks["light_up_to"] else drinks["between"]


@remembered
def _amount(lexicon: Lexicon) -> re.Pattern:
    drinks = lexicon.language["drinks"]
    number = rf"(?P<number>\d+(?:\.\d+)?|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))}|an?)"
    to = r"(?:\s?(?:-|\u2013|to|or)\s?[\w.]+)?"
    return re.compile(rf"(?:(?:{_any(drinks['leading'])})[\s:,]*)*{number}{to}\s+(?:{_any(drinks['glasses'])})\s*"
                      rf"(?:(?P<daily>{_any(drinks['a_day'])})|{_any(drinks['a_week'])}){_FOR_LONG}", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(words, key=len, reverse=True))

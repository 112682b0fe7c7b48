"""The words of print-outs as patterns: flags, limits, columns, results. Built once from `rules/language.yaml`."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon

_WORDS = ("neutral", "kinds", "percent", "absolute", "others", "fluids", "differential", "found", "not_found", "below_ribs", "lengths", "low",
          "high", "marks", "reference")
_MOMENTS = ("earlier", "now", "after_treatment", "treated", "rises")
LIMIT = r"\d+(?:[.,]\d+)*"
DASH = r"(?:-|\u2013|\u2014|to|bis|a|\xe0)"


class Prints(NamedTuple):
    """Patterns and sets of words, see `printout` of the language file."""

    low: frozenset[str]
    high: frozenset[str]
    flag: re.Pattern
    limits: re.Pattern
    neutral: frozenset[str]
    kinds: frozenset[str]
    percent: frozenset[str]
    absolute: frozenset[str]
    qualifiers: frozenset[str]
    others: frozenset[str]
    fluid: re.Pattern
    of_blood: re.Pattern
    columns: dict[str, str]
    differential: re.Pattern
    cells: dict[str, str]
    found: re.Pattern
    not_found: re.Pattern
    below_ribs: re.Pattern
    lengths: re.Pattern
    earlier: re.Pattern
    now: re.Pattern
    after_treatment: re.Pattern
    treated: re.Pattern
    rises: re.Pattern


@remembered
def prints_of(lexicon: Lexicon) -> Prints:
    """Return the patterns of a lexicon's language file."""
    said = lexicon.language["printout"]
    return _built(*(tuple(said[name]) for name in _WORDS), tuple((key, tuple(words)) for key, words in said["columns"].items()),
                  tuple((key, tuple(words)) for key, words in said["cells"].items()),
                  *(tuple(said["moments"][name]) for name in _MOMENTS))


@lru_cache(maxsize=2)
def _built(*words: Any) -> Prints:
    (neutral, kinds, percent, absolute, others, fluids, differential, found, not_found, below_ribs, lengths, low, high, marks, reference, columns,
     cells, *moments) = words
    singles = [frozenset(part for one in some for part in one.casefold().split()) for some in (neutral, kinds, percent, absolute)]
    return Prints(frozenset(map(str.casefold, low)), frozenset(map(str.casefold, high)), _flag((*low, *high, *marks)), _limits(reference), *singles,
                  frozenset().union(*singles), frozenset(others), _any(fluids), _any(("blood", "serum", "plasma", "peripheral", "cbc", "fbc")),
                  {said: key for key, some in columns for said in some}, _any(differential, r"(?:\s*[:=]|(?=\s+[a-z]{1,6}\s?[:=-]?\s?\d))"),
                  {said: key for key, some in cells for said in some}, _any(found), _any(not_found), _any(below_ribs), _any(lengths),
                  *map(_any, moments))


def _any(words: Iterable[str], behind: str = "") -> re.Pattern:
    said = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{said or '(?!)'})(?!\w){behind}", re.IGNORECASE)


def _flag(words: Iterable[str]) -> re.Pattern:
    """Return a pattern of flags: letters in capitals, words in any case, arrows, stars, and a plus or minus that stands by itself."""
    letters = "|".join(sorted((one for one in words if len(one) < 3), key=len, reverse=True))
    said = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True) if len(one) > 2)
    return re.compile(rf"(?:[(\[]\s*)?(?P<flag>(?:{letters})(?=[\s|;,.)\]*]|$)|(?i:{said})(?=[\s|;,.)\]*]|$)|\u2193+|\u2191+|[!*]+|\u25b2|\u25bc"
                      r"|(?<=\s)[+-]{1,3}(?=\s+\D|\s*$|\s*\||\t))(?:\s*[)\]])?", re.MULTILINE)


def _limits(words: Iterable[str]) -> re.Pattern:
    """Return a pattern of reference limits, in brackets or not, behind words such as "reference range"."""
    said = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?P<open>[(\[]\s*)?(?:(?:{said})\b\.?\s*[:=,]?\s*)*(?P<range>[<>\u2264\u2265]=?\s*{LIMIT}|{LIMIT}\s*{DASH}\s*{LIMIT})"
                      r"(?P<inside>\s?[x\u00d7]?\s?10\s?[\^*e]?\d{1,2}\s?/\s?\w+|\s?\w{0,5}/\s?mm\^?3|[^()\[\]\d|\n]{0,20}?)(?P<close>\s*[)\]])?"
                      r"(?=[\s|;:*]|[.,](?!\d)|$)", re.IGNORECASE)

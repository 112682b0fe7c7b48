"""The words of print-outs as patterns: flags, limits, columns, results. Built once from `rules/language.yaml`."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon

_RESULTS = ("found", "not_found", "below_ribs", "lengths", "untrue")
_MOMENTS = ("earlier", "now", "before_treatment", "after_treatment", "treated", "rises", "once", "before", "at_first", "later")
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
    untrue: re.Pattern
    earlier: re.Pattern
    now: re.Pattern
    before_treatment: re.Pattern
    after_treatment: re.Pattern
    treated: re.Pattern
    rises: re.Pattern
    once: re.Pattern
    before: re.Pattern
    at_first: re.Pattern
    later: re.Pattern


@remembered
def prints_of(lexicon: Lexicon) -> Prints:
    """Return the patterns of a lexicon's language file."""
    said = lexicon.language["printout"]
    neutral, kinds, percent, absolute = (_single_words(said[name]) for name in ("neutral", "kinds", "percent", "absolute"))
    return Prints(
        low=frozenset(map(str.casefold, said["low"])), high=frozenset(map(str.casefold, said["high"])),
        flag=_flag((*said["low"], *said["high"], *said["marks"])), limits=_limits(said["reference"]),
        neutral=neutral, kinds=kinds, percent=percent, absolute=absolute, qualifiers=neutral | kinds | percent | absolute,
        others=frozenset(said["others"]), fluid=_any(said["fluids"]), of_blood=_any(said["of_blood"]),
        columns=_by_word(said["columns"]), cells=_by_word(said["cells"]),
        differential=_any(said["differential"], r"(?:\s*[:=]|(?=\s+[a-z]{1,6}\s?[:=-]?\s?\d))"),
        **{name: _any(said[name]) for name in _RESULTS}, **{name: _any(said["moments"][name]) for name in _MOMENTS})


def _single_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in name.casefold().split())


def _by_word(names: dict[str, Iterable[str]]) -> dict[str, str]:
    return {word: key for key, words in names.items() for word in words}


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

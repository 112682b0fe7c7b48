"""Bring phrases to one form: case, US spelling, hyphens, plurals, fillers."""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[a-z0-9]+(?:(?:[.:^/*]|(?<=\d),(?=\d{3}(?!\d)))[a-z0-9]+)*%?|[<>]=?|[%+]")
_IN_UNITS = re.compile(r"(?<![\d/.])(\d{1,2}(?:-\d{1,2})?)/(7|52|12)(?![\d/.])")
_OF_ONE = {"7": "days", "52": "weeks", "12": "months"}
_DASHES = str.maketrans({"-": " ", "‐": " ", "–": " ", "—": " ", "_": " ", "’": "'", "`": "'", "´": "'"})
_ACCENTS = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüñçø", "aaaaaaeeeeiiiiooooouuuunco")
_KEEP_S = ("ss", "us", "is", "ous")


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Return the word without a plural ending, by rules that are the same for every word of the vocabulary."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEEP_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def spell_durations(text: str) -> str:
    """Write British durations out: "3/7" is three days, "3/52" three weeks, "3/12" three months."""
    return _IN_UNITS.sub(lambda found: f"{found[1]} {_OF_ONE[found[2]]}", text) if "/" in text else text


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """How words are brought to one form. Built from `rules/language.yaml`."""

    pattern: re.Pattern
    replacement: dict[str, str]
    fillers: frozenset[str]
    filler_phrases: re.Pattern

    def tokens(self, text: str) -> list[str]:
        """Return the words of a phrase in order: lower case, one spelling, singular, hyphens as blanks."""
        flat = spell_durations(text).casefold().translate(_ACCENTS).translate(_DASHES).replace("'s ", " ").replace("'s", "")
        flat = self.pattern.sub(lambda match: self.replacement[match.group()], f"{flat} ")
        return [singular(word) for word in _TOKEN.findall(flat)]

    def key(self, words: list[str]) -> str:
        """Return the phrase under which words are looked up: without fillers."""
        joined = self.filler_phrases.sub(" ", f" {' '.join(words)} ")
        kept = [word for word in joined.split() if word not in self.fillers]
        return " ".join(kept)

    def normal(self, text: str) -> str:
        """Return the look-up key of a text."""
        return _normal(self, text)


@lru_cache(maxsize=65536)
def _normal(spelling: Spelling, text: str) -> str:
    """Remember keys: the same thirty thousand phrases are looked at three times while the rules are compiled."""
    return spelling.key(spelling.tokens(text))


def build_spelling(language) -> Spelling:
    """Build the spelling rules from the language file (model or mapping)."""
    replacement = dict(language["spelling"])
    longest_first = sorted(replacement, key=len, reverse=True)
    single = {filler for filler in language["fillers"] if " " not in filler}
    phrases = sorted((filler for filler in language["fillers"] if " " in filler), key=len, reverse=True)
    words = [" ".join(singular(word) for word in phrase.split()) for phrase in phrases]
    return Spelling(
        pattern=re.compile("|".join(map(re.escape, longest_first))), replacement=replacement,
        fillers=frozenset(map(singular, single)),
        filler_phrases=re.compile(r"(?<= )(?:" + "|".join(map(re.escape, words)) + r")(?= )"))

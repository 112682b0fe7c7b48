"""Bring phrases to one form: case, US spelling, hyphens, plurals, fillers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(r"[a-z0-9]+(?:(?:[.:^/*]|(?<=\d),(?=\d{3}(?!\d)))[a-z0-9]+)*%?|[<>]=?|[%+]")
# What stands before is asked after the first digit: a pattern that begins with a digit is tried at digits only, five times as fast.
_IN_UNITS = re.compile(r"(\d(?<![\d/.]\d)\d?(?:-\d{1,2})?)/(7|52|12)(?![\d/.])")
_GLUED = re.compile(r"(\d(?<![\w./,-]\d)\d{0,2}) ?(w|wk|wks|mo|mos|yr|yrs|y)(?![\w/.])")
_LONG = {"w": "weeks", "wk": "weeks", "wks": "weeks", "mo": "months", "mos": "months", "yr": "years", "yrs": "years", "y": "years"}
_OF_ONE = {"7": "days", "52": "weeks", "12": "months"}
_FOREIGN = dict(zip("áàâäãåéèêëíìîïóòôöõúùûüñçø‐–—’´", "aaaaaaeeeeiiiiooooouuuunco   ''", strict=True))
_FOREIGN_LETTER = re.compile(f"[{''.join(_FOREIGN)}]")
# Neither stands in a text: the end of a text among many, and a word with which a phrase without meaning may begin.
_END, _UNSURE = "\0", "\1"
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
    """Write durations out: "10y" is ten years, British "3/7" three days."""
    return spell_fractions(_GLUED.sub(lambda found: f"{found[1]} {_LONG[found[2]]}", text))


def spell_fractions(text: str) -> str:
    """Write British durations out: "3/7" is three days, "3/52" three weeks, "3/12" three months."""
    return _IN_UNITS.sub(lambda found: f"{found[1]} {_OF_ONE[found[2]]}", text) if "/" in text else text


@dataclass(frozen=True, slots=True, eq=False)
class Spelling:
    """How words are brought to one form. Built from `rules/language.yaml`.

    parts, phrases: what is replaced within a word, and what goes over several; replacement: by what.
    whole: words cut short, and what they stand for where they stand by themselves.
    ready: keys worked out by `prepare`; not kept when stored.
    """

    parts: re.Pattern
    phrases: re.Pattern
    replacement: dict[str, str]
    fillers: frozenset[str]
    filler_phrases: re.Pattern
    filler_starts: frozenset[str]
    whole: dict[str, str]
    ready: dict[str, str] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple:
        return Spelling, tuple(getattr(self, one.name) for one in fields(self) if one.name != "ready")

    def tokens(self, text: str) -> list[str]:
        """Return the words of a phrase in order: lower case, one spelling, singular, hyphens as blanks."""
        return [token for word in self._flat(f"{spell_durations(text)} ").split() for token in _tokens(self, word)]

    def _flat(self, text: str) -> str:
        """Return a text, or lines of texts, with what goes over several words replaced. Every text ends with a blank."""
        flat = text.casefold()
        if not flat.isascii():
            flat = _FOREIGN_LETTER.sub(lambda match: _FOREIGN[match.group()], flat)
        flat = flat.replace("-", " ").replace("_", " ").replace("`", "'").replace("'s ", " ").replace("'s", "")
        return self.phrases.sub(lambda match: self.replacement[match.group()], flat)

    def prepare(self, texts: Iterable[str]) -> None:
        """Work out the keys of many texts at once, so that `normal` has them ready: each step goes over all of them together."""
        texts = [text for text in dict.fromkeys(texts) if _END not in text]
        flat = self._flat(spell_durations(f" {_END} ".join([*texts, ""])))
        words = flat.split()
        tokens = {word: _tokens(self, word) for word in dict.fromkeys(words)}
        kept = {word: " ".join([token for token in said if token not in self.fillers]) for word, said in tokens.items()}
        kept |= {word: f"{kept[word]}{_UNSURE}" for word, said in tokens.items() if not self.filler_starts.isdisjoint(said)}
        kept[_END] = _END
        keys = " ".join(filter(None, map(kept.__getitem__, words))).replace(f" {_END}", _END).replace(f"{_END} ", _END).split(_END)
        self.ready.update(zip(texts, keys, strict=False))
        lines = flat.split(_END)
        for number, text in enumerate(texts):
            if _UNSURE in keys[number]:
                self.ready[text] = self.key([token for word in lines[number].split() for token in tokens[word]])

    def key(self, words: list[str]) -> str:
        """Return the phrase under which words are looked up: without fillers."""
        if not self.filler_starts.isdisjoint(words):
            words = self.filler_phrases.sub(" ", f" {' '.join(words)} ").split()
        return " ".join([word for word in words if word not in self.fillers])

    def normal(self, text: str) -> str:
        """Return the look-up key of a text."""
        ready = self.ready.get(text)
        return _normal(self, text) if ready is None else ready


@lru_cache(maxsize=65536)
def _tokens(spelling: Spelling, word: str) -> tuple[str, ...]:
    """Remember words: the vocabulary has five times as many phrases as words."""
    spelled = spelling.parts.sub(lambda match: spelling.replacement[match.group()], word)
    tokens = (singular(spelled),) if spelled.isalpha() and spelled.isascii() else tuple(singular(token) for token in _TOKEN.findall(spelled))
    if spelling.whole.keys().isdisjoint(tokens):
        return tokens
    return tuple(said for token in tokens for said in spelling.whole.get(token, token).split())


@lru_cache(maxsize=65536)
def _normal(spelling: Spelling, text: str) -> str:
    """Remember keys: the same words recur, in cases as in tables."""
    return spelling.key(spelling.tokens(text))


def build_spelling(language: Mapping[str, Any]) -> Spelling:
    """Build the spelling rules from the content of the language file."""
    replacement = dict(language["spelling"])
    longest_first = sorted(replacement, key=len, reverse=True)
    single = {filler for filler in language["fillers"] if " " not in filler}
    phrases = sorted((filler for filler in language["fillers"] if " " in filler), key=len, reverse=True)
    words = [" ".join(singular(word) for word in phrase.split()) for phrase in phrases]
    return Spelling(
        parts=_any_of([one for one in longest_first if " " not in one]),
        phrases=re.compile(rf"(?<![a-z0-9])(?:{_any_of([one for one in longest_first if ' ' in one]).pattern})"), replacement=replacement,
        fillers=frozenset(map(singular, single)),
        filler_phrases=re.compile(rf"(?<= )(?:{_any_of(words).pattern})(?= )"),
        filler_starts=frozenset(word.split()[0] for word in words), whole=dict(language["cut_short"]))


def _any_of(texts: list[str]) -> re.Pattern:
    """Return a pattern that finds any of the texts, the first that fits; without texts one that finds nothing.

    Those that start with one letter stand together: most places are passed over by their first letter alone.
    """
    endings: dict[str, list[str]] = {}
    for text in texts:
        endings.setdefault(text[0], []).append(re.escape(text[1:]))
    return re.compile("|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in endings.items()) or "(?!)")

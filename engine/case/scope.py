"""Words around a finding that say whether it is there: denial, normality, doubt, time, family, severity."""

import re
from dataclasses import dataclass

from ..knowledge.words.lexicon import Lexicon

_DATED = re.compile(r" (?:(?:about|some|over|nearly) )?(\d[\d.]*|a|an|one|two|three|four|five|six|seven|eight|nine|ten|"
                    r"several|few|many) (day|week|wks?|month|mos?|year|yrs?|decade|hour) (?:earlier|ago|before|previously)(?= )")
_RECENT_WEEKS = 6
_LATELY = ("yesterday", "recently", "lately")


@dataclass(frozen=True, slots=True)
class Scope:
    """What the words around a finding say of it."""

    denied: bool = False
    normal: bool = False
    abnormal: bool = False
    unsure: bool = False
    past: bool = False
    recent: bool = False
    family: bool = False
    severity: str | None = None


def peel(words: list[str], lexicon: Lexicon) -> tuple[list[str], Scope]:
    """Take the words of scope off a phrase.

    Returns:
        (the words left, what the others said). Severity words are kept in place and only read.
    """
    text = f" {' '.join(words)} "
    recent = _is_recent(text)
    text, past = _take_time(text, lexicon)
    text, family = _take_family(text, lexicon)
    text, unsure = _take_anywhere(text, "uncertain", lexicon)
    text, denied = _take_ends(text, "before", "after", lexicon)
    text, normal = _take_ends(text, "normal", "normal", lexicon)
    text, abnormal = _take_ends(text, "abnormal", "abnormal", lexicon)
    severity = next((grade for grade in ("severe", "moderate", "mild") if _has(text, grade, lexicon)), None)
    return text.split(), Scope(denied, normal, abnormal, unsure, past, past and recent, family, severity)


def _is_recent(text: str) -> bool:
    """Whether a thing is dated to the last weeks: "transfusion 8 days ago", "delivery yesterday"."""
    dated = _DATED.search(text)
    if dated is None:
        return any(text.endswith(f" {word} ") for word in _LATELY)
    number, unit = dated.groups()
    weeks = {"d": 1 / 7, "h": 0, "w": 1}.get(unit[0])
    return weeks is not None and (not number[0].isdigit() or float(number.rstrip(".")) * weeks <= _RECENT_WEEKS)


def _take_time(text: str, lexicon: Lexicon) -> tuple[str, bool]:
    dated = _DATED.search(text)
    if dated:
        return text[:dated.start()] + " ", True
    words = text.split()
    for phrase in lexicon.phrase_sets["earlier"]:
        if text.startswith(f" {phrase} "):
            return text[len(phrase) + 1:], True
    if len(words) > 1 and words[0] in lexicon.word_sets["earlier"]:
        return f" {' '.join(words[1:])} ", True
    if len(words) > 1 and words[-1] in ("earlier", "ago", "previously", "resolved", *_LATELY):
        return f" {' '.join(words[:-1])} ", True
    return text, False


def _take_family(text: str, lexicon: Lexicon) -> tuple[str, bool]:
    words = text.split()
    if len(words) > 2 and words[0] in lexicon.word_sets["relatives"] and words[1] in ("with", "had", "has", "history", "died"):
        rest = words[2:]
        return f" {' '.join(rest)} ", True
    return text, False


def _take_anywhere(text: str, name: str, lexicon: Lexicon) -> tuple[str, bool]:
    taken = False
    for phrase in lexicon.phrase_sets[name]:
        if f" {phrase} " in text:
            text, taken = text.replace(f" {phrase} ", " "), True
    words = text.split()
    kept = [word for word in words if word not in lexicon.word_sets[name]]
    return f" {' '.join(kept)} ", taken or len(kept) < len(words)


def _take_ends(text: str, leading: str, trailing: str, lexicon: Lexicon) -> tuple[str, bool]:
    """Take one phrase of a list off the start or the end, if something is left."""
    for phrase in (*lexicon.phrase_sets[leading], *lexicon.word_sets[leading]):
        if text.startswith(f" {phrase} ") and len(text.split()) > phrase.count(" ") + 1:
            return text[len(phrase) + 1:], True
    for phrase in (*lexicon.phrase_sets[trailing], *lexicon.word_sets[trailing]):
        if text.endswith(f" {phrase} ") and len(text.split()) > phrase.count(" ") + 1:
            return text[:-len(phrase) - 1], True
    return text, False


def _has(text: str, name: str, lexicon: Lexicon) -> bool:
    return any(f" {phrase} " in text for phrase in lexicon.phrase_sets[name]) or any(
        word in lexicon.word_sets[name] for word in text.split())

"""Since when the person is ill, as a text tells it beside a complaint: "three weeks of fatigue", "bruising for ten days"."""

import re
from collections.abc import Iterable

from ...case.onset import read_onset
from ...case.timing import read_duration_days
from ...knowledge.knowledge import Knowledge
from .found import Found

COMPLAINTS = ("symptom", "sign")
_LENGTH = (r"(?:(?:about|almost|nearly|over|some)\s+)?(?:\d+(?:\.\d+)?|an?|[a-z]+(?:[\s-](?:or|to)[\s-][a-z\d]+)?)"
           r"(?:[\s-]+(?:hour|day|week|month|year)s?|\s?(?:h|hrs?|d|wks?|w|mo|mos|mths?|yrs?|y)\b(?!/))")
_BEFORE = re.compile(rf"(?P<length>{_LENGTH})(?:['\u2019]s?)?(?:\s+history)?\s+of\s+(?:[a-z]+\s+)?"
                     r"(?:[a-z]+\s+and\s+(?:[a-z-]+\s+)?)?$", re.IGNORECASE)
_WITHIN = re.compile(rf"^(?P<length>{_LENGTH})(?:['\u2019]s?)?(?:\s+history)?\s+of\b", re.IGNORECASE)
_AFTER = re.compile(rf"^[\w\s,-]{{0,25}}?\b(?:for|over|during|since)\s+(?:the\s+)?(?:(?:past|last|previous)\s+)?(?P<length>{_LENGTH})\b(?!\s+ago)",
                    re.IGNORECASE)
_FAR = 60


def read_began(text: str, found: Iterable[Found], age: float | None, knowledge: Knowledge) -> Found | None:
    """Return the offer "began over weeks", from the longest time told of a complaint that is there; None where none is told.

    Args:
        text: the text that was read. found: what was found in it. age: of the person, years. knowledge: the compiled rules.
    """
    told = []
    for one in found:
        if one.key != "present" or one.state != "present" or not any(
                mention.kind == "finding" and knowledge.findings[mention.id].kind in COMPLAINTS for mention in one.mentions):
            continue
        words = text[one.start:one.end]
        for hit, offset in ((_BEFORE.search(text[max(one.start - _FAR, 0):one.start]), max(one.start - _FAR, 0)), (_WITHIN.search(words), one.start),
                            (_AFTER.search(text[one.start:_end_of_sentence(text, one.end)][:len(words) + _FAR]), one.start)):
            if hit and (days := read_duration_days(hit["length"], knowledge.lexicon)):
                told.append((days, hit.start("length") + offset, hit.end("length") + offset))
    if not told:
        return None
    _, start, end = max(told)
    model = knowledge.model
    course = read_onset(text[start:end], age, model["onset_days"], model["onset_words"], knowledge.lexicon)
    return Found("onset", course, start, end) if course else None


def _end_of_sentence(text: str, start: int) -> int:
    ends = [place for mark in (".", ";", "\n") if (place := text.find(mark, start)) >= 0]
    return min(ends, default=len(text))

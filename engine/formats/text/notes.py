"""What the form makes of a sentence, and of an item of a list in it: in a note a sign belongs to the thing beside which it stands.

NegEx lets a sign reach as far as nothing ends it, which is right for prose. A note is written otherwise: "ANA neg, DAT pos", "fever -, rash +",
"Coombs test: not done". As an entry each of these is understood, and what is told there of a thing counts more than a sign from afar.
"""

import re

from ...case.marks import written_in_words
from ...case.reading import NO_RESULT
from ...case.turns import affirms
from ...case.words import read_words
from ...knowledge.words.lexicon import Lexicon
from .stretches import Term

_JOINT = re.compile(r"[,;:|\n]\s*|\s{2,}|\s(?=\([+-]\)\s?\w)|\s(?=\?\w)|\b(?:and|but|while|whereas|plus|with|or|although)\b\s*", re.IGNORECASE)
_JOINT_BEHIND = re.compile(r"[,;|\n(]|\s(?=\([+-]\)\s?[A-Za-z])|\s(?=\?\w)|\b(?:and|but|while|whereas|plus|with|or|although)\b", re.IGNORECASE)
_LEADS_SIGNED = re.compile(r"\([+-]\)\s?\w")
_NEITHER = re.compile(r"(?:neither|nor)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|never|nor|neither|without|n't)\b|n't\b", re.IGNORECASE)
_ASKS_WHAT = re.compile(r"\s*(?:what|which|why|how|who|when|where)\b", re.IGNORECASE)
_CONDITION = re.compile(r"should\s+(?!be\b|have\b)", re.IGNORECASE)
_OR = re.compile(r"\bn?or\s*$", re.IGNORECASE)
_MARK = re.compile(r"\(\s*[+-]\s*\)")
_LONGEST = 200
_STATES = frozenset(("absent", "unsure", "present"))


def said_beside(term: Term, text: str, sentence: tuple[int, int], lexicon: Lexicon) -> str:
    """Return what is said of a term beside it: present, absent, unsure, untold (a test without a result), aside (a condition), or "".

    It is what the form makes of the sentence, where it understands all of it, else of the item of a list in which the term stands. A thing
    that is told to be there by its item alone is there whatever was denied before it: "no fever, cough present".
    """
    whole = text[sentence[0]:sentence[1]].strip().rstrip(".;").strip()
    if _CONDITION.match(whole):
        return "aside"
    if state := _state_in(whole, term, lexicon):
        return state
    start, end = item_around(text, term.start, term.end, sentence)
    item = item_at(text, start, end)
    if _NEITHER.match(item):
        return "absent"
    if item.startswith("+"):
        return "present"
    alone = item.casefold() == text[term.start:term.end].casefold()
    state = "present" if alone else _state_in(item, term, lexicon)
    if state == "present" and (_OR.search(text[sentence[0]:start]) or not _has_a_sign(item, lexicon)):
        state = ""
    return state or ("unsure" if whole.endswith("?") and not _ASKS_WHAT.match(whole) else "")


def item_around(text: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """Return where the item of a list begins and ends in which a stretch stands, with the sign before or behind it: "Schistocytes: none seen"."""
    first = max((hit.end() for hit in _JOINT.finditer(text, sentence[0], start + 1) if hit.end() <= start), default=sentence[0])
    behind = _JOINT_BEHIND.search(text, end, sentence[1])
    while behind and behind[0] == "(" and _MARK.match(text, behind.start()) and not _LEADS_SIGNED.match(text, sentence[0]):
        behind = _JOINT_BEHIND.search(text, behind.end(), sentence[1])
    return first, behind.start() if behind else sentence[1]


def item_at(text: str, start: int, end: int) -> str:
    """Return the words of an item as they would be typed, without what ends it."""
    return " ".join(text[start:end].split()).rstrip(".;|").strip()


def _state_in(said: str, term: Term, lexicon: Lexicon) -> str:
    """Return the state in which the form takes a term from some words that it understands to their end."""
    if not said or len(said) > _LONGEST:
        return ""
    reading = read_words(said, "present", lexicon)
    if reading.status == "not_understood" and reading.note == NO_RESULT:
        return "untold"
    told = {one.id: "absent" if one.level == "normal" else one.state for one in reading.mentions}
    states = {told.get(one.id, "") for one in term.mentions}
    several = len(told) < len({(one.id, one.state) for one in reading.mentions})
    if reading.status != "used" or len(states) != 1 or several or not states <= _STATES:
        return ""
    return states.pop()


def _has_a_sign(item: str, lexicon: Lexicon) -> bool:
    """Whether an item says itself that a thing is there: "DAT pos", "liver palpable 3 cm"."""
    said = written_in_words(item, lexicon)
    if _DENIES.search(said):
        return False
    return affirms(said, lexicon) or not lexicon.word_sets["abnormal"].isdisjoint(lexicon.spelling.tokens(said))

"""Stretches of running text: their words, what a stretch may not begin or end with, and what it says when it is read as an entry."""

import re
from dataclasses import dataclass

from ...case.reading import Mention, Reading
from ...knowledge.words.lexicon import Lexicon

_WORD = re.compile(r"[^\s,;:()\[\]\"\u201c\u201d?!]+")
_ADJECTIVE = re.compile(r"(?<!posit)(?<!negat)(?<!react)(?<!norm)(?:ic|al|ous|ive|ary)$", re.IGNORECASE)
"""A verdict is none of them: "ANA positive, dsDNA negative" tells of two things."""
_FELT = re.compile(r"(?:not|im?palpable|palpable|enlarged)$", re.IGNORECASE)
_ARROWS = re.compile("\u2191+|\u2193+")
JOINERS = frozenset("and or nor with plus without but as well followed by then".split())
NOT_FIRST = frozenset("he she it they who which had has have his her their was were is are be been there this that these those for since "
                       "after before during because while when at by on from into over until without if so then than both either neither nor "
                       "or and with but of in to as history h/o c/o w/o w/ s/p hx".split())
NOT = re.compile(r"\b(?:not|no longer|never)\b\s*", re.IGNORECASE)
_PAST = re.compile(r"\b(?:history|previous(?:ly)?|prior|past|earlier|had had)\b", re.IGNORECASE)
_LONGEST_ACRONYM = 5


@dataclass(frozen=True, slots=True)
class Term:
    """Known words: their place, the words as they would be typed, what they say by themselves, and whether a "not" stands inside."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text; `joined` when nothing but a blank parts it from the word before, or a comma between adjectives."""

    start: int
    end: int
    text: str
    joined: bool


def words_of(text: str, start: int, end: int, taken: list[tuple[int, int]], lexicon: Lexicon) -> list[Word]:
    """Return the words of a sentence; `joined` when only a blank parts a word from the one before it.

    A comma joins adjectives of one thing, "chronic, progressive anemia", and parts what each says by itself: "icteric, spleen 3 cm".
    """
    words: list[Word] = []
    for hit in _WORD.finditer(text, start, end):
        bare = hit[0].rstrip(".")
        if not bare or any(hit.start() < last and first < hit.end() for first, last in taken):
            continue
        gap = text[words[-1].end:hit.start()] if words else ";"
        adjective = gap.strip() == "," and bool(_ADJECTIVE.search(words[-1].text)) and not _is_finding(words[-1].text, lexicon)
        joins = not gap.strip() or adjective or gap.strip() == ":" and bool(_FELT.match(bare))
        said = ("low" if bare[0] == "\u2193" else "high") if _ARROWS.fullmatch(bare) else bare
        words.append(Word(hit.start(), hit.start() + len(bare), said, joins and gap.count("\n") < 2))
    return words


def _is_finding(word: str, lexicon: Lexicon) -> bool:
    target = lexicon.find(lexicon.spelling.normal(word))
    return target is not None and target.kind == "finding"


def is_broken(window: list[Word]) -> bool:
    """Return whether something else than blanks stands between the words."""
    return not all(word.joined for word in window[1:])


def has_scope_at_ends(first: str, last: str, lexicon: Lexicon) -> bool:
    """Whether a stretch begins or ends with a word of denial, doubt, time or family, or one that is left out."""
    sets = lexicon.word_sets
    outer = sets["before"] | sets["uncertain"] | sets["relatives"] | sets["earlier"]
    edges = [lexicon.spelling.tokens(first), lexicon.spelling.tokens(last)]
    if edges[0][:1] and edges[0][0] in outer or edges[1][-1:] and edges[1][-1] in (sets["after"] - sets["normal"]) | sets["uncertain"]:
        return True
    return not lexicon.spelling.key(edges[0]) or not lexicon.spelling.key(edges[1])


def is_whole(reading: Reading) -> bool:
    """Whether every word is understood, as something that can be there. Whose it is, is told by the sentence and not by the stretch; what
    is there and what is not are two stretches: "+fever -rash"."""
    return reading.status == "used" and any(one.kind in ("finding", "level") for one in reading.mentions) \
        and not any(one.state == "family" for one in reading.mentions) and len({one.state for one in reading.mentions}) == 1


def of_the_past(said: str, start: int, end: int, text: str, lexicon: Lexicon) -> Term | None:
    """Words that are known only as history, where history is spoken of: "no previous history of hematological disease"."""
    if not _PAST.search(text[max(start - 60, 0):start]):
        return None
    for lead in ("history of", "previous"):
        target = lexicon.find(lexicon.spelling.normal(f"{lead} {said}"))
        if target is not None and target.kind == "finding":
            return Term(start, end, f"{lead} {said}", (Mention("finding", target.id, "present"),))
    return None


def is_acronym_written_small(text: str, names: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a short word is known only in capitals, and stands here in small letters: "gave", "Flag"."""
    if len(text) > _LONGEST_ACRONYM or not text[1:].islower():
        return False
    key = lexicon.spelling.normal(text)
    written = [one for one in names if lexicon.spelling.normal(one) == key]
    return bool(written) and all(one.isupper() for one in written)

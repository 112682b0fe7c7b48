"""Known words in running text: the longest stretches that say something by themselves, and parts of lists that borrow a word."""

import re
from dataclasses import dataclass

from ...case.lists import with_lent_words
from ...case.reading import Mention, Reading
from ...case.words import read_words
from ...knowledge.words.lexicon import Lexicon

_WORD = re.compile(r"[^\s,;:()\[\]\"\u201c\u201d?!]+")
_MOST_WORDS = 9
_JOINERS = frozenset("and or nor with plus without but as well followed by then".split())
_MOST_DRUG_WORDS = 5
_NOT_FIRST = frozenset("he she it they who which had has have his her their was were is are be been there this that these those for since after before during because while "
                       "when at by on from into over until without if so then than both either neither nor or and with but of in to as history".split())
_NOT_LAST = _NOT_FIRST | frozenset("a an the".split())
_NOT = re.compile(r"\b(?:not|no longer|never)\b\s*", re.IGNORECASE)
_DAILY_LIFE = re.compile(r"\b(?:works?|worked|working|job|occupation|employed|profession|retired|expos\w+|travel\w*|trips?|returned|liv\w+|visit\w*|drinks?|drank|"
                         r"us(?:es|ed|er|ing)|eats?|ate|diet|smok\w*|denie[sd]|abus\w*|keeps?|kept|owns?|contact|histor\w+|is an?|was an?|moved|from|raised|hobb\w+)\b",
                         re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """Known words: their place, the words as they would be typed, what they say by themselves, and whether a "not" stands inside."""

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    denied: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    joined: bool


def find_terms(text: str, sentences: list[tuple[int, int]], taken: list[tuple[int, int]], lexicon: Lexicon) -> list[Term]:
    """Return what is said in each sentence, leaving out the places that are taken, in the order of the text."""
    terms: list[Term] = []
    for start, end in sentences:
        words = _words(text, start, end, taken)
        found, covered = _longest_first(text, (start, end), words, lexicon)
        found += _of_lists(text, words, covered, lexicon)
        terms += sorted(found, key=lambda one: one.start)
    return terms


def find_drug_names(text: str, sentences: list[tuple[int, int]], taken: list[tuple[int, int]], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the places of names of drugs that are no name of something measured, the longest names first."""
    places: list[tuple[int, int]] = []
    for start, end in sentences:
        words = _words(text, start, end, taken)
        at = 0
        while at < len(words):
            for size in range(min(_MOST_DRUG_WORDS, len(words) - at), 0, -1):
                window = words[at:at + size]
                if _broken(window):
                    continue
                if lexicon.spelling.normal(text[window[0].start:window[-1].end]) in lexicon.drugs:
                    places.append((window[0].start, window[-1].end))
                    at += size - 1
                    break
            at += 1
    return places


def _words(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[_Word]:
    """Return the words of a sentence; `joined` when only a blank parts a word from the one before it."""
    words: list[_Word] = []
    for hit in _WORD.finditer(text, start, end):
        bare = hit[0].rstrip(".")
        if not bare or any(hit.start() < last and first < hit.end() for first, last in taken):
            continue
        gap = text[words[-1].end:hit.start()] if words else ","
        words.append(_Word(hit.start(), hit.start() + len(bare), bare, not gap.strip() and gap.count("\n") < 2))
    return words


def _broken(window: list[_Word]) -> bool:
    return not all(word.joined for word in window[1:])


def _longest_first(text: str, sentence: tuple[int, int], words: list[_Word], lexicon: Lexicon) -> tuple[list[Term], list[bool]]:
    covered = [False] * len(words)
    found: list[Term] = []
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            window = words[at:at + size]
            if any(covered[at:at + size]) or _broken(window):
                continue
            term = _term(text, window, lexicon)
            if term is None or size == 1 and term.mentions[0].id in lexicon.everyday and not _DAILY_LIFE.search(text[sentence[0]:window[0].start + 1]):
                continue
            found.append(term)
            covered[at:at + size] = [True] * size
    return found, covered


def _term(text: str, window: list[_Word], lexicon: Lexicon) -> Term | None:
    """Return what a stretch of words says by itself, or None when it does not, or when a shorter stretch says it as well."""
    first, last = window[0].text.casefold(), window[-1].text.casefold()
    start, end = window[0].start, window[-1].end
    said = " ".join(text[start:end].split())
    key = lexicon.spelling.normal(said)
    if not key or first[:1].isdigit() or first in _NOT_FIRST or last in _NOT_LAST:
        return None
    known = lexicon.find(key)
    if known is not None and known.kind != "analyte" and (len(window) > 1 or len(key) > 2):
        reading = read_words(said, "present", lexicon)
        return Term(start, end, said, reading.mentions) if _is_whole(reading) else None
    if _scope_at_ends(first, last, lexicon):
        return None
    inner = {word.text.casefold() for word in window}
    if inner & _JOINERS:
        return None
    plain = _NOT.sub("", said)
    reading = read_words(plain, "present", lexicon)
    return Term(start, end, plain, reading.mentions, plain != said) if _is_whole(reading) else None


def _scope_at_ends(first: str, last: str, lexicon: Lexicon) -> bool:
    """Whether a stretch begins or ends with a word of denial, doubt, time or family, or one that is left out."""
    sets = lexicon.word_sets
    outer = sets["before"] | sets["uncertain"] | sets["relatives"] | sets["earlier"]
    edges = [lexicon.spelling.tokens(first), lexicon.spelling.tokens(last)]
    if edges[0][:1] and edges[0][0] in outer or edges[1][-1:] and edges[1][-1] in sets["after"] | sets["uncertain"] - {"positive"}:
        return True
    return not lexicon.spelling.key(edges[0]) or not lexicon.spelling.key(edges[1])


def _is_whole(reading: Reading) -> bool:
    """Whether every word is understood, as something that can be there."""
    return reading.status == "used" and bool(reading.mentions) and any(one.kind in ("finding", "level") for one in reading.mentions)


def _of_lists(text: str, words: list[_Word], covered: list[bool], lexicon: Lexicon) -> list[Term]:
    """"The liver and spleen were enlarged", "hepatitis A, B and C": parts of a list that are understood with a word of their neighbor."""
    parts = _parts(words)
    said = [" ".join(text[words[first].start:words[last - 1].end].split()) for first, last in parts]
    found: list[Term] = []
    for place, (first, last) in enumerate(parts):
        if any(covered[first:last]) or last - first > 4:
            continue
        bare, skipped = _without_denial(said[place], lexicon)
        if not bare:
            continue
        lent = [*said[:place], bare, *said[place + 1:]]
        for phrase in with_lent_words(lent, place):
            plain = _NOT.sub("", phrase)
            reading = read_words(plain, "present", lexicon)
            if _is_whole(reading) and len(reading.mentions) == 1:
                found.append(Term(words[first + skipped].start, words[last - 1].end, plain, reading.mentions, plain != phrase))
                covered[first:last] = [True] * (last - first)
                said[place] = phrase
                break
    return found


def _parts(words: list[_Word]) -> list[tuple[int, int]]:
    """Cut a sentence at commas, brackets and joining words."""
    parts, first = [], 0
    for place, word in enumerate(words):
        if word.text.casefold() in _JOINERS:
            parts.append((first, place))
            first = place + 1
        elif not word.joined:
            parts.append((first, place))
            first = place
    return [(start, end) for start, end in [*parts, (first, len(words))] if end > start]


def _without_denial(part: str, lexicon: Lexicon) -> tuple[str, int]:
    """Return a part without leading words of denial and fillers, and how many were left out."""
    words = part.split()
    skipped = 0
    while words and (words[0].casefold() in lexicon.word_sets["before"] or words[0].casefold() in _NOT_FIRST or not lexicon.spelling.normal(words[0])):
        words, skipped = words[1:], skipped + 1
    return " ".join(words), skipped

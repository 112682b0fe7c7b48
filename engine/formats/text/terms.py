"""Known words in running text: the longest stretches that say something by themselves, and parts of lists that borrow a word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...case.reading import Mention, Reading
from ...case.words import read_words
from ...knowledge.knowledge import Knowledge
from ...knowledge.words.lexicon import Lexicon
from .phrasing import forms_of, places_of

_WORD = re.compile(r"[^\s,;:()\[\]\"\u201c\u201d?!]+")
_MOST_WORDS = 9
_JOINERS = frozenset("and or nor with plus without but as well followed by then".split())
_MOST_DRUG_WORDS = 5
_NOT_FIRST = frozenset("he she it they who which had has have his her their was were is are be been there this that these those for since after before "
                       "during because while when at by on from into over until without if so then than both either neither nor or and with but of in to "
                       "as history".split())
_NOT_LAST = _NOT_FIRST | frozenset("a an the".split())
_DENIALS = frozenset("no without denies denied neither nobody".split())
_LONGEST_ACRONYM = 5
_VERBS = frozenset("was were is are came remained returned".split())
_MOST_OWN = 4
_PAST = re.compile(r"\b(?:history|previous(?:ly)?|prior|past|earlier|had had)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|no longer|never)\b\s*", re.IGNORECASE)
_DAILY_LIFE = re.compile(r"\b(?:works?|worked|working|job|occupation|employed|profession|retired|expos\w+|travel\w*|trips?|returned|liv\w+|"
                         r"visit\w*|drinks?|drank|"
                         r"us(?:es|ed|er|ing)|eats?|ate|diet|smok\w*|denie[sd]|abus\w*|keeps?|kept|owns?|contact|histor\w+|is an?|was an?|moved|"
                         r"from|raised|hobb\w+)\b",
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


def find_terms(text: str, sentences: list[tuple[int, int]], taken: list[tuple[int, int]], knowledge: Knowledge) -> list[Term]:
    """Return what is said in each sentence, leaving out the places that are taken, in the order of the text."""
    terms: list[Term] = []
    for start, end in sentences:
        words = _words(text, start, end, taken)
        found, covered = _longest_first(text, (start, end), words, knowledge)
        found += _of_lists(text, words, covered, knowledge.lexicon)
        terms += sorted(found, key=lambda one: one.start)
    return terms


def find_drug_names(text: str, sentences: list[tuple[int, int]], taken: list[tuple[int, int]], knowledge: Knowledge) -> list[tuple[int, int]]:
    """Return the places of names of drugs that are no name of something measured, the longest names first."""
    lexicon, places = knowledge.lexicon, []
    for start, end in sentences:
        words = _words(text, start, end, taken)
        at = 0
        while at < len(words):
            for size in range(min(_MOST_DRUG_WORDS, len(words) - at), 0, -1):
                window = words[at:at + size]
                if _broken(window) or not all(lexicon.spelling.normal(word.text) for word in (window[0], window[-1])):
                    continue
                if _is_drug(text[window[0].start:window[-1].end], knowledge):
                    places.append((window[0].start, window[-1].end))
                    at += size - 1
                    break
            at += 1
    return places


def _is_drug(name: str, knowledge: Knowledge) -> bool:
    """Whether a stretch is the name of a drug, after words such as "pegylated" or "oral" or not."""
    lexicon = knowledge.lexicon
    key = lexicon.spelling.normal(name)
    if (known := lexicon.drugs.get(key)) is not None:
        drug = knowledge.drugs[known]
        return not _is_acronym_written_small(name, (drug.label, *drug.synonyms, *drug.brands), lexicon)
    words = key.split()
    while len(words) > 1 and words[0] in lexicon.word_sets["drug-fillers"]:
        words = words[1:]
    return " ".join(words) in lexicon.drugs and len(words) < len(key.split())


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


def _longest_first(text: str, sentence: tuple[int, int], words: list[_Word], knowledge: Knowledge) -> tuple[list[Term], list[bool]]:
    lexicon = knowledge.lexicon
    covered = [False] * len(words)
    found: list[Term] = []
    places = places_of(text[sentence[0]:sentence[1]])
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            window = words[at:at + size]
            if any(covered[at:at + size]) or _broken(window):
                continue
            term = _term(text, window, places, lexicon)
            if term is None or size == 1 and not _stands_alone(term, text[sentence[0]:window[0].start + 1], knowledge):
                continue
            found.append(term)
            covered[at:at + size] = [True] * size
    return found, covered


def _stands_alone(term: Term, before: str, knowledge: Knowledge) -> bool:
    """Whether one word is meant as the finding: an acronym is not written small ("gave"), a word of daily life follows one such as "works"."""
    lexicon, first = knowledge.lexicon, term.mentions[0]
    if term.text.casefold() in lexicon.language["not_alone"]:
        return False
    if first.id in lexicon.everyday and not _DAILY_LIFE.search(before):
        return False
    if first.kind != "finding":
        return True
    finding = knowledge.findings[first.id]
    return not _is_acronym_written_small(term.text, (finding.label, *finding.synonyms, *finding.kinds), lexicon)


def _is_acronym_written_small(text: str, names: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a short word is known only in capitals, and stands here in small letters: "gave", "Flag"."""
    if len(text) > _LONGEST_ACRONYM or not text[1:].islower():
        return False
    key = lexicon.spelling.normal(text)
    written = [one for one in names if lexicon.spelling.normal(one) == key]
    return bool(written) and all(one.isupper() for one in written)


def _term(text: str, window: list[_Word], places: list[str], lexicon: Lexicon) -> Term | None:
    """Return what a stretch of words says by itself, or None when it does not."""
    first, last = window[0].text.casefold(), window[-1].text.casefold()
    start, end = window[0].start, window[-1].end
    said = " ".join(text[start:end].split())
    key = lexicon.spelling.normal(said)
    if not key or first[:1].isdigit() or first in _NOT_FIRST or last in _NOT_LAST and not window[-1].text.isupper() \
            or len(window) > 1 and key in _without_ends(said, lexicon):
        return None
    if there := _where_seen(said, start, end, places, lexicon):
        return there
    known = lexicon.find(key)
    if known is not None and known.kind != "analyte" and (len(window) > 1 or len(key) > 1) and not _shares_a_word(window, lexicon):
        reading = read_words(said, "present", lexicon)
        return Term(start, end, said, reading.mentions) if _is_whole(reading) else None
    if _scope_at_ends(first, last, lexicon):
        return None
    inner = {word.text.casefold() for word in window}
    if inner & _JOINERS or inner & _DENIALS:
        return None
    for form in forms_of(said):
        plain = _NOT.sub("", form)
        reading = read_words(plain, "present", lexicon)
        if _is_whole(reading):
            return Term(start, end, plain, reading.mentions, plain != form)
    return _of_the_past(said, start, end, text, lexicon)


def _where_seen(said: str, start: int, end: int, places: list[str], lexicon: Lexicon) -> Term | None:
    """What is known with the place where it was seen, in a sentence that tells of the place: "CT showed no lung disease"."""
    for place in places:
        target = lexicon.find(lexicon.spelling.normal(f"{said} {place}"))
        if target is not None and target.kind == "finding" and _is_whole(reading := read_words(f"{said} {place}", "present", lexicon)):
            return Term(start, end, f"{said} {place}", reading.mentions)
    return None


def _without_ends(said: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return the keys of a phrase without its first and without its last word: a longer stretch that says no more is not taken."""
    words = said.split()
    return lexicon.spelling.normal(" ".join(words[1:])), lexicon.spelling.normal(" ".join(words[:-1]))


def _shares_a_word(window: list[_Word], lexicon: Lexicon) -> bool:
    """Whether a stretch is a list whose parts are known by themselves with a word they share: "hepatitis B and C" is two things."""
    joint = next((place for place, word in enumerate(window) if word.text.casefold() in _JOINERS), 0)
    if not 0 < joint < len(window) - 1:
        return False
    last = [word.text for word in window[joint + 1:]]
    shared = " ".join([window[0].text, *last])
    return lexicon.find(lexicon.spelling.normal(" ".join(last))) is None and lexicon.find(lexicon.spelling.normal(shared)) is not None


def _of_the_past(said: str, start: int, end: int, text: str, lexicon: Lexicon) -> Term | None:
    """Words that are known only as history, where history is spoken of: "no previous history of hematological disease"."""
    if not _PAST.search(text[max(start - 60, 0):start]):
        return None
    for lead in ("history of", "previous"):
        target = lexicon.find(lexicon.spelling.normal(f"{lead} {said}"))
        if target is not None and target.kind == "finding":
            return Term(start, end, f"{lead} {said}", (Mention("finding", target.id, "present"),))
    return None


def _scope_at_ends(first: str, last: str, lexicon: Lexicon) -> bool:
    """Whether a stretch begins or ends with a word of denial, doubt, time or family, or one that is left out."""
    sets = lexicon.word_sets
    outer = sets["before"] | sets["uncertain"] | sets["relatives"] | sets["earlier"]
    edges = [lexicon.spelling.tokens(first), lexicon.spelling.tokens(last)]
    if edges[0][:1] and edges[0][0] in outer or edges[1][-1:] and edges[1][-1] in (sets["after"] - sets["normal"]) | sets["uncertain"]:
        return True
    return not lexicon.spelling.key(edges[0]) or not lexicon.spelling.key(edges[1])


def _is_whole(reading: Reading) -> bool:
    """Whether every word is understood, as something that can be there."""
    return reading.status == "used" and bool(reading.mentions) and any(one.kind in ("finding", "level") for one in reading.mentions)


def _of_lists(text: str, words: list[_Word], covered: list[bool], lexicon: Lexicon) -> list[Term]:
    """"The liver and spleen were enlarged", "hepatitis A, B and C": parts of a list that are understood with words of their neighbor."""
    found: list[Term] = []
    for parts in _lists(text, words):
        said = [[word.text for word in words[first:last]] for first, last in parts]
        for place, (first, _) in enumerate(parts):
            for start, end, phrase in _lent(said, place):
                own = words[first + start:first + end]
                if any(covered[first + start:first + end]) or own[0].text.casefold() in _NOT_FIRST or not lexicon.spelling.normal(own[0].text) \
                        or _scope_at_ends(own[0].text.casefold(), own[-1].text.casefold(), lexicon):
                    continue
                term = _lent_term(phrase, own, text, lexicon)
                if term is not None and term.mentions[0].id not in {one.id for other in found for one in other.mentions}:
                    found.append(term)
                    covered[first + start:first + end] = [True] * (end - start)
                    said[place] = phrase.split()
                    break
    return found


def _lent_term(phrase: str, own: list[_Word], text: str, lexicon: Lexicon) -> Term | None:
    """Return what a part says with the words lent to it, if that is one thing."""
    plain = _NOT.sub("", phrase)
    for form in forms_of(plain):
        reading = read_words(form, "present", lexicon)
        if _is_whole(reading) and len(reading.mentions) == 1:
            return Term(own[0].start, own[-1].end, form, reading.mentions, plain != phrase)
    return _of_the_past(plain, own[0].start, own[-1].end, text, lexicon)


def _lent(said: list[list[str]], place: int) -> Iterator[tuple[int, int, str]]:
    """Yield (first word, end, phrase): the last words of a part with the end of a later part, its first words with the start of the one before.

    A verdict at the end of the later part is left off in a second try: "direct and indirect tests were negative" tells of direct tests.
    """
    own = said[place]
    followers = said[place + 1:place + 2] + said[-1:] * (place < len(said) - 2)
    for follower in followers:
        bare = _without_verdict(follower)
        for size in range(min(_MOST_OWN, len(own)), 0, -1):
            for tail in (follower, bare):
                for lent in range(1, min(4, len(tail))):
                    yield len(own) - size, len(own), " ".join([*own[-size:], *tail[-lent:]])
    for leader in said[max(place - 1, 0):place]:
        for size in range(min(_MOST_OWN, len(own)), 0, -1):
            for lent in range(1, min(3, len(leader))):
                yield 0, size, " ".join([*leader[:lent], *own[:size]])
                if len(leader) > 2:
                    yield 0, size, " ".join([*leader[-lent - 1:-1], *own[:size]])


def _without_verdict(part: list[str]) -> list[str]:
    """Return a part up to the verb that says how it came out: "indirect Coombs tests were negative" without "were negative"."""
    verb = next((place for place, word in enumerate(part) if word.casefold() in _VERBS), len(part))
    return part[:verb] if verb else part


def _lists(text: str, words: list[_Word]) -> Iterator[list[tuple[int, int]]]:
    """Cut a sentence at commas and joining words; yield the parts of each stretch in which nothing else parts them, as (first word, end)."""
    parts: list[tuple[int, int]] = []
    first = 0
    for place, word in enumerate(words):
        joins = word.text.casefold() in _JOINERS
        if not joins and word.joined:
            continue
        if place > first:
            parts.append((first, place))
        first = place + joins
        if not word.joined and text[words[place - 1].end if place else word.start:word.start].strip() not in (",", ""):
            if len(parts) > 1:
                yield parts
            parts = []
    parts += [(first, len(words))] if len(words) > first else []
    if len(parts) > 1:
        yield parts

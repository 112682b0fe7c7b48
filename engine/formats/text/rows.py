"""Rows of a print-out that hold no number: "DIRECT ANTIGLOBULIN TEST   POSITIVE A   NEGATIVE"; and rows of values that nothing is known of."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...case.prints import LIMIT, Prints, prints_of
from ...case.words import read_words
from ...knowledge.knowledge import Knowledge
from ...knowledge.words.lexicon import Lexicon
from .found import NotRead
from .stretches import Term

_ROW = re.compile(r"^(?P<name>[^\n]*?[^\s|])(?:\s*\|\s*|[ ]{2,}|\t[ \t]*)(?P<result>[^\n|\t]+?)(?=\s*\||[ ]{2,}|\t|[ ]*$)", re.MULTILINE)
_FLAG_BEHIND = re.compile(r"\s+(?:\*+|[AHLN]{1,2}|!+)$")
_GRADE = re.compile(r"[1-4]\s?\+|\++|1\s?:\s?\d+|[<>]?\s?1\s?:\s?\d+")
_VALUE_LINE = re.compile(rf"^[ \t*\u2022-]*(?P<name>[^\W\d_][^\n\t|:=]{{1,45}}?)(?P<gap>\s*[:=]\s*|[ \t|]+)(?P<value>[<>]?\s?{LIMIT})(?![/:.\d-])"
                         r"(?P<rest>[^\n]*)$", re.MULTILINE)
_WIDE = re.compile(r"[ ]{2,}|\t|\|")
_SPOKEN = re.compile(r"\b(?:was|were|is|are|had|has|with|and|for|of|on|in|at|the|day|days|weeks?|years?|months?|hours?|age|aged|room|page|dob|mg|"
                     r"daily|tel|phone|date|collected|received|reported|printed|specimen|sample|accession|time|ward|bed)\b", re.IGNORECASE)
_OF_A_TEST = re.compile(r"[/%]|fl$|pg$", re.IGNORECASE)
_LIMITS_OR_END = re.compile(r"[HL*]?\s*(?:[(\[]?\s*\d[\d.,]*\s*[-\u2013]\s*\d|$)")
_MOST_WORDS = 5
_BY_ORDER = re.compile(r"\b(?:cbc|fbc|bmp|cmp|lfts?|(?:full|complete) blood count)\b[:\s]*(?!\d{1,2}/\d{1,2}/\d{2,4}\b)"
                       r"\d[\d.,]*(?:\s*[/>]\s*-*<?\s*\d[\d.,]*){2,}", re.IGNORECASE)
NAMELESS = "values without names: write the name of each"
UNKNOWN = "no test of this name is known, or its result is not understood"
"""Why a row is not read."""


class Rows(NamedTuple):
    """What rows say: terms with whether they were found, and rows that are not read."""

    terms: tuple[Term, ...]
    not_read: tuple[NotRead, ...]


def read_rows(text: str, taken: list[tuple[int, int]], knowledge: Knowledge) -> Rows:
    """Return the results in words of a text's rows, and the rows that are not read; what is taken already is left.

    Args:
        text: the text. taken: places of values. knowledge: the compiled rules.
    """
    lexicon = knowledge.lexicon
    terms: list[Term] = []
    refused: list[NotRead] = []
    for hit in _ROW.finditer(text):
        if any(start < hit.end() and hit.start() < end for start, end in taken):
            continue
        verdict = _verdict(hit["result"].strip(), prints_of(lexicon))
        if verdict is None:
            continue
        name = hit["name"].strip(" \t|*-\u2022")
        start = hit.start() + hit[0].index(name) if name else hit.start()
        term = _term(name, verdict, start, hit.end("result"), lexicon) if name else None
        if term is not None:
            terms.append(term)
        elif _is_name(name):
            refused.append(NotRead(" ".join(text[start:hit.end("result")].split()), UNKNOWN, start, hit.end("result")))
    refused += _nameless(text)
    refused += _unknown_values(text, [*taken, *((one.start, one.end) for one in terms), *((one.start, one.end) for one in refused)], knowledge)
    return Rows(tuple(terms), tuple(refused))


def _verdict(result: str, prints: Prints) -> bool | None:
    """Return whether a result in words says that something was found; None for any other cell."""
    word = _FLAG_BEHIND.sub("", result).strip(" .()[]")
    if prints.not_found.fullmatch(word) or word == "0":
        return False
    return True if prints.found.fullmatch(word) or _GRADE.fullmatch(word) and not word.startswith("<") else None


def _term(name: str, found: bool, start: int, end: int, lexicon: Lexicon) -> Term | None:
    """Return what a test is called in our words, with or without words that say how it was done."""
    for said in _names(name, prints_of(lexicon)):
        reading = read_words(said, "present", lexicon)
        if reading.status == "used" and [(one.kind, one.state) for one in reading.mentions] == [("finding", "present")]:
            return Term(start, end, said, reading.mentions, not found)
    return None


def _names(name: str, prints: Prints) -> Iterator[str]:
    """Yield a name as it is printed, and with neutral words at its end left out: "ANA SCREEN, IFA" is ANA."""
    yield name
    words = re.split(r"\s*,\s*|\s+", re.sub(r"\(([^()]*)\)", r" \1 ", name).strip())
    if name != " ".join(words):
        yield " ".join(words)
    while len(words) > 1 and words[-1].casefold() in prints.neutral:
        words.pop()
        yield " ".join(words)


def _is_name(name: str) -> bool:
    return bool(re.match(r"[^\W\d_]", name)) and len(name.split()) < 8 and not _SPOKEN.search(name)


def _nameless(text: str) -> Iterator[NotRead]:
    """Yield counts that are told by their order alone: "CBC 1.8/8.8/26/24"."""
    for hit in _BY_ORDER.finditer(text):
        yield NotRead(" ".join(hit[0].split()), NAMELESS, *hit.span())


def _unknown_values(text: str, taken: list[tuple[int, int]], knowledge: Knowledge) -> Iterator[NotRead]:
    """Yield lines that are printed as values and of which nothing was read: "Zonulin  54  ng/mL  < 30"."""
    for hit in _VALUE_LINE.finditer(text):
        if any(start < hit.end() and hit.start() < end for start, end in taken) or not _is_name(hit["name"].strip()):
            continue
        if knowledge.lexicon.spelling.normal(hit["name"].strip()) in knowledge.lexicon.drugs:
            continue
        rest = hit["rest"].strip()
        unit = knowledge.units.match(rest)
        measured = unit and _OF_A_TEST.search(rest[:unit[1]]) and (_WIDE.search(hit[0]) or len(hit["name"].split()) < _MOST_WORDS) \
            and len(rest[unit[1]:].split()) < _MOST_WORDS
        if measured or _WIDE.search(hit["gap"]) and _LIMITS_OR_END.match(rest):
            yield NotRead(" ".join(hit[0].split()), UNKNOWN, hit.start(), hit.end())

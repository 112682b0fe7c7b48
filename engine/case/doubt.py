"""Doubt between two things: "splenomegaly suggestive of lymphoma" tells of the spleen and asks only about the lymphoma."""

import re
from collections.abc import Callable, Sequence

from ..knowledge.words.lexicon import Lexicon
from .reading import Reading
from .turns import leads_denied

_TOLD = frozenset(("present", "history", "exposures"))
_PARTS = re.compile(r"[,;]\s+")
_ALTERNATIVES = re.compile(r"\s+(?:and/or|and|or|versus|vs\.?|&)\s+", re.IGNORECASE)
_TEST_TOLD = re.compile(r"\d|[+]")

Read = Callable[[str, str, Lexicon], Reading]


def asked_behind(text: str, where: str, lexicon: Lexicon, read: Read) -> str:
    """Return an entry in which only what follows a word of doubt is asked: "rash suggestive of lupus or TTP" is "rash, query lupus, query TTP".

    Nothing changes where what stands before it says nothing by itself, as in "CT suggestive of pneumonia", is a test without its result, or
    is denied.

    Args:
        text, where, lexicon: as for `read_words`. read: reads what stands before the doubt.
    """
    if where not in _TOLD or not lexicon.doubts.search(text) or lexicon.find(lexicon.spelling.normal(text)):
        return text
    ends = [0, *(found.end() for found in _PARTS.finditer(text)), len(text)]
    return "".join(_asked(text[start:end], where, lexicon, read) for start, end in zip(ends, ends[1:], strict=False))


def _asked(part: str, where: str, lexicon: Lexicon, read: Read) -> str:
    link = lexicon.doubts.search(part)
    if link is None:
        return part
    before, behind = part[:link.start()].strip(), part[link.end():].rstrip()
    if not before or not behind.strip(",; ") or leads_denied(before, lexicon) or not _says_something(before, where, lexicon, read):
        return part
    asked = ", ".join(f"query {one}" for one in _ALTERNATIVES.split(behind.rstrip(",;")))
    return f"{before}, {asked}{part[len(part[:link.end()] + behind.rstrip(',;')):]}"


def _says_something(before: str, where: str, lexicon: Lexicon, read: Read) -> bool:
    told = read(before, where, lexicon).mentions
    result = not lexicon.word_sets["abnormal"].isdisjoint(lexicon.spelling.tokens(before)) or bool(_TEST_TOLD.search(before))
    return bool(told) and (result or not {one.id for one in told} <= lexicon.tests)


def asked_later(parts: Sequence[str], where: str, lexicon: Lexicon) -> bool:
    """Whether a later part of a list begins with doubt, and the first has none: "fever, possible malaria"; "and malaria suspected" may be of all."""
    said = [f" {' '.join(lexicon.spelling.tokens(part))} " for part in parts]
    words = [f" {one} " for one in (*lexicon.word_sets["uncertain"], *lexicon.phrase_sets["uncertain"])]
    if where == "unsure" or any(one in said[0] for one in words):
        return False
    return any(lexicon.doubts.search(part) for part in parts[1:]) or any(part.startswith(one) and part != one for part in said[1:] for one in words)

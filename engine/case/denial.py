"""Denial that stands behind the thing: "spleen not palpable". Words that say that there is nothing to tell."""

from collections.abc import Sequence

from ..knowledge.words.lexicon import Lexicon
from .reading import Reading

NOTHING = "says that there is nothing to tell"
_NOT = "not"
_SCREENS = frozenset("screen screening".split())
_WHERE_FOUND = frozenset("at on by during through".split())


def turned_round(words: Sequence[str], lexicon: Lexicon) -> list[str] | None:
    """Return "no palpable spleen" for "spleen is not palpable"; None where nothing of the kind is said.

    Only what says that a thing is there, or out of its range, is turned so: a rash that is not itchy is still a rash. In "liver
    palpable, spleen not palpable" the denial is not that of the liver.
    """
    place = len(words) - 1 - words[::-1].index(_NOT) if _NOT in words else 0
    if not place or not lexicon.word_sets["told-last"].isdisjoint(words[:place]) or not denies_what_stands_before(words[place:], lexicon):
        return None
    what = lexicon.spelling.key(list(words[:place])).split()
    return ["no", *words[place + 1:], *what] if what else None


def denies_what_stands_before(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a part of a list says of the part before it that it is not there, or not out of its range: "not enlarged"."""
    told = lexicon.word_sets["told-last"] | lexicon.word_sets["low"] | lexicon.word_sets["high"]
    return len(words) > 1 and words[0] == _NOT and all(word in told for word in words[1:])


def untold(words: Sequence[str], lexicon: Lexicon) -> str:
    """Return the words with which a phrase says that a test has no result: "HIV not tested", "malaria film sent"; none where it has one.

    "Anemia found at screening" says how it was found.
    """
    said = f" {' '.join(words)}"
    verdict = (*lexicon.phrase_sets["untold"], *lexicon.word_sets["untold"])
    last = next((one for one in verdict if said.endswith(one) and said.endswith(f" {one}")), "")
    if words[-1:] and words[-1] in _SCREENS and _WHERE_FOUND.isdisjoint(words[1:]):
        last = words[-1]
    if not last:
        last = ordered(words, lexicon)
    verdicts = {word for name in ("before", "after", "normal", "abnormal") for word in lexicon.word_sets[name]}
    return last if last and verdicts.isdisjoint(words[:-len(last.split())]) else ""


def ordered(words: Sequence[str], lexicon: Lexicon) -> str:
    """Return the words with which a phrase begins that say that a test is still to be done: "check HIV", "await blood cultures"."""
    said = f"{' '.join(words)} "
    if not words or words[0] not in lexicon.word_sets["ordered-first"]:
        return ""
    first = next((one for one in (*lexicon.phrase_sets["ordered"], *lexicon.word_sets["ordered"]) if said.startswith(f"{one} ")), "")
    what = first and lexicon.find(lexicon.spelling.key(said.removeprefix(first).split()))
    return first if what and what.id in lexicon.tests else ""


def nothing_told(text: str, where: str, lexicon: Lexicon) -> Reading | None:
    """Return the reading of "none" or "unremarkable", which tell of no finding; None for every other text."""
    key = lexicon.spelling.normal(text)
    if {key, " ".join(lexicon.spelling.tokens(text))} & {*lexicon.word_sets["nothing"], *lexicon.phrase_sets["nothing"]}:
        return Reading(text, where, "unused", note=NOTHING)
    return None

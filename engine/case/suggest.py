"""Offer near matches for what was not understood. An offer is never taken by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Lexicon, Target

_LEAST_LIKENESS = 72.0
"""Below this likeness, in percent, a phrase is no offer."""

_LEAST_IN_ORDER = 55.0
"""Below this likeness of the words in any order, in percent, a phrase that shares a word is no offer either."""

_SHORTEST_WITH_TYPO = 5
"""Of shorter words every other is one letter away."""

_RESEMBLING = 18
"""So many phrases that resemble a text are looked at."""

_LIKE_WORD = 85.0
"""Below this likeness, in percent, one word does not stand for another."""

_AS_LIKE = 5.0
"""Names so much less like than the nearest, in percent, are no offer beside it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An offer: the label to enter instead, what it stands for, and why it is offered.

    `near` where the text is the beginning of a known name or one slip of the finger away from it, and does not merely resemble one.
    """

    label: str
    target: Target
    reason: str
    near: bool = False


def suggest(text: str, knowledge: Knowledge, *, where: str = "present", count: int = 3) -> tuple[Suggestion, ...]:
    """Return the nearest known phrases to a text that was not understood.

    First those that it is the beginning of, labels before synonyms; then those one letter away; then those of which a word
    begins so; and where none of these is near, what resembles it.

    Args:
        text: what was typed. where: the key it stood under; medications are looked up among drugs, and of a laboratory
            entry its name among analytes: where the name is known, its value was not understood, and no other name mends that.
        knowledge: the compiled rules. count: most offers to return.
    """
    lexicon: Lexicon = knowledge.lexicon
    named = {"medications": ("drug", lexicon.drugs), "labs": ("analyte", lexicon.analytes)}.get(where)
    key = lexicon.spelling.normal(asked_for(text, where))
    if len(key) < 3 or where == "labs" and key in lexicon.analytes:
        return ()

    def meant(phrase: str) -> Target:
        if named:
            kind, ids = named
            return Target(kind, ids[phrase])
        return lexicon.targets[lexicon.phrases[phrase]].whole()

    offers: dict[Target, Suggestion] = {}
    known = list(named[1] if named else lexicon.phrases)
    for reason, near, phrases in _tiers(key, known, lambda phrase: label_of(meant(phrase), knowledge), knowledge):
        opposed = {meant(phrase) for phrase in phrases if are_opposites(key, phrase, lexicon)}
        for phrase in phrases:
            if (target := meant(phrase)) not in opposed:
                offers.setdefault(target, Suggestion(label_of(target, knowledge), target, f"{reason} '{phrase}'", near))
        if len(offers) >= count or any(one.near for one in offers.values()) and not near:
            break
    return tuple(offers.values())[:count]


def _tiers(key: str, known: list[str], label: Callable[[str], str], knowledge: Knowledge) -> Iterator[tuple[str, bool, list[str]]]:
    """Yield phrases that may be meant by a key, the surest kind first: why they are offered, whether they are near, the phrases in order."""
    normal = knowledge.lexicon.spelling.normal
    begun = [phrase for phrase in known if phrase.startswith(key)]
    yield "is the beginning of", True, sorted(begun, key=lambda phrase: (normal(label(phrase)) != phrase, len(phrase), phrase))
    if len(key) >= _SHORTEST_WITH_TYPO:
        yield "is one letter from", True, sorted(hit[0] for hit in process.extract(key, known, scorer=OSA.distance, limit=None, score_cutoff=1))
    word = [phrase for phrase in known if f" {key}" in phrase]
    yield "begins a word of", False, sorted(word, key=lambda phrase: (normal(label(phrase)) != phrase, len(phrase), phrase))
    found = process.extract(key, known, scorer=fuzz.token_set_ratio if " " in key else fuzz.ratio, limit=_RESEMBLING, score_cutoff=_LEAST_LIKENESS)
    alike = {phrase: fuzz.token_sort_ratio(key, phrase) for phrase, _, _ in found}
    yield "resembles", False, sorted((phrase for phrase in alike if alike[phrase] >= _LEAST_IN_ORDER), key=lambda phrase: (-alike[phrase], phrase))


def asked_for(text: str, where: str) -> str:
    """Return the part of an entry that names something: of "haptoglobin: 5 mg/dL" under labs what stands before the value."""
    return text.partition(": ")[0] if where == "labs" else text


def suggest_causes(text: str, knowledge: Knowledge, *, count: int = 2) -> tuple[str, ...]:
    """Return the names of the causes whose names or synonyms resemble a text most, else of those that hold all its words, or a word like it."""
    spelling = knowledge.lexicon.spelling
    known = {spelling.normal(label): cause.name for cause in knowledge.causes.values() for label in (*cause.synonyms, cause.name)}
    key = spelling.normal(text)
    found = (process.extract(key, known.keys(), scorer=fuzz.token_sort_ratio, limit=count * 6, score_cutoff=_LEAST_LIKENESS)
             or process.extract(key, known.keys(), scorer=fuzz.token_set_ratio, limit=count * 6, score_cutoff=100))
    if not found:
        word = process.extractOne(key, {word for phrase in known for word in phrase.split()}, scorer=fuzz.ratio, score_cutoff=_LIKE_WORD)
        return suggest_causes(word[0], knowledge, count=count) if word else ()
    near = [label for label, likeness, _ in found if likeness >= found[0][1] - _AS_LIKE]
    return tuple(dict.fromkeys(known[label] for label in near))[:count]


def are_opposites(first: str, second: str, lexicon: Lexicon) -> bool:
    """Return whether two phrases differ by a pair of opposite beginnings, such as hypo- and hyper-, or afebrile and febrile."""
    one, other = first.split(), second.split()
    for word in one:
        for near in other:
            for left, right in lexicon.language["opposite_prefixes"]:
                if _swapped(word, near, left, right) or _swapped(near, word, left, right):
                    return True
    return False


def _swapped(word: str, near: str, left: str, right: str) -> bool:
    if word == near or not word.startswith(left) or not near.startswith(right):
        return False
    if word == left and near == right:
        return True
    return len(near) > len(right) + 2 and fuzz.ratio(word[len(left):], near[len(right):]) > 85


def label_of(target: Target, knowledge: Knowledge) -> str:
    """Return the words to show for a target."""
    if target.kind == "finding":
        return knowledge.findings[target.id].label
    if target.kind == "drug":
        return knowledge.drugs[target.id].label
    label = knowledge.analytes[target.id].label
    return f"{target.level.replace('-', ' ')} {label.lower()}" if target.level else label

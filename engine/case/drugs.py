"""Medication entries to drugs of the knowledge, with their timing."""

import re
from dataclasses import dataclass

from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Lexicon
from .timing import Timing, read_timing

_NUMBERED = re.compile(r"^\d[\d.,/]*(?:mg|g|mcg|ug|ml|iu|units?|%)?$")
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class DrugUse:
    """One medication entry: its text, the drugs it names (parts of combinations included), and when it was taken."""

    name: str
    taken: str
    drugs: tuple[str, ...]
    timing: Timing


def read_medications(listed: tuple[tuple[str, str], ...], knowledge: Knowledge) -> tuple[DrugUse, ...]:
    """Resolve medication entries given as (name, taken). What is not known has no drugs; nothing is guessed."""
    lexicon = knowledge.lexicon
    uses = []
    for name, taken in listed:
        found = find_drugs(name, lexicon)
        uses.append(DrugUse(name, taken, _with_parts(found, knowledge), read_timing(f"{taken}; {name}" if taken else name)))
    return tuple(uses)


def find_drugs(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the drugs that a text names: the whole text, else the text without salts and doses, else names inside it."""
    spelling = lexicon.spelling
    words = spelling.key(spelling.tokens(name.replace("/", " "))).split()
    if (whole := lexicon.drugs.get(" ".join(words))) is not None:
        return (whole,)
    fillers = lexicon.word_sets["drug-fillers"]
    bare = [word for word in words if word not in fillers and not _NUMBERED.match(word)]
    if (whole := lexicon.drugs.get(" ".join(bare))) is not None:
        return (whole,)
    found: list[str] = []
    position = 0
    while position < len(bare):
        for size in range(min(_MOST_WORDS, len(bare) - position), 0, -1):
            target = lexicon.drugs.get(" ".join(bare[position:position + size]))
            if target is not None:
                found.append(target)
                position += size - 1
                break
        position += 1
    return tuple(dict.fromkeys(found))


def _with_parts(found: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Add the parts of combinations and regimens; a combination with effects of its own stands for its parts."""
    drugs: list[str] = []
    for name in found:
        drugs.append(name)
        if not knowledge.drugs[name].effects:
            drugs.extend(part for part in knowledge.drugs[name].contains if part in knowledge.drugs)
    return tuple(dict.fromkeys(drugs))

"""Medication entries to drugs of the knowledge, with their timing; and drugs that are named in other entries."""

import re
from dataclasses import dataclass, replace

from ..knowledge.knowledge import Knowledge
from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .phrases import meaningful_words
from .reading import Mention, Reading
from .timing import Timing, read_timing

_NUMBERED = re.compile(r"^\d[\d.,/]*(?:mg|g|mcg|ug|ml|iu|units?|%)?$")
_MOST_WORDS = 5
_OF_TAKING = frozenset("taking take taken took treated receiving received given started begun stopped current currently using used user drug "
                       "medication medicine prescribed day week month year ingested ingestion exposure response respond despite after before".split())
_TAKES = frozenset("on taking take takes took treated receiving received given started".split())
_DENIALS = frozenset("no not never without denies denied".split())
_OF_EFFECT = ("respon", "improv", "benefit", "effect", "help", "relie", "relief")
NOT_TAKEN = "a drug that is not taken is left out; a list of medications that is there and empty says that none is taken"
"""The note of an entry that names a drug only to deny it, or as an allergy."""


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
    return _search(name, lexicon)[0]


def with_named_drugs(reading: Reading, lexicon: Lexicon) -> Reading:
    """Return a reading with the drugs that its text names and that no finding stands for: "rheumatoid arthritis on methotrexate"."""
    drugs, beside = _search(reading.text, lexicon)
    words = lexicon.spelling.tokens(reading.text)
    if not drugs or reading.status not in ("partly", "not_understood"):
        return reading
    denied = set(words) & _DENIALS and not any(word.startswith(_OF_EFFECT) for word in words)
    if denied or set(words) & lexicon.word_sets["not-taken"]:
        return reading if reading.mentions else replace(reading, note=NOT_TAKEN)
    if not reading.mentions:
        lost = tuple(word for word in meaningful_words(beside, lexicon)
                     if word not in _OF_TAKING | _DENIALS | lexicon.word_sets["earlier"] and not word.startswith(_OF_EFFECT))
        mentions = tuple(Mention("drug", drug, "present") for drug in drugs)
        return Reading(reading.text, reading.where, "partly" if lost else "used", mentions, lost)
    over = any(mention.state == "past" for mention in reading.mentions)
    if reading.where == "present" or over or not set(words) & _TAKES:
        return reading
    named, lost = _search(" ".join(reading.leftover), lexicon)
    lost = tuple(word for word in lost if word not in _OF_TAKING)
    mentions = (*reading.mentions, *(Mention("drug", drug, "present") for drug in named))
    return replace(reading, status="partly" if lost else "used", mentions=mentions, leftover=lost)


@remembered
def _search(name: str, lexicon: Lexicon) -> tuple[tuple[str, ...], list[str]]:
    """Return the drugs that a text names, and the words that name none."""
    spelling = lexicon.spelling
    words = spelling.key(spelling.tokens(name.replace("/", " "))).split()
    if (whole := lexicon.drugs.get(" ".join(words))) is not None:
        return (whole,), []
    fillers = lexicon.word_sets["drug-fillers"]
    bare = [word for word in words if word not in fillers and not _NUMBERED.match(word)]
    if (whole := lexicon.drugs.get(" ".join(bare))) is not None:
        return (whole,), []
    found: list[str] = []
    beside: list[str] = []
    position = 0
    while position < len(bare):
        for size in range(min(_MOST_WORDS, len(bare) - position), 0, -1):
            target = lexicon.drugs.get(" ".join(bare[position:position + size]))
            if target is not None:
                found.append(target)
                position += size - 1
                break
        else:
            beside.append(bare[position])
        position += 1
    return tuple(dict.fromkeys(found)), beside


def _with_parts(found: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Add the parts of combinations and regimens; a combination with effects of its own stands for its parts."""
    drugs: list[str] = []
    for name in found:
        drugs.append(name)
        if not knowledge.drugs[name].effects:
            drugs.extend(part for part in knowledge.drugs[name].contains if part in knowledge.drugs)
    return tuple(dict.fromkeys(drugs))

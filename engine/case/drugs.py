"""Medication entries to drugs of the knowledge, with their timing; and drugs that are named in other entries."""

import re
from dataclasses import dataclass, replace

from ..knowledge.knowledge import Knowledge
from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .drug_dates import is_long_term, with_times_of_case
from .model import Case
from .phrases import meaningful_words
from .reading import Mention, Reading
from .taken import who_takes
from .timing import Timing, read_timing, says_when

_NO_CASE = Case()
_SUPPLEMENT = "supplement"
"""In a list of medicines "iron" is one; anywhere else it is what is measured."""
_NUMBERED = re.compile(r"^\d[\d.,/]*(?:mg|g|mcg|ug|ml|iu|units?|%)?$")
_MOST_WORDS = 5
_LISTED = re.compile(r"[,;+&/()]|->|\s(?:and|plus|then)\s", re.IGNORECASE)
_ADDED = re.compile(r"(?:^|[,;])\s*(?:\+|&|(?:and|plus)\b)([^,;]+)", re.IGNORECASE)
_DENIALS = frozenset("no not never without denies denied".split())
NOT_TAKEN = "a drug that is not taken is left out; a list of medications that is there and empty says that none is taken"
"""The note of an entry that names a drug only to deny it, or as an allergy."""
DOUBTED = "a drug that was perhaps taken is left out: if it was taken, write its name alone"
"""The note of an entry that names a drug in doubt: "?quinine"."""
HELPED = "a treatment that helped is not taken for a cause"
"""The note of an entry of the history on what a drug was given for: "response to IV immunoglobulin"."""


@dataclass(frozen=True, slots=True)
class DrugUse:
    """One medication entry: its text, the drugs it names (parts of combinations included), and when it was taken.

    beside: words of a list that name no drug that is known, or one in doubt. denied: it says that nothing is taken. mothers: it tells of a
        mother's drugs. doubted: what it names was perhaps taken.
    long_term: since a year long ago, of which no more is known than that it is long ago.
    """

    name: str
    taken: str
    drugs: tuple[str, ...]
    timing: Timing
    beside: tuple[str, ...] = ()
    denied: bool = False
    mothers: bool = False
    doubted: bool = False
    long_term: bool = False


def read_medications(listed: tuple[tuple[str, str], ...], knowledge: Knowledge, case: Case = _NO_CASE) -> tuple[DrugUse, ...]:
    """Resolve medication entries given as (name, taken). What is not known has no drugs; nothing is guessed.

    Args:
        listed: the entries. knowledge: the compiled rules. case: tells the day and the week of pregnancy that times may count from.
    """
    lexicon = knowledge.lexicon
    uses = []
    for name, taken in listed:
        what = who_takes(name, taken, lexicon)
        text = what.text
        if text and not find_drugs(text, lexicon) and find_drugs(f"{text} {_SUPPLEMENT}", lexicon):
            text = f"{text} {_SUPPLEMENT}"
        found = find_drugs(", ".join([text, *_ADDED.findall(taken)]), lexicon) if text else ()
        when = f"{taken}; {name}" if taken else name
        timing = replace(read_timing(with_times_of_case(when, case, lexicon), lexicon), text=when)
        uses.append(DrugUse(name, taken, _with_parts(found, knowledge), timing,
                            (*_not_named(text, lexicon), *lexicon.spelling.tokens(what.doubted)) if found else (), what.denied, what.mothers,
                            bool(what.doubted), is_long_term(when, case, lexicon)))
    return tuple(uses)


def _not_named(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words of those parts of a list that name no drug: the "xyz" of "xyz/heparin", not the "cramps" of "quinine for cramps"."""
    beside = _search(text, lexicon)[1]
    lost: list[str] = []
    for part in _LISTED.split(text):
        words = lexicon.spelling.tokens(part)
        if not words or words[0] in lexicon.word_sets["no-drug-first"] or find_drugs(part, lexicon) or says_when(part, lexicon):
            continue
        lost += [word for word in meaningful_words(words, lexicon)
                 if word in beside and word not in lexicon.word_sets["of-taking"] and word.isalpha() and len(word) > 1]
    return tuple(dict.fromkeys(lost))


def find_drugs(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the drugs that a text names: the whole text, else the text without salts and doses, else names inside it."""
    return _search(name, lexicon)[0]


def with_named_drugs(reading: Reading, lexicon: Lexicon) -> Reading:
    """Return a reading with the drugs that its text names and that no finding stands for: "rheumatoid arthritis on methotrexate"."""
    if reading.status not in ("partly", "not_understood") or not _search(reading.text, lexicon)[0]:
        return reading
    what = who_takes(reading.text, "", lexicon)
    drugs, beside = _search(what.text, lexicon)
    if not drugs:
        return reading if reading.mentions else replace(reading, note=DOUBTED if what.doubted else NOT_TAKEN)
    words = lexicon.spelling.tokens(reading.text)
    if not reading.mentions:
        of_effect = lexicon.language["taking"]["effect"]
        lost = tuple(word for word in meaningful_words(beside, lexicon)
                     if word not in lexicon.word_sets["of-taking"] | _DENIALS | lexicon.word_sets["earlier"] and not word.startswith(of_effect))
        of_benefit = reading.where == "history" and any(word.startswith(of_effect) for word in words) and not set(words) & _DENIALS
        if of_benefit:
            return replace(reading, status="unused", leftover=(), note=HELPED)
        if lost and not _sure_names(words, lexicon):
            return reading
        mentions = tuple(Mention("drug", drug, "present") for drug in drugs)
        return Reading(reading.text, reading.where, "partly" if lost else "used", mentions, lost)
    if any(mention.state == "past" for mention in reading.mentions):
        return reading
    if reading.where == "present":
        return _with_drug_at_work(reading, words, lexicon)
    if not set(words) & lexicon.word_sets["takes"]:
        return reading
    named, nameless = _search(" ".join(reading.leftover), lexicon)
    return _with_drugs(reading, named, nameless, lexicon)


def _sure_names(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a drug among other words is one: "RIF" is the right iliac fossa, too, unless somebody takes it."""
    named = [word for word in words if word in lexicon.drugs]
    return bool(set(words) & lexicon.word_sets["takes"]) or not named or not lexicon.word_sets["short-drug-names"].issuperset(named)


def _with_drug_at_work(reading: Reading, words: list[str], lexicon: Lexicon) -> Reading:
    """Add the drug that a finding came under: "fever on clozapine", "cyanosis after dapsone"; not one that was given for it."""
    if any(word.startswith(lexicon.language["taking"]["treating"]) for word in words):
        return reading
    named: list[str] = []
    for place, word in enumerate(words):
        if word in lexicon.word_sets["under-drug"]:
            behind = [one for one in words[place + 1:] if one not in lexicon.word_sets["drug-fillers"] and not _NUMBERED.match(one)]
            named += [lexicon.drugs[said] for size in range(min(_MOST_WORDS, len(behind)), 0, -1)
                      if (said := " ".join(behind[:size])) in lexicon.drugs and set(behind[:size]) <= set(reading.leftover)][:1]
    lost = _search(" ".join(reading.leftover), lexicon)[1]
    return _with_drugs(reading, tuple(dict.fromkeys(named)), lost, lexicon) if named else reading


def _with_drugs(reading: Reading, named: tuple[str, ...], lost: list[str], lexicon: Lexicon) -> Reading:
    lost = [word for word in lost if word not in lexicon.word_sets["of-taking"]]
    mentions = (*reading.mentions, *(Mention("drug", drug, "present") for drug in named))
    return replace(reading, status="partly" if lost else "used", mentions=mentions, leftover=tuple(lost))


@remembered
def _search(name: str, lexicon: Lexicon) -> tuple[tuple[str, ...], list[str]]:
    """Return the drugs that a text names, and the words that name none."""
    spelling = lexicon.spelling
    words = spelling.key(spelling.tokens(name.replace("/", " "))).split()
    if (whole := lexicon.drugs.get(" ".join(words))) is not None:
        return (whole,), []
    fillers = lexicon.word_sets["drug-fillers"]
    if (whole := lexicon.drugs.get(" ".join(_bare(words, fillers)))) is not None:
        return (whole,), []
    # The longest names in the untouched words first: "6-MP 50 mg" holds a number, "ferrous sulfate" a salt.
    found, beside = _names_in(words, lexicon, fillers)
    more, beside = _names_in(_bare(beside, fillers), lexicon, frozenset())
    return tuple(dict.fromkeys((*found, *more))), beside


def _bare(words: list[str], fillers: frozenset[str]) -> list[str]:
    return [word for word in words if word not in fillers and not _NUMBERED.match(word)]


def _names_in(words: list[str], lexicon: Lexicon, never_alone: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return the drugs named by words, the longest names first at every place, and the words that name none."""
    found: list[str] = []
    beside: list[str] = []
    position = 0
    while position < len(words):
        for size in range(min(_MOST_WORDS, len(words) - position), 0, -1):
            said = " ".join(words[position:position + size])
            target = None if said in never_alone else lexicon.drugs.get(said)
            if target is not None:
                found.append(target)
                position += size - 1
                break
        else:
            beside.append(words[position])
        position += 1
    return found, beside


def _with_parts(found: tuple[str, ...], knowledge: Knowledge) -> tuple[str, ...]:
    """Add the parts of combinations and regimens; a combination with effects of its own stands for its parts."""
    drugs: list[str] = []
    for name in found:
        drugs.append(name)
        if not knowledge.drugs[name].effects:
            drugs.extend(part for part in knowledge.drugs[name].contains if part in knowledge.drugs)
    return tuple(dict.fromkeys(drugs))

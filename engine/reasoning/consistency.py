"""What in the entries of a case cannot both be right, and how to mend it. It is told before the ranking and changes no rank.

Statements that contradict each other weigh nothing and numbers count before words (`observations`); here a person is told so.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..case.model import Case, drug_told
from ..case.prints import prints_of
from ..case.quantities import read_quantity
from ..case.wholes import name_of
from ..errors import QuantityError
from ..knowledge.anchors import PREGNANCY
from ..knowledge.knowledge import Knowledge
from .onset import days_since_onset

if TYPE_CHECKING:
    from .seen import LevelSeen, Observations

AFTER_FALL = "started after the counts fell"
"""What to write beside a drug that was begun after the fall; `engine.case.timing` reads it."""

_NUMBER_COUNTS = "correct one; until then the number counts"


class Conflict(NamedTuple):
    """Entries that cannot all be right. `entries` are as typed, `why` says what disagrees, `mend` what to do.

    `say` is text that, added to the time of the drug `of`, mends it; "" where only the person can know.
    """

    entries: tuple[str, ...]
    why: str
    mend: str
    of: str = ""
    say: str = ""

    def __str__(self) -> str:
        return f"{self.why}: {self.mend}"


def check(case: Case, seen: "Observations", knowledge: Knowledge) -> list[Conflict]:
    """Return what a person should mend beside what reading the entries has shown already, each pair of entries once.

    Args:
        case: the case as typed.
        seen: what was understood of it, before forms and what they are forms of are settled.
        knowledge: the compiled rules; `only` of the findings says of whom they can be told.
    """
    found = [*_values_twice(seen, knowledge), *_forms(seen, knowledge), *_parts(seen, knowledge), *_opposites(seen, knowledge),
             *_values_against_words(seen, knowledge), *_values_against_findings(seen, knowledge), *_people(case, seen, knowledge),
             *_drugs_after_onset(case, seen, knowledge)]
    told: dict[tuple[str, ...], Conflict] = {}
    for one in found:
        told.setdefault(tuple(sorted(one.entries)), one)
    return list(told.values())


def _values_twice(seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """One laboratory value stands under two names and differs: "Hb: 7.2 g/dL", "hemoglobin: 9 g/dL". Values that are dated are a course."""
    found: dict[str, list[tuple[str, str]]] = {}
    for reading in seen.readings:
        if reading.where == "labs" and len(reading.mentions) == 1 and reading.mentions[0].kind == "quantity":
            found.setdefault(reading.mentions[0].id, []).append((reading.text, reading.mentions[0].text))
    for name, told in found.items():
        values = _single_values(name, told, knowledge) if len(told) > 1 else {}
        apart = knowledge.model["consistency"]["same_value"] * max(map(abs, values.values()), default=0.0)
        if values and max(values.values()) - min(values.values()) > apart:
            yield Conflict(tuple(values), f"{knowledge.analytes[name].label} stands more than once: {', '.join(map(repr, values))}",
                           "keep one; until then the last counts")


def _single_values(name: str, told: list[tuple[str, str]], knowledge: Knowledge) -> dict[str, float]:
    """Return the values of entries that give one undated number."""
    values = {}
    for text, printed in told:
        try:
            quantity = read_quantity(printed, analyte=knowledge.analytes[name], units=knowledge.units, prints=prints_of(knowledge.lexicon))
        except QuantityError:
            continue
        if quantity.value is not None and not quantity.course and not quantity.remarks and "(" not in text.partition(":")[0]:
            values[text] = quantity.value
    return values


def _forms(seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """A finding is present, and what it is a form of is absent."""
    for name, state in seen.states.items():
        for above in sorted(knowledge.above(name)) if state == "present" else ():
            if seen.states.get(above) == "absent":
                labels = knowledge.findings[name].label, knowledge.findings[above].label
                yield Conflict((*seen.texts[name], *seen.texts[above]), f"{labels[0]} is present, but {labels[1]}, which includes it, is absent",
                               "correct one")


def _parts(seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """A finding says several at once, and one of them is said to be otherwise: no splenomegaly, but hepatosplenomegaly."""
    for name, state in seen.states.items():
        finding = knowledge.findings[name]
        parts, other = (finding.implies, "absent") if state == "present" else (finding.denies if state == "absent" else (), "present")
        for part in parts:
            if seen.states.get(part) == other:
                why = f"{finding.label} is {state}, which says that {knowledge.findings[part].label} is {state}, but that is {other}"
                yield Conflict((*seen.texts[name], *seen.texts[part]), why, "correct one")


def _opposites(seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """Two findings are present that never stand together."""
    present = [name for name, state in seen.states.items() if state == "present"]
    # What somebody has of drinking stays when the drinking is over: cirrhosis of alcohol beside abstinence.
    said_by = {above: name for name in reversed(present) for above in (*knowledge.above(name), name)
               if above == name or not knowledge.findings[above].once or knowledge.findings[name].once}
    for one in said_by:
        for opposite in knowledge.findings[one].opposites:
            if opposite in said_by and said_by[one] != said_by[opposite]:
                first, second = sorted((said_by[one], said_by[opposite]), key=present.index)
                labels = knowledge.findings[first].label, knowledge.findings[second].label
                yield Conflict((*seen.texts[first], *seen.texts[second]), f"{labels[0]} and {labels[1]} are both present",
                               "keep what holds now, or mark the other as unsure")


class _Said(NamedTuple):
    """A level that words give an analyte: low, normal or high."""

    text: str
    analyte: str
    level: str
    denied: bool


def _values_against_words(seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """A word and a number tell the same analyte differently; numbers of the whole course speak for a word, the last against a denial."""
    for said in _levels_said(seen, knowledge):
        known = seen.levels.get(said.analyte)
        if known is None or known.quantity is None or said.text in known.texts[:1] or "unsure" in _levels(known):
            continue
        wrong = known.level == said.level if said.denied else said.level not in _levels(known)
        if wrong:
            name = name_of(knowledge.analytes[said.analyte])
            held = known.derivation or (known.texts[0] if known.texts else "")
            says = f"denies that {name} are {said.level}" if said.denied else f"says {name} {said.level}"
            yield Conflict((said.text, *known.texts[:1]), f"'{said.text}' {says}, but '{held}' is {known.level}", _NUMBER_COUNTS)


def _values_against_findings(seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """A measured value shows a finding that is said to be absent, or is normal where the finding is said to be present."""
    for analyte, known in seen.levels.items():
        if known.quantity is None or "unsure" in _levels(known):
            continue
        for level, name in knowledge.analytes[analyte].findings.items():
            state, direction = seen.states.get(name), _direction(analyte, level, knowledge)
            texts = seen.texts.get(name, ())
            shown = known.level == level if state == "absent" else direction in _levels(known) or knowledge.analytes[analyte].held_down
            if state in ("present", "absent") and shown == (state == "absent") and not set(texts) & set(known.texts):
                why = f"{knowledge.findings[name].label} is said to be {state}, but '{known.texts[0]}' is {known.level}"
                yield Conflict((*texts, known.texts[0]), why, "correct one, or mark the finding as unsure")


def _levels(known: "LevelSeen") -> set[str]:
    """Return the levels of all numbers of an analyte; the last, which may be only a limit, is judged already."""
    limits = known.limits
    return set() if limits is None else {known.level, *(limits.level(value) for value in known.course[:-1])}


def _levels_said(seen: "Observations", knowledge: Knowledge) -> Iterator[_Said]:
    """Every level in words, of the entry itself or of a blood picture that it names; the past is not now, nor a fall a low count yet."""
    for reading in seen.readings:
        course = any(mention.id in knowledge.lexicon.courses for mention in reading.mentions)
        for mention in reading.mentions if reading.where != "history" else ():
            if mention.kind == "level" and course:
                continue
            if mention.kind == "level" and mention.level and mention.state in ("present", "absent"):
                yield _Said(reading.text, mention.id, _direction(mention.id, mention.level, knowledge), mention.state == "absent")
            elif mention.kind == "finding" and mention.state == "present":
                for reference in knowledge.findings[mention.id].implies:
                    analyte, _, level = reference.partition(":")
                    if level:
                        yield _Said(reading.text, analyte, _direction(analyte, level, knowledge), False)


def _direction(analyte: str, level: str, knowledge: Knowledge) -> str:
    """Return low, normal or high for a level, a graded level or the name of a bin."""
    step = next((step.level for step in knowledge.analytes[analyte].bins if step.name == level), None)
    return step or level.rpartition("-")[2]


def _people(case: Case, seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """A finding is told of somebody of whom it cannot be true, by sex or by age; what lies in the past has no age."""
    stated = {("pregnant", PREGNANCY)} if case.pregnant else set()
    stated |= {(reading.text, mention.id) for reading in seen.readings for mention in reading.mentions
               if mention.kind == "finding" and mention.state == "present" and reading.where not in ("history", "family_history")}
    past = {(reading.text, mention.id) for reading in seen.readings for mention in reading.mentions
            if mention.kind == "finding" and mention.state in ("present", "past") and reading.where == "history"}
    for text, name in sorted(stated | past):
        label, (sex, age) = knowledge.findings[name].label, knowledge.only(name)
        if sex and case.sex and sex != case.sex:
            yield Conflict((text, case.sex), f"{label} is told of a {case.sex} person", "correct the sex or the entry")
        elif age and case.age is not None and (text, name) not in past and not age[0] <= case.age <= age[1]:
            yield Conflict((text, f"age {case.age:g}"), f"{label} is told at the age of {case.age:g}, and not expected before {age[0]:g} or after "
                           f"{age[1]:g} years", "correct the age or the entry, or enter it under history")


def _drugs_after_onset(case: Case, seen: "Observations", knowledge: Knowledge) -> Iterator[Conflict]:
    """A drug that may lower counts was begun when they were low already."""
    onset = days_since_onset(case, seen, knowledge)
    if onset is None or case.onset is None:
        return
    for use in seen.drugs or ():
        started = use.timing.started_days
        may_lower = any(knowledge.drugs[drug].effects for drug in use.drugs)
        if not may_lower or started is None or use.timing.started_after or use.timing.re_exposure:
            continue
        if started < onset[0] * knowledge.model["consistency"]["onset_share"]:
            text = drug_told(use.name, use.taken)
            yield Conflict((text, case.onset), f"'{text}' was begun later than the low counts, which began over '{case.onset}'",
                           f"correct one; or, if it is so, write '{AFTER_FALL}' beside the drug", of=use.name, say=AFTER_FALL)

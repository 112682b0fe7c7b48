"""What the observations bring along: what findings imply, what drugs mean, what a stated journey leaves out; and what stays."""

from ..case.drugs import DrugUse
from ..case.model import drug_told
from ..case.reading import Mention
from ..knowledge.knowledge import Knowledge
from .seen import Observations
from .taking import take_level
from .values import graded


def draw_from_drug(use: DrugUse, knowledge: Knowledge, seen: Observations) -> None:
    """A drug that is or was lately taken brings what it implies: zinc an excess of zinc, a calcineurin inhibitor low resistance.

    A vaccine is given once: it implies something of the weeks after it only.
    """
    stopped = use.timing.stopped_days
    if use.timing.started_after or stopped is None and use.timing.past or stopped is not None and stopped > knowledge.model["drugs"]["implies_days"]:
        return
    given, lately = use.timing.started_days, knowledge.model["drugs"]["vaccine_days"]
    for name in dict.fromkeys(name for drug in use.drugs for name in knowledge.drugs[drug].implies
                              if knowledge.drugs[drug].kind != "vaccine" or given is not None and given <= lately):
        _imply(name, "present", (drug_told(use.name, use.taken),), knowledge, seen)


def draw_implications(knowledge: Knowledge, seen: Observations) -> None:
    """Composites and compound findings bring what they imply; values that only carry a finding become it."""
    for name in seen.contradicted:
        del seen.states[name]
    for name in list(seen.states):
        finding = knowledge.findings[name]
        if seen.states[name] == "absent" and finding.kind == "composite":
            continue
        if seen.states[name] == "absent":
            for denied in finding.denies:
                _imply(denied, "absent", seen.texts[name], knowledge, seen)
        if seen.states[name] != "absent":
            seen.at_least_low = max(seen.at_least_low, finding.at_least_low or 0)
            for reference in finding.implies:
                _imply(reference, seen.states[name], seen.texts[name], knowledge, seen)
    shown_by = [(shown, carried, level) for name, level in seen.levels.items()
                for shown, carried in knowledge.analytes[name].findings.items()]
    for shown, carried, level in shown_by:
        told = graded(level, knowledge)
        if told == shown or told.endswith(f"-{shown}"):
            _imply(carried, "present", level.texts, knowledge, seen)
    for shown, carried, level in shown_by:
        if level.level != shown if shown == "normal" else level.level == "normal" and not knowledge.analytes[level.analyte].held_down:
            _imply(carried, "absent", level.texts, knowledge, seen)


def complete(knowledge: Knowledge, seen: Observations) -> None:
    """Where one of a complete group is stated, the others are taken as absent: a stated journey is the whole journey.

    An entry that says of a journey where it went says no more than the place: no journey speaks for a disease of another place.
    """
    for group, names in knowledge.complete_groups.items():
        stated = [name for name, state in seen.states.items() if state == "present" and knowledge.findings[name].group == group]
        included = {above for name in stated for above in knowledge.above(name)}
        for name in names if stated else ():
            if name not in seen.states and name not in included:
                seen.states[name] = "absent"
                seen.texts[name] = seen.texts[stated[0]]
        placed = {text for name in stated for text in seen.texts[name]}
        for name in knowledge.model["placeless"]:
            if seen.states.get(name, "absent") != "absent" and placed.issuperset(seen.texts[name]):
                del seen.states[name]


def _imply(reference: str, state: str, texts: tuple[str, ...], knowledge: Knowledge, seen: Observations) -> None:
    analyte, _, level = reference.partition(":")
    if level:
        take_level(Mention("level", analyte, state, level), texts[0], knowledge, seen)
    elif reference in knowledge.findings and reference not in seen.contradicted and seen.states.get(reference) in (None, "unsure"):
        seen.states[reference] = state
        seen.texts[reference] = texts


def settle(knowledge: Knowledge, seen: Observations) -> None:
    """Keep the most specific present findings and the most general absent ones; composites leave after speaking."""
    for name in [name for name, state in seen.states.items() if state == "present"]:
        for ancestor in knowledge.above(name) & seen.states.keys():
            del seen.states[ancestor]
    covered = {name for name in seen.states if any(seen.states.get(ancestor) == "absent" for ancestor in knowledge.above(name))}
    for name in [name for name in seen.states if name in covered or knowledge.findings[name].index < 0]:
        del seen.states[name]

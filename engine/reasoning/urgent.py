"""Red flags: pictures that need urgent attention. They stand beside the ranking and never change it."""

from dataclasses import dataclass

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import ASSUMPTION
from .evidence import Evidence
from .seen import Observations


@dataclass(frozen=True, slots=True)
class Urgent:
    """One red flag that the case raises, with the reason and its source.

    `note` says what of it is an assumption; `look_at` are the findings it asks for.
    """

    id: str
    label: str
    reason: str
    source: str
    note: str = ""
    look_at: tuple[str, ...] = ()


def urgent(evidence: Evidence, knowledge: Knowledge) -> tuple[Urgent, ...]:
    """Return the red flags that a case raises, in the order of the rules."""
    seen = evidence.observations
    return tuple(Urgent(flag.id, flag.label, flag.reason, flag.source or ASSUMPTION, _said(flag.note), flag.look_at) for flag in knowledge.flags
                 if all(_holds(one, seen, knowledge) for one in flag.all_of)
                 and (not flag.any_of or any(_holds(one, seen, knowledge) for one in flag.any_of)))


def _said(note: str | None) -> str:
    """Return what a note adds to the word assumption, which the source says already."""
    return "" if note in (None, ASSUMPTION) else note.removeprefix(f"{ASSUMPTION}: ")


def _holds(condition: tuple, seen: Observations, knowledge: Knowledge) -> bool:
    finding, analyte, below, above, level = condition
    if finding is not None:
        # what is said to be there and not to be there weighs nothing, but a danger that may be there is told
        present = [*seen.contradicted, *(name for name, state in seen.states.items() if state == "present")]
        return any(_is_a(name, finding, knowledge) for name in present)
    known = seen.levels.get(analyte)
    if known is None:
        return False
    if level is not None:
        return known.level == level or known.level.endswith(f"-{level}")
    if known.quantity is None:
        return below is not None and _whole_level_below(known.level, analyte, below, knowledge)
    value, bound = known.quantity.number, known.quantity.bound
    # Of a value that is only a limit the whole side must lie beyond that of the rule: "<10" is below 10, "<20,000" is not above 10,000.
    under = below is None or (value <= below if bound == "below" else value < below and bound != "above")
    over = above is None or (value >= above if bound == "above" else value > above and bound != "below")
    return under and over


def _whole_level_below(level: str, analyte: str, below: float, knowledge: Knowledge) -> bool:
    """A level in words ("severe-low") counts as below a limit when every bin of it is."""
    grade, _, direction = level.rpartition("-")
    steps = [step for step in knowledge.analytes[analyte].bins
             if step.level == direction and step.grade == grade or step.name == level]
    return bool(steps) and all(step.below is not None and step.below[1] == "" and step.below[0] <= below for step in steps)


def _is_a(name: str, wanted: str, knowledge: Knowledge) -> bool:
    return name == wanted or any(_is_a(parent, wanted, knowledge) for parent in knowledge.findings[name].parents)

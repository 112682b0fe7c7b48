"""Low values that are usual in such a person: judged by the general limits, so that what makes them usual can explain them, and told."""

from ..case.limits import Limits
from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import ASSUMPTION
from .seen import Observations


def tell_usual(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """Say of every low number that it is usual in people with a finding of the case, where the rules know that of an analyte."""
    for name, level in seen.levels.items():
        measured = level.measured
        if measured is not None and level.level == "low" and knowledge.analytes[name].usual:
            level.usual = _usual(name, *measured, case.age, knowledge, seen)


def _usual(name: str, value: float, limits: Limits, age: float | None, knowledge: Knowledge, seen: Observations) -> str:
    analyte = knowledge.analytes[name]
    for one in analyte.usual:
        of_age = age is None or one.age is None or one.age[0] <= age < one.age[1]
        if of_age and seen.states.get(one.finding) == "present" and value >= one.low:
            unit = knowledge.units.shown(analyte.unit)
            source = knowledge.sources[one.source].short if one.source else ASSUMPTION
            return (f"{analyte.label} {value:.4g} {unit}: low by the general limits (from {limits.low:.4g}), usual in {one.whom} "
                    f"({one.low:g} to {one.high:g}; {source}). It may be this person's own count.")
    return ""

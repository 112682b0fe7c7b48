"""What a case answers without saying it: agranulocytosis by a neutrophil count, kidney injury by a normal creatinine.

It carries no weight of its own, what answers it does; but it is neither suggested nor told as expected and not assessed.
"""

from collections.abc import Callable
from functools import lru_cache

from ..case.timing import Timing
from ..knowledge.answered import AnsweredRecord
from ..knowledge.knowledge import Knowledge
from ..knowledge.same import Same
from .seen import LevelSeen, Observations


def answered(seen: Observations, knowledge: Knowledge) -> frozenset[str]:
    """Return findings and analytes that something else in the case answers.

    By the rules (`answered_by` of `rules/effort.yaml`), and where a finding implies a level that a value refutes: cells of usual
    size are no small pale cells on the smear.
    """
    found = {name for rule in knowledge.inquiry.answered_by if _holds(rule, seen, knowledge) for name in rule.answers}
    found.update(name for name, levels in _implied_levels(Same(knowledge))
                 if any(_refuted(seen.levels.get(analyte), level) for analyte, level in levels))
    return frozenset(found)


def expected_by_now(seen: Observations, knowledge: Knowledge) -> frozenset[str]:
    """Return what can be looked for only since something was told, such as the treatment that it is a response to.

    By the rules (`once` under `left_out` of `rules/effort.yaml`). What is not among it and not expected of everybody is not told.
    """
    there = {name for name, state in seen.states.items() if state == "present"}
    taken = {drug for use in seen.drugs or () for drug in use.drugs}
    uses = {name for name, holds in _USES.items() if any(use.drugs and holds(use.timing) for use in seen.drugs or ())}
    return frozenset(name for one in knowledge.inquiry.expected_once if one.known & there or one.drugs & taken or uses.intersection(one.use)
                     for name in one.findings)


_USES: dict[str, Callable[[Timing], bool]] = {
    "stopped": lambda timing: timing.stopped_days is not None or timing.past,
    "again": lambda timing: timing.re_exposure,
}

_TOLD: dict[str, Callable[[Observations, Knowledge], bool]] = {
    "onset": lambda seen, _: seen.onset is not None,
    "drugs": lambda seen, _: seen.drugs is not None,
    "drug-dates": lambda seen, _: seen.drugs is not None and all(
        use.timing.started_days is not None or use.timing.started_after for use in seen.drugs),
    "complaint": lambda seen, knowledge: any(is_complaint(name, state, knowledge) for name, state in seen.states.items()),
}


def is_complaint(name: str, state: str, knowledge: Knowledge) -> bool:
    """Whether a finding is a symptom or sign that is there and that is more than a low count itself shows, such as pallor."""
    finding = knowledge.findings[name]
    return state == "present" and finding.kind in knowledge.model["told_kinds"] and not finding.effect_of


def _holds(rule: AnsweredRecord, seen: Observations, knowledge: Knowledge) -> bool:
    # Plain loops, the commonest refusals first: this is asked of every rule at every ranking.
    levels, states = seen.levels, seen.states
    for name, level in rule.at:
        if name not in levels or not _is_at(levels[name], level):
            return False
    for name in rule.measured:
        if name not in levels:
            return False
    for name in rule.known:
        if name not in states:
            return False
    return all(_TOLD[told](seen, knowledge) for told in rule.told)


def _is_at(seen: LevelSeen, level: str) -> bool:
    return seen.level == level or seen.level.endswith(f"-{level}")


def _refuted(seen: LevelSeen | None, level: str) -> bool:
    """Whether a value is known and on another side than the level: normal where low is implied."""
    return seen is not None and seen.level != "unsure" and not _is_at(seen, level.rpartition("-")[2])


@lru_cache(maxsize=2)
def _implied_levels(held: Same) -> list[tuple[str, list[tuple[str, str]]]]:
    knowledge = held.thing
    return [(name, levels) for name in knowledge.inquiry.findings
            if (levels := [(analyte, level) for analyte, colon, level in (one.partition(":") for one in knowledge.findings[name].implies) if colon])]

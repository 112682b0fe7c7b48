"""What every ranking is told with, on the screen, in reports and in the terminal alike."""

import math
import re
from typing import Protocol

from .case.assumed import unit_taken
from .knowledge import Knowledge
from .reasoning.evidence import Evidence
from .reasoning.seen import LevelSeen, Observations

COUNTED = ("wbc", "neutrophils", "lymphocytes", "platelets", "hemoglobin", "hematocrit", "rbc")
"""Analytes whose low values are what is asked about."""
_SAME = 5e-6
"""Probabilities nearer than this are told alike."""
EMPTY = "Nothing is entered: this ranking is how common the causes are, and no more."
NO_COUNT = "No blood count is read yet: this ranking rests on the findings alone."
NO_LOW_COUNT = ("No count is low in what was entered. The ranking below answers why counts would be low; "
                "check the values and their units first.")
NO_UNIT = "no unit was printed, so taken as"
"""What stands before `units_taken`."""
_FIGURES, _MOST_TIMES = 2, 1_000_000
_POWER = re.compile(r"(?<![A-Za-z0-9.])x?10\^(\d+)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MICRO = re.compile(r"\bu(?=(?:g|mol|L|IU|U|M)\b)")


def percent(probability: float, knowledge: Knowledge) -> str:
    """Return a whole percent; what rounds to nothing is below one, and what is nearly sure is above 95: nothing here is certain."""
    whole, sure = f"{probability * 100:.0f}%", knowledge.model["tell_sure"]
    return "<1%" if probability <= 0.005 else f">{sure:.0%}" if int(whole[:-1]) > sure * 100 else whole


def factor(number: float) -> str:
    """Return how many times: 0.034, 3.5, 13, 88,000. Two figures, as the numbers behind it bear no more."""
    if number < 1:
        return f"{number:.{_FIGURES}g}"
    if number < 10 ** (_FIGURES - 1):
        return f"{number:.1f}"
    if number >= _MOST_TIMES:
        return f"{_MOST_TIMES:,} or more"
    return f"{round(number, _FIGURES - 1 - math.floor(math.log10(number))):,.0f}"


def times(weight: float) -> str:
    """Return what a log10 weight does to the odds: ×13 or ÷3.5."""
    return f"{'÷' if weight < 0 else '×'}{factor(10 ** abs(weight))}"


def signed(weight: float) -> str:
    """Return a log10 weight with its sign, so that colour never carries it alone; what rounds to nothing has no minus."""
    return f"{round(weight, 2) + 0.0:+.2f}".replace("-", "\u2212")


def unit(shown: str) -> str:
    """Return a text with its units as people write them: ×10⁹/L, /µL; words are left as they are."""
    return _MICRO.sub("µ", _POWER.sub(lambda found: f"×10{found[1].translate(_RAISED)}", shown))


def share(part: float) -> str:
    """Return how often something is seen in a cause: whole percent, the rare as below one."""
    return "<1%" if part <= 0.005 else f"{part * 100:.0f}%"


def two_percents(now: float, was: float, knowledge: Knowledge) -> tuple[str, str]:
    """Return two probabilities of one thing as percents that differ where these do: as whole ones, else with up to three decimals; above 95 alike."""
    told = percent(now, knowledge), percent(was, knowledge)
    if told[0] != told[1] or abs(now - was) < _SAME or max(now, was) > knowledge.model["tell_sure"]:
        return told
    for digits in range(1, 4):
        finer = f"{now * 100:.{digits}f}%", f"{was * 100:.{digits}f}%"
        if finer[0] != finer[1] and not any(float(one[:-1]) in (0, 100) for one in finer):
            return finer
    return told


class Reasoned(Protocol):
    """A reason as it is told: what speaks, in which state, and of what kind it is."""

    @property
    def label(self) -> str: ...

    @property
    def state(self) -> str: ...

    @property
    def kind(self) -> str: ...


def stated(reason: Reasoned) -> str:
    """Return what speaks, with its state where it is not simply there: "splenomegaly, absent"."""
    return with_state(reason.label, "" if reason.kind == "drug" else reason.state)


def with_state(label: str, state: str) -> str:
    """Return a label with its state where that is absent or unsure."""
    return f"{label}, {state}" if state in ("absent", "unsure") else label


def about_counts(evidence: Evidence) -> str:
    """Return what must be said of the counts before their ranking: NO_COUNT, NO_LOW_COUNT, or where one is low in whom that is usual, else ""."""
    return about_seen(evidence.observations)


def about_seen(seen: Observations) -> str:
    """Return what `about_counts` does, of observations that are not weighed yet."""
    if _any_low(seen):
        return " ".join(level.usual for level in seen.levels.values() if level.usual)
    return NO_LOW_COUNT if any(name in seen.levels for name in COUNTED) else NO_COUNT


def units_taken(seen: Observations, knowledge: Knowledge) -> tuple[str, ...]:
    """Return in which unit each value was taken that is printed without one, and what another unit would make of it.

    A unit that was settled by a whole is left out: `Observations.derivations` tells it.
    """
    said = (unit_taken(level.quantity, analyte=knowledge.analytes[level.quantity.analyte], units=knowledge.units)
            for level in seen.levels.values() if level.quantity is not None and not level.derivation)
    return tuple(filter(None, said))


def has_low_count(evidence: Evidence) -> bool:
    """Return whether there is anything to explain: a count that is or was low, or may be low in one sex, or words that say so."""
    return bool(evidence.counts.low) or _any_low(evidence.observations)


def _any_low(seen: Observations) -> bool:
    return bool(seen.at_least_low) or any(_may_be_low(seen.levels[name]) for name in COUNTED if name in seen.levels)


def _may_be_low(level: LevelSeen) -> bool:
    if any(one.endswith(("low", "unsure")) for one in (*level.said, "" if level.quantity else level.level)):
        return True
    if level.quantity is None or level.limits is None:
        return level.level.endswith("low")
    limits, value, bound = level.limits, level.quantity.value, level.quantity.bound
    unsure = value is not None and limits.low_unsure is not None and value < limits.low_unsure
    unsure = unsure or level.level == "unsure" and (bound == "below" or bound == "above" and limits.level(level.quantity.number) == "low")
    return unsure or level.level.endswith("low") or any(limits.level(one) == "low" for one in level.course)

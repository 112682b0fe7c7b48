"""What every ranking is told with, on the screen, in reports and in the terminal alike."""

import math
from typing import Protocol

from .reasoning.evidence import Evidence

COUNTED = ("wbc", "neutrophils", "lymphocytes", "platelets", "hemoglobin")
"""Analytes whose low values are what is asked about."""
EMPTY = "Nothing is entered: this ranking is how common the causes are, and no more."
NO_COUNT = "No blood count is read yet: this ranking rests on the findings alone."
NO_LOW_COUNT = ("No count is low in what was entered. The ranking below answers why counts would be low; "
                "check the values and their units first.")


_SURE = 0.95
"""Above this no probability is told more exactly: more than that was not shown, see docs/method.md."""
_FIGURES, _MOST_TIMES = 2, 1_000_000


def percent(probability: float) -> str:
    """Return a whole percent; what rounds to nothing is below one, and what is nearly sure is above 95: nothing here is certain."""
    return "<1%" if probability <= 0.005 else f">{_SURE:.0%}" if round(probability, 2) > _SURE else f"{probability * 100:.0f}%"


def factor(number: float) -> str:
    """Return how many times: 3.5, 13, 88,000. Two figures, as the numbers behind it bear no more."""
    if number < 10 ** (_FIGURES - 1):
        return f"{number:.1f}"
    if number >= _MOST_TIMES:
        return f"{_MOST_TIMES:,} or more"
    return f"{round(number, _FIGURES - 1 - math.floor(math.log10(number))):,.0f}"


def times(weight: float) -> str:
    """Return what a log10 weight does to the odds: ×13 or ÷3.5."""
    return f"{'÷' if weight < 0 else '×'}{factor(10 ** abs(weight))}"


def share(part: float) -> str:
    """Return how often something is seen in a cause: whole percent, the rare as below one."""
    return "<1%" if part <= 0.005 else f"{part * 100:.0f}%"


class Reasoned(Protocol):
    """A reason as it is told: what speaks, in which state, and of what kind it is."""

    label: str
    state: str
    kind: str


def stated(reason: Reasoned) -> str:
    """Return what speaks, with its state where it is not simply there: "splenomegaly, absent"."""
    return with_state(reason.label, "" if reason.kind == "drug" else reason.state)


def with_state(label: str, state: str) -> str:
    """Return a label with its state where that is absent or unsure."""
    return f"{label}, {state}" if state in ("absent", "unsure") else label


def about_counts(evidence: Evidence) -> str:
    """Return what must be said of the counts before their ranking: NO_COUNT, NO_LOW_COUNT, or where one is low in whom that is usual, else ""."""
    seen = evidence.observations
    known = [name for name in COUNTED if name in seen.levels]
    if seen.at_least_low or evidence.counts.low or any(seen.levels[name].level.endswith("low") for name in known):
        return " ".join(level.usual for level in seen.levels.values() if level.usual)
    return NO_LOW_COUNT if known else NO_COUNT

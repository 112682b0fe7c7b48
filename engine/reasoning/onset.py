"""How long ago a case began, in days, from its onset in words."""

from typing import TYPE_CHECKING

from ..case.model import Case
from ..case.timing import read_duration_days
from ..days import DAYS_A_YEAR
from ..knowledge.knowledge import Knowledge

if TYPE_CHECKING:
    from .seen import Observations


def days_since_onset(case: Case, seen: "Observations", knowledge: Knowledge) -> tuple[float, float | None] | None:
    """Return the least and the most days since the onset: as told, else the ends of its class (weeks, months ...).

    The most is None where the class is open; the whole is None where no onset is understood.
    """
    if not case.onset or not seen.onset:
        return None
    if (days := read_duration_days(case.onset, knowledge.lexicon)) is not None:
        return days, days
    if seen.onset == "lifelong" and case.age is not None:
        return case.age * DAYS_A_YEAR, case.age * DAYS_A_YEAR
    longest = knowledge.model["onset_days"]
    shortest = dict(zip(longest, (0.0, *longest.values()), strict=False))
    return shortest.get(seen.onset, max(longest.values())), longest.get(seen.onset)

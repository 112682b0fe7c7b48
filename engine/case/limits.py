"""Reference limits for one person: the most specific published interval that fits what is known of them."""

from dataclasses import dataclass

from ..knowledge.bins import bin_of, edges
from ..knowledge.records import AnalyteRecord, IntervalRecord
from ..knowledge.same import remembered
from .model import Case

_ADULT_AGE = 30.0
"""Stands for an unknown age: limits are then those of adults."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in the canonical unit. Where sex matters and is unknown, `low` to `low_unsure` cannot be judged.

    `grades`: below which a low value is severe and moderate, where that is stated for such people.
    """

    low: float | None
    high: float | None
    low_unsure: float | None = None
    high_unsure: float | None = None
    grades: tuple[float, float] | None = None

    def level(self, value: float) -> str:
        """Return low, normal, high, or unsure between the limits of people of either sex."""
        if self.low is not None and value < self.low:
            return "low"
        if self.low_unsure is not None and value < self.low_unsure:
            return "unsure"
        if self.high is not None and value > self.high:
            return "high"
        if self.high_unsure is not None and value > self.high_unsure:
            return "unsure"
        return "normal"

    def grade(self, value: float) -> str:
        """Return how low a low value is: severe, moderate or mild; "" where that is not stated for such people."""
        if self.grades is None or self.level(value) != "low":
            return ""
        severe, moderate = self.grades
        return "severe" if value < severe else "moderate" if value < moderate else "mild"


def how_far(value: float, level: str, limits: Limits, analyte: AnalyteRecord) -> str:
    """Return how far a low or high value is off: severe, moderate or mild; "" where nothing says so.

    What is stated of such people counts, else the grade of the bin that the value lies in.
    """
    if stated := limits.grade(value):
        return stated
    step = analyte.bins[bin_of(edges(analyte, low=limits.low, high=limits.high), value)]
    return step.grade or "" if step.level == level else ""


def limits_for(analyte: AnalyteRecord, case: Case) -> Limits:
    """Return the limits that apply to a person; "low" means below every limit that may apply."""
    return _limits(analyte, case.age, case.sex, case.pregnant, case.gestation_weeks)


def as_printed(limits: Limits, printed_range: tuple[float | None, float | None] | None) -> Limits:
    """Return the limits that a report prints beside a value; where an end is not printed, that of the person."""
    if printed_range is None:
        return limits
    low, high = printed_range
    return Limits(limits.low if low is None else low, limits.high if high is None else high)


@remembered
def _limits(analyte: AnalyteRecord, age: float | None, sex: str | None, pregnant: bool | None, weeks: float | None) -> Limits:
    case = Case(age=age, sex=sex, pregnant=pregnant, gestation_weeks=weeks)
    sexes = (sex,) if sex else ("female", "male")
    found = [_interval(analyte, case, sex) for sex in sexes]
    lows = [one.low for one in found if one is not None and one.low is not None]
    highs = [one.high for one in found if one is not None and one.high is not None]
    grades = {one.grades for one in found if one is not None}
    return Limits(min(lows, default=None), max(highs, default=None), max(lows) if len(set(lows)) > 1 else None,
                  min(highs) if len(set(highs)) > 1 else None, grades.pop() if len(grades) == 1 else None)


def _interval(analyte: AnalyteRecord, case: Case, sex: str) -> IntervalRecord | None:
    fitting = [one for one in analyte.intervals if _fits(one, case, sex)]
    return max(fitting, key=_specificity, default=None)


def _fits(interval: IntervalRecord, case: Case, sex: str) -> bool:
    age = _ADULT_AGE if case.age is None else case.age
    if interval.age is not None and not _within(interval.age, age):
        return False
    if interval.sex is not None and interval.sex != sex:
        return False
    if interval.pregnant is not None and interval.pregnant != bool(case.pregnant):
        return False
    return interval.gestation is None or _within(interval.gestation, case.gestation_weeks)


def _within(span: tuple[float, float], value: float | None) -> bool:
    return value is not None and span[0] <= value < span[1]


def _specificity(interval: IntervalRecord) -> tuple[int, float]:
    stated = [interval.age, interval.sex, interval.pregnant, interval.gestation]
    width = interval.age[1] - interval.age[0] if interval.age else 1000.0
    return sum(one is not None for one in stated), -width

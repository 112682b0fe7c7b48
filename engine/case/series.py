"""Serial counts: dated values of a case as numbers on one axis of days.

Keys are dates (`2024-01-31`, with a time of day if wanted) or days (`day 14`, `-14`, `week 2`, `3 weeks earlier`, `today`).
Day 0 is the presentation: the newest date; the newest day where all are counted forwards; else what the days themselves
count back from. Nothing is guessed: a key that is neither, and a value that cannot be read, are told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..days import DAYS_A_MONTH, DAYS_A_WEEK
from ..errors import QuantityError
from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Lexicon
from .dates import read_date
from .derived import derive
from .limits import Limits, level_of, limits_for, with_printed
from .model import Case
from .prints import prints_of
from .quantities import Quantity, counted_as, read_quantity
from .timing import read_duration_days

_DAY = re.compile(r"(?:(?P<unit>days?|d|weeks?|wk|w|months?)\s*)?(?P<count>[+-]?\d+(?:\.\d+)?)(?:\s*(?P<after>days?|d|weeks?|w|months?))?",
                  re.IGNORECASE)
_BACK = re.compile(r"\b(?:ago|earlier|before|prior|previously)\b", re.IGNORECASE)
_NOW = re.compile(r"(?:today|now|presentation|at presentation|admission|on admission)", re.IGNORECASE)
_LENGTH = {"d": 1, "w": DAYS_A_WEEK, "m": DAYS_A_MONTH}
ALLOWED = "a date such as 2024-01-31, or a day such as day 14, -14 or 3 weeks earlier"


class Point(NamedTuple):
    """One count. `day` counts from the presentation, negative before it; `value` is canonical; `when`, `text` are as typed."""

    day: float
    value: float
    when: str
    text: str
    level: str
    derived: bool


@dataclass(frozen=True, slots=True)
class Course:
    """All counts of one analyte, earliest first, with the reference limits of the person; `last` is the newest as read."""

    analyte: str
    points: tuple[Point, ...]
    limits: Limits
    last: Quantity

    @property
    def lowest(self) -> Point:
        """The nadir; of equal ones the first."""
        return min(self.points, key=lambda point: (point.value, point.day))


@dataclass(frozen=True, slots=True)
class Series:
    """What was read. `newest` is the date of day 0, None where days were given; `not_read` are (entry, why)."""

    courses: dict[str, Course]
    newest: str | None
    not_read: tuple[tuple[str, str], ...]


def read_series(case: Case, knowledge: Knowledge) -> Series:
    """Read the serial counts of a case. What is worked out from values of one day, such as neutrophils from percents, is added."""
    days, newest, not_read = _days(tuple(case.series), knowledge.lexicon)
    found: dict[str, list[tuple[Point, Quantity]]] = {}
    for when, labs in case.series.items():
        if when not in days:
            continue
        values: dict[str, tuple[str, Quantity]] = {}
        for name, printed in labs.items():
            try:
                quantity = _quantity(name, printed, knowledge)
                values[quantity.analyte] = (f"{name}: {printed}", quantity)
            except QuantityError as error:
                not_read.append((f"{when}, {name}: {printed}", str(error)))
        for analyte, text, quantity, derived in _with_derived(values, case, knowledge):
            level = _level(quantity, case, knowledge)
            found.setdefault(analyte, []).append((Point(days[when], quantity.number, when, text, level, derived), quantity))
    courses = {}
    for analyte, points in found.items():
        points.sort(key=lambda one: one[0].day)
        courses[analyte] = Course(analyte, tuple(point for point, _ in points), limits_for(knowledge.analytes[analyte], case), points[-1][1])
    return Series(courses, newest, tuple(not_read))


def _days(keys: tuple[str, ...], lexicon: Lexicon) -> tuple[dict[str, float], str | None, list[tuple[str, str]]]:
    """Return the day of every key that can be read, the date of day 0, and what cannot be read."""
    dates = {key: day for key in keys if (day := _date(key)) is not None}
    counted = {key: day for key in keys if key not in dates and (day := _day(key, lexicon)) is not None}
    wrong = [(key, f"'{key}' is neither a date nor a day; allowed: {ALLOWED}; correct it") for key in keys if key not in dates and key not in counted]
    if dates:
        wrong += [(key, f"'{key}' is a day, but others are dates; write all of them as dates, or all as days") for key in counted]
        last = max(dates.values())
        return {key: day - last for key, day in dates.items()}, max(dates, key=dates.__getitem__), wrong
    last = max(counted.values(), default=0.0) if min(counted.values(), default=-1.0) >= 0 else 0.0
    return {key: day - last for key, day in counted.items()}, None, wrong


def _date(key: str) -> float | None:
    found = read_date(key)
    return None if found is None else found[0].toordinal() + found[1]


def _day(key: str, lexicon: Lexicon) -> float | None:
    text = key.strip()
    if _NOW.fullmatch(text):
        return 0.0
    if found := _DAY.fullmatch(text):
        return float(found["count"]) * _LENGTH[(found["unit"] or found["after"] or "d")[0].lower()]
    days = read_duration_days(text, lexicon) if _BACK.search(text) else None
    return None if days is None else -days


def _quantity(name: str, printed: str, knowledge: Knowledge) -> Quantity:
    """Read one value. Raises QuantityError when the test is not known, or its value is no number that can be read."""
    lexicon = knowledge.lexicon
    analyte_id = lexicon.measured_by(name)
    if analyte_id is None:
        raise QuantityError(f"no such analyte as '{name}' is known; write it as on a report, for example WBC, ANC, hemoglobin, platelets")
    analyte_id = counted_as(analyte_id, printed, knowledge.derivations)
    quantity = read_quantity(printed, analyte=knowledge.analytes[analyte_id], units=knowledge.units, prints=prints_of(lexicon))
    if quantity.value is None:
        raise QuantityError(f"'{printed}' is a word; a number is needed to draw a course")
    return quantity


def _level(quantity: Quantity, case: Case, knowledge: Knowledge) -> str:
    analyte = knowledge.analytes[quantity.analyte]
    return level_of(quantity.number, quantity.bound, with_printed(limits_for(analyte, case), quantity.printed_range), analyte)


def _with_derived(values: dict[str, tuple[str, Quantity]], case: Case, knowledge: Knowledge) -> Iterator[tuple[str, str, Quantity, bool]]:
    """Return every value of one day as (analyte, text, quantity, whether it was worked out)."""
    for analyte, (text, quantity) in values.items():
        yield analyte, text, quantity, False
    quantities = {analyte: quantity for analyte, (_, quantity) in values.items()}
    levels = {analyte: _level(quantity, case, knowledge) for analyte, quantity in quantities.items()}
    outcome = derive(quantities, levels, case=case, rules=knowledge.derivations, wholes=knowledge.wholes, analytes=knowledge.analytes,
                     units=knowledge.units)
    for one in outcome.derived:
        if one.use == "weighed":
            yield one.analyte, one.derivation, one.quantity, True

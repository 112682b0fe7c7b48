"""Dates of foreign files as days on one axis, ages as ISO 8601 durations, and dated values as a case holds them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ..case.model import OLDEST
from ..days import DAYS_A_WEEK, DAYS_A_YEAR_OF_DATES, HOURS_A_DAY, MIDDLE_DAY, MIDDLE_MONTH, MINUTES_A_DAY
from .walk import Notes

_WHEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_DURATION = re.compile(r"P(?=\w)(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T[\d.HMS]+)?")
_NUMBER = re.compile(r"[<>]?=?\s*\d")
_WHOLE = 0.05
_SAID_IN_YEARS = 2


def day_of(text: str) -> float | None:
    """Return a date, with a time of day if given, as days since 1970; None where it is none. A year or a month stands for its middle."""
    found = _WHEN.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()
    try:
        whole = np.datetime64(f"{year}-{month or f'{MIDDLE_MONTH:02}'}-{day or (MIDDLE_DAY if month else '01')}", "D")
    except ValueError:
        return None
    return float(whole.astype(int)) + (int(hour) / HOURS_A_DAY + int(minute) / MINUTES_A_DAY if hour else 0.0)


def age_at(birth: float, day: float) -> float | None:
    """Return the age in years at a day, both days since 1970; None where it is no age. Whole years, as people say it, but of infants exact.

    An exact age would tell the date of birth to whoever knows when the person was seen.
    """
    years = (day - birth) / DAYS_A_YEAR_OF_DATES
    if not 0 <= years <= OLDEST:
        return None
    return float(int(years)) if years >= _SAID_IN_YEARS else round(years, 3)


def years_of(duration: str) -> float | None:
    """Return an ISO 8601 duration such as `P52Y` or `P1Y6M` in years; None where it is none, or no age."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        return None
    years, months, weeks, days = (float(part or 0) for part in found.groups())
    total = years + months / 12 + (weeks * DAYS_A_WEEK + days) / DAYS_A_YEAR_OF_DATES
    return round(total, 3) if total <= OLDEST else None


def duration_of(years: float) -> str:
    """Return years as an ISO 8601 duration: in whole years and months, with days only where these do not tell it."""
    months = years * 12
    if abs(months - round(months)) <= _WHOLE:
        whole, left = divmod(round(months), 12)
        return f"P{whole}Y{left}M" if whole and left else f"P{left}M" if left else f"P{whole}Y"
    whole, left = divmod(int(months), 12)
    days = round((months - int(months)) / 12 * DAYS_A_YEAR_OF_DATES)
    return "P" + (f"{whole}Y" if whole else "") + (f"{left}M" if left else "") + f"{days}D"


class Dated(NamedTuple):
    """One value: what it is called, as it is printed, and its day on any axis, None where it has none."""

    name: str
    printed: str
    day: float | None


def by_time(values: Iterable[Dated], notes: Notes, *, recent_days: float) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return (labs, series): the last of each value stands in labs, numbers dated more than once in series, too; what has no place is told.

    Days are counted back from the newest value, so that no date of a person is kept.

    Args:
        values: in the order of the file. notes: where is told what counts though it is old, and what is left out.
        recent_days: a value older than this, counted from the newest of all, is told as old.
    """
    values = _whole_days(list(values))
    newest = max((one.day for one in values if one.day is not None), default=0.0)
    by_name: dict[str, list[Dated]] = {}
    for one in values:
        by_name.setdefault(one.name, []).append(one)
    labs: dict[str, str] = {}
    series: dict[float, dict[str, str]] = {}
    old: list[str] = []
    for name, found in by_name.items():
        dated = sorted(((one.day, one) for one in found if one.day is not None), key=lambda one: one[0])
        undated = [one for one in found if one.day is None]
        day, last = (newest, undated[-1]) if undated else dated[-1]
        labs[name] = last.printed
        is_old = newest - day > recent_days
        if is_old:
            old.append(f"{name} ({newest - day:.0f} days)")
        serial = is_old or len({one.day for one in found}) > 1
        kept = {day: one for day, one in dated if _NUMBER.match(one.printed)} if serial else {}
        for day, one in kept.items():
            series.setdefault(day, {})[name] = one.printed
        beside = [last if one.day is None else kept.get(one.day, last) for one in found]
        notes.unused += [f"{name}: {one.printed} (another result counts: {last.printed})" for one, same in zip(found, beside, strict=True)
                         if one.printed.casefold() not in (last.printed.casefold(), same.printed.casefold())]
    if old:
        notes.remarks.append(f"the last value of each test counts, also where it is older than {recent_days:g} days before the newest of all: "
                             + ", ".join(old))
    return labs, {f"day {round(day - newest, 2) + 0.0:g}": series[day] for day in sorted(series)}


def _whole_days(values: list[Dated]) -> list[Dated]:
    """Return the values without their time of day, unless something was measured twice on one day."""
    dated = {(one.name, one.day) for one in values if one.day is not None}
    if len({(name, int(day)) for name, day in dated}) < len(dated):
        return values
    return [one if one.day is None else one._replace(day=float(int(one.day))) for one in values]


def back_from(day: float | None, newest: float | None) -> str:
    """Return a day as text that the readers of a case understand: "35 days earlier"; empty where it cannot be said."""
    if day is None or newest is None or day > newest:
        return ""
    days = round(newest - day)
    return f"{days} day{'' if days == 1 else 's'} earlier"

"""How many days a unit of time has, and which day stands for a month or a year.

People tell spans roughly, and so they are counted: a month is 30 days, a year 365. Between two dates a year has 365.25.
"""

DAYS_A_WEEK, DAYS_A_MONTH, DAYS_A_YEAR = 7, 30, 365
DAYS_A_YEAR_OF_DATES = 365.25
HOURS_A_DAY, MINUTES_A_DAY = 24, 1440
MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
MIDDLE_MONTH, MIDDLE_DAY = 7, 15
"""A date that names only a year or a month stands for its middle."""
_SPANS = ((14, 1, "day"), (90, DAYS_A_WEEK, "week"), (2 * DAYS_A_YEAR, DAYS_A_MONTH, "month"), (float("inf"), DAYS_A_YEAR, "year"))
"""Below how many days a span is told in which unit, and how many days the unit has."""

_YEARS_FROM, _WHOLE_YEARS_FROM, _MONTHS_FROM = 2, 10, 0.98
"""From how many years an age is told in years, and in whole ones, and from how many months in months; a twelfth of a year is written as 0.083."""


def span(days: float, *, least: int = 0) -> str:
    """Return a length of time in the unit people would use, "3 weeks", of which there are at least so many."""
    length, name = next((length, name) for limit, length, name in _SPANS if days < limit)
    number = max(round(days / length), least)
    return f"{number} {name}{'' if number == 1 else 's'}"


def age_in_units(years: float) -> tuple[str, str]:
    """Return an age as people count it, and in what: years ("34", tenths below ten), months below two years, days below one month."""
    if years >= _YEARS_FROM:
        return (f"{years:.0f}" if years >= _WHOLE_YEARS_FROM else f"{years:.1f}".removesuffix(".0")), "year"
    months = years * 12
    return (f"{months:.0f}", "month") if months >= _MONTHS_FROM else (f"{years * DAYS_A_YEAR:.0f}", "day")


def age_told(years: float) -> str:
    """Return an age as people say it: "34", "7 months", "3 days"."""
    number, unit = age_in_units(years)
    return number if unit == "year" else f"{number} {unit}{'' if number == '1' else 's'}"

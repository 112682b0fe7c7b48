"""Dates as people type them into a case: "2024-01-31", "2024-1-31", with a time of day if wanted."""

import re
from datetime import date

from ..days import HOURS_A_DAY, MINUTES_A_DAY

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2})?)?")


def read_date(text: str) -> tuple[date, float] | None:
    """Return a date and which part of its day has passed, from 0 to below 1; None for what is no date, or no time of day."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = int(found[4] or 0), int(found[5] or 0)
    if hours >= HOURS_A_DAY or minutes >= MINUTES_A_DAY // HOURS_A_DAY:
        return None
    try:
        return date(*map(int, found.group(1, 2, 3))), hours / HOURS_A_DAY + minutes / MINUTES_A_DAY
    except ValueError:
        return None

"""Times of drugs that only the case tells: years and dates, by its dated counts, and weeks of a pregnancy, by how far it is.

They are written out as spans, which `engine.case.timing` reads. What the case cannot settle is left unread, and never taken for another time.
"""

import re
from collections.abc import Callable
from datetime import date

from ..days import DAYS_A_WEEK, MIDDLE_DAY, MIDDLE_MONTH, MONTHS
from ..knowledge.words.lexicon import Lexicon
from .calendars import written_out
from .dates import read_date
from .model import Case

_BEGAN = r"\b(?:since|from|(?:started|starting|begun|began|commenced|initiated)(?:\s+(?:in|on|from))?)\s+"
_ABOUT = r"(?:about\s+|around\s+|(?:early|mid|late)[\s-]+)?"
_DATED = re.compile(
    rf"{_BEGAN}{_ABOUT}(?:(?P<named>{'|'.join(MONTHS)})[a-z]*\.?,?\s+|(?P<month>\d{{1,2}})[/.])?(?P<year>(?:19|20)\d\d)(?:-(?P<second>\d{{1,2}})(?:-(?P<day>\d{{1,2}}))?)?\b"
    r"(?!\s*(?:-|to\b|until\b|till\b|through\b|\u2013))", re.IGNORECASE)
_WEEK = re.compile(
    r"\b(?:since|from|at|(?:started|begun|began)(?:\s+(?:in|on|at|from))?)\s+(?:the\s+)?(?:gestational\s+)?(?:weeks?\s+(?:of\s+(?:gestation|pregnancy)\s+)?"
    r"(?P<number>\d{1,2})(?!\s*(?:of\s+(?:treatment|therapy)|\d))(?:\s*(?:of\s+)?(?:gestation|(?:the\s+|her\s+)?pregnancy))?"
    r"|(?P<told>\d{1,2})\s*(?:weeks?['\u2019]?|wks?|w)\s*(?:of\s+)?(?:gestation|pregnan\w+|ga)\b)", re.IGNORECASE)


def is_long_term(text: str, case: Case, lexicon: Lexicon) -> bool:
    """Return whether a drug is taken since a year so far back that this is long, and the case has no date to count from."""
    found = _DATED.search(text)
    return found is not None and _newest(case) is None and int(found["year"]) < lexicon.language["years_ago"]["before"]


def with_times_of_case(text: str, case: Case, lexicon: Lexicon) -> str:
    """Return what is told of when a drug was taken, with years, dates and weeks of this pregnancy as days before the presentation."""
    text = _DATED.sub(_days_since(case, lexicon), text)
    if not case.pregnant and case.gestation_weeks is None:
        return text
    written = written_out(text.casefold())
    return _WEEK.sub(lambda found: _in_pregnancy(found, case.gestation_weeks), written) if _WEEK.search(written) else text


def _days_since(case: Case, lexicon: Lexicon) -> Callable[[re.Match[str]], str]:
    newest, rule = _newest(case), lexicon.language["years_ago"]

    def days(found: re.Match[str]) -> str:
        if newest is None:
            return f"started {rule['at_least']:g} years ago" if int(found["year"]) < rule["before"] else ""
        began = _began(found, newest)
        return f"started {(newest - began).days} days ago" if began is not None and began <= newest else ""

    return days


def _began(found: re.Match[str], newest: date) -> date | None:
    """Return the day that is named, or the middle of the month or year that is; None for the running year as a whole, and for no date."""
    named = MONTHS.index(found["named"].lower()) + 1 if found["named"] else None
    month = named or int(found["month"] or found["second"] or 0)
    year = int(found["year"])
    if not month and year == newest.year:
        return None
    try:
        middle = date(year, month or MIDDLE_MONTH, int(found["day"] or (MIDDLE_DAY if month else 1)))
    except ValueError:
        return None
    return min(middle, newest) if (year, month) == (newest.year, newest.month) and not found["day"] else middle


def _newest(case: Case) -> date | None:
    return max((found[0] for key in case.series if (found := read_date(key)) is not None), default=None)


def _in_pregnancy(found: re.Match[str], now: float | None) -> str:
    week = float(found["number"] or found["told"])
    return f"started {(now - week) * DAYS_A_WEEK:.0f} days ago" if now is not None and week <= now else ""

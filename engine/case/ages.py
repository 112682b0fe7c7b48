"""How old somebody is and how far a pregnancy, as people write it: "1,5", "8 months", "2 y 6 mo"; "28+3", "28w3d"."""

import re

from ..days import DAYS_A_WEEK, DAYS_A_YEAR
from ..errors import CaseError
from .model import LONGEST_GESTATION, OLDEST

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)"
_PART = re.compile(rf"{_NUMBER}\s*-?\s*(?P<unit>years?|yrs?|y|months?|mths?|mos?|m|weeks?|wks?|w|days?|d)(?![a-z])\.?\s*(?:,|and|\+)?\s*")
_AROUND = re.compile(r"^(?:aged?|age of)\b\s*:?\s*|[\s/.-]*(?:(?<=\d)y/?o|(?<=[\s/.-])o|o\.?|old|of age)\.?$")
_BARE = re.compile(_NUMBER)
_WEEKS = re.compile(rf"{_NUMBER}\s*(?:weeks?|wks?|w)?"
                    r"(?:\s*(?:\+|and|,)?\s*(?P<days>[0-6])\s*(?:/\s*7|days?|d)?)?(?:\s*(?:of\s+)?(?:gestation|pregnan\w*))?")
_IN_YEARS = {"y": 1.0, "m": 1 / 12, "w": DAYS_A_WEEK / DAYS_A_YEAR, "d": 1 / DAYS_A_YEAR}
_SAY_AGE = "write years, or a number with its unit, such as 1.5, 8 months or 3 weeks"
_SAY_WEEKS = "write weeks, or weeks and days, such as 28 or 28+3"


def read_age(text: str) -> float:
    """Return an age in years; a bare number counts years, and a comma is a decimal one.

    Raises:
        CaseError: it is no age, or none that people reach.
    """
    said = " ".join(text.casefold().split())
    bare = _AROUND.sub("", said)
    if whole := _BARE.fullmatch(bare):
        years = _number(whole)
    else:
        parts = list(_PART.finditer(bare))
        units = [part["unit"][0] for part in parts]
        if not parts or "".join(part[0] for part in parts) != bare or len(set(units)) < len(units):
            raise CaseError(f"the age '{text}' is not understood; {_SAY_AGE}")
        years = sum(_number(part) * _IN_YEARS[part["unit"][0]] for part in parts)
    return _within(years, OLDEST, f"the age '{text}'", "years", _SAY_AGE)


def read_weeks(text: str) -> float:
    """Return the weeks of a pregnancy; a comma before a digit is a decimal one.

    Raises:
        CaseError: these are no weeks, or more than a pregnancy has.
    """
    found = _WEEKS.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        raise CaseError(f"the weeks '{text}' are not understood; {_SAY_WEEKS}")
    weeks = _number(found) + float(found["days"] or 0) / DAYS_A_WEEK
    return _within(weeks, LONGEST_GESTATION, f"the weeks '{text}'", "weeks", _SAY_WEEKS)


def _number(found: re.Match[str]) -> float:
    return float(found["number"].replace(",", "."))


def _within(number: float, most: float, what: str, unit: str, say: str) -> float:
    if number > most:
        raise CaseError(f"{what}: possible are 0 to {most:g} {unit}; {say}")
    return round(number, 4)

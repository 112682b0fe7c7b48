"""Tables with a column for each date: "Hb  121  104  83  g/L  115-165" under three dates. The newest stands, those before it are its course."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...case.prints import LIMIT, Prints, prints_of
from ...knowledge.knowledge import Knowledge
from .names import names_in
from .values import value_at, with_point

_DATE = re.compile(r"(?<![\w/.-])(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|"
                   r"(?P<one>\d{1,2})[/.](?P<two>\d{1,2})(?:[/.](?P<last>\d{2,4}))?)(?![\w/])")
_DAY = re.compile(r"\b(?:day|d|week|wk|pod|hd)\s?#?(?P<count>-?\d{1,3})\b", re.IGNORECASE)
_CELLS = re.compile(r"\s{2,}|\t\s*")
_NUMBER = re.compile(rf"[\s:=]*(?P<number>[<>]?\s?{LIMIT})\s?(?:\*|[HL]{{1,2}}(?=\s))?(?=\s|$)")


class Row(NamedTuple):
    """A row of values in the order of their dates: where the line begins and ends, where the name stands, and the value as printed."""

    start: int
    end: int
    analyte: str
    name: str
    printed: str


def rows_under_dates(text: str, knowledge: Knowledge, *, decimal_comma: bool) -> Iterator[Row]:
    """Yield the rows of tables whose heading dates the columns; an order that is not plain is none."""
    order: list[int] = []
    at = 0
    for line in text.split("\n"):
        if not line.strip():
            order = []
        elif heading := _order(line, prints_of(knowledge.lexicon)):
            order = heading
        elif order and (row := _row(line, at, order, knowledge, decimal_comma=decimal_comma)):
            yield row
        at += len(line) + 1


def _row(line: str, at: int, order: list[int], knowledge: Knowledge, *, decimal_comma: bool) -> Row | None:
    first = next(names_in(line, knowledge), None)
    if first is None:
        return None
    name, end = first
    if line[:name.start].strip(" \t*-") or not name.analyte or name.elsewhere:
        return None
    numbers: list[str] = []
    while len(numbers) < len(order) and (found := _NUMBER.match(line, end)):
        numbers.append(found["number"].replace(" ", ""))
        end = found.end()
    if len(numbers) != len(order):
        return None
    *older, newest = [numbers[place] for place in order]
    value = value_at(f"{newest} {line[end:].lstrip()}", 0, knowledge, decimal_comma=decimal_comma)
    if value is None or value.why:
        return None
    older = [with_point(number) if decimal_comma else number for number in older]
    stop = at + len(line.rstrip())
    return Row(at + name.start, stop, name.analyte, line[name.start:name.end], " then ".join([*older, value.printed]))


def _order(line: str, prints: Prints) -> list[int]:
    """Return the columns of a heading from the oldest to the newest, none where it names no dates or their order is not plain."""
    dates, days = list(_DATE.finditer(line)), list(_DAY.finditer(line))
    if len(dates) > 1:
        return _of_dates(dates)
    if len(days) > 1:
        return _sorted([(int(day["count"]),) for day in days])
    cells = [prints.columns.get(cell.strip().casefold()) for cell in _CELLS.split(line)]
    told = [cell for cell in cells if cell in ("older", "newer")]
    return _sorted([(one == "newer",) for one in told]) if sorted(told) == ["newer", "older"] else []


def _of_dates(dates: list[re.Match]) -> list[int]:
    """Return the order of dates, read day first and month first: where both make sense and differ, none."""
    orders = []
    for day_first in (True, False):
        read = [day for date in dates if (day := _read(date, day_first=day_first))]
        if len(read) == len(dates):
            orders.append(_sorted(read))
    return orders[0] if orders and all(one == orders[0] for one in orders) else []


def _read(date: re.Match, *, day_first: bool) -> tuple[int, int, int] | None:
    if date["year"]:
        return int(date["year"]), int(date["month"]), int(date["day"])
    day, month = (int(date["one"]), int(date["two"])) if day_first else (int(date["two"]), int(date["one"]))
    return (int(date["last"] or 0), month, day) if 0 < day < 32 and 0 < month < 13 else None


def _sorted(moments: list[tuple]) -> list[int]:
    """Return the places in the order of time where the columns go one way, up or down; else none."""
    places = sorted(range(len(moments)), key=moments.__getitem__)
    return places if len(set(moments)) == len(moments) and places in (sorted(places), sorted(places, reverse=True)) else []

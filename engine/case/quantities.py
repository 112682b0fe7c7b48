"""Read a printed laboratory value: `"50,000 cells/uL, falling to 35,000"` to 35 in 10*9/L.

    text -> Printed (engine.case.printed) -> a unit for every number (engine.case.settle) -> Quantity
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import ImpossibleValueError, PassingPeakError, QuantityError
from ..knowledge.records import AnalyteRecord, DerivationRecord
from ..knowledge.same import remembered
from ..knowledge.words.units import CLEAR_MARGIN, UnitTable, distance, has_no_unit, is_plausible, rounded, to_canonical
from .printed import Printed, lone_unknown_word, take_apart
from .prints import Prints
from .scan import Number, tidy
from .settle import SAME_VALUE, Reader, allowed_unit, restated_unit, settle_units
from .shorthand import as_level

_LONGEST_TEXT = 400
_PERCENT = re.compile(r"\d\s*(?:\s[HL]\s+)?(?:[%‰]|percent\b|per cent\b|pct\b|promille\b|per ?mille\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One laboratory value as understood; numbers are in the analyte's canonical unit.

    `value` is the mean of a range, the last of serial values, and None when only a word such as "normal" was printed.
    `bound` is "below" or "above" when the value is only a limit. `course` holds serial values, earliest first, and is
    empty for a single one. `level` is what the print itself says. `remarks` are words that were kept and not used.
    """

    analyte: str
    text: str
    value: float | None
    bound: str | None
    unit_printed: str | None
    unit_used: str
    unit_assumed: bool
    course: tuple[float, ...]
    printed_range: tuple[float | None, float | None] | None
    level: str | None
    remarks: tuple[str, ...]

    @property
    def number(self) -> float:
        """The value of a quantity that is known to be a number.

        Raises:
            ValueError: only a word was printed.
        """
        if self.value is None:
            raise ValueError(f"'{self.text}' is a word and no number")
        return self.value


@dataclass(frozen=True, slots=True)
class _Group:
    """One value of a series in the canonical unit, with the unit it was printed in."""

    value: float
    bound: str | None
    unit: str
    earlier: bool


@remembered
def read_quantity(text: str, *, analyte: AnalyteRecord, units: UnitTable, prints: Prints) -> Quantity:
    """Read one printed value of one analyte.

    Args:
        text: the value as printed, with or without unit, bracketed reference interval and remarks.
        analyte: the quantity measured, with its units and plausible range.
        units: the units that can be recognised.
        prints: the words of print-outs, see `engine.case.prints.prints_of`.

    Returns:
        The value in the analyte's canonical unit, with everything that was said beside it.

    Raises:
        QuantityError: there is no value, its unit is unknown, foreign to the analyte or not to be told, or the value
            is implausible in it. A unit is never guessed against the print. ImpossibleValueError: no unit could make sense of it.
    """
    reader = Reader(text, analyte, units)
    if len(text) > _LONGEST_TEXT:
        raise QuantityError(f"{reader.found}, longer than {_LONGEST_TEXT} characters; keep the value and its unit")
    ratio = any(map(has_no_unit, analyte.units))  # of a ratio "2 times" is the value itself
    printed = take_apart(text if ratio else as_level(text), units=units, prints=prints)
    if printed.unclear:
        raise QuantityError(
            f'{reader.found}, numbers that do not say how they belong together; keep one, or join them with "to" or "then"'
        )
    if printed.left:
        raise PassingPeakError(f"{reader.found}, a peak that did not last; give the value after it")
    if not printed.numbers:
        return _from_word(reader, printed)
    numbers = printed.numbers
    if (word := lone_unknown_word(text)) is not None and word in printed.remarks:
        raise ImpossibleValueError(f'{reader.found} with the unit "{word}"; allowed units are {reader.allowed}; correct the unit')
    settled = settle_units(reader, printed)
    groups = _groups(reader, numbers, settled)
    last = groups[-1]
    first = next((number.unit_text for number in numbers if number.unit_text), None)
    return Quantity(
        analyte=analyte.id,
        text=text,
        value=last.value,
        bound=last.bound,
        unit_printed=first,
        unit_used=last.unit,
        unit_assumed=first is None and not restated_unit(reader, printed) and not has_no_unit(last.unit),
        course=tuple(group.value for group in groups) if len(groups) > 1 else (),
        printed_range=_printed_range(reader, printed, last),
        level=printed.level,
        remarks=printed.remarks,
    )


@remembered
def is_percent(text: str) -> bool:
    """Return whether the first number printed outside brackets is a percentage, as in a differential count."""
    number = re.search(r"\d[^(\[]*", tidy(text))
    if number is None or (percent := _PERCENT.search(number[0])) is None:
        return False
    return not re.search(r"[A-Za-z/]", number[0][: percent.start()].replace("to", ""))


def counted_as(analyte: str, printed: str, derivations: Iterable[DerivationRecord]) -> str:
    """Return the analyte that a print is a value of: of "15%" under neutrophils their share of the white cells."""
    if not is_percent(printed):
        return analyte
    return next((rule.parents[1] for rule in derivations if rule.kind == "percent-of" and rule.analyte == analyte), analyte)


def _from_word(reader: Reader, printed: Printed) -> Quantity:
    """Make a quantity of a word alone: a level, or "undetectable" as below the smallest plausible value."""
    analyte = reader.analyte
    level = printed.level
    if printed.undetectable and level is None and analyte.bins and analyte.bins[0].level == "low":
        level = "low"
    if not printed.undetectable and level is None:
        raise QuantityError(
            f"{reader.found}, in which no value was recognised; write a number with its unit ({reader.allowed}), "
            "or one of low, normal, high, positive, negative, undetectable"
        )
    return Quantity(
        analyte=analyte.id,
        text=reader.text,
        value=float(analyte.plausible[0]) if printed.undetectable else None,
        bound="below" if printed.undetectable else None,
        unit_printed=None,
        unit_used=analyte.unit,
        unit_assumed=False,
        course=(),
        printed_range=_printed_range(reader, printed, None),
        level=level,
        remarks=printed.remarks,
    )


_OF_A_MICROLITER = "/uL"
"""Counted in whole cells: "3.800/mm3" has no decimal point."""


def _groups(reader: Reader, numbers: Sequence[Number], settled: Sequence[str]) -> list[_Group]:
    """Return the serial values, canonical, earliest first; a range is one value, the mean of its ends."""
    groups: list[_Group] = []
    for number, unit in zip(numbers, settled, strict=True):
        smallest = _smallest_of_zero(reader, number, unit)
        value = _canonical(reader, number, unit) if smallest is None else smallest
        if number.ends_range:
            start = groups.pop()
            groups.append(_Group(rounded((start.value + value) / 2), None, unit, start.earlier))
        else:
            groups.append(_Group(value, "below" if smallest is not None else number.bound, unit, number.earlier))
    return sorted(groups, key=lambda group: not group.earlier)


def _smallest_of_zero(reader: Reader, number: Number, unit: str) -> float | None:
    """Return what a printed zero stays below: the smallest value there is, where it rounds to zero in the decimals that are printed; else None."""
    analyte = reader.analyte
    if not analyte.rounds_to_zero or any(number.values):
        return None
    decimals = len(re.split("[.,]", number.text)[1]) if re.search("[.,]", number.text) else 0
    rounded_off = 0.5 * 10**-decimals * number.multiplier * analyte.units[unit][0]
    smallest = float(analyte.plausible[0])
    return smallest if rounded_off >= smallest or math.isclose(rounded_off, smallest) else None


def _canonical(reader: Reader, number: Number, unit: str) -> float:
    """Return a number's first plausible reading in the canonical unit."""
    analyte = reader.analyte
    values = [to_canonical(value * number.multiplier, unit=unit, analyte=analyte) for value in number.values]
    fitting = [value for value in values if is_plausible(value, analyte=analyte)]
    shown = reader.units.shown
    if not fitting:
        found = f" {number.values[0] * number.multiplier:g} {shown(unit)}"
        same = "" if unit == analyte.unit else f", that is {values[0]:g} {shown(analyte.unit)}"
        raise ImpossibleValueError(f"{reader.found},{found}{same}, outside the {reader.plausible}; check the number and the unit")
    if number.dotted and len(fitting) > 1 and _second_is_clearly_nearer(fitting, analyte):
        if unit == _OF_A_MICROLITER:
            return fitting[1]
        whole = f"{number.values[1]:.0f}"
        raise QuantityError(
            f"{reader.found}, in which the point may mark thousands; write {whole} {shown(unit)}, "
            f"or {number.text}0 {shown(unit)} for a decimal point"
        )
    return fitting[0]


def _second_is_clearly_nearer(values: Sequence[float], analyte: AnalyteRecord) -> bool:
    first, second = (distance(value, analyte=analyte) for value in values[:2])
    return first - second >= CLEAR_MARGIN * math.log10(values[1] / values[0])


def _printed_range(reader: Reader, printed: Printed, last: _Group | None) -> tuple[float | None, float | None] | None:
    """Return the reference limits that are printed beside the value, canonical.

    None when there are none, when their unit is foreign, and when they are the range itself once more in another
    unit, as in "8-9 g/dL (80-90 g/L)".
    """
    if printed.limits is None:
        return None
    printed_units = [allowed_unit(reader, end) for end in printed.limits if end and end.unit_text]
    used = printed_units[-1] if printed_units else last.unit if last else reader.analyte.unit
    if used is None:
        return None
    low, high = (
        None if end is None else to_canonical(end.values[0] * end.multiplier, unit=used, analyte=reader.analyte)
        for end in printed.limits
    )
    if last and used != last.unit and printed.numbers[-1].ends_range and low is not None and high is not None:
        return None if abs((low + high) / 2 - last.value) <= SAME_VALUE * last.value else (low, high)
    return low, high

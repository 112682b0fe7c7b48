"""Which unit the numbers of a printed value are in: the one that is printed, or the only one that makes sense."""

from dataclasses import dataclass

from ..errors import ImpossibleValueError, QuantityError
from ..knowledge.records import AnalyteRecord
from ..knowledge.words.units import UnitTable, has_no_unit, nearest_unit, plausible_units, to_canonical
from .printed import Printed
from .scan import Number

SAME_VALUE = 0.1
"""How far two prints of the same value may differ by rounding, as a share."""

_LONGEST_QUOTE = 60
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Reader:
    """What every step needs to know, and to name in its messages."""

    text: str
    analyte: AnalyteRecord
    units: UnitTable

    @property
    def found(self) -> str:
        """Say of what test which print was found; a long print is cut."""
        text = " ".join(self.text.split())
        quote = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rstrip() + "..."
        return f'{self.analyte.label}: found "{quote}"'

    @property
    def allowed(self) -> str:
        """List the units of the test, as people print them."""
        return ", ".join(self.units.shown(unit) for unit in self.analyte.units)

    @property
    def plausible(self) -> str:
        """Say which values occur in people at all, in the canonical unit."""
        low, high = self.analyte.plausible
        return f"plausible range {low:g}-{high:g} {self.units.shown(self.analyte.unit)}"


def settle_units(reader: Reader, printed: Printed) -> list[str]:
    """Give every number its unit: its own, else of the other end of its range, else of the last before it, else the next."""
    numbers = printed.numbers
    own = [_own_unit(reader, number) if number.unit_text else None for number in numbers]
    if not any(own):
        unit = restated_unit(reader, printed) or _assumed_unit(reader, printed)
        return [unit] * len(numbers)
    settled: list[str] = []
    for i, printed_unit in enumerate(own):
        other_end = own[i + 1] if i + 1 < len(numbers) and numbers[i + 1].ends_range else None
        settled.append(printed_unit or other_end or (settled[-1] if settled else next(filter(None, own))))
    return settled


def allowed_unit(reader: Reader, number: Number) -> str | None:
    """Return the unit of the analyte that a printed unit stands for, or None."""
    return next((unit for unit in number.units if unit in reader.analyte.units), None)


def _own_unit(reader: Reader, number: Number) -> str:
    """Return the code of the unit that is printed, if the analyte is measured in it."""
    analyte = reader.analyte
    if own := allowed_unit(reader, number):
        return own
    if number.unit_text == "1:":
        if titre := next((unit for unit in analyte.units if has_no_unit(unit)), None):
            return titre
        raise QuantityError(f"{reader.found}, a titre; allowed units are {reader.allowed}: write the value in one of them")
    values = [value * number.multiplier for value in number.values]
    # A report that misprints its unit still prints a number that one of the test's units makes plausible.
    slip = any(plausible_units([value], analyte=analyte, among=tuple(analyte.units)) for value in values)
    raise (QuantityError if slip else ImpossibleValueError)(
        f'{reader.found} with the unit "{number.unit_text}"; allowed units are {reader.allowed}; '
        f"{_advice(reader, number)}"
    )


def _advice(reader: Reader, number: Number) -> str:
    """Return what to do about a unit that is not allowed. Only a unit that is not known at all may be a misprint."""
    if number.units:
        return "write the value in one of them"
    fitting = plausible_units(number.values[:1], analyte=reader.analyte, among=reader.analyte.units)
    likely = nearest_unit(number.values[:1], analyte=reader.analyte, among=fitting)
    shown = [f"{number.text} {reader.units.shown(unit)}" for unit in ([likely] if likely else fitting)]
    return f"{' or '.join(shown)} would be plausible: correct the unit" if shown else "convert it to one of them"


def restated_unit(reader: Reader, printed: Printed) -> str | None:
    """Return the unit in which a bare number is the same as the value that is restated in brackets with a unit."""
    restated = printed.restated
    stated_unit = allowed_unit(reader, restated) if restated else None
    if restated is None or stated_unit is None:
        return None
    target = to_canonical(restated.values[0] * restated.multiplier, unit=stated_unit, analyte=reader.analyte)
    number = printed.numbers[-1]
    for unit in reader.analyte.units:
        value = to_canonical(number.values[0] * number.multiplier, unit=unit, analyte=reader.analyte)
        if abs(value - target) <= SAME_VALUE * abs(target):
            return unit
    return None


def _assumed_unit(reader: Reader, printed: Printed) -> str:
    """Return the unit that numbers printed without one must be in, by their size or that of the limits beside them."""
    analyte = reader.analyte
    candidates = analyte.unprinted or tuple(analyte.units)
    if not any(value for number in printed.numbers for value in number.values):
        return candidates[0]  # zero is zero in every unit
    if not analyte.unprinted and len(analyte.units) > 1:
        if counted := _counted_in_thousands(reader, printed):
            return counted
        raise QuantityError(f"{reader.found} without a unit; write one of {reader.allowed} after the number")
    limits = [end.values[0] for end in printed.limits or () if end and not end.unit_text]
    for reading in range(max(len(number.values) for number in printed.numbers)):
        values = [number.values[min(reading, len(number.values) - 1)] * number.multiplier for number in printed.numbers]
        fitting = plausible_units(values, analyte=analyte, among=candidates)
        by_size = nearest_unit(values, analyte=analyte, among=fitting)
        by_limits = nearest_unit(limits, analyte=analyte, among=fitting) if limits else by_size
        if (chosen := by_limits or by_size) and chosen == (by_size or chosen):
            return chosen
        if fitting and (saying := _saying(reader, printed, values, fitting)):
            return saying
        if fitting:
            shown = " and as ".join(f"{values[-1]:g} {reader.units.shown(unit)}" for unit in fitting)
            raise QuantityError(f"{reader.found} without a unit, plausible as {shown}; write the unit after the number")
    tried = ", ".join(reader.units.shown(unit) for unit in candidates)
    raise ImpossibleValueError(
        f"{reader.found} without a unit, outside the {reader.plausible} in {tried}; check the number and write its unit"
    )


def _counted_in_thousands(reader: Reader, printed: Printed) -> str | None:
    """Return the one unit in which numbers of thousands make sense: reticulocytes of "20,000" are counted in a microliter."""
    analyte = reader.analyte
    values = [max(number.values) * number.multiplier for number in printed.numbers]
    fitting = plausible_units(values, analyte=analyte, among=tuple(analyte.units))
    same = {round(to_canonical(values[-1], unit=unit, analyte=analyte), 6) for unit in fitting}
    return fitting[0] if min(values) >= _THOUSAND and len(same) == 1 else None


def _saying(reader: Reader, printed: Printed, values: list[float], fitting: tuple[str, ...]) -> str | None:
    """Return the one unit in which "below 3,000" says anything: in all others the limit lies above every normal value."""
    highs = [interval.high for interval in reader.analyte.intervals if interval.high is not None]
    if not highs or any(number.bound != "below" for number in printed.numbers):
        return None
    within = [unit for unit in fitting if all(to_canonical(value, unit=unit, analyte=reader.analyte) <= max(highs) for value in values)]
    return within[0] if len(within) == 1 else None

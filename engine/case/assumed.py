"""What is said of a value that was printed without a unit: which unit it was taken in, and which others would make sense of it, too."""

import math

from ..knowledge.records import AnalyteRecord
from ..knowledge.words.units import CLEAR_MARGIN, UnitTable, distance, has_no_unit, is_plausible, to_canonical
from .quantities import Quantity
from .wholes import shown

_MOST = 2
"""Other units that are told; the usual ones stand first in the rules."""
_SAME = 0.01
"""How near two readings may be, as a share, and be one."""
_SIGNS = {"below": "<", "above": ">"}


def unit_taken(quantity: Quantity, *, analyte: AnalyteRecord, units: UnitTable) -> str:
    """Return in which unit a bare number was taken: "Hemoglobin 8 g/dL (8 mmol/L would be 12.9 g/dL)".

    Empty where a unit was printed, where the test has one unit only, and for zero, which is zero in every unit.
    """
    value = quantity.value
    if not quantity.unit_assumed or not value or not _others(quantity.unit_used, analyte):
        return ""
    factor, offset = analyte.units[quantity.unit_used]
    number, sign = (value - offset) / factor, _SIGNS.get(quantity.bound or "", "")
    others = [f"{_as_printed(number)} {units.shown(unit)} would be {shown(other)} {units.shown(analyte.unit)}"
              for unit, other in _as_near(number, value, quantity.unit_used, analyte)[:_MOST]]
    bracket = f" ({', '.join(others)})" if others else ""
    return f"{analyte.label} {sign}{_as_printed(number)} {units.shown(quantity.unit_used)}{bracket}"


def _others(used: str, analyte: AnalyteRecord) -> list[str]:
    """Return the units in which the same number is another value."""
    return [unit for unit in analyte.units if not has_no_unit(unit) and analyte.units[unit] != analyte.units[used]]


def _as_near(number: float, value: float, used: str, analyte: AnalyteRecord) -> list[tuple[str, float]]:
    """Return the other units, each with the value, that the size of a number does not clearly rule out: what `nearest_unit` calls unclear."""
    found: list[tuple[str, float]] = []
    here = distance(value, analyte=analyte)
    for unit in _others(used, analyte):
        other = to_canonical(number, unit=unit, analyte=analyte)
        apart = abs(math.log10(analyte.units[unit][0] / analyte.units[used][0]))
        if not is_plausible(other, analyte=analyte) or distance(other, analyte=analyte) - here >= CLEAR_MARGIN * apart:
            continue
        if not any(math.isclose(other, told, rel_tol=_SAME) for told in (value, *(one for _, one in found))):
            found.append((unit, other))
    return found


def _as_printed(number: float) -> str:
    """Return a printed number as it was, without the dust of having been converted there and back, and without exponent."""
    return f"{float(f'{number:.6g}'):.10g}"

"""Parts and wholes, such as neutrophils and white cells: a part never exceeds its whole. They stand under `parts` in the rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..errors import QuantityError
from ..knowledge.records import AnalyteRecord, WholeRecord
from ..knowledge.words.units import UnitTable
from .prints import Prints
from .quantities import Quantity, read_quantity

_SINGLE_CELLS = "/uL"


class Mismatch(NamedTuple):
    """Values that do not fit together: of which analytes, why, and what to do."""

    analytes: tuple[str, ...]
    why: str
    mend: str


def settle_by_whole(text: str, *, analyte: AnalyteRecord, whole: Quantity, whole_analyte: AnalyteRecord,
                    units: UnitTable, prints: Prints) -> tuple[Quantity, str] | None:
    """Read a part printed without a unit in the only unit in which it does not exceed its whole, or of several in that of the whole.

    Args:
        text: the value as printed, refused by `read_quantity` since its unit cannot be told from its size.
        analyte: the part. whole, whole_analyte: what it is a part of, as read.
        units, prints: as `read_quantity` has them.

    Returns:
        The quantity and a sentence on what was decided, or None when no unit or several fit.
    """
    if whole.value is None or whole.bound is not None:
        return None
    most = max(whole.course, default=whole.value)
    readings = []
    for unit in analyte.unprinted:
        try:
            quantity = read_quantity(text, analyte=replace(analyte, unprinted=(unit,)), units=units, prints=prints)
        except QuantityError:
            continue
        if quantity.value is not None and quantity.unit_assumed:
            readings.append(quantity)
    fitting = [one for one in readings if max(one.course, default=one.number) <= most]
    # Cells are printed in thousands beside others in single cells; a substance is printed in one unit.
    alike = [one for one in fitting if whole.unit_printed and one.unit_used == whole.unit_used and _SINGLE_CELLS not in analyte.unprinted]
    if len(readings) < 2 or len(fitting) != 1 and len(alike) != 1:
        return None
    if len(fitting) != 1:
        return alike[0], (f"{name_of(analyte)} {shown(alike[0].number)} ({units.shown(analyte.unit)}), printed without a unit, read in "
                          f"{units.shown(alike[0].unit_used)} as {name_of(whole_analyte)} is")
    taken = fitting[0]
    others = " or ".join(shown(one.number) for one in readings if one is not taken)
    return taken, (f"{name_of(analyte)} {shown(taken.number)} ({units.shown(analyte.unit)}), printed without a unit, read in "
                   f"{units.shown(taken.unit_used)} because {others} would be above {name_of(whole_analyte)} {shown(most)}")


def parts_above(values: Mapping[str, Quantity], wholes: Sequence[WholeRecord], *, analytes: Mapping[str, AnalyteRecord],
                units: UnitTable) -> Iterator[Mismatch]:
    """Tell of printed parts that exceed their whole."""
    for one in wholes:
        whole = values.get(one.whole)
        if whole is None or whole.bound is not None or whole.course:
            continue
        for name in one.parts:
            part = values.get(name)
            if part is None or part.course or part.bound == "below" or part.number <= whole.number * (1 + one.rounding):
                continue
            yield Mismatch((name, one.whole), f"{name_of(analytes[name])} {shown(part.number)} above {name_of(analytes[one.whole])} "
                           f"{shown(whole.number)} ({units.shown(analytes[name].unit)}), of which it is a part", "correct one, or write the units")


def name_of(analyte: AnalyteRecord) -> str:
    """Return the label as it stands within a sentence: `Bilirubin, total` as total bilirubin."""
    noun, _, kind = analyte.label.partition(", ")
    label = f"{kind} {noun.lower()}" if kind else noun
    first = label.partition(" ")[0]
    is_name = first[1:2].isupper() or first in analyte.synonyms
    return label if is_name else label[:1].lower() + label[1:]


def shown(value: float) -> str:
    """Return a value with three digits that count, without exponent.

    Every value that was worked out is told so, wherever it is told: its parts were printed with no more. A printed one is told as printed.
    """
    return f"{float(f'{value:.3g}'):.10g}"

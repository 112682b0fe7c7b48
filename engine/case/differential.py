"""The differential count: a share of the white cells to the count that it amounts to."""

from ..knowledge.records import AnalyteRecord
from .quantities import Quantity
from .units import is_plausible, rounded


def absolute_count(white_cells: Quantity | None, share: Quantity | None, analyte: AnalyteRecord) -> Quantity | None:
    """Return white cells x share / 100 as a value of `analyte`.

    Args:
        white_cells: the total, in 10*9/L. share: in percent of it. analyte: the count asked for, in 10*9/L.

    Returns:
        The count, or None when one of the two has no number of its own or the product is implausible. A bound of the
        share holds for the count.
    """
    if white_cells is None or share is None or white_cells.value is None or share.value is None or white_cells.bound is not None:
        return None
    value = rounded(white_cells.value * share.value / 100)
    if not is_plausible(value, analyte=analyte):
        return None
    return Quantity(
        analyte=analyte.id, text=f"{share.text} of {white_cells.text}", value=value, bound=share.bound, unit_printed=None,
        unit_used=analyte.unit, unit_assumed=False, course=(), printed_range=None, level=None, remarks=("worked out",))

"""The kinds of formula by which laboratory values follow from others. Numbers of medical meaning stand in the rules."""

from collections.abc import Iterable, Sequence

from ..knowledge.words.units import rounded

HUNDRED = 100.0


def percent_of(whole: float, percent: float) -> float:
    """Return a share of a whole: whole * percent / 100, in the unit of the whole. Source: arithmetic.

    >>> percent_of(1.0, 5)
    0.05
    """
    return rounded(whole * percent / HUNDRED)


def ratio(first: float, second: float) -> float | None:
    """Return first / second in the quotient of their units, or None when second is 0.

    Mean cell volume and hemoglobin, transferrin saturation (arithmetic), and the Mentzer index, mean cell volume in fL /
    red cells in 10*12/L (source mentzer290), are ratios; factors for their units stand in the rules.
    """
    return rounded(first / second) if second else None


def difference(first: float, second: float) -> float:
    """Return first - second in their common unit: indirect bilirubin, globulin. Source: arithmetic."""
    return rounded(first - second)


def product(factors: Iterable[float]) -> float:
    """Return the product: hematocrit in % from hemoglobin in g/dL and back (assumption), corrected reticulocytes in %,
    percent * hematocrit, the normal hematocrit being the divisor in the rules (source utdretic)."""
    result = 1.0
    for factor in factors:
        result *= factor
    return rounded(result)


def step_of(value: float, steps: Sequence[tuple[float | None, float]]) -> float:
    """Return the value of the step that holds `value`; ends belong to their step, the last step has none.

    The reticulocyte production index is the corrected percentage / days of maturation by hematocrit (source utdretic).
    """
    return next(told for end, told in steps if end is None or value <= end)


def share_left(whole: float, foreign: float) -> float:
    """Return what is left of a count in which, for each 100 of its own, `foreign` others were counted.

    whole * 100 / (100 + foreign), in the unit of the whole: white cells among which nucleated red cells were counted.
    Source: arithmetic.
    """
    return rounded(whole * HUNDRED / (HUNDRED + foreign))

"""How a laboratory value is told: its number with unit, and whether that is low, normal or high, and how far."""

from ..case.limits import how_far
from ..case.wholes import shown
from ..knowledge.knowledge import Knowledge
from ..knowledge.words.units import has_no_unit
from .seen import LevelSeen


def graded(level: LevelSeen, knowledge: Knowledge) -> str:
    """Return the level with its grade, as "severe-low"; that of a number is stated for such people, or the grade of its bin."""
    measured = level.measured
    if measured is None or level.level not in ("low", "high"):
        return level.level
    value, limits = measured
    grade = how_far(value, level.level, limits, knowledge.analytes[level.analyte])
    return f"{grade}-{level.level}" if grade else level.level


def told_value(level: LevelSeen, knowledge: Knowledge) -> str:
    """Return a value in words: "Neutrophils 0.05 10^9/L (low, severe)"; where only words were printed, "Ferritin low".

    Whether it is low is left out where that hangs on the sex.
    """
    analyte = knowledge.analytes[level.analyte]
    if level.quantity is None or level.quantity.value is None:
        return f"{analyte.label} {level.level.replace('-', ' ')}"
    grade, _, way = graded(level, knowledge).rpartition("-")
    bound = {"below": "<", "above": ">"}.get(level.quantity.bound or "", "")
    number = shown if level.derivation else _number
    unit = "" if has_no_unit(analyte.unit) else knowledge.units.shown(analyte.unit)
    judged = "" if way == "unsure" else f" ({', '.join(filter(None, (way, grade)))})"
    return f"{analyte.label} {bound}{number(level.quantity.value)}{f' {unit}' if unit else ''}{judged}"


def _number(value: float) -> str:
    """Return a printed value with four figures, never with an exponent."""
    return f"{float(f'{value:.4g}'):.10g}"

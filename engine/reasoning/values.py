"""How a laboratory value is told: its number with unit, and whether that is low, normal or high, and how far."""

from ..knowledge.bins import bin_of, edges
from ..knowledge.knowledge import Knowledge
from .seen import LevelSeen


def graded(level: LevelSeen, knowledge: Knowledge) -> str:
    """Return the level with its grade, as "severe-low"; that of a number is stated for such people, or the grade of its bin."""
    if level.quantity is None or level.level not in ("low", "high"):
        return level.level
    if stated := level.limits.grade(level.quantity.value):
        return f"{stated}-{level.level}"
    analyte = knowledge.analytes[level.analyte]
    step = analyte.bins[bin_of(edges(analyte, low=level.limits.low, high=level.limits.high), level.quantity.value)]
    return f"{step.grade}-{level.level}" if step.grade and step.level == level.level else level.level


def told_value(level: LevelSeen, knowledge: Knowledge) -> str:
    """Return a value in words: "Neutrophils 0.05 10^9/L (low, severe)"; where only words were printed, "Ferritin low".

    Whether it is low is left out where that hangs on the sex.
    """
    analyte = knowledge.analytes[level.analyte]
    if level.quantity is None:
        return f"{analyte.label} {level.level.replace('-', ' ')}"
    grade, _, way = graded(level, knowledge).rpartition("-")
    bound = {"below": "<", "above": ">"}.get(level.quantity.bound, "")
    unit = knowledge.units.shown(analyte.unit)
    judged = "" if way == "unsure" else f" ({', '.join(filter(None, (way, grade)))})"
    return f"{analyte.label} {bound}{level.quantity.value:.4g}{f' {unit}' if unit else ''}{judged}"

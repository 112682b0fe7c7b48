"""Where the steps of an analyte lie, given a person's reference limits."""

import math

from .records import AnalyteRecord

JUST_BELOW, JUST_ABOVE = 0.999, 1.001
"""A value that is only a limit lies on its side of it, and a low one below the last low edge, by this factor."""
WIDTH_BEYOND = 2.0
"""An open bin at either end is given at most this ratio as its width, so that it has a center to interpolate to."""


def edges(analyte: AnalyteRecord, *, low: float | None, high: float | None) -> list[float]:
    """Return the inner edges of an analyte's bins, ascending, in the canonical unit.

    Args:
        analyte: the analyte.
        low: lower reference limit that `lln` stands for; None leaves such an edge at the edge before it.
        high: upper reference limit that `uln` stands for.

    Returns:
        One edge fewer than there are bins. An edge that would lie below the one before it is moved up to it.
    """
    limits = {"lln": low, "uln": high, "": 1.0}
    inner: list[float] = []
    for step in analyte.bins:
        if step.below is None:
            break
        number, limit = step.below
        scale = limits[limit]
        edge = number * scale if scale is not None else (inner[-1] if inner else 0.0)
        inner.append(max(edge, inner[-1]) if inner else edge)
    return inner


def bin_of(inner: list[float], value: float) -> int:
    """Return the number of the bin that holds `value`."""
    return sum(value >= edge for edge in inner)


def stretched(inner: list[float]) -> list[float]:
    """Return positive edges with one more at either end: an open bin is as wide as the bin beside it, on a logarithmic scale.

    Sodium, whose bins are narrow, is far from normal at 116 mmol/L; a count, whose bins are wide, is not at half of its last edge.
    """
    below, above = (min(ratio, WIDTH_BEYOND) if ratio > 1 else WIDTH_BEYOND for ratio in (
        (inner[1] / inner[0], inner[-1] / inner[-2]) if len(inner) > 1 else (WIDTH_BEYOND, WIDTH_BEYOND)))
    return [inner[0] / below, *inner, inner[-1] * above]


def center(inner: list[float], number: int) -> float | None:
    """Return the center of a bin, at which `between_centers` gives that bin alone; None for a bin that holds no value."""
    if inner[0] > 0:
        ends = stretched(inner)
        value = math.sqrt(ends[number] * ends[number + 1])
    else:
        ends = [inner[0] - 1, *inner, inner[-1] + 1]
        value = (ends[number] + ends[number + 1]) / 2
    return value if bin_of(inner, value) == number else None


def between_centers(inner: list[float], value: float) -> tuple[int, int, float]:
    """Place a value between the centers of two neighbouring bins, on a logarithmic scale.

    Returns:
        (lower bin, upper bin, share of the upper), so that a quantity known at bin centers is interpolated as
        (1 - share) * lower + share * upper. Beyond the outermost centers both bins are the same.
    """
    if value <= 0 or not inner or inner[0] <= 0:
        number = bin_of(inner, value)
        return number, number, 0.0
    logs = [math.log(edge) for edge in stretched(inner)]
    centers = [(below + above) / 2 for below, above in zip(logs, logs[1:], strict=False)]
    position = math.log(value)
    number = bin_of(inner, value)
    lower = number if position >= centers[number] else number - 1
    if lower < 0 or lower >= len(centers) - 1:
        return number, number, 0.0
    span = centers[lower + 1] - centers[lower]
    return lower, lower + 1, (position - centers[lower]) / span if span > 0 else 0.0

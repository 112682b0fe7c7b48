"""Values as a laboratory prints them: a bin from the profile of a leaf, then a value inside that bin."""

import math
from dataclasses import dataclass

import numpy as np

from ..case.limits import limits_for
from ..case.model import Case
from ..knowledge.bins import edges, stretched
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from ..knowledge.records import AnalyteRecord
from ..reasoning.pattern import LETTER_BIT
from .chance import STEADY, Chance
from .plausible import drawn_depth, drawn_shares
from .rules import teaching_rules

_INSIDE = 0.1
"""Part of a bin's width, on the logarithmic scale, kept clear at either end, so that rounding does not leave the bin."""


@dataclass(slots=True)
class Latent:
    """One uniform number for each group of correlated things: drawn once, then shared. Small is what is typical of the leaf."""

    chance: Chance
    known: dict[str, float]

    def of(self, group: str) -> float:
        """Return the number of a group, drawn when it is first asked for."""
        if group not in self.known:
            self.known[group] = self.chance.share()
        return self.known[group]


def draw_counts(leaf: int, case: Case, chance: Chance, knowledge: Knowledge) -> dict[str, float]:
    """Draw the counts of the lineages: by analyte, in its canonical unit.

    Which lineages are low comes from the leaf's pattern, how low from its depths, whether one is high from its high counts.
    """
    rule, spread = teaching_rules(knowledge)["vignette"], knowledge.distributions
    shares = knowledge.tables.pattern[:, leaf].copy()
    if shares[1:].sum() >= rule["least_pattern"]:
        shares[0] = 0.0
    subset = chance.number(shares)
    counts = {}
    for lineage in knowledge.model["lineages"].values():
        analyte = knowledge.analytes[lineage["analyte"]]
        weights = np.zeros(len(analyte.bins))
        low, normal, high = ([number for number, step in enumerate(analyte.bins) if step.level == level] for level in ("low", "normal", "high"))
        if subset & LETTER_BIT[lineage["letter"]]:
            weights[low] = drawn_depth(analyte.id, leaf, knowledge)
        else:
            weights[normal], weights[high] = 1 - spread.high[analyte.id][leaf], spread.high[analyte.id][leaf]
        value = value_in(analyte, weights, case, chance, chance.share(), few=rule["typical"]["few"])
        if value is not None:
            counts[analyte.id] = value
    return counts


def touched(name: str, leaf: int, knowledge: Knowledge) -> bool:
    """Return whether a cause of a leaf says anything of an analyte: a profile, or how often a finding that its values show is there."""
    return any(name in knowledge.causes[one].labs for one in _with_parents(leaf, knowledge)) or any(
        _lists(finding, leaf, knowledge) for finding in knowledge.analytes[name].findings.values())


def _lists(finding: str, leaf: int, knowledge: Knowledge) -> bool:
    return any(finding in knowledge.provenance.get(one, ()) for one in _with_parents(leaf, knowledge))


def _with_parents(leaf: int, knowledge: Knowledge) -> set[str]:
    return {above for cause in knowledge.leaves[leaf].causes for above in line_of(cause, knowledge)}


def draw_value(name: str, leaf: int, case: Case, latent: Latent, knowledge: Knowledge) -> float | None:
    """Draw a laboratory value of a leaf in the canonical unit; None where the person's limits leave no bin any width.

    The bins are taken from the most to the least typical of the leaf, so that the shared number of the analyte's group makes
    related values typical together; each bin keeps its share. A value that no cause of the leaf touches is one of health.
    """
    analyte, tables = knowledge.analytes[name], knowledge.tables
    if not touched(name, leaf, knowledge):
        healthy = np.array([step.level == "normal" for step in analyte.bins], dtype=float)
        return value_in(analyte, healthy, case, latent.chance, latent.chance.share(), healthy=True)
    shares = drawn_shares(name, leaf, knowledge)
    ratio = [round(float(tables.weights[tables.rows[f"{name}:#{number}"], leaf]), STEADY // 2) for number in range(len(shares))]
    typical = sorted(range(len(shares)), key=lambda number: (-ratio[number], number))
    few = teaching_rules(knowledge)["vignette"]["typical"]["few"]
    return value_in(analyte, shares, case, latent.chance, latent.of(analyte.group), few=few, order=typical)


def value_in(analyte: AnalyteRecord, shares: np.ndarray, case: Case, chance: Chance, position: float, *, few: float = 0.0,
             order: list[int] | None = None, least: float = 0.0, most: float = math.inf, healthy: bool = False) -> float | None:
    """Return a value in the bin that `position` (0 to 1) falls into, bins of no width left out.

    Within a bin evenly on a logarithmic scale; in an open bin at either end mostly near its edge, by the square of the distance, but
    evenly where the value is one of health. A bin outside normal with a share of less than `few` is only just reached: its inner half.
    """
    limits = limits_for(analyte, case)
    inner = edges(analyte, low=limits.low, high=limits.high)
    spans = {number: span for number in (order or range(len(shares))) if (span := _span(number, inner, analyte, least, most)) is not None}
    weights = np.array([shares[number] for number in spans], dtype=float)
    if not weights.sum() > 0:
        return None
    ends = np.cumsum(weights)
    chosen = min(int(np.searchsorted(ends, position * ends[-1], side="right")), len(ends) - 1)
    low, high = list(spans.values())[chosen]
    number, far = list(spans)[chosen], chance.share()
    if weights[chosen] < few * weights.sum():
        middle, level = math.sqrt(low * high), analyte.bins[number].level
        low, high = (middle if level == "low" else low), (middle if level == "high" else high)
    if healthy:
        return low * (high / low) ** far
    if number == len(inner):
        return low * (high / low) ** far ** 2
    return high / (high / low) ** far ** 2 if number == 0 else low * (high / low) ** far


def _span(number: int, inner: list[float], analyte: AnalyteRecord, least: float, most: float) -> tuple[float, float] | None:
    """Return from where to where values of a bin are drawn, clear of its edges; None when nothing is left of it."""
    if not inner or inner[0] <= 0 or inner[-1] <= 0:
        return None
    ends = stretched(inner)
    low, high = max(ends[number], analyte.plausible[0], least), min(ends[number + 1], analyte.plausible[1], most)
    if not 0 < low < high:
        return None
    clear = (high / low) ** _INSIDE
    return low * clear, high / clear


def _short(value: float, low: float, high: float) -> str | None:
    """Print a value with as few digits as leave it between low and high."""
    for digits in (2, 3, 4):
        printed = f"{value:.{digits}g}"
        if "e" not in printed and low <= float(printed) <= high:
            return printed
        whole = f"{value:.0f}"
        if value >= 100 and low <= float(whole) <= high:
            return whole
    return None


def printed(name: str, value: float, case: Case, knowledge: Knowledge) -> str:
    """Print a value with its unit, with as few digits as keep it in its bin."""
    analyte = knowledge.analytes[name]
    limits = limits_for(analyte, case)
    inner = [0.0, *edges(analyte, low=limits.low, high=limits.high), float("inf")]
    low, high = next((low, high) for low, high in zip(inner, inner[1:], strict=False) if low <= value < high)
    number = _short(value, low * (1 + 1e-9), high * (1 - 1e-9)) or f"{value:.5g}"
    unit = knowledge.units.shown(analyte.unit)
    return f"{number} {'x' if unit.startswith('10^') else ''}{unit}"

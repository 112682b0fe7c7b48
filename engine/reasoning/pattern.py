"""Which lineages are low, and how low: the blood count's own likelihood.

One categorical over the eight subsets of low neutrophils, red cells and platelets. A lineage that nobody reported is
marginalised, and is low less often than it would be: who tells one low count seldom leaves out another. A total white
cell count stands in for the neutrophils where their count is not given: low white cells may also be lymphocytes. Depth
is a distribution over bins given that the lineage is low.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..knowledge.anchors import NEUTROPHILS, WHITE_CELLS
from ..knowledge.bins import JUST_BELOW, between_centers, bin_of, edges
from ..knowledge.knowledge import Knowledge
from .seen import LevelSeen, Observations

LETTER_BIT = {"N": 1, "R": 2, "P": 4}
SUBSET_NUMBERS = np.arange(8)
NEUTROPENIC = (SUBSET_NUMBERS & LETTER_BIT["N"]) > 0
"""Which subsets of low lineages hold the neutrophils, shape (8,)."""
WHITE_CELL_LINE = "white-cells"
"""Stands among the lineages that are low where only the total white count says that some white cells are."""


@dataclass(frozen=True, slots=True)
class CountSeen:
    """What was seen of the counts, ready to weigh.

    subsets: factor of each subset of low lineages from the counts themselves, shape (8,)
    white_cells: "low" or "not-low" when only the total white cells speak for the neutrophils, else None
    depth: rows of the fixed table with their shares, one tuple for each count, with its text
    known: lineages and analytes that were counted; texts: what was entered for each lineage
    """

    subsets: np.ndarray
    white_cells: str | None
    depth: tuple[tuple[str, tuple[tuple[int, float], ...]], ...]
    known: frozenset[str]
    low: frozenset[str]
    texts: dict[str, tuple[str, ...]]


def see_counts(seen: Observations, knowledge: Knowledge) -> CountSeen:
    """Turn levels of the counted cells into factors of the eight subsets and rows of depth."""
    slip = knowledge.model["pattern_slip"]
    subsets = np.ones(8)
    depth, known, low, texts = [], set(), set(), {}
    for lineage, rule in knowledge.model["lineages"].items():
        level = seen.levels.get(rule["analyte"])
        if level is None:
            continue
        texts[lineage] = level.texts
        known |= {lineage, rule["analyte"]}
        inside = (SUBSET_NUMBERS & LETTER_BIT[rule["letter"]]) > 0
        if level.level.endswith("low"):
            low.add(lineage)
            subsets *= np.where(inside, 1.0, slip)
            depth.append((rule["analyte"], depth_rows(level, knowledge)))
        elif level.level != "unsure":
            subsets *= np.where(inside, slip, 1.0)
    white = _white_cells(seen, known)
    if white is not None:
        level = seen.levels[WHITE_CELLS]
        known |= {WHITE_CELLS}
        texts.setdefault(NEUTROPHILS, level.texts)
        if white == "low":
            low.add(WHITE_CELL_LINE)
            depth.append((WHITE_CELLS, depth_rows(level, knowledge)))
    if seen.at_least_low:
        sizes = np.array([bin(subset).count("1") for subset in SUBSET_NUMBERS])
        subsets *= np.where(sizes >= seen.at_least_low, 1.0, slip)
        white = None if seen.at_least_low == 3 else white
    if (low or seen.at_least_low) and seen.at_least_low < len(LETTER_BIT):
        subsets *= untold_factor((rule["letter"] for lineage, rule in knowledge.model["lineages"].items()
                                  if lineage not in known and not (lineage == NEUTROPHILS and WHITE_CELLS in known)), knowledge)
    return CountSeen(subsets, white, tuple(one for one in depth if one[1]), frozenset(known), frozenset(low), texts)


def untold_factor(letters: Iterable[str], knowledge: Knowledge) -> np.ndarray:
    """Return the factor of each subset of low lineages for lineages (by letter) that were not told where another is low, shape (8,).

    P(not told | low) / P(not told | not low) is `pattern_untold` of the model for each that the subset holds.
    """
    factor = np.ones(8)
    for letter in letters:
        factor *= np.where(SUBSET_NUMBERS & LETTER_BIT[letter], knowledge.model["pattern_untold"], 1.0)
    return factor


def _white_cells(seen: Observations, known: set[str]) -> str | None:
    """Return what the total white cells say in place of the neutrophils: "low", "not-low", or None where they say nothing."""
    level = seen.levels.get(WHITE_CELLS)
    if level is None or NEUTROPHILS in known:
        return None
    if level.level.endswith("low"):
        return "low"
    return None if level.level == "unsure" else "not-low"


def depth_rows(level: LevelSeen, knowledge: Knowledge) -> tuple[tuple[int, float], ...]:
    """Return the rows for how low a count is: interpolated for a number, one row for a grade and for all below a limit, none for plain "low"."""
    rows = knowledge.tables.fixed_rows
    analyte = knowledge.analytes[level.analyte]
    measured = level.measured
    if level.quantity is None or measured is None:
        row = rows.get(f"depth:{level.analyte}:{level.level}")
        return ((row, 1.0),) if row is not None and level.level != "low" else ()
    value, limits = measured
    inner = edges(analyte, low=limits.low, high=limits.high)
    low_bins = sum(step.level == "low" for step in analyte.bins)
    if level.quantity.bound == "below":
        row = None if value >= inner[low_bins - 1] else rows.get(f"depth:{level.analyte}:<#{bin_of(inner[:low_bins], value * JUST_BELOW)}")
        return () if row is None else ((row, 1.0),)
    lower, upper, share = between_centers(inner[:low_bins], min(value, inner[low_bins - 1] * JUST_BELOW))
    lower, upper = min(lower, low_bins - 1), min(upper, low_bins - 1)
    first = rows.get(f"depth:{level.analyte}:#{lower}")
    second = rows.get(f"depth:{level.analyte}:#{upper}")
    if first is None or second is None:
        return ()
    return ((first, 1.0),) if first == second else ((first, 1 - share), (second, share))


def pattern_likelihood(counts: CountSeen, knowledge: Knowledge) -> np.ndarray:
    """Return P(the lineages seen low and not low | leaf), shape (leaves,)."""
    table = knowledge.tables.pattern
    if counts.white_cells is None:
        return counts.subsets @ table
    with_neutropenia, without = total_given_neutrophils(counts.white_cells, knowledge.tables.lymphopenia, knowledge)
    inside, outside = ((counts.subsets * within) @ table for within in (NEUTROPENIC, ~NEUTROPENIC))
    return inside * with_neutropenia + outside * without


def total_given_neutrophils(seen: str, lymphopenia: np.ndarray, knowledge: Knowledge) -> tuple[float, np.ndarray]:
    """Return P(the total white cells as seen | neutrophils low), and that given that they are not low, shape (n,).

    Args:
        seen: "low" or "not-low". lymphopenia: P(low lymphocytes) of n leaves or pairs, shape (n,). knowledge: the compiled rules.
    """
    rule = knowledge.model["leukocytes"]
    with_neutropenia = rule["low_when_neutrophils_low"]
    without = rule["low_when_lymphocytes_low"] * lymphopenia + rule["low_otherwise"] * (1 - lymphopenia)
    return (with_neutropenia, without) if seen == "low" else (1 - with_neutropenia, 1 - without)

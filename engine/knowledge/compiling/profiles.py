"""Laboratory profiles, depth of the counts, patterns of low lineages, and the time course, as tables by leaf."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import product
from typing import TypeVar

import numpy as np

from ..bins import edges
from ..models import Analyte, Cause, LabProfile, ModelFile
from ..models.lab import Level
from ..records import AnalyteRecord, LeafRecord
from .leaves import ancestry_of

Name = TypeVar("Name", bound=str)
Value = TypeVar("Value")

SUBSETS = ("none", "N", "R", "NR", "P", "NP", "RP", "NRP")
"""Subsets of low lineages in the order of their bits: N is 1, R is 2, P is 4."""


def adult_limits(analyte: AnalyteRecord) -> tuple[float | None, float | None]:
    """Return the widest adult limits, for profiles that are stated once for everybody."""
    adult = [one for one in analyte.intervals
             if (one.age is None or one.age[0] <= 30 < one.age[1]) and not one.pregnant]
    lows = [one.low for one in adult if one.low is not None]
    highs = [one.high for one in adult if one.high is not None]
    return (min(lows) if lows else None), (max(highs) if highs else None)


class ProfileReader:
    """Turns the profiles of one analyte into shares of its bins; what is the same for all of them is worked out once."""

    def __init__(self, analyte: AnalyteRecord) -> None:
        low, high = adult_limits(analyte)
        self._edges = [max(edge, 1e-12) for edge in edges(analyte, low=low, high=high)]
        self._bins = [step.name for step in analyte.bins]
        self._levels = [step.level for step in analyte.bins]
        self._within = _within_levels(analyte)

    def shares(self, profile: LabProfile) -> np.ndarray:
        """Return the share of each bin that a profile stands for, shape (bins,), summing to 1."""
        if profile.median is not None and profile.log_sd is not None:
            below = [0.0, *(_normal_cdf(math.log(edge / profile.median) / profile.log_sd) for edge in self._edges), 1.0]
            shares = np.diff(below)
        elif profile.levels is not None:
            shares = self._within * np.array([profile.levels.get(level, 0.0) for level in self._levels])
        else:
            stated = profile.bins or {}
            shares = np.array([stated.get(name, 0.0) for name in self._bins])
        return shares / shares.sum()


def _within_levels(analyte: AnalyteRecord) -> np.ndarray:
    """Return which part of its level each bin holds: as in the reference; evenly where the reference has nobody."""
    whole: dict[str, float] = {}
    for step, share in zip(analyte.bins, analyte.reference, strict=True):
        whole[step.level] = whole.get(step.level, 0.0) + share
    number = Counter(step.level for step in analyte.bins)
    return np.array([share / whole[step.level] if whole[step.level] > 0 else 1 / number[step.level]
                     for step, share in zip(analyte.bins, analyte.reference, strict=True)])


def _normal_cdf(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def inherited(cause: Cause, causes: Mapping[str, Cause], stated: Callable[[Cause], Value | None]) -> Value | None:
    """Return the nearest of what a cause and all it is a form of state, None where none does."""
    return next((value for one in ancestry_of(cause, causes) if (value := stated(one)) is not None), None)


def lab_profiles(causes: dict[str, Cause]) -> dict[str, dict[str, LabProfile]]:
    """Return by analyte and cause every profile, those of a parent cause handed down to its forms."""
    profiles: dict[str, dict[str, LabProfile]] = {}
    for cause in causes.values():
        for one in reversed(ancestry_of(cause, causes)):
            for analyte, profile in one.labs.items():
                profiles.setdefault(analyte, {})[cause.id] = profile
    return profiles


def alike(stated: dict[str, dict[str, LabProfile]], written: Mapping[str, Analyte],
          analytes: Mapping[str, AnalyteRecord]) -> dict[str, dict[str, LabProfile]]:
    """Return the profiles with those of analytes that say the same in another way, for causes that state none of their own.

    Args:
        stated: profiles by analyte and cause, see `lab_profiles`. written: the analytes as written, with `like`.
    """
    found = dict(stated)
    for name, one in written.items():
        if one.like is not None:
            reader, other = ProfileReader(analytes[one.like.analyte]), analytes[one.like.analyte]
            taken = {cause: _as(one.like.levels, reader.shares(profile), other) for cause, profile in stated.get(other.id, {}).items()}
            found[name] = {**taken, **stated.get(name, {})}
    return found


def _as(levels: Mapping[Level, Level], shares: np.ndarray, other: AnalyteRecord) -> LabProfile:
    """Return the shares of the bins of another analyte as a profile: by their names, or by the levels that theirs stand for."""
    if levels:
        return LabProfile(levels=_summed([levels[step.level] for step in other.bins], shares))
    return LabProfile(bins=_summed([step.name for step in other.bins], shares))


def _summed(names: list[Name], shares: np.ndarray) -> dict[Name, float]:
    summed: dict[Name, float] = {}
    for name, share in zip(names, shares.tolist(), strict=True):
        summed[name] = min(summed.get(name, 0.0) + share, 1.0)
    return summed


def lab_table(analyte: AnalyteRecord, columns_of: Mapping[str, list[int]], stated: dict[str, LabProfile], model: ModelFile,
              weights: np.ndarray) -> np.ndarray:
    """Return P(bin | leaf), shape (bins, leaves). What a leaf does not list is as in the reference.

    Args:
        columns_of: the leaves that hold each cause, see `leaves_with`. stated: the profiles of this analyte by cause, see `lab_profiles`.
        weights: the fixed prior over the leaves, shape (leaves,).
    """
    table = _mixed(analyte, columns_of, stated, model, len(weights), list(range(len(analyte.bins))))
    reference = np.array(analyte.reference)
    between = np.sqrt(reference * np.maximum(table @ weights, 1e-9))
    table[:, -1] = between / between.sum()
    return np.maximum(table, model.probability_limits[0])


def depth_table(analyte: AnalyteRecord, columns_of: Mapping[str, list[int]], causes: dict[str, Cause], model: ModelFile,
                leaves: int) -> np.ndarray:
    """Return P(low bin | leaf, the lineage is low), shape (low bins, leaves)."""
    low_bins = [number for number, step in enumerate(analyte.bins) if step.level == "low"]
    stated = {name: profile for name, cause in causes.items()
              if (profile := inherited(cause, causes, lambda one: one.depth.get(analyte.id))) is not None}
    return np.maximum(_mixed(analyte, columns_of, stated, model, leaves, low_bins), model.probability_limits[0])


def _mixed(analyte: AnalyteRecord, columns_of: Mapping[str, list[int]], stated: dict[str, LabProfile], model: ModelFile, leaves: int,
           bins: list[int]) -> np.ndarray:
    """Return the share of some bins among them, shape (bins, leaves): the mean of what the causes of a leaf state, and a part of the reference."""
    usual = np.array(analyte.reference)[bins]
    usual = usual / usual.sum()
    reader, mixing = ProfileReader(analyte), model.lab_reference_share
    shares = np.array([reader.shares(profile)[bins] for profile in stated.values()]).reshape(-1, len(bins))
    told = [(number, column) for number, cause in enumerate(stated) for column in columns_of.get(cause, ())]
    numbers, columns = np.array(told, dtype=int).reshape(-1, 2).T
    summed = np.zeros((leaves, len(bins)))
    np.add.at(summed, columns, shares[numbers])
    table = np.repeat(usual[:, None], leaves, axis=1)
    at = np.unique(columns)
    table[:, at] = (1 - mixing) * (summed[at] / np.maximum(summed[at].sum(axis=1), 1e-9)[:, None]).T + mixing * usual[:, None]
    return table


def leaves_with(leaves: list[LeafRecord]) -> dict[str, list[int]]:
    """Return the numbers of the leaves that hold each cause."""
    columns: dict[str, list[int]] = {}
    for number, leaf in enumerate(leaves):
        for cause in leaf.causes:
            columns.setdefault(cause, []).append(number)
    return columns


def pattern_table(leaves: list[LeafRecord], causes: dict[str, Cause], model: ModelFile, weights: np.ndarray) -> np.ndarray:
    """Return P(subset of low lineages | leaf), shape (8, leaves), columns summing to 1."""
    table = np.zeros((len(SUBSETS), len(leaves)))
    for number, leaf in enumerate(leaves[:-1]):
        members = [_pattern(causes[name], causes) for name in leaf.causes]
        joined = members[0]
        for member in members[1:]:
            joined = _union(joined, member)
        table[:, number] = joined
    table[:, -1] = table @ weights
    table = np.maximum(table, model.pattern_floor)
    return table / table.sum(axis=0)


def _pattern(cause: Cause, causes: Mapping[str, Cause]) -> np.ndarray:
    """Return the nearest pattern; a cause that is no form of another has one."""
    nearest = next(one.pattern for one in ancestry_of(cause, causes) if one.pattern is not None)
    return np.array([nearest.get(name, 0.0) for name in SUBSETS])


def _union(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Shares of what is low when two causes act at once: a lineage is low if either lowers it."""
    joined = np.zeros(len(SUBSETS))
    for one, other in product(range(len(SUBSETS)), repeat=2):
        joined[one | other] += first[one] * second[other]
    return joined


def onset_table(leaves: list[LeafRecord], causes: dict[str, Cause], names: list[str], usual: dict[str, float],
                model: ModelFile) -> np.ndarray:
    """Return P(time course | leaf), shape (courses, leaves)."""
    reference = np.array([usual[name] for name in names])
    table = np.repeat(reference[:, None], len(leaves), axis=1)
    for number, leaf in enumerate(leaves[:-1]):
        stated = [nearest for cause in leaf.causes if (nearest := inherited(causes[cause], causes, lambda one: one.onset)) is not None]
        if stated:
            told: list[dict[str, float]] = [dict(one.items()) for one in stated]
            shares = np.array([[one.get(name, 0.0) for name in names] for one in told])
            mixing = model.lab_reference_share
            table[:, number] = (1 - mixing) * (shares / shares.sum(axis=1, keepdims=True)).mean(axis=0) + mixing * reference
    return table

"""How robust the order is to our own numbers: every frequency drawn within its range, the ranking done again.

This is robustness to the knowledge, not a chance of being right; wherever it is shown, that is said.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..spread import NORMAL_95
from .origins import origins
from .rank import Ranking, grouped_sum

SEED = 20240229
"""Fixed, so that the same case and knowledge give the same output."""


@dataclass(frozen=True, slots=True)
class Stability:
    """Of one row over all draws.

    first, top_three: share of the draws in which it came first, and among the first three
    first_interval: 95 % interval of `first` for the number of draws (Wilson)
    places: best and worst place in the middle share of the draws that the rules set (stability.place_range)
    """

    first: float
    top_three: float
    first_interval: tuple[float, float]
    places: tuple[int, int]


def stability(ranking: Ranking, knowledge: Knowledge, *, draws: int | None = None) -> dict[str, Stability]:
    """Return how often each of the leading families came first and among the first three, by the family's root.

    Triangular draws between the low and the high end of each frequency, on the scale of logarithms. Laboratory profiles,
    backgrounds and priors carry no range of their own and are drawn within assumed factors. The pattern and depth of the counts,
    context and drug odds stay as they are. Without widths every draw is the ranking itself.

    Args:
        ranking: the result of `rank`. knowledge: the compiled rules. draws: how many times to draw; default as in the rules.
    """
    rule = knowledge.model["stability"]
    count, families = draws or rule["draws"], ranking.order[:rule["leading"]]
    spans = [knowledge.family_spans[family] for family in families.tolist()]
    columns = np.concatenate([np.arange(start, end) for start, end in spans])
    starts = np.cumsum([0, *(end - start for start, end in spans)])[:-1]
    scores = _drawn_scores(ranking, columns, starts, count, knowledge)
    mass = np.add.reduceat(np.exp(scores - scores.max(axis=1, keepdims=True)), starts, axis=1)
    places = np.empty(mass.shape, dtype=np.intp)
    np.put_along_axis(places, np.argsort(-mass, axis=1, kind="stable"), np.arange(1, len(spans) + 1)[None, :], axis=1)
    outside = (1 - rule["place_range"]) / 2
    ends = np.quantile(places, [outside, 1 - outside], axis=0, method="closest_observation").astype(int)
    first, top_three = (places == 1).mean(axis=0), (places <= 3).mean(axis=0)
    return {knowledge.families[family]: Stability(float(first[number]), float(top_three[number]), wilson(float(first[number]), count),
                                                  (int(ends[0, number]), int(ends[1, number])))
            for number, family in enumerate(families.tolist())}


def wilson(share: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share seen in `count` draws (Wilson 1927), within 0 to 1."""
    square = NORMAL_95 ** 2 / count
    middle, half = share + square / 2, NORMAL_95 * math.sqrt((share * (1 - share) + square / 4) / count)
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def _drawn_scores(ranking: Ranking, columns: np.ndarray, starts: np.ndarray, draws: int, knowledge: Knowledge) -> np.ndarray:
    """Return the scores of some leaves in every draw, shape (draws, leaves)."""
    rule, discount, temperature = knowledge.model["stability"], knowledge.model["group_discount"], knowledge.model["temperature"]
    generator = np.random.default_rng(SEED)
    weights = ranking.weights[:, columns]
    below, above = _widths(ranking, columns, knowledge)
    drawn = weights + _triangular(generator.random((draws, *weights.shape)), below, above)
    scores = ranking.score[columns] + (grouped_sum(drawn, ranking.evidence, discount)
                                       - grouped_sum(weights, ranking.evidence, discount)) / temperature
    prior = knowledge.settings[ranking.evidence.setting].weight * math.log(rule["prior_factor"])
    shift = _triangular(generator.random((draws, len(starts))), np.full(len(starts), prior), np.full(len(starts), prior))
    return scores + np.repeat(shift, np.diff([*starts, len(columns)]), axis=1)


def _triangular(uniform: np.ndarray, below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Return draws between -below and above, most often 0, by inversion of their distribution."""
    width = below + above
    left = uniform * width < below
    return np.where(left, np.sqrt(uniform * width * below) - below, above - np.sqrt((1 - uniform) * width * above))


def _widths(ranking: Ranking, columns: np.ndarray, knowledge: Knowledge) -> tuple[np.ndarray, np.ndarray]:
    """How far each term's ln ratio reaches down and up, from the range of the number behind it; each (terms, leaves)."""
    terms = ranking.evidence.terms
    below = np.full((len(terms), len(columns)), math.log(knowledge.model["stability"]["assumed_factor"]))
    above = below.copy()
    findings = [(row, term) for row, term in enumerate(terms) if term.kind == "finding"]
    for place, column in enumerate(columns.tolist()):
        origin_of = origins(knowledge.leaves[column], knowledge)
        for row, term in findings:
            origin = origin_of(term.name)
            if origin is None:
                continue
            (low, high), value, scale = origin.range, origin.value, term.scale
            if term.state == "absent":
                low, high, value = 1 - high, 1 - low, 1 - value
                scale *= knowledge.model["absence"]["weight"][knowledge.findings[term.name].examined]
            below[row, place], above[row, place] = scale * math.log(value / low), scale * math.log(high / value)
    return below, above

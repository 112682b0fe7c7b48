"""The score of every leaf, the probabilities, and the order of families.

    s(c) = w ln prior(c) + ln D(c) + ln P(pattern | c) + ln P(depth | c) + (1/T) sum over groups G_k(c)
    G = d sum(x) + (1 - d) [max(0, max x) + min(0, min x)]

with x(f, c) = ln P(f | c) / m(f) from the tables. All in natural logarithms; nothing is recomputed for display.
"""

from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from .evidence import Evidence
from .pattern import pattern_likelihood

LOG10 = float(np.log(10))


@dataclass(frozen=True, slots=True)
class Ranking:
    """The result of ranking, as arrays.

    weights: ln ratio of every term, before grouping and temperature, shape (terms, leaves)
    pattern: ln P(pattern | leaf), shape (leaves,); score: ln of the unnormalised posterior, shape (leaves,)
    probability: posterior of every leaf, summing to 1; family_probability: summed by family, the last is "something else"
    order: numbers of the families but the last, most probable first
    """

    evidence: Evidence
    weights: np.ndarray
    pattern: np.ndarray
    score: np.ndarray
    probability: np.ndarray
    family_probability: np.ndarray
    order: np.ndarray


def rank(evidence: Evidence, knowledge: Knowledge) -> Ranking:
    """Rank all leaves for gathered evidence. The same evidence and knowledge give the same result to the last bit."""
    tables, model = knowledge.tables, knowledge.model
    weights = _term_weights(evidence, tables.weights)
    pattern = np.log(pattern_likelihood(evidence.counts, knowledge))
    score = grouped_sum(weights, evidence, model["group_discount"])
    score /= model["temperature"]
    score += evidence.base
    score += pattern
    if len(evidence.depth_rows):
        score += evidence.depth_scales @ tables.fixed.take(evidence.depth_rows, axis=0)
    probability = np.exp(score - np.maximum.reduce(score))
    probability /= np.add.reduce(probability)
    families = np.add.reduceat(probability, tables.family_starts)
    order = (-families[:-1]).argsort(kind="stable")
    return Ranking(evidence, weights, pattern, score, probability, families, order)


def _term_weights(evidence: Evidence, table: np.ndarray) -> np.ndarray:
    """Return the ln ratio of every term, shape (terms, leaves)."""
    weights = table.take(evidence.rows, axis=0) * evidence.scales  # scales are double precision, so the products are too
    if len(evidence.second):
        weights[evidence.second] += table[evidence.second_rows] * evidence.second_scales
    return weights


def grouped_sum(weights: np.ndarray, evidence: Evidence, discount: float) -> np.ndarray:
    """Return the sum over groups of G.

    Args:
        weights: ln ratios of the terms, shape (..., terms, leaves).

    Returns:
        Sums of shape (..., leaves).
    """
    total = evidence.kept @ weights
    if evidence.groups.size:
        shared = weights.take(evidence.groups, axis=-2)
        strongest = np.maximum.reduce(shared, axis=-3, initial=0)
        strongest += np.minimum.reduce(shared, axis=-3, initial=0)
        total += (1 - discount) * np.add.reduce(strongest, axis=-2)
    return total


def summed_weights(ranking: Ranking, leaves: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Return what each term really added to the scores of some leaves, in log10, after grouping and temperature.

    The columns add up to the evidence's part of the score: within a group the strongest for and the strongest against
    keep their whole weight, the others the discounted part.

    Args:
        ranking: the result of `rank`. leaves: numbers of the leaves, shape (n,).

    Returns:
        log10 ratios of shape (terms, n).
    """
    evidence, discount = ranking.evidence, knowledge.model["group_discount"]
    raw = ranking.weights.take(leaves, axis=1)
    summed = raw * evidence.kept[:, None]
    if evidence.groups.size:
        shared = raw.take(evidence.groups, axis=0)
        columns = np.arange(len(leaves))
        group = np.arange(evidence.groups.shape[1])[:, None]
        for pick, keep in ((shared.argmax(axis=0), np.maximum), (shared.argmin(axis=0), np.minimum)):
            summed[evidence.groups[pick, group], columns] += (1 - discount) * keep.reduce(shared, axis=0, initial=0)
    summed /= knowledge.model["temperature"] * LOG10
    return summed


def leaders(ranking: Ranking, knowledge: Knowledge, *, count: int = 10) -> np.ndarray:
    """Return the number of the most probable leaf of each of the first `count` families, in their order, shape (<= count,)."""
    spans, probability = knowledge.family_spans, ranking.probability
    return np.array([start if end == start + 1 else start + int(probability[start:end].argmax())
                     for start, end in (spans[family] for family in ranking.order[:count].tolist())])


def strongest_terms(ranking: Ranking, leaves: np.ndarray, knowledge: Knowledge, *, count: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Return the terms that moved each leaf most: (their numbers, their log10 weights), each of shape (<= count, n)."""
    summed = summed_weights(ranking, leaves, knowledge)
    if len(summed) > count:
        picked = np.abs(summed).argpartition(-count, axis=0)[-count:]
    else:
        picked = np.repeat(np.arange(len(summed))[:, None], len(leaves), axis=1)
    return picked, summed[picked, np.arange(len(leaves))]

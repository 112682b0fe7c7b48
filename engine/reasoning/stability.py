"""How robust the order is to our own numbers: every frequency drawn within its range, the ranking done again.

This is robustness to the knowledge, not a chance of being right; wherever it is shown, that is said.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from .explain import origins
from .rank import Ranking, grouped_sum

SEED = 20240229
"""Fixed, so that the same case and knowledge give the same output."""


@dataclass(frozen=True, slots=True)
class Stability:
    """Of one row: in which share of the draws it came first, and among the first three."""

    first: float
    top_three: float


def stability(ranking: Ranking, knowledge: Knowledge, *, draws: int | None = None) -> dict[str, Stability]:
    """Return how often each of the leading families came first and among the first three, by the family's root.

    Args:
        ranking: the result of `rank`. knowledge: the compiled rules. draws: how many times to draw; default as in the
            rules. Laboratory profiles and backgrounds carry no range of their own and are drawn within an assumed factor.
    """
    rule = knowledge.model["stability"]
    columns = np.argsort(-ranking.probability[:-1], kind="stable")[:rule["leading"]]
    generator = np.random.default_rng(SEED)
    shift = _half_widths(ranking, columns, knowledge)
    drawn = generator.triangular(-1, 0, 1, size=(draws or rule["draws"], *shift.shape)) * shift
    discount, temperature = knowledge.model["group_discount"], knowledge.model["temperature"]
    weights = ranking.weights[:, columns]
    base = ranking.score[columns] - grouped_sum(weights, ranking.evidence, discount) / temperature
    scores = base + grouped_sum(weights + drawn, ranking.evidence, discount) / temperature
    mass = np.exp(scores - scores.max(axis=1, keepdims=True))
    families = list(dict.fromkeys(knowledge.leaves[column].family for column in columns))
    member = np.array([[knowledge.leaves[column].family == family for family in families] for column in columns], dtype=float)
    order = np.argsort(-(mass @ member), axis=1, kind="stable")
    return {family: Stability(float((order[:, 0] == number).mean()), float((order[:, :3] == number).any(axis=1).mean()))
            for number, family in enumerate(families)}


def _half_widths(ranking: Ranking, columns: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Half the width of each term's ln ratio, from the range of the number behind it; (terms, leaves)."""
    widths = np.full((len(ranking.evidence.terms), len(columns)), np.log(knowledge.model["stability"]["assumed_factor"]))
    findings = [(row, term) for row, term in enumerate(ranking.evidence.terms) if term.kind == "finding"]
    for place, column in enumerate(columns):
        origin_of = origins(knowledge.leaves[column], knowledge)
        for row, term in findings:
            origin = origin_of(term.name)
            if origin is None:
                continue
            low, high = origin.range
            if term.state == "absent":
                low, high = 1 - high, 1 - low
            widths[row, place] = term.scale * math.log(max(high, 1e-5) / max(low, 1e-5)) / 2
    return widths

"""Two causes at once: which pair explains the findings better than the best single cause.

A pair's prior is the product of the members' priors; findings by noisy-OR; a lineage is low if either lowers it.
Pairs are never normalised together with singles; linked or nested causes never form one.
"""

from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from .pattern import pattern_likelihood
from .rank import Ranking


@dataclass(frozen=True, slots=True)
class Pair:
    """Two causes; `times_better` than the best single; `explains` maps each member to findings it raises alone."""

    causes: tuple[str, str]
    names: tuple[str, str]
    times_better: float
    explains: dict[str, tuple[str, ...]]


def pairs(ranking: Ranking, knowledge: Knowledge, *, count: int = 3) -> tuple[Pair, ...]:
    """Return the best pairs that are clearly better than the best single cause, best first."""
    rule = knowledge.model["pairs"]
    columns = np.argsort(-ranking.probability[:-1], kind="stable")[:rule["leading"]]
    evidence, tables = ranking.evidence, knowledge.tables
    rows, states = _finding_rows(ranking, knowledge)
    if len(rows) < 2:
        return ()
    single = _single_scores(ranking, columns, rows, states, knowledge)
    share = tables.probability[rows][:, columns]
    background = np.array([knowledge.model["backgrounds"][knowledge.findings[term.name].background]
                           for term in evidence.terms if term.kind == "finding"])[:, None, None]
    together = 1 - (1 - share[:, :, None]) * (1 - share[:, None, :]) / (1 - background)
    together = np.maximum(together, np.minimum(share[:, :, None], share[:, None, :]))
    weights = _weights(together, tables.mean[rows][:, None, None], states[:, None, None], knowledge)
    scale = np.array([term.scale for term in evidence.terms if term.kind == "finding"])[:, None, None]
    prior = np.exp(evidence.base[columns]) / np.exp(evidence.base).sum()
    lineage = np.log(pattern_likelihood(evidence.counts, knowledge))[columns]
    score = ((weights * scale).sum(axis=0) / knowledge.model["temperature"] + np.log(prior)[:, None] + np.log(prior)[None, :]
             + np.maximum(lineage[:, None], lineage[None, :]))
    margin = score - single.max()
    found = []
    for flat in np.argsort(-margin, axis=None, kind="stable"):
        first, second = divmod(int(flat), len(columns))
        if margin[first, second] < np.log(rule["times_better"]) or len(found) == count:
            break
        pair = _pair(int(columns[first]), int(columns[second]), float(np.exp(margin[first, second])), ranking, knowledge)
        if first < second and pair is not None:
            found.append(pair)
    return tuple(found)


def _finding_rows(ranking: Ranking, knowledge: Knowledge) -> tuple[np.ndarray, np.ndarray]:
    terms = [term for term in ranking.evidence.terms if term.kind == "finding"]
    rows = np.array([knowledge.findings[term.name].index for term in terms], dtype=np.intp)
    return rows, np.array([term.state != "absent" for term in terms])


def _weights(share: np.ndarray, mean: np.ndarray, present: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    floor = knowledge.model["absence"]["floor_log10"] * np.log(10)
    absent = np.maximum(np.log1p(-np.minimum(share, 0.999)) - np.log1p(-mean), floor)
    return np.where(present, np.log(share) - np.log(mean), absent)


def _single_scores(ranking: Ranking, columns: np.ndarray, rows: np.ndarray, states: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    share = knowledge.tables.probability[rows][:, columns]
    scale = np.array([term.scale for term in ranking.evidence.terms if term.kind == "finding"])[:, None]
    weights = _weights(share, knowledge.tables.mean[rows][:, None], states[:, None], knowledge) * scale
    prior = np.exp(ranking.evidence.base[columns]) / np.exp(ranking.evidence.base).sum()
    lineage = np.log(pattern_likelihood(ranking.evidence.counts, knowledge))[columns]
    return weights.sum(axis=0) / knowledge.model["temperature"] + np.log(prior) + lineage


def _pair(first: int, second: int, better: float, ranking: Ranking, knowledge: Knowledge) -> Pair | None:
    one, other = knowledge.leaves[first], knowledge.leaves[second]
    if one.family == other.family or set(one.causes) & set(other.causes) or "+" in one.id or "+" in other.id:
        return None
    explains, least = {}, knowledge.model["pairs"]["explains_alone"]
    for column, partner, leaf in ((first, second, one), (second, first, other)):
        alone = tuple(term.label for term, weight in zip(ranking.evidence.terms, ranking.weights, strict=True)
                      if term.state == "present" and weight[column] > least and weight[partner] <= 0)
        if not alone:
            return None
        explains[leaf.id] = alone
    return Pair((one.id, other.id), (one.name, other.name), better, explains)

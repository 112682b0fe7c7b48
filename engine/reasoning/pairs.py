"""Two causes at once: which pair explains the case better than the best single cause.

    s(a, b) = ln prior(a) + ln prior(b) + ln association(a, b) + ln P(pattern | a, b) + ln P(depth | a, b) + (1/T) sum over groups

on the scale of the singles' scores; what the members do together is in `joint`. All pairs of causes are looked at. Pairs are
never normalised together with singles; linked or nested causes never form one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from .evidence import Term
from .joint import Members, either, joint_depth, joint_pattern, joint_weights, low_chance
from .rank import Ranking, grouped_sum


@dataclass(frozen=True, slots=True)
class Pair:
    """Two causes at once, the more probable first.

    times_better: than the best single cause, `single`. association: how much more often the two meet than by chance.
    explains: by cause, what it explains and the other does not; both: what either explains.
    unexplained, unexplained_by_single: what is entered as present and neither raises.
    """

    causes: tuple[str, str]
    names: tuple[str, str]
    times_better: float
    association: float
    explains: dict[str, tuple[str, ...]]
    both: tuple[str, ...]
    unexplained: tuple[str, ...]
    single: str
    unexplained_by_single: tuple[str, ...]


def pairs(ranking: Ranking, knowledge: Knowledge, *, count: int = 3) -> tuple[Pair, ...]:
    """Return the best pairs that are clearly better than the best single cause, best first, one for two families.

    Args:
        ranking: the result of `rank`. knowledge: the compiled rules. count: most pairs to return.
    """
    members, association = _allowed(knowledge)
    margin = pair_scores(ranking, members, knowledge) + np.log(association) - ranking.score[:-1].max()
    better = np.flatnonzero(margin >= np.log(knowledge.model["pairs"]["times_better"]))
    found: dict[frozenset, Pair] = {}
    for place in better[np.argsort(-margin[better], kind="stable")]:
        if len(found) == count:
            break
        first, second = sorted((int(members.first[place]), int(members.second[place])), key=lambda one: -ranking.score[one])
        families = frozenset(knowledge.leaves[column].family for column in (first, second))
        if families not in found:
            pair = _pair(first, second, float(np.exp(margin[place])), float(association[place]), ranking, knowledge)
            if pair is not None:
                found[families] = pair
    return tuple(found.values())


def pair_scores(ranking: Ranking, members: Members, knowledge: Knowledge) -> np.ndarray:
    """Return the scores of pairs on the scale of `ranking.score`, without their association, shape (pairs,)."""
    evidence = ranking.evidence
    weights = joint_weights(ranking, members, knowledge)
    summed = grouped_sum(weights, evidence, knowledge.model["group_discount"]) / knowledge.model["temperature"]
    prior = evidence.base[members.first] + evidence.base[members.second] - np.logaddexp.reduce(evidence.base)
    return prior + joint_pattern(evidence, members, knowledge) + joint_depth(evidence, members, knowledge) + summed


def explained(ranking: Ranking, columns: tuple[int, ...], knowledge: Knowledge) -> dict[str, float]:
    """Return what one leaf or two together raise, by label, with the ln ratio to the mean of causes.

    Looked at are findings that are present, values that are not normal, and low counts. What one of two explains, both do:
    where two would move a value apart, the other may be mild.
    """
    raised = {label: weight for label, weight in _raised(ranking, columns, knowledge) if weight > 0}
    for column in columns if len(columns) > 1 else ():
        for label, weight in explained(ranking, (column,), knowledge).items():
            raised[label] = max(raised.get(label, 0.0), weight)
    return raised


def _raised(ranking: Ranking, columns: tuple[int, ...], knowledge: Knowledge) -> Iterator[tuple[str, float]]:
    """Yield (label, ln ratio) of everything that asks for an explanation."""
    pair = Members(np.array(columns[:1]), np.array(columns[-1:]))
    weights = joint_weights(ranking, pair, knowledge)[:, 0] if len(columns) > 1 else ranking.weights[:, columns[0]]
    for term, weight in zip(ranking.evidence.terms, weights.tolist(), strict=True):
        if _asks(term, knowledge):
            yield term.label, weight
    for lineage in sorted(ranking.evidence.counts.low & knowledge.model["lineages"].keys()):
        chance = low_chance(lineage, knowledge.tables.pattern, knowledge)
        share = either(chance[columns[0]], chance[columns[-1]], 0.0) if len(columns) > 1 else chance[columns[0]]
        usual = low_chance(lineage, knowledge.tables.pattern_mean, knowledge)
        yield f"low {knowledge.model['lineages'][lineage]['label']}", float(np.log(share / usual))


def _asks(term: Term, knowledge: Knowledge) -> bool:
    """Whether a term asks for an explanation: a value that is not normal, a symptom, a sign or a result that is there.

    What somebody has met, eats, inherits or had before (`pairs.risks` of the rules) brings causes on and is explained by none.
    """
    if term.kind == "lab":
        return term.state.endswith(("low", "high"))
    return term.kind == "finding" and term.state == "present" and knowledge.findings[term.name].kind not in knowledge.model["pairs"]["risks"]


def _pair(first: int, second: int, better: float, association: float, ranking: Ranking, knowledge: Knowledge) -> Pair | None:
    """Return the record of a pair, None when one of the two explains nothing that the other does not."""
    least = knowledge.model["pairs"]["explains_alone"]
    leaves = knowledge.leaves
    own, other = explained(ranking, (first,), knowledge), explained(ranking, (second,), knowledge)
    alone = {leaves[first].id: _clearly(own, other, least), leaves[second].id: _clearly(other, own, least)}
    if not all(alone.values()):
        return None
    together, best = explained(ranking, (first, second), knowledge), int(ranking.score[:-1].argmax())
    single = explained(ranking, (best,), knowledge)
    asked = [label for label, _ in _raised(ranking, (best,), knowledge)]
    return Pair(
        (leaves[first].id, leaves[second].id), (leaves[first].name, leaves[second].name), better, association, alone,
        tuple(label for label in own if label in other), tuple(label for label in asked if label not in together),
        leaves[best].name, tuple(label for label in asked if label not in single))


def _clearly(own: dict[str, float], other: dict[str, float], least: float) -> tuple[str, ...]:
    return tuple(label for label, weight in own.items() if weight > least and label not in other)


def _allowed(knowledge: Knowledge) -> tuple[Members, np.ndarray]:
    """Return all pairs of causes that are neither forms of one family nor linked, with how much oftener they meet than by chance."""
    columns = np.array([number for number, leaf in enumerate(knowledge.leaves) if len(leaf.causes) == 1])
    families = np.repeat(np.arange(len(knowledge.family_spans)), [end - start for start, end in knowledge.family_spans])
    forms: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        for cause in line_of(knowledge.leaves[column].causes[0], knowledge):
            forms.setdefault(cause, []).append(place)
    factor = np.ones((len(columns), len(columns)))
    for one in knowledge.model["pairs"]["associations"]:
        _set(factor, [forms[cause] for cause in one["causes"]], one["factor"])
    for leaf in knowledge.leaves:
        if len(leaf.causes) > 1:
            _set(factor, [forms[cause] for cause in leaf.causes], 0.0)
    of_family = families[columns]
    first, second = np.nonzero(np.triu(factor * (of_family[:, None] != of_family), 1))
    return Members(columns[first], columns[second]), factor[first, second]


def _set(table: np.ndarray, members: list[list[int]], value: float) -> None:
    """Write a value where two causes, or any forms of them, meet."""
    table[np.ix_(*members)] = value
    table[np.ix_(*reversed(members))] = value

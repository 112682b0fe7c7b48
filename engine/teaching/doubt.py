"""An engine made wrong on purpose: one number of the knowledge is spoiled, and the learner finds which.

Doubt is taught because a ranking looks as sure with a wrong number in it as without. Nothing outside the exercise sees the spoiled
knowledge.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from ..reasoning import Ranking, explain, gather, rank
from ..reasoning.rank import LOG10
from ..telling import stated
from .chance import Chance

PRIOR = "prior"
WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Suspect:
    """One number that could be the wrong one: `key` names it, `weight` is what it adds to the leaf's score, log10."""

    key: str
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Spoiled:
    """An exercise. `knowledge` holds the wrong number and must not leave it; `leaf` is what it raises; `kind` is a weight or a prior.

    suspects: what the learner chooses from; answer: the key of the wrong one; right, wrong: its weight before and after, log10
    """

    knowledge: Knowledge
    leaf: str
    kind: str
    suspects: tuple[Suspect, ...]
    answer: str
    right: float
    wrong: float

    @property
    def confession(self) -> str:
        """What was done, in a sentence."""
        label = next(one.label for one in self.suspects if one.key == self.answer)
        name = self.knowledge.leaves[self.knowledge.column(self.leaf)].name
        return f"For {name}, '{label}' was made to weigh {self.wrong:+.2f} instead of {self.right:+.2f} (log10)."


def spoil(case: Case, knowledge: Knowledge, *, seed: int, truth: str | None = None) -> Spoiled:
    """Make one weight wrong, or one prior foolish, so that a leaf comes first that the knowledge puts behind.

    Args:
        case: the case that the exercise is about. knowledge: the compiled rules, not changed. seed: decides what is spoiled.
        truth: id of the leaf that the case was drawn from, which is not the one raised.
    """
    rule, chance = knowledge.teaching["doubt"], Chance.of(seed)
    ranking = rank(gather(case, knowledge), knowledge)
    leading = np.argsort(-np.round(ranking.probability[:-1], 9), kind="stable").tolist()
    families = {knowledge.leaves[leading[0]].family, *([] if truth is None else [knowledge.leaves[knowledge.column(truth)].family])}
    others = [number for number in leading if knowledge.leaves[number].family not in families and knowledge.leaves[number].effect is None]
    missing = {number: float(np.logaddexp.reduce(ranking.score) - ranking.score[number]) + rule["beats_by"] for number in others[:rule["leading"]]}
    leaf = chance.one_of([number for number in missing if missing[number] <= rule["most_changed"]] or others[:1])
    # Terms that stand alone: what is added to one of them is added to the score, once.
    alone = [number for number, term in enumerate(ranking.evidence.terms) if term.kind == "finding" and not term.group]
    # A drug keeps its odds against all else together, whatever the prior of one leaf.
    foolish = chance.share() < rule["priors"] and not ranking.evidence.culprits
    if foolish or not alone:
        return _exercise(case, leaf, PRIOR, _with_prior(leaf, missing[leaf], ranking, knowledge), ranking, knowledge)
    number = chance.one_of(alone)
    return _exercise(case, leaf, f"finding:{ranking.evidence.terms[number].name}", _with_weight(leaf, number, missing[leaf], ranking, knowledge),
                     ranking, knowledge)


def _with_prior(leaf: int, needed: float, ranking: Ranking, knowledge: Knowledge) -> Knowledge:
    priors = {name: prior.copy() for name, prior in knowledge.tables.log_prior.items()}
    prior = priors[ranking.evidence.setting]
    total = np.logaddexp.reduce(prior)
    prior[leaf] += needed
    prior += total - np.logaddexp.reduce(prior)
    return replace(knowledge, tables=replace(knowledge.tables, log_prior=priors))


def _with_weight(leaf: int, number: int, needed: float, ranking: Ranking, knowledge: Knowledge) -> Knowledge:
    term = ranking.evidence.terms[number]
    weights = np.array(knowledge.tables.weights)
    weights[term.rows[0][0], leaf] += needed * knowledge.model["temperature"] / term.scale
    return replace(knowledge, tables=replace(knowledge.tables, weights=weights))


def _exercise(case: Case, leaf: int, key: str, wrong: Knowledge, before: Ranking, knowledge: Knowledge) -> Spoiled:
    """Gather the suspects: the spoiled number, and what else weighs most for or against the leaf."""
    after = rank(gather(case, wrong), wrong)
    told = explain(after, leaf, wrong)
    unspoiled = {f"{one.kind}:{one.name}": one.weight for one in explain(before, leaf, knowledge).reasons}
    unspoiled[PRIOR] = float(before.evidence.prior[leaf]) / LOG10
    listed = [Suspect(f"{one.kind}:{one.name}", stated(one), one.weight) for one in told.reasons]
    listed.append(Suspect(PRIOR, "how common it is in this setting", told.prior))
    heaviest = sorted(listed, key=lambda one: (one.key != key, -abs(one.weight), one.key))[:knowledge.teaching["doubt"]["shown"]]
    shown = tuple(sorted(heaviest, key=lambda one: (-one.weight, one.key)))
    answer = next(one for one in shown if one.key == key)
    return Spoiled(wrong, knowledge.leaves[leaf].id, PRIOR if key == PRIOR else WEIGHT, shown, key, unspoiled[key], answer.weight)


def found(exercise: Spoiled, key: str) -> bool:
    """Return whether a learner's choice is the spoiled number."""
    return key == exercise.answer



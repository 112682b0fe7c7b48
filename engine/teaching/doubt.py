"""An engine made wrong on purpose: one number of the knowledge is spoiled, and the learner finds which.

Doubt is taught because a ranking looks as sure with a wrong number in it as without. Nothing outside the exercise sees the spoiled
knowledge.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..case.model import Case
from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..reasoning import Ranking, explain, gather, rank
from ..reasoning.compare import PRIOR as TOLD_PRIOR
from ..reasoning.rank import LOG10
from ..telling import stated
from .chance import Chance
from .person import can_have
from .rules import teaching_rules
from .sampler import ALL, ANY, Vignette, sample
from .work_up import QuestionBank

PRIOR = "prior"
WEIGHT = "weight"
_BEYOND = 1_000_000
"""Seeds of these exercises start here, beyond those that the exercises without an error are begun with."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """One number that could be the wrong one: `key` names it, `weight` is what it adds to the leaf's score, log10."""

    key: str
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Spoiled:
    """An exercise. `knowledge` holds the wrong number and must not leave it; `leaf` is what it raises; `kind` is a weight or a prior.

    suspects: what the learner chooses from; answer: the key of the wrong one; right, wrong: its weight before and after, log10;
    plausible: whether the wrong number looks like the others
    """

    knowledge: Knowledge
    leaf: str
    kind: str
    suspects: tuple[Suspect, ...]
    answer: str
    right: float
    wrong: float
    plausible: bool

    @property
    def confession(self) -> str:
        """What was done, in a sentence."""
        label = next(one.label for one in self.suspects if one.key == self.answer)
        name = self.knowledge.leaves[self.knowledge.column(self.leaf)].name
        return f"For {name}, '{label}' was made to weigh {self.wrong:+.2f} instead of {self.right:+.2f} (log10)."


def doubtful(knowledge: Knowledge, *, seed: int, topic: str = ALL, difficulty: str = ANY,
             bank: QuestionBank | None = None) -> tuple[Vignette, Spoiled]:
    """Draw a case that one plausible wrong number turns, and spoil that number.

    The case is another than the one that `sample` draws from the same seed, whose answer may have been seen. Cases are drawn until one is plausible,
    `attempts` of `rules/teaching.yaml` at most; then the last is taken.

    Args:
        knowledge, seed, topic, difficulty, bank: as for `sample`.

    Raises:
        CaseError: as `sample` does.
    """
    bank = bank or QuestionBank.of(knowledge)
    try:
        chance = Chance.of(seed)
    except ValueError as error:
        raise CaseError(str(error)) from None
    for _ in range(teaching_rules(knowledge)["doubt"]["attempts"]):
        own = _BEYOND + int(chance.share() * _BEYOND)
        drawn = sample(knowledge, seed=own, topic=topic, difficulty=difficulty, bank=bank)
        exercise = spoil(drawn.file.case, knowledge, seed=own, truth=drawn.leaf)
        if exercise.plausible:
            break
    return drawn, exercise


def spoil(case: Case, knowledge: Knowledge, *, seed: int, truth: str | None = None) -> Spoiled:
    """Make one weight wrong, or one prior foolish, so that a leaf comes first that the knowledge puts behind.

    Args:
        case: the case that the exercise is about. knowledge: the compiled rules, not changed. seed: decides what is spoiled.
        truth: id of the leaf that the case was drawn from, which is not the one raised.
    """
    rule, chance = teaching_rules(knowledge)["doubt"], Chance.of(seed)
    ranking = rank(gather(case, knowledge), knowledge)
    leading = np.argsort(-np.round(ranking.probability[:-1], 9), kind="stable").tolist()
    families = {knowledge.leaves[leading[0]].family, *([] if truth is None else [knowledge.leaves[knowledge.column(truth)].family])}
    others = [number for number in leading if knowledge.leaves[number].family not in families and knowledge.leaves[number].effect is None]
    others = ([number for number in others if can_have(number, case, knowledge)] or others)[:rule["leading"]]
    missing = {number: float(np.logaddexp.reduce(ranking.score) - ranking.score[number]) + rule["beats_by"] for number in others}
    weights = _open_to_spoiling(others, missing, ranking, knowledge)
    # A drug keeps its odds against all else together, whatever the prior of one leaf.
    any_prior = [(leaf, PRIOR, _looks_right_as_prior(leaf, missing[leaf], ranking, rule)) for leaf in others]
    priors = [] if ranking.evidence.culprits else any_prior
    foolish = chance.share() < rule["priors"]
    plausible = [[one for one in kind if one[2]] for kind in (weights, priors)]
    able = plausible if any(plausible) else [[one for one in kind if one[0] == others[0]] for kind in (weights, priors)]
    leaf, what, looks_right = chance.one_of(able[foolish] or able[not foolish] or any_prior[:1])
    if what == PRIOR:
        return _exercise(case, leaf, PRIOR, _with_prior(leaf, missing[leaf], ranking, knowledge), ranking, knowledge, plausible=looks_right)
    return _exercise(case, leaf, f"finding:{ranking.evidence.terms[what].name}", _with_weight(leaf, what, missing[leaf], ranking, knowledge),
                     ranking, knowledge, plausible=looks_right)


def _open_to_spoiling(leaves: list[int], missing: dict[int, float], ranking: Ranking, knowledge: Knowledge) -> list[tuple[int, int, bool]]:
    """Return which weights can be spoiled, as (leaf, number of the term, whether the wrong weight looks like the others).

    Only terms that stand alone: what is added to one of them is added to the score, once. What is absent never speaks strongly for a cause.
    """
    rule, found = teaching_rules(knowledge)["doubt"], []
    alone = {f"{term.kind}:{term.name}": number for number, term in enumerate(ranking.evidence.terms) if term.kind == "finding" and not term.group}
    for leaf in leaves:
        for one in explain(ranking, leaf, knowledge).reasons:
            if (number := alone.get(f"{one.kind}:{one.name}")) is not None:
                wrong = one.weight + missing[leaf] / LOG10
                looks_right = one.state == "present" and missing[leaf] <= rule["most_changed"] and wrong <= rule["most_weight"]
                found.append((leaf, number, looks_right))
    return found


def _looks_right_as_prior(leaf: int, needed: float, ranking: Ranking, rule: dict) -> bool:
    share = _changed_prior(ranking.evidence.prior, leaf, needed)[leaf]
    return bool(needed <= rule["most_changed"] and share <= np.log(rule["most_share"]))


def _changed_prior(prior: np.ndarray, leaf: int, needed: float) -> np.ndarray:
    """Return ln priors of which one is changed, all shrunk or grown to the same whole."""
    changed = prior.copy()
    changed[leaf] += needed
    return changed + np.logaddexp.reduce(prior) - np.logaddexp.reduce(changed)


def _with_prior(leaf: int, needed: float, ranking: Ranking, knowledge: Knowledge) -> Knowledge:
    setting, priors = ranking.evidence.setting, knowledge.tables.log_prior
    changed = {**priors, setting: _changed_prior(priors[setting], leaf, needed)}
    return replace(knowledge, tables=replace(knowledge.tables, log_prior=changed))


def _with_weight(leaf: int, number: int, needed: float, ranking: Ranking, knowledge: Knowledge) -> Knowledge:
    term = ranking.evidence.terms[number]
    weights = np.array(knowledge.tables.weights)
    weights[term.rows[0][0], leaf] += needed * knowledge.model["temperature"] / term.scale
    return replace(knowledge, tables=replace(knowledge.tables, weights=weights))


def _exercise(case: Case, leaf: int, key: str, wrong: Knowledge, before: Ranking, knowledge: Knowledge, *,
              plausible: bool) -> Spoiled:
    """Gather the suspects: the spoiled number, and what else weighs most for or against the leaf."""
    after = rank(gather(case, wrong), wrong)
    told = explain(after, leaf, wrong)
    unspoiled = {f"{one.kind}:{one.name}": one.weight for one in explain(before, leaf, knowledge).reasons}
    unspoiled[PRIOR] = float(before.evidence.prior[leaf]) / LOG10
    listed = [Suspect(f"{one.kind}:{one.name}", stated(one), one.weight) for one in told.reasons]
    listed.append(Suspect(PRIOR, TOLD_PRIOR, told.prior))
    heaviest = sorted(listed, key=lambda one: (one.key != key, -abs(one.weight), one.key))[:teaching_rules(knowledge)["doubt"]["shown"]]
    shown = tuple(sorted(heaviest, key=lambda one: (-one.weight, one.key)))
    answer = next(one for one in shown if one.key == key)
    return Spoiled(wrong, knowledge.leaves[leaf].id, PRIOR if key == PRIOR else WEIGHT, shown, key, unspoiled[key], answer.weight, plausible)


def found(exercise: Spoiled, key: str) -> bool:
    """Return whether a learner's choice is the spoiled number."""
    return key == exercise.answer



"""What would turn the order of two causes round: the prior, the weight of one term, or the answer to one finding.

Every flip told here was tried: applied to the ranking, it turns the order.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..case.entries import answered
from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from .compare import Ledger, ledger, tells_apart
from .evidence import gather
from .rank import LOG10, Ranking, grouped_sum, rank
from .unasked import Question, unasked

_DIGITS = 2
"""Factors are told with so many figures, rounded to the side on which they turn the order."""

_TRIED = 4
"""Untested answers tried for each one that is wanted: what is near in the tables may not turn the order in the whole case."""


class WeightFlip(NamedTuple):
    """One term whose weight, multiplied by `factor` (0 or more) for both causes, turns the order."""

    name: str
    label: str
    state: str
    kind: str
    factor: float


class AnswerFlip(NamedTuple):
    """One finding in words that turns the order when its state is another; enter it so to see it.

    before: its state, or "not assessed"; frequencies: P(answer | cause) of the upper and the lower cause where it is untested;
    difference: log10 of upper over lower then, below 0.
    """

    label: str
    before: str
    after: str
    frequencies: tuple[float, float] | None
    difference: float


@dataclass(frozen=True, slots=True)
class Flips:
    """What would turn the order of two leaves, `upper` being the one that stands above.

    difference: log10 of the ratio of their probabilities
    prior_factor: the starting mass of the lower (prior, context, drugs) times this turns the order
    share_factor: the same for its share in the setting, of which the prior is a power; None where the setting ignores shares
    weight: the smallest change of one term, None when none within the rules' bound does it
    entered: single answers, the slightest turn first; untested: single answers to the question that tells most, first
    """

    upper: int
    lower: int
    difference: float
    prior_factor: float
    share_factor: float | None
    weight: WeightFlip | None
    entered: tuple[AnswerFlip, ...]
    untested: tuple[AnswerFlip, ...]


def flips(case: Case, ranking: Ranking, first: int, second: int, knowledge: Knowledge, *, count: int = 5) -> Flips:
    """Return what would turn the order of two leaves.

    Args:
        case: the case as typed. ranking: its ranking. first, second: the leaves, in any order.
        knowledge: the compiled rules. count: most answers of each kind to return.
    """
    upper, lower = (first, second) if ranking.score[first] >= ranking.score[second] else (second, first)
    account = ledger(ranking, upper, lower, knowledge)
    weight = knowledge.settings[ranking.evidence.setting].weight
    return Flips(
        upper, lower, account.difference, _factor_above(account.difference), _factor_above(account.difference / weight) if weight else None,
        _weight_flip(ranking, account, knowledge), _entered(case, ranking, upper, lower, knowledge)[:count],
        _untested(case, ranking, account, knowledge, count))


def _factor_above(log10_ratio: float) -> float:
    """Return the smallest number of few figures whose log10 is above a ratio's."""
    step = 10.0 ** (math.floor(log10_ratio) - _DIGITS + 1)
    number = math.floor(10.0 ** log10_ratio / step)
    while math.log10(number * step) <= log10_ratio:
        number += 1
    return float(f"{number * step:.{_DIGITS}g}")


def difference_in(case: Case, ranking: Ranking, first: int, second: int, knowledge: Knowledge) -> float:
    """Return log10 of the ratio of two leaves in another case, ranked in the same setting with the same prior."""
    other = rank(gather(case, knowledge, setting=ranking.evidence.setting, log_prior=ranking.evidence.prior), knowledge)
    return float(other.score[first] - other.score[second]) / LOG10


def _entered(case: Case, ranking: Ranking, upper: int, lower: int, knowledge: Knowledge) -> tuple[AnswerFlip, ...]:
    """Entries in words that turn the order when they are answered otherwise, the slightest turn first."""
    found = []
    for where, text in dict.fromkeys(case.entries()):
        before = where if where in ("absent", "unsure") else "present"
        for after in ("present", "absent"):
            if after != before:
                difference = difference_in(answered(case, text, after), ranking, upper, lower, knowledge)
                if difference < 0:
                    found.append(AnswerFlip(text, before, after, None, difference))
    return tuple(sorted(found, key=lambda one: -one.difference))


def _untested(case: Case, ranking: Ranking, account: Ledger, knowledge: Knowledge, count: int) -> tuple[AnswerFlip, ...]:
    """Answers to what was not assessed that turn the order, of the most telling question first, each tried in the whole case."""
    pair = account.first, account.second
    found: list[AnswerFlip] = []
    groups: set[str] = set()
    for question, place, shares in _near(ranking, account, knowledge)[:_TRIED * count]:
        if len(found) == count:
            break
        answer, label = question.answers[place], question.labels[place]
        state = answer if answer in ("present", "absent") else "present"
        difference = difference_in(answered(case, label, state), ranking, *pair, knowledge)
        if difference < 0 and question.group not in groups:
            groups.add(question.group)
            found.append(AnswerFlip(label, "not assessed", state, shares, difference))
    return tuple(found)


def _near(ranking: Ranking, account: Ledger, knowledge: Knowledge) -> list[tuple[Question, int, tuple[float, float]]]:
    """Return answers that the tables let turn the order with their shares, those to the question that tells the two causes apart most first.

    So the page that lists what was not assessed names the same answers; the most expected answer is often that something rare is absent.

    Beside an entered finding of its group an answer keeps all of its weight or the discounted part, for each cause; whichever
    turns most is taken here, the whole case decides.
    """
    evidence, pair = ranking.evidence, [account.first, account.second]
    discount, scale = knowledge.model["group_discount"], knowledge.model["temperature"] * LOG10
    groups = {(knowledge.findings if term.kind == "finding" else knowledge.analytes)[term.name].group
              for term in evidence.terms if term.kind in ("finding", "lab")}
    questions, shares = unasked(evidence, pair, knowledge)
    answers = [(number, place) for number, question in enumerate(questions) for place in range(len(question.answers))]
    rows = [row for question in questions for row in question.rows]
    raw = knowledge.tables.weights[np.ix_(rows, pair)].astype(float) / scale
    kept = np.array([discount if questions[number].group in groups else 1.0 for number, _ in answers])
    turn = np.minimum(raw[:, 0], raw[:, 0] * kept) - np.maximum(raw[:, 1], raw[:, 1] * kept)
    telling = tells_apart(shares)[[number for number, _ in answers]]
    enough = np.flatnonzero(account.difference + turn < 0)
    return [(questions[number], place, tuple(shares[number, place].tolist()))
            for number, place in (answers[one] for one in enough[np.argsort(-telling[enough], kind="stable")])]


def _weight_flip(ranking: Ranking, account: Ledger, knowledge: Knowledge) -> WeightFlip | None:
    """Return the term whose weight would have to change least, by its factor."""
    numbers = {(term.kind, term.name): number for number, term in enumerate(ranking.evidence.terms)}
    grouped = set(ranking.evidence.groups.flat)
    found = []
    for line in account.lines:
        number = numbers.get((line.kind, line.name))
        if line.kind == "prior" or line.difference == 0:
            continue
        if number is not None and number in grouped:
            factor = _grouped_factor(ranking, account, number, knowledge)
        else:
            factor = _inside(1 - account.difference / line.difference, knowledge)
        if factor is not None:
            found.append(WeightFlip(line.name, line.label, line.state, line.kind, factor))
    return min(found, key=lambda one: abs(math.log(one.factor)) if one.factor else math.inf, default=None)


def _inside(factor: float, knowledge: Knowledge) -> float | None:
    """Round a factor at which the order turns away from 1, None when it is out of bounds."""
    if factor > 1:
        rounded = _factor_above(math.log10(factor))
    elif factor > 0:
        step = 10.0 ** (math.floor(math.log10(factor)) - _DIGITS + 1)
        rounded = float(f"{math.floor(factor / step) * step:.{_DIGITS}g}")
    else:
        return None
    return rounded if rounded <= knowledge.model["compare"]["most_times"] else None


def _grouped_factor(ranking: Ranking, account: Ledger, number: int, knowledge: Knowledge) -> float | None:
    """Return the factor for a term of a correlated group, nearest to 1.

    The sum of a group is piecewise linear in the weight of a member; it bends where the member becomes the strongest or
    stops being so.
    """
    most = knowledge.model["compare"]["most_times"]
    pair = [account.first, account.second]
    group = next(column for column in ranking.evidence.groups.T if number in column)
    own, others = ranking.weights[number, pair], ranking.weights[[one for one in set(group.tolist()) if one != number]][:, pair]
    bends = [float(strongest / weight) for weight, low, high in zip(own, others.min(axis=0), others.max(axis=0), strict=True) if weight
             for strongest in [max(0.0, high) if weight > 0 else min(0.0, low)]]
    points = np.array(sorted({0.0, 1.0, most, *(bend for bend in bends if 0 < bend < most)}))
    values = scaled_difference(ranking, account, number, points, knowledge)
    crossings = [start + (end - start) * before / (before - after)
                 for start, end, before, after in zip(points, points[1:], values, values[1:], strict=False) if before * after < 0]
    factors = [one for crossing in crossings if (one := _inside(float(crossing), knowledge)) is not None
               and scaled_difference(ranking, account, number, np.array([one]), knowledge)[0] < 0]
    return min(factors, key=lambda one: abs(math.log(one)), default=None)


def scaled_difference(ranking: Ranking, account: Ledger, number: int, factors: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Return log10 of the ratio of the ledger's leaves when one term's ln ratios are multiplied, shape (factors,)."""
    raw = np.repeat(ranking.weights[None, :, [account.first, account.second]], len(factors), axis=0)
    now = grouped_sum(raw, ranking.evidence, knowledge.model["group_discount"])
    raw[:, number] *= factors[:, None]
    moved = (grouped_sum(raw, ranking.evidence, knowledge.model["group_discount"]) - now) / (knowledge.model["temperature"] * LOG10)
    return account.difference + moved[:, 0] - moved[:, 1]

"""Two to four causes side by side: what tells them apart, entered and untested, and why one stands above another.

The numbers are those that `rank` summed, joined from the explanations; none is computed a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..errors import UsageError
from ..knowledge.circular import says_again
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from ..knowledge.records import ASSUMPTION
from .explain import Reason, explain_all
from .origins import origins
from .rank import LOG10, Ranking
from .unasked import Question, unasked

PRIOR = "how common it is in this setting"


class Entered(NamedTuple):
    """One entry that tells the causes apart; `weights` by cause in log10, `spread` between the largest and the smallest."""

    name: str
    label: str
    state: str
    kind: str
    weights: tuple[float, ...]
    spread: float


class Untested(NamedTuple):
    """One answer that is not known and would tell the causes apart.

    answer: present, or the level of a value. frequencies: P(answer | cause) by cause; sources: where each was seen.
    information: bits that the question tells on which of the causes it is, all equally likely before (Jensen-Shannon).
    """

    name: str
    label: str
    answer: str
    frequencies: tuple[float, ...]
    sources: tuple[str, ...]
    information: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What tells some leaves apart, most telling first. `columns` are the leaves in the order asked for."""

    columns: tuple[int, ...]
    entered: tuple[Entered, ...]
    untested: tuple[Untested, ...]


class Line(NamedTuple):
    """One summed term of two leaves, in log10. `difference` is first minus second."""

    name: str
    label: str
    state: str
    kind: str
    first: float
    second: float

    @property
    def difference(self) -> float:
        """How much the term lifts the first leaf above the second."""
        return self.first - self.second


@dataclass(frozen=True, slots=True)
class Ledger:
    """Why one leaf stands above another: every summed term of both, largest difference first.

    The differences of the lines add up to `difference`, the log10 of the ratio of their probabilities, to rounding.
    """

    first: int
    second: int
    lines: tuple[Line, ...]
    difference: float


def columns_of(causes: Iterable[str], ranking: Ranking, knowledge: Knowledge) -> tuple[int, ...]:
    """Return for each cause the leaf to compare: the most probable of it alone, its forms, and it with a consequence.

    Where a cause is compared with a form of its own, it stands for all but that form.

    Args:
        causes: ids of causes.

    Raises:
        UsageError: a cause is named twice.
    """
    wanted = list(causes)
    if len(set(wanted)) < len(wanted):
        twice = next(name for name in wanted if wanted.count(name) > 1)
        raise UsageError(f"cause '{twice}' stands twice; allowed: different causes; name another")
    members = {cause: {number for number, leaf in enumerate(knowledge.leaves) if leaf.causes and cause in line_of(leaf.causes[0], knowledge)}
               for cause in wanted}
    columns = []
    for own in members.values():
        forms = set().union(*(other for name, other in members.items() if other < own))
        columns.append(max(sorted(own - forms), key=lambda column: ranking.score[column]))
    return tuple(columns)


def compare(ranking: Ranking, columns: Iterable[int], knowledge: Knowledge, *, count: int = 12) -> Comparison:
    """Return what tells some leaves apart.

    Args:
        ranking: the result of `rank`. columns: two to four leaves. count: most untested questions to return.
    """
    chosen = tuple(columns)
    least = knowledge.model["compare"]["tell_difference"]
    entered = [Entered(reason.name, label, reason.state, reason.kind, weights, max(weights) - min(weights))
               for reason, label, weights in _joined(ranking, chosen, knowledge) if reason.kind != "prior"]
    told = sorted((one for one in entered if one.spread >= least), key=lambda one: -one.spread)
    return Comparison(chosen, tuple(told), _untested(ranking, chosen, knowledge, count))


def ledger(ranking: Ranking, first: int, second: int, knowledge: Knowledge) -> Ledger:
    """Return the ledger of two leaves: prior, context, drugs, pattern, depth, time course, findings and values of both."""
    lines = [Line(reason.name, label, reason.state, reason.kind, *weights)
             for reason, label, weights in _joined(ranking, (first, second), knowledge)]
    return Ledger(first, second, tuple(sorted(lines, key=lambda line: -abs(line.difference))),
                  float(ranking.score[first] - ranking.score[second]) / LOG10)


def _joined(ranking: Ranking, columns: tuple[int, ...], knowledge: Knowledge) -> list[tuple[Reason, str, tuple[float, ...]]]:
    """Return every summed term with its label and its weight for each leaf; a leaf that a term does not touch has 0."""
    told = explain_all(ranking, np.array(columns), knowledge, expected=0)
    first: dict[tuple[str, str], Reason] = {("prior", "prior"): Reason("prior", PRIOR, "", 0.0, ASSUMPTION, "prior")}
    weights: dict[tuple[str, str], list[float]] = {("prior", "prior"): [one.prior for one in told]}
    for number, explanation in enumerate(told):
        for reason in explanation.reasons:
            key = (reason.kind, reason.name)
            first.setdefault(key, reason)
            weights.setdefault(key, [0.0] * len(columns))[number] += reason.weight
    suspects = dict.fromkeys(name for one in told for reason in one.reasons if reason.kind == "drug" for name in reason.texts)
    drugs = ", ".join(suspects) or "the drugs taken"
    return [(reason, drugs if reason.kind == "drug" else reason.label, tuple(weights[key])) for key, reason in first.items()]


def _untested(ranking: Ranking, columns: tuple[int, ...], knowledge: Knowledge, count: int) -> tuple[Untested, ...]:
    """The open questions that separate the leaves most, one of each correlated group, and no form beside what includes it."""
    questions, shares = unasked(ranking.evidence, columns, knowledge)
    gains = tells_apart(shares)
    groups: set[str] = set()
    related: set[str] = set()
    told: list[Untested] = []
    for place in np.argsort(-gains, kind="stable"):
        question = questions[place]
        if gains[place] < knowledge.model["compare"]["tell_information"] or len(told) == count:
            break
        lineage = {question.name} | (knowledge.above(question.name) if question.name in knowledge.findings else set())
        if _said_again(question.name, columns, knowledge):
            continue
        if question.group in groups or question.name in related or lineage & {one.name for one in told}:
            continue
        groups.add(question.group)
        related |= lineage
        told.append(_told(question, shares[place], columns, float(gains[place]), knowledge))
    return tuple(told)


def _said_again(name: str, columns: tuple[int, ...], knowledge: Knowledge) -> bool:
    """Whether a finding is only the name of one of the leaves compared."""
    finding, normal = knowledge.findings.get(name), knowledge.lexicon.spelling.normal
    causes = {one for column in columns for cause in knowledge.leaves[column].causes for one in line_of(cause, knowledge)}
    return finding is not None and any(
        says_again(normal(finding.label), finding.kind, [normal(one) for one in (knowledge.causes[cause].name, *knowledge.causes[cause].synonyms)])
        for cause in sorted(causes))


def _told(question: Question, shares: np.ndarray, columns: tuple[int, ...], gain: float, knowledge: Knowledge) -> Untested:
    is_finding = question.answers[0] == "present"
    place = 0 if is_finding else int(np.ptp(shares[:len(question.answers)], axis=1).argmax())
    key = question.name if is_finding else f"lab:{question.name}"
    found = [origins(knowledge.leaves[column], knowledge)(key) for column in columns]
    return Untested(question.name, question.labels[place], question.answers[place], tuple(shares[place].tolist()),
                    tuple(origin.source if origin is not None and origin.source else ASSUMPTION for origin in found), gain)


def tells_apart(shares: np.ndarray) -> np.ndarray:
    """Return the Jensen-Shannon divergence of the answers' shares over the leaves in bits, never below 0, shape (questions,).

    Args:
        shares: P(answer | leaf), shape (questions, answers, leaves); an answer that is none has 0 for every leaf.
    """
    shares = shares / shares.sum(axis=1, keepdims=True)
    mixed = shares.mean(axis=2, keepdims=True)
    ratio = np.divide(shares, mixed, out=np.ones_like(shares), where=shares > 0)
    return np.maximum((shares * np.log2(ratio)).sum(axis=(1, 2)) / shares.shape[2], 0.0)

"""What is said of a committed list beside its scores: what was weighed too much or too little, what was missed, what it leaves unexplained.

All of it holds the list against the engine's own numbers, by the rules under `feedback` in `rules/teaching.yaml`; odds are compared on the
logarithmic scale on which the engine sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ..knowledge.knowledge import Knowledge
from ..reasoning import Expected, Explanation, Ranking, Reason, explain, rows
from ..reasoning.evidence import UNTOLD
from ..telling import stated
from .habits import at_an_end, columns_of, log10_odds, probability_of
from .rules import teaching_rules
from .scores import Guess, is_true

TOO_MUCH, TOO_LITTLE, WRONG_WAY, ALIKE = "too much", "too little", "the wrong way", "about alike"
AGREES, WRONG_SIDE = "as the engine has it", "on the wrong side"
FOR, AGAINST = "for", "against"
_SEARCHED = 5
_SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Held:
    """How a named cause was held beside the engine's number: `off` is log10 of the ratio of the odds, above 0 where the list is the surer."""

    cause: str
    yours: float
    engine: float
    off: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A cause that was not named: its id and name, the engine's probability, and its strongest reasons."""

    cause: str
    name: str
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A finding that is there and that no named cause makes more frequent; `by` names one of the engine's first five that does, if any."""

    label: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """How new facts moved a cause that was named before and after: log10 of the factor on its odds, by the engine and by the list.

    facts: what moved the engine most in that direction
    """

    cause: str
    yours: float
    engine: float
    verdict: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reflection:
    """What was written of one cause: keys of facts (see `facts`) that speak for it and against it, ids of findings expected and not told."""

    cause: str
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """One fact put on a side, with what the engine summed for it (log10), and whether that agrees."""

    label: str
    side: str
    weight: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A finding expected of a cause and not told: how often it is there in it, and in causes at large."""

    label: str
    frequency: float
    background: float


@dataclass(frozen=True, slots=True)
class Reflected:
    """A reflection held against the engine: what was put on a side, the heaviest facts put on none, what was awaited, what else could have been."""

    cause: str
    noted: tuple[Noted, ...]
    overlooked: tuple[Reason, ...]
    awaited: tuple[Awaited, ...]
    also_awaited: tuple[str, ...]


def column_of(cause: str, ranking: Ranking, knowledge: Knowledge) -> int:
    """Return the number of the most probable leaf that a named cause stands for: its forms among them, as they fit what is told.

    Where it stands together with another cause is left out: what is said of a name is said of that alone.
    """
    held = columns_of(cause, knowledge)
    alone = [number for number in held if len(knowledge.leaves[number].causes) == 1] or held
    return max(alone, key=lambda number: float(ranking.probability[number]))


def best_other(column: int, ranking: Ranking, knowledge: Knowledge) -> int:
    """Return the number of the most probable leaf of another family than a leaf's, a cause by itself: what is not that one together with more."""
    others = (int(number) for number in (-ranking.probability[:-1]).argsort())
    return next(number for number in others if knowledge.leaves[number].family != knowledge.leaves[column].family
                and len(knowledge.leaves[number].causes) == 1)


def held(answer: Sequence[Guess], ranking: Ranking, knowledge: Knowledge) -> tuple[Held, ...]:
    """Return each named cause beside the engine's probability of it, in the order of the list."""
    found = []
    for one in answer:
        engine = probability_of(one.cause, ranking, knowledge)
        off = log10_odds(one.probability) - log10_odds(engine)
        found.append(Held(one.cause, one.probability, engine, off, _verdict(off, knowledge)))
    return tuple(found)


def _verdict(off: float, knowledge: Knowledge) -> str:
    limit = teaching_rules(knowledge)["feedback"]["off_by"]
    return TOO_MUCH if off >= limit else TOO_LITTLE if off <= -limit else ALIKE


def missed(answer: Sequence[Guess], ranking: Ranking, knowledge: Knowledge) -> tuple[Missed, ...]:
    """Return the rows of the engine, from the probability of the rules on, of which nothing was named: neither they, nor a form, nor a whole."""
    found = []
    for row in rows(ranking, knowledge, top=len(knowledge.families) - 1):
        if row.probability < teaching_rules(knowledge)["feedback"]["missed_from"]:
            break
        if not any(is_true(one.cause, leaf.id, knowledge) for one in answer for leaf in row.leaves):
            told = explain(ranking, row.column, knowledge).speaks_for
            found.append(Missed(row.id, row.name, row.probability, told[:teaching_rules(knowledge)["feedback"]["facts"]]))
    return tuple(found)


def unexplained(answer: Sequence[Guess], ranking: Ranking, knowledge: Knowledge) -> tuple[Unexplained, ...]:
    """Return the findings that are there and that every named cause leaves unexplained, in the order of the evidence."""
    left = [set(explain(ranking, column_of(one.cause, ranking, knowledge), knowledge).unexplained) for one in answer]
    common = set.intersection(*left) if left else set()
    leading = [(row.name, set(explain(ranking, row.column, knowledge).unexplained)) for row in rows(ranking, knowledge, top=_SEARCHED)]
    labels = dict.fromkeys(term.label for term in ranking.evidence.terms if term.label in common)
    return tuple(Unexplained(label, next((name for name, open_ in leading if label not in open_), None)) for label in labels)


def moves(before: Sequence[Guess], after: Sequence[Guess], ranking_before: Ranking, ranking_after: Ranking,
          knowledge: Knowledge) -> tuple[Move, ...]:
    """Return how the causes that are on both lists were moved by what came between, in the order of the later list.

    A cause that the engine held as sure, or as unlikely, as odds are counted before and after is left out: what moved it cannot be told from that.

    Args:
        before, ranking_before: the list and the engine's view before the new facts. after, ranking_after: the same after them.
    """
    earlier = {one.cause: one.probability for one in before}
    limit, count = teaching_rules(knowledge)["feedback"]["off_by"], teaching_rules(knowledge)["feedback"]["facts"]
    found = []
    for one in after:
        if one.cause not in earlier:
            continue
        then, now = (log10_odds(probability_of(one.cause, ranking, knowledge)) for ranking in (ranking_before, ranking_after))
        if at_an_end(then, now):
            continue
        engine = now - then
        yours = log10_odds(one.probability) - log10_odds(earlier[one.cause])
        found.append(Move(one.cause, yours, engine, _followed(yours, engine, limit),
                          _movers(one.cause, engine, ranking_before, ranking_after, knowledge)[:count]))
    return tuple(found)


def _followed(yours: float, engine: float, limit: float) -> str:
    """Say how a move on the scale of odds follows another: wrong only where it goes the other way far enough to tell."""
    if abs(yours - engine) < limit:
        return ALIKE
    if yours * engine < 0 and min(abs(yours), abs(engine)) >= limit / 2:
        return WRONG_WAY
    return TOO_MUCH if abs(yours) > abs(engine) else TOO_LITTLE


def _movers(cause: str, direction: float, before: Ranking, after: Ranking, knowledge: Knowledge) -> tuple[str, ...]:
    """Return labels of what changed the engine's score of a cause most in a direction."""
    column = column_of(cause, after, knowledge)
    old = {(one.kind, one.name): one.weight for one in explain(before, column, knowledge).reasons}
    changes = [(one.weight - old.get((one.kind, one.name), 0.0), stated(one)) for one in explain(after, column, knowledge).reasons
               if one.kind != "context"]
    sign = 1 if direction >= 0 else -1
    least = knowledge.model["tell_weight"]
    return tuple(label for change, label in sorted(changes, key=lambda pair: -sign * pair[0]) if sign * change >= least)


def facts(cause: str, ranking: Ranking, knowledge: Knowledge) -> dict[str, str]:
    """Return what is told in a case, as it can be put on a side of a cause: key to label, by the alphabet, so that the order says nothing."""
    told = [one for one in explain(ranking, column_of(cause, ranking, knowledge), knowledge).reasons if _is_told(one)]
    return {_key(one): stated(one) for one in sorted(told, key=lambda one: stated(one).casefold())}


def awaited_of(told: Explanation, knowledge: Knowledge) -> tuple[Expected, ...]:
    """Return what a cause usually has and nobody told, without what is only its name (a positive finding of the cause itself)."""
    return tuple(one for one in told.expected if not knowledge.findings[one.name].names_cause)


def reflected(written: Reflection, ranking: Ranking, knowledge: Knowledge) -> Reflected:
    """Hold a reflection against what the engine summed for that cause.

    A fact agrees with its side when its weight has that sign and is not slight; one that hardly moves the cause was weighed too much, one of
    the other sign stands on the wrong side. Facts that no longer stand in the evidence are left out.
    """
    column = column_of(written.cause, ranking, knowledge)
    told = explain(ranking, column, knowledge)
    reasons = {_key(one): one for one in told.reasons if _is_told(one)}
    rule = teaching_rules(knowledge)["feedback"]
    noted = [_noted(reasons[key], side, rule["hardly"]) for side, keys in ((FOR, written.speaks_for), (AGAINST, written.against))
             for key in keys if key in reasons]
    named = {*written.speaks_for, *written.against}
    heavy = sorted((one for key, one in reasons.items() if key not in named and abs(one.weight) >= rule["hardly"]), key=lambda one: -abs(one.weight))
    awaited = [Awaited(one.label, float(knowledge.tables.probability[one.index, column]), float(knowledge.tables.mean[one.index]))
               for one in map(knowledge.findings.__getitem__, written.expected)]
    also = [one.label for one in awaited_of(told, knowledge) if one.name not in written.expected]
    return Reflected(written.cause, tuple(noted), tuple(heavy[:rule["facts"]]), tuple(awaited), tuple(also[:rule["facts"]]))


def _noted(reason: Reason, side: str, hardly: float) -> Noted:
    weight = reason.weight if side == FOR else -reason.weight
    verdict = AGREES if weight >= hardly else WRONG_SIDE if weight <= -hardly else TOO_MUCH
    return Noted(stated(reason), side, reason.weight, verdict)


def _is_told(reason: Reason) -> bool:
    return reason.state != UNTOLD and reason.name != _SILENCE


def _key(reason: Reason) -> str:
    return f"{reason.kind}:{reason.name}"

"""Habits of thought that lead astray, each by a written rule that holds an answer against the engine's own numbers.

The habits and their names: Croskerry P, Acad Med 2003;78:775-80. The rules are ours: they say what the numbers show, not what
somebody thought.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from ..reasoning import Ranking
from ..telling import percent, signed
from .rules import teaching_rules
from .scores import Guess


@dataclass(frozen=True, slots=True)
class Habit:
    """One habit: whether the rule found it (None where it cannot be judged), the rule in words, and the reason with its numbers."""

    name: str
    found: bool | None
    rule: str
    reason: str


def probability_of(cause: str, ranking: Ranking, knowledge: Knowledge) -> float:
    """Return the engine's probability of a cause, its forms and consequences included."""
    return float(ranking.probability[columns_of(cause, knowledge)].sum())


def prior_of(cause: str, ranking: Ranking, knowledge: Knowledge) -> float:
    """Return how common a cause is in the setting, its forms included, as a share of all."""
    prior = np.exp(ranking.evidence.prior)
    return float(prior[columns_of(cause, knowledge)].sum() / prior.sum())


def columns_of(cause: str, knowledge: Knowledge) -> list[int]:
    """Return the numbers of the leaves that a named cause stands for: its own, those of its forms, and where it is a consequence."""
    return [number for number, leaf in enumerate(knowledge.leaves[:-1]) if any(cause in line_of(one, knowledge) for one in leaf.causes)]


def premature_closure(answer: Sequence[Guess], ranking: Ranking, knowledge: Knowledge) -> Habit:
    """Find a list that was all but closed while the facts left it open."""
    rule = teaching_rules(knowledge)["scores"]["closure"]
    first = answer[0]
    engine = probability_of(first.cause, ranking, knowledge)
    found = first.probability >= rule["held"] and engine < rule["engine_below"]
    words = f"The first cause was given {rule['held']:.0%} or more, while the facts told so far leave it below {rule['engine_below']:.0%}."
    reason = f"you gave {knowledge.causes[first.cause].name} {first.probability:.0%}; the engine gives it {percent(engine, knowledge)}"
    return Habit("Premature closure", found, words, reason)


def anchoring(before: Sequence[Guess] | None, after: Sequence[Guess], ranking_before: Ranking | None, ranking_after: Ranking,
              knowledge: Knowledge) -> Habit:
    """Find a first cause that was kept although what came after spoke against it.

    Args:
        before, ranking_before: the list and the engine's view before the new facts; None when there was only one list.
        after, ranking_after: the same after them.
    """
    rule = teaching_rules(knowledge)["scores"]["anchoring"]
    words = (f"New facts lower the odds of your first cause by {10 ** rule['against']:.0f} times or more, it stays first, and you follow less than "
             f"{rule['moved_share']:.0%} of that, on a logarithmic scale.")
    if before is None or ranking_before is None:
        return Habit("Anchoring", None, words, "there was only one list, so nothing could be kept too long")
    cause = before[0].cause
    name = knowledge.causes[cause].name
    if after[0].cause != cause:
        return Habit("Anchoring", False, words, f"{name} no longer stands first")
    engine_before, engine_after = (log10_odds(probability_of(cause, ranking, knowledge)) for ranking in (ranking_before, ranking_after))
    facts = engine_after - engine_before
    moved = log10_odds(after[0].probability) - log10_odds(before[0].probability)
    found = facts <= -rule["against"] and moved > rule["moved_share"] * facts
    reason = f"the new facts change the odds of {name} by {signed(facts)} (log10), you changed them by {signed(moved)}"
    if at_an_end(engine_before, engine_after):
        held = "was sure of" if engine_before > 0 else "had all but ruled out"
        reason = f"the engine {held} {name} before the new facts as after them; you changed its odds by {signed(moved)} (log10)"
    return Habit("Anchoring", found, words, reason)


def log10_odds(share: float) -> float:
    """Return the log10 of the odds of a probability, which counts as a thousandth at least and as 999 of 1,000 at most."""
    share = min(max(share, 1e-3), 1 - 1e-3)
    return math.log10(share / (1 - share))


def at_an_end(before: float, after: float) -> bool:
    """Whether log10 odds are at the same end of the scale of `log10_odds` before and after, so that nothing tells what moved them."""
    return before == after and after in (log10_odds(0), log10_odds(1))


def base_rate_neglect(answer: Sequence[Guess], ranking: Ranking, knowledge: Knowledge) -> Habit:
    """Find a rare cause preferred to a much commoner one that the facts fit nearly as well.

    The commoner cause is one of the list, or the engine's first. "Nearly as well": the facts favor the rare one by less than the
    common one is commoner, so that the common one remains the likelier.
    """
    rule = teaching_rules(knowledge)["scores"]["base_rate"]
    words = (f"Another cause is {rule['commoner']:g} times commoner in this setting or more, the facts do not make up for it, and you gave the "
             f"rarer one {rule['preferred']:g} times as much or more.")
    first = answer[0]
    given = {one.cause: one.probability for one in answer}
    leader = knowledge.leaves[int(np.argmax(ranking.probability[:-1]))].causes[0]
    own, rare = probability_of(first.cause, ranking, knowledge), prior_of(first.cause, ranking, knowledge)
    for other in dict.fromkeys((leader, *given)):
        if other == first.cause or columns_of(other, knowledge)[0] in columns_of(first.cause, knowledge):
            continue
        common = prior_of(other, ranking, knowledge)
        if common >= rule["commoner"] * rare and probability_of(other, ranking, knowledge) > own \
                and first.probability >= rule["preferred"] * given.get(other, 0.0):
            names, still = [knowledge.causes[one].name for one in (other, first.cause)], probability_of(other, ranking, knowledge)
            return Habit("Base-rate neglect", True, words, f"{names[0]} is {common / rare:.0f} times as common in this setting as {names[1]}, "
                         f"and the engine still gives it {percent(still, knowledge)} against {percent(own, knowledge)}")
    return Habit("Base-rate neglect", False, words, "no much commoner cause fits the facts nearly as well as your first")

"""Sets of look-alikes: which the knowledge finds hard to tell apart, in which order they are practised, and what separates two."""

from dataclasses import dataclass

import numpy as np

from ..errors import CaseError
from ..evaluation.audit import expected_log_odds
from ..knowledge.knowledge import Knowledge
from ..reasoning import Ranking, Reason, explain
from .chance import Chance
from .rules import teaching_rules

BLOCKED, MIXED = "blocked", "mixed"


@dataclass(frozen=True, slots=True)
class Drill:
    """One case of a row of practice: the set it comes from, its seed, and whether its set is practised alone ("blocked") or "mixed"."""

    number: int
    set: str
    seed: int
    order: str


def drills(knowledge: Knowledge, *, seed: int, sets: tuple[str, ...] = ()) -> tuple[Drill, ...]:
    """Return a row of practice: each set in a block, then all of them mixed.

    Args:
        seed: gives the whole row. sets: ids of sets of look-alikes in the order in which they are met; none means all.

    Raises:
        CaseError: a set is not known.
    """
    known, rule = teaching_rules(knowledge)["sets"], teaching_rules(knowledge)["practice"]
    for name in sets:
        if name not in known:
            raise CaseError(f"set '{name}' is not known; allowed: {', '.join(known)}; choose one")
    chosen = sets or tuple(known)
    chance = Chance.of(seed)
    blocked = [(name, BLOCKED) for name in chosen for _ in range(rule["blocked"])]
    mixed = [(name, MIXED) for name in chance.shuffled([chosen[number % len(chosen)] for number in range(rule["mixed"])])]
    return tuple(Drill(number, name, int(chance.share() * 1_000_000), order) for number, (name, order) in enumerate((*blocked, *mixed), start=1))


def nearest(cause: str, knowledge: Knowledge, *, count: int = 5) -> tuple[tuple[str, float], ...]:
    """Return the causes that are hardest to tell from one, by everything assessed together: (cause, natural log odds expected)."""
    distance = expected_log_odds(knowledge)
    alone = {leaf.id: number for number, leaf in enumerate(knowledge.leaves[:-1]) if "+" not in leaf.id}
    near = sorted(((other, float(distance[alone[cause], number])) for other, number in alone.items() if other != cause), key=lambda one: one[1])
    return tuple(near[:count])


def closeness(causes: tuple[str, ...], knowledge: Knowledge) -> float:
    """Return how many of all pairs of leaves are harder to tell apart than the middle pair of a set, 0 (the hardest) to 1."""
    distance = expected_log_odds(knowledge)
    columns = [knowledge.column(cause) for cause in causes]
    within = np.median([distance[one, other] for place, one in enumerate(columns) for other in columns[place + 1:]])
    return float((distance[np.triu_indices(len(distance), 1)] < within).mean())


@dataclass(frozen=True, slots=True)
class Difference:
    """What one entry says of two causes: `first` and `second` are the summed weights, log10; 0 where nothing was summed."""

    label: str
    state: str
    first: float
    second: float
    reason: Reason

    @property
    def favors_first(self) -> float:
        """How much more it speaks for the first than for the second, log10."""
        return self.first - self.second


def contrast(ranking: Ranking, first: int, second: int, knowledge: Knowledge) -> tuple[Difference, ...]:
    """Return what separates two leaves in a case, what separates most first; the differences and that of the priors add up to the log10
    ratio of their probabilities.

    Args:
        ranking: the result of `rank`. first, second: numbers of the leaves.
    """
    sides = [{(one.kind, one.name): one for one in explain(ranking, leaf, knowledge).reasons} for leaf in (first, second)]
    found = []
    for key in dict.fromkeys((*sides[0], *sides[1])):
        reason = sides[0].get(key) or sides[1][key]
        weights = [side[key].weight if key in side else 0.0 for side in sides]
        found.append(Difference(reason.label, reason.state, weights[0], weights[1], reason))
    return tuple(sorted(found, key=lambda one: -abs(one.favors_first)))

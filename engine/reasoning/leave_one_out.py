"""Which entries the result hangs on: the ranking without each of them."""

from dataclasses import dataclass

import numpy as np

from ..case.entries import Entry, entries, without
from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from .evidence import gather
from .rank import LOG10, Ranking, rank


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The ranking without one entry.

    first: the family that is first then, by its root's id; changes_first: whether that is another one than with it
    probability: what the first family of the full ranking holds then
    support: log10 of the factor that the entry puts on the odds of that family; negative when it speaks against it
    """

    entry: Entry
    first: str
    changes_first: bool
    probability: float
    support: float


def leave_one_out(case: Case, ranking: Ranking, knowledge: Knowledge) -> tuple[LeftOut, ...]:
    """Return the ranking without each entry in turn: those that the first row hangs on first, then by how much it would lose.

    The entry is taken out of the case as typed, so that what it implied goes with it.

    Args:
        case: the case as typed. ranking: its ranking; its setting and prior are kept. knowledge: the compiled rules.
    """
    leader = int(ranking.order[0])
    before = _log_odds(ranking, leader)
    found = []
    for entry in dict.fromkeys(entries(case)):
        left = gather(without(case, entry), knowledge, setting=ranking.evidence.setting, log_prior=ranking.evidence.prior)
        other = rank(left, knowledge)
        first = int(other.order[0])
        found.append(LeftOut(entry, knowledge.families[first], first != leader, float(other.family_probability[leader]),
                             (before - _log_odds(other, leader)) / LOG10))
    return tuple(sorted(found, key=lambda one: (not one.changes_first, -one.support)))


def _log_odds(ranking: Ranking, family: int) -> float:
    share = np.clip(ranking.family_probability[family], 1e-300, 1 - 1e-16)
    return float(np.log(share) - np.log1p(-share))

"""How much the entry tells: bits by which it narrows the differential."""

from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from .rank import Ranking


@dataclass(frozen=True, slots=True)
class Information:
    """Uncertainty over families and "something else" in bits: before anything is known, and with the case."""

    before: float
    after: float

    @property
    def gained(self) -> float:
        """Bits that the entry holds; negative when it unsettles more than it tells."""
        return self.before - self.after

    @property
    def choices_before(self) -> float:
        """So many equally likely causes would be as uncertain before."""
        return float(2 ** self.before)

    @property
    def choices_after(self) -> float:
        """So many equally likely causes would be as uncertain now."""
        return float(2 ** self.after)


def entropy(shares: np.ndarray) -> float:
    """Return -sum p log2 p in bits, shares of 0 counting nothing. `shares` adds up to 1."""
    held = shares[shares > 0]
    return float(-(held @ np.log2(held)))


def information(ranking: Ranking, knowledge: Knowledge) -> Information:
    """Return the entropy of the setting's prior over families and that of the ranking."""
    prior = np.exp(ranking.evidence.prior - ranking.evidence.prior.max())
    families = np.add.reduceat(prior, knowledge.tables.family_starts)
    return Information(entropy(families / families.sum()), entropy(ranking.family_probability))

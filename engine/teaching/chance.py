"""Chance from a seed, the same on every platform.

One stream of PCG64, read only as uniform numbers: the stream of a NumPy bit generator never changes between versions
(NEP 19), what other methods of `Generator` make of it may. Every choice is a comparison with one uniform number.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

T = TypeVar("T")

STEADY = 9
"""Decimals to which a number is rounded before it decides an order, so that the last bits of a platform's logarithms do not."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A stream of chance."""

    generator: np.random.Generator

    @classmethod
    def of(cls, seed: int) -> "Chance":
        """Start the stream of a seed, a whole number from 0 on. Raises ValueError for any other."""
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise ValueError(f"the seed is {seed!r}; allowed: a whole number from 0 on; choose one")
        return cls(np.random.Generator(np.random.PCG64(seed)))

    def share(self) -> float:
        """Return the next uniform number in [0, 1)."""
        return float(self.generator.random())

    def number(self, weights: Sequence[float] | np.ndarray) -> int:
        """Return a number from 0 to n - 1 in proportion to weights, shape (n,), not negative and not all 0."""
        ends = np.cumsum(np.asarray(weights, dtype=float))
        return min(int(np.searchsorted(ends, self.share() * ends[-1], side="right")), len(ends) - 1)

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of some things, each as likely."""
        return choices[min(int(self.share() * len(choices)), len(choices) - 1)]

    def between(self, low: float, high: float) -> float:
        """Return a number from low to high, evenly."""
        return low + self.share() * (high - low)

    def between_logs(self, low: float, high: float) -> float:
        """Return a number from low to high, both above 0, evenly on a logarithmic scale."""
        return math.exp(self.between(math.log(low), math.log(high)))

    def order(self, weights: Sequence[float] | np.ndarray) -> list[int]:
        """Return the numbers of what has a weight above 0 in a random order, the heavier the earlier (sampling without replacement).

        Each is keyed by ln(u) / weight, u uniform; Efraimidis and Spirakis, Inf Process Lett 2006;97:181-5.
        """
        weights = np.round(np.asarray(weights, dtype=float), STEADY)
        keys = np.log(np.maximum(self.generator.random(len(weights)), 1e-300))
        able = np.flatnonzero(weights > 0)
        return able[np.argsort(-np.round(keys[able] / weights[able], STEADY), kind="stable")].tolist()

    def shuffled(self, things: Sequence) -> list:
        """Return things in a random order."""
        return [things[number] for number in self.order(np.ones(len(things)))]

"""How far a share that was counted in so many may lie from that of all."""

import math

NORMAL_95 = 1.96
"""So many standard deviations to either side of its middle hold 95 % of a normal distribution."""


def half_width(share: float, n: int) -> float:
    """Return half of the 95 % interval of a share by the normal approximation: 1.96 sqrt(p (1 - p) / n)."""
    return NORMAL_95 * math.sqrt(max(share * (1 - share), 0.0) / n)

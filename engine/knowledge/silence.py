"""What it says of a cause that a finding is not told, where a setting tells most of what is there."""

import numpy as np


def silence(probability: np.ndarray, mean: np.ndarray, telling: float) -> np.ndarray:
    """Return ln (1 - t P(f | leaf)) / (1 - t m(f)), t being the share of what is there that is told.

    Args:
        probability: P(f | leaf), shape (findings, leaves). mean: m(f), shape (findings,). telling: t, 0 to 1.

    Returns:
        Shape (findings, leaves); negative where the finding is to be expected.
    """
    return np.log1p(-telling * probability) - np.log1p(-telling * mean)[:, None]

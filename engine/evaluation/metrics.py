"""Figures over many judged cases, each with the sampling error that its number of cases allows."""

import math
from dataclasses import dataclass

import numpy as np

from ..spread import half_width
from .judge import Judgement

BOOTSTRAPS = 2000
SEED = 7
CALIBRATION_BINS = 5
_LEAST_PROBABILITY = 1e-6


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Cases of similar confidence: mean confidence, share right, and the band a perfect model would show at this n."""

    count: int
    confidence: float
    accuracy: float
    band: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores over all cases.

    log_score is the mean of -ln P(right), lower is better; brier likewise; `gap` is mean confidence minus accuracy with
    its 95 % bootstrap interval; `exact_*` count the main label alone.
    """

    cases: int
    top: dict[int, float]
    exact_top: dict[int, float]
    mrr: float
    log_score: float
    brier: float
    confidence: float
    gap: float
    gap_interval: tuple[float, float]
    calibration: tuple[CalibrationBin, ...]
    words: dict[str, int]
    unresolved: tuple[str, ...]


def summarize(judgements: list[Judgement]) -> Summary:
    """Return the figures over at least one judged case."""
    places = [one.place or math.inf for one in judgements]
    exact = [one.exact_place or math.inf for one in judgements]
    confidence = np.array([one.confidence for one in judgements])
    right = np.array([one.right_first for one in judgements], dtype=float)
    words = {status: sum(one.words[status] for one in judgements) for status in judgements[0].words}
    difference = confidence - right
    return Summary(
        cases=len(judgements), top=_top(places), exact_top=_top(exact), mrr=float(np.mean([1 / place for place in places])),
        log_score=float(np.mean([-math.log(max(one.probability, _LEAST_PROBABILITY)) for one in judgements])),
        brier=float(np.mean([one.brier for one in judgements])), confidence=float(confidence.mean()),
        gap=float(difference.mean()), gap_interval=_bootstrap(difference), calibration=_calibration(confidence, right),
        words=words, unresolved=tuple(dict.fromkeys(label for one in judgements for label in one.unresolved)))


def _top(places: list[float]) -> dict[int, float]:
    return {limit: sum(place <= limit for place in places) / len(places) for limit in (1, 3, 5)}


def _bootstrap(values: np.ndarray) -> tuple[float, float]:
    generator = np.random.default_rng(SEED)
    means = values[generator.integers(0, len(values), size=(BOOTSTRAPS, len(values)))].mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def _calibration(confidence: np.ndarray, right: np.ndarray) -> tuple[CalibrationBin, ...]:
    order = np.argsort(confidence, kind="stable")
    bins = []
    for members in np.array_split(order, min(CALIBRATION_BINS, len(order))):
        mean, n = float(confidence[members].mean()), len(members)
        spread = half_width(mean, n)
        bins.append(CalibrationBin(n, mean, float(right[members].mean()), (max(0.0, mean - spread), min(1.0, mean + spread))))
    return tuple(bins)

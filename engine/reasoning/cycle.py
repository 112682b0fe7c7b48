"""A regular cycle in serial counts: found by a periodogram, believed only against chance, told with its uncertainty.

The periodogram of unevenly spaced counts is that of Lomb (1976) and Scargle (1982), with a floating mean as by Zechmeister
and Kurster (2009): at each period P the counts y(t) are fitted by least squares with a constant, a straight line (a slow rise
or fall is no cycle), cos(2 pi t / P) and sin(2 pi t / P). Its power is the share of the variance about the line that the wave
explains; square roots of the counts are taken, which evens out their spread (Anscombe 1948) and can be taken of none at all:

    power(P) = 1 - chi2(P) / chi2(line),    0 to 1.

Chance is judged by permutation: the same counts on the same days in random order, the strongest power of each order over the
whole range of periods; p = (1 + orders at least as strong) / (1 + orders), so that trying many periods is paid for. The range
of the period is the set of neighbouring periods that the counts do not refuse,

    chi2(P) <= chi2(best) (1 + q / (n - 5)),    q the 95 % point of chi-square with 1 degree of freedom,

the profile likelihood of a least-squares fit with five numbers taken from n counts. A single dip or a slow swing passes for
a wave, so the fall must return in most turns; what wanders without any rhythm still passes now and then (about one in six
with a memory of a week), which is why a cycle is offered and never taken.

Lomb NR. Astrophys Space Sci 1976;39:447-62. Scargle JD. Astrophys J 1982;263:835-53.
Anscombe FJ. Biometrika 1948;35:246-54. Zechmeister M, Kurster M. Astron Astrophys 2009;496:577-84.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

_QUANTILE = 3.841458820694124
"""95 % point of the chi-square distribution with one degree of freedom."""

_NEAR, _FINE = 1.0, 601
"""How far around the peak its range is looked for, in steps of 1 / span, and in how many steps."""

_FITTED = 5
"""Numbers fitted: constant, line, cosine, sine, period."""


class CycleRules(NamedTuple):
    """When a cycle is looked for and believed; the values stand in `rules/model.yaml`, `cycle`.

    period_days: shortest and longest period that is a cycle of the marrow; searched_days: the wider range that is looked
    through, so that a peak at an edge is not taken for one inside; step: of frequency, in parts of 1 / span; least_counts:
    fewest counts on different days; least_turns: fewest periods that the counts span; least_a_turn: fewest counts a period;
    least_power: least share of the variance explained; least_returns: least share of the turns in which the fall returns;
    most_chance: greatest p; orders: random orders tried.
    """

    period_days: tuple[float, float]
    searched_days: tuple[float, float]
    step: float
    least_counts: int
    least_turns: float
    least_a_turn: float
    least_power: float
    least_returns: float
    most_chance: float
    orders: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle in days. `range_days` are the periods that the counts do not refuse; `power` is the share of variance explained.

    `lowest_days` are the days on which the fitted wave is lowest, within the span of the counts.
    """

    period_days: float
    range_days: tuple[float, float]
    power: float
    p_value: float
    counts: int
    span_days: float
    lowest_days: tuple[float, ...]


class Search(NamedTuple):
    """What was found, or why nothing is claimed. Exactly one of the two is there."""

    cycle: Cycle | None
    why_not: str


def find_cycle(days: Sequence[float], values: Sequence[float], rules: CycleRules) -> Search:
    """Look for one regular cycle.

    Args:
        days: when each count was taken, in days, in any order; of several on a day the mean is used.
        values: the counts, in any one unit, none below 0.
        rules: when a cycle is believed.

    Returns:
        The cycle, or a sentence on why nothing is claimed. The same counts give the same answer to the last bit.

    Raises:
        ValueError: `days` and `values` differ in length.
    """
    when, count = _by_day(days, values)
    if trouble := _too_few(when, count, rules):
        return Search(None, trouble)
    span = float(when[-1] - when[0])
    periods = _periods(rules, span=span)
    waves = _waves(when, periods)
    _, powers = _powers(when, count, waves)
    best = int(powers.argmax())
    period, power = float(periods[best]), float(powers[best])
    p_value = _chance(when, count, waves, power, rules)
    fine, shortest, longest = _range(when, count, period)
    amplitude, lowest = _wave(when, count, fine)
    share = _share_of_turns(when, count, fine, amplitude, lowest)
    if why_not := _not_believed(fine, power, p_value, share, span, len(when), rules):
        return Search(None, why_not)
    return Search(Cycle(fine, (shortest, longest), power, p_value, len(when), span, _lowest(when, lowest, fine)), "")


def _not_believed(period: float, power: float, p_value: float, share: float, span: float, n: int, rules: CycleRules) -> str:
    """Say why the best wave is no cycle of the marrow, "" when it is."""
    wave, (low, high) = f"the best wave, of {period:.0f} days,", rules.period_days
    if p_value > rules.most_chance:
        return f"no regular cycle: {wave} explains {power:.0%} of the variation, and {p_value:.0%} of random orders do as well"
    if power < rules.least_power:
        return f"no regular cycle: {wave} explains only {power:.0%} of the variation"
    if not low <= period <= high:
        return f"{wave} is no cycle of the marrow, which takes {low:g} to {high:g} days"
    if span < rules.least_turns * period:
        return f"{wave} was seen less than {rules.least_turns:g} times in {span:.0f} days; more counts would tell"
    if n * period < rules.least_a_turn * span:
        return f"{wave} has fewer than {rules.least_a_turn:g} counts a turn; more counts would tell"
    if share < rules.least_returns:
        return f"{wave} does not return: the counts fall with it in {share:.0%} of its turns"
    return ""


def _by_day(days: Sequence[float], values: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Return different days in order, and the mean square root of the counts of each."""
    if len(days) != len(values):
        raise ValueError(f"{len(days)} days and {len(values)} values; give one value a day")
    if not len(days):
        return np.empty(0), np.empty(0)
    when, place = np.unique(np.asarray(days, dtype=float), return_inverse=True)
    return when, np.bincount(place, weights=np.sqrt(np.asarray(values, dtype=float))) / np.bincount(place)


def _too_few(when: np.ndarray, count: np.ndarray, rules: CycleRules) -> str:
    if len(when) < rules.least_counts:
        return f"{len(when)} counts on different days; a cycle is looked for from {rules.least_counts} on"
    shortest = rules.period_days[0] * rules.least_turns
    span = float(when[-1] - when[0])
    if span < shortest:
        return f"the counts span {span:.0f} days; a cycle is looked for from {shortest:.0f} days on"
    if np.ptp(count) == 0:
        return "all counts are equal"
    if len(when) * rules.period_days[1] < rules.least_a_turn * span:
        # No cycle would be believed; and the periods to look through grow with the span, which one mistyped year makes centuries.
        return (f"{len(when)} counts in {span:.0f} days are fewer than {rules.least_a_turn:g} a turn of {rules.period_days[1]:g} days; "
                "more counts would tell")
    return ""


def _periods(rules: CycleRules, *, span: float) -> np.ndarray:
    """Return the periods searched, even in frequency, finer than the counts can tell apart; none is longer than the span."""
    short, long = rules.searched_days
    long = min(long, max(span, rules.period_days[1]))
    steps = int(np.ceil((1 / short - 1 / long) * span / rules.step)) + 1
    return 1 / np.linspace(1 / short, 1 / long, max(steps, 2))


def _line(when: np.ndarray) -> np.ndarray:
    """Return an orthonormal base of constant and line, shape (counts, 2)."""
    return np.linalg.qr(np.column_stack([np.ones_like(when), when - when.mean()]))[0]


def _waves(when: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Return an orthonormal base of each period's wave beside constant and line, shape (periods, counts, 2)."""
    phase = 2 * np.pi * when[None, :] / periods[:, None]
    wave = np.stack([np.cos(phase), np.sin(phase)], axis=-1)
    line = _line(when)
    wave = wave - line @ (line.T @ wave)
    return np.linalg.qr(wave)[0]


def _powers(when: np.ndarray, counts: np.ndarray, waves: np.ndarray) -> tuple[float, np.ndarray]:
    """Return chi2 of the line alone and the power of every period."""
    line = _line(when)
    rest = counts - line @ (line.T @ counts)
    chi2 = float(rest @ rest)
    return chi2, ((waves.transpose(0, 2, 1) @ rest) ** 2).sum(axis=1) / max(chi2, np.finfo(float).tiny)


def _chance(when: np.ndarray, counts: np.ndarray, waves: np.ndarray, power: float, rules: CycleRules) -> float:
    """Return the permutation p-value of the strongest power; the seed is fixed."""
    random = np.random.default_rng(0)
    line = _line(when)
    orders = random.permuted(np.repeat(counts[None, :], rules.orders, axis=0), axis=1).T
    rest = orders - line @ (line.T @ orders)
    chi2 = np.maximum((rest ** 2).sum(axis=0), np.finfo(float).tiny)
    strongest = np.zeros(rules.orders)
    for wave in waves:
        np.maximum(strongest, ((wave.T @ rest) ** 2).sum(axis=0) / chi2, out=strongest)
    return float((1 + np.count_nonzero(strongest >= power)) / (1 + rules.orders))


def _range(when: np.ndarray, count: np.ndarray, period: float) -> tuple[float, float, float]:
    """Return the best period near one found on the coarse grid, and the shortest and longest that the counts do not refuse."""
    span = float(when[-1] - when[0])
    near = 1 / np.linspace(1 / period + _NEAR / span, max(1 / period - _NEAR / span, 1 / (2 * span)), _FINE)
    chi2_line, power = _powers(when, count, _waves(when, near))
    chi2 = chi2_line * (1 - power)
    best = int(power.argmax())
    kept = chi2 <= chi2[best] * (1 + _QUANTILE / max(len(when) - _FITTED, 1))
    first = last = best
    while first > 0 and kept[first - 1]:
        first -= 1
    while last < len(kept) - 1 and kept[last + 1]:
        last += 1
    return float(near[best]), float(near[first]), float(near[last])


def _wave(when: np.ndarray, count: np.ndarray, period: float) -> tuple[float, float]:
    """Return the amplitude of the fitted wave, and the day at or after day 0 on which it is lowest."""
    phase = 2 * np.pi * when / period
    design = np.column_stack([np.ones_like(when), when - when.mean(), np.cos(phase), np.sin(phase)])
    cosine, sine = np.linalg.lstsq(design, count, rcond=None)[0][2:]
    return float(np.hypot(cosine, sine)), float(((np.arctan2(sine, cosine) + np.pi) / (2 * np.pi) * period) % period)


def _lowest(when: np.ndarray, lowest: float, period: float) -> tuple[float, ...]:
    """Return the days within the span on which the wave is lowest."""
    first = lowest + np.ceil((when[0] - lowest) / period) * period
    return tuple(float(day) for day in np.arange(first, when[-1] + 1e-9, period))


def _share_of_turns(when: np.ndarray, count: np.ndarray, period: float, amplitude: float, lowest: float) -> float:
    """Return in which share of the turns the counts near the low of the wave are clearly below the others.

    Only turns with counts in both halves are asked. Clearly: by half of what two halves of the wave differ, 4 amplitudes / pi.
    """
    turn = np.floor((when - lowest) / period + 0.5)
    low = np.abs((when - lowest) / period - turn) < 0.25
    told = [count[(turn == one) & ~low].mean() - count[(turn == one) & low].mean() > amplitude * 2 / np.pi
            for one in np.unique(turn) if low[turn == one].any() and not low[turn == one].all()]
    return sum(told) / len(told) if len(told) > 1 else 0.0

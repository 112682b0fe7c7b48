"""A regular cycle in serial counts: found where there is one, not claimed where there is none, the same every time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import lombscargle

from engine import load
from engine.reasoning.cycle import CycleRules, _powers, _waves, find_cycle

RULES = CycleRules(**{field: load().model["cycle"][field] for field in CycleRules._fields})
FAST = RULES._replace(orders=199)


def days(random: np.random.Generator, span: int, a_week: float) -> np.ndarray:
    """Return different days of a span, unevenly spaced, so many a week."""
    return np.sort(random.choice(span + 1, int(span / 7 * a_week), replace=False)).astype(float)


def wave(random: np.random.Generator, when: np.ndarray, period: float = 21, noise: float = 0.25) -> np.ndarray:
    """Return counts that vanish for some days of every period, as in cyclic neutropenia, with noise of a share of each."""
    phase = (when - random.uniform(0, period)) % period * 21 / period
    mean = np.interp(phase, [0, 1.5, 5, 7.5, 11, 16, 21], [0.5, 0.08, 0.05, 1.0, 1.4, 1.2, 0.5])
    return mean * np.exp(random.normal(0, noise, len(when)))


def found(shape, runs: int = 40) -> list:
    """Return the cycles found in so many random courses of a shape."""
    searches = [find_cycle(*shape(np.random.default_rng(seed)), FAST) for seed in range(runs)]
    return [search.cycle for search in searches if search.cycle]


def test_a_21_day_cycle_with_noise_is_found_in_nearly_every_course_of_nine_weeks():
    cycles = found(lambda random: (when := days(random, 63, 3), wave(random, when)))

    assert len(cycles) >= 34
    assert np.mean([cycle.period_days for cycle in cycles]) == pytest.approx(21, abs=0.5)


def test_the_range_of_periods_holds_the_true_one_as_often_as_it_says():
    cycles = found(lambda random: (when := days(random, 84, 3), wave(random, when)), runs=60)

    assert sum(low <= 21 <= high for low, high in (cycle.range_days for cycle in cycles)) >= 0.88 * len(cycles)
    assert all(high - low < 5 for low, high in (cycle.range_days for cycle in cycles))


def test_the_days_of_the_lowest_counts_are_told():
    when = np.arange(0, 84, 2.0)

    cycle = find_cycle(when, 1.2 - np.cos(2 * np.pi * (when - 5) / 21), RULES).cycle

    assert cycle.lowest_days == pytest.approx([5, 26, 47, 68], abs=0.5)


SHAPES = {
    "noise alone": lambda random: (when := days(random, 63, 3), np.exp(random.normal(0, 0.5, len(when)))),
    "one dip": lambda random: (when := days(random, 63, 3), 3 - 2.8 * np.exp(-((when - random.uniform(0, 63)) / 8) ** 2)
                               + random.normal(0, 0.2, len(when)).clip(-0.2)),
    "a fall that stays": lambda random: (when := days(random, 63, 3), np.where(when < random.uniform(12, 50), 3.0, 0.4)
                                         * np.exp(random.normal(0, 0.2, len(when)))),
    "a slow rise": lambda random: (when := days(random, 63, 3), (0.2 + when / 20) * np.exp(random.normal(0, 0.2, len(when)))),
    "a cycle of five days": lambda random: (when := days(random, 63, 6), wave(random, when, period=5)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_no_cycle_of_three_weeks_is_hardly_ever_claimed(shape):
    assert len(found(SHAPES[shape])) <= 2


@pytest.mark.parametrize(("when", "values", "why"), [
    ([], [], "0 counts on different days; a cycle is looked for from 10 on"),
    (range(9), [1, 0.1] * 4 + [1], "9 counts on different days; a cycle is looked for from 10 on"),
    ([0, 1, 2, 3, 4] * 4, [1.0, 0.5] * 10, "5 counts on different days; a cycle is looked for from 10 on"),
    (range(20), range(20), "the counts span 19 days; a cycle is looked for from 27 days on"),
    (range(0, 80, 4), [1.2] * 20, "all counts are equal"),
    ([-365_000, *range(0, 60, 3)], [1.0, 0.3, 0.8] * 7, "21 counts in 365057 days are fewer than 3 a turn of 35 days; more counts would tell"),
], ids=["none", "nine", "five days, many counts", "too short", "flat", "a mistyped year"])
def test_too_few_counts_or_a_flat_course_claim_nothing_and_say_why(when, values, why):
    search = find_cycle(list(when), list(values), RULES)

    assert (search.cycle, search.why_not) == (None, why)


def test_counts_and_days_that_do_not_match_are_a_mistake():
    with pytest.raises(ValueError, match="3 days and 2 values; give one value a day"):
        find_cycle([0, 1, 2], [1, 2], RULES)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(-1000, 1000), st.floats(0.01, 100))
def test_when_counting_began_and_the_unit_do_not_matter(seed, later, factor):
    random = np.random.default_rng(seed)
    when = days(random, 70, 3)
    values = wave(random, when)

    one, other = find_cycle(when, values, FAST).cycle, find_cycle(when + round(later), values * factor, FAST).cycle

    assert (one is None) == (other is None)
    assert one is None or other.period_days == pytest.approx(one.period_days, rel=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_counts_does_not_matter_and_the_same_counts_give_the_same_answer(seed, random):
    source = np.random.default_rng(seed)
    when = days(source, 70, 3)
    pairs = list(zip(when, wave(source, when), strict=True))
    mixed = random.sample(pairs, len(pairs))

    assert find_cycle(*zip(*mixed, strict=True), FAST) == find_cycle(*zip(*pairs, strict=True), FAST)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_without_a_line_the_power_is_that_of_scipy_s_periodogram_with_floating_mean(seed):
    random = np.random.default_rng(seed)
    when = days(random, 63, 3)
    counts = random.normal(size=len(when))
    periods = np.linspace(9, 60, 20)

    _, with_line = _powers(when, counts, _waves(when, periods))
    flat = counts - np.polyval(np.polyfit(when, counts, 1), when)
    peer = lombscargle(when, flat, 2 * np.pi / periods, normalize=True, floating_mean=True)

    # the line takes part in our fit, so ours explains at least as much of what is left beside it
    assert np.all(with_line >= peer - 1e-9)
    assert abs(with_line[periods < 25] - peer[periods < 25]).max() < 0.1


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(9, 60))
def test_the_power_is_the_share_of_variance_that_a_least_squares_fit_explains(seed, period):
    random = np.random.default_rng(seed)
    when = days(random, 63, 3)
    counts = random.normal(size=len(when))
    line = np.column_stack([np.ones_like(when), when])
    full = np.column_stack([line, np.cos(2 * np.pi * when / period), np.sin(2 * np.pi * when / period)])
    chi2 = [np.sum((counts - design @ np.linalg.lstsq(design, counts, rcond=None)[0]) ** 2) for design in (line, full)]

    _, (power,) = _powers(when, counts, _waves(when, np.array([period])))

    assert power == pytest.approx(1 - chi2[1] / chi2[0], abs=1e-9)

"""Where a value lies between the bins of its analyte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import load
from engine.knowledge.bins import WIDTH_BEYOND, between_centers, bin_of, center, edges, stretched

INNER = st.lists(st.floats(0.01, 1e4), min_size=1, max_size=5, unique=True).map(sorted)


@given(INNER)
def test_an_open_bin_is_as_wide_as_the_one_beside_it_and_never_wider_than_the_limit(inner):
    ends = stretched(inner)

    assert ends[1:-1] == inner
    assert 1 < ends[1] / ends[0] <= WIDTH_BEYOND * (1 + 1e-9)
    assert 1 < ends[-1] / ends[-2] <= WIDTH_BEYOND * (1 + 1e-9)


@given(INNER, st.integers(0, 5))
def test_at_its_center_a_bin_stands_alone(inner, number):
    middle = center(inner, number) if number <= len(inner) else None
    if middle is None:
        return
    lower, upper, share = between_centers(inner, middle)

    assert {lower if share < 1e-6 else number, upper if share > 1 - 1e-6 else number} == {number}


@pytest.mark.parametrize(("value", "name"), [(116, "very-low"), (118, "very-low"), (155, "raised")])
def test_a_sodium_far_from_normal_is_wholly_in_its_outer_bin(value, name):
    analyte = load().analytes["sodium"]
    inner = edges(analyte, low=135, high=146)
    lower, upper, share = between_centers(inner, value)
    held = {lower: 1 - share, upper: share} if lower != upper else {lower: 1.0}

    assert analyte.bins[bin_of(inner, value)].name == name
    assert held[bin_of(inner, value)] > 0.9

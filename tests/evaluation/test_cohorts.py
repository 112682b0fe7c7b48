"""Published series: how they move priors, and how they are checked. Small hand-worked tables."""

import numpy as np
import pytest
from pydantic import ValidationError

from benchmarks.cohorts import within
from engine.knowledge import RULES
from engine.knowledge.compiling import context
from engine.knowledge.compiling.leaves import Leaf
from engine.knowledge.models.settings import Cohort, CohortShare, SeriesRule, Setting
from engine.knowledge.records import LeafRecord
from engine.knowledge.rulebook import read_rules

ALWAYS = np.tile(np.array([[0.0], [0], [0], [0], [0], [0], [0], [1.0]]), (1, 4))
"""Every leaf shows pancytopenia for certain: the priors are the shares."""

CONTEXT = {"sex:female": np.zeros(4), "age:old": np.log([4.0, 1, 1, 1]), "age:adolescent": np.zeros(4)}
"""The first leaf is met four times as often in the old as at large."""


class Settings:
    """As much of the settings as the correction reads."""

    def __init__(self, *cohorts: Cohort, trust: float) -> None:
        self.series = SeriesRule(trust=trust, most_moved=10, least_selection=0.02, least_uncounted=0.1, rounds=60)
        self.settings = {"hospital": Setting(label="Hospital", weight=1, other=0.0)}
        self.age_bands = {"adolescent": (12, 18), "old": (75, 130)}
        self.cohorts = {str(number): cohort for number, cohort in enumerate(cohorts)}


def cohort(*shares: tuple[str, float], **more) -> Cohort:
    return Cohort(setting="hospital", selected_on="pancytopenia", population="people", shares=tuple(
        CohortShare(causes=(name,), share=share) for name, share in shares), **more)


def leaves() -> list[Leaf]:
    return [Leaf(LeafRecord(name, name, (name,) if name != "other" else (), name, 0, False, None), {}, 1.0) for name in ("a", "b", "c", "other")]


def fitted(*cohorts: Cohort, pattern: np.ndarray = ALWAYS, trust: float = 1.0) -> list[float]:
    shares = context._corrected_by_cohorts(np.array([0.5, 0.3, 0.2]), leaves(), Settings(*cohorts, trust=trust), "hospital", pattern, CONTEXT)
    return [round(float(share), 4) for share in shares / shares.sum()]


def test_one_series_is_met_exactly_and_the_rest_keeps_its_proportions():
    assert fitted(cohort(("a", 0.25))) == [0.25, 0.45, 0.3]


def test_a_series_of_the_old_is_met_as_seen_in_the_old():
    shares = np.array(fitted(cohort(("a", 0.25), age=80)))

    in_the_old = shares * [4, 1, 1]
    assert in_the_old[0] / in_the_old.sum() == pytest.approx(0.25, abs=0.001)


def test_half_of_the_trust_goes_half_of_the_way_in_the_logarithm():
    full = np.array([0.25, 0.45, 0.3])
    halfway = np.sqrt(full * [0.5, 0.3, 0.2])

    assert fitted(cohort(("a", 0.25)), trust=0.5) == pytest.approx((halfway / halfway.sum()).round(4).tolist())


def test_two_series_that_differ_meet_at_their_geometric_mean():
    both = fitted(cohort(("a", 0.2), ("b", 0.4), ("c", 0.4)), cohort(("a", 0.4), ("b", 0.4), ("c", 0.2)))

    assert both[0] == pytest.approx(both[2], abs=0.02)


def test_a_series_says_nothing_of_a_cause_that_hardly_gives_its_picture():
    rarely = ALWAYS.copy()
    rarely[:, 0] = [1 - 0.01, 0, 0, 0, 0, 0, 0, 0.01]

    moved = fitted(cohort(("a", 0.6), ("b", 0.2)), pattern=rarely)

    assert moved[1] / moved[2] < 0.3 / 0.2
    assert moved[0] == pytest.approx(0.5, abs=0.02)


def test_a_held_out_series_moves_nothing():
    assert fitted(cohort(("a", 0.1), held_out=True)) == [0.5, 0.3, 0.2]


def test_a_prior_moves_at_most_tenfold():
    shares = fitted(cohort(("c", 0.0001)))

    # the other two keep 0.8 or a little more of the whole, so a tenth of 0.2 is a little less than 0.02 of it
    assert shares[2] == pytest.approx(0.0196, abs=1e-4)


def test_a_series_selected_otherwise_cannot_be_used_for_priors():
    with pytest.raises(ValidationError, match="add held_out: true"):
        cohort(("a", 0.5), same_selection=False)


@pytest.mark.parametrize(("ratio", "met"), [(0.5, True), (2.0, True), (0.49, False), (2.01, False)])
def test_reproduced_is_between_half_and_twice(ratio, met):
    assert within(ratio) is met


def test_no_study_is_both_used_and_held_out():
    cohorts = read_rules(RULES).settings.cohorts.values()
    used, held = ({one.source for one in cohorts if one.held_out is kept} for kept in (False, True))

    assert not used & held
    assert all(one.source for one in cohorts)

"""Published series: how they move priors, and how they are checked. Small hand-worked tables."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.cohorts import Compared, compare, one_by_another, pooled, within, without_each
from engine.knowledge import RULES
from engine.knowledge.compiling.cohorts import corrected_by_cohorts, leaves_by_cause
from engine.knowledge.compiling.profiles import SUBSETS
from engine.knowledge.migrate import FormatError, migrated
from engine.knowledge.models import Setting
from engine.knowledge.models.cohort import Cohort, CohortRule, CohortsFile, CohortShare
from engine.knowledge.records import LeafRecord
from engine.knowledge.rulebook import read_rules

ALWAYS = np.tile(np.array([[0.0], [0], [0], [0], [0], [0], [0], [1.0]]), (1, 4))
"""Every leaf shows pancytopenia for certain: the priors are the shares."""

CONTEXT = {"sex:female": np.zeros(4), "age:old": np.log([4.0, 1, 1, 1]), "age:adolescent": np.zeros(4)}
"""The first leaf is met four times as often in the old as at large."""


SETTINGS = SimpleNamespace(
    settings={"hospital": Setting(label="Hospital", weight=1, other=0.0)}, age_bands={"adolescent": (12, 18), "old": (75, 130)},
    reference=SimpleNamespace(age={"adolescent": 0.1, "old": 0.2}))

LEAVES = [LeafRecord(name, name, (name,), name, 0, False, None) for name in ("a", "b", "c")]


def series(*shares: tuple[str, float], **more) -> Cohort:
    return Cohort(setting="hospital", selected_on="pancytopenia", population="people", shares=tuple(
        CohortShare(causes=(name,), share=share) for name, share in shares), **more)


def fitted(*some: Cohort, pattern: np.ndarray = ALWAYS, as_written: float = 0.0, brought_by: tuple[int, ...] = (0, 1, 2)) -> list[float]:
    rule = CohortRule(as_written=as_written, most_moved=10, least_selection=0.02, least_uncounted=0.1, rounds=60)
    file = CohortsFile(rule=rule, cohorts={str(number): one for number, one in enumerate(some)})
    shares = corrected_by_cohorts(
        np.array([0.5, 0.3, 0.2]), leaves_by_cause(LEAVES), np.array(brought_by), SETTINGS, file, "hospital", pattern, CONTEXT)
    return [round(float(share), 4) for share in shares / shares.sum()]


def test_one_series_is_met_exactly_and_the_rest_keeps_its_proportions():
    assert fitted(series(("a", 0.25))) == [0.25, 0.45, 0.3]


def test_a_series_of_the_old_is_met_as_seen_in_the_old():
    shares = np.array(fitted(series(("a", 0.6), age=80)))

    in_the_old = shares * [4, 1, 1]
    assert in_the_old[0] / in_the_old.sum() == pytest.approx(0.6, abs=0.001)


def test_a_series_of_the_old_cannot_take_away_those_of_other_ages():
    moved = fitted(series(("a", 0.9), ("b", 0.0001), age=80))

    # One in five with the second cause is old, so four in five of it stay, whatever the series found; at all ages it would lose all it may.
    at_all_ages = fitted(series(("a", 0.9), ("b", 0.0001)))
    assert moved[1] > 4 * at_all_ages[1]


def test_where_priors_are_worth_one_series_one_goes_half_of_the_way_in_the_logarithm():
    full = np.array([0.25, 0.45, 0.3])
    halfway = np.sqrt(full * [0.5, 0.3, 0.2])

    assert fitted(series(("a", 0.25)), as_written=1) == pytest.approx((halfway / halfway.sum()).round(4).tolist())


def test_a_series_counts_for_a_cause_by_the_chance_that_the_cause_gives_its_picture():
    seldom = ALWAYS.copy()
    seldom[:, 0] = [1 - 0.1, 0, 0, 0, 0, 0, 0, 0.1]
    always, now = (fitted(series(("b", 0.5), ("c", 0.3)), pattern=pattern, as_written=1) for pattern in (ALWAYS, seldom))

    # What is left for the first is less than it had; seen in one of ten of its people only, it goes a tenth of the way that it would.
    assert always[0] < 0.5
    assert now[0] / now[1] == pytest.approx(0.5 / 0.3, rel=0.35)


def test_two_series_that_differ_meet_at_their_geometric_mean():
    both = fitted(series(("a", 0.2), ("b", 0.4), ("c", 0.4)), series(("a", 0.4), ("b", 0.4), ("c", 0.2)))

    assert both[0] == pytest.approx(both[2], abs=0.02)


def test_a_series_says_nothing_of_a_cause_that_hardly_gives_its_picture():
    rarely = ALWAYS.copy()
    rarely[:, 0] = [1 - 0.01, 0, 0, 0, 0, 0, 0, 0.01]

    moved = fitted(series(("a", 0.6), ("b", 0.2)), pattern=rarely)

    assert moved[1] / moved[2] < 0.3 / 0.2
    assert moved[0] == pytest.approx(0.5, abs=0.02)


def test_a_series_selected_otherwise_moves_nothing():
    assert fitted(series(("a", 0.1), same_selection=False)) == [0.5, 0.3, 0.2]


def test_what_a_series_left_out_keeps_its_prior_and_the_others_share_what_they_have():
    a, b, c = fitted(series(("b", 0.5), left_out=("a",)))

    assert (a, b, c) == (0.5, 0.25, 0.25)


def test_a_series_of_isolated_low_counts_is_met_by_what_lowers_these_alone():
    pattern = np.zeros((8, 4))
    pattern[SUBSETS.index("NRP")], pattern[SUBSETS.index("N")] = [1, 0.5, 0.5, 0], [0, 0.5, 0.5, 1]

    a, b, c = fitted(Cohort(setting="hospital", selected_on="isolated neutropenia", population="people",
                            shares=(CohortShare(causes=("b",), share=0.8),)), pattern=pattern)

    assert a == 0.5
    assert b / (b + c) == pytest.approx(0.8, abs=0.001)


def test_a_cause_with_its_consequence_moves_as_the_cause_alone_does():
    # The third leaf is the first cause with what it brings on; whatever is counted, it stays two for every five of the cause alone.
    for shares in (series(("a", 0.1)), series(("c", 0.6)), series(("a", 0.2), ("c", 0.5))):
        alone, _, together = fitted(shares, brought_by=(0, 1, 0))

        assert together / alone == pytest.approx(0.2 / 0.5, rel=0.01)


def test_a_prior_moves_at_most_tenfold():
    shares = fitted(series(("c", 0.0001)))

    # the other two keep 0.8 or a little more of the whole, so a tenth of 0.2 is a little less than 0.02 of it
    assert shares[2] == pytest.approx(0.0196, abs=1e-4)


@pytest.mark.parametrize(("ratio", "met"), [(0.5, True), (2.0, True), (0.49, False), (2.01, False)])
def test_reproduced_is_between_half_and_twice(ratio, met):
    assert within(ratio) is met


def test_a_series_is_judged_without_itself_and_its_hospital():
    rules = read_rules(RULES)
    two = {name: rules.cohorts.cohorts[name] for name in ("padua-anemia", "padua-anemia-aged", "friuli-anemia-aged")}
    few = rules.cohorts.model_copy(update={"cohorts": two})
    left_out = [sorted(names) for _, names in without_each(replace(rules, cohorts=few))]

    assert left_out == [["padua-anemia", "padua-anemia-aged"], ["friuli-anemia-aged"]]


def test_a_series_that_is_left_out_changes_what_is_shown_of_it():
    rules = read_rules(RULES)
    one = rules.cohorts.model_copy(update={"cohorts": {"dordrecht-anemia": rules.cohorts.cohorts["dordrecht-anemia"]}})

    # Without itself no series is left, so what is shown is what the cause files say.
    assert all(share.shown == pytest.approx(share.by_bands) for share in compare(replace(rules, cohorts=one)))


def test_rules_without_series_have_nothing_to_compare():
    assert compare(replace(read_rules(RULES), cohorts=None)) == []


def share(series: str, published: float, shown: float) -> Compared:
    return Compared(series, "hospital", "anemia", ("a",), published, shown, shown, judged=True)


def test_classes_that_several_series_counted_are_pooled_by_their_geometric_mean():
    found = pooled([share("x", 0.1, 0.3), share("y", 0.2, 0.3), share("z", 0.4, 0.3)])

    assert [(one.series, round(one.published, 3), one.lowest, one.highest, one.met) for one in found] == [(3, 0.2, 0.1, 0.4, True)]
    assert pooled([share("x", 0.1, 0.3), share("y", 0.2, 0.3)]) == []


def test_how_far_one_series_tells_another_is_counted_both_ways():
    assert one_by_another([share("x", 0.1, 0.1), share("y", 0.2, 0.1), share("z", 0.5, 0.1)]) == (2, 6)


def test_every_series_has_its_source():
    assert all(one.source for one in read_rules(RULES).cohorts.cohorts.values())


def test_settings_of_format_1_say_where_their_series_belong_now():
    assert migrated("settings", {"format": 1, "default": "hospital"}) == {"format": 2, "default": "hospital"}
    for old in ({"cohorts": {"x": {}}}, {"series": {"trust": 0.5}}):
        with pytest.raises(FormatError, match="move them to cohorts.yaml"):
            migrated("settings", {"format": 1, **old})

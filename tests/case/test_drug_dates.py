"""Times of drugs that only the case tells: years by its dated counts, weeks by its pregnancy; never another time."""

import pytest

from engine import Case
from engine.case.drugs import read_medications

NOTHING = Case()
DATED = Case(series={"2020-03-01": {"WBC": "2"}, "2020-06-01": {"WBC": "1.5"}})
WEEK_34 = Case(sex="female", pregnant=True, gestation_weeks=34)


def use(taken, knowledge, case=NOTHING):
    [one] = read_medications((("aspirin", taken),), knowledge, case)
    return one


@pytest.mark.parametrize("taken", ["since 2015", "from 2015", "started in 2015", "since early 2015", "since March 2015", "since 03/2015"])
def test_a_year_long_ago_is_long_term_use(taken, knowledge):
    read = use(taken, knowledge)

    assert read.long_term
    assert read.timing.started_days == 365


@pytest.mark.parametrize("taken", ["since 2150", "2015 to 2017", "from 2015 until 2017", "in 2015"])
def test_a_year_that_settles_nothing_is_no_start(taken, knowledge):
    read = use(taken, knowledge)

    assert not read.long_term
    assert read.timing.started_days is None


@pytest.mark.parametrize(("taken", "days"), [
    ("since 2020-05-30", 2), ("since May 2020", 17), ("since 2019", 336), ("since 2020", None), ("since 2021", None)])
def test_of_a_dated_case_a_year_is_so_long_ago(taken, days, knowledge):
    read = use(taken, knowledge, DATED)

    assert not read.long_term
    assert read.timing.started_days == days


@pytest.mark.parametrize("newest", ["2020-06-01", "2020-6-1", "2020-06-01 18:30", "2020-6-1T18:30"])
@pytest.mark.parametrize("taken", ["since 2020-05-30", "started 2020-5-30"])
def test_dates_of_counts_and_drugs_may_leave_out_a_zero_and_tell_the_time(newest, taken, knowledge):
    assert use(taken, knowledge, Case(series={newest: {"WBC": "2"}})).timing.started_days == 2


@pytest.mark.parametrize(("taken", "days"), [
    ("from wk 12", 154), ("since week 12", 154), ("started at week 12 of pregnancy", 154), ("from 12 weeks of gestation", 154),
    ("from week 36", None), ("for 12 weeks", 84), ("started 12 weeks earlier", 84), ("week 12 of treatment", 84)])
def test_a_numbered_week_of_a_pregnant_woman_is_a_week_of_pregnancy(taken, days, knowledge):
    assert use(taken, knowledge, WEEK_34).timing.started_days == days


def test_without_the_weeks_of_pregnancy_a_numbered_week_stays_unread(knowledge):
    assert use("from wk 12", knowledge, Case(sex="female", pregnant=True)).timing.started_days is None


def test_of_others_a_numbered_week_counts_from_the_start(knowledge):
    assert use("from wk 12", knowledge).timing.started_days == 84

"""Dates of files of other programs: days, ages, and which of several values counts."""

import pytest

from engine.formats.timeline import Dated, age_at, by_time, day_of
from engine.formats.walk import Notes


@pytest.mark.parametrize(("text", "day"), [
    ("1970-01-02", 1), ("1970-01-02T12:00:00+02:00", 1.5), ("1970", 181), ("1970-02", 45), ("2024-13-45", None), ("soon", None)])
def test_a_date_is_a_day_and_part_of_a_date_its_middle(text, day):
    assert day_of(text) == day


def test_an_age_that_cannot_be_is_none():
    assert (age_at(10, 5), age_at(0, 200 * 365.25)) == (None, None)


def test_an_age_is_told_in_whole_years_and_of_infants_exactly():
    assert (age_at(0, 40.9 * 365.25), age_at(0, 30)) == (40, 0.082)


@pytest.mark.parametrize(("values", "labs", "series", "told"), [
    pytest.param([Dated("x", "1", 10.25), Dated("x", "2", 10.5)], {"x": "2"}, {"day -0.25": {"x": "1"}, "day 0": {"x": "2"}}, (),
                 id="counts of one day keep their time"),
    pytest.param([Dated("x", "1", 0), Dated("y", "low", 0), Dated("z", "3", 100)], {"x": "1", "y": "low", "z": "3"}, {"day -100": {"x": "1"}},
                 ("the last value of each test counts, also where it is older than 14 days before the newest of all: x (100 days), y (100 days)",),
                 id="an old value counts and is told"),
    pytest.param([Dated("x", "1", 0), Dated("x", "2", 9), Dated("y", "3", 0)], {"x": "2", "y": "3"}, {"day -9": {"x": "1"}, "day 0": {"x": "2"}}, (),
                 id="a later value of one test leaves the others"),
    pytest.param([Dated("x", "positive", 0), Dated("x", "negative", 9)], {"x": "negative"}, {},
                 ("not used: x: positive (another result counts: negative)",), id="an earlier word is told"),
    pytest.param([Dated("x", "1", 3), Dated("x", "2", 3)], {"x": "2"}, {}, ("not used: x: 1 (another result counts: 2)",),
                 id="two values of one moment are told"),
    pytest.param([Dated("x", "1", None), Dated("x", "2", None), Dated("x", "2", None)], {"x": "2"}, {},
                 ("not used: x: 1 (another result counts: 2)",), id="values without a date are told"),
])
def test_the_last_value_counts_and_nothing_drops_untold(values, labs, series, told):
    notes = Notes()

    assert by_time(values, notes, recent_days=14) == (labs, series)
    assert notes.lines() == told

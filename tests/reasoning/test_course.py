"""Time: serial counts read, acute against chronic, the nadir, and what is offered but never taken."""

import numpy as np
import pytest

from engine import Case, Medication, gather, load, rank
from engine.case.series import read_series
from engine.reasoning import time_course
from engine.reasoning.observations import observe
from tests.cycles import counts_of_a_cycle


def told(**known):
    case = Case(**known)
    return time_course(case, observe(case, load()), load())


def points(analyte: str, **series) -> list[tuple[float, float]]:
    course = read_series(Case(series=series), load()).courses[analyte]
    return [(point.day, point.value) for point in course.points]


def cyclic(**more) -> Case:
    return Case(series=counts_of_a_cycle(), **more)


@pytest.mark.parametrize(("keys", "days"), [
    (["2024-01-31", "2024-02-14", "2023-02-14"], [-365, -14, 0]),
    (["2024-02-28", "2024-03-01"], [-2, 0]),
    (["2024-03-01 06:00", "2024-03-01 18:00"], [-0.5, 0]),
    (["day 0", "day 7", "week 3"], [-21, -14, 0]),
    (["-14", "-7", "0"], [-14, -7, 0]),
    (["3 weeks earlier", "2 days ago", "today"], [-21, -2, 0]),
    (["-3", "4"], [-3, 4]),
])
def test_dates_and_days_stand_on_one_axis_from_the_presentation(keys, days):
    assert [day for day, _ in points("platelets", **{key: {"platelets": "50 K/uL"} for key in keys})] == pytest.approx(days)


def test_values_in_any_unit_are_one_course():
    assert points("neutrophils", **{"day 0": {"ANC": "1.2 x10^9/L"}, "day 5": {"ANC": "300 /uL"}}) == [(-5, 1.2), (0, 0.3)]


@pytest.mark.parametrize(("name", "value", "analyte"), [
    ("Bilirubin (direct)", "2 mg/dL", "direct-bilirubin"), ("Neutrophils (%)", "45", "neutrophil-percent"),
    ("Complement (C3)", "80 mg/dL", "complement-c3"), ("WBC (automated)", "2 K/uL", "wbc")])
def test_a_remark_in_brackets_that_is_part_of_a_name_says_which_test_a_dated_value_is_of(name, value, analyte):
    assert set(read_series(Case(series={"day 3": {name: value}}), load()).courses) == {analyte}


def test_neutrophils_are_worked_out_from_the_differential_of_the_same_day():
    assert points("neutrophils", **{"day 0": {"WBC": "4 K/uL", "neutrophils": "10 %"}, "day 5": {"WBC": "2 K/uL"}}) == [(-5, 0.4)]


@pytest.mark.parametrize(("series", "entry", "why"), [
    ({"2024-02-30": {"WBC": "2"}}, "2024-02-30", "'2024-02-30' is neither a date nor a day; allowed: a date such as 2024-01-31, "
     "or a day such as day 14, -14 or 3 weeks earlier; correct it"),
    ({"2024-01-31": {"WBC": "2"}, "day 3": {"WBC": "2"}}, "day 3",
     "'day 3' is a day, but others are dates; write all of them as dates, or all as days"),
    ({"day 3": {"zork": "2"}}, "day 3, zork: 2",
     "no such analyte as 'zork' is known; write it as on a report, for example WBC, ANC, hemoglobin, platelets"),
    ({"day 3": {"WBC": "low"}}, "day 3, WBC: low", "'low' is a word; a number is needed to draw a course"),
])
def test_what_cannot_be_read_is_told_with_what_is_allowed(series, entry, why):
    case = Case(series=series)

    assert (entry, why) in read_series(case, load()).not_read
    assert (entry, why) in [(one.text, one.note) for one in observe(case, load()).readings if one.status == "not_understood"]


@pytest.mark.parametrize(("platelets", "word", "sentence"), [
    ({"2024-01-01": "210", "2024-01-15": "20"}, "acute", "Platelets: low; not low (210) 14 days before: acute, within 90 days."),
    ({"-400": "90", "-200": "80", "0": "85"}, "chronic",
     "Platelets: low for at least 400 days; no earlier count is known that was not low: chronic, longer than 90 days."),
    ({"-400": "210", "-200": "80", "0": "85"}, "chronic",
     "Platelets: low for at least 200 days; not low (210) 400 days before: chronic, longer than 90 days."),
    ({"-400": "210", "-20": "80", "0": "85"}, "acute or chronic",
     "Platelets: low for at least 20 days; not low (210) 400 days before: acute or chronic cannot be told; the limit is 90 days."),
    ({"-60": "20", "-40": "200", "-20": "25", "-10": "210", "0": "30"}, "recurrent", "Platelets: fell 3 times in 60 days: recurrent."),
])
def test_acute_or_chronic_is_said_plainly(platelets, word, sentence):
    time = told(series={day: {"platelets": f"{value} K/uL"} for day, value in platelets.items()})

    assert (time.tempo.word, time.tempo.sentence) == (word, sentence)


@pytest.mark.parametrize(("onset", "word"), [("days", "acute"), ("5 weeks", "acute"), ("months", "acute or chronic"), ("2 years", "chronic"),
                                             ("lifelong", "chronic")])
def test_the_onset_says_acute_or_chronic_where_no_counts_do(onset, word):
    assert told(onset=onset).tempo.word == word


def test_nothing_is_said_where_nothing_is_known():
    assert (told().tempo, told().sentences) == (None, ())


def test_a_count_that_is_low_no_more_is_neither_acute_nor_chronic():
    time = told(series={"-20": {"platelets": "20 K/uL"}, "0": {"platelets": "210 K/uL"}})

    assert time.tempo is None
    assert "Platelets: low before, not low now: 210 on day 0." in time.sentences


def test_the_nadir_is_told_from_the_start_of_the_drug():
    time = told(series={"2024-01-01": {"ANC": "2.8 K/uL"}, "2024-01-15": {"ANC": "0.2 K/uL"}, "2024-01-20": {"ANC": "0.9 K/uL"}},
                medications=(Medication("methimazole", "started 6 weeks earlier"),))

    assert "Lowest neutrophils: 0.2 on 2024-01-15, 37 days after methimazole was started." in time.sentences


def test_the_onset_is_offered_where_the_counts_leave_one_class_only():
    narrow = told(series={"-20": {"platelets": "210 K/uL"}, "-12": {"platelets": "50 K/uL"}, "0": {"platelets": "20 K/uL"}})
    wide = told(series={"-80": {"platelets": "210 K/uL"}, "0": {"platelets": "20 K/uL"}})

    assert [(offer.where, offer.text) for offer in narrow.offers] == [("onset", "weeks")]
    assert wide.offers == ()


def test_a_cycle_is_offered_and_never_taken():
    case = cyclic()
    seen = observe(case, load())
    time = time_course(case, seen, load())

    assert [(offer.where, offer.text) for offer in time.offers] == [("present", "cyclic neutrophil counts")]
    assert "a regular cycle of about 21 days (range 2" in time.offers[0].why
    assert "cyclic-counts" not in seen.states


def test_what_was_taken_is_not_offered_again():
    case = cyclic(present=("cyclic neutrophil counts",))

    assert time_course(case, observe(case, load()), load()).offers == ()


def test_the_newest_count_of_the_series_stands_for_the_present_where_none_is_given():
    alone = Case(series={"2024-01-01": {"platelets": "210 K/uL"}, "2024-01-15": {"platelets": "20 K/uL"}})
    given = Case(series=alone.series, labs={"platelets": "90 K/uL"})
    same = Case(labs={"platelets": "20 K/uL"})

    assert np.array_equal(rank(gather(alone, load()), load()).probability, rank(gather(same, load()), load()).probability)
    assert observe(given, load()).levels["platelets"].quantity.value == 90


def test_an_old_count_does_not_stand_for_the_present():
    case = Case(series={"-200": {"platelets": "20 K/uL"}, "0": {"hemoglobin": "13 g/dL"}})

    assert "platelets" not in observe(case, load()).levels

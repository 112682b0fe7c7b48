"""Free text on when a drug was taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case.timing import read_duration_days, read_timing


@pytest.mark.parametrize(("text", "days"), [
    ("started 5 weeks earlier", 35),
    ("3/52 course", 21),
    ("started 10/7 ago", 10),
    ("2/12", 60),
    ("prescribed a year earlier", 365),
    ("started two months earlier", 60),
    ("fourth day of treatment", 4),
    ("day 25", 25),
    ("4.5 g IV every 8 hours, day 25", 25),
    ("for 12 years", 4380),
    ("two months", 60),
    ("20 mg/day, 9 days", 9),
    ("24 weeks", 168),
    ("75 mg after each hemodialysis for 24 weeks", 168),
    ("10 mg daily for the last year; 20-30 mg before that", 365),
    ("7 years continuously; 50 mg daily for 4 months, cut to 10 mg daily a month ago", 2555),
    ("as needed for 2 weeks; 6 to 8 tablets of 400 mg in the last 24 hours", 14),
    ("given within the last 24 hours to prevent tumor lysis", 1),
    ("infusion started 36 minutes before", 0.025),
    ("started 10 days before symptoms; 25 mg then 50 mg daily", 10),
    ("600 mg up to four times daily; rash began 15 days after starting", 15),
    ("250 mg twice daily, started about four weeks earlier", 28),
    ("at bypass surgery 18 days earlier, restarted for suspected thrombosis", 18),
    ("about 2 years, before ranitidine", 730),
    ("for four months after ankle surgery; disclosed late", 120),
    ("50-75 mg/day; the only drug in the last 3 months", 90),
    ("more than 96 hours without effect", 4),
    ("for two weeks, stopped a month ago", 44),
    ("started 5 weeks earlier; headaches for 3 years", 35),
    ("2-3 weeks", 17.5),
    ("for a couple of weeks", 14),
    ("two and a half years", 912.5),
    ("twenty-four days", 24),
    ("for 6 mo", 180),
    ("3 wk", 21),
    ("10 d", 10),
    ("started yesterday", 1),
    ("six weeks into treatment", 42),
    ("took 20 tablets 3 days ago", 3),
    ("single 750 mg dose 4 days before; previous course 6 months earlier", 4),
])
def test_the_start_is_read(text, days, knowledge):
    assert read_timing(text, knowledge.lexicon).started_days == days


@pytest.mark.parametrize("text", [
    "",
    "600 mg twice daily",
    "400 mg three times daily",
    "500 mg every 8 hours",
    "2 tablets 3 times a day",
    "10 mg a week",
    "5 days a week",
    "q8h",
    "several weeks",
    "a few months ago",
    "since age 5",
    "2 years old",
    "started on hospital day 5",
    "just completed, with short-course radiotherapy",
    "stopped after 3 weeks",
    "stopped at age two",
    "fever started 3 days ago",
    "given 6 h after onset",
    "during pregnancy",
    "low dose",
    "started for colitis",
])
def test_a_start_that_is_not_said_stays_unknown(text, knowledge):
    assert read_timing(text, knowledge.lexicon).started_days is None


@pytest.mark.parametrize(("text", "days"), [
    ("stopped a month ago", 30),
    ("just completed, with short-course radiotherapy", 0),
    ("started 3 weeks ago and stopped 5 days ago", 5),
    ("last taken 2 days ago", 2),
    ("discontinued 2 weeks before admission", 14),
    ("until a week ago", 7),
    ("off for 3 weeks", 21),
    ("single dose 3 days ago", 3),
    ("started 5 weeks earlier", None),
    ("remotely, none now", None),
    ("12 years", None),
    ("was treated 7 years ago", 2555),
    ("had been on it 7 years ago", 2555),
    ("treated since 7 years ago", None),
    ("first used 3 years ago and daily since", None),
    ("treated 7 years ago; still taking", None),
    ("treated for 7 years", None),
    ("20 mg, 7 years ago", None),
])
def test_the_last_dose_is_read(text, days, knowledge):
    assert read_timing(text, knowledge.lexicon).stopped_days == days


@pytest.mark.parametrize(("text", "expected"), [
    ("after the white count was already low", True),
    ("after the counts fell", True),
    ("after onset", True),
    ("started after admission", True),
    ("for four months after ankle surgery; disclosed late", False),
    ("75 mg after each hemodialysis for 24 weeks", False),
    ("600 mg; rash began 15 days after starting", False),
])
def test_a_start_after_the_fall_is_noticed(text, expected, knowledge):
    assert read_timing(text, knowledge.lexicon).started_after is expected


@pytest.mark.parametrize(("text", "expected"), [
    ("at bypass surgery 18 days earlier, restarted for suspected thrombosis", True),
    ("fourth day of treatment; tolerated before", True),
    ("second course", True),
    ("taken again", True),
    ("second infusion yesterday", True),
    ("8th infusion 5 weeks before", True),
    ("day 1 of the 12th cycle", True),
    ("single 750 mg dose 4 days before; previous course 6 months earlier", True),
    ("for 5 days, previously treated without trouble", True),
    ("previous course 6 months earlier", False),
    ("started 5 weeks earlier", False),
])
def test_a_second_exposure_is_noticed(text, expected, knowledge):
    assert read_timing(text, knowledge.lexicon).re_exposure is expected


@pytest.mark.parametrize(("text", "days"), [
    ("dose doubled 2 weeks ago", 14),
    ("started 5 years ago, dose increased to 50 mg 10 days ago", 10),
    ("50 mg daily for 4 months, cut to 10 mg daily a month ago", None),
    ("started 5 weeks earlier", None),
])
def test_a_rise_of_the_dose_is_dated(text, days, knowledge):
    assert read_timing(text, knowledge.lexicon).dose_raised_days == days


@pytest.mark.parametrize(("text", "expected"), [
    ("40 tablets of 0.5 mg at once; daily use before that", True),
    ("deliberate ingestion", True),
    ("overdose 2 days ago", True),
    ("no overdose", False),
    ("600 mg twice daily", False),
])
def test_an_overdose_is_noticed(text, expected, knowledge):
    assert read_timing(text, knowledge.lexicon).overdose is expected


@pytest.mark.parametrize(("text", "expected"), [
    ("remotely, none now", True),
    ("intermittently before that", True),
    ("about 2 years, before ranitidine", True),
    ("stopped at age two", True),
    ("in the past", True),
    ("taken in the past month", False),
    ("recently completed", False),
    ("stopped a month ago", False),
    ("fourth day of treatment; tolerated before", False),
    ("10 mg daily for the last year; 20-30 mg before that", False),
    ("40 tablets of 0.5 mg at once; daily use before that", False),
    ("started 10 days before symptoms", False),
])
def test_use_that_is_over_without_a_date_is_past(text, expected, knowledge):
    assert read_timing(text, knowledge.lexicon).past is expected


@pytest.mark.parametrize(("text", "days"), [
    ("5 weeks", 35),
    ("for the last year", 365),
    ("rash for 3 days", 3),
    ("36 hours", 1.5),
    ("twice a day", None),
    ("several months", None),
])
def test_a_duration_is_read_anywhere(text, days, knowledge):
    assert read_duration_days(text, knowledge.lexicon) == days


@given(number=st.integers(1, 500), unit=st.sampled_from([("day", 1), ("week", 7), ("month", 30), ("year", 365)]))
def test_every_number_of_every_unit_is_read_back(number, unit, knowledge):
    name, days = unit

    assert read_timing(f"started {number} {name}{'s' * (number > 1)} ago", knowledge.lexicon).started_days == number * days


@given(text=st.text(max_size=80))
def test_no_text_is_an_error(text, knowledge):
    assert read_timing(text, knowledge.lexicon).text == text


@pytest.mark.parametrize("text", [
    "15 mg weekly, taken daily in error for the last 10 days", "daily instead of weekly", "mistakenly taken daily",
])
def test_a_weekly_dose_taken_daily_is_an_overdose(text, knowledge):
    assert read_timing(text, knowledge.lexicon).overdose


@pytest.mark.parametrize("text", ["15 mg weekly", "10 mg daily", "started in error"])
def test_a_dose_as_ordered_is_no_overdose(text, knowledge):
    assert not read_timing(text, knowledge.lexicon).overdose

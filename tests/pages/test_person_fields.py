"""Age and weeks of pregnancy as people type them: read, or refused in sight and kept as typed; never another number."""

import pytest

from engine import CaseError
from engine.case.ages import read_age, read_weeks
from tests.pages.driving import told, upload


@pytest.mark.parametrize(("typed", "years"), [
    ("40", 40), ("1,5", 1.5), ("0.5", 0.5), ("8 months", 0.6667), ("6m", 0.5), ("6 mo", 0.5), ("18mo", 1.5), ("3 weeks", 0.0575), ("10 d", 0.0274),
    ("2 y 6 mo", 2.5), ("1 year and 3 months", 1.25), ("45 years old", 45), ("45yo", 45), ("45 y/o", 45), ("6-month-old", 0.5), ("aged 7", 7)])
def test_an_age_is_read_as_people_write_it(typed, years):
    assert read_age(typed) == pytest.approx(years, abs=1e-4)


@pytest.mark.parametrize("typed", ["-1", "200", "200 months old and a half", "about 40", "1,5,3", "m", "6 months 3 months", "1e3", "40 kg"])
def test_what_is_no_age_is_refused(typed):
    with pytest.raises(CaseError):
        read_age(typed)


@pytest.mark.parametrize(("typed", "weeks"), [
    ("28", 28), ("28,5", 28.5), ("28+3", 28.4286), ("28w3d", 28.4286), ("28 3/7", 28.4286), ("28 weeks", 28)])
def test_weeks_of_pregnancy_are_read_with_their_days(typed, weeks):
    assert read_weeks(typed) == pytest.approx(weeks, abs=1e-4)


@pytest.mark.parametrize("typed", ["283", "-2", "third trimester", "28+9"])
def test_what_are_no_weeks_is_refused(typed):
    with pytest.raises(CaseError):
        read_weeks(typed)


@pytest.mark.parametrize(("typed", "years", "said"), [
    ("1,5", 1.5, "read as 1.5 years"), ("8 months", 0.6667, "read as 8 months"), ("6m", 0.5, "read as 6 months")])
def test_a_typed_age_counts_as_it_is_said_to_be_read(typed, years, said, app):
    app.text_input(key="age_text").set_value(typed).run()

    assert app.session_state["age"] == years
    assert said in told(app)


@pytest.mark.parametrize("typed", ["-1", "200", "about forty"])
def test_an_age_that_cannot_be_read_stays_as_typed_and_counts_as_unknown(typed, app):
    app.text_input(key="age_text").set_value("6").run()
    app.text_input(key="age_text").set_value(typed).run()

    assert app.session_state["age"] is None
    assert app.text_input(key="age_text").value == typed
    assert f"the age '{typed}'" in told(app)
    assert "**not read**" in told(app)


def test_an_opened_case_takes_the_place_of_what_was_typed(app):
    app.text_input(key="age_text").set_value("about forty").run()
    upload(app, b"case: {age: 0.5, labs: {WBC: 2 x10^9/L}}")

    assert app.text_input(key="age_text").value == "0.5"


def test_weeks_with_days_count_for_a_pregnancy(app):
    app.checkbox(key="pregnant").check().run()
    app.text_input(key="gestation_weeks_text").set_value("28+3").run()

    assert app.session_state["gestation_weeks"] == pytest.approx(28.4286)
    assert "read as 28 weeks and 3 days" in told(app)

"""Ages as people say them, in the ranking's reasons and in the stories of practice alike."""

import pytest

from engine import Case, gather
from engine.days import age_told
from engine.teaching.prose import tell


@pytest.mark.parametrize(("years", "told"), [
    (0.0, "0 days"), (1 / 365, "1 day"), (0.06, "22 days"), (0.083, "1 month"), (1 / 12, "1 month"), (0.5, "6 months"), (1.917, "23 months"),
    (2.0, "2"), (2.5, "2.5"), (10.0, "10"), (34.0, "34")])
def test_an_age_is_told_in_years_below_two_in_months_below_one_month_in_days(years, told):
    assert age_told(years) == told


@pytest.mark.parametrize(("years", "told"), [(0.06, "A girl of 22 days."), (0.5, "A girl of 6 months."), (2.5, "A 2.5-year-old girl."),
                                             (18.0, "An 18-year-old woman."), (None, "A woman.")])
def test_the_story_tells_the_age_as_the_reason_does(years, told, knowledge):
    case = Case(age=years, sex="female")
    reasons = {term.label for term in gather(case, knowledge).fixed}

    assert told in tell(case, knowledge)
    assert years is None or f"age {age_told(years)}" in reasons

"""What is expected of a cause and was not assessed: only what the case leaves open, and what could be asked of such a person."""

import pytest

from engine import Case, explain, gather, rank


def expected(case, cause, knowledge):
    ranking = rank(gather(case, knowledge), knowledge)
    return {one.name for one in explain(ranking, knowledge.columns[cause], knowledge, expected=1000).expected}


@pytest.mark.parametrize(("person", "asked"), [
    ({"age": 60, "sex": "male"}, False), ({"age": 30, "sex": "female"}, False), ({"age": 30, "sex": "female", "pregnant": True}, True)])
def test_a_disorder_of_pregnancy_is_expected_of_the_pregnant_only(person, asked, knowledge):
    told = expected(Case(**person, labs={"platelets": "60 x10^9/L"}), "antiphospholipid-syndrome", knowledge)

    assert ("preeclampsia" in told) == asked


def test_what_includes_something_present_is_not_open_any_more(knowledge):
    before = expected(Case(present=("anemia",)), "antiphospholipid-syndrome", knowledge)
    after = expected(Case(present=("anemia", "deep vein thrombosis")), "antiphospholipid-syndrome", knowledge)

    assert "thrombosis" in before
    assert "thrombosis" not in after


def test_a_form_of_something_absent_is_not_open_any_more(knowledge):
    before = expected(Case(present=("anemia",)), "systemic-lupus-erythematosus", knowledge)
    after = expected(Case(present=("anemia",), absent=("rash",)), "systemic-lupus-erythematosus", knowledge)

    assert {name for name in before - after if name != "rash"}
    assert all("rash" in {name, *knowledge.above(name)} for name in before - after)


def test_nothing_stated_is_expected(knowledge):
    stated = {"ana-positive", "malar-rash", "fever"}
    case = Case(present=("antinuclear antibodies",), absent=("malar rash",), unsure=("fever",))

    assert stated <= expected(Case(present=("anemia",)), "systemic-lupus-erythematosus", knowledge)
    assert not expected(case, "systemic-lupus-erythematosus", knowledge) & stated

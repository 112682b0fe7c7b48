"""What goes untold of a history on which a cause hinges."""

import pytest

from engine import Case, gather, rank


def untold(case, knowledge) -> set[str]:
    return {term.label for term in gather(case, knowledge).fixed if term.state == "untold"}


@pytest.mark.parametrize("entry", ["gastrectomy", "Roux-en-Y gastric bypass"])
def test_a_form_of_what_a_cause_hinges_on_tells_of_it(entry, knowledge):
    assert "nothing told of stomach surgery" not in untold(Case(history=(entry,)), knowledge)


def test_a_history_that_leaves_it_out_does_not(knowledge):
    assert "nothing told of stomach surgery" in untold(Case(history=("diabetes mellitus",)), knowledge)


def test_a_denial_is_told_as_one_and_leaves_the_rest_untold(knowledge):
    assert "recent chemotherapy denied, nothing told of drugs" in untold(
        Case(history=("diabetes mellitus",), absent=("recent chemotherapy",)), knowledge)


@pytest.mark.parametrize(("denied", "leaf"), [
    ({"absent": ("recent chemotherapy",)}, "chemotherapy-myelosuppression"), ({"absent": ("alcohol use",)}, "alcohol-related-cytopenia"),
    ({"pregnant": False}, "hellp-syndrome")])
def test_denying_what_a_cause_hinges_on_never_speaks_for_it_more_than_silence(denied, leaf, knowledge):
    known = {"age": 30, "sex": "female", "present": ("fatigue", "pancytopenia"), "history": ("diabetes mellitus",)}
    silent, said = (float(rank(gather(Case(**known, **more), knowledge), knowledge).probability[knowledge.column(leaf)]) for more in ({}, denied))

    assert said < silent


@pytest.mark.parametrize(("sex", "told"), [("female", True), ("male", False), (None, False)])
def test_of_a_woman_it_counts_that_no_pregnancy_is_told_even_where_nothing_else_is(knowledge, sex, told):
    assert any("pregnancy" in one for one in untold(Case(age=28, sex=sex, labs={"platelets": "90"}), knowledge)) is told


@pytest.mark.parametrize(("setting", "told"), [("hospital", True), ("hospital-tropics", False)])
def test_who_is_seen_in_the_tropics_tells_of_no_journey_there(knowledge, setting, told):
    case = Case(present=("fever",), history=("diabetes mellitus",), setting=setting)

    assert any("malaria area" in one for one in untold(case, knowledge)) is told

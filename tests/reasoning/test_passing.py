"""What is told of the past: an infection that passes is over, an illness that lasts is still there."""

import pytest

from engine import Case, gather


@pytest.mark.parametrize(("told", "weighed"), [
    ("influenza last year", False), ("viral infection two months ago", False), ("dengue hemorrhagic fever 5 years ago", False),
    ("Gaucher disease since 1999", True), ("systemic lupus erythematosus 10 years ago", True),
    ("thrombotic thrombocytopenic purpura 2 years ago", True)])
def test_an_infection_that_passes_says_nothing_once_it_is_over(told, weighed, knowledge):
    evidence = gather(Case(labs={"platelets": "40 x10^9/L"}, history=(told,)), knowledge)

    assert any(term.kind == "finding" for term in evidence.terms) == weighed


def test_the_same_infection_told_of_today_names_its_cause(knowledge):
    evidence = gather(Case(labs={"platelets": "40 x10^9/L"}, present=("viral infection",)), knowledge)

    assert [term.name for term in evidence.terms if term.kind == "finding"] == ["known-nonspecific-viral-infection"]

"""A count that is normal is not high: what a number within the limits says of causes that raise it."""

import numpy as np
import pytest

from engine import Case, explain, gather, rank
from engine.reasoning.joint import Members, joint_weights

LOW_PLATELETS = {"platelets": "80 x10^9/L"}


def told(more: dict[str, str], knowledge):
    """Return the laboratory terms of a case of low platelets with other counts: name and state."""
    return [(term.name, term.state) for term in gather(Case(labs=LOW_PLATELETS | more), knowledge).terms if term.kind == "lab"]


def odds(more: dict[str, str], one: str, other: str, knowledge) -> float:
    chance = rank(gather(Case(age=40, labs=LOW_PLATELETS | more), knowledge), knowledge).probability
    return float(chance[knowledge.column(one)] / chance[knowledge.column(other)])


def test_a_normal_white_count_speaks_against_a_cause_that_raises_it(knowledge):
    normal, unknown = (odds(more, "bacterial-sepsis", "immune-thrombocytopenia", knowledge) for more in ({"WBC": "7 x10^9/L"}, {}))

    assert normal < unknown / 1.5


def test_it_is_told_as_a_reason(knowledge):
    ranking = rank(gather(Case(labs=LOW_PLATELETS | {"WBC": "7 x10^9/L"}), knowledge), knowledge)
    against = explain(ranking, knowledge.column("bacterial-sepsis"), knowledge).speaks_against

    assert [(reason.label, reason.source) for reason in against if reason.name == "wbc"] == [("White cells 7 10^9/L (normal)", "assumption")]


@pytest.mark.parametrize(("value", "weighed"), [
    ("7 x10^9/L", True), ("5 to 8 x10^9/L", True), ("<10 x10^9/L", True), ("2 x10^9/L", False), (">5 x10^9/L", False), ("normal", False)])
def test_only_a_number_within_the_limits_says_that_a_count_is_not_high(value, weighed, knowledge):
    assert ("wbc" in dict(told({"WBC": value}, knowledge))) == weighed


def test_who_denies_a_low_count_leaves_open_whether_it_is_high(knowledge):
    evidence = gather(Case(labs=LOW_PLATELETS, absent=("neutropenia", "anemia")), knowledge)

    assert [term.name for term in evidence.terms if term.kind == "lab"] == []


def test_of_two_causes_neither_made_a_normal_count_high(knowledge):
    ranking = rank(gather(Case(labs=LOW_PLATELETS | {"WBC": "7 x10^9/L"}), knowledge), knowledge)
    number = [term.name for term in ranking.evidence.terms].index("wbc")
    first, second = (knowledge.column(name) for name in ("bacterial-sepsis", "chronic-lymphocytic-leukemia"))
    together = joint_weights(ranking, Members(np.array([first]), np.array([second])), knowledge)[number]

    assert together[0] == pytest.approx(ranking.weights[number][[first, second]].sum())
    assert together[0] < min(ranking.weights[number][[first, second]])

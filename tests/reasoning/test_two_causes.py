"""Two causes at once: what the rules make of cases that one cause does not explain."""

import numpy as np
import pytest

from engine import Case, gather, rank
from engine.reasoning.joint import Members, joint_depth, joint_weights
from engine.reasoning.pairs import pairs

IRON_AND_B12 = Case(
    age=58, sex="female", labs={"MCV": "91 fL", "hemoglobin": "7.9 g/dL", "ferritin": "4 ng/mL", "vitamin B12": "70 pg/mL", "RDW": "24 %"},
    present=("pancytopenia", "koilonychia", "hypersegmented neutrophils", "paresthesia", "pica", "high methylmalonic acid"))


def ranked(case, knowledge):
    return rank(gather(case, knowledge, setting="hospital"), knowledge)


def of(knowledge, first, second) -> Members:
    return Members(np.array([knowledge.column(first)]), np.array([knowledge.column(second)]))


def term(ranking, name) -> int:
    return next(number for number, one in enumerate(ranking.evidence.terms) if one.name == name)


@pytest.fixture(scope="module")
def told(knowledge):
    return pairs(ranked(IRON_AND_B12, knowledge), knowledge)


def families(pair, knowledge):
    return {knowledge.leaves[knowledge.column(cause)].family for cause in pair.causes}


def test_iron_and_b12_deficiency_together_are_found(told, knowledge):
    assert families(told[0], knowledge) == {"iron-deficiency-anemia", "vitamin-b12-deficiency"}


def test_each_member_is_told_with_what_it_alone_explains(told, knowledge):
    explains = {knowledge.leaves[knowledge.column(cause)].family: labels for cause, labels in told[0].explains.items()}

    assert {"koilonychia", "Ferritin 4 ng/mL (low, severe)"} <= set(explains["iron-deficiency-anemia"])
    assert {"hypersegmented neutrophils", "Vitamin B12 70 pg/mL (low, severe)"} <= set(explains["vitamin-b12-deficiency"])


def test_the_best_single_cause_leaves_unexplained_what_the_pair_does_not(told):
    explained = {label for labels in told[0].explains.values() for label in labels}

    assert set(told[0].unexplained_by_single) & explained
    assert len(told[0].unexplained) < len(told[0].unexplained_by_single)


def test_causes_with_a_shared_root_meet_more_often_than_by_chance(told):
    assert told[0].association > 1


@pytest.mark.parametrize(("volume", "alone"), [("64 fL", "iron-deficiency-anemia"), ("124 fL", "vitamin-b12-deficiency")])
def test_causes_that_move_the_cell_volume_apart_pull_it_to_the_middle(volume, alone, knowledge):
    ranking = ranked(Case(labs={"MCV": volume}), knowledge)
    place = term(ranking, "mcv")
    both = joint_weights(ranking, of(knowledge, "iron-deficiency-anemia", "vitamin-b12-deficiency"), knowledge)[place, 0]

    assert both < ranking.weights[place, knowledge.column(alone)] - 0.5


def test_a_normal_value_must_be_left_normal_by_both(knowledge):
    ranking = ranked(Case(labs={"vitamin B12": "500 pg/mL"}), knowledge)
    place = term(ranking, "vitamin-b12")
    both = joint_weights(ranking, of(knowledge, "vitamin-b12-deficiency", "hereditary-spherocytosis"), knowledge)[place, 0]

    assert both <= ranking.weights[place, knowledge.column("vitamin-b12-deficiency")] + 1e-6


def test_two_causes_lower_a_count_further_than_either(knowledge):
    ranking = ranked(Case(labs={"hemoglobin": "3.2 g/dL"}), knowledge)
    first, second = "aplastic-anemia", "vitamin-b12-deficiency"

    both, one, other = (joint_depth(ranking.evidence, of(knowledge, *pair), knowledge)[0]
                        for pair in ((first, second), (first, "benign-familial-neutropenia"), ("benign-familial-neutropenia", second)))

    assert both > min(one, other)


@pytest.mark.parametrize(("first", "second"), [
    ("pernicious-anemia", "dietary-b12-deficiency"), ("systemic-lupus-erythematosus", "autoimmune-hemolytic-anemia"),
    ("chronic-liver-disease", "hypersplenism-portal-hypertension")])
def test_nested_and_linked_causes_never_form_a_pair(first, second, knowledge):
    labels = [knowledge.findings[name].label for cause in (first, second) for name in knowledge.tables.expected[knowledge.column(cause)][:6]]

    found = pairs(ranked(Case(present=tuple(labels)), knowledge), knowledge, count=20)

    assert {first, second} not in [set(pair.causes) for pair in found]


def test_one_cause_that_explains_all_is_not_joined_by_another(knowledge):
    labels = tuple(knowledge.findings[name].label for name in knowledge.tables.expected[knowledge.column("copper-deficiency")][:6])

    assert pairs(ranked(Case(present=labels), knowledge), knowledge) == ()


def test_nothing_entered_has_no_pair(knowledge):
    assert pairs(ranked(Case(), knowledge), knowledge) == ()


def test_what_brings_causes_on_asks_for_no_explanation(knowledge):
    risks = ("sleeve gastrectomy", "vegan diet", "malaria area", "systemic lupus erythematosus", "family history of anemia")
    case = Case(age=45, sex="female", labs=IRON_AND_B12.labs, present=(*IRON_AND_B12.present, *risks))
    labels = {finding.label for finding in knowledge.findings.values() if finding.kind in knowledge.model["pairs"]["risks"]}

    for pair in pairs(ranked(case, knowledge), knowledge, count=10):
        told = {*pair.both, *pair.unexplained, *pair.unexplained_by_single, *(label for listed in pair.explains.values() for label in listed)}
        assert not told & labels

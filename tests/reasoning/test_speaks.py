"""For and against what a finding speaks, by medicine: one claim a line."""

import numpy as np
import pytest

from engine import Case, explain, gather, rank
from engine.reasoning.rank import summed_weights

CLAIMS = [
    ("petechiae", "against", "acute-blood-loss"),
    ("easy-bruising", "against", "acute-blood-loss"),
    ("gum-bleeding", "against", "acute-blood-loss"),
    ("gastrointestinal-bleeding", "for", "acute-blood-loss"),
    ("easy-bruising", "for", "neonatal-alloimmune-thrombocytopenia"),
    ("easy-bruising", "for", "amegakaryocytic-thrombocytopenia"),
    ("heavy-menstrual-bleeding", "for", "heavy-menstrual-blood-loss"),
    ("aphasia", "for", "thrombotic-thrombocytopenic-purpura"),
    ("no-response-to-steroids", "against", "iron-deficiency-anemia"),
    ("transfusion-dependence", "against", "iron-deficiency-anemia"),
    ("erlenmeyer-flask-deformity", "for", "gaucher-disease"),
    ("dense-metaphyseal-lines", "for", "lead-poisoning"),
    ("dense-metaphyseal-lines", "against", "acute-lymphoblastic-leukemia"),
    ("leukemic-lines", "for", "acute-lymphoblastic-leukemia"),
    ("leukemic-lines", "against", "lead-poisoning"),
]


@pytest.mark.parametrize(("finding", "way", "cause"), CLAIMS, ids=[" ".join(claim) for claim in CLAIMS])
def test_a_finding_speaks_for_or_against_a_cause(finding, way, cause, knowledge):
    weight = knowledge.tables.weights[knowledge.tables.rows[finding], knowledge.columns[cause]]

    assert weight > 0 if way == "for" else weight < 0


@pytest.mark.parametrize("cause", ["leptospirosis", "yellow-fever", "hairy-cell-leukemia"])
def test_menses_are_heavy_no_more_often_than_bleeding_is_seen_at_all(cause, knowledge):
    column, share = knowledge.columns[cause], knowledge.tables.probability

    assert share[knowledge.findings["heavy-menstrual-bleeding"].index, column] <= share[knowledge.findings["bleeding"].index, column]


def test_a_place_and_the_areas_that_it_implies_are_told_as_one_fact(knowledge):
    ranking = rank(gather(Case(present=("fever",), exposures=("returned from Thailand",)), knowledge), knowledge)
    places = [number for number, term in enumerate(ranking.evidence.terms) if term.group == "endemic-area" and term.state == "present"]
    for cause in ("rickettsiosis", "dengue"):
        column = knowledge.columns[cause]
        told = [one for one in explain(ranking, column, knowledge).reasons
                if one.state == "present" and one.name in {"region-thailand", *knowledge.complete_groups["endemic-area"]}]
        summed = summed_weights(ranking, np.array([column]), knowledge)[places].sum()

        assert len(places) > 5
        assert [one.label for one in told] == ["Thailand"]
        assert told[0].weight == pytest.approx(float(summed))
        assert told[0].weight > 0


def test_an_area_that_was_entered_itself_is_told_beside_a_place(knowledge):
    ranking = rank(gather(Case(exposures=("returned from Thailand", "malaria area")), knowledge), knowledge)
    told = explain(ranking, knowledge.columns["malaria"], knowledge)

    assert {"Thailand", "malaria area"} <= {one.label for one in told.reasons}

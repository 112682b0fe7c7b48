"""For and against what a finding speaks, by medicine: one claim a line."""

import pytest

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

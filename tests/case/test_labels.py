"""Labels of diagnoses as people write them: what stands in brackets may be left out, nothing else."""

import pytest

from engine.knowledge.labels import resolve_diagnosis, resolve_label


@pytest.mark.parametrize(("label", "cause"), [
    ("Pseudoleukopenia or pseudothrombocytopenia", "in-vitro-artifact"),
    ("Hemolysis from oxidizing chemicals", "naphthalene-hemolysis"),
    ("Hemolysis from oxidizing chemicals (naphthalene)", "naphthalene-hemolysis"),
    ("thymoma-associated cytopenia (Good syndrome)", "thymoma-associated-cytopenia"),
    ("Pernicious anemia", "pernicious-anemia"),
])
def test_a_label_names_its_cause_with_and_without_its_brackets(label, cause, knowledge):
    assert resolve_label(label, knowledge) == cause


@pytest.mark.parametrize("label", ["some disease (HLH)", "()", ""])
def test_what_stands_in_brackets_is_no_label_by_itself(label, knowledge):
    assert resolve_label(label, knowledge) is None


@pytest.mark.parametrize(("label", "cause"), [
    ("ceftriaxone-induced hemolysis", "drug-induced-immune-hemolytic-anemia"),
    ("nitrofurantoin-induced hemolysis", "drug-induced-oxidative-hemolysis"),
    ("ocrelizumab-induced neutropenia", "late-onset-neutropenia"),
    ("tirofiban-induced thrombocytopenia", "drug-induced-thrombocytopenia"),
    ("agranulocytosis due to methimazole", "drug-induced-agranulocytosis"),
    ("PARP inhibitor-induced pancytopenia", "chemotherapy-myelosuppression"),
    ("aspirin-induced headache", None),
    ("deferiprone agranulocytosis", "drug-induced-agranulocytosis"),
    ("low-dose methotrexate pancytopenia", "antimetabolite-toxicity"),
    ("rituximab-induced acute thrombocytopenia", "drug-induced-thrombocytopenia"),
    ("immune thrombocytopenia after nivolumab", "checkpoint-inhibitor-cytopenia"),
    ("aspirin headache", None),
    ("iron overload", None),
    ("cancer-related anemia of nobody", None),
])
def test_the_effect_of_one_drug_is_that_of_drugs(label, cause, knowledge):
    assert resolve_label(label, knowledge) == cause


@pytest.mark.parametrize(("label", "cause"), [
    ("therapy-related acute promyelocytic leukemia", "acute-promyelocytic-leukemia"),
    ("AML with NPM1 mutation", "acute-myeloid-leukemia"),
    ("AFLP with DIC", "acute-fatty-liver-of-pregnancy"),
    ("thrombotic thrombocytopenic purpura mimicking Evans syndrome", "thrombotic-thrombocytopenic-purpura"),
    ("neonatal illness of maternal ITP", None),
    ("pancytopenia of unknown cause", None),
])
def test_a_written_diagnosis_may_say_more_than_the_name_of_its_cause(label, cause, knowledge):
    assert resolve_label(label, knowledge) is None
    assert resolve_diagnosis(label, knowledge) == cause


@pytest.mark.parametrize(("label", "cause"), [("precursor B-cell ALL", "acute-lymphoblastic-leukemia"), ("acute HIV", "acute-hiv-infection")])
def test_what_a_diagnosis_is_called_elsewhere_names_its_cause_and_is_no_entry(label, cause, knowledge):
    assert resolve_label(label, knowledge) == cause
    assert label not in knowledge.causes[cause].synonyms

"""Which single answers are told to turn the order of two causes, and in which order."""

from engine import Case, Medication, gather, rank
from engine.reasoning.compare import columns_of, compare, ledger
from engine.reasoning.flips import flips

AFTER_BYPASS = Case(age=34, sex="female", labs={"hemoglobin": "7.9 g/dL", "MCV": "112 fL", "vitamin B12": "normal"},
                    present=("tingling in the feet",), history=("gastric bypass",))
PAIR = ("b12-deficiency-after-gastric-surgery", "copper-deficiency")


def test_the_answers_that_turn_the_order_are_those_that_tell_most_and_not_that_something_rare_is_absent(knowledge):
    ranking = rank(gather(AFTER_BYPASS, knowledge), knowledge)
    columns = columns_of(PAIR, ranking, knowledge)
    asked = [one.label for one in compare(ranking, columns, knowledge).untested]
    turning = [(one.label, one.after) for one in flips(AFTER_BYPASS, ranking, *columns, knowledge).untested]

    assert ("low copper", "present") in turning
    assert [label for label, _ in turning] == [label for label in asked if label in dict(turning)]


def test_a_comparison_names_the_drugs_that_are_suspected_of_one_cause_or_the_other(knowledge):
    case = Case(age=60, labs={"ANC": "0.1 K/uL", "hemoglobin": "13 g/dL", "platelets": "30 K/uL"},
                medications=(Medication("methimazole", "for 5 weeks"), Medication("quinine", "for a week")))
    ranking = rank(gather(case, knowledge), knowledge)
    columns = columns_of(("drug-induced-agranulocytosis", "drug-induced-thrombocytopenia"), ranking, knowledge)

    labels = [line.label for line in ledger(ranking, *columns, knowledge).lines if line.kind == "drug"]

    assert len(labels) == 1
    assert "methimazole" in labels[0]
    assert "quinine" in labels[0]

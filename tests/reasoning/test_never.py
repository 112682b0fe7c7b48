"""Of people of whom a cause says that they never have it, it is told as next to nothing, and both parts of a pair make it grave."""

import pytest

from engine import Case, gather, rank


@pytest.mark.parametrize(("case", "leaf"), [
    (Case(age=38, sex="male", labs={"platelets": "40", "fibrinogen": "80 mg/dL"}), "acute-fatty-liver-of-pregnancy"),
    (Case(age=38, sex="male", labs={"platelets": "40"}), "hellp-syndrome"),
    (Case(age=28, sex="female", pregnant=False, labs={"platelets": "90"}), "gestational-thrombocytopenia")])
def test_nobody_has_what_cannot_be(knowledge, case, leaf):
    ranking = rank(gather(case, knowledge), knowledge)
    family = next(row for row, (start, end) in enumerate(knowledge.family_spans) if start <= knowledge.columns[leaf] < end)

    assert ranking.family_probability[family] < 0.005


def test_a_cause_with_a_grave_consequence_must_not_be_missed(knowledge):
    pair, alone = (knowledge.leaves[knowledge.columns[name]] for name in
                   ("chronic-lymphocytic-leukemia+autoimmune-hemolytic-anemia", "chronic-lymphocytic-leukemia"))

    assert (pair.must_not_miss, alone.must_not_miss) == (True, False)

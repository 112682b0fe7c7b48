"""What is expected of a cause and was not assessed: only what the case leaves open, and what could be asked of such a person."""

import pytest

from engine import Case, explain, gather, rank
from engine.case.model import Medication
from engine.reasoning.unasked import unasked


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


FEVER_AND_DRUG = Case(age=34, sex="female", onset="days", labs={"ANC": "0.05 x10^9/L"}, present=("fever",),
                      medications=(Medication("methimazole", "for 6 weeks"),))


@pytest.mark.parametrize("finding", ["agranulocytosis", "febrile-neutropenia", "neutropenic-sepsis", "onset-after-new-drug"])
def test_what_counts_fever_and_the_dates_of_drugs_answer_is_not_expected(finding, knowledge):
    assert finding not in expected(FEVER_AND_DRUG, "drug-induced-agranulocytosis", knowledge)


def test_a_drug_without_a_date_leaves_open_when_it_was_begun(knowledge):
    case = Case(age=34, labs={"ANC": "0.05 x10^9/L"}, medications=(Medication("methimazole"),))

    assert "onset-after-new-drug" in expected(case, "drug-induced-agranulocytosis", knowledge)


@pytest.mark.parametrize("finding", ["sepsis", "icu-stay", "septic-shock", "critical-illness"])
def test_how_ill_somebody_is_is_not_expected_and_not_assessed(finding, knowledge):
    assert finding not in expected(Case(present=("fever",)), "bacterial-sepsis", knowledge)


def test_who_has_a_complaint_is_not_asked_whether_there_is_none(knowledge):
    column = knowledge.columns["drug-induced-agranulocytosis"]
    columns = (column, knowledge.columns["bacterial-sepsis"])
    asked = {one.name for one in unasked(gather(FEVER_AND_DRUG, knowledge), columns, knowledge).questions}

    assert not asked & {"asymptomatic", "sepsis", "icu-stay"}
    assert "asymptomatic" in {one.name for one in unasked(gather(Case(labs={"ANC": "1.2"}), knowledge), columns, knowledge).questions}


def test_the_pressure_is_not_asked_beside_hypertension(knowledge):
    columns = [knowledge.columns[name] for name in ("hellp-syndrome", "bacterial-sepsis")]
    told = gather(Case(age=30, sex="female", pregnant=True, present=("hypertension",)), knowledge)

    assert "systolic-pressure" not in {one.name for one in unasked(told, columns, knowledge).questions}


@pytest.mark.parametrize(("cause", "finding", "case", "told"), [
    ("drug-induced-agranulocytosis", "recovered-after-stopping-drug", Case(medications=(Medication("methimazole", "for 6 weeks"),)), False),
    ("drug-induced-agranulocytosis", "recovered-after-stopping-drug", Case(medications=(Medication("methimazole", "stopped 5 days ago"),)), True),
    ("pernicious-anemia", "response-to-b12", Case(present=("anemia",)), False),
    ("pernicious-anemia", "response-to-b12", Case(present=("anemia",), medications=(Medication("cyanocobalamin"),)), True),
    ("pernicious-anemia", "response-to-b12", Case(present=("anemia", "on vitamin B12 injections")), True),
    ("pernicious-anemia", "response-to-b12", Case(present=("anemia",), absent=("on vitamin B12 injections",)), False),
    ("marrow-oxalosis", "no-response-to-esa", Case(present=("anemia",)), False),
    ("marrow-oxalosis", "no-response-to-esa", Case(present=("anemia",), medications=(Medication("epoetin alfa"),)), True),
    ("immune-thrombocytopenia", "response-to-steroids", Case(labs={"platelets": "8 x10^9/L"}), False),
    ("immune-thrombocytopenia", "response-to-steroids", Case(labs={"platelets": "8 x10^9/L"}, medications=(Medication("prednisolone"),)), True),
    ("immune-thrombocytopenia", "response-to-steroids", Case(labs={"platelets": "8 x10^9/L"}, medications=(Medication("ramipril"),)), False),
])
def test_what_shows_only_after_a_treatment_is_expected_once_the_treatment_is_told(cause, finding, case, told, knowledge):
    assert (finding in expected(case, cause, knowledge)) == told


def test_who_was_told_no_treatment_is_not_asked_how_it_went_when_causes_are_compared(knowledge):
    columns = [knowledge.columns[name] for name in ("immune-thrombocytopenia", "aplastic-anemia")]
    asked = {one.name for one in unasked(gather(Case(labs={"platelets": "8 x10^9/L"}), knowledge), columns, knowledge).questions}

    assert not asked & {"response-to-steroids", "no-response-to-steroids", "needed-transfusion"}

"""Who is spared what may do harm, and what needs no asking since it is answered."""

from dataclasses import replace

import pytest

from engine import Case
from engine.case.model import Medication
from engine.reasoning.outlook import outlook
from engine.reasoning.what_next import POLICIES
from tests.test_laws import ranked, rules
from tests.test_what_next import PUBLISHED, SETTLED, advice

WELL = {"Hb": "14.6 g/dL", "platelets": "230 x10^9/L"}


def ways_of(case: Case, policy: str) -> set[bool]:
    return {one.way.harmful for one in advice(case, policy=policy, top=50, preview=False).suggestions}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("case", [
    Case(age=31, sex="male", labs={"ANC": "1.2 x10^9/L", **WELL}),
    Case(age=31, sex="male", labs={"ANC": "1.2 x10^9/L", **WELL}, present=("no symptoms",), history=("African ancestry",)),
    Case(age=25, sex="female", labs={"Hb": "9 g/dL", "MCV": "65 fL", "ferritin": "120 ng/mL", "platelets": "250 x10^9/L"}),
], ids=["neutrophils", "neutrophils, no symptoms", "hemoglobin"])
def test_a_well_person_with_one_low_count_that_is_not_severe_is_spared_what_may_harm(case, policy):
    assert ways_of(case, policy) == {False}


@pytest.mark.parametrize("more", [
    {"labs": {"ANC": "0.2 x10^9/L", **WELL}}, {"labs": {"ANC": "1.2 x10^9/L", "Hb": "8.6 g/dL", "platelets": "60 x10^9/L"}},
    {"present": ("splenomegaly", "night sweats")}, {"present": ("teardrop cells",)},
], ids=["severe", "three lineages", "signs", "the smear"])
def test_who_is_not_well_or_has_more_than_one_mild_low_count_is_not_spared(more):
    case = Case(**{"age": 61, "sex": "male", "labs": {"ANC": "1.2 x10^9/L", **WELL}, **more})

    assert True in ways_of(case, "informative")


def test_where_nothing_would_change_the_first_place_nothing_that_may_harm_is_suggested():
    stopped = [case for case in PUBLISHED.values() if advice(case, top=1, preview=False).stop]

    assert len(stopped) >= 5
    assert {harm for case in stopped for harm in ways_of(case, "informative")} <= {False}


@pytest.mark.parametrize("name", ["normal-karyotype", "normocellular-marrow", "plasmic-score-high", "high-4ts-score", "hscore-high"])
def test_a_normal_result_and_a_score_are_no_tests_to_suggest(name):
    assert name not in rules().inquiry.findings


@pytest.mark.parametrize(("name", "case"), [
    ("acute-kidney-injury", Case(labs={"creatinine": "0.9 mg/dL"})), ("agranulocytosis", Case(labs={"ANC": "0.05 x10^9/L"})),
    ("abnormal-coagulation", Case(labs={"INR": "1.9"})), ("positive-d-dimer", Case(labs={"D-dimer": "300 ng/mL FEU"})),
    ("systolic-pressure", Case(present=("hypertension",))), ("asymptomatic", Case(present=("fever",))),
    ("microcytic-hypochromic-smear", Case(labs={"MCV": "96 fL"})),
    ("onset-after-new-drug", Case(medications=(Medication("methimazole", "started 6 weeks earlier"),))),
])
def test_what_a_value_a_date_or_a_complaint_answers_is_closed(name, case):
    assert not outlook(case, ranked(case), rules()).open[rules().inquiry.number[name]]


@pytest.mark.parametrize(("name", "case"), [
    ("acute-kidney-injury", Case(labs={"creatinine": "2.6 mg/dL"})), ("asymptomatic", Case(present=("pallor",))),
    ("microcytic-hypochromic-smear", Case(labs={"MCV": "66 fL"})), ("onset-after-new-drug", Case(medications=(Medication("methimazole"),))),
])
def test_what_is_not_quite_answered_stays_open(name, case):
    assert outlook(case, ranked(case), rules()).open[rules().inquiry.number[name]]


def test_fever_without_neutrophils_asks_for_blood_cultures_though_nothing_changes_the_first_place():
    told = advice(SETTLED)
    cultured = advice(replace(SETTLED, absent=("positive blood culture",)))

    assert [one.id for one in told.called_for] == ["blood-culture-positive"]
    assert all(outcome.rows for outcome in told.called_for[0].outcomes)
    assert "blood-culture-positive" not in {one.id for one in told.suggestions}
    assert cultured.called_for == ()


def test_no_red_flag_asks_for_a_treatment_or_for_what_cannot_be_suggested():
    assert {name for flag in rules().flags for name in flag.look_at} <= set(rules().inquiry.findings)

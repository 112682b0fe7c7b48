"""Numbers of a report that stand beside a finding: when they say that it is there."""

import pytest

from engine import Case
from engine.case.reading import UNTRUE
from engine.case.results import judged
from engine.reasoning.observations import observe


@pytest.mark.parametrize(("printed", "verdict"), [
    ("0%", "absent"), ("0", "absent"), ("6%", None), ("1:640", None), ("< 1:20", "absent"),
    ("1:40 (<1:80)", "absent"), ("1:320 (normal <1:20)", None), ("1:20 (up to 1:20)", "absent"), ("1:40, negative", "absent"), (">1:640", None),
    ("positive", None), ("3+", "present"), ("++", "present"),
    ("320 IU/mL (<30)", "present"), ("3 IU/mL (<30)", "absent"), ("245 IU/mL (0-15)", "present"), ("245 U/mL (ref. 0 - 300)", "absent"),
    ("16.84 U/mL", "open"), ("<1 U/mL", "absent"), ("12 U/mL (H)", "present"), ("12 U/mL H", "present"), ("12 U/mL, negative", "absent"),
    ("1,5 U/mL (<7,0)", "absent"), ("40+ U/mL (<20)", None), ("25/30 U/mL (<20)", None), ("05/20 U/mL", None),
])
def test_a_number_beside_a_finding_is_judged(printed, verdict):
    assert judged(printed) == verdict


@pytest.mark.parametrize(("name", "printed", "finding", "state"), [
    ("schistocytes", "0%", "schistocytes", "absent"), ("schistocytes", "6%", "schistocytes", "present"),
    ("anti-dsDNA", "3 IU/mL (<30)", "anti-dsdna-positive", "absent"),
    ("anti-intrinsic factor antibody", "0.3 U/mL", "intrinsic-factor-antibody", None),
    ("DAT", "3+ (IgG)", "dat-igg-positive", "present"),
    ("marrow blasts", "3%", "marrow-blasts-20", None), ("marrow blasts", "22%", "marrow-blasts-20", "present"),
    ("marrow blasts", "8%", "marrow-blasts-5-to-19", "present"),
])
def test_a_result_under_labs_says_whether_the_finding_is_there(name, printed, finding, state, knowledge):
    assert observe(Case(labs={name: printed}), knowledge).states.get(finding) == state


@pytest.mark.parametrize(("name", "printed", "finding", "state"), [
    ("blood culture", "no growth at 48h", "blood-culture-positive", "absent"), ("blood culture", "NGTD", "blood-culture-positive", "absent"),
    ("blood culture", "NG x 2d", "blood-culture-positive", "absent"), ("blood culture", "pending", "blood-culture-positive", None),
    ("blood culture", "unclear", "blood-culture-positive", None), ("blood culture", "gas in bowel", "blood-culture-positive", None),
    ("platelet abs", "negative", "antiplatelet-antibodies", "absent"), ("neutrophil abs", "0.4", "antineutrophil-antibodies", None),
    ("eosin-5-maleimide binding", "low", "ema-binding-reduced", "present"), ("thick film", "none seen", "malaria-test-positive", "absent"),
    ("blood culture", "patella", "blood-culture-positive", None), ("blood culture", "GAS", "blood-culture-positive", "present"),
    ("blood culture", "salmonella", "blood-culture-positive", "present"), ("ANCA", "< 1:20", "anca-positive", "absent"),
    ("ANCA", "1:320 (normal <1:20)", "anca-positive", "present"), ("blood cx", "GBS", "blood-culture-positive", "present"),
    ("blood culture", "MRSA 2/2 bottles", "blood-culture-positive", "present"),
    ("HBsAg", "NR", "hepatitis-b-positive", "absent"), ("HIV", "NR", "hiv-positive", "absent"), ("HIV", "not done", "hiv-positive", None),
    ("cold agglutinins", "ND", "cold-agglutinins", None), ("malaria smear", "none seen", "malaria-test-positive", "absent"),
    ("CMV PCR", "<137", "cmv-dna-positive", None), ("JAK2 V617F", "wild type", "jak2-v617f", "absent"),
    ("malaria smear", "no parasites seen", "malaria-test-positive", "absent"),
    ("thick smear", "negative x 3", "malaria-test-positive", "absent"), ("DAT", "neg x2", "direct-antiglobulin-positive", "absent"),
])
def test_a_verdict_that_is_not_understood_makes_no_test_positive(name, printed, finding, state, knowledge):
    assert observe(Case(labs={name: printed}), knowledge).states.get(finding) == state


@pytest.mark.parametrize(("name", "printed", "values"), [
    ("WBC", "1,200 /uL, ANC 200", {"wbc": 1.2, "neutrophils": 0.2}), ("INR", "1.8, aPTT 62", {"inr": 1.8, "aptt": 62}),
    ("WBC", "1.2, ANC 0.2, Plt 14", {"wbc": 1.2, "neutrophils": 0.2, "platelets": 14}), ("Hgb", "6.1 g/dL MCV 66 fL", {"hemoglobin": 6.1, "mcv": 66}),
    ("H/H", "7.2/21.6", {"hemoglobin": 7.2, "hematocrit": 21.6}), ("AST/ALT", "450/380", {"ast": 450, "alt": 380}),
    ("PT/INR", "18 s / 1.6", {"pt": 18, "inr": 1.6}), ("T/D bili", "12.3/0.6 mg/dL", {"total-bilirubin": 12.3, "direct-bilirubin": 0.6}),
    ("Hb electrophoresis", "HbS 88, HbF 10, HbA2 2", {"hemoglobin-s": 88, "hemoglobin-f": 10, "hemoglobin-a2": 2}),
    ("HPLC", "HbA2 5.4%, HbF 1%", {"hemoglobin-a2": 5.4, "hemoglobin-f": 1}),
    ("CBC", "WBC 1.2, Hb 7, Plt 20", {"wbc": 1.2, "hemoglobin": 7, "platelets": 20}),
    ("CSF", "WBC 200", {"csf-white-cells": 200}), ("hemoglobin", "12.1, falling to 6.1", {"hemoglobin": 6.1}),
    ("BMBx", "blasts 60%", {"marrow-blast-percent": 60}), ("platelets in citrate", "210", {"platelets-in-citrate": 210}),
    ("lead", "65 ug/dL", {"lead": 65}), ("met-Hb", "22%", {"methemoglobin": 22}), ("ARC", "20,000", {"reticulocytes": 20}),
    ("WBC/Hb/Plt", "1.2/7/20", {"wbc": 1.2, "hemoglobin": 7, "platelets": 20}),
])
def test_every_value_of_a_line_is_read(name, printed, values, knowledge):
    seen = observe(Case(labs={name: printed}), knowledge)

    assert {id: pytest.approx(level.quantity.value) for id, level in seen.levels.items() if id in values} == values
    assert set(seen.levels) - set(values) <= {"mchc", "indirect-bilirubin"}
    assert [(one.text, one.status) for one in seen.readings] == [(f"{name}: {printed}", "used")]


@pytest.mark.parametrize(("text", "values"), [
    ("Plt 12k", {"platelets": 12}), ("8k platelets", {"platelets": 8}), ("WBC 1.2k, ANC 0.2k", {"wbc": 1.2, "neutrophils": 0.2}),
    ("Hgb 6.1 MCV 66", {"hemoglobin": 6.1, "mcv": 66}), ("WBC 1.2 Hgb 7.8 Plt 22", {"wbc": 1.2, "hemoglobin": 7.8, "platelets": 22}),
    ("T 39.5 x 3 d", {"temperature": 39.5}), ("T 38.4 in 3-wk-old", {"temperature": 38.4}),
    ("temp 33C", {"temperature": 33}), ("T 102.2F", {"temperature": 39}),
])
def test_values_in_words_are_read(text, values, knowledge):
    seen = observe(Case(present=(text,)), knowledge)

    assert {id: pytest.approx(level.quantity.value, abs=0.01) for id, level in seen.levels.items()} == values


@pytest.mark.parametrize(("name", "printed", "finding"), [
    ("platelets", "clumped", "platelet-clumping"), ("plt", "18 (clumped)", "platelet-clumping"),
    ("UA", "3+ blood, 0 RBC", "urine-hemoglobin-positive"), ("UA", "3+ blood, 0-2 RBC", "urine-hemoglobin-positive"),
])
def test_what_is_told_beside_a_value_is_read(name, printed, finding, knowledge):
    seen = observe(Case(labs={name: printed}), knowledge)

    assert (seen.states.get(finding), "microscopic-hematuria" in seen.states) == ("present", False)


@pytest.mark.parametrize("case", [
    {"labs": {"MCV": "124 (spurious)"}}, {"labs": {"MCV": "124 fL (spurious)"}}, {"present": ("MCV 124 (spurious)",)},
    {"labs": {"Hb": "6.1 g/dL (wrong tube)"}}, {"labs": {"potassium": "7.1 mmol/L (haemolysed sample)"}},
])
def test_a_value_that_is_said_to_be_not_true_is_not_counted(case, knowledge):
    seen = observe(Case(**case), knowledge)

    assert (seen.levels, [(one.status, one.note) for one in seen.readings]) == ({}, [("unused", UNTRUE)])


def test_clumps_beside_a_value_in_words_are_read(knowledge):
    seen = observe(Case(present=("platelets 20 (clumped)",)), knowledge)

    assert seen.states["platelet-clumping"] == "present"


@pytest.mark.parametrize(("total", "indirect", "expected"), [
    ("12 mg/dL", "7", 7), ("51 umol/L", "6", 0.351), ("51 umol/L", "40", 2.34), ("12", "7", None),
])
def test_a_part_without_a_unit_has_that_of_its_whole(total, indirect, expected, knowledge):
    levels = observe(Case(labs={"bilirubin": total, "indirect bilirubin": indirect}), knowledge).levels

    assert (levels["indirect-bilirubin"].quantity.value if "indirect-bilirubin" in levels else None) == (expected and pytest.approx(expected))


def test_a_value_under_the_heading_of_its_test_is_of_what_it_names(knowledge):
    seen = observe(Case(labs={"PT": "INR 1.9"}), knowledge)

    assert {name: level.quantity.value for name, level in seen.levels.items()} == {"inr": 1.9}


@pytest.mark.parametrize(("age", "state"), [(0.01, "present"), (30, "absent"), (None, "absent")])
def test_a_newborn_is_cold_sooner(age, state, knowledge):
    assert observe(Case(age=age, labs={"temp": "35.8"}), knowledge).states["hypothermia"] == state


@pytest.mark.parametrize(("text", "states"), [
    ("HIV not tested", {}), ("DAT not done", {}), ("malaria film sent", {}), ("tested for malaria", {}), ("last HIV test 2 y ago", {}),
    ("fever, malaria film sent", {"fever": "present"}), ("HIV positive", {"hiv-positive": "present"}),
    ("HIV negative", {"hiv-positive": "absent"}),
])
def test_a_test_without_a_result_is_no_result(text, states, knowledge):
    assert observe(Case(present=(text,)), knowledge).states == states


def test_a_value_that_is_printed_as_normal_in_short_is_normal(knowledge):
    levels = observe(Case(labs={"LDH": "nl", "haptoglobin": "NL", "platelets": "wnl"}), knowledge).levels

    assert {name: one.level for name, one in levels.items()} == {"ldh": "normal", "haptoglobin": "normal", "platelets": "normal"}

"""What a ranking is told with in the terminal and on the screen: nothing is certain, and where no count is low that comes first."""

import math
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app_parts import wording
from engine import Case, explain, gather, rank
from engine.cli import ranking as printed
from engine.formats.record import as_record
from engine.reasoning import Reason
from engine.telling import EMPTY, NO_COUNT, NO_LOW_COUNT, about_counts, factor, has_low_count, percent, signed, stated, times, units_taken


@given(probability=st.floats(0, 1))
@example(probability=0.005)
@example(probability=0.995)
def test_no_probability_is_told_as_none_or_as_all(probability, knowledge):
    assert percent(probability, knowledge) not in ("0%", "100%")


def test_the_screen_and_the_terminal_tell_a_probability_alike():
    assert wording.percent is printed.percent is percent


@pytest.mark.parametrize(("case", "said"), [
    (Case(present=("fever",)), NO_COUNT),
    (Case(labs={"WBC": "6 x10^9/L", "hemoglobin": "14 g/dL"}), NO_LOW_COUNT),
    (Case(labs={"WBC": "6 x10^9/L", "hemoglobin": "8 g/dL"}), ""),
    (Case(present=("pancytopenia",)), ""),
    (Case(labs={"lymphocytes": "0.3 x10^9/L"}), ""),
    (Case(labs={"ANC": "1.1 x10^9/L"}, ancestry="African"), ""),
    (Case(age=6, labs={"ANC": "1.3 x10^9/L"}, ancestry="African"), ""),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_said_of_the_counts_before_a_ranking(case, said, knowledge):
    assert about_counts(gather(case, knowledge)) == said


@pytest.mark.parametrize(("case", "low"), [
    (Case(labs={"Hb": "14.5 g/dL", "platelets": "250 x10^9/L"}), False),
    (Case(age=4), False),
    (Case(labs={"WBC": "2100 potatoes"}), False),
    (Case(present=("fever",), history=("iron deficiency anemia",)), False),
    (Case(labs={"hematocrit": "24 %"}), True),
    (Case(labs={"RBC": "2.1 x10^12/L"}), True),
    (Case(labs={"Hb": "12.5 g/dL"}), True),
    (Case(sex="female", labs={"Hb": "12.5 g/dL"}), False),
    (Case(unsure=("anemia",)), True),
    (Case(labs={"platelets": "<200 x10^9/L"}), True),
    (Case(labs={"platelets": ">100 x10^9/L"}), True),
    (Case(labs={"platelets": ">200 x10^9/L"}), False),
    (Case(present=("febrile neutropenia",)), True),
    (Case(labs={"ANC": "5, then 0.2, then 4 x10^9/L"}), True),
], ids=["normal counts", "only an age", "a value that is not read", "findings", "hematocrit", "red cells", "low in a man", "not low in a woman",
        "may be low", "a limit above the lowest normal", "a limit below it", "a limit within", "a finding that says so", "low in its course"])
def test_there_is_something_to_explain_where_a_count_is_was_or_may_be_low(case, low, knowledge):
    assert has_low_count(gather(case, knowledge)) == low


@pytest.mark.parametrize("case", [
    Case(ancestry="African", labs={"ANC": "1.3 x10^9/L"}), Case(family_history=("African ancestry",), labs={"ANC": "1.3 x10^9/L"}),
    Case(present=("Duffy-null phenotype",), labs={"ANC": "1.3 x10^9/L"})], ids=["ancestry", "family history", "genotype"])
def test_a_count_that_is_usual_in_such_a_person_is_low_and_told_as_usual(case, knowledge):
    evidence = gather(case, knowledge)

    assert evidence.counts.low
    assert "low by the general limits (from 1.5), usual in" in about_counts(evidence)


@pytest.mark.parametrize(("written", "said"), [
    ("case: {}", EMPTY), ("case: {present: [fever]}", NO_COUNT), ("case: {labs: {WBC: 6 K/uL, hemoglobin: 14 g/dL}}", NO_LOW_COUNT)])
def test_the_terminal_says_it_under_the_name_of_the_case(written, said, tmp_path, capsys):
    path = tmp_path / "case.yaml"
    path.write_text(written, encoding="utf-8")
    printed.run(path, stage="presentation", setting=None, top=10, as_json=False)
    lines = capsys.readouterr().out.splitlines()

    assert lines[2:4] == ["case-1", f"  {said}"]


def test_the_terminal_says_of_a_reason_that_it_is_absent_or_unsure(tmp_path, capsys):
    path = tmp_path / "case.yaml"
    path.write_text("case: {labs: {hemoglobin: 8 g/dL}, absent: [splenomegaly], unsure: [schistocytes], medications: []}", encoding="utf-8")
    printed.run(path, stage="presentation", setting=None, top=100, as_json=False)
    reasons = [line.strip(" +-").split(" (")[0] for line in capsys.readouterr().out.splitlines() if line.startswith("          ")]

    assert {"splenomegaly, absent", "schistocytes, unsure"} <= set(reasons)
    assert not {"splenomegaly", "schistocytes", "no drug known to do it among those taken, absent"} & set(reasons)


@pytest.mark.parametrize(("kind", "state", "said"), [
    ("finding", "present", "fever"), ("finding", "absent", "fever, absent"), ("lab", "unsure", "fever, unsure"), ("lab", "low", "fever"),
    ("drug", "absent", "fever")])
def test_a_reason_is_told_with_its_state_where_it_is_not_simply_there(kind, state, said):
    assert stated(Reason("fever", "fever", state, 0.1, "assumption", kind)) == said


@pytest.mark.parametrize(("probability", "told"), [
    (0.94, "94%"), (0.949, "95%"), (0.95, "95%"), (0.9549, "95%"), (0.955, ">95%"), (0.96, ">95%"), (0.9999, ">95%"), (0.004, "<1%")])
def test_what_is_nearly_sure_is_told_no_more_exactly_than_was_shown(probability, told, knowledge):
    assert percent(probability, knowledge) == told


@pytest.mark.parametrize(("number", "told"), [(3.46, "3.5"), (13.4, "13"), (143.2, "140"), (88_294, "88,000"), (3e9, "1,000,000 or more")])
def test_how_many_times_has_two_figures(number, told):
    assert factor(number) == told


def test_a_weight_and_a_ratio_are_written_alike():
    assert (times(math.log10(88_294)), times(-math.log10(143.2)), factor(88_300)) == ("×88,000", "÷140", "88,000")


def test_a_summary_line_tells_nothing_of_hardly_any_weight(knowledge):
    ranking = rank(gather(Case(age=34, sex="female", labs={"ANC": "0.05 x10^9/L", "Hb": "12.6 g/dL"}, present=("fever",)), knowledge), knowledge)
    told = explain(ranking, knowledge.columns["drug-induced-agranulocytosis"], knowledge)
    brief = [one for side in told.in_brief(3, 2) for one in side]

    assert brief
    assert min(abs(one.weight) for one in brief) >= knowledge.model["tell_in_brief"] > knowledge.model["tell_weight"]
    assert any("age 34" in one.label for one in told.reasons)
    assert not any("age 34" in one.label for one in brief)


@pytest.mark.parametrize(("number", "told"), [
    (0.034, "0.034"), (0.55, "0.55"), (2.04, "2.0"), (13.4, "13"), (88_294, "88,000"), (4e7, "1,000,000 or more")])
def test_how_many_times_is_told_with_two_figures_below_one_too(number, told):
    assert factor(number) == told


def test_above_what_no_probability_is_told_more_exactly_stands_in_the_rules(knowledge):
    bolder = replace(knowledge, model={**knowledge.model, "tell_sure": 0.99})

    assert (percent(0.97, bolder), percent(0.996, bolder)) == ("97%", ">99%")


@pytest.mark.parametrize(("weight", "told"), [(0.3, "+0.30"), (-1.234, "\u22121.23"), (0.001, "+0.00"), (-0.001, "+0.00")])
def test_a_weight_has_a_sign_and_what_rounds_to_nothing_no_minus(weight, told):
    assert signed(weight) == told


def test_the_screen_writes_a_weight_as_the_engine_does():
    assert wording.signed is signed


@pytest.mark.parametrize(("labs", "told"), [
    pytest.param({"Hb": "8"}, ("Hemoglobin 8 g/dL (8 mmol/L would be 12.9 g/dL)",), id="a size that two units make sense of"),
    pytest.param({"Hb": "80"}, ("Hemoglobin 80 g/L",), id="a size that one unit makes sense of"),
    pytest.param({"platelets": "<50"}, ("Platelets <50 10^9/L",), id="a limit"),
    pytest.param({"CRP": "12", "WBC": "1200"}, ("C-reactive protein 12 mg/L (12 mg/dL would be 120 mg/L)", "White cells 1200 /uL"), id="two of them"),
    pytest.param({"ferritin": "300 ng/mL", "WBC": "2.1 x10^9/L"}, (), id="printed units"),
    pytest.param({"MCV": "88", "INR": "1.2", "ANC": "0"}, (), id="one unit, no unit, and zero"),
    pytest.param({"Hb": "low"}, (), id="a word"),
])
def test_a_unit_that_was_not_printed_is_told_with_the_others_that_would_make_sense(labs, told, knowledge):
    assert units_taken(gather(Case(labs=labs), knowledge).observations, knowledge) == told


def test_a_unit_that_a_whole_settled_is_told_once(knowledge):
    record = as_record("x", rank(gather(Case(labs={"WBC": "2 x10^9/L", "ANC": "10"}), knowledge), knowledge), knowledge, top=1)
    of_neutrophils = [line for line in (*record["derived"], *record["units_assumed"]) if "eutrophils" in line]

    assert len(of_neutrophils) == 1

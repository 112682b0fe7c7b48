"""Values worked out from printed ones: hand-worked examples, what is left alone, and what does not fit together."""


import pytest

from engine import Case, gather
from engine.case.formulas import step_of
from engine.formats.record import as_record
from engine.reasoning import rank
from tests.case.seeing import seen


def value(observed, analyte: str) -> float:
    return observed.levels[analyte].quantity.value


HAND_WORKED = [
    ("neutrophils", {"WBC": "1.0 K/uL", "neutrophils": "5 %"}, 0.05, "neutrophils 0.05 = white cells 1 x 5 % (10^9/L)"),
    ("neutrophils", {"WBC": "3.0 K/uL", "segs": "10 %", "bands": "5 %"}, 0.45, "neutrophils 0.45 = white cells 3 x (10 + 5) % (10^9/L)"),
    ("neutrophils", {"WBC": "900 /uL", "ANC": "45 %"}, 0.405, "neutrophils 0.405 = white cells 0.9 x 45 % (10^9/L)"),
    ("neutrophils", {"WBC": "2.0 K/uL", "neutrophils": "<5 %"}, 0.1, "neutrophils < 0.1 = white cells 2 x < 5 % (10^9/L)"),
    ("lymphocytes", {"WBC": "1.0 K/uL", "lymphocytes": "95 %"}, 0.95, "lymphocytes 0.95 = white cells 1 x 95 % (10^9/L)"),
    ("monocytes", {"WBC": "1900 /uL", "monocytes": "8 %"}, 0.152, "monocytes 0.152 = white cells 1.9 x 8 % (10^9/L)"),
    ("eosinophils", {"WBC": "12 K/uL", "eosinophils": "20 %"}, 2.4, "eosinophils 2.4 = white cells 12 x 20 % (10^9/L)"),
    ("reticulocytes", {"RBC": "2.5 T/L", "reticulocytes": "1.5 %"}, 37.5,
     "reticulocytes 37.5 = red cells 2.5 x 1.5 % x 1000 (10^9/L)"),
    ("mcv", {"hematocrit": "30 %", "RBC": "2.5 T/L"}, 120, "mean cell volume 120 = hematocrit 30 / red cells 2.5 x 10 (fL)"),
    ("mch", {"hemoglobin": "10 g/dL", "RBC": "2.5 T/L"}, 40, "mean cell hemoglobin 40 = hemoglobin 10 / red cells 2.5 x 10 (pg)"),
    ("mchc", {"hemoglobin": "10 g/dL", "hematocrit": "30 %"}, 33.3333333333,
     "mean cell hemoglobin concentration 33.3 = hemoglobin 10 / hematocrit 30 x 100 (g/dL)"),
    ("hemoglobin", {"hematocrit": "24 %"}, 8, "hemoglobin 8 = hematocrit 24 / 3 (g/dL, assumption)"),
    ("corrected-reticulocyte-percent", {"reticulocyte count": "9 %", "hematocrit": "25 %"}, 5,
     "corrected percent reticulocytes 5 = percent reticulocytes 9 x hematocrit 25 / 45 (%)"),
    ("reticulocyte-index", {"reticulocyte count": "9 %", "hematocrit": "25 %"}, 2.5,
     "reticulocyte production index 2.5 = corrected percent reticulocytes 5 / 2 for hematocrit 25"),
    ("transferrin-saturation", {"iron": "30 ug/dL", "TIBC": "400 ug/dL"}, 7.5,
     "transferrin saturation 7.5 = iron 30 / total iron-binding capacity 400 x 100 (%)"),
    ("mentzer-index", {"MCV": "60 fL", "RBC": "6.0 T/L"}, 10, "Mentzer index 10 = mean cell volume 60 / red cells 6"),
    ("indirect-bilirubin", {"total bilirubin": "3.2 mg/dL", "direct bilirubin": "0.4 mg/dL"}, 2.8,
     "indirect bilirubin 2.8 = total bilirubin 3.2 - direct bilirubin 0.4 (mg/dL)"),
    ("indirect-bilirubin", {"total bilirubin": "3.2 mg/dL", "direct bilirubin": "<0.2 mg/dL"}, 3.0,
     "indirect bilirubin > 3 = total bilirubin 3.2 - direct bilirubin < 0.2 (mg/dL)"),
    ("corrected-white-cells", {"WBC": "12 K/uL", "NRBC": "50 /100 WBC"}, 8,
     "corrected white cells 8 = white cells 12 x 100 / (100 + 50) (10^9/L)"),
    ("globulin", {"total protein": "9.5 g/dL", "albumin": "3.0 g/dL"}, 6.5, "globulins 6.5 = total protein 9.5 - albumin 3 (g/dL)"),
]


@pytest.mark.parametrize(("analyte", "labs", "worked_out", "derivation"), HAND_WORKED, ids=[f"{one[0]} {'+'.join(one[1])}" for one in HAND_WORKED])
def test_hand_worked(analyte, labs, worked_out, derivation):
    level = seen(**labs).levels[analyte]

    assert level.quantity.value == pytest.approx(worked_out)
    assert level.derivation == derivation
    assert level.texts[-1] == derivation
    assert level.texts[:-1], "what was entered stands before it"


def test_every_rule_is_worked_out_by_hand_here_or_is_a_helper(knowledge):
    by_hand = {one[0] for one in HAND_WORKED} | {"reticulocyte-percent"}

    assert {rule.analyte for rule in knowledge.derivations if rule.use != "helper"} == by_hand


def test_a_percentage_of_reticulocytes_is_worked_out_through_the_red_cells():
    observed = seen(reticulocyte_count="34 G/L", hemoglobin="8 g/dL", MCH="40 pg")

    assert value(observed, "rbc") == pytest.approx(2.0)
    assert value(observed, "reticulocyte-percent") == pytest.approx(1.7)


@pytest.mark.parametrize(("hematocrit", "days"), [(10, 2.5), (15, 2.5), (16, 2), (25, 2), (26, 1.5), (35, 1.5), (36, 1)])
def test_maturation_lasts_longer_in_deeper_anemia(hematocrit, days, knowledge):
    rule = next(rule for rule in knowledge.derivations if rule.analyte == "reticulocyte-index")

    assert step_of(hematocrit, rule.steps) == days


def test_bands_within_the_neutrophils_are_not_added_again():
    observed = seen(WBC="2.0 K/uL", neutrophils="70 %", bands="10 %", lymphocytes="25 %", monocytes="5 %")

    assert value(observed, "neutrophils") == pytest.approx(1.4)


def test_bands_beside_the_segmented_ones_are_added():
    observed = seen(WBC="2.0 K/uL", neutrophils="60 %", bands="10 %", lymphocytes="25 %", monocytes="5 %")

    assert value(observed, "neutrophils") == pytest.approx(1.4)


def test_a_printed_value_is_never_replaced():
    observed = seen(WBC="1.0 K/uL", neutrophils="5 %", ANC="0.04 K/uL", hematocrit="30 %", RBC="3.0 T/L", MCV="98 fL", hemoglobin="10.4 g/dL")

    assert (value(observed, "neutrophils"), value(observed, "mcv"), value(observed, "hemoglobin")) == (0.04, 98, 10.4)
    assert not any(observed.levels[name].derivation for name in ("neutrophils", "mcv", "hemoglobin"))
    assert observed.conflicts == []


def test_print_far_from_its_derivation_is_a_conflict():
    observed = seen(WBC="1.0 K/uL", neutrophils="50 %", ANC="0.05 K/uL")

    assert list(map(str, observed.conflicts)) == ["neutrophils 0.05 as printed, but neutrophils 0.5 = white cells 1 x 50 % (10^9/L): correct one"]
    assert value(observed, "neutrophils") == 0.05


def test_values_of_different_days_are_not_compared():
    assert seen(WBC="6.0 K/uL falling to 1.0 K/uL", neutrophils="50 %", ANC="0.05 K/uL").conflicts == []


def test_neutrophils_above_the_white_cells_are_a_conflict():
    observed = seen(WBC="1.0 K/uL", ANC="3.0 K/uL")

    assert list(map(str, observed.conflicts)) == [
        "neutrophils 3 above white cells 1 (10^9/L), of which it is a part: correct one, or write the units"]


def test_a_differential_above_a_hundred_is_a_conflict():
    observed = seen(WBC="1.0 K/uL", neutrophils="60 %", lymphocytes="70 %")

    assert list(map(str, observed.conflicts)) == ["percent neutrophils 60 + percent lymphocytes 70 = 130 %, more than 100 %: correct one"]


def test_an_impossible_result_is_left_out_and_told():
    observed = seen(hematocrit="45 %", RBC="1.0 T/L")

    assert "mcv" not in observed.levels
    assert list(map(str, observed.conflicts)) == [
        "mean cell volume 450 = hematocrit 45 / red cells 1 x 10 (fL), outside 35 to 190, and left out: check the values"]


def test_a_difference_that_rounding_explains_is_left_out_in_silence():
    observed = seen(total_bilirubin="0.3 mg/dL", direct_bilirubin="0.3 mg/dL")

    assert "indirect-bilirubin" not in observed.levels
    assert observed.conflicts == []


def test_words_that_contradict_are_kept_and_told():
    observed = seen(Case(present=("neutropenia",)), WBC="10 K/uL", neutrophils="60 %")

    assert observed.levels["neutrophils"].level == "low"
    assert list(map(str, observed.conflicts)) == ["neutrophils low as said, but neutrophils 6 = white cells 10 x 60 % (10^9/L), "
                                  "which is normal, and left out: correct one"]


def test_a_number_worked_out_says_more_than_the_word():
    observed = seen(Case(present=("neutropenia",)), WBC="1.0 K/uL", neutrophils="5 %")

    assert value(observed, "neutrophils") == pytest.approx(0.05)
    assert "neutropenia" in observed.levels["neutrophils"].texts


def test_no_production_index_without_anemia():
    assert "reticulocyte-index" not in seen(reticulocyte_count="1.0 %", hematocrit="44 %").levels


def test_no_mentzer_index_without_small_cells():
    assert "mentzer-index" not in seen(MCV="90 fL", RBC="3.0 T/L").levels


def test_an_assumed_hematocrit_says_nothing_of_cell_size():
    observed = seen(hemoglobin="10 g/dL", RBC="3.0 T/L")

    assert not {"hematocrit", "mcv", "mchc"} & observed.levels.keys()


def test_a_formula_does_not_repeat_what_it_was_made_from():
    assert "mchc" not in seen(hematocrit="24 %").levels


def test_bounds_that_pull_both_ways_leave_it_open():
    assert "indirect-bilirubin" not in seen(total_bilirubin="<3 mg/dL", direct_bilirubin="<1 mg/dL").levels


def test_a_percentage_is_replaced_by_its_count_and_not_weighed_twice(knowledge):
    labs = {"WBC": "1.0 K/uL", "lymphocytes": "95 %", "iron": "30 ug/dL", "TIBC": "400 ug/dL"}
    terms = {term.name for term in gather(Case(labs=labs), knowledge).terms}

    assert {"lymphocytes", "transferrin-saturation"} <= terms
    assert not {"lymphocyte-percent", "iron", "tibc"} & terms


def test_words_for_what_is_only_shown_keep_their_weight(knowledge):
    case = Case(labs={"hemoglobin": "10 g/dL", "MCH": "40 pg", "reticulocyte count": "2 %"}, present=("low red cell count",))
    evidence = gather(case, knowledge)

    assert "rbc" in {term.name for term in evidence.terms}
    assert evidence.observations.levels["reticulocytes"].quantity.value == pytest.approx(50)


def test_what_is_only_shown_is_not_weighed(knowledge):
    labs = {"hemoglobin": "10 g/dL", "hematocrit": "25 %", "WBC": "12 K/uL", "NRBC": "50 /100 WBC"}
    evidence = gather(Case(labs=labs), knowledge)

    assert {"mchc", "corrected-white-cells"} <= evidence.observations.levels.keys()
    assert not {"mchc", "corrected-white-cells"} & {term.name for term in evidence.terms}


def test_weighed_values_are_replaced_by_or_grouped_with_a_parent_or_stand_for_a_count(knowledge):
    for rule in knowledge.derivations:
        one = knowledge.analytes[rule.analyte]
        related = any(knowledge.analytes[parent].group in (one.group, "red-cell-mass") for parent in rule.parents)

        assert rule.use != "weighed" or related or set(rule.parents) & set(one.derived_from), rule.analyte


def test_derivations_reach_the_data_that_programs_read(knowledge):
    case = Case(labs={"WBC": "1.0 K/uL", "lymphocytes": "10 %"})
    record = as_record("x", rank(gather(case, knowledge), knowledge), knowledge, top=50)
    entered = {text for row in record["candidates"] for reason in (*row["for"], *row["against"]) for text in reason["entered"]}

    assert record["derived"] == ["lymphocytes 0.1 = white cells 1 x 10 % (10^9/L)"]
    assert set(record["derived"]) <= entered


def test_neutrophils_without_a_unit_are_settled_by_the_white_cells():
    observed = seen(WBC="0.7 K/uL", ANC="10")

    assert value(observed, "neutrophils") == 0.01
    assert observed.levels["neutrophils"].derivation == (
        "neutrophils 0.01 (10^9/L), printed without a unit, read in /uL because 10 would be above white cells 0.7")
    assert [(one.status, bool(one.note)) for one in observed.readings] == [("used", False), ("used", True)]


def test_neutrophils_without_a_unit_stay_refused_when_both_units_fit():
    observed = seen(WBC="20 K/uL", ANC="10")

    assert "neutrophils" not in observed.levels
    assert [one.status for one in observed.readings] == ["used", "not_understood"]


def test_a_misprinted_unit_is_not_settled():
    assert "neutrophils" not in seen(WBC="0.7 K/uL", ANC="10 mg/dL").levels


def test_several_values_keep_first_lowest_and_last():
    level = seen(ANC="2.3 K/uL falling to 0.2 K/uL then 0.9 K/uL").levels["neutrophils"]

    assert (level.first, level.lowest, level.last, level.quantity.value) == (2.3, 0.2, 0.9, 0.9)


def test_one_value_is_first_lowest_and_last():
    level = seen(ANC="0.9 K/uL").levels["neutrophils"]

    assert (level.first, level.lowest, level.last) == (0.9, 0.9, 0.9)


def test_values_of_two_entries_are_one_course():
    level = seen(ANC="2.3 K/uL", neutrophils="0.9 K/uL").levels["neutrophils"]

    assert (level.first, level.lowest, level.last) == (2.3, 0.9, 0.9)
    assert level.texts == ("ANC: 2.3 K/uL", "neutrophils: 0.9 K/uL")


def test_a_level_in_words_has_no_course():
    level = seen(Case(present=("neutropenia",))).levels["neutrophils"]

    assert (level.first, level.lowest, level.last) == (None, None, None)

"""Within which limits a value lies, and how low it is in words, by pregnancy, sex and age."""

import pytest

from engine import Case, gather
from engine.case.limits import how_far, level_of, limits_for, with_printed
from engine.case.series import read_series

LATE = Case(age=30, sex="female", pregnant=True, gestation_weeks=36)
MIDDLE = Case(age=30, sex="female", pregnant=True, gestation_weeks=20)


@pytest.mark.parametrize(("analyte", "person", "value", "level"), [
    ("wbc", LATE, 13.5, "normal"), ("wbc", LATE, 15.4, "high"), ("wbc", LATE, 3.8, "low"), ("wbc", Case(age=30, sex="female"), 13.5, "high"),
    ("wbc", Case(pregnant=True), 13.5, "normal"), ("neutrophils", LATE, 11.0, "normal"), ("neutrophils", LATE, 1.4, "low"),
    ("neutrophils", LATE, 2.0, "normal"), ("neutrophils", Case(age=30, sex="female"), 11.0, "high"), ("monocytes", LATE, 1.0, "normal"),
])
def test_white_cells_are_judged_by_the_limits_of_pregnancy(analyte, person, value, level, knowledge):
    assert limits_for(knowledge.analytes[analyte], person).level(value) == level


@pytest.mark.parametrize(("person", "value", "grade"), [
    (LATE, 10.8, "mild"), (LATE, 9.9, "moderate"), (LATE, 6.9, "severe"), (MIDDLE, 10.4, "mild"), (MIDDLE, 10.6, ""),
    (Case(age=40, sex="female"), 11.5, "mild"), (Case(age=40, sex="female"), 10.9, "moderate"), (Case(age=40, sex="male"), 12.5, "mild"),
    (Case(age=40), 7.9, "severe"), (Case(age=1), 9.6, "mild"), (Case(age=1), 9.4, "moderate"), (Case(age=3), 10.2, "mild"),
    (Case(age=3), 7.5, "moderate"), (Case(age=8), 10.9, "moderate"), (Case(age=8), 11.2, "mild"), (Case(age=0.01), 10.0, ""),
])
def test_how_low_a_hemoglobin_is_follows_pregnancy_sex_and_age(person, value, grade, knowledge):
    assert limits_for(knowledge.analytes["hemoglobin"], person).grade(value) == grade


@pytest.mark.parametrize("analyte", ["reticulocytes", "reticulocyte-percent"])
def test_few_reticulocytes_are_never_called_mildly_low(analyte, knowledge):
    assert {step.grade for step in knowledge.analytes[analyte].bins if step.level == "low"} == {"severe", None}


@pytest.mark.parametrize(("analyte", "value", "told"), [
    ("hemoglobin", 10.9, "moderate"), ("neutrophils", 0.4, "severe"), ("neutrophils", 3.0, ""), ("hemoglobin", 14.0, "")])
def test_how_far_a_value_is_off_is_what_is_stated_of_such_people_else_the_grade_of_its_bin(analyte, value, told, knowledge):
    limits = limits_for(knowledge.analytes[analyte], Case(age=40, sex="female"))

    assert how_far(value, limits.level(value), limits, knowledge.analytes[analyte]) == told


@pytest.mark.parametrize(("analyte", "value", "bound", "level"), [
    ("platelets", 150, None, "normal"), ("platelets", 150, "below", "low"), ("platelets", 100, "below", "low"),
    ("platelets", 200, "below", "unsure"), ("platelets", 500, "below", "unsure"),
    ("platelets", 100, "above", "unsure"), ("platelets", 150, "above", "normal"), ("platelets", 450, "above", "high"),
    ("hemoglobin", 12, "below", "low"), ("hemoglobin", 13, "below", "unsure"), ("neutrophils", 1.5, "below", "low"), ("wbc", 4, "below", "low"),
    ("ferritin", 300, "above", "high"), ("ferritin", 30, "below", "low"), ("ferritin", 100, "below", "normal"), ("ferritin", 400, "below", "unsure"),
])
def test_a_limit_is_judged_by_what_lies_on_its_side(analyte, value, bound, level, knowledge):
    record = knowledge.analytes[analyte]

    assert level_of(value, bound, limits_for(record, Case(age=40, sex="female")), record) == level


@pytest.mark.parametrize("printed", ["<150 x10^9/L", "less than 150,000/uL", "<100 x10^9/L"])
def test_fewer_platelets_than_the_lower_limit_are_few_and_do_not_contradict_the_word(printed, knowledge):
    evidence = gather(Case(labs={"platelets": printed}, present=("thrombocytopenia",)), knowledge)

    assert evidence.counts.low == {"platelets"}
    assert evidence.observations.conflicts == []


def test_fewer_than_the_lower_limit_says_no_more_than_the_word_low(knowledge):
    number, word = (gather(Case(labs={"platelets": printed}), knowledge).counts.depth for printed in ("<150 x10^9/L", "low"))

    assert number == word == ()


@pytest.mark.parametrize(("printed", "value", "level"), [
    (None, 12.5, "unsure"), ((None, 16.0), 12.5, "unsure"), ((12.6, None), 12.5, "low"), ((12.0, 16.0), 12.5, "normal"),
    ((12.0, None), 16.5, "unsure")])
def test_limits_printed_beside_a_value_hold_and_an_end_that_is_not_printed_stays_ours(printed, value, level, knowledge):
    assert with_printed(limits_for(knowledge.analytes["hemoglobin"], Case(age=40)), printed).level(value) == level


def test_a_dated_count_is_judged_by_the_limits_printed_beside_it(knowledge):
    case = Case(series={"2024-01-31": {"platelets": "140 x10^9/L (130-400)"}, "2024-02-03": {"platelets": "140 x10^9/L"}})

    assert [point.level for point in read_series(case, knowledge).courses["platelets"].points] == ["normal", "low"]

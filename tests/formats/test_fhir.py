"""FHIR Bundles as other programs write them: what is taken and how, and what is told."""

import json

import pytest

from engine import Case, Medication, parse_cases
from tests.formats.foreign import LOINC, PERSON, bundle, case_of, condition, medicine, observation, opened, quantity


def test_a_record_becomes_a_case_with_its_age_its_serial_counts_and_its_medicines():
    file = opened(bundle(
        PERSON, observation("6690-2", "Leukocytes", "2024-01-01", **quantity(4.5, "10*3/uL")),
        observation("26464-8", "", "2024-01-21", **quantity(2.1, "10*3/uL")),
        observation("718-7", "Hemoglobin [Mass/volume] in Blood", "2024-01-21T08:00:00+01:00", **quantity(82, "g/L")),
        observation("2276-4", "Ferritin", "2021-01-01", **quantity(9, "ng/mL")),
        condition("Splenomegaly (disorder)"), condition("Fever", clinical="resolved"), condition("Ataxia", verified="refuted"),
        condition("Jaundice", verified="provisional"),
        {"resourceType": "MedicationRequest", "status": "active", "medicationCodeableConcept": {"text": "Methimazole 10 MG Oral Tablet"},
         "authoredOn": "2023-12-17",
         "subject": {"reference": "urn:uuid:p1"}},
        {"resourceType": "FamilyMemberHistory", "status": "completed", "patient": {"reference": "urn:uuid:p1"}, "relationship": {"text": "Mother"},
         "condition": [{"code": {"text": "anemia"}}]},
        {"resourceType": "AllergyIntolerance", "patient": {"reference": "urn:uuid:p1"}}))[0]

    assert file.case == Case(
        age=53, sex="female", labs={"White cells": "2.1 10^9/L", "Hemoglobin": "82 g/L", "Ferritin": "9 ng/mL"},
        series={"day -1115": {"Ferritin": "9 ng/mL"}, "day -20": {"White cells": "4.5 10^9/L"}, "day 0": {"White cells": "2.1 10^9/L"}},
        present=("Splenomegaly",), history=("Fever",), absent=("Ataxia",), unsure=("Jaundice",), family_history=("mother with anemia",),
        medications=(Medication("Methimazole 10 MG Oral Tablet", "started 35 days earlier"),))
    assert file.told == ("not kept, because it can point to a person: name, identifier, telephone and e-mail, address, date of birth",
                         "the last value of each test counts, also where it is older than 14 days before the newest of all: Ferritin (1115 days)",
                         "not used: resources of other kinds: AllergyIntolerance (1)")


@pytest.mark.parametrize(("told", "labs"), [
    pytest.param(observation("", "Neutrophils [#/volume] in Blood by Automated count", **quantity(0.4, "10*3/uL")), {"Neutrophils": "0.4 10^9/L"},
                 id="by the name"),
    pytest.param(observation("718-7", **quantity(8, "g/dL"), interpretation=[{"coding": [{"code": "L"}]}]), {"Hemoglobin": "8 g/dL (low)"},
                 id="an interpretation"),
    pytest.param(observation("718-7", interpretation=[{"coding": [{"code": "LL"}]}]), {"Hemoglobin": "low"}, id="an interpretation alone"),
    pytest.param(observation("718-7", **quantity(8, "g/dL"),
                             referenceRange=[{"low": {"value": 12, "unit": "g/dL"}, "high": {"value": 16, "unit": "g/dL"}}]),
                 {"Hemoglobin": "8 g/dL (12-16)"}, id="a reference range"),
    pytest.param(observation("718-7", **quantity(80, "g/L"),
                             referenceRange=[{"low": {"value": 12, "unit": "g/dL"}, "high": {"value": 16, "unit": "g/dL"}}]),
                 {"Hemoglobin": "80 g/L"}, id="a range in another unit is left"),
    pytest.param(observation("2276-4", valueQuantity={"value": 10, "comparator": "<", "unit": "ng/mL"}), {"Ferritin": "<10 ng/mL"}, id="a bound"),
    pytest.param(observation("718-7", valueRange={"low": {"value": 8}, "high": {"value": 9, "unit": "g/dL"}}), {"Hemoglobin": "8-9 g/dL"},
                 id="a range"),
    pytest.param(observation("5048-4", valueRatio={"numerator": {"value": 1}, "denominator": {"value": 320}}),
                 {"Antinuclear antibody titer": "1:320"}, id="a titer"),
    pytest.param(observation("", "HIV 1+2 Ab [Presence] in Serum or Plasma", valueCodeableConcept={"text": "Positive"}), {"HIV 1+2 Ab": "Positive"},
                 id="an answer"),
    pytest.param(observation("1007-4", "Direct antiglobulin test.poly specific reagent [Presence] on Red Blood Cells", valueString="2+"),
                 {"DAT": "positive"}, id="a code beside a long name"),
    pytest.param(observation("1004-1", "Direct antiglobulin test.complement specific reagent [Presence] on Red Blood Cells", valueString="Negative"),
                 {"DAT C3": "Negative"}, id="of complement alone"),
    pytest.param(observation("", "Direct antiglobulin test.IgG specific reagent", valueString="Negative"), {"DAT IgG": "Negative"},
                 id="of IgG alone"),
    pytest.param(observation("", "Hepatitis B virus surface Ab [Presence] in Serum", valueString="Positive"),
                 {"Hepatitis B surface antibody": "Positive"}, id="not the antigen"),
    pytest.param(observation("8061-4", valueCodeableConcept={"coding": [{"code": "10828004"}]}), {"ANA": "positive"}, id="codes without a word"),
    pytest.param(observation("8061-4", "whatever", valueString="+++"), {"ANA": "positive"}, id="a code beside an odd name"),
    pytest.param(observation("16128-1", "Hepatitis C virus Ab [Presence] in Serum",
                             valueCodeableConcept={"coding": [{"display": "Detected (qualifier value)"}]}),
                 {"hepatitis C antibody": "Detected"}, id="a word with its kind"),
    pytest.param(observation("", "Parvovirus B19 IgM Ab [Presence] in Serum", valueString="Positive"), {"Parvovirus B19 IgM antibody": "Positive"},
                 id="a long name in our words"),
    pytest.param(observation("800-3", "Schistocytes [Presence] in Blood by Light microscopy", valueString="1+"), {"schistocytes": "positive"},
                 id="pluses on a smear"),
    pytest.param(observation("56888-1", valueCodeableConcept={"coding": [{"code": "LA15256-3"}]}), {"HIV 1+2 Ab": "non-reactive"},
                 id="a LOINC answer"),
    pytest.param(observation("53622-7", "ADAMTS13 actual/normal in PPP by Chromogenic", **quantity(4, "%")), {"ADAMTS13 activity": "4 %"},
                 id="a share of normal"),
    pytest.param(observation("718-7", **quantity(15.6854463551, "g/dL")), {"Hemoglobin": "15.685 g/dL"}, id="more digits than are measured"),
    pytest.param(observation("2532-0", **quantity(900, "[IU]/L")), {"Lactate dehydrogenase": "900 U/L"}, id="a unit of UCUM's own"),
    pytest.param(observation("777-3", **quantity(150000, "{#}/uL")), {"Platelets": "150000 /uL"}, id="a remark in a unit"),
    pytest.param(observation("777-3", **quantity(150000, "/uL")), {"Platelets": "150000 /uL"}, id="a large number"),
    pytest.param(observation("85354-9", component=[{"code": {"coding": [{"system": LOINC, "code": "8480-6"}]}, **quantity(85, "mm[Hg]")}]),
                 {"Systolic blood pressure": "85 mmHg"}, id="a component"),
])
def test_a_value_is_printed_as_a_report_would(told, labs):
    assert case_of(PERSON, told).labs == labs


@pytest.mark.parametrize(("left", "why"), [
    pytest.param(observation("2350-7", "Glucose [Mass/volume] in Urine", **quantity(90, "mg/dL")), "Glucose [Mass/volume] in Urine",
                 id="another specimen"),
    pytest.param(observation("718-7", "Hb", dataAbsentReason={"coding": [{"code": "unknown", "display": "Unknown"}]}), "Hb (no value: Unknown)",
                 id="no value"),
    pytest.param(observation("718-7", status="entered-in-error", **quantity(8, "g/dL")), "observations that were cancelled or entered in error",
                 id="an error"),
    pytest.param(observation("718-7", "Hb", valueString="8.1 g/dL, drawn by Zzyzxquist"), "Hb", id="free text beside a value"),
    pytest.param(observation("", "Procedure narrative", valueString="CABG by Zzyzxquist with fever"), "Procedure narrative", id="free text"),
    pytest.param(observation("21000-5", "Erythrocyte distribution width [Entitic volume] by Automated count", **quantity(45, "fL")),
                 "Erythrocyte distribution width [Entitic volume] by Automated count", id="a name with a unit of another quantity"),
    pytest.param(condition("No splenomegaly"), "No splenomegaly (its words deny something, its code does not)", id="words that deny"),
    pytest.param(condition("Stress (finding)"), "Stress (finding)", id="not known"),
    pytest.param(medicine("MedicationStatement", "Clozapine", "not-taken"), "medicine Clozapine (not taken)", id="not taken"),
    pytest.param(medicine("MedicationRequest", "Clozapine", intent="order", doNotPerform=True), "medicine Clozapine (must not be given)",
                 id="must not be given"),
    pytest.param(medicine("MedicationRequest", "Clozapine", intent="proposal"), "medicine Clozapine (only a proposal)", id="a proposal"),
    pytest.param(medicine("MedicationRequest", "Clozapine", intent="plan"), "medicine Clozapine (only a plan)", id="a plan"),
    pytest.param(medicine("MedicationAdministration", "Clozapine", status="not-done"), "medicine Clozapine (not taken)", id="not given"),
    pytest.param(condition("Fever", subject="Patient/another"), "resources that belong to none of the Patients in the Bundle", id="of somebody else"),
])
def test_what_has_no_place_in_a_case_is_told(left, why):
    file = opened(bundle(PERSON, left))[0]

    assert file.case == Case(sex="female")
    assert f"not used: {why}" in file.told


def test_who_the_person_is_may_stand_in_observations():
    weeks = observation("18185-9", **quantity(210, "d"))
    pregnant = observation("82810-3", valueCodeableConcept={"coding": [{"code": "77386006"}]})
    age = observation("30525-0", **quantity(18, "mo"))

    assert case_of(PERSON, age, weeks, pregnant) == Case(age=1.5, sex="female", pregnant=True, gestation_weeks=30)


def test_each_patient_is_a_case_with_what_is_theirs():
    files = opened(bundle(PERSON, {**PERSON, "id": "p2", "gender": "male"},
                          condition("Fever", subject="https://example.org/fhir/Patient/p2/_history/1"), condition("Ataxia")))

    assert [(one.id, one.case.sex, one.case.present) for one in files] == [("case-1", "female", ("Ataxia",)), ("case-2", "male", ("Fever",))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_resources_that_stand_one_a_line_may_hold_a_line_separator_of_unicode(end):
    resources = [PERSON, {**condition("Splenomegaly (disorder)"), "note": [{"text": "felt\u2028twice"}]}, condition("Fever")]
    files = parse_cases(end.join(json.dumps(one, ensure_ascii=False) for one in resources), name="bulk.ndjson")

    assert [file.case.present for file in files] == [("Splenomegaly", "Fever")]


def test_medicines_may_be_named_elsewhere_in_the_bundle():
    request = {"resourceType": "MedicationRequest", "status": "stopped", "medicationReference": {"reference": "Medication/m"},
               "subject": {"reference": "Patient/p1"}}
    medicine = {"resourceType": "Medication", "id": "m", "code": {"coding": [{"display": "Clozapine 25 MG"}]}}

    assert case_of(PERSON, request, medicine).medications == (Medication("Clozapine 25 MG", "stopped"),)


def test_a_medicine_begun_after_the_last_count_did_not_cause_it():
    case = case_of(PERSON, observation("718-7", day="2024-01-01", **quantity(8, "g/dL")),
                   medicine("MedicationRequest", "Clozapine", authoredOn="2024-02-01"))

    assert case.medications == (Medication("Clozapine", "started after presentation"),)


@pytest.mark.parametrize(("told", "taken"), [
    pytest.param([medicine("MedicationAdministration", "Piperacillin", "completed", effectiveDateTime="2023-12-22")],
                 "started 10 days earlier, stopped 10 days earlier", id="given once"),
    pytest.param([medicine("MedicationAdministration", "Piperacillin", "completed", effectiveDateTime=f"2023-12-{day}") for day in (24, 22, 30)],
                 "started 10 days earlier, stopped 2 days earlier", id="given several times"),
    pytest.param([medicine("MedicationDispense", "Piperacillin", "completed", whenHandedOver="2023-12-22")], "started 10 days earlier",
                 id="handed over is not over"),
    pytest.param([medicine("MedicationRequest", "Piperacillin", "active", authoredOn="2023-12-22"),
                  medicine("MedicationRequest", "Piperacillin", "stopped", authoredOn="2022-01-01")],
                 "started 10 days earlier", id="what goes on before what is over"),
])
def test_a_medicine_is_taken_since_its_first_day(told, taken):
    assert [one.taken for one in case_of(PERSON, observation("718-7", day="2024-01-01", **quantity(8, "g/dL")), *told).medications] == [taken]


def test_an_impossible_value_is_left_out_and_told_at_its_place():
    file = opened(bundle(PERSON, observation("6690-2", **quantity(-4, "10*9/L")), observation("718-7", **quantity(8, "g/dL"))))[0]

    assert file.case.labs == {"Hemoglobin": "8 g/dL"}
    assert file.told[-1] == ('not read: Observation 2: White cells: found "-4 10^9/L", -4 10^9/L, outside the plausible range 0-1500 10^9/L; '
                            "check the number and the unit; left out")


@pytest.mark.parametrize(("text", "kept"), [
    pytest.param("SLE of Abdul218 Harris789, MRN998877", ("SLE",), id="name and number"),
    pytest.param("Abdul Harris has gout, tel 555-677-3119", ("gout",), id="name and telephone"),
    pytest.param("Mr. Harris, DOB 12/04/1965: splenomegaly", ("splenomegaly",), id="title and date of birth"),
    pytest.param("fever (seen by Dr. Emily Clarke)", ("fever",), id="a practitioner"),
    pytest.param("White count low", ("White count low",), id="a name that is a word")])
def test_who_is_named_elsewhere_in_the_file_is_named_nowhere_in_its_texts(text, kept):
    person = {**PERSON, "name": [{"family": "Harris789", "given": ["Abdul218"]}, {"family": "White"}], "identifier": [{"value": "MRN998877"}]}
    file = opened(bundle(person, condition(text)))[0]

    assert file.case.present == kept
    assert ("what names a person within a text" in file.told[0]) == (text != kept[0])

"""Phenopackets and Bundles as other programs write them: what is taken, what is told, what is never kept."""
# ruff: noqa: E501 (messages are compared whole)

import json

import pytest

from engine import Case, CaseError, Diagnosis, Medication, load, parse_cases, write_cases
from engine.formats.timeline import Dated, age_at, by_time, day_of
from engine.formats.walk import Notes

SECRET = "Zzyzxquist"
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
PERSON = {"resourceType": "Patient", "id": "p1", "name": [{"family": SECRET}], "identifier": [{"value": SECRET}], "birthDate": "1970-03-01",
          "telecom": [{"value": SECRET}], "address": [{"city": SECRET}], "gender": "female"}


def opened(value: object) -> list:
    return parse_cases(json.dumps(value), name="file.json", knowledge=load())


def bundle(*resources: dict, **more) -> dict:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": f"urn:uuid:{one.get('id', place)}", "resource": one}
                                                                      for place, one in enumerate(resources)], **more}


def observation(code: str = "", name: str = "", day: str = "", subject: str = "urn:uuid:p1", **told) -> dict:
    coding = {"coding": [{"system": LOINC, "code": code, "display": name}]}
    return {"resourceType": "Observation", "status": "final", "code": coding, "subject": {"reference": subject}, **({"effectiveDateTime": day} if day else {}), **told}


def quantity(value: float, unit: str) -> dict:
    return {"valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}}


def condition(text: str, clinical: str = "active", verified: str = "confirmed", subject: str = "Patient/p1") -> dict:
    return {"resourceType": "Condition", "clinicalStatus": {"coding": [{"code": clinical}]}, "verificationStatus": {"coding": [{"code": verified}]},
            "code": {"text": text}, "subject": {"reference": subject}}


def medicine(kind: str, name: str, status: str = "active", **more) -> dict:
    return {"resourceType": kind, "status": status, "medicationCodeableConcept": {"text": name}, "subject": {"reference": "Patient/p1"}, **more}


def case_of(*resources: dict) -> Case:
    return opened(bundle(*resources))[0].case


def packet(*features: dict, **more) -> dict:
    return {"id": SECRET, "subject": {"id": SECRET}, "phenotypicFeatures": list(features), "metaData": {"createdBy": SECRET}, **more}


def feature(code: str, label: str = "", **more) -> dict:
    return {"type": {"id": code, "label": label}, **more}


# FHIR

def test_a_record_becomes_a_case_with_its_age_its_serial_counts_and_its_medicines():
    file = opened(bundle(
        PERSON, observation("6690-2", "Leukocytes", "2024-01-01", **quantity(4.5, "10*3/uL")), observation("26464-8", "", "2024-01-21", **quantity(2.1, "10*3/uL")),
        observation("718-7", "Hemoglobin [Mass/volume] in Blood", "2024-01-21T08:00:00+01:00", **quantity(82, "g/L")), observation("2276-4", "Ferritin", "2021-01-01", **quantity(9, "ng/mL")),
        condition("Splenomegaly (disorder)"), condition("Fever", clinical="resolved"), condition("Ataxia", verified="refuted"), condition("Jaundice", verified="provisional"),
        {"resourceType": "MedicationRequest", "status": "active", "medicationCodeableConcept": {"text": "Methimazole 10 MG Oral Tablet"}, "authoredOn": "2023-12-17",
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
    pytest.param(observation("", "Neutrophils [#/volume] in Blood by Automated count", **quantity(0.4, "10*3/uL")), {"Neutrophils": "0.4 10^9/L"}, id="by the name"),
    pytest.param(observation("718-7", **quantity(8, "g/dL"), interpretation=[{"coding": [{"code": "L"}]}]), {"Hemoglobin": "8 g/dL (low)"}, id="an interpretation"),
    pytest.param(observation("718-7", interpretation=[{"coding": [{"code": "LL"}]}]), {"Hemoglobin": "low"}, id="an interpretation alone"),
    pytest.param(observation("718-7", **quantity(8, "g/dL"), referenceRange=[{"low": {"value": 12, "unit": "g/dL"}, "high": {"value": 16, "unit": "g/dL"}}]),
                 {"Hemoglobin": "8 g/dL (12-16)"}, id="a reference range"),
    pytest.param(observation("718-7", **quantity(80, "g/L"), referenceRange=[{"low": {"value": 12, "unit": "g/dL"}, "high": {"value": 16, "unit": "g/dL"}}]),
                 {"Hemoglobin": "80 g/L"}, id="a range in another unit is left"),
    pytest.param(observation("2276-4", valueQuantity={"value": 10, "comparator": "<", "unit": "ng/mL"}), {"Ferritin": "<10 ng/mL"}, id="a bound"),
    pytest.param(observation("718-7", valueRange={"low": {"value": 8}, "high": {"value": 9, "unit": "g/dL"}}), {"Hemoglobin": "8-9 g/dL"}, id="a range"),
    pytest.param(observation("5048-4", valueRatio={"numerator": {"value": 1}, "denominator": {"value": 320}}), {"Antinuclear antibody titer": "1:320"}, id="a titer"),
    pytest.param(observation("", "HIV 1+2 Ab [Presence] in Serum or Plasma", valueCodeableConcept={"text": "Positive"}), {"HIV 1+2 Ab": "Positive"}, id="an answer"),
    pytest.param(observation("1007-4", "Direct antiglobulin test.poly specific reagent [Presence] on Red Blood Cells", valueString="2+"), {"DAT": "positive"}, id="a code beside a long name"),
    pytest.param(observation("1004-1", "Direct antiglobulin test.complement specific reagent [Presence] on Red Blood Cells", valueString="Negative"), {"DAT C3": "Negative"}, id="of complement alone"),
    pytest.param(observation("", "Direct antiglobulin test.IgG specific reagent", valueString="Negative"), {"DAT IgG": "Negative"}, id="of IgG alone"),
    pytest.param(observation("", "Hepatitis B virus surface Ab [Presence] in Serum", valueString="Positive"), {"Hepatitis B surface antibody": "Positive"}, id="not the antigen"),
    pytest.param(observation("8061-4", valueCodeableConcept={"coding": [{"code": "10828004"}]}), {"ANA": "positive"}, id="codes without a word"),
    pytest.param(observation("8061-4", "whatever", valueString="+++"), {"ANA": "positive"}, id="a code beside an odd name"),
    pytest.param(observation("16128-1", "Hepatitis C virus Ab [Presence] in Serum", valueCodeableConcept={"coding": [{"display": "Detected (qualifier value)"}]}), {"hepatitis C antibody": "Detected"}, id="a word with its kind"),
    pytest.param(observation("", "Parvovirus B19 IgM Ab [Presence] in Serum", valueString="Positive"), {"Parvovirus B19 IgM antibody": "Positive"}, id="a long name in our words"),
    pytest.param(observation("800-3", "Schistocytes [Presence] in Blood by Light microscopy", valueString="1+"), {"schistocytes": "positive"}, id="pluses on a smear"),
    pytest.param(observation("56888-1", valueCodeableConcept={"coding": [{"code": "LA15256-3"}]}), {"HIV 1+2 Ab": "non-reactive"}, id="a LOINC answer"),
    pytest.param(observation("53622-7", "ADAMTS13 actual/normal in PPP by Chromogenic", **quantity(4, "%")), {"ADAMTS13 activity": "4 %"}, id="a share of normal"),
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
    pytest.param(observation("2350-7", "Glucose [Mass/volume] in Urine", **quantity(90, "mg/dL")), "Glucose [Mass/volume] in Urine", id="another specimen"),
    pytest.param(observation("718-7", "Hb", dataAbsentReason={"coding": [{"code": "unknown", "display": "Unknown"}]}), "Hb (no value: Unknown)", id="no value"),
    pytest.param(observation("718-7", status="entered-in-error", **quantity(8, "g/dL")), "observations that were cancelled or entered in error", id="an error"),
    pytest.param(observation("718-7", "Hb", valueString="8.1 g/dL, drawn by Zzyzxquist"), "Hb", id="free text beside a value"),
    pytest.param(observation("", "Procedure narrative", valueString="CABG by Zzyzxquist with fever"), "Procedure narrative", id="free text"),
    pytest.param(observation("21000-5", "Erythrocyte distribution width [Entitic volume] by Automated count", **quantity(45, "fL")),
                 "Erythrocyte distribution width [Entitic volume] by Automated count", id="a name with a unit of another quantity"),
    pytest.param(condition("Normal pregnancy"), "Normal pregnancy (its words deny something, its code does not)", id="words that deny"),
    pytest.param(condition("Stress (finding)"), "Stress (finding)", id="not known"),
    pytest.param({"resourceType": "MedicationStatement", "status": "not-taken", "medicationCodeableConcept": {"text": "Clozapine"}, "subject": {"reference": "Patient/p1"}},
                 "medicine Clozapine (not taken)", id="not taken"),
    pytest.param(medicine("MedicationRequest", "Clozapine", intent="order", doNotPerform=True), "medicine Clozapine (must not be given)", id="must not be given"),
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

    assert case_of(PERSON, observation("30525-0", **quantity(18, "mo")), weeks, pregnant) == Case(age=1.5, sex="female", pregnant=True, gestation_weeks=30)


def test_each_patient_is_a_case_with_what_is_theirs():
    files = opened(bundle(PERSON, {**PERSON, "id": "p2", "gender": "male"}, condition("Fever", subject="https://example.org/fhir/Patient/p2/_history/1"), condition("Ataxia")))

    assert [(one.id, one.case.sex, one.case.present) for one in files] == [("case-1", "female", ("Ataxia",)), ("case-2", "male", ("Fever",))]


def test_medicines_may_be_named_elsewhere_in_the_bundle():
    request = {"resourceType": "MedicationRequest", "status": "stopped", "medicationReference": {"reference": "Medication/m"}, "subject": {"reference": "Patient/p1"}}
    medicine = {"resourceType": "Medication", "id": "m", "code": {"coding": [{"display": "Clozapine 25 MG"}]}}

    assert case_of(PERSON, request, medicine).medications == (Medication("Clozapine 25 MG", "stopped"),)


def test_a_medicine_begun_after_the_last_count_did_not_cause_it():
    request = {"resourceType": "MedicationRequest", "status": "active", "medicationCodeableConcept": {"text": "Clozapine"}, "authoredOn": "2024-02-01", "subject": {"reference": "Patient/p1"}}

    assert case_of(PERSON, observation("718-7", day="2024-01-01", **quantity(8, "g/dL")), request).medications[0].taken == "started after presentation"


@pytest.mark.parametrize(("told", "taken"), [
    pytest.param([medicine("MedicationAdministration", "Piperacillin", "completed", effectiveDateTime="2023-12-22")], "started 10 days earlier, stopped 10 days earlier", id="given once"),
    pytest.param([medicine("MedicationAdministration", "Piperacillin", "completed", effectiveDateTime=f"2023-12-{day}") for day in (24, 22, 30)],
                 "started 10 days earlier, stopped 2 days earlier", id="given several times"),
    pytest.param([medicine("MedicationDispense", "Piperacillin", "completed", whenHandedOver="2023-12-22")], "started 10 days earlier", id="handed over is not over"),
    pytest.param([medicine("MedicationRequest", "Piperacillin", "active", authoredOn="2023-12-22"), medicine("MedicationRequest", "Piperacillin", "stopped", authoredOn="2022-01-01")],
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
    pytest.param("SLE of Abdul218 Harris789, MRN998877", ("SLE",), id="name and number"), pytest.param("Abdul Harris has gout, tel 555-677-3119", ("gout",), id="name and telephone"),
    pytest.param("Mr. Harris, DOB 12/04/1965: splenomegaly", ("splenomegaly",), id="title and date of birth"), pytest.param("fever (seen by Dr. Emily Clarke)", ("fever",), id="a practitioner"),
    pytest.param("White count low", ("White count low",), id="a name that is a word")])
def test_who_is_named_elsewhere_in_the_file_is_named_nowhere_in_its_texts(text, kept):
    person = {**PERSON, "name": [{"family": "Harris789", "given": ["Abdul218"]}, {"family": "White"}], "identifier": [{"value": "MRN998877"}]}
    file = opened(bundle(person, condition(text)))[0]

    assert file.case.present == kept
    assert ("what names a person within a text" in file.told[0]) == (text != kept[0])


# Phenopackets

@pytest.mark.parametrize(("told", "present", "absent"), [
    pytest.param(feature("HP:0002066"), ("gait ataxia",), (), id="the very term, by its id alone"),
    pytest.param(feature("HP:0001875"), ("Neutropenia",), (), id="a level of a count"),
    pytest.param(feature("HP:0000214"), ("Lip telangiectasia",), (), id="a narrower term, counted for the finding above it"),
    pytest.param(feature("HP:0012378", excluded=True), (), ("fatigue",), id="excluded"),
    pytest.param(feature("HP:0001903", "Anemia", severity={"id": "HP:0012828"}), ("severe Anemia",), (), id="severe"),
    pytest.param(feature("SNOMED:1", "Anemia"), ("Anemia",), (), id="another vocabulary, by its label"),
])
def test_a_feature_is_read_by_its_id_else_by_its_label(told, present, absent):
    case = opened(packet(told))[0].case

    assert (case.present, case.absent) == (present, absent)


@pytest.mark.parametrize("told", [
    pytest.param(feature("HP:0000253", "Progressive microcephaly", excluded=True), id="its absence denies nothing above it"),
    pytest.param(feature("HP:0000518", "Cataract"), id="no finding above it"),
    pytest.param(feature("HP:9999999", "Unheard of"), id="no term"),
])
def test_a_feature_that_counts_for_nothing_is_told(told):
    file = opened(packet(told, feature("HP:0001945", "Fever")))[0]

    assert file.case == Case(present=("fever",))
    assert f"not used: {told['type']['id']} {told['type']['label']}" in file.told


def test_every_hpo_id_of_a_finding_or_level_is_read_as_itself():
    rules = load()
    ids = {one.hpo: one.id for one in rules.findings.values() if one.hpo} | {term: one.id for one in rules.analytes.values() for term in one.hpo.values()}
    from engine.case.words import read_words
    files = opened({"id": "x", "members": [packet(feature(term)) for term in ids], "metaData": {}})

    assert [name for file, name in zip(files, ids.values(), strict=True)
            if [one.id for one in read_words(file.case.present[0], "present", rules.lexicon).mentions] != [name]] == []


def test_a_merged_id_is_the_term_it_went_into():
    merged, now = next((old, new) for old, new in load().hpo.value.merged.items() if any(one.hpo == new for one in load().findings.values()))

    assert opened(packet(feature(merged)))[0].case == opened(packet(feature(now)))[0].case


def test_the_disease_of_a_phenopacket_is_the_answer_and_no_evidence():
    file = opened(packet(feature("HP:0001945", "Fever"), diseases=[{"term": {"id": "MONDO:1", "label": "Copper deficiency"}}, {"term": {"id": "MONDO:2", "label": "Hypertension"}},
                                                                   {"term": {"id": "MONDO:3", "label": "Fever"}, "excluded": True}]))[0]

    assert file.diagnosis == Diagnosis("Copper deficiency")
    assert file.case.history == ("Hypertension",)
    assert "what the person was found to have (Copper deficiency) is the answer of the case, and no evidence in its ranking" in file.told


def test_measurements_with_times_are_serial_counts_and_count_the_age():
    def measured(value: float, day: str) -> dict:
        return {"assay": {"id": "LOINC:6690-2", "label": "WBC"}, "timeObserved": {"timestamp": f"{day}T00:00:00Z"},
                "value": {"quantity": {"unit": {"id": "UCUM:10*3/uL", "label": "thousands"}, "value": value}}}
    subject = {"id": SECRET, "dateOfBirth": "1990-01-01T00:00:00Z", "sex": "MALE"}
    case = opened(packet(subject=subject, measurements=[measured(4, "2020-01-01"), measured(1.5, "2020-01-11")]))[0].case

    assert case == Case(age=30, sex="male", labs={"White cells": "1.5 10^9/L"}, series={"day -10": {"White cells": "4 10^9/L"}, "day 0": {"White cells": "1.5 10^9/L"}})


def test_keys_may_be_spelled_as_protocol_buffers_do():
    assert opened({"id": "x", "subject": {"id": "y", "time_at_last_encounter": {"age": {"iso8601duration": "P1Y6M"}}}, "phenotypic_features": [feature("HP:0001945")]})[0].case == \
        Case(age=1.5, present=("fever",))


# Both

@pytest.mark.parametrize("value", [
    pytest.param(bundle(PERSON, condition("Fever")), id="fhir"),
    pytest.param(packet(feature("HP:0001945"), subject={"id": SECRET, "dateOfBirth": "1970-03-01T00:00:00Z", "alternateIds": [SECRET]}), id="phenopacket")])
def test_nothing_that_points_to_a_person_is_kept_and_what_was_dropped_is_told(value):
    files = opened(value)

    assert files[0].told[0].startswith("not kept, because it can point to a person: ")
    assert "identifier" in files[0].told[0]
    assert "date of birth" in files[0].told[0]
    assert SECRET not in write_cases(files) + str(files)
    assert "1970" not in write_cases(files) + str(files)


@pytest.mark.parametrize(("data", "message"), [
    pytest.param('{"resourceType": "Bundle"', "file.json:1:26: this is not JSON (Expecting ',' delimiter); allowed: a whole JSON file; export it anew", id="cut off"),
    pytest.param('{"resourceType": "Bundle", "entry": []}',
                 "file.json:0:0: the Bundle holds nothing; allowed: Patient, Observation, Condition, MedicationStatement, MedicationRequest, MedicationAdministration, MedicationDispense, FamilyMemberHistory; export these of a person", id="an empty bundle"),
    pytest.param('{"resourceType": "Library"}',
                 "file.json:0:0: this is a FHIR resource of another kind; allowed: a Bundle, or one of Patient, Observation, Condition, MedicationStatement, MedicationRequest, MedicationAdministration, MedicationDispense, FamilyMemberHistory; export a Bundle", id="another kind"),
    pytest.param('{"resourceType": "Observation", "code": {"text": "Mood"}}',
                 "file.json:0:0: nothing in this FHIR Bundle is understood (not used: Mood); allowed: findings, values and medicines by their codes or names; enter the case by hand", id="nothing understood"),
    pytest.param('{"id": "x", "subject": {"id": "y"}, "metaData": {"phenopacketSchemaVersion": "1.0.0"}}',
                 "file.json:0:0: this Phenopacket follows version 1 of the schema; allowed: version 2; convert it with phenopacket-tools", id="version 1"),
    pytest.param('{"id": "x", "subject": 5, "metaData": {}}',
                 "file.json:0:0: nothing in this Phenopacket is understood (not kept, because it can point to a person: identifier; not read: packet.subject is a number; allowed: an object); allowed: findings, values and medicines by their codes or names; enter the case by hand", id="wrong kinds"),
    pytest.param('{"resourceType": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}",
                 "file.json:0:0: the JSON is nested too deeply; allowed: a Phenopacket or a FHIR Bundle as exported", id="nested"),
])
def test_a_refusal_says_what_was_found_what_is_allowed_and_what_to_do(data, message):
    with pytest.raises(CaseError) as refused:
        parse_cases(data, name="file.json")

    assert str(refused.value) == message


def test_a_case_file_in_json_is_still_a_case_file():
    assert parse_cases('{"case": {"present": ["subject"]}}', name="x")[0].case == Case(present=("subject",))


@pytest.mark.parametrize(("text", "day"), [("1970-01-02", 1), ("1970-01-02T12:00:00+02:00", 1.5), ("1970", 181), ("1970-02", 45), ("2024-13-45", None), ("soon", None)])
def test_a_date_is_a_day_and_part_of_a_date_its_middle(text, day):
    assert day_of(text) == day


def test_an_age_that_cannot_be_is_none():
    assert (age_at(10, 5), age_at(0, 200 * 365.25)) == (None, None)


def test_an_age_is_told_in_whole_years_and_of_infants_exactly():
    assert (age_at(0, 40.9 * 365.25), age_at(0, 30)) == (40, 0.082)


@pytest.mark.parametrize(("values", "labs", "series", "told"), [
    pytest.param([Dated("x", "1", 10.25), Dated("x", "2", 10.5)], {"x": "2"}, {"day -0.25": {"x": "1"}, "day 0": {"x": "2"}}, (), id="counts of one day keep their time"),
    pytest.param([Dated("x", "1", 0), Dated("y", "low", 0), Dated("z", "3", 100)], {"x": "1", "y": "low", "z": "3"}, {"day -100": {"x": "1"}},
                 ("the last value of each test counts, also where it is older than 14 days before the newest of all: x (100 days), y (100 days)",), id="an old value counts and is told"),
    pytest.param([Dated("x", "1", 0), Dated("x", "2", 9), Dated("y", "3", 0)], {"x": "2", "y": "3"}, {"day -9": {"x": "1"}, "day 0": {"x": "2"}}, (),
                 id="a later value of one test leaves the others"),
    pytest.param([Dated("x", "positive", 0), Dated("x", "negative", 9)], {"x": "negative"}, {}, ("not used: x: positive (another result counts: negative)",), id="an earlier word is told"),
    pytest.param([Dated("x", "1", 3), Dated("x", "2", 3)], {"x": "2"}, {}, ("not used: x: 1 (another result counts: 2)",), id="two values of one moment are told"),
    pytest.param([Dated("x", "1", None), Dated("x", "2", None), Dated("x", "2", None)], {"x": "2"}, {}, ("not used: x: 1 (another result counts: 2)",), id="values without a date are told"),
])
def test_the_last_value_counts_and_nothing_drops_untold(values, labs, series, told):
    notes = Notes()

    assert by_time(values, notes, recent_days=14) == (labs, series)
    assert notes.lines() == told

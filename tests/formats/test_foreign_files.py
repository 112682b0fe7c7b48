"""Files of other programs of either kind: what is never kept, what is refused, and what is a case file all the same."""
# ruff: noqa: E501 (messages are compared whole)

import pytest

from engine import Case, CaseError, parse_cases, write_cases
from tests.formats.foreign import PERSON, SECRET, bundle, condition, feature, opened, packet


@pytest.mark.parametrize("value", [
    pytest.param(bundle(PERSON, condition("Fever")), id="fhir"),
    pytest.param(packet(feature("HP:0001945"), subject={"id": SECRET, "dateOfBirth": "1970-03-01T00:00:00Z", "alternateIds": [SECRET]}),
                 id="phenopacket")])
def test_nothing_that_points_to_a_person_is_kept_and_what_was_dropped_is_told(value):
    files = opened(value)

    assert files[0].told[0].startswith("not kept, because it can point to a person: ")
    assert "identifier" in files[0].told[0]
    assert "date of birth" in files[0].told[0]
    assert SECRET not in write_cases(files) + str(files)
    assert "1970" not in write_cases(files) + str(files)


@pytest.mark.parametrize(("data", "message"), [
    pytest.param('{"resourceType": "Bundle"',
                 "file.json:1:26: this is not JSON (Expecting ',' delimiter); allowed: a whole JSON file; export it anew", id="cut off"),
    pytest.param('{"resourceType": "Bundle", "entry": []}',
                 "file.json:0:0: the Bundle holds nothing; allowed: Patient, Observation, Condition, MedicationStatement, MedicationRequest, MedicationAdministration, MedicationDispense, FamilyMemberHistory; export these of a person", id="an empty bundle"),
    pytest.param('{"resourceType": "Library"}',
                 "file.json:0:0: this is a FHIR resource of another kind; allowed: a Bundle, or one of Patient, Observation, Condition, MedicationStatement, MedicationRequest, MedicationAdministration, MedicationDispense, FamilyMemberHistory; export a Bundle", id="another kind"),
    pytest.param('{"resourceType": "Observation", "code": {"text": "Mood"}}',
                 "file.json:0:0: nothing in this FHIR Bundle is understood (not used: Mood); allowed: findings, values and medicines by their codes or names; enter the case by hand", id="nothing understood"),
    pytest.param('{"id": "x", "subject": {"id": "y"}, "metaData": {"phenopacketSchemaVersion": "1.0.0"}}',
                 "file.json:0:0: this Phenopacket follows version 1 of the schema; allowed: version 2; convert it with phenopacket-tools",
                 id="version 1"),
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

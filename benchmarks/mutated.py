"""Phenopackets and FHIR Bundles, generated and damaged by chance: none may bring a traceback, each refusal says why, no identifier stays.

    python -m benchmarks.mutated [NUMBER] [SEED]

Half of the files are such as other programs write, with a person's data planted in them; half are published cases as Penia writes them.
The same generator runs in the tests with fewer files.
"""

import copy
import json
import random
import sys
from collections import Counter
from pathlib import Path

from engine import CaseError, Knowledge, gather, load, parse_cases, rank, read_cases, write_cases
from engine.formats.fhir import bundle
from engine.formats.phenopacket import phenopacket

PUBLISHED = Path(__file__).parents[1] / "tests" / "data" / "published.yaml"
SECRET = "Zzyzxquist"
"""Stands in every field that can point to a person, and in no other."""

BORN = "1961-07-23"
JUNK = (None, True, False, 0, -1, 2.5, 1e308, 10**400, float("nan"), float("inf"), "", " ", "x" * 5000, "\ud800", "\x00\u202e",
        "2024-13-45", "P9999Y", "HP:9999999", "{{7*7}}", "![](https://example.org/1.png)", [], {}, [[]], [None], {"value": {}},
        {"coding": "x"}, [{"coding": [3]}], "1e3", "no", "- a\n- b", "LOINC:", "urn:uuid:")
VALUES = (("6690-2", "Leukocytes [#/volume] in Blood by Automated count", 2.1, "10*3/uL"), ("72514-3", "Pain severity", 3, "{score}"),
          ("718-7", "Hemoglobin [Mass/volume] in Blood", 8.2, "g/dL"), ("777-3", "Platelets [#/volume] in Blood", 40, "10*9/L"),
          ("787-2", "MCV [Entitic volume] by Automated count", 118, "fL"),
          ("2132-9", "Cobalamin (Vitamin B12) [Mass/volume] in Serum or Plasma", 90, "pg/mL"))
CONDITIONS = ("Neutropenia (disorder)", "Normal pregnancy", "Chronic alcoholism (disorder)", "Splenomegaly (disorder)", "Stress (finding)", "Fever")
TERMS = (("HP:0001875", "Neutropenia"), ("HP:0001744", "Splenomegaly"), ("HP:0001945", "Fever"), ("HP:0002066", "Gait ataxia"),
         ("HP:0012378", "Fatigue"), ("HP:0000518", "Cataract"), ("HP:0200000", ""), ("SNOMED:1", "Anemia"))
DRUGS = ("Acetaminophen 325 MG Oral Tablet", "methotrexate 2.5 MG Oral Tablet", "Clozapine", "Unheard 5 MG Oral Tablet")


def foreign_bundle(chance: random.Random) -> dict:
    """Return a Bundle such as a record system exports, of one or two people."""
    entries = []
    for number in range(chance.choice((1, 1, 1, 2))):
        who = {"reference": f"urn:uuid:{SECRET}-{number}", "display": SECRET}
        entries.append({"fullUrl": f"urn:uuid:{SECRET}-{number}", "resource": {
            "resourceType": "Patient", "id": f"{SECRET}-{number}", "text": {"status": "generated", "div": f"<div>{SECRET}</div>"},
            "identifier": [{"system": "urn:x", "value": SECRET}], "name": [{"family": SECRET, "given": [SECRET]}],
            "telecom": [{"system": "phone", "value": SECRET}], "gender": chance.choice(("male", "female", "other")), "birthDate": BORN,
            "address": [{"line": [SECRET], "city": SECRET}], "contact": [{"name": {"family": SECRET}}]}})
        entries += [{"fullUrl": f"urn:uuid:{chance.random()}", "resource": one} for one in _clinical(chance, who)]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": "2024-05-05T00:00:00Z", "entry": entries}


def _clinical(chance: random.Random, who: dict) -> list[dict]:
    found = []
    for _ in range(chance.randint(1, 8)):
        code, name, value, unit = chance.choice(VALUES)
        coding = {"coding": [{"system": "http://loinc.org", "code": code, "display": name}], "text": name}
        quantity = {"valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}}
        one = {"resourceType": "Observation", "status": "final", "code": coding, "subject": who, "performer": [{"display": SECRET}],
               "effectiveDateTime": f"2024-0{chance.randint(1, 5)}-11T08:30:00+02:00", "note": [{"text": SECRET}]}
        if chance.random() < 0.2:
            one["component"] = [{"code": coding, **quantity}]
        else:
            one |= chance.choice((quantity, quantity, {"dataAbsentReason": {"coding": [{"code": "unknown"}]}}, {"valueString": "low"}))
        found.append(one)
    for name in chance.sample(CONDITIONS, chance.randint(0, 3)):
        status = {"clinicalStatus": {"coding": [{"code": chance.choice(("active", "resolved"))}]}}
        found.append({"resourceType": "Condition", **status, "verificationStatus": {"coding": [{"code": chance.choice(("confirmed", "refuted"))}]},
                      "code": {"text": name}, "subject": who, "recorder": {"display": SECRET}})
    for name in chance.sample(DRUGS, chance.randint(0, 2)):
        found.append({"resourceType": chance.choice(("MedicationRequest", "MedicationStatement")), "status": chance.choice(("active", "stopped")),
                      "medicationCodeableConcept": {"text": name}, "subject": who, "authoredOn": "2024-01-03", "requester": {"display": SECRET}})
    if chance.random() < 0.3:
        found.append({"resourceType": "FamilyMemberHistory", "status": "completed", "patient": who, "name": SECRET,
                      "relationship": {"text": "mother"}, "condition": [{"code": {"text": chance.choice(("anemia", "leukemia", "bad luck"))}}]})
    return [*found, {"resourceType": "AllergyIntolerance", "patient": who}, {"resourceType": "Encounter", "subject": who}]


def foreign_phenopacket(chance: random.Random) -> dict:
    """Return a Phenopacket such as a registry exports, or a Cohort or Family of them."""
    def one() -> dict:
        features = [{"type": {"id": code, "label": label}, "excluded": chance.random() < 0.3} for code, label in chance.sample(TERMS, 4)]
        measured = [{"assay": {"id": f"LOINC:{code}", "label": name}, "timeObserved": {"timestamp": f"2024-0{chance.randint(1, 5)}-11T00:00:00Z"},
                     "value": {"quantity": {"unit": {"id": f"UCUM:{unit}", "label": unit}, "value": value}}}
                    for code, name, value, unit in chance.sample(VALUES, 3)]
        return {"id": SECRET, "subject": {"id": SECRET, "alternateIds": [SECRET], "dateOfBirth": f"{BORN}T00:00:00Z", "sex": "MALE"},
                "phenotypicFeatures": features, "measurements": measured, "diseases": [{"term": {"id": "MONDO:1", "label": "Copper deficiency"}}],
                "medicalActions": [{"treatment": {"agent": {"id": "DrugCentral:1", "label": name}}} for name in chance.sample(DRUGS, 2)],
                "metaData": {"created": "2024-05-05T00:00:00Z", "createdBy": SECRET, "submittedBy": SECRET, "phenopacketSchemaVersion": "2.0"}}
    about = {"created": "2024-05-05T00:00:00Z", "createdBy": SECRET}
    return chance.choice((one, one, lambda: {"id": SECRET, "members": [one(), one()], "metaData": about},
                          lambda: {"id": SECRET, "proband": one(), "relatives": [one()], "metaData": about}))()


def damaged(value: dict, chance: random.Random, times: int) -> dict:
    """Return a copy in which some places hold something else, twice what they held, or nothing."""
    value = copy.deepcopy(value)
    for _ in range(times):
        holders = list(_holders(value))
        if not holders:
            break
        holder, key = chance.choice(holders)
        act = chance.randrange(5)
        if act == 0:
            del holder[key]
        elif act == 1:
            holder[key] = [holder[key], copy.deepcopy(holder[key])]
        elif act == 2 and isinstance(holder[key], str) and SECRET not in holder[key]:
            holder[key] = holder[key][:chance.randint(0, len(holder[key]))] + chance.choice("\u0000é%(<-9 ")
        else:
            holder[key] = copy.deepcopy(chance.choice(JUNK))
    return value


def _holders(value):
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield value, key
        yield from _holders(member)


def file_of(chance: random.Random, knowledge: Knowledge, cases: list) -> bytes:
    """Return the bytes of one file."""
    file = chance.choice(cases)
    made = chance.choice((lambda: foreign_bundle(chance), lambda: foreign_phenopacket(chance), lambda: bundle([file], knowledge, stage="confirmed"),
                          lambda: phenopacket(file, knowledge, stage="confirmed")))()
    text = json.dumps(damaged(made, chance, chance.choice((0, 1, 2, 4, 10, 40))))
    data = text.encode()
    if chance.random() < 0.05:
        cut = chance.randrange(len(data))
        data = data[:cut] + bytes([chance.randrange(256)]) + data[cut + chance.randrange(3):]
    return data


class Broken(Exception):
    """What no file may bring about."""


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)


def outcome(data: bytes, knowledge: Knowledge) -> str:
    """Open a file as a command would, and say what came of it: opened, or refused.

    Raises:
        Broken: a refusal says nothing, an identifier stayed, or the case does not keep. Any other exception is a traceback.
    """
    try:
        cases = parse_cases(data, name="file.json", knowledge=knowledge)
    except CaseError as error:
        why = str(error)
        _demand(bool(why.strip()) and all(line.startswith("file.json") for line in why.splitlines()), f"a refusal says where and why: {why}")
        _demand(SECRET not in why and BORN not in why, f"a refusal shows no identifier: {why}")
        return "refused"
    text = write_cases(cases)
    _demand(SECRET not in text and BORN not in text, f"an identifier stayed: {text[:200]}")
    _demand(parse_cases(text, name="again.yaml") == cases, "a case that was brought in is the same when it is saved and opened")
    for case in cases:
        rank(gather(case.case, knowledge), knowledge)
        "".join(case.told).encode()
    return "opened"


def main() -> None:
    """Run the whole number, and print what came of it."""
    number, seed = (int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((1, 10_000), (2, 1)))
    knowledge, cases, found = load(), read_cases(PUBLISHED), Counter()
    for one in range(number):
        chance = random.Random(f"{seed} {one}")
        data = file_of(chance, knowledge, cases)
        try:
            found[outcome(data, knowledge)] += 1
        except Exception as error:
            found["failed"] += 1
            print(f"file {one}: {type(error).__name__}: {str(error)[:300]}")
    print(f"{number:,} files, seed {seed}: {', '.join(f'{count:,} {name}' for name, count in sorted(found.items()))}")
    raise SystemExit(found["failed"] > 0)


if __name__ == "__main__":
    main()

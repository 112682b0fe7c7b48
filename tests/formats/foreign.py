"""Bundles and Phenopackets as other programs write them, made for tests."""

import json

from engine import Case, load, parse_cases

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
    return {"resourceType": "Observation", "status": "final", "code": coding, "subject": {"reference": subject},
            **({"effectiveDateTime": day} if day else {}), **told}


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

"""FHIR R4 Bundles: read as cases, one a Patient, and written so that reading brings the same case back.

https://hl7.org/fhir/R4. Words as typed stand where FHIR wants the user's own text (`code.text`, `note`, `dosage.text`); a tag says under
which key of a case a resource belongs. Bundles of others are read by codes and names, see docs/decisions/0020-standards.md.
"""

import re
import uuid
from collections.abc import Iterator, Sequence

from ..case.model import Case, CaseFile
from ..knowledge.knowledge import Knowledge
from . import terms
from .fhir_reading import is_fhir, read_bundle
from .fhir_systems import (
    CONDITION_CATEGORY,
    CONDITION_STATUS,
    HPO,
    ICD10,
    LOINC,
    NO_MEDICINES,
    NO_MEDICINES_SYSTEM,
    OBSERVATION_CATEGORY,
    OWN_CASE,
    OWN_SYSTEM,
    RELATIVE,
    RELATIVE_SYSTEM,
    UCUM,
    VERIFICATION,
)
from .terms import Term

__all__ = ["bundle", "is_fhir", "read_bundle"]

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?")
_STATES = {"present": ("active", "confirmed"), "absent": (None, "refuted"), "unsure": ("active", "unconfirmed"), "history": ("inactive", "confirmed")}
_SYSTEMS = {"HP": HPO, "ICD10": ICD10, terms.OWN: OWN_SYSTEM}


def bundle(files: Sequence[CaseFile], knowledge: Knowledge, *, stage: str = "presentation") -> dict:
    """Return cases at a stage as one Bundle of type collection, in JSON values.

    What it cannot hold is told by `engine.formats.terms.not_held`. No date is written that the case does not hold, and no narrative.
    """
    entries = []
    for place, file in enumerate(files):
        for number, resource in enumerate(_resources(file, knowledge, stage)):
            name = _name(place, file.id, number)
            if number == 0:
                patient = name
            else:
                resource["patient" if resource["resourceType"] == "FamilyMemberHistory" else "subject"] = {"reference": f"urn:uuid:{patient}"}
            entries.append({"fullUrl": f"urn:uuid:{name}", "resource": {"resourceType": resource.pop("resourceType"), "id": name, **resource}})
    return {"resourceType": "Bundle", "meta": {"tag": [_tag("as-typed")]}, "type": "collection", "entry": entries}


def _name(place: int, case_id: str, number: int) -> str:
    """Return an id that is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"penia {place} {case_id} {number}"))


def _resources(file: CaseFile, knowledge: Knowledge, stage: str) -> Iterator[dict]:
    case = file.at(stage)
    yield {"resourceType": "Patient", "identifier": [{"system": OWN_CASE, "value": file.id}], **({"gender": case.sex} if case.sex else {})}
    yield from _about(case, knowledge)
    for where, text in case.entries():
        yield _entry(where, text, knowledge)
    for name, text in case.labs.items():
        yield _lab(name, text, {}, knowledge)
    for when, labs in case.series.items():
        for name, text in labs.items():
            yield _lab(name, text, _when(when), knowledge)
    for one in case.medications or ():
        yield _medicine({"text": one.name}, one.taken)
    if case.medications == ():
        yield _medicine({"coding": [_coding(NO_MEDICINES_SYSTEM, NO_MEDICINES, "No Known Medications")], "text": "No known medications"}, "")
    if file.diagnosis:
        term = terms.disease_of(file.diagnosis, knowledge)
        yield {"resourceType": "Condition", "meta": {"tag": [_tag("diagnosis")]}, **_status("active", "confirmed"),
               "category": [{"coding": [_coding(CONDITION_CATEGORY, "encounter-diagnosis")]}], "code": _concept(term, file.diagnosis.cause)}


def _about(case: Case, knowledge: Knowledge) -> Iterator[dict]:
    """Who it is, as observations: FHIR has no place for an age."""
    codes = knowledge.model["exchange"]
    if case.age is not None:
        yield _observation("age", _loinc(codes["age"], "Age"), {"valueQuantity": _quantity(case.age, "years", "a")})
    if case.pregnant is not None:
        answer = codes["pregnant" if case.pregnant else "not_pregnant"][0]
        value = {"coding": [_coding(LOINC, answer, "Pregnant" if case.pregnant else "Not pregnant")]}
        yield _observation("pregnant", _loinc(codes["pregnancy"], "Pregnancy status"), {"valueCodeableConcept": value})
    if case.gestation_weeks is not None:
        weeks = _quantity(case.gestation_weeks, "weeks", "wk")
        yield _observation("gestation", _loinc(codes["gestation"], "Gestational age"), {"valueQuantity": weeks})
    for name in ("onset", "ancestry", "region"):
        if text := getattr(case, name):
            yield _observation(name, {"coding": [_coding(OWN_SYSTEM, name)], "text": name}, {"valueString": text})


def _entry(where: str, text: str, knowledge: Knowledge) -> dict:
    term = terms.term_of(where, text, knowledge)
    if where == "family_history":
        relative = {"coding": [_coding(RELATIVE_SYSTEM, RELATIVE, "family member")]}
        return {"resourceType": "FamilyMemberHistory", "meta": {"tag": [_tag(where)]}, "status": "completed", "relationship": relative,
                "condition": [{"code": _concept(term, text)}]}
    if where in _STATES:
        return {"resourceType": "Condition", "meta": {"tag": [_tag(where)]}, **_status(*_STATES[where]), "code": _concept(term, text)}
    return _observation(where, _concept(term, where), {"valueString": text}, category="social-history")


def _lab(name: str, text: str, when: dict, knowledge: Knowledge) -> dict:
    value = terms.value_of(name, text, knowledge)
    coding = {"coding": [_coding(LOINC, value.loinc)]} if value.loinc else {"coding": [_coding(OWN_SYSTEM, value.analyte)]} if value.analyte else {}
    told: dict = {"valueString": text}
    if value.number is not None:
        comparator = {"below": "<", "above": ">"}.get(value.bound or "")
        told = {"valueQuantity": {**_quantity(value.number, value.shown, value.unit), **({"comparator": comparator} if comparator else {})}}
        limits = {end: _quantity(limit, value.shown, value.unit) for end, limit in (("low", value.low), ("high", value.high)) if limit is not None}
        told |= {"referenceRange": [limits]} if limits else {}
    return _observation("labs", {**coding, "text": name}, {**told, **when, "note": [{"text": text}]}, category="laboratory")


def _medicine(concept: dict, taken: str) -> dict:
    return {"resourceType": "MedicationStatement", "meta": {"tag": [_tag("medications")]}, "status": "unknown",
            "medicationCodeableConcept": concept, **({"dosage": [{"text": taken}]} if taken else {})}


def _observation(tag: str, code: dict, told: dict, *, category: str = "") -> dict:
    kind = {"category": [{"coding": [_coding(OBSERVATION_CATEGORY, category)]}]} if category else {}
    return {"resourceType": "Observation", "meta": {"tag": [_tag(tag)]}, "status": "final", **kind, "code": code, **told}


def _status(clinical: str | None, verification: str) -> dict:
    status = {"clinicalStatus": {"coding": [_coding(CONDITION_STATUS, clinical)]}} if clinical else {}
    return {**status, "verificationStatus": {"coding": [_coding(VERIFICATION, verification)]}}


def _when(key: str) -> dict:
    if found := _DATE.fullmatch(key):
        return {"effectiveDateTime": f"{found[1]}T{found[2]}:00Z" if found[2] else found[1]}
    return {"effectiveTiming": {"code": {"text": key}}}


def _concept(term: Term, text: str) -> dict:
    prefix, _, own = term.id.partition(":")
    code, display = (own, "") if prefix in ("ICD10", terms.OWN) else (term.id, term.label)
    coding = {} if term.id == f"{terms.OWN}:words" else {"coding": [_coding(_SYSTEMS[prefix], code, display)]}
    return {**coding, "text": text}


def _loinc(code: str, display: str) -> dict:
    return {"coding": [_coding(LOINC, code, display)], "text": display}


def _coding(system: str, code: str, display: str = "") -> dict:
    return {"system": system, "code": code, **({"display": display} if display else {})}


def _tag(code: str) -> dict:
    return _coding(OWN_SYSTEM, code)


def _quantity(value: float, unit: str, code: str) -> dict:
    return {"value": value, "unit": unit, "system": UCUM, "code": code}

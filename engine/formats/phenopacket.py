"""Phenopackets, version 2 of the schema, as JSON: read as cases, and written so that reading brings the same case back.

https://phenopacket-schema.readthedocs.io. What has no HPO id is written under our own prefix; words as typed stand in the label of a
modifier, which says under which key they were told. Nothing of other people's files is taken so, see docs/decisions/0020-standards.md.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..case.model import Case, CaseFile
from ..knowledge.knowledge import Knowledge
from . import terms
from .phenopacket_reading import CREATED_BY, is_phenopacket, read_phenopackets
from .terms import OWN, Term
from .timeline import duration_of

__all__ = ["cohort", "is_phenopacket", "phenopacket", "read_phenopackets"]

SCHEMA = "2.0"
_NEVER = "1970-01-01T00:00:00Z"
"""The engine reads no clock, and `created` is required: the beginning of time stands for not stated."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")
_RESOURCES = {
    "HP": ("hp", "Human Phenotype Ontology", "http://purl.obolibrary.org/obo/hp.owl", "http://purl.obolibrary.org/obo/HP_"),
    "LOINC": ("loinc", "Logical Observation Identifiers Names and Codes", "https://loinc.org", "https://loinc.org/"),
    "UCUM": ("ucum", "Unified Code for Units of Measure", "https://ucum.org", "https://ucum.org/"),
    "ICD10": ("icd10", "International Classification of Diseases, 10th revision", "https://icd.who.int/browse10", "https://icd.who.int/browse10/"),
    OWN: (OWN, "Penia: words as typed, and what is named in no other vocabulary here", "urn:x-penia", "urn:x-penia:"),
}


def phenopacket(file: CaseFile, knowledge: Knowledge, *, stage: str = "presentation") -> dict:
    """Return a case at a stage as a Phenopacket, in JSON values. What it cannot hold is told by `engine.formats.terms.not_held`."""
    case = file.at(stage)
    subject = {"id": file.id, **({"timeAtLastEncounter": {"age": {"iso8601duration": duration_of(case.age)}}} if case.age is not None else {}),
               **({"sex": case.sex.upper()} if case.sex else {})}
    packet = {
        "id": file.id, "subject": subject, "phenotypicFeatures": [*_features(case, knowledge), *_own_features(case)],
        "measurements": [*_measurements(case.labs, {}, knowledge),
                         *(one for when, labs in case.series.items() for one in _measurements(labs, _when(when), knowledge))],
        "diseases": [{"term": _class(terms.disease_of(file.diagnosis, knowledge))}] if file.diagnosis else [],
        "medicalActions": [{"treatment": {"agent": _class(Term(f"{OWN}:{terms.drug_of(one.name, knowledge) or 'drug'}", one.name))}}
                           for one in case.medications or ()]}
    packet = {key: member for key, member in packet.items() if member}
    return {**packet, "metaData": _meta_data([packet], knowledge)}


def cohort(files: Sequence[CaseFile], knowledge: Knowledge, *, stage: str = "presentation") -> dict:
    """Return several cases as a Cohort, in JSON values."""
    members = [phenopacket(file, knowledge, stage=stage) for file in files]
    return {"id": "cases", "members": members, "metaData": _meta_data(members, knowledge)}


def _class(term: Term) -> dict:
    return {"id": term.id, "label": term.label}


def _features(case: Case, knowledge: Knowledge) -> Iterator[dict]:
    for where, text in case.entries():
        term = terms.term_of(where, text, knowledge)
        typed = [_class(Term(f"{OWN}:{where}", text))] if text != term.label or where not in ("present", "absent") else []
        yield {"type": _class(term), **({"excluded": True} if where == "absent" else {}), **({"modifiers": typed} if typed else {})}


def _own_features(case: Case) -> Iterator[dict]:
    """What is no finding and has no field, each under an id of our own."""
    told = {"onset": case.onset, "ancestry": case.ancestry, "region": case.region,
            "gestation": "" if case.gestation_weeks is None else f"{case.gestation_weeks:g} weeks",
            "no-medicines": "takes no medicines" if case.medications == () else "",
            **{f"taken-{place}": one.taken for place, one in enumerate(case.medications or ())}}
    for name, text in told.items():
        if text:
            yield {"type": _class(Term(f"{OWN}:{name}", text))}
    if case.pregnant is not None:
        yield {"type": _class(Term(f"{OWN}:pregnant", "pregnant")), **({} if case.pregnant else {"excluded": True})}


def _measurements(labs: dict[str, str], when: dict, knowledge: Knowledge) -> Iterator[dict]:
    for name, text in labs.items():
        value = terms.value_of(name, text, knowledge)
        told: dict = {"ontologyClass": _class(Term(f"{OWN}:as-printed", text))}
        if value.number is not None and value.bound is None:
            unit = _class(Term(f"UCUM:{value.unit}", value.shown))
            limits = {"referenceRange": {"unit": unit, "low": value.low, "high": value.high}} if None not in (value.low, value.high) else {}
            told = {"quantity": {"unit": unit, "value": value.number, **limits}}
        code = f"LOINC:{value.loinc}" if value.loinc else f"{OWN}:{value.analyte or 'test'}"
        yield {"description": text, "assay": _class(Term(code, name)), "value": told, **when}


def _when(key: str) -> dict:
    if _DATE.fullmatch(key):
        return {"timeObserved": {"timestamp": f"{key[:10]}T{key[11:] or '00:00'}:00Z"}}
    return {"timeObserved": {"ontologyClass": _class(Term(f"{OWN}:when", key))}}


def _meta_data(packets: Sequence[dict], knowledge: Knowledge) -> dict:
    used = {code.partition(":")[0] for packet in packets for code in _codes(packet)}
    resources = [{"id": name, "name": title, "url": url, "version": knowledge.hpo.value.release if prefix == "HP" else "not stated",
                  "namespacePrefix": prefix, "iriPrefix": iri} for prefix, (name, title, url, iri) in _RESOURCES.items() if prefix in used]
    return {"created": _NEVER, "createdBy": CREATED_BY, "resources": resources, "phenopacketSchemaVersion": SCHEMA}


def _codes(value: Any) -> Iterator[str]:
    """Yield the CURIE of every term below a value."""
    if isinstance(value, dict):
        if "id" in value and "label" in value:
            yield value["id"]
        for member in value.values():
            yield from _codes(member)
    elif isinstance(value, list):
        for member in value:
            yield from _codes(member)

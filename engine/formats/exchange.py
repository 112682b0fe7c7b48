"""Which standard a file is in, and the way from one to another: case file, Phenopacket, FHIR Bundle.

    text -> brought() -> CaseFile -> written() -> text

`parse_cases` asks `brought` first, so that such files open wherever a case file does.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..case.model import CaseFile
from ..case.write import write_cases
from ..errors import CaseError
from ..knowledge import load
from ..knowledge.knowledge import Knowledge
from .fhir import bundle, is_fhir, read_bundle
from .phenopacket import cohort, is_phenopacket, phenopacket, read_phenopackets
from .terms import not_held
from .walk import read_json

KINDS = ("case", "phenopacket", "fhir")
_NAMES = {"phenopacket": "Phenopacket", "fhir": "FHIR Bundle"}
_MARKS = ('"resourceType"', '"phenotypicFeatures"', '"phenotypic_features"', '"metaData"', '"meta_data"', '"subject"', '"proband"')


def kind_of(data: bytes | str) -> str:
    """Return the kind of a file by its content, one of KINDS; what is neither of the standards counts as a case file."""
    return _looked_at(data, name="")[0]


def brought(data: bytes | str, *, name: str, knowledge: Knowledge | None = None) -> list[CaseFile] | None:
    """Return the cases of a Phenopacket or a FHIR Bundle, None where the data is neither.

    Names, identifiers, addresses, dates of birth and dates of care are not kept; `CaseFile.told` says what was dropped, what has no place
    in a case, and what could not be read.

    Args:
        data: the file. name: stands for it in messages.
        knowledge: says what codes mean; default is the project's own.

    Raises:
        CaseError: it is one of the two and cannot be read, or nothing in it is understood.
    """
    kind, values = _looked_at(data, name=name)
    if kind == "case":
        return None
    read: Callable = read_phenopackets if kind == "phenopacket" else read_bundle
    knowledge = knowledge or load()
    try:
        cases = [case for value in values for case in read(value, knowledge, name=name)]
    except RecursionError as error:
        raise CaseError(f"{name}:0:0: the JSON is nested too deeply; allowed: a Phenopacket or a FHIR Bundle as exported") from error
    if all(one.case.is_empty() for one in cases):
        told = "; ".join(dict.fromkeys(line for one in cases for line in one.told)) or "it is empty"
        raise CaseError(f"{name}:0:0: nothing in this {_NAMES[kind]} is understood ({told}); allowed: findings, values and medicines by "
                        "their codes or names; enter the case by hand")
    return _apart(cases)


def _looked_at(data: bytes | str, *, name: str) -> tuple[str, list[dict]]:
    """Return the kind of a file and the objects in it."""
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return "case", []
    else:
        text = data
    if text.lstrip()[:1] not in ("{", "[") or not any(mark in text for mark in _MARKS):
        return "case", []
    value = _of_lines(text) or read_json(text, name=name)
    values = value if isinstance(value, list) else [value]
    for kind, belongs in (("fhir", is_fhir), ("phenopacket", is_phenopacket)):
        if values and all(belongs(one) for one in values):
            _check_version(values, name=name)
            return kind, values
    return "case", []


def _of_lines(text: str) -> dict | None:
    """Return resources of FHIR that stand one a line, as bulk exports have them, as one Bundle; None where they do not."""
    lines = [line for line in re.split(r"[\r\n]+", text) if line.strip()]
    if len(lines) < 2 or not all('"resourceType"' in line for line in lines):
        return None
    try:
        resources = [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None
    entries = [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries} if all(map(is_fhir, resources)) else None


def _check_version(values: list[dict], *, name: str) -> None:
    for value in values:
        about = value.get("metaData", value.get("meta_data"))
        version = about.get("phenopacketSchemaVersion", about.get("phenopacket_schema_version")) if isinstance(about, dict) else None
        if isinstance(version, str) and version.startswith("1"):
            raise CaseError(f"{name}:0:0: this Phenopacket follows version 1 of the schema; allowed: version 2; convert it with phenopacket-tools")


def _apart(cases: list[CaseFile]) -> list[CaseFile]:
    """Ids are unique within a file."""
    seen: set[str] = set()
    apart = []
    for number, one in enumerate(cases, start=1):
        if one.id in seen:
            one = replace(one, id=f"case-{number}-{one.id}")
        seen.add(one.id)
        apart.append(one)
    return apart


def written(files: Sequence[CaseFile], *, to: str, knowledge: Knowledge, stage: str = "presentation") -> tuple[str, tuple[str, ...]]:
    """Return cases as the text of a file, and what that file cannot hold, a line each.

    Args:
        files: the cases. to: one of KINDS; several cases become a Cohort of Phenopackets, or one Bundle with several Patients.
        stage: what of a case is written; a case file holds both stages.

    Raises:
        CaseError: `to` is not known.
    """
    if to == "case":
        return write_cases(list(files)), ()
    if to not in KINDS:
        raise CaseError(f"'{to}' is not known; allowed: {', '.join(KINDS)}; choose one")
    if to == "fhir":
        value = bundle(files, knowledge, stage=stage)
    else:
        value = phenopacket(files[0], knowledge, stage=stage) if len(files) == 1 else cohort(files, knowledge, stage=stage)
    told = [f"{file.id}: {line}" for file in files for line in not_held(file, stage=stage)]
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n", tuple(told)

"""Case files, written: only what is known, in the order people type it."""

import yaml

from ..knowledge.yaml_values import scalar
from ..notice import NOTICE
from .model import ENTRY_KEYS, FORMAT, Case, CaseFile

NOTICE_COMMENT = f"# {NOTICE}\n"


class CaseDumper(yaml.SafeDumper):
    """Writes for a strict reader of YAML 1.2: text that would be read as a number, such as 1e-3, stands in quotes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    try:
        quoted = not text.isprintable() or not isinstance(scalar(text), str)
    except ValueError:
        quoted = True
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if quoted else None)


CaseDumper.add_representer(str, _text)


def write_cases(cases: list[CaseFile]) -> str:
    """Return the text of a case file. Reading it gives equal cases."""
    values = [case_file_record(case) for case in cases]
    body = yaml.dump(values[0] if len(values) == 1 else values, Dumper=CaseDumper, sort_keys=False, allow_unicode=True, width=120)
    return NOTICE_COMMENT + body


def case_file_record(file: CaseFile) -> dict:
    """Return a case as the plain values of a case file: what is known, in the order of the form."""
    value: dict = {"format": FORMAT, "id": file.id}
    if file.title:
        value["title"] = file.title
    if file.source:
        value["source"] = dict(file.source)
    value["case"] = case_record(file.case)
    if file.confirming is not None:
        value["confirming"] = case_record(file.confirming)
    if file.diagnosis is not None:
        diagnosis = file.diagnosis
        value["diagnosis"] = {"cause": diagnosis.cause, **({"detail": diagnosis.detail} if diagnosis.detail else {}),
                              **({"also_correct": list(diagnosis.also_correct)} if diagnosis.also_correct else {})}
    return value


def case_record(case: Case) -> dict:
    """Return what is known of a person as the plain values that stand under `case` in a file."""
    value: dict = {}
    for name in ("age", "sex", "pregnant", "gestation_weeks", "ancestry", "setting", "region", "onset"):
        if getattr(case, name) is not None:
            value[name] = getattr(case, name)
    if case.labs:
        value["labs"] = dict(case.labs)
    for name in ENTRY_KEYS:
        if getattr(case, name):
            value[name] = list(getattr(case, name))
    if case.medications is not None:
        value["medications"] = [{"name": one.name, **({"taken": one.taken} if one.taken else {})} for one in case.medications]
    if case.series:
        value["series"] = {date: dict(labs) for date, labs in case.series.items()}
    return value

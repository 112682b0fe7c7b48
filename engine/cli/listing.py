"""`causes`, `findings` and `drugs`: what the knowledge holds, as data or as a list."""

import json
from collections.abc import Callable

from ..knowledge import load


def causes(*, as_json: bool) -> None:
    """Print every cause with its synonyms, group and ICD-10 code."""
    knowledge = load()
    records = [{"id": one.id, "name": one.name, "synonyms": list(one.synonyms), "group": one.group, "icd10": one.icd10}
               for one in knowledge.causes.values()]
    _print(records, as_json, lambda one: f"{one['id']:<46} {one['icd10'] or '':<7} {one['name']}")


def findings(*, as_json: bool) -> None:
    """Print every finding with its kind, synonyms and HPO id, and whether any cause uses it."""
    knowledge = load()
    records = [{"id": one.id, "label": one.label, "kind": one.kind, "synonyms": [*one.synonyms, *one.kinds], "parents": list(one.parents),
                "hpo": one.hpo, "used": one.used} for one in knowledge.findings.values()]
    _print(records, as_json, lambda one: f"{one['id']:<46} {one['kind']:<12} {one['label']}")


def drugs(*, as_json: bool) -> None:
    """Print every drug with its names, class and effects."""
    knowledge = load()
    records = [{"id": one.id, "name": one.label, "synonyms": list(one.synonyms), "brands": list(one.brands), "class": one.drug_class,
                "kind": one.kind, "effects": [{"effect": name, "evidence": link.evidence, "risk": link.risk,
                                               "sources": list(link.sources)} for name, link in one.effects.items()]}
               for one in knowledge.drugs.values()]
    _print(records, as_json, lambda one: f"{one['id']:<36} {one['class']:<34} {', '.join(link['effect'] for link in one['effects'])}")


def _print(records: list[dict], as_json: bool, line: Callable[[dict], str]) -> None:
    if as_json:
        print(json.dumps(records, ensure_ascii=False))
    else:
        for record in records:
            print(line(record))

"""A saved report, opened as the case that it holds."""

import json

import yaml

from ..errors import CaseError
from .write import CaseDumper

MARK = "penia_report"
"""The key by which a report is known; its value is the version of the shape."""

VERSION = 1
_HELD = "case_file"


def may_be_json(data: bytes | str) -> bool:
    """Return whether a text begins as JSON does; flow style of YAML begins so, too."""
    start = data[:200].decode("utf-8-sig", errors="replace") if isinstance(data, bytes) else data[:200]
    return start.lstrip()[:1] in ("{", "[")


def held_cases(data: bytes | str, *, name: str) -> str | None:
    """Return the case file that a saved report, or a list of reports, holds; None where the data is no report.

    Raises:
        CaseError: it is a report of a shape that is not known, or without its case.
    """
    text = data.decode("utf-8", errors="replace") if isinstance(data, bytes) else data
    if text.lstrip()[:1] not in ("{", "[") or f'"{MARK}"' not in text:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    reports = value if isinstance(value, list) else [value]
    if not reports or not all(isinstance(one, dict) and MARK in one for one in reports):
        return None
    for number, one in enumerate(reports, start=1):
        where = f"{name}:0:0: report {number}:"
        if one[MARK] != VERSION:
            raise CaseError(f"{where} version {one[MARK]!r} is not known; allowed: {VERSION}; use a newer Penia")
        if _HELD not in one:
            raise CaseError(f"{where} the key '{_HELD}' is missing; a report holds its case under it; save the report again")
    cases = [one[_HELD] for one in reports]
    return yaml.dump(cases if isinstance(value, list) else cases[0], Dumper=CaseDumper, sort_keys=False, allow_unicode=True)

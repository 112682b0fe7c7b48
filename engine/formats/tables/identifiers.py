"""Columns that look like a real person's identifier: by their header, or by what stands in them."""

import re
from collections.abc import Sequence

_HEADERS = {
    "name": r"(?:(?:patient|full|first|last|middle|given|family|maiden|sur|fore|christian|nick|mother|father|physician|doctor|provider|contact|nok)"
            r"\s*)?names?|surname|forename|initials|patient|subject|person|pt|first|last|physician|doctor|provider|next of kin",
    "record number": r"mrn|emr|ehr|urn|uhid|pid|fin|csn|nhs|chi|hkid|ssn|nin|cpr|(?:.*\b)?(?:medical record|hospital|patient|subject|chart|file|nhs|"
                     r"health|insurance|medicare|medicaid|social security|national|passport|license|licence|account|encounter|visit|accession|"
                     r"admission|identity|identification|unit|registration|person|personal|pt|member|policy|case record)"
                     r"\s*(?:card\s*|insurance\s*)?(?:no|nos|number|num|nr|id|ids|identifier|code|#)",
    "birth date": r"dob|d o b|bdate|birth\s*(?:date|day|dt)|birthday|birthdate|date of birth|born(?: on)?|year of birth|birth year|yob",
    "way to reach a person": r"(?:.*\b)?(?:address|street|phone|telephone|mobile|cell phone|fax|e\s*mail|email|mail|zip|zip\s*code|zipcode|"
                             r"post\s*code|postal code|postcode|city|town|village|url|website|ip|photo|device serial|employer)",
}
_HEADER = {kind: re.compile(f"(?:{pattern})") for kind, pattern in _HEADERS.items()}
_CELLS = {
    "way to reach a person": re.compile(r"[^@\s]+@[^@\s]+\.\w+|\+\d[\d\s()-]{7,}"),
    "record number": re.compile(r"\d{3}-\d{2}-\d{4}|\d{3}\s\d{3}\s\d{4}|[A-Za-z]{0,3}\d{6,}"),
    "date that may be of birth": re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"),
    "name": re.compile(r"[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)?,?\s+(?:[A-Z]\.?\s+)?[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)?"),
}
_MOST = 0.5
"""From this share of the cells on, a column is what its cells look like."""


def plain_header(header: str) -> str:
    """Return a header as words: lower case, "patientName" and "patient_name" as two words, without brackets and marks."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.sub(r"[^0-9a-z#%/]+", " ", re.sub(r"[(\[].*?[)\]]", " ", apart).casefold()).split())


def identifier(header: str) -> str | None:
    """Say what kind of identifier a header names, None for none."""
    words = plain_header(header)
    return next((kind for kind, pattern in _HEADER.items() if pattern.fullmatch(words)), None)


def looks_like_identifier(cells: Sequence[str], *, names: bool = False) -> str | None:
    """Say what kind of identifier most cells of a column look like, None for none.

    Args:
        cells: some of its cells that are not empty. names: whether two capitalized words are taken for a person's name; in a column
            of findings they are not.
    """
    for kind, pattern in _CELLS.items():
        if kind == "name" and not names:
            continue
        if cells and sum(bool(pattern.fullmatch(cell.strip())) for cell in cells) >= _MOST * len(cells):
            return kind
    return None

"""How a command opens its file: the cases, and on standard error what of a foreign file was dropped or not used."""

import sys
from pathlib import Path

from ..case.file import Check, read_cases
from ..case.model import CaseFile


def opened(file: Path, check: Check | None = None) -> list[CaseFile]:
    """Return the cases of a case file, a saved report, a Phenopacket or a FHIR Bundle. Raises CaseError as `read_cases` does."""
    cases = read_cases(file, check=check)
    for line in dict.fromkeys(f"{one.id}: {line}" if len(cases) > 1 else line for one in cases for line in one.told):
        print(f"{file}: {line}", file=sys.stderr)
    return cases

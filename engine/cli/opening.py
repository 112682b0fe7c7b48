"""How a command opens its file: the cases, and on standard error what of a foreign file was dropped or not used."""

import sys
from pathlib import Path

from ..case.file import MAX_JSON_BYTES, Check, parse_cases, read_cases
from ..case.model import CaseFile
from ..errors import CaseError

STANDARD_INPUT = Path("-")


def told_name(file: Path) -> str:
    """Return what messages call a file."""
    return "standard input" if file == STANDARD_INPUT else str(file)


def piped(most: int) -> bytes:
    """Return what stands on standard input, at most one byte more than may be there."""
    return sys.stdin.buffer.read(most + 1)


def opened(file: Path, check: Check | None = None) -> list[CaseFile]:
    """Return the cases of a case file, a saved report, a Phenopacket or a FHIR Bundle; "-" is standard input.

    Raises CaseError as `read_cases` does.
    """
    if file == STANDARD_INPUT:
        data = piped(MAX_JSON_BYTES)
        if len(data) > MAX_JSON_BYTES:
            raise CaseError(f"{told_name(file)}:0:0: more than {MAX_JSON_BYTES:,} bytes; allowed: {MAX_JSON_BYTES:,}; split it into smaller files")
        cases = parse_cases(data, name=told_name(file), check=check)
    else:
        cases = read_cases(file, check=check)
    for line in dict.fromkeys(f"{one.id}: {line}" if len(cases) > 1 else line for one in cases for line in one.told):
        print(f"{told_name(file)}: {line}", file=sys.stderr)
    return cases

"""`convert`: a case file, Phenopacket or FHIR Bundle written as another of the three."""

import sys
from pathlib import Path

from ..errors import CaseError, UsageError
from ..formats.exchange import KINDS as KINDS
from ..formats.exchange import kind_of, written
from ..knowledge import load
from ..notice import NOTICE
from .opening import opened
from .writing import write_text

SUFFIXES = {".yaml": "case", ".yml": "case"}


def run(source: Path, target: Path, *, to: str, expected: str | None, stage: str) -> None:
    """Write the cases of one file to another, and say on standard error what was dropped and what the target cannot hold.

    Raises:
        UsageError: the target is the file itself. CaseError: the file cannot be read or written, or is not of the kind expected.
    """
    if source.exists() and target.exists() and source.samefile(target):
        raise UsageError(f"{target}: this is the file that is read; allowed: another file; give a new name")
    cases = opened(source)
    found = kind_of(source.read_bytes())
    if expected is not None and found != expected:
        raise CaseError(f"{source}:0:0: the content is of the kind '{found}', not '{expected}'; leave --from out, or give the file that was meant")
    text, told = written(cases, to=to, knowledge=load(), stage=stage)
    write_text(target, text)
    for line in told:
        print(f"{target}: not held: {line}", file=sys.stderr)
    print(NOTICE, file=sys.stderr)

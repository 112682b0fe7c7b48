"""`convert`: a case file, Phenopacket or FHIR Bundle written as another of the three."""

import sys
from pathlib import Path

from ..case.model import STAGES
from ..errors import CaseError, UsageError
from ..formats.exchange import KINDS as KINDS
from ..formats.exchange import kind_of, written
from ..knowledge import load
from ..notice import NOTICE
from .gathering import possible_cases
from .opening import STANDARD_INPUT
from .writing import write_text

SUFFIXES = {".yaml": "case", ".yml": "case"}


def run(source: Path, target: Path, *, to: str, expected: str | None, stage: str) -> None:
    """Write the cases of one file to another, and say on standard error what was dropped and what the target cannot hold.

    Raises:
        UsageError: the target is the file itself. CaseError: the file cannot be read or written, is not of the kind expected,
            or holds one case with a value that no unit makes plausible.
    """
    if source == STANDARD_INPUT:
        raise UsageError("-: what is converted is a file; allowed: the path of one; save standard input first")
    if source.exists() and target.exists() and source.samefile(target):
        raise UsageError(f"{target}: this is the file that is read; allowed: another file; give a new name")
    knowledge = load()
    cases = possible_cases(source, STAGES if to == "case" else (stage,), knowledge)
    found = kind_of(source.read_bytes())
    if expected is not None and found != expected:
        raise CaseError(f"{source}:0:0: the content is of the kind '{found}', not '{expected}'; leave --from out, or give the file that was meant")
    text, told = written(cases, to=to, knowledge=knowledge, stage=stage)
    write_text(target, text)
    for line in told:
        print(f"{target}: not held: {line}", file=sys.stderr)
    print(NOTICE, file=sys.stderr)

"""`check`: every problem of the rules and of the teaching cases at once."""

import sys
from pathlib import Path

from ..errors import RuleError
from ..evaluation.audit import Audit, audit
from ..knowledge import RULES, load
from ..knowledge.crosscheck import examine
from ..teaching.library import CASES, not_understood, read_library


def run(root: Path | None, *, notes: bool, report: bool = False) -> None:
    """List every problem and raise RuleError or CaseError if there is one; quiet when all is right and no report is wanted.

    The teaching cases speak of the project's own rules, and are checked with those alone.
    """
    folder = root or RULES
    if not folder.is_dir():
        raise RuleError(f"{folder}:0:0: there is no such folder; give a folder of rules")
    examination = examine(folder)
    if notes:
        for note in examination.notes:
            print(f"note: {note}", file=sys.stderr)
    if examination.problems:
        raise RuleError(examination.problems)
    if folder.resolve() == RULES:
        _check_cases(notes=notes)
    if report:
        _print(audit(load(folder)))


def _check_cases(*, notes: bool) -> None:
    knowledge = load()
    for case in read_library(CASES, knowledge).values():
        for text in not_understood(case, knowledge) if notes else ():
            print(f"note: cases/teaching/{case.id}.yaml: '{text}' is not understood, so not weighed", file=sys.stderr)


def _print(state: Audit) -> None:
    found, profiles = sum(one.findings for one in state.shares), sum(one.profiles for one in state.shares)
    print(f"sourced: findings {sum(one.sourced_findings for one in state.shares)} of {found} ({state.sourced_findings:.1%}), "
          f"profiles {sum(one.sourced_profiles for one in state.shares)} of {profiles} ({state.sourced_profiles:.1%})")
    for one in state.shares:
        print(f"  {one.cause}: findings {one.sourced_findings} of {one.findings}, profiles {one.sourced_profiles} of {one.profiles}")
    for cause in state.uncited:
        print(f"uncited: {cause}; no number, test or reading of it has a source; cite one")
    for leaf in state.unreachable:
        print(f"unreachable: {leaf}; nothing but its own name raises it; give it findings that are more frequent than background")
    for first, second, odds in state.alike:
        print(f"alike: {first} and {second} (log odds {odds:.1f}); findings, values and counts hardly separate them; say what does, or join them")
    for pair in state.contradictions:
        against = "is a form of" if pair.why == "form" else "excludes"
        print(f"contradiction: {pair.cause}: {pair.first} ({pair.first_share:.2f}) {against} {pair.second} ({pair.second_share:.2f}); "
              "correct one of the two")

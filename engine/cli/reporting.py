"""`report`: the whole answer to one case or all of a file, as a page to print and as JSON that opens again."""

import sys
from pathlib import Path

from ..errors import CaseError, UsageError
from ..formats import report, to_html, to_json
from ..knowledge import load
from ..notice import NOTICE
from .gathering import gathered_cases
from .writing import write_text


def run(file: Path, *, html: Path | None, only: str | None, stage: str, setting: str | None, top: int, as_json: bool) -> None:
    """Write the page to `html`, print JSON if asked for; print the page where neither is.

    Raises:
        UsageError: the setting is not known, or the page is the file itself.
        CaseError: no case has the id asked for, or the page cannot be written.
    """
    if html is not None and html.exists() and file.exists() and html.samefile(file):
        raise UsageError(f"{html}: this is the file that is read; allowed: another file; give a new name")
    knowledge = load()
    there, _ = gathered_cases(file, stage, setting, knowledge)
    cases = [case for case in there if only in (None, case.id)]
    if not cases:
        ids = ", ".join(case.id for case in there)
        raise CaseError(f"{file}: no case has the id '{only}'; allowed: {ids}; choose one")
    reports = [report(case, knowledge, stage=stage, setting=setting, top=top) for case in cases]
    print(NOTICE, file=sys.stderr)
    if html is not None:
        write_text(html, to_html(reports, knowledge))
    if as_json:
        print(to_json(reports))
    elif html is None:
        print(to_html(reports, knowledge))

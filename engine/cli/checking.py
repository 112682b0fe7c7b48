"""`check`: every problem of the rules at once."""

import sys
from pathlib import Path

from ..errors import RuleError
from ..knowledge import RULES
from ..knowledge.crosscheck import examine


def run(root: Path | None, *, notes: bool) -> None:
    """List every problem and raise RuleError if there is one; quiet when the rules are right."""
    folder = root or RULES
    if not folder.is_dir():
        raise RuleError(f"{folder}:0:0: there is no such folder; give a folder of rules")
    examination = examine(folder)
    if notes:
        for note in examination.notes:
            print(f"note: {note}", file=sys.stderr)
    if examination.problems:
        raise RuleError(examination.problems)

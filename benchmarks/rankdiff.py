"""Whose ranks moved since an earlier commit, and by which rule.

    python -m benchmarks.rankdiff [REVISION]        (make rankdiff SINCE=REVISION; default HEAD, so what is not committed yet)

Compares `rules/` as it stands with the one of the commit over the cases of tests/data/published.yaml and cases/.
"""

import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from engine import NOTICE, load, read_cases
from engine.errors import RuleError
from engine.evaluation.moved import Change, Move, moved
from engine.knowledge import Knowledge

from .speed import CASES, ROOT

SETTING = "published"


def rules_of(revision: str) -> Knowledge:
    """Compile the rules of a commit with today's code. Exits with what git or the rules say when that is not possible."""
    done = subprocess.run(["git", "archive", revision, "rules"], cwd=ROOT, capture_output=True)
    if done.returncode:
        sys.exit(f"rankdiff: git knows no rules at '{revision}' ({done.stderr.decode().strip()}); name a commit, such as HEAD~1")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return load(Path(folder) / "rules")


def main() -> None:
    """Print every case that moved, the largest changes below it."""
    revision = sys.argv[1] if len(sys.argv) > 1 else "HEAD"
    try:
        before, after = rules_of(revision), load()
    except RuleError as error:
        sys.exit(str(error))
    files = [case for path in (CASES, *sorted((ROOT / "cases").glob("*.yaml"))) for case in read_cases(path)]
    print(NOTICE)
    better = worse = 0
    for move in moved(files, before, after, stage="presentation", setting=SETTING):
        print(_told(move))
        better += _place(move.after.place) < _place(move.before.place)
        worse += _place(move.after.place) > _place(move.before.place)
    print(f"{better} right causes rose, {worse} fell, of {len(files)} cases since {revision}")


def _place(place: int | None) -> float:
    return float("inf") if place is None else place


def _told(move: Move) -> str:
    places = f"{move.before.place or 'absent'} -> {move.after.place or 'absent'}"
    firsts = move.after.first if move.before.first == move.after.first else f"{move.before.first} -> {move.after.first}"
    return "\n".join([f"{places:>14}  {move.id}: {move.label}; first {firsts}", *(f"{'':16}{_line(change)}" for change in move.why)])


def _line(change: Change) -> str:
    before, after = (" none" if one is None else f"{one:+.2f}" for one in (change.before, change.after))
    return f"{before} -> {after}  {change.cause}: {change.what}"


if __name__ == "__main__":
    main()

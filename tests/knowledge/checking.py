"""Rules as they are checked."""

from pathlib import Path

from engine.knowledge.crosscheck import check


def told(root: Path) -> list[str]:
    """Return the problems of a folder of rules, as they are printed."""
    return [str(problem) for problem in check(root)]

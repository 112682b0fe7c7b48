"""Everything that is reached from a name by steps from one to the next, such as all that a finding is a form of."""

from collections.abc import Callable, Iterable


def reached(start: str, following: Callable[[str], Iterable[str]]) -> set[str]:
    """Return everything that is reached from a name, itself not counted unless a way leads back to it."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in following(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found

"""Which findings only say the name of a cause again: that a person with lupus has lupus tells nobody where to look."""

from collections.abc import Iterable

_CONDITION = "condition"
_LEAST_WORDS = 2


def says_again(label: str, kind: str, names: Iterable[str]) -> bool:
    """Return whether a finding is the name of a cause, or a condition that holds it or is part of it.

    What a test shows may share words with the cause that it shows: "malaria parasites on the smear".

    Args:
        label: of the finding, as `Spelling.normal` has it. kind: of the finding.
        names: of one cause, in the same spelling: its name first, then its synonyms.
    """
    if kind != _CONDITION or not label:
        return bool(label) and label == next(iter(names), None)
    said = f" {label} "
    for number, name in enumerate(names):
        known = f" {name} "
        part = number == 0 and len(label.split()) >= _LEAST_WORDS and said in known
        if name and (known in said or part):
            return True
    return False

"""Where the numbers of a leaf came from: its own, or those of the causes that it joins."""

from collections.abc import Callable
from functools import lru_cache

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import LeafRecord, Provenance
from ..knowledge.same import Same

Origins = Callable[[str], Provenance | None]


def origins(leaf: LeafRecord, knowledge: Knowledge) -> Origins:
    """Return what tells where a leaf's numbers came from.

    It takes the id of a finding, "lab:<analyte>", "pattern" or "who:<age, sex, pregnant or ancestry>", and gives None for a
    background. Of a cause with its consequence the more frequent one speaks, and the consequence never of what brought it on. A
    profile is made of what all of them state, so it has a source only where each of those has one.
    """
    if len(leaf.causes) == 1:
        return knowledge.provenance[leaf.causes[0]].finished().get
    joined = _joined(Same(knowledge))
    if leaf.id not in joined:
        joined[leaf.id] = _of_several(leaf, knowledge)
    return joined[leaf.id].get


@lru_cache(maxsize=2)
def _joined(_held: Same) -> dict[str, dict[str, Provenance]]:
    """Return the numbers of leaves of several causes, each made when first asked for: they are the same in every case."""
    return {}


def _of_several(leaf: LeafRecord, knowledge: Knowledge) -> dict[str, Provenance]:
    numbers: dict[str, Provenance] = {}
    for place, cause in enumerate(leaf.causes):
        for key, entry in knowledge.provenance[cause].finished().items():
            if not (place and entry.of_trigger) and (key not in numbers or _speaks_first(key, entry, numbers[key])):
                numbers[key] = entry
    return numbers


def _speaks_first(key: str, entry: Provenance, other: Provenance) -> bool:
    """Whether an entry speaks for a number rather than another: the assumption in a profile, the greater share elsewhere."""
    if key == "pattern" or key.startswith("lab:"):
        return entry.source is None and other.source is not None
    return entry.value > other.value

"""Where the numbers of a leaf came from: its own, those of the causes that it joins, or that of a form of the finding."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from math import isclose

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import RAISED_NOTE, LeafRecord, Provenance
from ..knowledge.same import Same

_SAME = 1e-4
"""Part of itself by which a share of the table, which is kept in single precision, may miss what is written."""

Origins = Callable[[str], Provenance | None]


def origins(leaf: LeafRecord, knowledge: Knowledge) -> Origins:
    """Return what tells where a leaf's numbers came from.

    It takes the id of a finding, "lab:<analyte>", "pattern" or "who:<age, sex, pregnant or ancestry>", and gives None for a
    background. Of a cause with its consequence the more frequent one speaks, and the consequence never of what brought it on. A
    profile is made of what all of them state, so it has a source only where each of those has one. Where a finding is taken at what is
    written of a form of it, that speaks.
    """
    made = _made(Same(knowledge))
    if leaf.id not in made:
        written = _of_several(leaf, knowledge)
        made[leaf.id] = written | _of_forms(leaf, written, knowledge)
    return made[leaf.id].get


@lru_cache(maxsize=2)
def _made(_held: Same) -> dict[str, dict[str, Provenance]]:
    """Return the numbers of leaves, each made when first asked for: they are the same in every case."""
    return {}


def _of_forms(leaf: LeafRecord, written: dict[str, Provenance], knowledge: Knowledge) -> dict[str, Provenance]:
    """Return the origin of findings that the table has at what is written of the most frequent form of them."""
    numbers: dict[str, Provenance] = {}
    for name, entry in written.items():
        for above in knowledge.above(name) if name in knowledge.findings else ():
            known = numbers.get(above) or written.get(above)
            if known is None or entry.value > known.value:
                numbers[above] = replace(entry, note="; ".join(filter(None, (RAISED_NOTE.format(knowledge.findings[name].label), entry.note))))
    shares = knowledge.tables.probability[:, knowledge.columns[leaf.id]]
    return {name: entry for name, entry in numbers.items()
            if (row := knowledge.findings[name].index) >= 0 and isclose(shares[row], entry.value, rel_tol=_SAME)}


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

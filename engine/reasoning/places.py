"""A place and the areas that it implies are one fact: "returned from Thailand" is told once, with what all of it adds up to.

A cause may list the scrub typhus area and not Thailand; told apart, the place would speak against it beside the area that speaks for it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..knowledge.knowledge import Knowledge
from .evidence import Evidence

if TYPE_CHECKING:
    from .explain import Reason


def told_by_place(evidence: Evidence, knowledge: Knowledge) -> dict[str, str]:
    """Return each area that was not entered itself but follows from a place of the same group, with the place that was.

    Both are weighed; a place that carries no weight leaves its areas to tell themselves.
    """
    texts = {term.name: term.texts for term in evidence.terms if term.group in knowledge.complete_groups and term.state == "present"}
    implied = {area: place for place in reversed(texts) for area in knowledge.findings[place].implies if texts.get(area) == texts[place]}
    return {area: implied.get(place, place) for area, place in implied.items()}


def as_one_fact(reasons: Sequence["Reason"], told_by: Mapping[str, str]) -> list["Reason"]:
    """Return reasons with those of areas added to that of their place; what weighs most of them gives it source and note.

    A sum of several has no single frequency behind it.
    """
    if not told_by:
        return list(reasons)
    members: dict[str, list[Reason]] = {place: [] for place in told_by.values()}
    rest: list[Reason] = []
    for one in reasons:
        place = told_by.get(one.name, one.name) if one.kind == "finding" else ""
        members.get(place, rest).append(one)
    return rest + [_together(place, one) for place, one in members.items()]


def _together(place: str, members: list["Reason"]) -> "Reason":
    own = next(one for one in members if one.name == place)
    strongest = max(members, key=lambda one: abs(one.weight))
    return own._replace(weight=sum(one.weight for one in members), source=strongest.source, note=strongest.note, frequency=None, background=None)

"""Medicines of FHIR Bundles of others: what was taken, prescribed, handed over or given, and since when; never what was only proposed."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..case.drugs import find_drugs
from ..case.model import Medication
from ..knowledge.knowledge import Knowledge
from .fhir_observation import day, last_part, names
from .fhir_systems import NO_MEDICINES, NO_MEDICINES_SNOMED
from .timeline import back_from
from .walk import Node, Notes

_NOT_TAKEN = ("entered-in-error", "not-taken", "not-done", "intended", "draft", "cancelled", "preparation", "declined")
_NOT_ORDERED = ("proposal", "plan", "option")
"""Intents of a request that nobody has to act on."""
_OVER = {"MedicationStatement": ("completed", "stopped"), "MedicationRequest": ("completed", "stopped")}
"""States in which a medicine is no longer taken; that it was handed over, or given once, is completed at once and says nothing of that."""
_GIVEN = "MedicationAdministration"


class _Course(NamedTuple):
    """Days since 1970, None where not known; `over`: it is no longer taken."""

    start: float | None
    end: float | None
    over: bool


def medicines(resources: Iterable[Node], helpers: Mapping[str, Node], newest: float | None, knowledge: Knowledge,
              notes: Notes) -> tuple[Medication, ...] | None:
    """Return the medicines of a person, None where nothing is said of any, empty where none are taken.

    Args:
        resources: what tells of medicines. helpers: resources that are only looked up, by their id. newest: the day of the newest value.
        knowledge: the compiled rules. notes: where is told what is left out.
    """
    found: dict[str, list[_Course]] = {}
    none_taken = False
    for one in resources:
        concept = one.part("medicationCodeableConcept") or _referred(one, helpers)
        if {NO_MEDICINES, NO_MEDICINES_SNOMED} & {coding.text("code") for coding in concept.parts("coding")}:
            none_taken = True
            continue
        called = names(concept)
        name = next((name for name in called if find_drugs(name, knowledge.lexicon)), next(iter(called), ""))
        if not name or (why := _left(one)):
            notes.unused.append(f"medicine {name} ({why})" if name else "medicine without a name")
            continue
        found.setdefault(name, []).append(_course(one))
    return tuple(Medication(name, _taken(_joined(courses), newest)) for name, courses in found.items()) or (() if none_taken else None)


def _referred(one: Node, helpers: Mapping[str, Node]) -> Node:
    reference = one.part("medicationReference").text("reference")
    contained = {f"#{held.text('id')}": held for held in one.parts("contained")}
    held = contained.get(reference) or helpers.get(last_part(reference)) or Node({}, one.place, one.notes)
    return held.part("code")


def _left(one: Node) -> str:
    """Say why a medicine is not taken, empty where it is."""
    if one.yes("doNotPerform"):
        return "must not be given"
    if one.text("status") in _NOT_TAKEN:
        return "not taken"
    return f"only a {one.text('intent')}" if one.text("intent") in _NOT_ORDERED else ""


def _course(one: Node) -> _Course:
    kind = one.text("resourceType")
    start = day(one, ("effectivePeriod", "start"), ("effectiveDateTime", ""), ("whenHandedOver", ""), ("whenPrepared", ""), ("authoredOn", ""))
    end = day(one, ("effectivePeriod", "end"), *([("effectiveDateTime", "")] if kind == _GIVEN else []))
    return _Course(start, end, one.text("status") in _OVER.get(kind, ()))


def _joined(courses: list[_Course]) -> _Course:
    """Return several courses of one medicine as one: what still goes on before what is over, from its first day on."""
    courses = [one for one in courses if not one.over] or courses
    starts, ends = ([day for day in days if day is not None] for days in ([one.start for one in courses], [one.end for one in courses]))
    return _Course(min(starts, default=None), max(ends) if len(ends) == len(courses) else None, all(one.over for one in courses))


def _taken(course: _Course, newest: float | None) -> str:
    if course.start is not None and newest is not None and course.start > newest + 1:
        return "started after presentation"
    began, ended = back_from(course.start, newest), back_from(course.end, newest)
    stopped = f"stopped {ended}" if ended and ended != "0 days earlier" else "stopped" if course.over else ""
    return ", ".join(part for part in (f"started {began}" if began else "", stopped) if part)

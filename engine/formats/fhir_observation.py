"""Observations of FHIR Bundles of others: which value, of what, printed as a report would print it."""

from collections.abc import Iterator

from ..knowledge.knowledge import Knowledge
from . import terms
from .fhir_systems import LEVELS, LOINC, UCUM
from .timeline import Dated, day_of
from .walk import Node

_VOID = ("entered-in-error", "cancelled")
_TIMES = (("effectiveDateTime", ""), ("effectiveInstant", ""), ("effectivePeriod", "end"), ("effectivePeriod", "start"), ("issued", ""))


def codes(concept: Node, system: str) -> list[str]:
    """Return the codes of a concept in one system."""
    return [one.text("code") for one in concept.parts("coding") if one.text("system") == system]


def names(concept: Node) -> list[str]:
    """Return what a concept is called: the user's text, then each display."""
    return [name for name in (concept.words("text"), *(one.words("display") for one in concept.parts("coding"))) if name]


def day(resource: Node, *keys: tuple[str, str]) -> float | None:
    """Return the first date of a resource, in days since 1970; keys are (key, key below it or empty)."""
    for key, below in keys or _TIMES:
        text = resource.part(key).text(below) if below else resource.text(key) if not key.endswith("Period") else ""
        if text:
            found = day_of(text)
            if found is None:
                resource.notes.wrong.append(f"{resource.place}.{key} is no date; allowed: such as 2024-01-31")
            else:
                return found
    return None


def last_part(reference: str) -> str:
    """Return the id at the end of a reference, whatever server it names."""
    return reference.partition("/_history")[0].rpartition("/")[2].rpartition(":")[2]


def values(observation: Node, knowledge: Knowledge) -> Iterator[Dated]:
    """Yield every value that a case can hold: the observation's own, and those of its components."""
    if observation.text("status") in _VOID:
        observation.notes.unused.append("observations that were cancelled or entered in error")
        return
    when, parts = day(observation), observation.parts("component")
    told = any(key.startswith("value") for key in observation.value) or "interpretation" in observation
    for one in ([observation] if told or not parts and "hasMember" not in observation else []) + parts:
        yield from _value(one, when, knowledge)


def _value(node: Node, when: float | None, knowledge: Knowledge) -> Iterator[Dated]:
    concept = node.part("code")
    called = names(concept)
    name = called[0] if called else "an observation without a name"
    if "dataAbsentReason" in node:
        why = next(iter(names(node.part("dataAbsentReason"))), next(iter(_all_codes(node.part("dataAbsentReason"))), "no reason given"))
        node.notes.unused.append(f"{name} (no value: {why})")
        return
    loinc = codes(concept, LOINC)
    analyte = terms.analyte_of(loinc, called, knowledge, unit=_unit(node.part("valueQuantity")))
    printed, is_word = _printed(node, knowledge)
    if printed and analyte and not is_word:
        if why := terms.impossible(printed, analyte, knowledge):
            node.notes.wrong.append(f"{node.place}: {why}; left out")
        else:
            yield Dated(analyte.label, printed, when)
    elif printed and is_word and (found := terms.result_of(loinc, called, printed, analyte, knowledge)):
        yield Dated(*found, when)
    else:
        node.notes.unused.append(f"{name} (code {loinc[0]})" if loinc and not called else name)


def _all_codes(concept: Node) -> list[str]:
    return [one.text("code") for one in concept.parts("coding") if one.text("code")]


def _printed(node: Node, knowledge: Knowledge) -> tuple[str, bool]:
    """Return (the value as a report prints it, whether it is a word); empty where there is none that a case can hold."""
    level = next((LEVELS[code] for one in node.parts("interpretation") for code in _all_codes(one) if code in LEVELS), "")
    if "valueQuantity" in node:
        return _quantity(node.part("valueQuantity"), node, level, knowledge), False
    if "valueRange" in node:
        ends = node.part("valueRange")
        low, high = ends.part("low").number("value"), ends.part("high").number("value")
        if low is not None and high is not None:
            return f"{low:g}-{terms.printed(high, _unit(ends.part('high')), knowledge=knowledge)}", False
    if "valueRatio" in node:
        ratio = node.part("valueRatio")
        above, below = ratio.part("numerator").number("value"), ratio.part("denominator").number("value")
        return (f"{above:g}:{below:g}", False) if above is not None and below else ("", False)
    if "valueInteger" in node and (whole := node.number("valueInteger")) is not None:
        return terms.printed(whole, "", level=level, knowledge=knowledge), False
    if "valueBoolean" in node:
        return "positive" if node.yes("valueBoolean") else "negative", True
    if "valueString" in node:
        return node.words("valueString"), True
    if "valueCodeableConcept" in node:
        answer = node.part("valueCodeableConcept")
        return terms.answer_of(_all_codes(answer), names(answer), knowledge), True
    return level, True


def _quantity(quantity: Node, node: Node, level: str, knowledge: Knowledge) -> str:
    number = quantity.number("value")
    if number is None:
        return ""
    ranges = [one for one in node.parts("referenceRange") if "low" in one or "high" in one]
    ends = [ranges[0].part(end) if ranges else Node({}, node.place, node.notes) for end in ("low", "high")]
    low, high = (end.number("value") if _unit(end) in ("", _unit(quantity)) else None for end in ends)
    return terms.printed(number, _unit(quantity), bound=quantity.text("comparator"), low=low, high=high, level=level, knowledge=knowledge)


def _unit(quantity: Node) -> str:
    return quantity.text("code") if quantity.text("system") == UCUM and quantity.text("code") else quantity.text("unit") or quantity.text("code")

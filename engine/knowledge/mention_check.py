"""Checks that every name mentioned in the rules exists."""

from collections.abc import Iterable, Iterator
from typing import get_args

from ..errors import Problem
from .known import Known
from .models.cause import Chronicity, Prior
from .references import Mentions
from .rulebook import LoadedFile
from .wording import listed, suggestion

_HOMES = {
    "source": "a key of sources.yaml",
    "finding": "an id of findings/<kind>.yaml",
    "cause": "the name of a file under causes/",
    "unit": "a UCUM code under units in labs.yaml",
    "analyte": "an id under analytes in labs.yaml",
    "effect": "an id under effects in drugs.yaml",
    "drug": "an id under drugs in drugs.yaml",
    "hpo": "a term of hpo.yaml, which tools/hpo.py writes anew",
    "composite": "an id of findings/ of the kind composite",
}
"""Where the names of a kind are defined, for kinds with too many names to list in a message."""

_PLACES = frozenset(
    field.alias or name for name, field in Prior.model_fields.items() if name in ("primary_care", "hospital", "referral")
)
"""The places that a cause has a prior for."""


def unknown_mentions(file: LoadedFile, mentioned: Iterable[Mentions], known: Known) -> Iterator[Problem]:
    """The mentions of a file that lead nowhere.

    Args:
        file: any rule file. mentioned: its `mentions`.
        known: the names there are.

    Yields:
        A problem for each mention, at its place.
    """
    for mention in mentioned:
        names = _names(mention.kind, known)
        if names is not None and names.issuperset(mention.names):
            continue
        for number, name in enumerate(mention.names):
            message = _unknown(name, mention, names, known)
            if message:
                yield file.document.problem(mention.place(number, name), message, at_key=mention.standing == "keys")


def _unknown(name: str, mention: Mentions, names: frozenset[str] | None, known: Known) -> str | None:
    if mention.kind == "test":
        return _unknown_test(name, known)
    if mention.kind in ("level", "bin"):
        return _unknown_level(name, mention.kind, mention.of, known)
    return None if names is None or name in names else _told(mention.kind, name, names)


def _names(kind: str, known: Known) -> frozenset[str] | None:
    match kind:
        case "composite":
            composites = frozenset(name for name, finding_kind in known.finding_kinds.items() if finding_kind == "composite")
            return composites if "finding" in known.names else None
        case "onset":
            return frozenset(get_args(Chronicity))
        case "place":
            return _PLACES
    return known.names.get(kind)


def _told(kind: str, name: str, names: frozenset[str]) -> str:
    home = _HOMES.get(kind)
    otherwise = "add it there, or correct it" if home else "correct it"
    return f"unknown {kind} '{name}'; allowed: {home or listed(sorted(names))}; {suggestion(name, names, otherwise=otherwise)}"


def _unknown_test(name: str, known: Known) -> str | None:
    """Mentions of the form `finding` or `analyte:level`."""
    analyte, colon, level = name.partition(":")
    if colon:
        analytes = known.names.get("analyte")
        if analytes is not None and analyte not in analytes:
            return _told("analyte", analyte, analytes)
        return _unknown_level(level, "level", analyte, known)
    findings = known.names.get("finding")
    return None if findings is None or name in findings else _told("finding", name, findings)


def _unknown_level(name: str, kind: str, analyte: str, known: Known) -> str | None:
    """Levels and bins of an analyte. An unknown analyte is told by its own mention."""
    levels = known.levels(analyte)
    if levels is None:
        return None
    if kind == "bin":
        levels = frozenset(step.name for step in known.analytes[analyte].bins)
    if name in levels:
        return None
    hint = suggestion(name, levels, otherwise="correct it")
    return f"unknown {kind} '{name}' of {analyte}; allowed: {listed(sorted(levels))}; {hint}"

"""Every mention of one rule entry in another, with its place. Whether the mentioned entry exists is checked elsewhere."""

from collections.abc import Collection, Iterator
from typing import Any, Literal, NamedTuple

from .document import Path
from .models import (
    Cause,
    CohortsFile,
    CoverageFile,
    DiagnosesFile,
    DrugsFile,
    EffortFile,
    FindingsFile,
    HpoFile,
    LabsFile,
    ModelFile,
    SettingsFile,
    TeachingFile,
    UrgentFile,
)
from .rulebook import LoadedFile

_SOURCE_KEYS = frozenset(("source", "pattern_source", "sources"))


class Mentions(NamedTuple):
    """Names written at a place. `kind` says what they must be the names of.

    Besides the kinds of `Known.names` there are "test", a finding or an analyte with a level such as mcv:high, and
    "level" and "bin", a level or graded level, or a bin, of the analyte in `of`.
    `standing` says where each stands: as the value at `path`, as items of the list there, or as keys of the mapping there.
    """

    path: Path
    names: Collection[str]
    kind: str
    standing: Literal["value", "items", "keys"] = "value"
    of: str = ""

    def place(self, number: int, name: str) -> Path:
        """Where the name of that number stands."""
        return self.path if self.standing == "value" else (*self.path, number if self.standing == "items" else name)


def mentions(file: LoadedFile) -> Iterator[Mentions]:
    """Everything that a file mentions.

    Args:
        file: any rule file. Of a file that does not satisfy its model only the sources are told.

    Yields:
        Mentions, by section and not by line.
    """
    if file.kind != "sources" and isinstance(file.document.value, (dict, list)):
        found: list[Mentions] = []
        _collect_sources(file.document.value, (), found)
        yield from found
    match file.content:
        case Cause() as cause:
            yield from _in_cause(cause)
        case FindingsFile() as findings:
            yield from _in_findings(findings)
        case LabsFile() as labs:
            yield from _in_labs(labs)
        case DrugsFile() as drugs:
            yield from _in_drugs(drugs)
        case SettingsFile() as settings:
            yield from _in_settings(settings)
        case CohortsFile() as cohorts:
            yield from _in_cohorts(cohorts)
        case ModelFile() as model:
            yield from _in_model(model)
        case UrgentFile() as urgent:
            yield from _in_urgent(urgent)
        case HpoFile() as hpo:
            for key, term in hpo.terms.items():
                yield from _all(("terms", key, "counts_for"), term.counts_for or (), "finding")
        case TeachingFile() as teaching:
            yield from _in_teaching(teaching)
        case CoverageFile() as coverage:
            for label, entry in coverage.stands_for.items():
                yield _one(("stands_for", label, "cause"), entry.cause, "cause")
        case DiagnosesFile() as written:
            yield from (_one(("diagnoses", name), name, "cause") for name in written.diagnoses)
        case EffortFile() as effort:
            yield from _in_effort(effort)


def _collect_sources(value: Any, path: Path, found: list[Mentions]) -> None:
    """Add the sources below a mapping or a list. Most values are texts and numbers, so only what can hold more is entered."""
    for key, member in value.items() if isinstance(value, dict) else enumerate(value):
        kind = type(member)
        if kind is str:
            if key in _SOURCE_KEYS:
                found.append(Mentions((*path, key), (member,), "source"))
        elif kind is list and key in _SOURCE_KEYS:
            found.append(Mentions((*path, key), [name for name in member if isinstance(name, str)], "source", "items"))
        elif kind is dict or kind is list and set(map(type, member)) - {str}:
            _collect_sources(member, (*path, key), found)


def _one(path: Path, name: str, kind: str, of: str = "") -> Mentions:
    return Mentions(path, (name,), kind, of=of)


def _all(path: Path, names: Collection[str], kind: str, of: str = "") -> Iterator[Mentions]:
    if names:
        yield Mentions(path, names, kind, "items", of)


def _keys(path: Path, names: Collection[str], kind: str, of: str = "") -> Iterator[Mentions]:
    if names:
        yield Mentions(path, names, kind, "keys", of)


def _in_cause(cause: Cause) -> Iterator[Mentions]:
    yield _one(("group",), cause.group, "group")
    yield from _all(("mechanisms",), cause.mechanisms, "mechanism")
    yield from _keys(("findings",), cause.findings, "finding")
    if cause.is_a:
        yield _one(("is_a", "parent"), cause.is_a.parent, "cause")
    for position, consequence in enumerate(cause.leads_to):
        yield _one(("leads_to", position, "cause"), consequence.cause, "cause")
    for position, other in enumerate(cause.look_alikes):
        yield _one(("look_alikes", position, "cause"), other.cause, "cause")
    for position, confirming in enumerate(cause.confirming):
        yield _one(("confirming", position, "test"), confirming.test, "test")
    yield from _all(("hinges_on",), cause.hinges_on, "finding")
    yield from _all(("of_trigger",), cause.of_trigger, "finding")
    yield from _keys(("high_counts",), cause.high_counts, "analyte")
    for section, profiles in (("labs", cause.labs), ("depth", cause.depth)):
        yield from _keys((section,), profiles, "analyte")
        for analyte, profile in profiles.items():
            yield from _keys((section, analyte, "levels"), profile.levels or (), "level", analyte)
            yield from _keys((section, analyte, "bins"), profile.bins or (), "bin", analyte)


def _in_findings(file: FindingsFile) -> Iterator[Mentions]:
    for key, finding in file.findings.items():
        top = ("findings", key)
        yield from _all((*top, "parents"), finding.parents, "finding")
        yield from _all((*top, "opposites"), finding.opposites, "finding")
        yield from _all((*top, "once"), (finding.once,) if finding.once else (), "finding")
        yield from _all((*top, "denies"), finding.denies, "finding")
        yield from _all((*top, "implies"), finding.implies, "test")
        yield from _all((*top, "effect_of"), finding.effect_of, "analyte")
        if finding.hpo:
            yield _one((*top, "hpo"), finding.hpo, "hpo")


def _in_labs(labs: LabsFile) -> Iterator[Mentions]:
    for key, analyte in labs.analytes.items():
        top = ("analytes", key)
        yield _one((*top, "unit"), analyte.unit, "unit")
        yield from _keys((*top, "units"), analyte.units, "unit")
        yield from _all((*top, "unprinted"), analyte.unprinted, "unit")
        if analyte.lineage:
            yield _one((*top, "lineage"), analyte.lineage, "lineage")
        yield from _keys((*top, "words"), analyte.words, "level", key)
        yield from _keys((*top, "findings"), analyte.findings, "level", key)
        for level, finding in analyte.findings.items():
            yield _one((*top, "findings", level), finding, "finding")
        yield from _keys((*top, "told_as"), analyte.told_as, "level", key)
        for level, finding in analyte.told_as.items():
            yield _one((*top, "told_as", level), finding, "finding")
        yield from _all((*top, "derived_from"), analyte.derived_from, "analyte")
        if analyte.like:
            yield _one((*top, "like", "analyte"), analyte.like.analyte, "analyte")
        for position, usual in enumerate(analyte.usual):
            yield _one((*top, "usual", position, "finding"), usual.finding, "finding")
        for level, term in analyte.hpo.items():
            yield _one((*top, "hpo", level), term, "hpo")
    for position, derivation in enumerate(labs.derived):
        place = ("derived", position)
        yield _one((*place, "analyte"), derivation.analyte, "analyte")
        for section in ("parents", "also", "beside"):
            yield from _all((*place, section), getattr(derivation, section), "analyte")
        yield from _keys((*place, "when"), derivation.when, "analyte")
        for name, level in derivation.when.items():
            yield _one((*place, "when", name), level, "level", of=name)
    for position, one in enumerate(labs.parts):
        yield _one(("parts", position, "whole"), one.whole, "analyte")
        yield from _all(("parts", position, "parts"), one.parts, "analyte")


def _in_drugs(file: DrugsFile) -> Iterator[Mentions]:
    for key, effect in file.effects.items():
        top = ("effects", key)
        yield _one((*top, "cause"), effect.cause, "cause")
        yield from _all((*top, "lineages"), effect.lineages, "lineage")
        if effect.milder_form_of:
            yield _one((*top, "milder_form_of"), effect.milder_form_of, "effect")
        yield from _all((*top, "shown_by"), effect.shown_by, "test")
        yield from _keys((*top, "depth"), effect.depth, "analyte")
        for analyte, bins in effect.depth.items():
            yield from _all((*top, "depth", analyte), bins, "bin", analyte)
    for key, drug in file.drugs.items():
        yield from _keys(("drugs", key, "effects"), drug.effects, "effect")
        yield from _all(("drugs", key, "contains"), drug.contains, "drug")
        yield from _all(("drugs", key, "implies"), drug.implies, "finding")
    for position, interaction in enumerate(file.interactions):
        yield from _all(("interactions", position, "drugs"), interaction.drugs, "drug")
        yield _one(("interactions", position, "effect"), interaction.effect, "effect")


def _in_settings(file: SettingsFile) -> Iterator[Mentions]:
    yield _one(("default",), file.default, "setting")
    yield from _keys(("reference", "onset"), file.reference.onset, "onset")
    for key, setting in file.settings.items():
        if setting.place:
            yield _one(("settings", key, "place"), setting.place, "place")
    for key, places in file.regions.items():
        yield from _all(("regions", key), places, "finding")


def _in_cohorts(file: CohortsFile) -> Iterator[Mentions]:
    for key, cohort in file.cohorts.items():
        top = ("cohorts", key)
        yield _one((*top, "setting"), cohort.setting, "setting")
        yield from _all((*top, "left_out"), cohort.left_out, "cause")
        for position, share in enumerate(cohort.shares):
            yield from _all((*top, "shares", position, "causes"), share.causes, "cause")


def _in_model(model: ModelFile) -> Iterator[Mentions]:
    yield from _keys(("onset_days",), model.onset_days, "onset")
    yield from _keys(("onset_words",), model.onset_words, "onset")
    yield from _keys(("cycle", "offers"), model.cycle.offers, "analyte")
    for key, finding in model.cycle.offers.items():
        yield _one(("cycle", "offers", key), finding, "finding")
    for key, lineage in model.lineages.items():
        yield _one(("lineages", key, "analyte"), lineage.analyte, "analyte")
    yield from _all(("placeless",), model.placeless, "finding")
    if model.contacts:
        yield _one(("contacts", "finding"), model.contacts.finding, "finding")
        yield from _all(("contacts", "groups"), model.contacts.groups, "group")
    yield from _all(("pairs", "adding"), model.pairs.adding, "analyte")
    for number, association in enumerate(model.pairs.associations):
        yield from _all(("pairs", "associations", number, "causes"), association.causes, "cause")


def _in_urgent(file: UrgentFile) -> Iterator[Mentions]:
    for key, flag in file.flags.items():
        yield from _all(("flags", key, "look_at"), flag.look_at, "finding")
        for section, conditions in (("all_of", flag.all_of), ("any_of", flag.any_of)):
            for position, condition in enumerate(conditions):
                top = ("flags", key, section, position)
                if condition.finding:
                    yield _one((*top, "finding"), condition.finding, "finding")
                if condition.analyte:
                    yield _one((*top, "analyte"), condition.analyte, "analyte")
                    if condition.level:
                        yield _one((*top, "level"), condition.level, "level", of=condition.analyte)


def _in_effort(effort: EffortFile) -> Iterator[Mentions]:
    for kind_of_finding, way in effort.kinds.items():
        yield _one(("kinds", kind_of_finding), way, "way")
    yield _one(("analyte",), effort.analyte, "way")
    for section, listed, kind in (("findings", effort.findings, "finding"), ("analytes", effort.analytes, "analyte")):
        yield from _keys((section,), listed, "way")
        for way, names in listed.items():
            yield from _all((section, way), names, kind)
    for person, names in effort.told_of.items():
        yield from _all(("told_of", person), names, "finding")
    for number, one in enumerate(effort.answered_by):
        for section, names, kind in (("known", one.known, "finding"), ("measured", one.measured, "analyte"), ("at", one.at, "test"),
                                     ("findings", one.findings, "finding"), ("analytes", one.analytes, "analyte")):
            yield from _all(("answered_by", number, section), names, kind)
    if effort.spared:
        yield from _all(("spared", "normal"), effort.spared.normal, "finding")
    for name, left_out in effort.left_out.items():
        yield from _all(("left_out", name, "findings"), left_out.findings, "finding")
        yield from _all(("left_out", name, "analytes"), left_out.analytes, "analyte")
        for number, once in enumerate(left_out.once):
            for section, names, kind in (("known", once.known, "finding"), ("drugs", once.drugs, "drug"),
                                         ("classes", once.classes, "drug class")):
                yield from _all(("left_out", name, "once", number, section), names, kind)


def _in_teaching(file: TeachingFile) -> Iterator[Mentions]:
    yield _one(("vignette", "setting"), file.vignette.setting, "setting")
    yield from _all(("vignette", "always"), file.vignette.always, "analyte")
    yield from _all(("vignette", "bystanders"), file.vignette.bystanders, "drug")
    for number, names in enumerate(file.vignette.asked_once):
        yield from _all(("vignette", "asked_once", number), names, "finding")
    yield from _all(("vignette", "typical", "made"), file.vignette.typical.made, "analyte")
    yield _one(("vignette", "typical", "made_by"), file.vignette.typical.made_by, "mechanism")
    for analyte, findings in file.vignette.other_cells.shown_by.items():
        yield _one(("vignette", "other_cells", "shown_by", analyte), analyte, "analyte")
        yield from _all(("vignette", "other_cells", "shown_by", analyte), findings, "finding")
    yield from _all(("scores", "forms_apart"), file.scores.forms_apart, "cause")
    for key, one in file.sets.items():
        yield from _all(("sets", key, "causes"), one.causes, "cause")

"""Checks of single entries that need the rest of the rules: an entry's place, its levels, and tables that must be whole."""

from collections.abc import Container, Iterator, Mapping
from itertools import combinations
from typing import Any, get_args

from ..errors import Problem
from .document import Path
from .known import Known
from .models import Analyte, Cause, DrugsFile, LabProfile, LabsFile, ModelFile, SettingsFile, UrgentFile
from .models.cause import AgeBand, Band, PriorBand
from .models.drug import Evidence
from .models.finding import Background, Examined, FindingKind
from .rulebook import LoadedFile
from .wording import listed, suggestion

Found = Iterator[tuple[Path, str]]


def entry_problems(file: LoadedFile, known: Known, model: ModelFile | None) -> Iterator[Problem]:
    """What is wrong with the entries of one file, seen beside the rest of the rules.

    Args:
        file: any rule file; one that does not satisfy its model is passed over.
        known: the names there are.
        model: the content of model.yaml, None when it is not valid.

    Yields:
        A problem for each, at its place.
    """
    found: Found = iter(())
    match file.content:
        case Cause() as cause:
            found = _cause(cause, file, known, model)
        case LabsFile() as labs:
            found = _labs(labs)
        case DrugsFile() as drugs:
            found = _drugs(drugs, known)
        case SettingsFile() as settings:
            found = _settings(settings)
        case ModelFile() as content:
            found = _model(content, known)
        case UrgentFile() as urgent:
            found = _urgent(urgent)
    for path, message in found:
        yield file.document.problem(path, message)


def _cause(cause: Cause, file: LoadedFile, known: Known, model: ModelFile | None) -> Found:
    if cause.id != file.stem:
        yield ("id",), f"'id' is '{cause.id}'; allowed: the file name, '{file.stem}'; rename one of the two"
    if cause.group != file.folder:
        yield ("group",), f"'group' is '{cause.group}'; allowed: the folder, '{file.folder}'; move the file, or correct the group"
    if model is not None and cause.pattern is not None:
        yield from _pattern(cause.pattern, model)
    for place, name in enumerate(cause.of_trigger):
        if name not in cause.findings:
            yield ("of_trigger", place), f"'{name}' is not among its findings; allowed: {listed(cause.findings)}; list it there, or leave it out"
    for section, profiles in (("labs", cause.labs), ("depth", cause.depth)):
        for analyte, profile in profiles.items():
            if analyte in known.analytes:
                yield from _profile((section, analyte), profile, known.analytes[analyte], analyte)


def _pattern(pattern: dict[str, float], model: ModelFile) -> Found:
    letters = [lineage.letter for lineage in model.lineages.values()]
    subsets = ("".join(chosen) for size in range(1, len(letters) + 1) for chosen in combinations(letters, size))
    allowed = ("none", *subsets)
    for name in pattern:
        if name not in allowed:
            same = ("".join(letter for letter in letters if letter in name),) if name.isupper() else ()
            hint = f"did you mean '{same[0]}'?" if same and same[0] else suggestion(name, allowed, otherwise="correct it")
            yield ("pattern", name), f"unknown pattern '{name}'; allowed: {listed(allowed)}; {hint}"


def _profile(path: Path, profile: LabProfile, analyte: Analyte, name: str) -> Found:
    counted = analyte.lineage is not None
    if counted and path[0] == "labs":
        yield path, f"{name} is a count; allowed under labs: analytes without lineage; write it under depth"
    if not counted and path[0] == "depth":
        yield path, f"{name} is not a count; allowed under depth: analytes with a lineage; write it under labs"
    level_of = {step.name: step.level for step in analyte.bins}
    for level, share in (profile.levels or {}).items():
        if share > 0 and level not in level_of.values():
            allowed = listed(dict.fromkeys(level_of.values()))
            yield (*path, "levels", level), f"{name} has no {level} bin; allowed: {allowed}; correct it"
    if counted and path[0] == "depth":
        yield from _not_low(path, profile, level_of)


def _not_low(path: Path, profile: LabProfile, level_of: Mapping[str, str]) -> Found:
    """Depth says how low a count is given that it is low, so no share may lie elsewhere."""
    low = [name for name, level in level_of.items() if level == "low"]
    for name, share in (profile.bins or {}).items():
        if share > 0 and level_of.get(name, "low") != "low":
            message = f"bin '{name}' is not low; allowed under depth: {listed(low)}; how often it is low goes to pattern"
            yield (*path, "bins", name), message


def _labs(labs: LabsFile) -> Found:
    owners: dict[str, str] = {}
    for code, unit in labs.units.items():
        for position, spelling in enumerate(unit.spellings):
            owner = owners.setdefault("".join(spelling.split()), code)
            if owner != code:
                message = f"spelling '{spelling}' also stands under {owner}; allowed: one unit; remove it from one"
                yield ("units", code, "spellings", position), message
    for name, analyte in labs.analytes.items():
        yield from _analyte(("analytes", name), analyte, labs)
    for position, one in enumerate(labs.parts):
        units = {name: labs.analytes[name].unit for name in (one.whole, *one.parts) if name in labs.analytes}
        for place, name in enumerate(one.parts):
            if one.whole in units and units.get(name, units[one.whole]) != units[one.whole]:
                message = f"{name} is in {units[name]}, {one.whole} in {units[one.whole]}; allowed: one unit; give both the same"
                yield ("parts", position, "parts", place), message


def _analyte(top: Path, analyte: Analyte, labs: LabsFile) -> Found:
    if analyte.unit in labs.units and analyte.unit not in analyte.units:
        message = f"unit '{analyte.unit}' is not under units; allowed: {listed(analyte.units)}; add it there with factor 1"
        yield (*top, "unit"), message
    for position, code in enumerate(analyte.unprinted):
        if code in labs.units and code not in analyte.units:
            message = f"unit '{code}' is not under units; allowed: {listed(analyte.units)}; add it there"
            yield (*top, "unprinted", position), message
    names = [step.name for step in analyte.bins]
    for position, name in enumerate(names):
        if name in names[:position]:
            yield (*top, "bins", position, "name"), f"bin '{name}' stands twice; allowed: a name once; rename one of the two"
    yield from _like(top, analyte, labs)
    # Printed units are matched whatever their case, so within one analyte g/L and G/L would be the same.
    owners: dict[str, str] = {}
    for code in analyte.units:
        for spelling in labs.units[code].spellings if code in labs.units else ():
            owner = owners.setdefault("".join(spelling.casefold().split()), code)
            if owner != code:
                message = f"'{spelling}' could also mean {owner} here; allowed: one unit a spelling; remove one of the two"
                yield (*top, "units", code), message


def _like(top: Path, analyte: Analyte, labs: LabsFile) -> Found:
    """What of another analyte's profile has no place here."""
    like = analyte.like
    other = labs.analytes.get(like.analyte) if like else None
    if like is None or other is None:
        return
    if not like.levels:
        names, here = [step.name for step in other.bins], [step.name for step in analyte.bins]
        if names != here:
            yield (*top, "like"), (f"{like.analyte} has the bins {listed(names)}; allowed: those here, {listed(here)}; "
                                   "say under levels what each level there is here")
        return
    for missing in sorted({step.level for step in other.bins} - set(like.levels)):
        yield (*top, "like", "levels"), f"nothing is said of {missing} {like.analyte}; allowed: every level of it; add '{missing}'"
    allowed = [step.level for step in analyte.bins]
    for key, level in like.levels.items():
        if level not in allowed:
            yield (*top, "like", "levels", key), f"there is no {level} level here; allowed: {listed(dict.fromkeys(allowed))}; correct it"


def _drugs(file: DrugsFile, known: Known) -> Found:
    for key, effect in file.effects.items():
        yield from _whole(("effects", key, "assumed_risk"), effect.assumed_risk, Evidence)
        for analyte in effect.depth:
            if analyte in known.analytes and known.analytes[analyte].lineage is None:
                message = f"{analyte} is not a count; allowed under depth: analytes with a lineage; remove it"
                yield ("effects", key, "depth", analyte), message


def _settings(settings: SettingsFile) -> Found:
    yield from _whole(("prior_bands",), settings.prior_bands, PriorBand)
    yield from _whole(("age_bands",), settings.age_bands, AgeBand)
    yield from _whole(("reference", "age"), settings.reference.age, AgeBand)


def _model(model: ModelFile, known: Known) -> Found:
    yield from _whole(("bands",), model.bands, Band)
    yield from _whole(("backgrounds",), model.backgrounds, Background)
    yield from _whole(("kinds",), model.kinds, FindingKind)
    yield from _whole(("absence", "weight"), model.absence.weight, Examined)
    for key, lineage in model.lineages.items():
        analyte = known.analytes.get(lineage.analyte)
        if analyte is not None and analyte.lineage != key:
            said = f"{lineage.analyte} has the lineage '{analyte.lineage or 'none'}' in labs.yaml"
            message = f"{said}; allowed: '{key}'; correct one of the two"
            yield ("lineages", key, "analyte"), message


def _urgent(urgent: UrgentFile) -> Found:
    for key, flag in urgent.flags.items():
        for section, conditions in (("all_of", flag.all_of), ("any_of", flag.any_of)):
            for position, condition in enumerate(conditions):
                limits = [condition.below, condition.above, condition.level]
                said = sum(limit is not None for limit in limits)
                if (condition.finding is None) == (condition.analyte is None) or bool(condition.analyte) != bool(said):
                    yield ("flags", key, section, position), "give a finding, or an analyte with below, above or level, one of the two"


def _whole(path: Path, table: Container[str], names: Any) -> Found:
    """A table that the reasoning looks things up in must have every row."""
    missing = [name for name in get_args(names) if name not in table]
    if missing:
        allowed = listed(get_args(names))
        yield path, f"'{path[-1]}' lacks {listed(missing)}; allowed: every one of {allowed}; add what is missing"

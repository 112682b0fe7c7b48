"""From the schema's models to the plain records of the running program."""

import re
from collections.abc import Iterable, Mapping

from ..cohort import CohortRecord
from ..lazy import Records
from ..models import (
    Analyte,
    Cause,
    CohortsFile,
    Condition,
    Conversion,
    DrugsFile,
    Finding,
    Interval,
    LabProfile,
    LabsFile,
    SettingsFile,
    Source,
    UrgentFile,
)
from ..records import (
    AnalyteRecord,
    BinRecord,
    CauseRecord,
    DerivationRecord,
    DrugEffectRecord,
    DrugRecord,
    EffectRecord,
    FindingRecord,
    IntervalRecord,
    Provenance,
    RedFlagRecord,
    SettingRecord,
    UsualRecord,
    WholeRecord,
)
from ..rulebook import RuleBook
from ..source import SourceRecord
from ..words.units import UnitTable
from .leaves import ancestry_of, stated_shares

_HOST = re.compile(r"https?://([^/:?#]+)")


def analyte(name: str, one: Analyte, findings: dict[str, Finding]) -> AnalyteRecord:
    """Translate one analyte. Without a group of its own it is in that of the finding it brings: the same fact is not counted twice."""
    brought = next((findings[finding].group or finding for finding in one.findings.values() if finding in findings), None)
    units = {unit: (conversion.factor, conversion.offset) if isinstance(conversion, Conversion) else (float(conversion), 0.0)
             for unit, conversion in one.units.items()}
    return AnalyteRecord(
        id=name, label=one.label, synonyms=one.synonyms, loinc=one.loinc, also_loinc=one.also_loinc, hpo=dict(one.hpo.items()),
        unit=one.unit, units=units,
        unprinted=one.unprinted, plausible=one.plausible, rounds_to_zero=one.rounds_to_zero,
        intervals=tuple(_interval(interval) for interval in one.intervals),
        usual=tuple(UsualRecord(**usual.model_dump()) for usual in one.usual),
        bins=tuple(BinRecord(step.name, _edge(step.below), step.level, step.grade) for step in one.bins),
        reference=tuple(one.reference[step.name] / sum(one.reference.values()) for step in one.bins),
        group=one.group or brought or name, lineage=one.lineage, words=dict(one.words), findings=dict(one.findings), held_down=one.held_down,
        examined=one.examined, derived_from=one.derived_from, note=one.note)


def _interval(one: Interval) -> IntervalRecord:
    """Translate reference limits; of the grades the numbers."""
    grades = None if one.grades is None else (one.grades.severe, one.grades.moderate)
    return IntervalRecord(**{**one.model_dump(exclude={"grades"}), "grades": grades})


def units(file: LabsFile) -> UnitTable:
    """Translate the units and their spellings."""
    return UnitTable({name: unit.spellings for name, unit in file.units.items()}, file.counted.anywhere, file.counted.before_slash)


def derivations(file: LabsFile) -> tuple[DerivationRecord, ...]:
    """Translate the values that are worked out, in the order in which that is tried."""
    return tuple(DerivationRecord(**{**dict(one), "steps": tuple((step.to, step.value) for step in one.steps), "when": dict(one.when)})
                 for one in file.derived)


def wholes(file: LabsFile) -> tuple[WholeRecord, ...]:
    """Translate which analytes are parts of which."""
    return tuple(WholeRecord(one.whole, one.parts, one.rounding) for one in file.parts)


def _edge(below: str | float | None) -> tuple[float, str] | None:
    if below is None:
        return None
    if isinstance(below, str):
        number, _, limit = below.rpartition(" ")
        return (float(number) if number else 1.0, limit) if limit in ("lln", "uln") else (float(below), "")
    return float(below), ""


def findings(rules: RuleBook, rows: list[str], used: set[str]) -> Records[FindingRecord]:
    """Translate all findings; a finding is used when a cause lists it or a form of it."""
    useful = _with_relatives({name: one for name, (_, one) in rules.findings.items()}, used)
    index = {name: number for number, name in enumerate(rows)}
    records = {}
    for name, (kind, one) in rules.findings.items():
        usual = rules.model.kinds[kind]
        records[name] = FindingRecord(
            id=name, index=index.get(name, -1), kind=kind, label=one.label, synonyms=one.synonyms, kinds=one.kinds,
            parents=one.parents,
            opposites=one.opposites, implies=one.implies, group=one.group or name, background=str(one.background),
            examined=one.examined or usual.examined, lasting=usual.lasting if one.lasting is None else one.lasting,
            effect_of=one.effect_of, at_least_low=one.at_least_low, tells_count=one.tells_count,
            recent=one.recent, once=one.once, gestation=one.gestation, denies=one.denies, hpo=one.hpo, used=name in useful,
            only=(one.only.sex, one.only.age) if one.only else None, among=one.among.whom if one.among else None)
    return Records.of(FindingRecord, records)


def _with_relatives(all_findings: Mapping[str, Finding], used: set[str]) -> set[str]:
    """What is listed, everything it is a form of, and everything that is a form of it, carries weight."""
    useful = set(used)
    waiting = list(used)
    while waiting:
        for parent in all_findings[waiting.pop()].parents:
            if parent not in useful:
                useful.add(parent)
                waiting.append(parent)
    grew = True
    while grew:
        below = {name for name, one in all_findings.items() if name not in useful and set(one.parents) & used}
        grew = bool(below)
        used, useful = used | below, useful | below
    return useful


def drugs(file: DrugsFile) -> Records[DrugRecord]:
    """Translate all drugs."""
    return Records.of(DrugRecord, {name: DrugRecord(
        id=name, label=one.label, synonyms=one.synonyms, brands=one.brands, drug_class=one.drug_class, kind=one.kind,
        systemic=one.systemic, contains=one.contains, implies=one.implies,
        effects=Records.of(DrugEffectRecord, {effect: DrugEffectRecord(
            risk=link.risk, odds_ratio=link.odds_ratio, window_days=link.window_days, recovery_days=link.recovery_days,
            evidence=link.evidence, mechanism=link.mechanism, sources=link.sources, note=link.note)
            for effect, link in one.effects.items()})) for name, one in file.drugs.items()})


def effects(file: DrugsFile) -> dict[str, EffectRecord]:
    """Translate all drug effects."""
    return {name: EffectRecord(
        id=name, label=one.label, cause=one.cause, lineages=one.lineages, depth=dict(one.depth), shown_by=one.shown_by,
        baseline_risk=one.baseline_risk, hospital_factor=one.hospital_factor, window_days=one.window_days,
        recovery_days=one.recovery_days, assumed_risk=dict(one.assumed_risk.items()), early_factor=one.early_factor,
        any_new_drug=one.any_new_drug, milder_form_of=one.milder_form_of)
        for name, one in file.effects.items()}


def cause(one: Cause, causes: dict[str, Cause], settings: SettingsFile, effect_of_cause: dict[str, str]) -> CauseRecord:
    """Translate one cause; its prior by place is as written, or its share of the parent's."""
    line = ancestry_of(one, causes)
    share = 1.0
    for form in line:
        if form.is_a is not None:
            share *= form.is_a.share
    prior = {place: stated * share for place, stated in stated_shares(line[-1], settings.prior_bands).items()}
    return CauseRecord(
        id=one.id, name=one.name, synonyms=one.synonyms, group=one.group, mechanisms=one.mechanisms, summary=one.summary,
        how=one.how, caution=one.caution, icd10=one.icd10, must_not_miss=one.must_not_miss,
        parent=one.is_a.parent if one.is_a else None, prior=prior,
        confirming=tuple((test.test, test.sensitivity, test.specificity, test.n, test.source, test.note) for test in one.confirming),
        look_alikes=tuple((look.cause, look.by) for look in one.look_alikes), pitfalls=one.pitfalls, sources=one.sources,
        labs={name: profile.source or "assumption" for name, profile in {**one.labs, **one.depth}.items()},
        effect=effect_of_cause.get(one.id))


def profile_provenance(causes: dict[str, Cause], analytes: dict[str, Analyte],
                       worded: Mapping[str, Mapping[str, LabProfile]]) -> dict[tuple[str, str], Provenance]:
    """Where the distributions of a cause came from, by (cause, "lab:<analyte>" | "pattern" | "who:<age, sex, pregnant or ancestry>")."""
    def unmeasured(source: str | None, note: str | None) -> Provenance:
        return Provenance(0.0, (0.0, 0.0), None, None, source, note)

    alike = [(f"lab:{name}", analytes[one.like.analyte].label, f"lab:{one.like.analyte}") for name, one in analytes.items() if one.like]
    places = {(cause, f"lab:{analyte_id}"): unmeasured(profile.source, profile.note)
              for analyte_id, by_cause in worded.items() for cause, profile in by_cause.items()}
    for name, one in causes.items():
        for relative in reversed(ancestry_of(one, causes)):
            for analyte_id, profile in {**relative.labs, **relative.depth}.items():
                places[name, f"lab:{analyte_id}"] = unmeasured(profile.source, profile.note)
            if relative.pattern is not None:
                places[name, "pattern"] = unmeasured(relative.pattern_source, None)
            who = relative.who
            stated = {"age": who.age, "sex": who.female, "pregnant": who.pregnant, "ancestry": who.ancestry or None}
            places.update({(name, f"who:{key}"): unmeasured(who.source, who.note) for key, share in stated.items() if share is not None})
        for taken, label, other in alike:
            if (name, other) in places:
                places.setdefault((name, taken), unmeasured(places[name, other].source, f"taken from: {label}"))
    return places


def settings(file: SettingsFile) -> dict[str, SettingRecord]:
    """Translate the settings."""
    return {name: SettingRecord(name, one.label, one.place, one.region, one.weight, one.other, one.telling, one.offered)
            for name, one in file.settings.items()}


def cohorts(file: CohortsFile | None) -> tuple[CohortRecord, ...]:
    """Translate the published series."""
    return () if file is None else tuple(
        CohortRecord(name, one.setting, one.selected_on, one.population, one.n, one.same_selection,
                     tuple((entry.causes, entry.share, entry.printed) for entry in one.shares), one.source, one.note)
        for name, one in file.cohorts.items())


def sources(all_sources: Mapping[str, Source], copies: tuple[str, ...]) -> Records[SourceRecord]:
    """Translate the sources; `copies` are hosts that only copy or index."""
    def copied(one: Source) -> bool:
        if one.pmid or one.doi or one.url is None:
            return False
        host = _HOST.match(one.url)
        return host is not None and any(f".{host[1]}".endswith(f".{place}") for place in copies)

    return Records.of(SourceRecord, {name: SourceRecord(one.citation, one.year, one.pmid, one.doi, one.url, one.tier, copied(one))
                                     for name, one in all_sources.items()})


def flags(file: UrgentFile) -> tuple[RedFlagRecord, ...]:
    """Translate the red flags."""
    def conditions(listed: Iterable[Condition]) -> tuple[tuple[str | None, str | None, float | None, float | None, str | None], ...]:
        return tuple((one.finding, one.analyte, one.below, one.above, one.level) for one in listed)

    return tuple(RedFlagRecord(name, one.label, one.reason, one.source, one.note, conditions(one.all_of), conditions(one.any_of),
                               one.look_at)
                 for name, one in file.flags.items())

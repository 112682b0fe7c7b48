"""The order of compilation: leaves, then frequencies and profiles, then priors and context, then one set of tables."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain

import numpy as np

from ..knowledge import Knowledge
from ..labels import label_table
from ..lazy import Later, Records
from ..models import Finding, SettingsFile
from ..records import AnalyteRecord, CauseRecord, FindingRecord, Provenance
from ..rulebook import RuleBook
from ..words.build import build_lexicon
from ..words.hpo import Ontology, ontology
from ..words.text import build_spelling
from . import context, distributions, effort, frequencies, leaves, profiles, translate
from .measured import as_measured
from .named import with_named_causes
from .tables import Ground, tables_of
from .worded import as_worded

FIXED_PRIOR = "unspecified"
"""The setting whose prior weighs the causes in every mean m(f); a structural choice, see docs/method.md."""


def build(rules: RuleBook, digest: str) -> Knowledge:
    """Compile checked rules.

    Args:
        rules: what `engine.knowledge.rulebook.read_rules` returns.
        digest: name of the exact content of the rules.
    """
    language = rules.language.model_dump()
    spelling = build_spelling(language)
    spelling.prepare(_every_name(rules))
    all_findings, causes = with_named_causes(rules, spelling)
    rules = replace(rules, findings=all_findings, causes=causes)
    model, settings = rules.model, rules.settings
    findings = {name: finding for name, (_, finding) in rules.findings.items()}
    effect_of_cause = {effect.cause: name for name, effect in rules.drugs.effects.items()}
    analytes = {name: translate.analyte(name, one, findings) for name, one in rules.labs.analytes.items()}
    ground, expected = _ground(rules, findings, analytes, effect_of_cause)
    columns = ground.columns
    untold, hinges = context.untold_rows(columns, causes, model)
    tables = tables_of(rules, ground, analytes, untold, spelling)
    used = {name for _, name in ground.entries}
    finding_records, drug_records = translate.findings(rules, ground.rows, used), translate.drugs(rules.drugs)
    lexicon = build_lexicon(language, finding_records.finished(), analytes, drug_records, rules.hpo, spelling=spelling)
    cause_records = Records.of(CauseRecord, {name: translate.cause(cause, causes, settings, effect_of_cause) for name, cause in causes.items()})
    return Knowledge(
        digest=digest, causes=cause_records, leaves=tuple(columns), families=tuple(dict.fromkeys(leaf.family for leaf in columns)),
        family_spans=_spans(tables.family_starts, len(columns)), columns={leaf.id: number for number, leaf in enumerate(columns)},
        findings=finding_records, complete_groups=_complete_groups(finding_records, model.complete_groups), hinges=hinges,
        analytes=Records.of(AnalyteRecord, analytes), derivations=translate.derivations(rules.labs), wholes=translate.wholes(rules.labs),
        units=translate.units(rules.labs),
        drugs=drug_records, effects=translate.effects(rules.drugs),
        interactions=tuple((*pair.drugs, pair.effect, pair.factor) for pair in rules.drugs.interactions),
        settings=translate.settings(settings), default_setting=settings.default,
        regions={place: region for region, places in settings.regions.items() for place in places}, age_bands=dict(settings.age_bands.items()),
        flags=translate.flags(rules.urgent), sources=translate.sources(rules.sources, rules.copies), model=model.model_dump(mode="python"),
        provenance=_by_cause({**ground.entries, **translate.profile_provenance(causes, rules.labs.analytes, ground.worded)}),
        labels=label_table(cause_records, rules.diagnoses.diagnoses if rules.diagnoses else {}, lexicon.spelling),
        vocabulary=Later(lexicon), tables=tables,
        hpo=Later(ontology(rules.hpo.release, rules.hpo.terms) if rules.hpo else Ontology()),
        inquiry=effort.inquiry(rules.effort, findings, finding_records.finished(), analytes, expected=expected, lab_bins=tables.lab_bins,
                               context=tables.fixed_rows, drugs=rules.drugs.drugs),
        distributions=distributions.of_leaves(columns, causes, analytes, settings, model, tables.depth),
        cohorts=translate.cohorts(rules.cohorts), teaching=None if rules.teaching is None else rules.teaching.model_dump(mode="python"))


def _ground(rules: RuleBook, findings: dict[str, Finding], analytes: dict[str, AnalyteRecord],
            effect_of_cause: dict[str, str]) -> tuple[Ground, np.ndarray]:
    """Return what every table is made from, and P(finding | leaf) where a form is not handed what its cause lists."""
    causes, model, settings = rules.causes, rules.model, rules.settings
    derived = leaves.derive_leaves(causes, settings, model, effect_of_cause)
    columns = [leaf.record for leaf in derived]
    weights = _fixed_prior(derived, settings)
    rows = [name for name, (kind, _) in rules.findings.items() if kind != "composite"]
    entries = frequencies.authored(causes, findings, model)
    stated = profiles.lab_profiles(causes)
    worded = as_worded(entries, stated, findings, rules.labs.analytes, analytes, model)
    entries |= as_measured(causes, stated, findings, rules.labs.analytes, analytes, model)

    @cache
    def share_among(whom: str) -> np.ndarray:
        return np.array([context.share_among(whom, leaf, causes, settings) for leaf in columns])

    shares = frequencies.written(columns, rows, entries, findings)
    probability, mean = frequencies.probability_table(shares, findings, model, weights, share_among)
    expected, _ = frequencies.probability_table(shares, findings, model, weights, share_among, handed_down=False, named=False)
    pattern = profiles.pattern_table(columns, causes, model, weights)
    return Ground(derived, columns, weights, rows, entries, probability, mean, pattern, worded), expected


def _every_name(rules: RuleBook) -> Iterator[str]:
    """Yield the words by which findings, causes, analytes, drugs and terms of the ontology are called."""
    for _, finding in rules.findings.values():
        yield from (finding.label, *finding.synonyms, *finding.kinds)
    for cause in rules.causes.values():
        yield from (cause.name, *cause.synonyms)
    for analyte in rules.labs.analytes.values():
        yield from (analyte.label, *analyte.synonyms, *chain.from_iterable(analyte.words.values()))
    for name, drug in rules.drugs.drugs.items():
        yield from (name, drug.label, *drug.synonyms, *drug.brands)
    for term in rules.hpo.terms.values() if rules.hpo else ():
        yield from (term.label, *term.synonyms)


def _spans(starts: np.ndarray, columns: int) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in zip(starts, [*starts[1:], columns], strict=True))


def _complete_groups(findings: Mapping[str, FindingRecord], groups: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return for each complete group the findings that others of the group imply and that carry weight."""
    implied = {group: {name for one in findings.values() if one.group == group for name in one.implies} for group in groups}
    return {group: tuple(sorted(name for name in names if name in findings and findings[name].used and findings[name].group == group))
            for group, names in implied.items()}


def _by_cause(entries: Mapping[tuple[str, str], Provenance]) -> dict[str, Records[Provenance]]:
    nested: dict[str, dict[str, Provenance]] = {}
    for (cause, key), entry in entries.items():
        nested.setdefault(cause, {})[key] = entry
    return {cause: Records.of(Provenance, numbers) for cause, numbers in nested.items()}


def _fixed_prior(derived: list[leaves.Leaf], settings: SettingsFile) -> np.ndarray:
    setting = settings.settings[FIXED_PRIOR]
    shares = leaves.prior_shares(derived, place=None, region=setting.region)[:-1]
    powered = np.append(context.weighted(shares, derived, setting.weight), 0.0)
    return powered / powered.sum()

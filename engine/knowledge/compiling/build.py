"""The order of compilation: leaves, then frequencies and profiles, then priors and context, then one set of tables."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain

import numpy as np

from ..circular import says_again
from ..knowledge import Knowledge, Tables
from ..labels import label_table
from ..lazy import Later, Records
from ..records import NAMED_CAUSE, NAMED_NOTE, AnalyteRecord, CauseRecord, LeafRecord, Provenance
from ..silence import silence
from ..words.hpo import Ontology, ontology
from ..words.lexicon import build_lexicon
from ..words.text import Spelling, build_spelling
from ..words.units import UnitTable
from . import context, distributions, effort, frequencies, leaves, profiles, translate
from .named import with_named_causes

FIXED_PRIOR = "unspecified"
"""The setting whose prior weighs the causes in every mean m(f); a structural choice, see docs/method.md."""


def build(rules, digest: str) -> Knowledge:
    """Compile checked rules.

    Args:
        rules: the RuleBook that `engine.knowledge.rulebook.read_rules` returns.
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
    derived = leaves.derive_leaves(causes, settings, model, effect_of_cause)
    columns = [leaf.record for leaf in derived]
    weights = _fixed_prior(derived, settings)
    rows = [name for name, (kind, _) in rules.findings.items() if kind != "composite"]
    entries = frequencies.authored(causes, findings, model)

    @cache
    def share_among(whom: str) -> np.ndarray:
        return np.array([context.share_among(whom, leaf, causes, settings) for leaf in columns])

    shares = frequencies.written(columns, rows, entries)
    probability, mean = frequencies.probability_table(shares, findings, model, weights, share_among)
    expected, _ = frequencies.probability_table(shares, findings, model, weights, share_among, handed_down=False, named=False)
    analytes = {name: translate.analyte(name, one, findings) for name, one in rules.labs.analytes.items()}
    pattern = profiles.pattern_table(columns, causes, model, weights)
    untold, hinges = context.untold_rows(columns, causes, model)
    tables = _tables(rules, columns, analytes, weights, rows, probability, mean, entries, pattern, derived, untold, spelling)
    used = {name for _, name in entries}
    finding_records, drug_records = translate.findings(rules, rows, used), translate.drugs(rules.drugs)
    lexicon = build_lexicon(language, finding_records.finished(), analytes, drug_records, rules.hpo, spelling=spelling)
    cause_records = Records.of(CauseRecord, {name: translate.cause(cause, causes, settings, effect_of_cause) for name, cause in causes.items()})
    return Knowledge(
        digest=digest, causes=cause_records, leaves=tuple(columns), families=tuple(dict.fromkeys(leaf.family for leaf in columns)),
        family_spans=_spans(tables.family_starts, len(columns)), columns={leaf.id: number for number, leaf in enumerate(columns)},
        findings=finding_records, complete_groups=_complete_groups(finding_records, model.complete_groups), hinges=hinges,
        analytes=Records.of(AnalyteRecord, analytes), derivations=translate.derivations(rules.labs), wholes=translate.wholes(rules.labs),
        units=UnitTable({name: unit.spellings for name, unit in rules.labs.units.items()}),
        drugs=drug_records, effects=translate.effects(rules.drugs),
        interactions=tuple((*pair.drugs, pair.effect, pair.factor) for pair in rules.drugs.interactions),
        settings=translate.settings(settings), default_setting=settings.default, age_bands=dict(settings.age_bands),
        flags=translate.flags(rules.urgent), sources=translate.sources(rules.sources, rules.copies), model=model.model_dump(mode="python"),
        provenance=_by_cause({**entries, **translate.profile_provenance(causes, rules.labs.analytes)}),
        labels=label_table(cause_records, rules.diagnoses.diagnoses if rules.diagnoses else {}, lexicon.spelling),
        vocabulary=Later(lexicon), tables=tables,
        hpo=Later(ontology(rules.hpo.release, rules.hpo.terms) if rules.hpo else Ontology()),
        inquiry=effort.inquiry(rules.effort, findings, finding_records.finished(), analytes, expected=expected, lab_bins=tables.lab_bins,
                               context=tables.fixed_rows),
        distributions=distributions.of_leaves(columns, causes, analytes, settings, model, tables.depth),
        cohorts=translate.cohorts(rules.cohorts), teaching=None if rules.teaching is None else rules.teaching.model_dump(mode="python"))


def _every_name(rules) -> Iterator[str]:
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


def _complete_groups(findings, groups: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return for each complete group the findings that others of the group imply and that carry weight."""
    implied = {group: {name for one in findings.values() if one.group == group for name in one.implies} for group in groups}
    return {group: tuple(sorted(name for name in names if name in findings and findings[name].used and findings[name].group == group))
            for group, names in implied.items()}


def _by_cause(entries: dict) -> dict[str, dict]:
    nested: dict[str, dict] = {}
    for (cause, key), entry in entries.items():
        nested.setdefault(cause, {})[key] = entry
    return {cause: Records.of(Provenance, numbers) for cause, numbers in nested.items()}


def _fixed_prior(derived: list[leaves.Leaf], settings) -> np.ndarray:
    setting = settings.settings[FIXED_PRIOR]
    shares = leaves.prior_shares(derived, place=None, region=setting.region)[:-1]
    powered = np.append(context.weighted(shares, derived, setting.weight), 0.0)
    return powered / powered.sum()


def _tables(rules, columns: list[LeafRecord], analytes: dict, weights: np.ndarray, rows: list[str],
            probability: np.ndarray, mean: np.ndarray, entries: dict, pattern: np.ndarray, derived, untold: dict[str, np.ndarray],
            spelling: Spelling) -> Tables:
    causes, model, settings = rules.causes, rules.model, rules.settings
    evidence: dict[str, np.ndarray] = {}
    lifted = _lifted_floors(columns, entries, model.absence)
    kind_rules = {name: model.kinds[kind] for name, (kind, _) in rules.findings.items()}
    present = np.log(probability) - np.log(mean)[:, None]
    examined = [rules.findings[name][1].examined or kind_rules[name].examined for name in rows]
    absent = _absence(probability, mean, [lifted.get(name, []) for name in rows], model.absence, examined)
    for number, name in enumerate(rows):
        evidence[name], evidence[f"{name}:absent"] = present[number], absent[number]
    lab_bins, columns_of = {}, profiles.leaves_with(columns)
    stated = profiles.alike(profiles.lab_profiles(causes), rules.labs.analytes, analytes)
    for name, analyte in analytes.items():
        lab_bins[name] = profiles.lab_table(analyte, columns_of, stated.get(name, {}), model, weights)
        if analyte.lineage:
            evidence[f"{name}:high"] = _log_ratio(frequencies.high_count(analyte, columns, causes, model), weights)
        else:
            evidence.update(_lab_rows(analyte, lab_bins[name], weights))
    courses = list(settings.reference.onset)
    onset = profiles.onset_table(columns, causes, courses, settings.reference.onset, model)
    evidence.update({f"onset:{name}": _log_ratio(onset[number], weights) for number, name in enumerate(courses)})
    ancestries = sorted({name for cause in causes.values() for name in cause.who.ancestry})
    fixed = context.context_rows(columns, causes, settings, model, ancestries) | untold
    depths = {}
    for name, analyte in analytes.items():
        if analyte.lineage:
            depth = depths[name] = profiles.depth_table(analyte, columns_of, causes, model, len(columns))
            fixed.update(_depth_rows(analyte, depth, weights))
            if name == "neutrophils" and "wbc" in analytes:
                depths["wbc"] = _white_cell_depth(analyte, analytes["wbc"], depth, model)
                fixed.update(_depth_rows(analytes["wbc"], depths["wbc"], weights))
    lymphocytes = analytes.get("lymphocytes")
    low = [step.level == "low" for step in lymphocytes.bins] if lymphocytes else []
    families = [leaf.family for leaf in columns]
    starts = [number for number, family in enumerate(families) if number == 0 or families[number - 1] != family]
    return Tables(
        weights=np.array(list(evidence.values()), dtype=np.float32), rows={name: number for number, name in enumerate(evidence)},
        fixed=np.array(list(fixed.values())), fixed_rows={name: number for number, name in enumerate(fixed)},
        probability=probability.astype(np.float32), mean=mean, pattern=pattern, pattern_mean=pattern @ weights,
        log_prior=context.log_priors(derived, settings, rules.cohorts, pattern, fixed),
        lymphopenia=lab_bins["lymphocytes"][low].sum(axis=0) if lymphocytes else np.zeros(len(columns)),
        effect_picture=_effect_pictures(rules, columns, pattern, depths, analytes, lab_bins, rows, probability),
        lab_bins=lab_bins, depth=depths, silence=_silence(rules, rows, probability, mean), told_groups=_told_groups(rules, rows),
        family_starts=np.array(starts),
        expected=_expected(columns, rows, entries, probability, present, absent, model.expected_share, _said_again(rules, spelling)))


def _silence(rules, rows: list[str], probability: np.ndarray, mean: np.ndarray) -> dict[str, np.ndarray]:
    """Return by setting the ln ratio of telling no symptom and no sign, each told in `telling` of those who have it."""
    told = [number for number, name in enumerate(rows) if rules.findings[name][0] in rules.model.told_kinds]
    return {name: silence(probability[told], mean[told], one.telling).sum(axis=0)
            for name, one in rules.settings.settings.items() if one.telling}


def _told_groups(rules, rows: list[str]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for number, name in enumerate(rows):
        kind, finding = rules.findings[name]
        if kind in rules.model.told_kinds:
            groups.setdefault(finding.group or name, []).append(number)
    return {group: tuple(members) for group, members in groups.items()}


def _white_cell_depth(neutrophils, white_cells, depth: np.ndarray, model) -> np.ndarray:
    """Return P(low bin of the white cells | leaf): the depth of the neutrophils seen through the total count."""
    low_neutrophils = [step.name for step in neutrophils.bins if step.level == "low"]
    low_white_cells = [step.name for step in white_cells.bins if step.level == "low"]
    seen_through = np.array([[model.leukocytes.depth[fine][coarse] for fine in low_neutrophils] for coarse in low_white_cells])
    return seen_through @ depth


def _expected(columns: list[LeafRecord], rows: list[str], entries: dict, probability: np.ndarray, present: np.ndarray,
              absent: np.ndarray, least: float, said_again: Callable[[str, str], bool]) -> tuple[tuple[str, ...], ...]:
    """Return for each leaf the authored findings at least so frequent in it, by how far their answer would move it.

    A finding that only says the name of the cause again is none.
    """
    index = {name: number for number, name in enumerate(rows) if not name.startswith(NAMED_CAUSE)}
    listed: dict[str, list[int]] = {}
    for (cause, name), entry in entries.items():
        if name in index and entry.note != NAMED_NOTE:
            listed.setdefault(cause, []).append(index[name])
    gain = probability * present - (1 - probability) * absent
    telling = (probability >= least) & (present > 0)
    ordered = []
    for column, leaf in enumerate(columns):
        numbers = np.array(list(dict.fromkeys(number for cause in leaf.causes for number in listed.get(cause, ()))), dtype=int)
        numbers = numbers[telling[numbers, column]]
        numbers = numbers[np.argsort(-gain[numbers, column], kind="stable")]
        names = [rows[number] for number in numbers.tolist()]
        ordered.append(tuple(name for name in names if not any(said_again(name, one) for one in leaf.causes)))
    return tuple(ordered)


def _said_again(rules, spelling: Spelling) -> Callable[[str, str], bool]:
    """Return what says whether a finding is the name of a cause again, or of what that cause is a form of."""
    names = {name: [spelling.normal(one) for one in (cause.name, *cause.synonyms)] for name, cause in rules.causes.items()}
    labels = {name: (spelling.normal(finding.label), kind) for name, (kind, finding) in rules.findings.items()}

    def said_again(finding: str, cause: str) -> bool:
        parent = rules.causes[cause].is_a
        return says_again(*labels[finding], names[cause]) or parent is not None and said_again(finding, parent.parent)

    return cache(said_again)


def _effect_pictures(rules, columns: list[LeafRecord], pattern: np.ndarray, depths: dict[str, np.ndarray], analytes: dict,
                     lab_bins: dict[str, np.ndarray], rows: list[str], probability: np.ndarray) -> dict[str, np.ndarray]:
    """Return P(lineages low, as low, with what is seen | leaf) for every drug effect."""
    others = np.array([leaf.effect is None for leaf in columns], dtype=float)
    letters = {name: lineage.letter for name, lineage in rules.model.lineages.items()}
    pictures = {}
    for name, effect in rules.drugs.effects.items():
        needed = {letters[lineage] for lineage in effect.lineages}
        subsets = [number for number, subset in enumerate(profiles.SUBSETS) if needed <= set(subset) or not needed]
        picture = pattern[subsets].sum(axis=0) * others
        for analyte, bins in effect.depth.items():
            low = [step.name for step in analytes[analyte].bins if step.level == "low"]
            picture = picture * depths[analyte][[low.index(step) for step in bins]].sum(axis=0)
        for reference in effect.shown_by:
            picture = picture * _chance_of(reference, analytes, lab_bins, rows, probability)
        pictures[name] = picture
    return pictures


def _chance_of(reference: str, analytes: dict, lab_bins: dict[str, np.ndarray], rows: list[str], probability: np.ndarray) -> np.ndarray:
    """Return P(finding | leaf), or P(level of an analyte | leaf) for a reference such as mcv:high."""
    name, _, level = reference.partition(":")
    if not level:
        return probability[rows.index(name)]
    members = [number for number, step in enumerate(analytes[name].bins) if level in (step.level, step.name)]
    return lab_bins[name][members].sum(axis=0)


def _log_ratio(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.log(shares) - np.log(shares @ weights)


def _lifted_floors(columns: list[LeafRecord], entries: dict, absence) -> dict[str, list[int]]:
    """Return by finding the leaves whose floor is lifted: a sourced sensitivity, high enough, counted on enough people."""
    lifted_for: dict[str, set[str]] = {}
    for (cause, name), entry in entries.items():
        counted = entry.source is not None and entry.band is None and (entry.n or 0) >= absence.lifted_at_n
        if counted and entry.value >= absence.lifted_at_sensitivity:
            lifted_for.setdefault(name, set()).add(cause)
    return {name: [number for number, leaf in enumerate(columns) if leaf.causes and leaf.causes[0] in causes]
            for name, causes in lifted_for.items()}


def _absence(probability: np.ndarray, mean: np.ndarray, lifted: list[list[int]], absence, examined: list[str]) -> np.ndarray:
    """Return the ln ratio of each finding's absence, weakened by how it is looked for, and bounded below but for `lifted` leaves."""
    kept = np.array([absence.weight[one] for one in examined])
    ratio = (np.log1p(-probability) - np.log1p(-mean)[:, None]) * kept[:, None]
    bounded = np.maximum(ratio, absence.floor_log10 * np.log(10))
    for number, columns in enumerate(lifted):
        bounded[number, columns] = ratio[number, columns]
    return bounded


def _lab_rows(analyte, shares: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Rows of one analyte: each bin by number and name, each level, and each grade of a level ("severe-low")."""
    groups: dict[str, list[int]] = {}
    for number, step in enumerate(analyte.bins):
        groups.setdefault(step.level, []).append(number)
        if step.grade and step.level != "normal":
            groups.setdefault(f"{step.grade}-{step.level}", []).append(number)
    for number, step in enumerate(analyte.bins):
        groups.setdefault(step.name, [number])
        groups[f"#{number}"] = [number]
        groups[f"<#{number}"] = list(range(number + 1))
        groups[f">#{number}"] = list(range(number, len(analyte.bins)))
    return _summed_rows(analyte.id, groups, shares, weights)


def _summed_rows(name: str, groups: dict[str, list[int]], shares: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Return the ln ratio of each group of bins, by the name of what is measured and of the group."""
    members = np.zeros((len(groups), len(shares)))
    for place, bins in enumerate(groups.values()):
        members[place, bins] = 1.0
    summed = members @ shares
    ratios = np.log(summed) - np.log(summed @ weights)[:, None]
    return dict(zip((f"{name}:{group}" for group in groups), ratios, strict=True))


def _depth_rows(analyte, shares: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Rows for how low a count is, given that it is low: by number of the low bin, by name, and by grade."""
    groups: dict[str, list[int]] = {}
    for number, step in enumerate(step for step in analyte.bins if step.level == "low"):
        groups[f"#{number}"] = [number]
        groups.setdefault(step.name, []).append(number)
        if step.grade:
            groups.setdefault(f"{step.grade}-low", []).append(number)
    return _summed_rows(f"depth:{analyte.id}", groups, shares, weights)

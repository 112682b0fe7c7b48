"""The tables that ranking reads: evidence and context as ln ratios, patterns, depth, what is expected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..anchors import LYMPHOCYTES, NEUTROPHILS, WHITE_CELLS
from ..circular import says_again
from ..knowledge import Tables
from ..models import ModelFile
from ..models.finding import Examined
from ..models.reasoning import Absence
from ..records import NAMED_CAUSE, NAMED_NOTE, AnalyteRecord, LeafRecord, Provenance
from ..rulebook import RuleBook
from ..silence import silence
from ..words.text import Spelling
from . import context, frequencies, profiles
from .leaves import Leaf
from .measured import Profiles

Analytes = Mapping[str, AnalyteRecord]


@dataclass(frozen=True, slots=True)
class Ground:
    """What every table is made from.

    derived:     leaves with their shares; columns: their records, one a column; weights: the fixed prior of each, shape (leaves,)
    rows:        findings, one a row; entries: what is written of a cause and a finding
    probability: P(finding | leaf), shape (findings, leaves); mean: m(finding), shape (findings,)
    pattern:     P(subset of low lineages | leaf), shape (8, leaves)
    worded:      profiles by analyte and cause that follow from words, see `as_worded`
    """

    derived: list[Leaf]
    columns: list[LeafRecord]
    weights: np.ndarray
    rows: list[str]
    entries: dict[tuple[str, str], Provenance]
    probability: np.ndarray
    mean: np.ndarray
    pattern: np.ndarray
    worded: Profiles


def tables_of(rules: RuleBook, ground: Ground, analytes: Analytes, untold: dict[str, np.ndarray], spelling: Spelling) -> Tables:
    """Return all tables; `untold` are rows of context on what a cause hinges on."""
    columns, pattern = ground.columns, ground.pattern
    present, absent = _findings_there_and_not(rules, ground)
    lab_bins = _lab_bins(rules, ground, analytes)
    depths = _depths(rules, columns, analytes)
    evidence = _evidence(rules, ground, analytes, present, absent, lab_bins)
    fixed = _fixed(rules, ground, analytes, depths, untold)
    lymphocytes = analytes.get(LYMPHOCYTES)
    low = [step.level == "low" for step in lymphocytes.bins] if lymphocytes else []
    families = [leaf.family for leaf in columns]
    starts = [number for number, family in enumerate(families) if number == 0 or families[number - 1] != family]
    return Tables(
        weights=np.array(list(evidence.values()), dtype=np.float32), rows={name: number for number, name in enumerate(evidence)},
        fixed=np.array(list(fixed.values())), fixed_rows={name: number for number, name in enumerate(fixed)},
        probability=ground.probability.astype(np.float32), mean=ground.mean, pattern=pattern, pattern_mean=pattern @ ground.weights,
        log_prior=context.log_priors(ground.derived, rules.settings, rules.cohorts, pattern, fixed),
        lymphopenia=lab_bins[LYMPHOCYTES][low].sum(axis=0) if lymphocytes else np.zeros(len(columns)),
        effect_picture=_effect_pictures(rules, ground, depths, analytes, lab_bins),
        lab_bins=lab_bins, depth=depths, silence=_silence(rules, ground), told_groups=_told_groups(rules, ground.rows),
        family_starts=np.array(starts), expected=_expected(ground, present, absent, rules.model.expected_share, _said_again(rules, spelling)))


def _findings_there_and_not(rules: RuleBook, ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    """Return the ln ratio of each finding, and that of its absence, in the order of the rows."""
    lifted = _lifted_floors(ground.columns, ground.entries, rules.model.absence)
    present = np.log(ground.probability) - np.log(ground.mean)[:, None]
    kinds = {name: rules.model.kinds[kind] for name, (kind, _) in rules.findings.items()}
    examined = [rules.findings[name][1].examined or kinds[name].examined for name in ground.rows]
    absent = _absence(ground.probability, ground.mean, [lifted.get(name, []) for name in ground.rows], rules.model.absence, examined)
    return present, absent


def _lab_bins(rules: RuleBook, ground: Ground, analytes: Analytes) -> dict[str, np.ndarray]:
    """Return P(bin | leaf) of every analyte. What follows from words holds where a cause acts alone: it lowers nothing that another brings."""
    columns_of = profiles.leaves_with(ground.columns)
    alone = {cause: [number for number in numbers if len(ground.columns[number].causes) == 1] for cause, numbers in columns_of.items()}
    stated = profiles.alike(profiles.lab_profiles(rules.causes), rules.labs.analytes, analytes)
    tables = {}
    for name, analyte in analytes.items():
        worded = ground.worded.get(name, {})
        held_by = {**columns_of, **{cause: alone[cause] for cause in worded}}
        tables[name] = profiles.lab_table(analyte, held_by, {**worded, **stated.get(name, {})}, rules.model, ground.weights)
    return tables


def _depths(rules: RuleBook, columns: list[LeafRecord], analytes: Analytes) -> dict[str, np.ndarray]:
    """Return P(low bin | leaf, the count is low) of every count; the white cells' follows from the neutrophils'."""
    depths, columns_of = {}, profiles.leaves_with(columns)
    for name, analyte in analytes.items():
        if analyte.lineage:
            depths[name] = profiles.depth_table(analyte, columns_of, rules.causes, rules.model, len(columns))
            if name == NEUTROPHILS and WHITE_CELLS in analytes:
                depths[WHITE_CELLS] = _white_cell_depth(analyte, analytes[WHITE_CELLS], depths[name], rules.model)
    return depths


def _evidence(rules: RuleBook, ground: Ground, analytes: Analytes, present: np.ndarray, absent: np.ndarray,
              lab_bins: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the rows that the temperature touches: findings, their absence, laboratory values, the time course."""
    causes, model, columns, weights = rules.causes, rules.model, ground.columns, ground.weights
    evidence: dict[str, np.ndarray] = {}
    for number, name in enumerate(ground.rows):
        evidence[name], evidence[f"{name}:absent"] = present[number], absent[number]
    for name, analyte in analytes.items():
        if analyte.lineage:
            high = frequencies.high_count(analyte, columns, causes, model)
            evidence[f"{name}:high"] = _log_ratio(high, weights)
        else:
            high = lab_bins[name][[step.level == "high" for step in analyte.bins]].sum(axis=0)
            evidence.update(_lab_rows(analyte, lab_bins[name], weights))
        if analyte.is_count:
            evidence[f"{name}:not-high"] = _log_ratio(1 - high, weights)
    reference = rules.settings.reference.onset
    onset = profiles.onset_table(columns, causes, list(reference), reference, model)
    evidence.update({f"onset:{name}": _log_ratio(onset[number], weights) for number, name in enumerate(reference)})
    return evidence


def _fixed(rules: RuleBook, ground: Ground, analytes: Analytes, depths: dict[str, np.ndarray],
           untold: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the rows that the temperature does not touch: who it is, what is untold, how low a low count is."""
    ancestries = sorted({name for cause in rules.causes.values() for name in cause.who.ancestry})
    fixed = context.context_rows(ground.columns, rules.causes, rules.settings, rules.model, ancestries) | untold
    for name, depth in depths.items():
        fixed.update(_depth_rows(analytes[name], depth, ground.weights))
    return fixed


def _silence(rules: RuleBook, ground: Ground) -> dict[str, np.ndarray]:
    """Return by setting the ln ratio of telling no symptom and no sign, each told in `telling` of those who have it."""
    told = [number for number, name in enumerate(ground.rows) if rules.findings[name][0] in rules.model.told_kinds]
    return {name: silence(ground.probability[told], ground.mean[told], one.telling).sum(axis=0)
            for name, one in rules.settings.settings.items() if one.telling}


def _told_groups(rules: RuleBook, rows: list[str]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for number, name in enumerate(rows):
        kind, finding = rules.findings[name]
        if kind in rules.model.told_kinds:
            groups.setdefault(finding.group or name, []).append(number)
    return {group: tuple(members) for group, members in groups.items()}


def _white_cell_depth(neutrophils: AnalyteRecord, white_cells: AnalyteRecord, depth: np.ndarray, model: ModelFile) -> np.ndarray:
    """Return P(low bin of the white cells | leaf): the depth of the neutrophils seen through the total count."""
    low_neutrophils = [step.name for step in neutrophils.bins if step.level == "low"]
    low_white_cells = [step.name for step in white_cells.bins if step.level == "low"]
    seen_through = np.array([[model.leukocytes.depth[fine][coarse] for fine in low_neutrophils] for coarse in low_white_cells])
    return seen_through @ depth


def _expected(ground: Ground, present: np.ndarray, absent: np.ndarray, least: float,
              said_again: Callable[[str, str], bool]) -> tuple[tuple[str, ...], ...]:
    """Return for each leaf the authored findings at least so frequent in it, by how far their answer would move it.

    A finding that only says the name of the cause again is none.
    """
    rows, probability = ground.rows, ground.probability
    index = {name: number for number, name in enumerate(rows) if not name.startswith(NAMED_CAUSE)}
    listed: dict[str, list[int]] = {}
    for (cause, name), entry in ground.entries.items():
        if name in index and entry.note != NAMED_NOTE:
            listed.setdefault(cause, []).append(index[name])
    gain = probability * present - (1 - probability) * absent
    telling = (probability >= least) & (present > 0)
    ordered = []
    for column, leaf in enumerate(ground.columns):
        numbers = np.array(list(dict.fromkeys(number for cause in leaf.causes for number in listed.get(cause, ()))), dtype=int)
        numbers = numbers[telling[numbers, column]]
        numbers = numbers[np.argsort(-gain[numbers, column], kind="stable")]
        names = [rows[number] for number in numbers.tolist()]
        ordered.append(tuple(name for name in names if not any(said_again(name, one) for one in leaf.causes)))
    return tuple(ordered)


def _said_again(rules: RuleBook, spelling: Spelling) -> Callable[[str, str], bool]:
    """Return what says whether a finding is the name of a cause again, or of what that cause is a form of."""
    names = {name: [spelling.normal(one) for one in (cause.name, *cause.synonyms)] for name, cause in rules.causes.items()}
    labels = {name: (spelling.normal(finding.label), kind) for name, (kind, finding) in rules.findings.items()}

    def said_again(finding: str, cause: str) -> bool:
        parent = rules.causes[cause].is_a
        return says_again(*labels[finding], names[cause]) or parent is not None and said_again(finding, parent.parent)

    return cache(said_again)


def _effect_pictures(rules: RuleBook, ground: Ground, depths: dict[str, np.ndarray], analytes: Analytes,
                     lab_bins: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return P(lineages low, as low, with what is seen | leaf) for every drug effect."""
    others = np.array([leaf.effect is None for leaf in ground.columns], dtype=float)
    letters = {name: lineage.letter for name, lineage in rules.model.lineages.items()}
    pictures = {}
    for name, effect in rules.drugs.effects.items():
        needed = {letters[lineage] for lineage in effect.lineages}
        subsets = [number for number, subset in enumerate(profiles.SUBSETS) if needed <= set(subset) or not needed]
        picture = ground.pattern[subsets].sum(axis=0) * others
        for analyte, bins in effect.depth.items():
            low = [step.name for step in analytes[analyte].bins if step.level == "low"]
            picture = picture * depths[analyte][[low.index(step) for step in bins]].sum(axis=0)
        for reference in effect.shown_by:
            picture = picture * _chance_of(reference, analytes, lab_bins, ground)
        pictures[name] = picture
    return pictures


def _chance_of(reference: str, analytes: Analytes, lab_bins: dict[str, np.ndarray], ground: Ground) -> np.ndarray:
    """Return P(finding | leaf), or P(level of an analyte | leaf) for a reference such as mcv:high."""
    name, _, level = reference.partition(":")
    if not level:
        return ground.probability[ground.rows.index(name)]
    members = [number for number, step in enumerate(analytes[name].bins) if level in (step.level, step.name)]
    return lab_bins[name][members].sum(axis=0)


def _log_ratio(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.log(shares) - np.log(shares @ weights)


def _lifted_floors(columns: list[LeafRecord], entries: Mapping[tuple[str, str], Provenance], absence: Absence) -> dict[str, list[int]]:
    """Return by finding the leaves whose floor is lifted: a sourced sensitivity, high enough, counted on enough people."""
    lifted_for: dict[str, set[str]] = {}
    for (cause, name), entry in entries.items():
        counted = entry.source is not None and entry.band is None and (entry.n or 0) >= absence.lifted_at_n
        if counted and entry.value >= absence.lifted_at_sensitivity:
            lifted_for.setdefault(name, set()).add(cause)
    return {name: [number for number, leaf in enumerate(columns) if leaf.causes and leaf.causes[0] in causes]
            for name, causes in lifted_for.items()}


def _absence(probability: np.ndarray, mean: np.ndarray, lifted: list[list[int]], absence: Absence, examined: list[Examined]) -> np.ndarray:
    """Return the ln ratio of each finding's absence, weakened by how it is looked for, and bounded below but for `lifted` leaves."""
    kept = np.array([absence.weight[one] for one in examined])
    ratio = (np.log1p(-probability) - np.log1p(-mean)[:, None]) * kept[:, None]
    bounded = np.maximum(ratio, absence.floor_log10 * np.log(10))
    for number, columns in enumerate(lifted):
        bounded[number, columns] = ratio[number, columns]
    return bounded


def _lab_rows(analyte: AnalyteRecord, shares: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
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


def _depth_rows(analyte: AnalyteRecord, shares: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Rows for how low a count is, given that it is low: by number of the low bin, all up to it, by name, and by grade."""
    groups: dict[str, list[int]] = {}
    for number, step in enumerate(step for step in analyte.bins if step.level == "low"):
        groups[f"#{number}"] = [number]
        groups[f"<#{number}"] = list(range(number + 1))
        groups.setdefault(step.name, []).append(number)
        if step.grade:
            groups.setdefault(f"{step.grade}-low", []).append(number)
    return _summed_rows(f"depth:{analyte.id}", groups, shares, weights)

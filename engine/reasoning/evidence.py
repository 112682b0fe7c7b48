"""From observations to numbers: which rows of the tables a case touches, and with what share."""

from dataclasses import dataclass, field

import numpy as np

from ..case.model import Case
from ..case.region import home_region
from ..days import age_told
from ..errors import CaseError
from ..knowledge.anchors import PREGNANCY
from ..knowledge.bins import JUST_ABOVE, JUST_BELOW, between_centers, bin_of, edges
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import DRUGS, AnalyteRecord, SettingRecord
from ..knowledge.silence import silence
from .drug_odds import Culprit, with_drugs
from .observations import observe
from .pattern import CountSeen, see_counts
from .seen import LevelSeen, Observations
from .values import told_value

UNTOLD = "untold"
"""State of a context of which the case says nothing, where that says something of a cause."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is weighed: what was entered, and the rows of the table it touches.

    kind is finding, lab, onset, context or depth; `group` joins correlated terms; `scale` is the share kept when the
    finding is unsure or screened off by a known count.
    """

    name: str
    kind: str
    label: str
    state: str
    texts: tuple[str, ...]
    rows: tuple[tuple[int, float], ...]
    group: str = ""
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A case, ready to rank.

    base: ln of prior, context, silence and drugs, shape (leaves,)
    silence: what the symptoms and signs that are not told say in this setting, ln, shape (leaves,); None where nothing
    terms: what the temperature divides, single terms first, then those of shared groups side by side
    fixed: terms of context and depth, which it does not
    rows, scales: the first row of each term and its share; second: terms that touch two rows (a value between two bins),
        with second_rows and second_scales
    kept: what is kept of a term beside the strongest of its group, 1 for a single term, shape (terms,)
    groups: numbers of the terms of each shared group, shorter ones filled up with their first, shape (widest, groups)
    """

    setting: str
    base: np.ndarray
    prior: np.ndarray
    silence: np.ndarray | None
    terms: tuple[Term, ...]
    rows: np.ndarray
    scales: np.ndarray
    second: np.ndarray
    second_rows: np.ndarray
    second_scales: np.ndarray
    kept: np.ndarray
    groups: np.ndarray
    fixed: tuple[Term, ...]
    depth_rows: np.ndarray
    depth_scales: np.ndarray
    counts: CountSeen
    culprits: tuple[Culprit, ...]
    observations: Observations = field(repr=False)


def gather(case: Case, knowledge: Knowledge, *, setting: str | None = None, log_prior: np.ndarray | None = None) -> Evidence:
    """Resolve a case and gather its evidence.

    Args:
        case: the case as typed.
        knowledge: the compiled rules.
        setting: name of a setting; default is the case's own, else the default of the rules.
        log_prior: ln prior of every leaf, shape (leaves,), instead of the setting's, see `engine.reasoning.what_if`.

    Raises:
        CaseError: the setting is not known.
    """
    place = setting_for(case, knowledge, setting)
    seen = observe(case, knowledge)
    counts = see_counts(seen, knowledge)
    terms = _in_groups([*_finding_terms(seen, counts, knowledge), *_lab_terms(seen, knowledge)])
    context = [*_context_terms(case, seen, knowledge), *_untold_terms(case.sex, place, seen, knowledge)]
    depth = [Term(f"depth:{analyte}", "depth", told_value(seen.levels[analyte], knowledge), "low", seen.levels[analyte].texts, rows)
             for analyte, rows in counts.depth]
    prior = knowledge.tables.log_prior[place.id] if log_prior is None else log_prior
    fixed_table = knowledge.tables.fixed
    log_mass = prior + sum((fixed_table[row] * share for term in context for row, share in term.rows), np.zeros(len(prior)))
    untold = _silence(place, seen, knowledge)
    if untold is not None:
        log_mass = log_mass + untold
    base, culprits = with_drugs(log_mass, seen.drugs, place, knowledge)
    singles = sum(1 for term in terms if not term.group)
    firsts = [(term.rows[0][0], term.rows[0][1] * term.scale) for term in terms]
    seconds = [(number, term.rows[1][0], term.rows[1][1] * term.scale) for number, term in enumerate(terms) if len(term.rows) > 1]
    depth_flat = [one for term in depth for one in term.rows]
    return Evidence(
        setting=place.id, base=base, prior=prior, silence=untold, terms=tuple(terms),
        rows=np.array([row for row, _ in firsts], dtype=np.intp), scales=np.array([share for _, share in firsts])[:, None],
        second=np.array([number for number, _, _ in seconds], dtype=np.intp),
        second_rows=np.array([row for _, row, _ in seconds], dtype=np.intp),
        second_scales=np.array([share for _, _, share in seconds])[:, None],
        kept=np.array([1.0] * singles + [knowledge.model["group_discount"]] * (len(terms) - singles)), groups=_group_numbers(terms, singles),
        fixed=(*context, *depth), depth_rows=np.array([row for row, _ in depth_flat], dtype=np.intp),
        depth_scales=np.array([share for _, share in depth_flat]), counts=counts, culprits=culprits,
        observations=seen)


def setting_for(case: Case, knowledge: Knowledge, wanted: str | None) -> SettingRecord:
    """Return the setting asked for, else the case's, else the default, in the region of the case. Raises CaseError when it is not known."""
    name = wanted or case.setting or knowledge.default_setting
    region = home_region(case, knowledge)
    there = f"{name}-{region}"
    return setting_named(there if region and there in knowledge.settings else name, knowledge)


def setting_named(name: str, knowledge: Knowledge) -> SettingRecord:
    """Return the setting of a name. Raises CaseError when it is not known."""
    if name not in knowledge.settings:
        raise CaseError(f"setting '{name}' is not known; allowed: {', '.join(knowledge.settings)}; choose one")
    return knowledge.settings[name]


def tells_whom(finding: str, knowledge: Knowledge) -> bool:
    """Whether a finding says who the person is: ancestry and pregnancy are weighed once, as context."""
    return finding == PREGNANCY or f"ancestry:{finding.removeprefix('ancestry-')}" in knowledge.tables.fixed_rows


def of_pregnancy(finding: str, knowledge: Knowledge) -> bool:
    """Whether a finding tells of a pregnancy or of a part of it."""
    return PREGNANCY in (finding, *knowledge.above(finding))


def _finding_terms(seen: Observations, counts: CountSeen, knowledge: Knowledge) -> list[Term]:
    terms = []
    for name, state in seen.states.items():
        finding = knowledge.findings[name]
        if not finding.used or tells_whom(name, knowledge):
            continue
        row = knowledge.tables.rows[f"{name}:absent" if state == "absent" else name]
        scale = knowledge.model["unsure"] if state == "unsure" else 1.0
        if counts.known & set(finding.effect_of) and state != "absent":
            scale *= knowledge.model["screened_off"]
        terms.append(Term(name, "finding", finding.label, state, seen.texts.get(name, ()), ((row, 1.0),), finding.group, scale))
    if seen.onset:
        row = knowledge.tables.rows[f"onset:{seen.onset}"]
        told = "there since birth" if seen.onset == "lifelong" else f"began over {seen.onset}"
        terms.append(Term("onset", "onset", told, "present", (seen.onset,), ((row, 1.0),), "onset"))
    return terms


def _lab_terms(seen: Observations, knowledge: Knowledge) -> list[Term]:
    replaced = {parent for name, level in seen.levels.items() if level.weighed for parent in knowledge.analytes[name].derived_from}
    terms = []
    for name, level in seen.levels.items():
        analyte = knowledge.analytes[name]
        if name in replaced or not level.weighed or level.level == "unsure" and level.quantity is None:
            continue
        rows = _count_rows(level, analyte, knowledge) if analyte.is_count else _lab_rows(level, knowledge)
        if rows:
            terms.append(Term(name, "lab", told_value(level, knowledge), level.level, level.texts, rows, analyte.group))
    return terms


def _count_rows(level: LevelSeen, analyte: AnalyteRecord, knowledge: Knowledge) -> tuple[tuple[int, float], ...]:
    """Return what a count tells beside the pattern, which weighs that it is low: that it is high, or that it is not (decision 24).

    Only a number says that: who writes "no neutropenia" leaves open whether the count is high.
    """
    if _is_not_high(level):
        return ((knowledge.tables.rows[f"{level.analyte}:not-high"], 1.0),)
    if not level.level.endswith("high"):
        return ()
    return ((knowledge.tables.rows[f"{level.analyte}:high"], 1.0),) if analyte.lineage else _lab_rows(level, knowledge)


def _is_not_high(level: LevelSeen) -> bool:
    if level.quantity is None or level.measured is None or level.quantity.bound == "above":
        return False
    value, limits = level.measured
    below_high = level.quantity.bound == "below" and limits.high is not None and value <= limits.high
    return level.level == "normal" or level.level == "unsure" and below_high


def _lab_rows(level: LevelSeen, knowledge: Knowledge) -> tuple[tuple[int, float], ...]:
    rows = knowledge.tables.rows
    name = level.analyte
    measured = level.measured
    if level.quantity is None or measured is None:
        row = rows.get(f"{name}:{level.level}", rows.get(f"{name}:{level.level.rpartition('-')[2]}"))
        return ((row, 1.0),) if row is not None else ()
    (value, limits), bound = measured, level.quantity.bound
    inner = edges(knowledge.analytes[name], low=limits.low, high=limits.high)
    if bound is not None:
        sign, inside = ("<", JUST_BELOW) if bound == "below" else (">", JUST_ABOVE)
        return ((rows[f"{name}:{sign}#{bin_of(inner, value * inside)}"], 1.0),)
    lower, upper, share = between_centers(inner, value)
    first, second = rows[f"{name}:#{lower}"], rows[f"{name}:#{upper}"]
    return ((first, 1.0),) if first == second else ((first, 1 - share), (second, share))


def _context_terms(case: Case, seen: Observations, knowledge: Knowledge) -> list[Term]:
    rows = knowledge.tables.fixed_rows
    named: list[tuple[str, str]] = []
    if case.age is not None:
        band = next((name for name, (first, last) in knowledge.age_bands.items() if first <= case.age < last), None)
        if band:
            named.append((f"age:{band}", f"age {age_told(case.age)}"))
    if case.sex:
        named.append((f"sex:{case.sex}", case.sex))
    if seen.pregnant is not None and case.sex != "male":
        named.append(("pregnant:yes", "pregnant") if seen.pregnant else ("pregnant:no", "not pregnant"))
    for name, state in seen.states.items():
        ancestry = f"ancestry:{name.removeprefix('ancestry-')}"
        if name.startswith("ancestry-") and state == "present" and ancestry in rows:
            named.append((ancestry, knowledge.findings[name].label))
    return [Term(row, "context", label, "present", (label,), ((rows[row], 1.0),)) for row, label in named]


def _silence(place: SettingRecord, seen: Observations, knowledge: Knowledge) -> np.ndarray | None:
    """What the symptoms and signs say that are not told, where the setting tells most; a group of which one is told is left out."""
    if not place.telling:
        return None
    tables = knowledge.tables
    assessed = set(seen.states)
    waiting = list(assessed)
    while waiting:
        above = [name for name in knowledge.findings[waiting.pop()].parents if name not in assessed]
        assessed.update(above)
        waiting.extend(above)
    groups = {knowledge.findings[name].group for name in assessed}
    told = [row for group in sorted(groups) for row in tables.told_groups.get(group, ())]
    return tables.silence[place.id] - silence(tables.probability[told], tables.mean[told], place.telling).sum(axis=0)


def _untold_terms(sex: str | None, place: SettingRecord, seen: Observations, knowledge: Knowledge) -> list[Term]:
    """What some causes hinge on and of which nothing is told, or that is denied; a denial weighs by itself besides.

    Where no history is told at all, leaving a thing out says nothing, but in a setting that tells most; of a woman a pregnancy is told always.
    """
    history = knowledge.model["history"]
    telling = place.telling or seen.drugs is not None or any(
        knowledge.findings[name].kind in history and not of_pregnancy(name, knowledge) for name in seen.states)
    # A form that is present speaks for what includes it, which then has no state of its own.
    there = {above for name, state in seen.states.items() if state != "absent" for above in (name, *knowledge.above(name))}
    if seen.pregnant:
        there.add(PREGNANCY)
    there |= told_by_setting(place, knowledge)
    denied = {name for name, state in seen.states.items() if state == "absent"} | ({PREGNANCY} if seen.pregnant is False else set())
    placed = any(state == "present" and knowledge.findings[name].group in knowledge.complete_groups for name, state in seen.states.items())
    answered = set(knowledge.model["placeless"]) if placed else set()
    terms = []
    for row, names in knowledge.hinges.items():
        asked = (telling or sex == "female" and PREGNANCY in names) and (DRUGS not in names or seen.drugs is None)
        if asked and not there.intersection(names):
            label = _untold_label([name for name in names if name not in answered], denied, knowledge)
            terms.append(Term(row, "context", label, UNTOLD, (), ((knowledge.tables.fixed_rows[row], 1.0),)))
    return terms


def told_by_setting(place: SettingRecord, knowledge: Knowledge) -> set[str]:
    """Return the places that a setting tells: it says where the patient lives, and nobody there tells of a journey."""
    return {name for name, region in knowledge.regions.items() if region == place.region} if place.region else set()


def _untold_label(names: list[str], denied: set[str], knowledge: Knowledge) -> str:
    no, left = tuple(name for name in names if name in denied), tuple(name for name in names if name not in denied)
    parts = [f"{_listed(no, knowledge)} denied" if no else "", f"nothing told of {_listed(left, knowledge)}" if left else ""]
    return ", ".join(filter(None, parts))


def _listed(names: tuple[str, ...], knowledge: Knowledge) -> str:
    return " or ".join(name if name == DRUGS else knowledge.findings[name].label for name in names)


def _group_numbers(terms: list[Term], first: int) -> np.ndarray:
    """Return the numbers of the terms of each shared group by column; a repeated number changes neither most nor least."""
    members: dict[str, list[int]] = {}
    for number in range(first, len(terms)):
        members.setdefault(terms[number].group, []).append(number)
    widest = max(map(len, members.values()), default=0)
    return np.array([row + row[:1] * (widest - len(row)) for row in members.values()], dtype=np.intp).reshape(len(members), widest).T


def _in_groups(terms: list[Term]) -> list[Term]:
    """Put terms that share a group side by side after the single ones, whose group name is dropped."""
    sizes: dict[str, int] = {}
    for term in terms:
        sizes[term.group] = sizes.get(term.group, 0) + 1
    single = [Term(term.name, term.kind, term.label, term.state, term.texts, term.rows, "", term.scale)
              for term in terms if sizes[term.group] == 1]
    shared = sorted((term for term in terms if sizes[term.group] > 1), key=lambda term: (term.group, term.name))
    return [*sorted(single, key=lambda term: term.name), *shared]

"""Priors by setting, and context ratios: P(age, sex, pregnancy, ancestry | leaf) over that of the reference population."""

from collections.abc import Sequence

import numpy as np

from ..models import Cause, Cohort, ModelFile, SeriesRule, SettingsFile
from ..records import DRUGS, YOUNG, LeafRecord
from .leaves import Leaf, ancestry_of, prior_shares
from .profiles import SUBSETS


def log_priors(leaves: list[Leaf], settings: SettingsFile, pattern: np.ndarray, context: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return ln prior of every leaf in every setting, already raised to the setting's weight, shape (leaves,).

    pattern: P(subset of low lineages | leaf). context: ln ratios of statements of context, see `context_rows`.
    """
    priors = {}
    for name, setting in settings.settings.items():
        shares = prior_shares(leaves, place=setting.place, region=setting.region)[:-1]
        shares = _corrected_by_cohorts(shares, leaves, settings, name, pattern, context)
        powered = weighted(shares, leaves, setting.weight)
        priors[name] = np.log(np.append(powered, powered.sum() * setting.other / (1 - setting.other)))
    return priors


def weighted(shares: np.ndarray, leaves: list[Leaf], weight: float) -> np.ndarray:
    """Return shares flattened by `weight`: of families among all, and of forms within a family.

    The weight says how much to trust how common something is where the case is seen. A family's mass does not grow with the
    number of its forms. How often a cause brings on a consequence does not change with the place and is kept.
    """
    families = np.array([leaf.record.family for leaf in leaves[:len(shares)]])
    forms = np.array([leaf.record.causes[0] for leaf in leaves[:len(shares)]])
    family, form = _totals(shares, families), _totals(shares, forms)
    first_of_form = np.zeros(len(forms), dtype=bool)
    first_of_form[np.unique(forms, return_index=True)[1]] = True
    flattened = (form / family) ** weight
    within = flattened / _totals(np.where(first_of_form, flattened, 0.0), families)
    return (family / shares.sum()) ** weight * within * (shares / form)


def _totals(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return for each value the sum over all values that share its label."""
    _, number = np.unique(labels, return_inverse=True)
    return np.bincount(number, weights=values)[number]


def _corrected_by_cohorts(shares: np.ndarray, leaves: list[Leaf], settings: SettingsFile, name: str,
                          pattern: np.ndarray, context: dict[str, np.ndarray]) -> np.ndarray:
    """Let published series speak: change priors towards those with which their own picture shows the shares that they counted.

    Iterative proportional fitting. One series is met exactly; of several, the geometric mean of published to shown share
    becomes 1 for every cause. What no series counted keeps its proportions. How far a prior may move, and how much of the
    way it goes, stands under `series` in `rules/settings.yaml`.
    """
    rule = settings.series
    cohorts = [cohort for cohort in settings.cohorts.values() if cohort.setting == name and not cohort.held_out]
    if not cohorts:
        return shares
    records = [leaf.record for leaf in leaves[:len(shares)]]
    pictures = [selection_chance(cohort.selected_on, pattern)[:-1] for cohort in cohorts]
    classes = [_classes(cohort, records, chances, rule.least_selection) for cohort, chances in zip(cohorts, pictures, strict=True)]
    selected = [chances * _of_age(cohort, settings, context) for cohort, chances in zip(cohorts, pictures, strict=True)]
    stated = shares
    for _ in range(rule.rounds):
        corrections = np.array([_correction(shares, members, cohort, chances, settings.settings[name].other, rule)
                                for cohort, members, chances in zip(cohorts, classes, selected, strict=True)])
        spoken = ~np.isnan(corrections)
        fitted = shares * np.exp(np.where(spoken, corrections, 0).sum(axis=0) / np.maximum(spoken.sum(axis=0), 1))
        fitted *= stated.sum() / fitted.sum()
        shares = np.clip(fitted, stated / rule.most_moved, stated * rule.most_moved)
    return stated ** (1 - rule.trust) * shares ** rule.trust


def _of_age(cohort: Cohort, settings: SettingsFile, context: dict[str, np.ndarray]) -> np.ndarray:
    """Return how much oftener each leaf is met at the age of a series than at large, shape (leaves - 1,); 1 for a series of all ages."""
    if cohort.age is None:
        return np.ones(len(context["sex:female"]) - 1)
    band = next(name for name, (first, last) in settings.age_bands.items() if first <= cohort.age < last)
    return np.exp(context[f"age:{band}"][:-1])


def _classes(cohort: Cohort, leaves: list[LeafRecord], selected: np.ndarray, least: float) -> list[np.ndarray]:
    """Return for each share of a series the leaves that it counts and that give the picture often enough."""
    return [members[selected[members] >= least] for members in (np.array(members_of(entry.causes, leaves), dtype=int) for entry in cohort.shares)]


def _correction(shares: np.ndarray, classes: list[np.ndarray], cohort: Cohort, selected: np.ndarray, other: float,
                rule: SeriesRule) -> np.ndarray:
    """Return ln of published to shown share for every leaf; NaN where the series says nothing.

    What the series did not count holds the rest of its people. A cause that hardly ever gives the picture is left alone: its
    few people in the series say nothing of the others.
    """
    shown = shares * selected / (shares * selected).sum() * (1 - other)
    correction = np.where(selected >= rule.least_selection, 0.0, np.nan)
    scale = min(1.0, (1 - other - rule.least_uncounted) / sum(entry.share for entry in cohort.shares))
    left, rest = 1 - other, np.ones(len(shares), dtype=bool)
    for entry, members in zip(cohort.shares, classes, strict=True):
        if len(members):
            correction[members] += np.log(entry.share * scale / shown[members].sum())
            rest[members] = False
            left -= entry.share * scale
    if rest.any():
        correction[rest] += np.log(left / shown[rest].sum())
    return correction


def members_of(causes: Sequence[str], leaves: Sequence[LeafRecord]) -> list[int]:
    """Return the numbers of the leaves that a published class holds: those of its families, and those that have its causes."""
    counted = set(causes)
    return [number for number, leaf in enumerate(leaves) if leaf.family in counted or not counted.isdisjoint(leaf.causes)]


def selection_chance(picture: str, pattern: np.ndarray) -> np.ndarray:
    """Return P(picture | leaf) for a series selected on pancytopenia, bicytopenia, anemia, neutropenia or thrombocytopenia."""
    letters = {"pancytopenia": "NRP", "anemia": "R", "neutropenia": "N", "thrombocytopenia": "P"}
    if picture == "bicytopenia":
        rows = [row for row, name in enumerate(SUBSETS) if name != "none" and len(name) >= 2]
    else:
        rows = [row for row, name in enumerate(SUBSETS) if name != "none" and set(letters[picture]) <= set(name)]
    return pattern[rows].sum(axis=0)


def context_rows(leaves: list[LeafRecord], causes: dict[str, Cause], settings: SettingsFile, model: ModelFile,
                 ancestries: list[str]) -> dict[str, np.ndarray]:
    """Return the ln ratio of each statement of context, by name ("age:child", "sex:female", "pregnant:yes" ...)."""
    low, high = model.context_limits
    reference = settings.reference
    nearest = [who_meets(leaf, causes) for leaf in leaves]

    def ratios(of_leaf) -> np.ndarray:
        return np.log(np.clip([1.0 if who is None else of_leaf(who) for who in nearest], low, high))

    rows = {f"age:{band}": ratios(lambda who, band=band, usual=usual: (
        who["age"].get(band, 0.0) / usual if who["age"] else 1.0)) for band, usual in reference.age.items()}
    rows["sex:female"] = ratios(lambda who: 1.0 if who["female"] is None else who["female"] / reference.female)
    rows["sex:male"] = ratios(lambda who: 1.0 if who["female"] is None else (1 - who["female"]) / (1 - reference.female))
    rows["pregnant:yes"] = ratios(lambda who: 1.0 if who["pregnant"] is None else who["pregnant"] / reference.pregnant)
    rows["pregnant:no"] = ratios(lambda who: 1.0 if who["pregnant"] is None
                                 else (1 - who["pregnant"]) / (1 - reference.pregnant))
    for name in ancestries:
        rows[f"ancestry:{name}"] = ratios(lambda who, name=name: who["ancestry"].get(name, 1.0))
    return rows


def untold_rows(leaves: list[LeafRecord], causes: dict[str, Cause], model: ModelFile) -> tuple[dict[str, np.ndarray], dict[str, tuple[str, ...]]]:
    """Return what it means that nothing is told of a thing on which leaves hinge, a drug among them.

    Returns:
        (ln ratio by row, shape (leaves,); findings by row, of which any one, or a drug, would be telling)
    """
    held: dict[tuple[str, ...], list[int]] = {}
    for number, leaf in enumerate(leaves):
        findings = tuple(dict.fromkeys(name for cause in leaf.causes for one in ancestry_of(causes[cause], causes) for name in one.hinges_on))
        if findings or leaf.effect:
            held.setdefault((*findings, DRUGS) if leaf.effect else findings, []).append(number)
    rows, hinges = {}, {}
    for findings, numbers in held.items():
        name = f"untold:{'+'.join(findings)}"
        rows[name] = np.zeros(len(leaves))
        rows[name][numbers] = np.log(model.untold)
        hinges[name] = findings
    return rows, hinges


_FERTILE = ("adolescent", "young-adult")


def share_among(whom: str, leaf: LeafRecord, causes: dict[str, Cause], settings: SettingsFile) -> float:
    """Return which part of the people with a leaf are newborn, infants, children, female or pregnant."""
    reference = settings.reference
    who = who_meets(leaf, causes) or {"age": None, "female": None, "pregnant": None}
    age = who["age"] or reference.age
    female = reference.female if who["female"] is None else who["female"]
    if whom == "female":
        return female
    if whom == "pregnant":
        pregnant = reference.pregnant if who["pregnant"] is None else who["pregnant"]
        return female * pregnant * sum(age.get(band, 0.0) for band in _FERTILE)
    return sum(age.get(band, 0.0) for band in YOUNG[whom])


def who_meets(leaf: LeafRecord, causes: dict[str, Cause]) -> dict | None:
    """Return whom a leaf meets, each statement from the nearest cause that makes it; None for something else."""
    if not leaf.causes:
        return None
    merged: dict = {"age": None, "female": None, "pregnant": None, "ancestry": {}}
    cause: Cause | None = causes[leaf.causes[0]]
    while cause is not None:
        who = cause.who
        merged["age"] = merged["age"] or who.age
        merged["female"] = who.female if merged["female"] is None else merged["female"]
        merged["pregnant"] = who.pregnant if merged["pregnant"] is None else merged["pregnant"]
        merged["ancestry"] = {**who.ancestry, **merged["ancestry"]}
        cause = causes[cause.is_a.parent] if cause.is_a else None
    return merged

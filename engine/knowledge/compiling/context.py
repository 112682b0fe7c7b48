"""Priors by setting, and context ratios: P(age, sex, pregnancy, ancestry | leaf) over that of the reference population."""

import numpy as np

from ..models import Cause, Cohort, ModelFile, SettingsFile
from ..records import LeafRecord
from .leaves import Leaf, prior_shares
from .profiles import SUBSETS


def log_priors(leaves: list[Leaf], settings: SettingsFile, pattern: np.ndarray) -> dict[str, np.ndarray]:
    """Return ln prior of every leaf in every setting, already raised to the setting's weight, shape (leaves,)."""
    priors = {}
    for name, setting in settings.settings.items():
        shares = prior_shares(leaves, place=setting.place, region=setting.region)[:-1]
        shares = _corrected_by_cohorts(shares, leaves, settings, name, pattern)
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
    first_of_form = np.array([number == 0 or forms[number] not in forms[:number] for number in range(len(forms))])
    flattened = (form / family) ** weight
    within = flattened / _totals(np.where(first_of_form, flattened, 0.0), families)
    return (family / shares.sum()) ** weight * within * (shares / form)


def _totals(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return for each value the sum over all values that share its label."""
    _, number = np.unique(labels, return_inverse=True)
    return np.bincount(number, weights=values)[number]


def _corrected_by_cohorts(shares: np.ndarray, leaves: list[Leaf], settings: SettingsFile, name: str,
                          pattern: np.ndarray) -> np.ndarray:
    """Let published series speak: a cause's prior is its share divided by the chance that the series would select it.

    The leaves a series counted keep their total; among them the mass follows the series. Several series of one
    setting are averaged on a logarithmic scale.
    """
    proposals = [_from_cohort(shares, leaves, cohort, pattern) for cohort in settings.cohorts.values()
                 if cohort.setting == name and not cohort.held_out]
    if not proposals:
        return shares
    stacked = np.log(np.array(proposals))
    counted = ~np.isnan(stacked)
    mean = np.where(counted, stacked, 0).sum(axis=0) / np.maximum(counted.sum(axis=0), 1)
    return np.where(counted.any(axis=0), np.exp(mean), shares)


def _from_cohort(shares: np.ndarray, leaves: list[Leaf], cohort: Cohort, pattern: np.ndarray) -> np.ndarray:
    selected = np.maximum(selection_chance(cohort.selected_on, pattern)[:-1], 1e-4)
    proposal = np.full(len(shares), np.nan)
    for entry in cohort.shares:
        members = [number for number, leaf in enumerate(leaves[:-1])
                   if leaf.record.family in entry.causes or set(leaf.record.causes) & set(entry.causes)]
        mass = shares[members] * selected[members]
        proposal[members] = entry.share * mass / mass.sum() / selected[members]
    counted = ~np.isnan(proposal)
    proposal[counted] *= shares[counted].sum() / proposal[counted].sum()
    return proposal


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
    nearest = [_who(leaf, causes) for leaf in leaves]

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


def _who(leaf: LeafRecord, causes: dict[str, Cause]) -> dict | None:
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

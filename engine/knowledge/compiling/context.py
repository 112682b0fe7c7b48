"""Priors by setting, and context ratios: P(age, sex, pregnancy, ancestry | leaf) over that of the reference population."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ..models import Cause, CohortsFile, ModelFile, SettingsFile
from ..models.cause import AgeBand
from ..records import DRUGS, YOUNG, LeafRecord
from .cohorts import corrected_by_cohorts, leaves_by_cause
from .leaves import Leaf, ancestry_of, prior_shares


def log_priors(leaves: list[Leaf], settings: SettingsFile, cohorts: CohortsFile | None, pattern: np.ndarray,
               context: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return ln prior of every leaf in every setting, already raised to the setting's weight, shape (leaves,).

    pattern: P(subset of low lineages | leaf). context: ln ratios of statements of context, see `context_rows`.
    """
    having = leaves_by_cause(leaf.record for leaf in leaves[:-1])
    alone = {leaf.record.id: number for number, leaf in enumerate(leaves[:-1])}
    brought_by = np.array([alone[leaf.record.causes[0]] for leaf in leaves[:-1]])
    priors = {}
    for name, setting in settings.settings.items():
        shares = prior_shares(leaves, place=setting.place, region=setting.region)[:-1]
        shares = corrected_by_cohorts(shares, having, brought_by, settings, cohorts, name, pattern, context)
        powered = weighted(shares, leaves, setting.weight)
        priors[name] = np.log(np.append(powered, powered.sum() * setting.other / (1 - setting.other)))
    return priors


def weighted(shares: np.ndarray, leaves: list[Leaf], weight: float) -> np.ndarray:
    """Return shares flattened by `weight`: of families among all, and of forms within a family, shape (leaves,).

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


def context_rows(leaves: list[LeafRecord], causes: dict[str, Cause], settings: SettingsFile, model: ModelFile,
                 ancestries: list[str]) -> dict[str, np.ndarray]:
    """Return the ln ratio of each statement of context, by name ("age:child", "sex:female", "pregnant:yes" ...), shape (leaves,)."""
    low, high = model.context_limits
    never = model.context_never
    reference = settings.reference
    met = [who_meets(leaf, causes) for leaf in leaves]

    def ratios(of_leaves: list[float]) -> np.ndarray:
        told = np.array(of_leaves)
        return np.log(np.where(told == 0, never, np.clip(told, low, high)))

    rows = {f"age:{band}": ratios([who.age.get(band, 0.0) / usual if who.age else 1.0 for who in met]) for band, usual in reference.age.items()}
    rows["sex:female"] = ratios([1.0 if who.female is None else who.female / reference.female for who in met])
    rows["sex:male"] = ratios([1.0 if who.female is None else (1 - who.female) / (1 - reference.female) for who in met])
    rows["pregnant:yes"] = ratios([1.0 if who.pregnant is None else who.pregnant / reference.pregnant for who in met])
    rows["pregnant:no"] = ratios([1.0 if who.pregnant is None else (1 - who.pregnant) / (1 - reference.pregnant) for who in met])
    for name in ancestries:
        rows[f"ancestry:{name}"] = ratios([who.ancestry.get(name, 1.0) for who in met])
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


def share_among(whom: str, leaf: LeafRecord, causes: dict[str, Cause], settings: SettingsFile) -> float:
    """Return which part of the people with a leaf are newborn, infants, children, female or pregnant."""
    reference = settings.reference
    who = who_meets(leaf, causes)
    age = who.age or reference.age
    female = reference.female if who.female is None else who.female
    if whom == "female":
        return female
    if whom == "pregnant":
        pregnant = reference.pregnant if who.pregnant is None else who.pregnant
        return female * pregnant * sum(age.get(band, 0.0) for band in reference.fertile)
    return sum(age.get(band, 0.0) for band in YOUNG[whom])


class Met(NamedTuple):
    """Whom a leaf meets, as shares of its people, see `models.cause.Who`. What nothing is said of is None, or not among the ancestries."""

    age: Mapping[AgeBand, float] | None = None
    female: float | None = None
    pregnant: float | None = None
    ancestry: Mapping[str, float] = {}


def who_meets(leaf: LeafRecord, causes: Mapping[str, Cause]) -> Met:
    """Return whom a leaf meets, each statement from the nearest cause that makes it; of something else nothing is said."""
    met = Met()
    for cause in ancestry_of(causes[leaf.causes[0]], causes) if leaf.causes else ():
        who = cause.who
        met = Met(met.age or who.age, who.female if met.female is None else met.female, who.pregnant if met.pregnant is None else met.pregnant,
                  {**who.ancestry, **met.ancestry})
    return met

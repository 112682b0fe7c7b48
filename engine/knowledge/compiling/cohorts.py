"""Published series correct the priors of a setting: iterative proportional fitting, some of the way, see docs/decisions/0011-published-series.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..models import Cohort, CohortRule, CohortsFile, SettingsFile
from ..records import LeafRecord
from .profiles import SUBSETS

_LETTERS = {"pancytopenia": "NRP", "anemia": "R", "neutropenia": "N", "thrombocytopenia": "P"}


def corrected_by_cohorts(stated: np.ndarray, having: Mapping[str, Sequence[int]], brought_by: np.ndarray, settings: SettingsFile,
                         file: CohortsFile | None, name: str, pattern: np.ndarray, context: dict[str, np.ndarray]) -> np.ndarray:
    """Change priors towards those with which the picture of each series, entered alone, shows the shares that it counted.

    One series is met exactly; of several, the geometric mean of published to shown share becomes 1 for every cause. What no series
    counted keeps its proportions. How often a cause brings on a consequence is no matter of place: both together move with the cause.
    Of all this a prior goes the further, in the logarithm, the more series see the cause, each by the chance that the cause gives its
    picture; how far, and how far it may move at all, stands under `rule` in `rules/cohorts.yaml`.

    Args:
        stated: priors as written in the causes, shape (leaves,), without something else. having: leaves by cause, see `leaves_by_cause`.
        brought_by: for each leaf the number of that of its first cause alone, shape (leaves,).
        name: the setting. pattern: P(subset of low lineages | leaf). context: ln ratios of statements of context, see `context_rows`.

    Returns:
        Priors of the same shape; `stated` where the setting has no series.
    """
    used = [one for one in file.cohorts.values() if one.setting == name and one.same_selection] if file else []
    if file is None or not used:
        return stated
    rule, other = file.rule, settings.settings[name].other
    counted = [_counted(one, having, settings, rule, other, pattern, context) for one in used]
    spoken = sum(one.moved.any(axis=0).astype(float) for one in counted)
    weight = sum(one.moved.any(axis=0) * one.chance for one in counted)
    # People of other ages, whom no series counted, stay as many as they were.
    least = np.maximum(1 / rule.most_moved, 1 - np.max([one.of_age for one in counted], axis=0))
    seen, published = (np.concatenate([getattr(one, key) for one in counted]) for key in ("seen", "published"))
    # Each class moves a leaf by its part of all that speak of it; numbers, not truth values, are what is multiplied fast.
    moves = np.concatenate([one.moved for one in counted]) / np.maximum(spoken, 1)
    selected, of_cohort = np.array([one.selected for one in counted]), np.repeat(np.arange(len(counted)), [len(one.moved) for one in counted])
    # What no series can see keeps its prior, and what they see keeps its sum.
    at_stake = weight > 0
    shares = stated
    for _ in range(rule.rounds):
        shown = seen @ shares / (selected @ shares)[of_cohort] * (1 - other)
        fitted = shares * np.exp(np.log(published / shown) @ moves)
        fitted[at_stake] *= stated[at_stake].sum() / fitted[at_stake].sum()
        shares = stated * np.clip(fitted / stated, least, rule.most_moved)[brought_by]
    trust = weight / np.maximum(weight + rule.as_written, np.finfo(float).tiny)
    return stated * ((shares / stated) ** trust)[brought_by]


@dataclass(frozen=True, slots=True)
class _Counted:
    """One series as matrices; the last of its classes is all that it did not count.

    chance: that a leaf gives its picture, none where the series left it out, shape (leaves,)
    selected: chance that somebody with a leaf is among its people, relative to other leaves, shape (leaves,)
    of_age: which part of the people with a leaf is of its age, shape (leaves,)
    seen: that chance for the leaves that a class counts, else 0, shape (classes, leaves); published: the share that the class should
    show, shape (classes,); moved: whether the class moves a leaf, shape (classes, leaves)
    """

    chance: np.ndarray
    selected: np.ndarray
    of_age: np.ndarray
    seen: np.ndarray
    published: np.ndarray
    moved: np.ndarray


def _counted(one: Cohort, having: Mapping[str, Sequence[int]], settings: SettingsFile, rule: CohortRule, other: float,
             pattern: np.ndarray, context: dict[str, np.ndarray]) -> _Counted:
    """Gather the classes of a series. A cause that hardly ever gives its picture is left alone: its few people say nothing of the others."""
    chance = selection_chance(one.selected_on, pattern)[:-1]
    chance[members_of(one.left_out, having)] = 0
    ratio, of_age = _of_age(one, len(chance), settings, context)
    selected = chance * ratio
    scale = min(1.0, (1 - other - rule.least_uncounted) / sum(entry.share for entry in one.shares))
    classes, published, left = [], [], 1 - other
    for entry in one.shares:
        members = np.zeros(len(chance), dtype=bool)
        members[members_of(entry.causes, having)] = True
        members &= chance >= rule.least_selection
        if members.any():
            classes.append(members)
            published.append(entry.share * scale)
            left -= entry.share * scale
    rest = ~np.any(classes, axis=0) if classes else np.ones(len(chance), dtype=bool)
    if rest.any():
        classes.append(rest)
        published.append(left)
    whole = np.array(classes)
    return _Counted(chance, selected, of_age, whole * selected, np.array(published), whole & (selected >= rule.least_selection))


def _of_age(one: Cohort, leaves: int, settings: SettingsFile, context: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return how much oftener each leaf is met at the ages of a series than at large, and which part of its people are of these ages.

    Both of shape (leaves,), and 1 for a series of all ages. Ages are those of the bands whose middle the series took, or the one band
    of its typical age.
    """
    if one.ages is not None:
        first, last = one.ages
    elif one.age is not None:
        first = last = one.age
    else:
        return np.ones(leaves), np.ones(leaves)
    bands = [name for name, (start, end) in settings.age_bands.items() if first <= (start + end) / 2 < last or start <= first == last < end]
    of_age = sum(np.exp(context[f"age:{band}"][:-1]) * settings.reference.age[band] for band in bands)
    return of_age / sum(settings.reference.age[band] for band in bands), np.minimum(of_age, 1.0)


def leaves_by_cause(leaves: Iterable[LeafRecord]) -> dict[str, list[int]]:
    """Return the numbers of the leaves of each cause: those that have it, and all of its family."""
    having: dict[str, list[int]] = {}
    for number, leaf in enumerate(leaves):
        for cause in {leaf.family, *leaf.causes}:
            having.setdefault(cause, []).append(number)
    return having


def members_of(causes: Sequence[str], having: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the numbers of the leaves that a published class holds, each once."""
    return sorted({number for cause in causes for number in having.get(cause, ())})


def selection_chance(picture: str, pattern: np.ndarray) -> np.ndarray:
    """Return P(picture | leaf) of what people of a series were selected on, see `models.cohort.Picture`, shape (leaves,).

    Args:
        pattern: P(subset of low lineages | leaf), shape (8, leaves), in the order of `SUBSETS`.
    """
    if picture == "bicytopenia":
        rows = [row for row, name in enumerate(SUBSETS) if name != "none" and len(name) >= 2]
    elif picture.startswith("isolated "):
        rows = [SUBSETS.index(_LETTERS[picture.removeprefix("isolated ")])]
    else:
        rows = [row for row, name in enumerate(SUBSETS) if name != "none" and set(_LETTERS[picture]) <= set(name)]
    return pattern[rows].sum(axis=0)

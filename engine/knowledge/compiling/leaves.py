"""Which disjoint leaves there are, and how much of the whole each holds.

Forms of a cause (`is_a`) take their share of its prior and leave it the rest; a cause with its consequence
(`leads_to`) is a leaf of its own, taken from the cause and, in part, from the consequence alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..models import Cause, ModelFile, SettingsFile
from ..models.cause import Prior, PriorBand
from ..records import LeafRecord

PLACES = ("primary-care", "hospital", "referral")

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf while compiling: its record, and the share of each place's whole before any setting's weight."""

    record: LeafRecord
    share: dict[str, float]
    tropics: float


def ancestry_of(cause: Cause, causes: Mapping[str, Cause]) -> list[Cause]:
    """Return the cause and all it is a form of, itself first."""
    line = [cause]
    while (form := line[-1].is_a) is not None:
        line.append(causes[form.parent])
    return line


def stated_shares(root: Cause, bands: Mapping[PriorBand, float]) -> dict[str, float]:
    """Return the share that a cause holds in each place, as its prior states it; `bands` are the shares behind its words.

    Raises:
        ValueError: it is a form of another cause, and has no prior of its own.
    """
    prior = _prior(root)
    stated = zip(PLACES, (prior.primary_care, prior.hospital, prior.referral), strict=True)
    return {place: bands[share] if isinstance(share, str) else share for place, share in stated}


def _prior(root: Cause) -> Prior:
    if root.prior is None:
        raise ValueError(f"{root.id} is a form of another cause; ask that for its prior")
    return root.prior


def derive_leaves(causes: dict[str, Cause], settings: SettingsFile, model: ModelFile,
                  effect_of_cause: dict[str, str]) -> list[Leaf]:
    """Return all leaves, ordered so that those of a family stand together, "something else" last."""
    shares = _shares_of_causes(causes, settings, model.form_floor)
    consequences = _consequence_losses(causes, shares, model.consequence_floor)
    children = {cause.is_a.parent for cause in causes.values() if cause.is_a}
    leaves = []
    for cause in causes.values():
        line = ancestry_of(cause, causes)
        rate = sum(link.rate for link in cause.leads_to)
        alone = (1 - min(rate, 0.98)) * consequences.get(cause.id, 1.0)
        name = f"{cause.name}, form not known" if cause.id in children else cause.name
        leaves.append(_leaf(cause.id, name, (cause.id,), line, alone, shares, effect_of_cause))
        for link in cause.leads_to:
            consequence = causes[link.cause]
            leaves.append(_leaf(
                f"{cause.id}+{link.cause}", f"{cause.name} with {_lower_first(consequence.name)}",
                (cause.id, link.cause), line, link.rate, shares, effect_of_cause, brings=ancestry_of(consequence, causes)))
    order = {family: number for number, family in enumerate(dict.fromkeys(leaf.record.family for leaf in leaves))}
    leaves.sort(key=lambda leaf: order[leaf.record.family])
    nothing = LeafRecord(OTHER, "Something else", (), OTHER, 0, False, None)
    return [*leaves, Leaf(nothing, dict.fromkeys(PLACES, 0.0), 1.0)]


def _leaf(name_id: str, name: str, labels: tuple[str, ...], line: list[Cause], part: float,
          shares: dict[str, dict[str, float]], effects: dict[str, str], brings: Sequence[Cause] = ()) -> Leaf:
    cause, deeper = line[0], bool(brings)
    record = LeafRecord(
        id=name_id, name=name, causes=labels, family=line[-1].id, depth=len(line) - 1 + deeper,
        must_not_miss=any(one.must_not_miss for one in (*line, *brings)), effect=effects.get(cause.id) if not deeper else None)
    return Leaf(record, {place: shares[cause.id][place] * part for place in PLACES}, _prior(line[-1]).tropics)


def _shares_of_causes(causes: dict[str, Cause], settings: SettingsFile, floor: float) -> dict[str, dict[str, float]]:
    """What each cause holds for itself, once its forms have taken their shares."""
    given = {cause.id: stated_shares(cause, settings.prior_bands) for cause in causes.values() if cause.is_a is None}

    def total(cause: Cause, place: str) -> float:
        if cause.is_a is None:
            return given[cause.id][place]
        return total(causes[cause.is_a.parent], place) * cause.is_a.share

    taken: dict[str, float] = {}
    for cause in causes.values():
        if cause.is_a is not None:
            taken[cause.is_a.parent] = taken.get(cause.is_a.parent, 0.0) + cause.is_a.share
    return {cause.id: {place: total(cause, place) * max(floor, 1 - taken.get(cause.id, 0.0))
                       for place in PLACES} for cause in causes.values()}


def _consequence_losses(causes: dict[str, Cause], shares: dict[str, dict[str, float]], floor: float) -> dict[str, float]:
    """Factor left to a consequence on its own, once the causes that bring it on have theirs; never below `floor`."""
    explained: dict[str, float] = {}
    for cause in causes.values():
        for link in cause.leads_to:
            explained[link.cause] = explained.get(link.cause, 0.0) + shares[cause.id]["hospital"] * link.rate
    return {name: max(floor, 1 - mass / max(shares[name]["hospital"], 1e-12)) for name, mass in explained.items()}


def _lower_first(name: str) -> str:
    """Lower the first letter of an ordinary word; keep abbreviations and names such as HLH or DIC."""
    return name[0].lower() + name[1:] if len(name) > 1 and name[1].islower() else name


def prior_shares(leaves: list[Leaf], *, place: str | None, region: str) -> np.ndarray:
    """Return each leaf's share in a place and region, unscaled, shape (leaves,). Without a place: the geometric mean of all three."""
    tropics = np.array([leaf.tropics if region == "tropics" else 1.0 for leaf in leaves])
    columns = np.array([[max(leaf.share[name], 1e-12) for name in PLACES] for leaf in leaves])
    by_place = np.exp(np.log(columns).mean(axis=1)) if place is None else columns[:, PLACES.index(place)]
    return by_place * tropics

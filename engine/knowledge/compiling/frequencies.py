"""P(finding | leaf): sourced shares and bands to one table, with the rules for what a cause does not list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter

import numpy as np

from ...spread import half_width
from ..models import Cause, Finding, Frequency, ModelFile
from ..models.cause import Band
from ..records import CAPPED_NOTE, NAMED_NOTE, AnalyteRecord, LeafRecord, Provenance
from .leaves import ancestry_of


def smoothed(frequency: float, n: int) -> float:
    """Return (k + 0.5) / (n + 1) for k = frequency * n: a published share that can be neither 0 nor 1."""
    return (frequency * n + 0.5) / (n + 1)


def leaked(band: float, background: float) -> float:
    """Return 1 - (1 - band)(1 - background); a band below the background stands for a rarity and is kept."""
    return band if band < background else 1 - (1 - band) * (1 - background)


def with_odds(probability: float, factor: float) -> float:
    """Return the probability whose odds are `factor` times those of `probability`."""
    odds = probability / (1 - probability) * factor
    return odds / (1 + odds)


def usual_share(finding: Finding, model: ModelFile) -> float:
    """Return how often a finding is recorded in people with low counts, or in those of whom it is told, for unrelated reasons."""
    if finding.among:
        return finding.among.usual
    return finding.background if isinstance(finding.background, float) else model.backgrounds[finding.background]


def provenance(entry: Frequency | Band, background: float, model: ModelFile) -> Provenance:
    """Return the probability that an authored entry stands for, with its range and where it came from.

    Raises:
        ValueError: the entry gives neither band nor frequency, which the schema refuses.
    """
    entry = Frequency(band=entry) if isinstance(entry, str) else entry
    low, high = model.probability_limits
    if entry.band is not None:
        middle = model.bands[entry.band]
        value = leaked(middle, background)
        least, most = (leaked(with_odds(middle, factor), background) for factor in (1 / model.band_range, model.band_range))
    elif entry.frequency is not None:
        n = entry.n or model.assumed_n
        value = smoothed(entry.frequency, n)
        spread = half_width(value, n)
        least, most = entry.range or (value - spread, value + spread)
    else:
        raise ValueError("an entry gives neither band nor frequency; give one of the two")
    value = min(max(value, low), high)
    bounds = min(max(least, low), value), max(min(most, high), value)
    return Provenance(value, bounds, entry.band, entry.n, entry.source, entry.note)


def authored(causes: dict[str, Cause], findings: dict[str, Finding], model: ModelFile) -> dict[tuple[str, str], Provenance]:
    """Return every authored entry by (cause, finding), those of a parent cause handed down to its forms."""
    entries = {}
    of_band: dict[tuple[Band, float], Provenance] = {}
    for cause in causes.values():
        line = ancestry_of(cause, causes)
        of_trigger = {name for one in line for name in one.of_trigger}
        for one in reversed(line):
            for name, entry in one.findings.items():
                # What is told of some people only leaks among them, and the share that is written is of all.
                background = 0.0 if findings[name].among else usual_share(findings[name], model)
                if not isinstance(entry, str):
                    entries[cause.id, name] = provenance(entry, background, model)
                    continue
                if (entry, background) not in of_band:
                    of_band[entry, background] = provenance(entry, background, model)
                entries[cause.id, name] = of_band[entry, background]
        entries.update(_capped(cause.id, line, entries, findings))
        entries.update({(cause.id, name): replace(entries[cause.id, name], of_trigger=True) for name in of_trigger})
    return entries


def _capped(cause: str, line: list[Cause], entries: dict[tuple[str, str], Provenance],
            findings: dict[str, Finding]) -> Iterator[tuple[tuple[str, str], Provenance]]:
    """Yield what a cause takes from those it is a form of, lowered to a broader finding that it, or one nearer to it, states as rarer.

    Mild neutropenia that is seldom febrile has no septic neutropenia as often as agranulocytosis. `line`: the cause, then what it is a form of.
    """
    stated_by = {name: place for place, one in reversed([*enumerate(line)]) for name in one.findings}
    for name, place in stated_by.items():
        level, entry = findings[name].parents if place else (), entries[cause, name]
        while level:
            for above in level:
                if stated_by.get(above, place) < place and entries[cause, above].value < entry.value:
                    least = entries[cause, above]
                    entry = Provenance(least.value, least.range, least.band, None, None, CAPPED_NOTE)
            level = tuple(up for above in level for up in findings[above].parents)
        if entry is not entries[cause, name]:
            yield (cause, name), entry


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """The authored shares as a table: one row a finding, one column a member, a cause that stands first in a leaf or was brought on.

    row: findings to rows. of_leaf: the columns of each leaf's members, empty for "something else".
    listed: the shares, not a number where there is none; of_trigger: which of them tell of a trigger; named: which only name the cause.
    forms: the findings that are forms of others, each before what it is a form of.
    """

    row: dict[str, int]
    of_leaf: list[list[int]]
    listed: np.ndarray
    of_trigger: np.ndarray
    named: np.ndarray
    forms: list[str]


def written(leaves: list[LeafRecord], names: list[str], entries: dict[tuple[str, str], Provenance], findings: dict[str, Finding]) -> Written:
    """Spread authored values, by (cause, finding), over the members of leaves.

    Args:
        leaves: the columns, "something else" last. names: the rows. findings: all findings.
    """
    row = {name: number for number, name in enumerate(names)}
    of_leaf = [_members(leaf) for leaf in leaves]
    column = {member: number for number, member in enumerate(dict.fromkeys(member for members in of_leaf for member in members))}
    listed = np.full((len(row), len(column)), np.nan)
    of_trigger, named = np.zeros(listed.shape, dtype=bool), np.zeros(listed.shape, dtype=bool)
    for brought_on in (False, True):
        found = [(row[name], place, entry) for (cause, name), entry in entries.items()
                 if name in row and (place := column.get((cause, brought_on))) is not None]
        at = [number for number, _, _ in found], [place for _, place, _ in found]
        listed[at] = [entry.value for _, _, entry in found]
        of_trigger[at] = [brought_on and entry.of_trigger for _, _, entry in found]
        named[at] = [entry.note == NAMED_NOTE for _, _, entry in found]
    # What tells of a trigger is the trigger's own: EBV DNA in HLH says nothing of HLH from histoplasmosis.
    listed[of_trigger] = np.nan
    return Written(row, [[column[member] for member in members] for members in of_leaf], listed, of_trigger, named, _forms_first(findings, row))


def probability_table(shares: Written, findings: dict[str, Finding], model: ModelFile, weights: np.ndarray,
                      among: Callable[[str], np.ndarray], *, handed_down: bool = True, named: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Build P(finding | leaf) and its mean over causes.

    Args:
        shares: what is written. findings: all findings.
        weights: the fixed prior over the columns, summing to 1, 0 for "something else", shape (leaves,).
        among: whom a finding is told of to the part of each leaf's people who are so, shape (leaves,).
        handed_down: whether a form that a cause does not list takes its part of a listed parent, else its background.
        named: whether what only names a cause counts.

    Returns:
        (probability of shape (findings, leaves), mean of shape (findings,)).
    """
    low, high = model.probability_limits
    row, of_leaf, of_trigger = shares.row, shares.of_leaf[:-1], shares.of_trigger
    background = np.array([usual_share(findings[name], model) for name in row])
    listed = shares.listed if named else np.where(shares.named, np.nan, shares.listed)
    raised = _raise_parents(listed, background, findings, shares)
    filled = _hand_down(listed, raised, background, findings, shares, model.form_share) if handed_down else raised
    filled[of_trigger] = np.nan
    by_cause = np.where(np.isnan(filled), background[:, None], filled)
    table = np.zeros((len(row), len(weights)))
    table[:, :-1] = by_cause[:, [columns[0] for columns in of_leaf]]
    for number, columns in enumerate(of_leaf):
        if len(columns) > 1:
            table[:, number] = noisy_or(by_cause[:, columns], background)
    unlisted, not_raised, not_listed = (_silent(one, of_leaf) for one in (filled, raised, listed))
    # Two causes together are joined over the background of each finding, which a form may have lower than its parent.
    joined = _raise_parents(np.where(unlisted, np.nan, table[:, :-1]), background, findings, shares)
    table[:, :-1] = np.where(np.isnan(joined), table[:, :-1], joined)
    for name in row:
        if (one := findings[name].among) is not None:
            told = table[row[name], :-1]
            # A share handed down from what is told of everybody, such as bleeding, is the share among these people already.
            of_all = not any(findings[parent].among or findings[parent].only for parent in findings[name].parents)
            part = np.where(of_all & not_raised[row[name]], 1.0, np.maximum(among(one.whom)[:-1], told))
            # Which part of pregnancy it is, a cause that lists pregnancy alone does not say.
            silent = not_raised if findings[name].gestation else unlisted
            table[row[name], :-1] = np.where(silent[row[name]], one.usual, told / part)
    mean = table @ weights
    neutral = np.array([findings[name].background == "ubiquitous" for name in row])
    table[:, :-1] = np.where(unlisted & neutral[:, None], mean[:, None], table[:, :-1])
    # What only a form of it has raised, and is neutral where nothing is said, never speaks against a cause.
    only_raised = not_listed & ~not_raised & neutral[:, None]
    table[:, :-1] = np.where(only_raised, np.maximum(mean[:, None], table[:, :-1]), table[:, :-1])
    table[:, -1] = _halfway(background, mean)
    return np.clip(table, low, high), np.clip(mean, low, high)


def _silent(shares: np.ndarray, of_leaf: list[list[int]]) -> np.ndarray:
    """Return where no member of a leaf has a share, shape (findings, leaves), from shares by member, not a number where there is none."""
    missing = np.isnan(shares)
    silent = missing[:, [columns[0] for columns in of_leaf]]
    for number, columns in enumerate(of_leaf):
        if len(columns) > 1:
            silent[:, number] = missing[:, columns].all(axis=1)
    return silent


def _members(leaf: LeafRecord) -> list[tuple[str, bool]]:
    """Return each cause of a leaf, and whether the one before it brought it on."""
    return [(cause, place > 0) for place, cause in enumerate(leaf.causes)]


def high_count(analyte: AnalyteRecord, leaves: list[LeafRecord], causes: dict[str, Cause], model: ModelFile) -> np.ndarray:
    """Return P(the count is above normal | leaf), shape (leaves,); where a cause does not say, as in the reference."""
    usual = sum(share for step, share in zip(analyte.bins, analyte.reference, strict=True) if step.level == "high")
    shares = np.full(len(leaves), usual)
    for number, leaf in enumerate(leaves[:-1]):
        stated = [provenance(entry, usual, model).value for name in leaf.causes for one in reversed(ancestry_of(causes[name], causes))
                  if (entry := one.high_counts.get(analyte.id)) is not None]
        if stated:
            shares[number] = max(stated)
    return np.clip(shares, *model.probability_limits)


def noisy_or(members: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Return P(finding | several causes at once), the background counted once.

    Each member's share already holds the background leak q, so 1 - prod(1 - p) / (1 - q)^(n - 1). What one member brings no
    other takes away: a share below q counts only where none is above it, and then the rarest stands.
    Args: members of shape (findings, n), background of shape (findings,).
    """
    brought = np.maximum(members, background[:, None])
    joint = 1 - np.prod(1 - brought, axis=1) / (1 - background) ** (members.shape[1] - 1)
    return np.where(members.max(axis=1) > background, joint, members.min(axis=1))


def _raise_parents(listed: np.ndarray, background: np.ndarray, findings: dict[str, Finding], shares: Written) -> np.ndarray:
    """A finding is at least as frequent as any finding that is a form of it.

    What is not listed is raised only above its background; what is listed, by any form that is listed as more frequent.
    """
    raised, row = listed.copy(), shares.row
    for name in shares.forms:
        child = raised[row[name]]
        for parent in findings[name].parents:
            if parent in row:
                held = raised[row[parent]]
                # What is not listed is not a number, which is never more than anything.
                np.copyto(held, child, where=child > np.where(np.isnan(held), background[row[parent]], held))
    return raised


def _forms_first(findings: dict[str, Finding], row: dict[str, int]) -> list[str]:
    """Return the findings that are forms of others, each before what it is a form of."""
    parents = {name: [parent for parent in findings[name].parents if parent in row] for name in row}
    return [name for name in TopologicalSorter(parents).static_order() if parents[name]][::-1]


def _hand_down(listed: np.ndarray, raised: np.ndarray, background: np.ndarray, findings: dict[str, Finding], shares: Written,
               most: float) -> np.ndarray:
    """A finding that a cause does not list takes its usual part of the nearest parent that the cause does list.

    The usual part is the ratio of their backgrounds: lupus brings rashes, but not every kind of rash as often. A parent counts
    at least as frequent as its forms together, so that a dozen rare malformations do not each take the whole of "dysmorphic";
    and no form takes more than the part `most` of it, or its own background if that is more: low pressure is seldom septic shock.
    A parent raised only because another of its forms is frequent says nothing of this form. A form of several takes no more than
    any of them is taken at: chest pain hands down no pleuritic pain to a cause without serositis. Nor does it take anything past a
    finding that tells of a trigger (`of_trigger`).
    """
    row, of_trigger = shares.row, shares.of_trigger
    filled = np.where(of_trigger, np.nan, raised)
    together = _together(background, findings, row)
    for name in reversed(shares.forms):
        number = row[name]
        level = [parent for parent in findings[name].parents if parent in row]
        taken = [np.where(np.isnan(filled[row[parent]]), background[row[parent]], filled[row[parent]]) for parent in level]
        seen: set[str] = set()
        while level and np.isnan(filled[number]).any():
            parts = [_part(listed[row[parent]], background[number], together[row[parent]], most) for parent in level]
            offered = np.minimum(np.fmax.reduce(parts, axis=0), np.minimum.reduce(taken, axis=0))
            filled[number] = np.where(np.isnan(filled[number]) & ~of_trigger[number], offered, filled[number])
            seen.update(level)
            level = [up for parent in level for up in findings[parent].parents if up in row and up not in seen]
    return _raise_parents(filled, background, findings, shares)


def _part(parent: np.ndarray, background: float, together: float, most: float) -> np.ndarray:
    """Return what a form takes of each leaf's share of its parent; `together` is the background of the parent, or of all its forms."""
    usual = parent * min(1.0, background / together)
    return np.maximum(np.minimum(usual, most * parent), np.minimum(usual, background))


def _together(background: np.ndarray, findings: dict[str, Finding], row: dict[str, int]) -> np.ndarray:
    """Return the background of each finding, or of its direct forms together if that is more, shape (findings,)."""
    without = np.ones(len(background))
    for name, finding in findings.items():
        for parent in finding.parents:
            if name in row and parent in row:
                without[row[parent]] *= 1 - background[row[name]]
    return np.maximum(background, 1 - without)


def _halfway(background: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Something else: halfway, in log odds, between background and mean."""
    def logit(share: np.ndarray) -> np.ndarray:
        return np.log(share) - np.log1p(-share)

    return 1 / (1 + np.exp(-(logit(background) + logit(np.clip(mean, 1e-9, 1 - 1e-9))) / 2))

"""What the numbers rest on: how many have a source, and where the knowledge cannot do its work.

    python -m engine check --report

Looks at compiled knowledge only; nothing here changes a rank.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import CAPPED_NOTE, NAMED_CAUSE, NAMED_NOTE, Provenance

RAISED = 2.0
"""A leaf is reached by a finding or laboratory level that makes it at least this many times as likely."""

HARDLY_DIFFERS = 6.0
"""Leaves differ too little when everything assessed together is expected to tell them apart by less than this, in natural log odds."""

ROUNDING = 0.02
"""A form may be this much more frequent than its parent before the two contradict each other: smoothing."""


@dataclass(frozen=True, slots=True)
class SourcedShare:
    """How many of a cause's own frequencies of findings, and profiles (laboratory, depth, pattern), have a source."""

    cause: str
    findings: int
    sourced_findings: int
    profiles: int
    sourced_profiles: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two numbers of one cause that cannot both be right; `why` is "form" (of the second) or "opposites"."""

    cause: str
    first: str
    first_share: float
    second: str
    second_share: float
    why: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The state of the knowledge.

    shares: by cause; uncited: causes no number or reading of which has a source; unreachable: leaves that nothing raises but
    their own name; alike: pairs of leaves that hardly differ, with the log odds expected between them
    """

    shares: tuple[SourcedShare, ...]
    uncited: tuple[str, ...]
    unreachable: tuple[str, ...]
    alike: tuple[tuple[str, str, float], ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def sourced_findings(self) -> float:
        """Share of all frequencies of findings that have a source."""
        return sum(one.sourced_findings for one in self.shares) / max(sum(one.findings for one in self.shares), 1)

    @property
    def sourced_profiles(self) -> float:
        """Share of all profiles that have a source."""
        return sum(one.sourced_profiles for one in self.shares) / max(sum(one.profiles for one in self.shares), 1)


def audit(knowledge: Knowledge) -> Audit:
    """Return the state of compiled knowledge."""
    shares = tuple(_shares(cause, knowledge) for cause in knowledge.causes)
    uncited = tuple(one.cause for one in shares if not one.sourced_findings + one.sourced_profiles and not knowledge.causes[one.cause].sources
                    and not any(test[4] for test in knowledge.causes[one.cause].confirming))
    return Audit(shares, uncited, tuple(_unreachable(knowledge)), tuple(_alike(knowledge)), tuple(_contradictions(knowledge)))


def own_entries(cause: str, knowledge: Knowledge) -> dict[str, Provenance]:
    """Return what is written in a cause's own file: not what it takes from the cause it is a form of, nor its name as a finding."""
    parent = knowledge.causes[cause].parent
    above: Mapping[str, Provenance] = knowledge.provenance.get(parent, {}) if parent else {}
    return {name: entry for name, entry in knowledge.provenance.get(cause, {}).items()
            if entry != above.get(name) and entry.note not in (NAMED_NOTE, CAPPED_NOTE)}


def _shares(cause: str, knowledge: Knowledge) -> SourcedShare:
    entries = own_entries(cause, knowledge)
    findings = [entry for name, entry in entries.items() if not _is_profile(name)]
    profiles = [entry for name, entry in entries.items() if _is_profile(name)]
    return SourcedShare(cause, len(findings), sum(entry.source is not None for entry in findings),
                        len(profiles), sum(entry.source is not None for entry in profiles))


def _is_profile(name: str) -> bool:
    return name.startswith(("lab:", "who:")) or name == "pattern"


def _unreachable(knowledge: Knowledge) -> Iterator[str]:
    """Leaves for which no finding, level or time course has a ratio of RAISED."""
    rows = [number for name, number in knowledge.tables.rows.items() if not _names_a_cause(name)]
    best = knowledge.tables.weights[rows].max(axis=0)
    for leaf, most in zip(knowledge.leaves[:-1], best, strict=False):
        if most < np.log(RAISED):
            yield leaf.id


def _names_a_cause(row: str) -> bool:
    return row.startswith(NAMED_CAUSE)


def _alike(knowledge: Knowledge) -> Iterator[tuple[str, str, float]]:
    """Pairs of leaves whose findings, laboratory profiles and low counts together hardly differ; age, sex and course may."""
    distance = expected_log_odds(knowledge)
    firsts, seconds = np.where(np.triu(distance < HARDLY_DIFFERS, k=1))
    for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True):
        yield knowledge.leaves[first].id, knowledge.leaves[second].id, float(distance[first, second])


def expected_log_odds(knowledge: Knowledge) -> np.ndarray:
    """Return how far everything assessed is expected to tell two leaves apart, shape (leaves, leaves) without "something else".

    The mean of both directions of the Kullback-Leibler divergence, summed over findings, laboratory profiles and the pattern of
    low counts as if independent, in natural log odds: 0 for the same profile, about 3 for odds of twenty to one.
    """
    used = [one.index for name, one in knowledge.findings.items() if one.index >= 0 and not _names_a_cause(name)]
    present = knowledge.tables.probability[used, :-1].astype(float)
    tables = [present, 1 - present, knowledge.tables.pattern[:, :-1]]
    for name, bins in knowledge.tables.lab_bins.items():
        if not knowledge.analytes[name].lineage:
            tables.append(bins[:, :-1] / bins[:, :-1].sum(axis=0))
    total = np.zeros((present.shape[1], present.shape[1]))
    for share in tables:
        cross = share.T @ np.log(share)
        own = np.diag(cross)
        total += (own[:, None] + own[None, :] - cross - cross.T) / 2
    return total


def _contradictions(knowledge: Knowledge) -> Iterator[Contradiction]:
    """Forms more frequent than what they are a form of, and opposites that together exceed 1, where no range leaves room.

    One of the two a cause says itself; the other, too, or it takes it from the cause that it is a form of.
    """
    for cause in knowledge.causes:
        own = own_entries(cause, knowledge).keys()
        entries = {name: entry for name, entry in knowledge.provenance.get(cause, {}).items()
                   if name in knowledge.findings and entry.note != NAMED_NOTE}
        least = {name: _least(entry, knowledge) for name, entry in entries.items()}
        for name, entry in entries.items():
            finding = knowledge.findings[name]
            for parent in finding.parents:
                if {name, parent} & own and parent in entries and least[name] > _most(entries[parent]) + ROUNDING:
                    yield Contradiction(cause, name, entry.value, parent, entries[parent].value, "form")
            for opposite in finding.opposites:
                if {name, opposite} & own and opposite in entries and name < opposite and least[name] + least[opposite] > 1 + 2 * ROUNDING:
                    yield Contradiction(cause, name, entry.value, opposite, entries[opposite].value, "opposites")


def _least(entry: Provenance, knowledge: Knowledge) -> float:
    """Return the least that an entry can mean: a band its own share, without the background joined to it, a figure the lower end of its range."""
    return entry.range[0] if entry.band is None else float(knowledge.model["bands"][entry.band])


def _most(entry: Provenance) -> float:
    """Return the most that an entry can mean: a band its share with the background, a figure the upper end of its range."""
    return entry.range[1] if entry.band is None else entry.value

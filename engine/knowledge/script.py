"""The illness script of a cause: how common, who gets it, which counts fall and how low, how long, its laboratory values and its tests.

Every line names its source; a line without one is an assumption.
"""

from dataclasses import dataclass

import numpy as np

from .cohort import CohortRecord
from .knowledge import Knowledge
from .labels import line_of

_LEAST_SHOWN = 0.01
_LEVELS = ("low", "normal", "high")


@dataclass(frozen=True, slots=True)
class Spread:
    """How the people with a cause are spread over something: name of the part to its share, parts below one in a hundred left out.

    `by_share`: the parts have no order of their own.
    """

    what: str
    shares: dict[str, float]
    source: str | None
    note: str | None = None
    by_share: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """An analyte in people with a cause: shares of low, normal and high values, adding up to 1."""

    analyte: str
    low: float
    normal: float
    high: float
    source: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Confirming:
    """What confirms a cause; sensitivity and specificity as shares, with the number of people, where published."""

    label: str
    sensitivity: float | None
    specificity: float | None
    n: int | None
    source: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A published series that counted a cause, alone or together with `others` more causes."""

    cohort: CohortRecord
    share: float
    printed: str | None
    others: int


@dataclass(frozen=True, slots=True)
class Script:
    """All of it. `common`: share among people with a low count, by setting that can be chosen."""

    common: dict[str, float]
    counted: tuple[Counted, ...]
    spreads: tuple[Spread, ...]
    profiles: tuple[Profile, ...]
    tests: tuple[Confirming, ...]


def illness_script(cause: str, knowledge: Knowledge) -> Script:
    """Gather what is known of a cause, besides its findings.

    Args:
        cause: its id.

    Raises:
        KeyError: no such cause.
    """
    column = knowledge.columns[cause]
    tests = tuple(Confirming(_label(test, knowledge), sensitivity, specificity, n, source, note)
                  for test, sensitivity, specificity, n, source, note in knowledge.causes[cause].confirming)
    return Script(_common(cause, knowledge), _counted(cause, knowledge), (*_people(cause, column, knowledge), *_counts(cause, column, knowledge)),
                  _profiles(cause, column, knowledge), tests)


def lines_lowered(column: int, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the lineages that a leaf lowers in at least half of its people, else the one it lowers most often; ids of the lineages."""
    patterns = knowledge.tables.pattern[:, column]
    share = {name: sum(float(mass) for subset, mass in enumerate(patterns) if subset >> bit & 1)
             for bit, name in enumerate(knowledge.model["lineages"])}
    return tuple(name for name, mass in share.items() if mass >= 1 / 2) or (max(share, key=share.__getitem__),)


def usual_level(analytes: tuple[str, ...], column: int, knowledge: Knowledge) -> str | None:
    """Return the level that most people with a leaf have, of the first analyte of which a profile is written, for it or for what it is a form of;
    None where none is."""
    line = {above for cause in knowledge.leaves[column].causes for above in line_of(cause, knowledge)}
    for analyte in analytes:
        if any(analyte in knowledge.causes[cause].labs for cause in line):
            share = _levels(analyte, knowledge.tables.lab_bins[analyte][:, column], knowledge)
            return max(share, key=share.__getitem__)
    return None


def _levels(analyte: str, bins: np.ndarray, knowledge: Knowledge) -> dict[str, float]:
    share = dict.fromkeys(_LEVELS, 0.0)
    for step, mass in zip(knowledge.analytes[analyte].bins, bins, strict=True):
        share[step.level] += float(mass)
    return share


def _common(cause: str, knowledge: Knowledge) -> dict[str, float]:
    having = [number for number, leaf in enumerate(knowledge.leaves) if cause in leaf.causes]
    shares = {}
    for name, setting in knowledge.settings.items():
        if setting.offered and setting.place is not None:
            mass = np.exp(knowledge.tables.log_prior[name])
            shares[setting.label] = float(mass[having].sum() / mass.sum())
    return shares


def _counted(cause: str, knowledge: Knowledge) -> tuple[Counted, ...]:
    line = set(line_of(cause, knowledge))
    found = [Counted(cohort, share, printed, len(causes) - 1) for cohort in knowledge.cohorts for causes, share, printed in cohort.shares
             if not line.isdisjoint(causes)]
    return tuple(sorted(found, key=lambda one: (one.others, -(one.cohort.n or 0))))


def _people(cause: str, column: int, knowledge: Knowledge) -> tuple[Spread, ...]:
    spread = knowledge.distributions
    female, pregnant = float(spread.female[column]), float(spread.pregnant[column])
    return (_spread("Age", dict(zip(knowledge.age_bands, spread.age[:, column], strict=True)), cause, "who:age", knowledge),
            _spread("Sex", {"female": female, "male": 1 - female}, cause, "who:sex", knowledge),
            *((_spread("Women who are pregnant", {"pregnant": pregnant}, cause, "who:pregnant", knowledge),)
              if "who:pregnant" in knowledge.provenance[cause] else ()),
            _spread("How long it has lasted", dict(zip(spread.courses, spread.onset[:, column], strict=True)), cause, "onset", knowledge))


def _counts(cause: str, column: int, knowledge: Knowledge) -> tuple[Spread, ...]:
    fall = {_subset(subset, knowledge): float(mass) for subset, mass in enumerate(knowledge.tables.pattern[:, column])}
    spreads = [_spread("Counts that fall", fall, cause, "pattern", knowledge, by_share=True)]
    for name, table in knowledge.distributions.depth.items():
        low = [step.name for step in knowledge.analytes[name].bins if step.level == "low"]
        spreads.append(_spread(f"{knowledge.analytes[name].label}, where low", dict(zip(low, table[:, column], strict=True)), cause, f"lab:{name}",
                               knowledge))
    return tuple(spreads)


def _subset(bits: int, knowledge: Knowledge) -> str:
    """Name the lineages of a subset, as the pattern table counts them: one bit each."""
    labels = [rule["label"] for bit, rule in enumerate(knowledge.model["lineages"].values()) if bits >> bit & 1]
    return "none" if not labels else "all" if len(labels) == len(knowledge.model["lineages"]) else ", ".join(labels)


def _spread(what: str, shares: dict[str, float], cause: str, key: str, knowledge: Knowledge, *, by_share: bool = False) -> Spread:
    entry = knowledge.provenance[cause].get(key)
    return Spread(what, {name: float(share) for name, share in shares.items() if share >= _LEAST_SHOWN}, entry.source if entry else None,
                  entry.note if entry else None, by_share)


def _profiles(cause: str, column: int, knowledge: Knowledge) -> tuple[Profile, ...]:
    found = []
    for name in knowledge.causes[cause].labs:
        analyte = knowledge.analytes[name]
        if analyte.lineage is None:
            entry = knowledge.provenance[cause][f"lab:{name}"]
            shares = _levels(name, knowledge.tables.lab_bins[name][:, column], knowledge)
            low, normal, high = (shares[level] / sum(shares.values()) for level in _LEVELS)
            found.append(Profile(analyte.label, low, normal, high, entry.source, entry.note))
    return tuple(found)


def _label(test: str, knowledge: Knowledge) -> str:
    """Name a test: a finding, or an analyte with its level: "copper:low" is "low serum copper"; names such as ADAMTS13 keep their capitals."""
    name, _, level = test.partition(":")
    if not level:
        return knowledge.findings[name].label
    label = knowledge.analytes[name].label
    return f"{level.replace('-', ' ')} {label[:1].lower() + label[1:] if label[1:2].islower() else label}"

"""What the engine works with once the rules are compiled: plain frozen records, no schema library.

The pydantic models in `engine.knowledge.models` describe the files; these describe the running program. They are
pickled into the cache, so a warm start does not import the schema at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .anchors import WHITE_CELLS

if TYPE_CHECKING:
    from .models.cause import AgeBand
    from .models.finding import FindingKind
    from .models.lab import Level


class BinRecord(NamedTuple):
    """One step of an analyte; `below` is (number, "", "lln" or "uln"), or None for the last bin."""

    name: str
    below: tuple[float, str] | None
    level: "Level"
    grade: str | None


class IntervalRecord(NamedTuple):
    """Reference limits in the canonical unit for the people described; None means any. `grades`: below which it is severe, moderate."""

    low: float | None
    high: float | None
    age: tuple[float, float] | None = None
    sex: str | None = None
    pregnant: bool | None = None
    gestation: tuple[float, float] | None = None
    source: str | None = None
    note: str | None = None
    grades: tuple[float, float] | None = None


class UsualRecord(NamedTuple):
    """What is usual in healthy people with a finding, of an age in years where that is told, canonical unit; `whom` names them."""

    finding: str
    age: tuple[float, float] | None
    whom: str
    low: float
    high: float
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AnalyteRecord:
    """One measured quantity.

    `units` maps a UCUM code to (factor, offset): canonical = printed * factor + offset; `unprinted` are those tried, in order, where none is printed.
    `also_loinc` are codes of the same quantity by another method, specimen or unit; `hpo` maps low and high to HPO terms.
    """

    id: str
    label: str
    synonyms: tuple[str, ...]
    loinc: str | None
    unit: str
    units: dict[str, tuple[float, float]]
    unprinted: tuple[str, ...]
    plausible: tuple[float, float]
    intervals: tuple[IntervalRecord, ...]
    usual: tuple[UsualRecord, ...]
    bins: tuple[BinRecord, ...]
    reference: tuple[float, ...]
    group: str
    lineage: str | None
    words: dict[str, tuple[str, ...]]
    findings: dict[str, str]
    examined: str
    derived_from: tuple[str, ...]
    note: str | None
    also_loinc: tuple[str, ...] = ()
    hpo: dict[str, str] = field(default_factory=dict)
    held_down: bool = False
    rounds_to_zero: bool = False

    @property
    def is_count(self) -> bool:
        """Whether the pattern of low lineages weighs that it is low, and its value tells only whether it is high."""
        return self.lineage is not None or self.id == WHITE_CELLS


YOUNG: "Mapping[str, tuple[AgeBand, ...]]" = {
    "newborn": ("newborn",), "infant": ("newborn", "infant"), "child": ("newborn", "infant", "child", "adolescent")}
"""Age bands of those of whom some findings are told at all, by `FindingRecord.among`."""

NAMED_CAUSE = "known-"
"""Ids of findings that only name a cause start so, see `engine.knowledge.compiling.named`."""

ASSUMPTION = "assumption"
"""Told as the source of a number that has none."""

NAMED_NOTE = "the cause is named"
"""The note of a number that only says that the finding bears the name of the cause: evidence for it, and no frequency."""
CAPPED_NOTE = "as in the cause that this is a form of, but at most as frequent as the broader finding here"
"""The note of a number that a cause takes from the one it is a form of, lowered to what it states itself of a broader finding."""

RAISED_NOTE = "taken as often as a form of it: {}"
"""The note of a number that a finding has from a form of it, which the cause states as more frequent."""

DRUGS = "drugs"
"""What a drug effect hinges on, beside the findings of `Knowledge.hinges`."""


@dataclass(frozen=True, slots=True)
class DerivationRecord:
    """A value worked out from others, see `engine.case.derived`; `steps` are (upper end or None, value)."""

    analyte: str
    kind: str
    parents: tuple[str, ...]
    also: tuple[str, ...]
    beside: tuple[str, ...]
    rounding: float
    factor: float
    divisor: float
    steps: tuple[tuple[float | None, float], ...]
    when: dict[str, str]
    basis: str
    use: str
    label: str
    tolerance: float | None
    slack: float
    source: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """Analytes that are parts of another; `rounding` is the share by which a printed part may pass the whole."""

    whole: str
    parts: tuple[str, ...]
    rounding: float


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """One finding. `index`: its row in the frequency tables, -1 for composites; `only`: of whom it can be true; `among`: of whom it is told."""

    id: str
    index: int
    kind: "FindingKind"
    label: str
    synonyms: tuple[str, ...]
    kinds: tuple[str, ...]
    parents: tuple[str, ...]
    opposites: tuple[str, ...]
    implies: tuple[str, ...]
    group: str
    background: str
    examined: str
    lasting: bool
    effect_of: tuple[str, ...]
    at_least_low: int | None
    tells_count: bool
    recent: bool
    once: str | None
    gestation: tuple[float, float] | None
    denies: tuple[str, ...]
    hpo: str | None
    used: bool
    only: tuple[str | None, tuple[float, float] | None] | None = None
    among: str | None = None

    @property
    def names_cause(self) -> bool:
        """Whether it only says that a cause is known or was shown."""
        return self.id.startswith(NAMED_CAUSE)


@dataclass(frozen=True, slots=True)
class EffectRecord:
    """A way in which drugs lower counts."""

    id: str
    label: str
    cause: str
    lineages: tuple[str, ...]
    depth: dict[str, tuple[str, ...]]
    shown_by: tuple[str, ...]
    baseline_risk: float
    hospital_factor: float
    window_days: tuple[float, float]
    recovery_days: float
    assumed_risk: dict[str, float]
    early_factor: float | None
    any_new_drug: bool
    milder_form_of: str | None


@dataclass(frozen=True, slots=True)
class DrugEffectRecord:
    """One drug's risk of one effect. `risk` is None when only the grade of evidence is known."""

    risk: float | None
    odds_ratio: float | None
    window_days: tuple[float, float] | None
    recovery_days: float | None
    evidence: str
    mechanism: str | None
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class DrugRecord:
    """One substance."""

    id: str
    label: str
    synonyms: tuple[str, ...]
    brands: tuple[str, ...]
    drug_class: str
    kind: str
    systemic: bool
    contains: tuple[str, ...]
    implies: tuple[str, ...]
    effects: Mapping[str, DrugEffectRecord]


@dataclass(frozen=True, slots=True)
class CauseRecord:
    """One cause as its page and the command line show it; the numbers live in the tables."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    group: str
    mechanisms: tuple[str, ...]
    summary: str
    how: str
    caution: str | None
    icd10: str | None
    must_not_miss: str | None
    parent: str | None
    prior: dict[str, float]
    confirming: tuple[tuple[str, float | None, float | None, int | None, str | None, str | None], ...]
    look_alikes: tuple[tuple[str, str], ...]
    pitfalls: tuple[str, ...]
    sources: tuple[str, ...]
    labs: dict[str, str]
    effect: str | None


class LeafRecord(NamedTuple):
    """One column of the tables: a cause alone, or a cause with the consequence it led to.

    `causes` are the ids whose label is right for it, the cause first; `depth` counts the steps below the family's root.
    """

    id: str
    name: str
    causes: tuple[str, ...]
    family: str
    depth: int
    must_not_miss: bool
    effect: str | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a number came from. `range` holds its low and high end; `of_trigger`: it tells what brought the cause on."""

    value: float
    range: tuple[float, float]
    band: str | None
    n: int | None
    source: str | None
    note: str | None
    of_trigger: bool = False


@dataclass(frozen=True, slots=True)
class RedFlagRecord:
    """A picture that needs urgent attention; conditions are (finding, analyte, below, above, level). `look_at`: findings it asks for."""

    id: str
    label: str
    reason: str
    source: str | None
    note: str | None
    all_of: tuple[tuple[str | None, str | None, float | None, float | None, str | None], ...]
    any_of: tuple[tuple[str | None, str | None, float | None, float | None, str | None], ...]
    look_at: tuple[str, ...] = ()


class WayRecord(NamedTuple):
    """A way to find something out; `effort` is the points of any step, its cost and its waiting together."""

    id: str
    label: str
    cost: str
    harm: str
    wait: str
    effort: float
    harmful: bool


@dataclass(frozen=True, slots=True)
class SettingRecord:
    """A place of work-up."""

    id: str
    label: str
    place: str | None
    region: str
    weight: float
    other: float
    telling: float
    offered: bool

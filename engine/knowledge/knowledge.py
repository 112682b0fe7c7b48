"""The compiled knowledge: one frozen object with every table the engine reads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .answered import AnsweredRecord, Answers, OnceRecord, SparedRecord
from .cohort import CohortRecord
from .lazy import Later, Records
from .reached import reached
from .records import (
    AnalyteRecord,
    CauseRecord,
    DerivationRecord,
    DrugRecord,
    EffectRecord,
    FindingRecord,
    LeafRecord,
    Provenance,
    RedFlagRecord,
    SettingRecord,
    WayRecord,
    WholeRecord,
)
from .same import remembered
from .source import SourceRecord
from .words.units import UnitTable

if TYPE_CHECKING:
    from .words.hpo import Ontology
    from .words.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Tables:
    """The numbers, one column a leaf; the last column is "something else". Natural logarithms throughout.

    weights:     ln ratio of each row of evidence to its mean over causes, shape (rows, leaves)
    rows:        name of a row ("fever", "fever:absent", "ferritin:low", "onset:days") to its number
    fixed:       ln ratios that the temperature does not touch: context and depth, shape (fixed rows, leaves)
    fixed_rows:  name ("age:child", "sex:female", "depth:platelets:severe") to its number
    probability: P(finding | leaf), shape (findings, leaves), in the order of `Knowledge.findings`
    mean:        m(finding), the mean of `probability` under the fixed prior, shape (findings,)
    pattern:     P(subset of low lineages | leaf), shape (8, leaves); bit 0 N, bit 1 R, bit 2 P
    log_prior:   setting to ln prior raised to the setting's weight, shape (leaves,)
    lymphopenia: P(low lymphocytes | leaf), shape (leaves,)
    effect_picture: effect to P(the picture of the effect | leaf), 0 for leaves that are drug effects, shape (leaves,)
    expected:    for each leaf, findings that are frequent in it, those whose answer tells most first
    silence:     setting to the ln ratio of no symptom or sign being told at all, where that says anything, shape (leaves,)
    told_groups: group of correlated findings to its symptoms and signs, as rows of `probability`
    lab_bins:    analyte to P(bin | leaf), shape (bins, leaves)
    depth:       count to P(low bin | leaf, the count is low), shape (low bins, leaves)
    """

    weights: np.ndarray
    rows: dict[str, int]
    fixed: np.ndarray
    fixed_rows: dict[str, int]
    probability: np.ndarray
    mean: np.ndarray
    pattern: np.ndarray
    pattern_mean: np.ndarray
    log_prior: dict[str, np.ndarray]
    lymphopenia: np.ndarray
    effect_picture: dict[str, np.ndarray]
    lab_bins: dict[str, np.ndarray]
    depth: dict[str, np.ndarray]
    silence: dict[str, np.ndarray]
    told_groups: dict[str, tuple[int, ...]]
    family_starts: np.ndarray
    expected: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What can be looked at next: findings first, then analytes, each an item with a number. Empty without `rules/effort.yaml`.

    findings, analytes: their ids, in the order of the items
    share:    P(finding | leaf), shape (findings, leaves). Unlike in `Tables.probability` a form that a cause does not list is at
              its background: that a cause brings lymphoma cells does not mean that it brings each kind of them as often.
    bins:     P(bin | leaf) of all bins of all analytes, each analyte's summing to 1, shape (bins, leaves)
    starts:   first row of each analyte in `bins`, shape (analytes,)
    effort:   points of each item's way, shape (items,); harmful: whether it is, shape (items,); ways: the ways themselves
    told_of:  kind of people to the items that are told of them only; answered_by: what is answered by something else that is told
    spared:   who is spared what may do harm; not_expected: what is not told as usual and not assessed either, but what of
              `expected_once` holds
    left_out: why findings are never suggested to those findings
    number:   ids to items
    groups:   group to its items, correlated with one another
    screened: analyte to the items that its fall explains
    answers:  finding or analyte to what it answers
    """

    findings: tuple[str, ...]
    analytes: tuple[str, ...]
    share: np.ndarray
    bins: np.ndarray
    starts: np.ndarray
    ways: tuple[WayRecord, ...]
    effort: np.ndarray
    harmful: np.ndarray
    told_of: dict[str, np.ndarray]
    answered_by: tuple[AnsweredRecord, ...]
    spared: SparedRecord | None
    not_expected: frozenset[str]
    expected_once: tuple[OnceRecord, ...]
    left_out: dict[str, frozenset[str]]
    number: dict[str, int]
    groups: dict[str, np.ndarray]
    screened: dict[str, np.ndarray]
    answers: Later[dict[str, Answers]]


@dataclass(frozen=True, slots=True)
class Distributions:
    """How people with a leaf are spread, where `Tables` holds ratios only: what a case can be drawn from. Columns are leaves.

    age:      P(age band | leaf), bands in the order of `Knowledge.age_bands`, shape (bands, leaves)
    female:   P(female | leaf); pregnant: P(pregnant | leaf, a woman who may be), shape (leaves,)
    onset:    P(time course | leaf), shape (courses, leaves), in the order of `courses`
    depth:    analyte of a lineage to P(low bin | leaf, low), shape (low bins, leaves)
    high:     analyte of a lineage to P(above normal | leaf), shape (leaves,)
    """

    age: np.ndarray
    female: np.ndarray
    pregnant: np.ndarray
    courses: tuple[str, ...]
    onset: np.ndarray
    depth: dict[str, np.ndarray]
    high: dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of `rules/`, compiled.

    digest:      names the exact content of the rules. provenance: numbers by cause and finding.
    hpo:         ids of the Human Phenotype Ontology, packed.
    vocabulary:  the lexicon, packed; labels: diagnoses in normal form to causes; units: every unit and its spellings.
    derivations: values worked out from others; wholes: analytes with their parts.
    hinges:      names of `Tables.fixed_rows` to findings (or DRUGS) of which one is told where the causes of the row are at work.
    complete_groups: groups of findings of which one said means the others were looked for, with their members.
    regions:     findings that are places to the region of the settings in which they lie.
    teaching:    the content of `rules/teaching.yaml`, None where there is none.
    cohorts:     the published series that correct priors, and those that are only shown.
    columns:     leaves by id to the number of their column; family_spans: first column of each family, and the one after its last.
    """

    digest: str
    causes: Records[CauseRecord]
    leaves: tuple[LeafRecord, ...]
    families: tuple[str, ...]
    family_spans: tuple[tuple[int, int], ...]
    columns: dict[str, int]
    findings: Records[FindingRecord]
    complete_groups: dict[str, tuple[str, ...]]
    hinges: dict[str, tuple[str, ...]]
    analytes: Records[AnalyteRecord]
    derivations: tuple[DerivationRecord, ...]
    wholes: tuple[WholeRecord, ...]
    units: UnitTable
    drugs: Records[DrugRecord]
    effects: dict[str, EffectRecord]
    interactions: tuple[tuple[str, str, str, float], ...]
    settings: dict[str, SettingRecord]
    default_setting: str
    regions: dict[str, str]
    age_bands: dict[str, tuple[float, float]]
    flags: tuple[RedFlagRecord, ...]
    sources: Records[SourceRecord]
    model: dict
    provenance: dict[str, Records[Provenance]]
    labels: dict[str, str]
    vocabulary: "Later[Lexicon]"
    hpo: "Later[Ontology]"
    tables: Tables
    inquiry: Inquiry
    distributions: Distributions
    cohorts: tuple[CohortRecord, ...]
    teaching: dict | None

    @property
    def lexicon(self) -> "Lexicon":
        """All known phrases and what each stands for."""
        return self.vocabulary.value

    @property
    def other(self) -> int:
        """Column of "something else"."""
        return len(self.leaves) - 1

    def above(self, finding: str) -> frozenset[str]:
        """Everything that a finding is a form of, near and far."""
        return _above(self.findings, finding)

    def only(self, finding: str) -> tuple[str | None, tuple[float, float] | None]:
        """Of whom alone a finding can be true, by itself or by what it is a form of: (sex, span of age in years), None where any."""
        return next((one for name in (finding, *sorted(self.above(finding))) if (one := self.findings[name].only)), (None, None))

    def column(self, leaf: str) -> int:
        """Number of a leaf's column. Raises KeyError when there is none."""
        return self.columns[leaf]


@remembered
def _above(findings: Records[FindingRecord], finding: str) -> frozenset[str]:
    return frozenset(reached(finding, lambda one: findings[one].parents))

"""`rules/model.yaml` and `rules/urgent.yaml`: the constants of the reasoning model, and the red flags."""

from pydantic import Field

from .base import Identifier, Probability, RuleFile, RuleModel, Sentence, Sourced
from .cause import Band
from .finding import Background, Examined, FindingKind
from .hpo import HpoId
from .lab import Loinc


class KindRule(RuleModel):
    """What is taken for granted about findings of one kind."""

    label: str
    examined: Examined
    lasting: bool


class Absence(RuleModel):
    """How much a finding that was looked for and not found speaks against a cause."""

    weight: dict[Examined, Probability]
    floor_log10: float = Field(lt=0)
    lifted_at_sensitivity: Probability
    lifted_at_n: int


class Timing(RuleModel):
    """The factor on a drug's odds for when it was taken. `unknown` when nothing is said."""

    inside: Probability
    before: Probability
    re_exposure: Probability
    after_floor: Probability
    after_half_life_windows: float = Field(gt=0)
    started_after: Probability
    unknown: Probability


class DrugModel(RuleModel):
    """How drug odds are formed."""

    cap: float = Field(gt=1)
    list_without_culprit: Probability
    doubtful_culprit: Probability
    no_medicines: Probability
    new_unknown_drug_days: float
    new_unknown_drug_odds: float
    implies_days: float = Field(description="a drug stopped longer ago brings no finding")
    vaccine_days: float = Field(gt=0, description="a vaccine given longer ago brings none")
    timing: Timing


class LeukocyteModel(RuleModel):
    """What a total white cell count tells of the neutrophils when their count is not known."""

    low_when_neutrophils_low: Probability
    low_when_lymphocytes_low: Probability
    low_otherwise: Probability
    depth: dict[Identifier, dict[Identifier, Probability]] = Field(description="neutrophil bin to white cell bin")


class Lineage(RuleModel):
    """A blood cell line: its letter in patterns and the analyte that counts it."""

    letter: str = Field(pattern=r"^[A-Z]$")
    label: str
    analyte: Identifier


class Association(Sourced):
    """Two causes, or any forms of them, that meet in one person `factor` times as often as by chance; `note` says why."""

    causes: tuple[Identifier, Identifier]
    factor: float = Field(gt=0)


class PairModel(RuleModel):
    """When two causes at once are told. `explains_alone` is the least ln ratio by which a member must raise a finding."""

    times_better: float = Field(gt=1)
    explains_alone: float = Field(ge=0)
    adding: tuple[Identifier, ...] = Field(description="analytes that one cause may raise and another lower: their shifts add up")
    risks: tuple[str, ...] = Field(description="kinds of findings that bring causes on and ask for no explanation")
    associations: tuple[Association, ...] = ()


class CompareModel(RuleModel):
    """How candidates are compared. Differences are in log10, information in bits."""

    tell_difference: float = Field(ge=0, description="least difference of an entry's weight between candidates that is told")
    tell_information: float = Field(ge=0, description="least information of an untested finding that is told")
    most_times: float = Field(gt=1, description="a weight would have to be multiplied by no more than this to be told")


class StabilityModel(RuleModel):
    """How robustness is drawn. Factors are the widths of numbers without a range of their own; 1 is no width."""

    draws: int = Field(ge=1)
    leading: int = Field(ge=2, description="families that are drawn")
    assumed_factor: float = Field(ge=1)
    prior_factor: float = Field(ge=1, description="of a family's share in the setting")
    place_range: Probability = Field(description="share of the draws that the range of the place holds")


class WhatNextModel(RuleModel):
    """What the next step is to tell apart, and when nothing is left to look at.

    `leading` first families compete, and up to place `most` those that must not be missed from the probability `grave_share` on.
    Nothing more is suggested when no answer is expected to move the leader by `stop_moved`, nor to bring another to the
    first place with a chance of `stop_overtaken`. What gains less than `least_gain` bits is not listed.
    """

    leading: int = Field(ge=2)
    most: int = Field(ge=2)
    grave_share: Probability
    least_gain: float = Field(ge=0)
    stop_moved: Probability
    stop_overtaken: Probability
    told_rows: int = Field(ge=1, description="rows of the ranking that are told after each answer")
    told_as: tuple[float, float] = Field(description="bits from which an answer is said to help much, and some")


class ContactsModel(RuleModel):
    """What an infection of somebody else is: the finding it becomes, and the groups whose causes are infections."""

    finding: Identifier
    groups: tuple[Identifier, ...]


class ConsistencyModel(RuleModel):
    """When entries are told to contradict.

    `onset_share`: a drug begun within this part of the time since the onset came after it; `same_value`: values of one test that differ
    by no more than this part are one.
    """

    onset_share: Probability
    same_value: Probability


class TimeModel(Sourced):
    """How serial counts are told. `recent_days`: a count this old still stands for the present."""

    chronic_days: float = Field(gt=0)
    recent_days: float = Field(ge=0)


class CycleModel(Sourced):
    """When a regular cycle is looked for in serial counts and believed, see `engine.reasoning.cycle.CycleRules`."""

    period_days: tuple[float, float]
    searched_days: tuple[float, float]
    step: float = Field(gt=0)
    least_counts: int = Field(ge=6)
    least_turns: float = Field(gt=1)
    least_a_turn: float = Field(gt=2)
    least_power: Probability
    least_returns: Probability
    most_chance: Probability
    orders: int = Field(ge=99)
    offers: dict[Identifier, Identifier] = Field(description="analyte to the finding that its cycle offers")


class ExchangeModel(RuleModel):
    """Codes of what a case says beside findings and values, for Phenopackets and FHIR. LOINC, SNOMED CT, HPO."""

    age: Loinc
    gestation: Loinc
    pregnancy: Loinc
    pregnant: tuple[str, ...] = Field(min_length=1, description="codes of the answer yes; the first is written, a LOINC answer")
    not_pregnant: tuple[str, ...] = Field(min_length=1, description="codes of the answer no; the first is written, a LOINC answer")
    severity: dict[HpoId, str] = Field(description="terms for how severe a finding is, and the word that says so")
    results: dict[str, tuple[str, ...]] = Field(description="our words for a test whose result is a word: its LOINC codes and LOINC's names")
    shorter: dict[str, str] = Field(description="words of LOINC's names and what we say; empty for what is left out")
    answers: dict[str, tuple[str, ...]] = Field(description="words for a result, and the codes of SNOMED CT and LOINC that say it")
    specimens: tuple[str, ...] = Field(description="in what a quantity of our table is measured, as LOINC's names say it")


class Passing(RuleModel):
    """Illnesses that pass: of these groups, and beginning within days or weeks in at least so many."""

    groups: tuple[Identifier, ...]
    share: float = Field(gt=0, le=1)


class NamedCause(RuleModel):
    """The finding "known or shown: <cause>" that every cause has."""

    band: Band
    background: Background
    passing: Passing


class NamedDrugs(RuleModel):
    """Which drugs stand in the name of what they do: above `odds` and above `share` of those of the most suspected; more than `most` are counted."""

    odds: float = Field(ge=0)
    share: float = Field(ge=0, lt=1)
    most: int = Field(gt=0)


class ModelFile(RuleFile):
    """The whole of `rules/model.yaml`."""

    bands: dict[Band, Probability]
    backgrounds: dict[Background, Probability]
    probability_limits: tuple[Probability, Probability]
    assumed_n: int
    band_range: float = Field(gt=1, description="low and high ends of a band, as a factor on its odds")
    temperature: float = Field(gt=0)
    group_discount: Probability
    screened_off: Probability
    unsure: Probability
    form_share: Probability
    untold: Probability
    lab_reference_share: Probability
    context_limits: tuple[float, float]
    context_never: float = Field(gt=0, lt=0.02, description="ratio for people of whom a cause says that they never have it")
    family_name_share: Probability
    leaf_counts_share: Probability
    form_floor: Probability
    tell_weight: float = Field(ge=0)
    tell_in_brief: float = Field(ge=0)
    tell_artifact: Probability
    tell_grave: Probability
    tell_sure: Probability = Field(description="no probability above this is told more exactly")
    tell_much: Probability = Field(description="part of the open bits from which entries are said to narrow the choice much")
    tell_support: float = Field(ge=0, description="weaker support of an entry for the first row, in log10 odds, is not told")
    name_drugs: NamedDrugs
    pairs: PairModel
    compare: CompareModel
    stability: StabilityModel
    what_next: WhatNextModel
    expected_share: Probability
    consequence_floor: Probability
    pattern_floor: Probability
    pattern_slip: Probability
    pattern_untold: Probability = Field(
        description="P(a count is not told | it is low) over P(not told | not low), where another is told as low")
    complete_groups: tuple[Identifier, ...]
    placeless: tuple[Identifier, ...] = Field(default=(), description="findings of a journey that name no place")
    told_kinds: tuple[FindingKind, ...] = Field(description="kinds of findings that a story tells or leaves out, see `telling` of a setting")
    history: tuple[FindingKind, ...] = Field(description="kinds of findings that are history: where one is told, what is left out counts")
    onset_days: dict[str, float]
    onset_words: dict[str, tuple[str, ...]] = Field(default={}, description="words that name a course without a number")
    onset_untold_days: float = Field(default=0, description="up to this age, in days, the length of an illness is not weighed")
    contacts: ContactsModel | None = None
    consistency: ConsistencyModel
    exchange: ExchangeModel
    time: TimeModel
    cycle: CycleModel
    named_cause: NamedCause
    absence: Absence
    drugs: DrugModel
    leukocytes: LeukocyteModel
    lineages: dict[Identifier, Lineage]
    kinds: dict[FindingKind, KindRule]
    groups: dict[Identifier, str] = Field(description="cause groups, the folders of rules/causes, and their labels")
    mechanisms: dict[Identifier, str]


class Condition(RuleModel):
    """One condition of a red flag: a finding that is present, or an analyte beyond a limit (canonical unit)."""

    finding: Identifier | None = None
    analyte: Identifier | None = None
    below: float | None = None
    above: float | None = None
    level: Identifier | None = None


class RedFlag(Sourced):
    """A picture that needs urgent attention whatever the ranking says."""

    label: str
    reason: Sentence
    all_of: tuple[Condition, ...] = Field(min_length=1)
    any_of: tuple[Condition, ...] = ()
    look_at: tuple[Identifier, ...] = Field(default=(), description="findings that the danger asks for, whatever the ranking says; no treatment")


class UrgentFile(RuleFile):
    """The whole of `rules/urgent.yaml`."""

    flags: dict[Identifier, RedFlag]

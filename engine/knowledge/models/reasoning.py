"""`rules/model.yaml` and `rules/urgent.yaml`: the constants of the reasoning model, and the red flags."""

from pydantic import Field

from .base import Identifier, Probability, RuleFile, RuleModel, Sentence, Sourced
from .cause import Band
from .finding import Background, Examined, FindingKind


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
    no_medicines: Probability
    new_unknown_drug_days: float
    new_unknown_drug_odds: float
    implies_days: float = Field(description="a drug stopped longer ago brings no finding")
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


class PairModel(RuleModel):
    """When two causes at once are told. `explains_alone` is the least ln ratio by which a member must raise a finding."""

    leading: int = Field(ge=2)
    times_better: float = Field(gt=1)
    explains_alone: float = Field(ge=0)


class StabilityModel(RuleModel):
    """How robustness is drawn."""

    draws: int = Field(ge=1)
    leading: int = Field(ge=2)
    assumed_factor: float = Field(gt=1)


class NamedCause(RuleModel):
    """The finding "known or shown: <cause>" that every cause has."""

    band: Band
    background: Background


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
    untold: Probability
    lab_reference_share: Probability
    context_limits: tuple[float, float]
    family_name_share: Probability
    leaf_counts_share: Probability
    form_floor: Probability
    tell_weight: float = Field(ge=0)
    tell_artifact: Probability
    tell_grave: Probability
    name_drug_odds: float = Field(ge=0)
    pairs: PairModel
    stability: StabilityModel
    expected_share: Probability
    consequence_floor: Probability
    pattern_floor: Probability
    pattern_slip: Probability
    complete_groups: tuple[Identifier, ...]
    history: tuple[FindingKind, ...] = Field(description="kinds of findings that are history: where one is told, what is left out counts")
    onset_days: dict[str, float]
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


class UrgentFile(RuleFile):
    """The whole of `rules/urgent.yaml`."""

    flags: dict[Identifier, RedFlag]

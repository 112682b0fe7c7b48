"""`rules/settings.yaml`: where a patient is seen, and how common causes are there."""

from pydantic import Field

from .base import Identifier, Probability, RuleFile, RuleModel, Sourced
from .cause import AgeBand, PriorBand


class Setting(Sourced):
    """A place of work-up. `weight` is the power to which priors are raised there."""

    label: str
    place: Identifier | None = Field(default=None, description="primary-care, hospital or referral; absent: all three alike")
    region: Identifier = "temperate"
    weight: float = Field(ge=0, le=1)
    other: Probability = Field(description="share of something else, not among the causes")
    offered: bool = Field(default=True, description="whether people can choose it")


class ReferencePopulation(Sourced):
    """People with at least one confirmed low lineage under work-up: the denominator of every context ratio."""

    age: dict[AgeBand, Probability]
    female: Probability
    pregnant: Probability
    onset: dict[str, Probability]


class CohortShare(RuleModel):
    """A published share of one cause, or of several together, among people selected for a blood picture."""

    causes: tuple[Identifier, ...] = Field(min_length=1)
    share: Probability
    range: tuple[Probability, Probability] | None = None


class Cohort(Sourced):
    """A published series: whom it selected, and which causes it found."""

    setting: Identifier
    selected_on: Identifier = Field(description="the composite finding all its people had")
    population: str
    n: int = Field(ge=1)
    held_out: bool = Field(default=False, description="kept for checking, not used for priors")
    shares: tuple[CohortShare, ...]


class SettingsFile(RuleFile):
    """The whole of `rules/settings.yaml`."""

    default: Identifier
    prior_bands: dict[PriorBand, Probability]
    settings: dict[Identifier, Setting]
    reference: ReferencePopulation
    age_bands: dict[AgeBand, tuple[float, float]]
    cohorts: dict[Identifier, Cohort] = {}

"""`rules/settings.yaml`: where a patient is seen, and how common causes are there."""

from pydantic import Field

from .base import Identifier, Probability, RuleFile, Sourced
from .cause import AgeBand, PriorBand


class Setting(Sourced):
    """A place of work-up. `weight` is the power to which priors are raised there."""

    label: str
    place: Identifier | None = Field(default=None, description="primary-care, hospital or referral; absent: all three alike")
    region: Identifier = "temperate"
    weight: float = Field(ge=0, le=1)
    other: Probability = Field(description="share of something else, not among the causes")
    telling: Probability = Field(default=0, description="share of the symptoms and signs there are that are told; 0: nothing follows from silence")
    offered: bool = Field(default=True, description="whether people can choose it")


class ReferencePopulation(Sourced):
    """People with at least one confirmed low lineage under work-up: the denominator of every context ratio."""

    age: dict[AgeBand, Probability]
    female: Probability
    pregnant: Probability
    fertile: tuple[AgeBand, ...] = Field(description="ages at which a woman may be pregnant")
    onset: dict[str, Probability]


class SettingsFile(RuleFile):
    """The whole of `rules/settings.yaml`."""

    default: Identifier
    prior_bands: dict[PriorBand, Probability]
    settings: dict[Identifier, Setting]
    regions: dict[Identifier, tuple[Identifier, ...]] = Field(default={}, description="places by the region of the settings in which they lie")
    reference: ReferencePopulation
    age_bands: dict[AgeBand, tuple[float, float]]

"""`rules/settings.yaml`: where a patient is seen, and how common causes are there."""

from typing import Literal

from pydantic import Field, model_validator

from .base import Identifier, Probability, RuleFile, RuleModel, Sentence, Sourced
from .cause import AgeBand, PriorBand

Picture = Literal["pancytopenia", "bicytopenia", "anemia", "neutropenia", "thrombocytopenia"]


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
    onset: dict[str, Probability]


class CohortShare(RuleModel):
    """A published share of one cause, or of several together, among people selected for a blood picture."""

    causes: tuple[Identifier, ...] = Field(min_length=1)
    share: Probability
    range: tuple[Probability, Probability] | None = None
    note: Sentence | None = Field(default=None, description="why the knowledge differs, where it does")


class Cohort(Sourced):
    """A published series: whom it selected, and which causes it found."""

    setting: Identifier
    selected_on: Picture = Field(description="the picture all its people had")
    population: str
    n: int | None = Field(default=None, ge=1)
    age: float | None = Field(default=None, ge=0, description="typical years of its people, children or the aged; entered with the picture")
    held_out: bool = Field(default=False, description="kept for checking, not used for priors")
    same_selection: bool = Field(default=True, description="false: its people were chosen otherwise than the setting's; shown, not judged")
    shares: tuple[CohortShare, ...]

    @model_validator(mode="after")
    def _used_only_where_it_fits(self) -> "Cohort":
        if not self.held_out and not self.same_selection:
            raise ValueError("a series selected otherwise than its setting cannot be used for priors; add held_out: true")
        return self


class SeriesRule(RuleModel):
    """How published series change priors: iterative proportional fitting, some of the way."""

    trust: Probability = Field(description="share of the way, in the logarithm, from the priors as written to those that fit")
    most_moved: float = Field(gt=1, description="most that a prior moves, as a factor")
    least_selection: Probability = Field(description="a series moves only causes that give its picture at least this often")
    least_uncounted: Probability = Field(description="what uncounted causes hold of its people at least")
    rounds: int = Field(ge=1)


class SettingsFile(RuleFile):
    """The whole of `rules/settings.yaml`."""

    default: Identifier
    prior_bands: dict[PriorBand, Probability]
    settings: dict[Identifier, Setting]
    reference: ReferencePopulation
    age_bands: dict[AgeBand, tuple[float, float]]
    series: SeriesRule
    cohorts: dict[Identifier, Cohort] = {}

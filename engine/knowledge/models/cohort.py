"""`rules/cohorts.yaml`: published series of people with low counts, and how far they move the priors of a setting."""

from typing import Literal

from pydantic import Field

from .base import Identifier, Probability, RuleFile, RuleModel, Sentence, Sourced

Picture = Literal["pancytopenia", "bicytopenia", "anemia", "neutropenia", "thrombocytopenia", "isolated neutropenia", "isolated thrombocytopenia"]
"""Counts that all people of a series had low: alone where it is isolated, else whatever the others were."""


class CohortShare(RuleModel):
    """A published share of one cause, or of several together, among people selected for a blood picture."""

    causes: tuple[Identifier, ...] = Field(min_length=1)
    share: Probability
    printed: str | None = Field(default=None, description="the class as the publication names it")
    range: tuple[Probability, Probability] | None = None
    note: Sentence | None = Field(default=None, description="why the knowledge differs, where it does")


class Cohort(Sourced):
    """A cohort, one published series: whom it selected, and which causes it found."""

    setting: Identifier
    selected_on: Picture = Field(description="the picture all its people had")
    population: str
    n: int | None = Field(default=None, ge=1)
    ages: tuple[float, float] | None = Field(default=None, description="years of the people it took, from inclusive to exclusive; absent: all ages")
    age: float | None = Field(default=None, ge=0, description="typical years of its people, where it took not all ages; entered with the picture")
    left_out: tuple[Identifier, ...] = Field(default=(), description="causes of which it took nobody")
    center: str | None = Field(default=None, description="the hospital, where several series come from it; they are judged together")
    same_selection: bool = Field(default=True, description="false: its people were chosen otherwise than the setting's; shown only")
    shares: tuple[CohortShare, ...] = Field(min_length=1)


class CohortRule(RuleModel):
    """How published series change priors: iterative proportional fitting, some of the way."""

    as_written: float = Field(ge=0, description="series that see a cause that its prior as written is worth: n go n / (n + this) of the way")
    most_moved: float = Field(gt=1, description="most that a prior moves, as a factor")
    least_selection: Probability = Field(description="a series moves only causes that give its picture at least this often")
    least_uncounted: Probability = Field(description="what uncounted causes hold of its people at least")
    rounds: int = Field(ge=1)


class CohortsFile(RuleFile):
    """The whole of `rules/cohorts.yaml`."""

    rule: CohortRule
    cohorts: dict[Identifier, Cohort] = {}

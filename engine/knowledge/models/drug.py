"""`rules/drugs.yaml`: medicines and other substances, and what they do to blood counts."""

from typing import Literal

from pydantic import Field, model_validator

from .base import Identifier, Probability, RuleFile, RuleModel, Sourced, SourceKey
from .finding import Reference

Evidence = Literal["definite", "probable", "possible"]


class Effect(Sourced):
    """A way in which drugs lower counts, tied to the cause that stands for it.

    The picture is the lineages that are low, how low (`depth`) and what is seen with it (`shown_by`);
    `baseline_risk` is the incidence of that picture without a drug in the same window, per person.
    """

    label: str
    cause: Identifier
    lineages: tuple[Identifier, ...]
    depth: dict[Identifier, tuple[Identifier, ...]] = Field(default={}, description="analyte to the bins that count")
    shown_by: tuple[Reference, ...] = Field(default=(), description="findings or levels that are part of the picture")
    baseline_risk: float = Field(gt=0, lt=1)
    hospital_factor: float = Field(default=1.0, ge=1)
    window_days: tuple[float, float] = Field(description="usual latency, from the first dose")
    recovery_days: float = Field(gt=0, description="time constant of the fall in suspicion after stopping")
    assumed_risk: dict[Evidence, float] = Field(description="risk in the window where no incidence is published")
    early_factor: Probability | None = Field(default=None, description="timing factor before the window, if special")
    milder_form_of: Identifier | None = Field(default=None, description="drugs that do the other effect may do this one, too")
    any_new_drug: bool = Field(default=False, description="whether any new systemic drug may do it, rarely")


class DrugEffect(RuleModel):
    """One drug's risk of one effect: an incidence, an odds ratio, or only the grade of evidence."""

    risk: float | None = Field(default=None, gt=0, le=1, description="share of people in the usual window")
    range: tuple[float, float] | None = None
    odds_ratio: float | None = Field(default=None, gt=0)
    window_days: tuple[float, float] | None = None
    recovery_days: float | None = Field(default=None, gt=0)
    evidence: Evidence
    mechanism: str | None = None
    sources: tuple[SourceKey, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "DrugEffect":
        if self.risk is not None and self.odds_ratio is not None:
            raise ValueError("give risk or odds_ratio, not both")
        return self


class Drug(RuleModel):
    """One substance. `contains` names the parts of a combination or regimen; `implies` findings that taking it brings with it."""

    label: str
    synonyms: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    drug_class: str
    kind: Literal["medicine", "class", "combination", "regimen", "recreational", "herbal", "supplement", "vaccine"] = "medicine"
    systemic: bool = True
    contains: tuple[Identifier, ...] = ()
    implies: tuple[Identifier, ...] = ()
    effects: dict[Identifier, DrugEffect] = {}


class Interaction(Sourced):
    """Two drugs that together raise the risk of an effect."""

    drugs: tuple[Identifier, Identifier]
    effect: Identifier
    factor: float = Field(gt=1)


class DrugsFile(RuleFile):
    """The whole of `rules/drugs.yaml`."""

    effects: dict[Identifier, Effect]
    interactions: tuple[Interaction, ...] = ()
    drugs: dict[Identifier, Drug]

"""`rules/causes/<group>/<id>.yaml`: one cause of low counts, all that is known of it in one file."""

from typing import Literal

from pydantic import Field, model_validator

from .base import Identifier, Probability, RuleFile, Sentence, Sourced, SourceKey
from .finding import Reference

Mechanism = Literal["production", "destruction", "sequestration", "redistribution", "loss", "dilution", "artifact"]
Band = Literal["defining", "hallmark", "very common", "common", "occasional", "uncommon", "rare", "exceptional"]
PriorBand = Literal["very common", "common", "uncommon", "rare", "very rare", "exceptional"]
AgeBand = Literal["newborn", "infant", "child", "adolescent", "young-adult", "middle-aged", "older", "old"]
Chronicity = Literal["days", "weeks", "months", "years", "lifelong"]


class Frequency(Sourced):
    """How often a finding is seen in people with the cause: a published share, or a named band."""

    frequency: Probability | None = None
    band: Band | None = None
    n: int | None = Field(default=None, ge=1, description="number of people the share was counted in")
    range: tuple[Probability, Probability] | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "Frequency":
        if (self.frequency is None) == (self.band is None):
            raise ValueError("give frequency or band, one of the two")
        if self.frequency is not None and self.source is None:
            raise ValueError("a frequency needs a source; without one use a band")
        return self


class LabProfile(Sourced):
    """The distribution of an analyte in people with the cause.

    Either a `median` with a `log_sd` (standard deviation of the natural logarithm), or shares by `levels`
    (low, normal, high: spread over the bins as in the reference), or shares by `bins`.
    """

    median: float | None = Field(default=None, gt=0)
    log_sd: float | None = Field(default=None, gt=0)
    levels: dict[Literal["low", "normal", "high"], Probability] | None = None
    bins: dict[Identifier, Probability] | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> "LabProfile":
        shapes = [self.median is not None, self.levels is not None, self.bins is not None]
        if sum(shapes) != 1 or (self.median is None) != (self.log_sd is None):
            raise ValueError("give median with log_sd, or levels, or bins")
        for shares in (self.levels, self.bins):
            if shares is not None and abs(sum(shares.values()) - 1) > 0.021:
                raise ValueError(f"the shares must add up to 1, not {sum(shares.values()):.3g}")
        return self


class IsA(Sourced):
    """This cause is a form of another; `share` is its part of the parent's cases."""

    parent: Identifier
    share: Probability
    range: tuple[Probability, Probability] | None = None


class LeadsTo(Sourced):
    """This cause brings on another in `rate` of its cases."""

    cause: Identifier
    rate: Probability
    range: tuple[Probability, Probability] | None = None


class Prior(Sourced):
    """How common the cause is among people worked up for a low count, by place. Bands are in `settings.yaml`."""

    primary_care: PriorBand | Probability = Field(alias="primary-care")
    hospital: PriorBand | Probability
    referral: PriorBand | Probability
    tropics: float = Field(default=1.0, gt=0, le=200, description="times as common in the tropics")


class Who(Sourced):
    """Whom it meets, as shares of the people with the cause. What is left out is taken as in the reference population."""

    age: dict[AgeBand, Probability] | None = None
    female: Probability | None = None
    pregnant: Probability | None = Field(default=None, description="share pregnant among female cases aged 15 to 45")
    ancestry: dict[Identifier, float] = Field(default={}, description="ancestry to how many times as common")

    @model_validator(mode="after")
    def _ages_add_up(self) -> "Who":
        if self.age is not None and abs(sum(self.age.values()) - 1) > 0.021:
            raise ValueError(f"the shares under age must add up to 1, not {sum(self.age.values()):.3g}")
        return self


class Confirming(Sourced):
    """A test that settles the question, with how well it does so where that is published."""

    test: Reference
    sensitivity: Probability | None = None
    specificity: Probability | None = None
    n: int | None = Field(default=None, ge=1)


class LookAlike(Sourced):
    """Another cause that looks the same, and what separates the two."""

    cause: Identifier
    by: Sentence


class Cause(RuleFile):
    """One cause of low counts."""

    id: Identifier
    name: str = Field(min_length=3, max_length=90)
    synonyms: tuple[str, ...] = ()
    group: Identifier
    mechanisms: tuple[Mechanism, ...] = Field(min_length=1)
    summary: Sentence = Field(description="one plain sentence: what it is")
    how: Sentence = Field(description="how it lowers counts")
    caution: Sentence | None = Field(default=None, description="where a common claim about it is loose or wrong")
    icd10: str | None = Field(default=None, pattern=r"^[A-Z]\d{2}(\.[0-9A-Z]{1,4})?$")
    must_not_miss: Sentence | None = Field(default=None, description="why it must not be missed; absent means it may wait")
    is_a: IsA | None = None
    leads_to: tuple[LeadsTo, ...] = ()
    hinges_on: tuple[Identifier, ...] = Field(
        default=(), description="findings of the history of which one is nearly always told where this is the cause")
    prior: Prior | None = Field(default=None, description="not given for a cause that is_a part of another")
    who: Who = Who()
    pattern: dict[str, Probability] | None = Field(default=None, description="which lineages are low: none N R P NR NP RP NRP")
    pattern_source: SourceKey | None = None
    depth: dict[Identifier, LabProfile] = Field(default={}, description="how low, given that the lineage is low")
    high_counts: dict[Identifier, Band | Frequency] = Field(default={}, description="how often a count is above normal instead")
    onset: dict[Chronicity, Probability] | None = None
    labs: dict[Identifier, LabProfile] = {}
    findings: dict[Identifier, Band | Frequency] = {}
    of_trigger: tuple[Identifier, ...] = Field(
        default=(), description="of its findings those that tell what brought it on; a cause that leads to it brings its own")
    confirming: tuple[Confirming, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    pitfalls: tuple[Sentence, ...] = ()
    sources: tuple[SourceKey, ...] = ()

    @model_validator(mode="after")
    def _shares_add_up(self) -> "Cause":
        for name, shares in (("pattern", self.pattern), ("onset", self.onset)):
            if shares is not None and abs(sum(shares.values()) - 1) > 0.021:
                raise ValueError(f"the shares under {name} must add up to 1, not {sum(shares.values()):.3g}")
        if self.pattern is None and self.is_a is None:
            raise ValueError("pattern is needed, unless the cause is_a part of another")
        if (self.prior is None) == (self.is_a is None):
            raise ValueError("give prior, or is_a with a share of the parent, one of the two")
        return self

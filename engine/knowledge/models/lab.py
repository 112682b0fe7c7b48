"""`rules/labs.yaml`: analytes, their units, reference intervals, bins, and the words for their levels."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .base import Identifier, Probability, RuleFile, RuleModel, Sourced
from .finding import Examined

Level = Literal["low", "normal", "high"]
Grade = Literal["mild", "moderate", "severe"]
Edge = Annotated[str, Field(pattern=r"^(\d+(\.\d+)?( lln| uln)?|lln|uln)$")]
"""`lln`, `uln`, a multiple such as `3 uln`, or a number in the canonical unit."""


class Bin(RuleModel):
    """One step of an analyte, from the edge of the bin before it up to `below`. The last bin has no edge."""

    name: Identifier
    below: Edge | float | int | None = None
    level: Level
    grade: Grade | None = None


class Interval(Sourced):
    """Reference limits for the people described. The most specific matching interval is used."""

    age: tuple[float, float] | None = Field(default=None, description="years, from inclusive to exclusive")
    sex: Literal["female", "male"] | None = None
    pregnant: bool | None = None
    trimester: Literal[1, 2, 3] | None = None
    ancestry: Identifier | None = None
    low: float | None = None
    high: float | None = None


class Unit(RuleModel):
    """A unit of measure: its UCUM code is the key; `spellings` are the ways it is printed."""

    spellings: tuple[str, ...] = Field(min_length=1)


class Conversion(RuleModel):
    """canonical value = printed value * factor + offset."""

    factor: float = Field(gt=0)
    offset: float = 0.0


class Analyte(RuleModel):
    """One measured quantity, with everything needed to read a printed value and to weigh it."""

    label: str
    synonyms: tuple[str, ...] = ()
    loinc: str | None = Field(default=None, pattern=r"^\d{1,6}-\d$")
    unit: str = Field(description="canonical unit, a UCUM code")
    units: dict[str, float | Conversion] = Field(description="UCUM code to factor; the canonical unit has factor 1")
    unprinted: tuple[str, ...] = Field(default=(), description="units tried, in this order, when none is printed")
    plausible: tuple[float, float]
    intervals: tuple[Interval, ...]
    bins: tuple[Bin, ...] = Field(min_length=2)
    reference: dict[Identifier, Probability] = Field(description="share of each bin in people worked up for low counts")
    group: Identifier | None = Field(default=None, description="correlated analytes share a group")
    lineage: Identifier | None = Field(default=None, description="the lineage whose count this is")
    words: dict[Identifier, tuple[str, ...]] = Field(default={}, description="bin, level or `severe-low` to phrases")
    findings: dict[Identifier, Identifier] = Field(default={}, description="level or bin to the finding it shows")
    normal_denies: tuple[Identifier, ...] = Field(default=(), description="findings that a normal value makes absent")
    examined: Examined = "test"
    derived_from: tuple[Identifier, ...] = Field(default=(), description="analytes it replaces when it is known")
    note: str | None = None

    @model_validator(mode="after")
    def _bins_fit_together(self) -> "Analyte":
        names = [b.name for b in self.bins]
        if set(self.reference) != set(names):
            raise ValueError(f"reference must name every bin once: {', '.join(names)}")
        if abs(sum(self.reference.values()) - 1) > 0.011:
            raise ValueError("the shares under reference must add up to 1")
        if any(b.below is None for b in self.bins[:-1]) or self.bins[-1].below is not None:
            raise ValueError("every bin but the last needs below, the last must not have it")
        return self


class LabsFile(RuleFile):
    """The whole of `rules/labs.yaml`."""

    units: dict[str, Unit]
    analytes: dict[Identifier, Analyte]

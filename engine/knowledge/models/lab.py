"""`rules/labs.yaml`: analytes, their units, reference intervals, bins, and the words for their levels."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .base import Identifier, Probability, RuleFile, RuleModel, Sourced
from .finding import Examined
from .hpo import HpoId

Level = Literal["low", "normal", "high"]
Grade = Literal["mild", "moderate", "severe"]
Loinc = Annotated[str, Field(pattern=r"^\d{1,6}-\d$")]
Edge = Annotated[str, Field(pattern=r"^(\d+(\.\d+)?( lln| uln)?|lln|uln)$")]
"""`lln`, `uln`, a multiple such as `3 uln`, or a number in the canonical unit."""


class Bin(RuleModel):
    """One step of an analyte, from the edge of the bin before it up to `below`. The last bin has no edge."""

    name: Identifier
    below: Edge | float | int | None = None
    level: Level
    grade: Grade | None = None


class Grades(Sourced):
    """Below which a low value of the people described is called severe, or moderate; else it is mild."""

    severe: float
    moderate: float

    @model_validator(mode="after")
    def _in_order(self) -> "Grades":
        if self.severe >= self.moderate:
            raise ValueError("severe must be lower than moderate")
        return self


class Interval(Sourced):
    """Reference limits for the people described. The most specific matching interval is used."""

    age: tuple[float, float] | None = Field(default=None, description="years, from inclusive to exclusive")
    sex: Literal["female", "male"] | None = None
    pregnant: bool | None = None
    gestation: tuple[float, float] | None = Field(default=None, description="weeks of pregnancy, from inclusive to exclusive")
    low: float | None = None
    high: float | None = None
    grades: Grades | None = Field(default=None, description="how low is severe and moderate in words; without it the grades of the bins are")


class Usual(Sourced):
    """What is usual in healthy people with a finding, beyond the general limits: told beside a value, which is judged by the general limits."""

    finding: Identifier
    age: tuple[float, float] | None = Field(default=None, description="years, from inclusive to exclusive; a person whose age is unknown counts")
    whom: str = Field(description="these people, as they are told: `Duffy-null adults`")
    low: float
    high: float


class Unit(RuleModel):
    """A unit of measure: its UCUM code is the key; `spellings` are the ways it is printed."""

    spellings: tuple[str, ...] = Field(min_length=1)


class Conversion(RuleModel):
    """canonical value = printed value * factor + offset."""

    factor: float = Field(gt=0)
    offset: float = 0.0


class Likeness(RuleModel):
    """Another way to say what an analyte says: a cause that states nothing of it is taken as it states the other."""

    analyte: Identifier
    levels: dict[Level, Level] = Field(default={}, description="level of the other to level here; absent: both have bins of the same names")


class Analyte(RuleModel):
    """One measured quantity, with everything needed to read a printed value and to weigh it."""

    label: str
    synonyms: tuple[str, ...] = ()
    loinc: Loinc | None = None
    also_loinc: tuple[Loinc, ...] = Field(default=(), description="codes of the same quantity by another method, specimen or unit")
    hpo: dict[Literal["low", "high"], HpoId] = Field(default={}, description="the term of the Human Phenotype Ontology that is this level")
    unit: str = Field(description="canonical unit, a UCUM code")
    units: dict[str, float | Conversion] = Field(description="UCUM code to factor; the canonical unit has factor 1")
    unprinted: tuple[str, ...] = Field(default=(), description="units tried, in this order, when none is printed")
    plausible: tuple[float, float]
    rounds_to_zero: bool = Field(default=False, description="a printed zero is a value too small for its decimals, and no error")
    intervals: tuple[Interval, ...]
    usual: tuple[Usual, ...] = Field(default=(), description="what is usual in some people; of several that fit the first is told")
    bins: tuple[Bin, ...] = Field(min_length=2)
    reference: dict[Identifier, Probability] = Field(description="share of each bin in people worked up for low counts")
    group: Identifier | None = Field(default=None, description="correlated analytes share one; default: that of the finding it brings")
    lineage: Identifier | None = Field(default=None, description="the lineage whose count this is")
    words: dict[Identifier, tuple[str, ...]] = Field(default={}, description="bin, level or `severe-low` to phrases")
    findings: dict[Identifier, Identifier] = Field(default={}, description="level or bin to the finding it shows")
    told_as: dict[Identifier, Identifier] = Field(default={}, description="level or bin to the finding that says the same in words")
    meant_by: tuple[Identifier, ...] = Field(
        default=(), description="findings of told_as that mean this and no more: a cause that states only the words has the value as often")
    held_down: bool = Field(default=False, description="treatment brings it to normal: a normal value denies no finding that a high one shows")
    examined: Examined = "test"
    derived_from: tuple[Identifier, ...] = Field(default=(), description="analytes it replaces when it is known")
    like: Likeness | None = Field(default=None, description="the analyte whose profiles hold for causes that state none of this one")
    note: str | None = None

    @model_validator(mode="after")
    def _bins_fit_together(self) -> "Analyte":
        names = [b.name for b in self.bins]
        if set(self.reference) != set(names):
            raise ValueError(f"reference must name every bin once: {', '.join(names)}")
        if abs(sum(self.reference.values()) - 1) > 0.011:
            raise ValueError("the shares under reference must add up to 1")
        if other := set(self.meant_by) - set(self.told_as.values()):
            raise ValueError(f"meant_by names what told_as does not: {', '.join(sorted(other))}")
        if any(b.below is None for b in self.bins[:-1]) or self.bins[-1].below is not None:
            raise ValueError("every bin but the last needs below, the last must not have it")
        return self


class Step(RuleModel):
    """The value that holds up to and including `to`. The last step has no end."""

    to: float | None = None
    value: float = Field(gt=0)


PARENTS = {"percent-of": (2, 2), "ratio": (2, 2), "product": (1, 2), "difference": (2, 2), "steps": (2, 2), "share-left": (2, 2)}
"""Kind of formula to the fewest and the most parents it takes."""


class Derivation(Sourced):
    """A value worked out from others. Without a source its numbers are arithmetic, or an assumption as `basis` says."""

    analyte: Identifier
    kind: Literal["percent-of", "ratio", "product", "difference", "steps", "share-left"]
    parents: tuple[Identifier, ...] = Field(min_length=1, description="in the order that the formula names them")
    also: tuple[Identifier, ...] = Field(default=(), description="percentages added to the second parent where counted apart")
    beside: tuple[Identifier, ...] = Field(default=(), description="the other percentages of the same hundred")
    rounding: float = Field(default=0.0, ge=0, description="by how much printed percentages may pass 100")
    factor: float = Field(default=1.0, gt=0)
    divisor: float = Field(default=1.0, gt=0)
    steps: tuple[Step, ...] = ()
    when: dict[Identifier, Identifier] = Field(default={}, description="analyte to the level without which it says nothing")
    basis: Literal["arithmetic", "assumption"] = "arithmetic"
    use: Literal["weighed", "shown", "helper"] = Field(default="weighed", description="helper: kept only for what is built on it")
    label: str = Field(description="the formula in words")
    tolerance: float | None = Field(default=None, gt=0, lt=1, description="share by which print and derivation may differ")
    slack: float = Field(default=0.0, ge=0, description="the same in the canonical unit; the wider of the two holds")

    @model_validator(mode="after")
    def _formula_is_whole(self) -> "Derivation":
        fewest, most = PARENTS[self.kind]
        if not fewest <= len(self.parents) <= most:
            raise ValueError(f"{self.kind} takes {fewest if fewest == most else f'{fewest} or {most}'} parents")
        if self.analyte in (*self.parents, *self.also, *self.beside):
            raise ValueError(f"{self.analyte} cannot be worked out from itself")
        if self.kind != "percent-of" and (self.also or self.beside):
            raise ValueError("also and beside belong to percent-of alone")
        ends = [step.to for step in self.steps]
        if (self.kind == "steps") != bool(ends):
            raise ValueError("steps belong to the kind steps, and it needs them")
        inner = [end for end in ends[:-1] if end is not None]
        if ends and (ends[-1] is not None or len(inner) < len(ends) - 1 or inner != sorted(set(inner))):
            raise ValueError("every step but the last needs to, ascending; the last must not have it")
        return self


class Whole(RuleModel):
    """Analytes that are parts of another, in the same canonical unit."""

    whole: Identifier
    parts: tuple[Identifier, ...] = Field(min_length=1)
    rounding: float = Field(default=0.0, ge=0, lt=1, description="share by which a printed part may pass the whole")


class Counted(RuleModel):
    """What may be counted in a unit and changes nothing of it, in the singular: `anywhere` in it, or only right `before_slash`."""

    anywhere: tuple[str, ...] = ()
    before_slash: tuple[str, ...] = ()


class LabsFile(RuleFile):
    """The whole of `rules/labs.yaml`."""

    units: dict[str, Unit]
    counted: Counted = Counted()
    derived: tuple[Derivation, ...] = ()
    parts: tuple[Whole, ...] = ()
    analytes: dict[Identifier, Analyte]

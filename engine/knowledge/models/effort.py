"""`rules/effort.yaml`: what it takes to find something out, and what is never suggested as a next step."""

from typing import Literal, get_args

from pydantic import Field, model_validator

from .base import Identifier, RuleFile, RuleModel, Sentence
from .finding import FindingKind
from .lab import Grade

Cost = Literal["none", "low", "moderate", "high"]
Wait = Literal["none", "hours", "days", "weeks"]
Harm = Literal["none", "slight", "moderate", "high"]
Told = Literal["onset", "drugs", "drug-dates", "complaint"]
Use = Literal["stopped", "again"]
Person = Literal["newborn", "infant", "child", "female", "male", "pregnant"]


class Way(RuleModel):
    """A way to find something out. Cost, wait and harm are levels; the points behind them stand at the top of the file."""

    label: str = Field(min_length=2, max_length=60)
    cost: Cost
    harm: Harm
    wait: Wait


class Once(RuleModel):
    """What can be looked for once one of these is told, though it is not expected of everybody."""

    known: tuple[Identifier, ...] = Field(default=(), description="findings that are there")
    drugs: tuple[Identifier, ...] = Field(default=(), description="drugs that are taken, or were")
    classes: tuple[str, ...] = Field(default=(), description="classes of such drugs, as `drug_class` of `rules/drugs.yaml` names them")
    use: tuple[Use, ...] = Field(default=(), description="any drug that was stopped, or that was taken before")
    findings: tuple[Identifier, ...] = Field(min_length=1, description="findings that are then told as expected")

    @model_validator(mode="after")
    def _says_when(self) -> "Once":
        if not (self.known or self.drugs or self.classes or self.use):
            raise ValueError("say what must be told: known, drugs, classes or use")
        return self


class LeftOut(RuleModel):
    """What is never suggested, and why: single findings, whole groups of correlated findings, analytes."""

    why: Sentence
    findings: tuple[Identifier, ...] = ()
    groups: tuple[Identifier, ...] = ()
    analytes: tuple[Identifier, ...] = ()
    expected: bool = Field(default=True, description="whether it is still told as what a cause usually has and nobody assessed")
    once: tuple[Once, ...] = Field(default=(), description="what of it is told as expected once something is told, such as its treatment")

    @model_validator(mode="after")
    def _names_its_own(self) -> "LeftOut":
        if unknown := sorted({name for one in self.once for name in one.findings} - set(self.findings)):
            raise ValueError(f"once: only findings that are left out; others are: {', '.join(unknown)}")
        return self


class Answered(RuleModel):
    """What is no question any more once all that is named here is told, whatever it was."""

    told: tuple[Told, ...] = Field(
        default=(), description="the time course, the drugs, since when each of them was taken, a symptom or sign that is there")
    known: tuple[Identifier, ...] = Field(default=(), description="findings said to be there or not")
    measured: tuple[Identifier, ...] = Field(default=(), description="analytes, at whatever level")
    at: tuple[str, ...] = Field(default=(), description="analytes at a level: `creatinine:normal`")
    findings: tuple[Identifier, ...] = Field(default=(), description="findings that are answered")
    analytes: tuple[Identifier, ...] = Field(default=(), description="analytes that are answered")

    @model_validator(mode="after")
    def _says_when_and_what(self) -> "Answered":
        if not (self.told or self.known or self.measured or self.at):
            raise ValueError("say what answers it: told, known, measured or at")
        if not (self.findings or self.analytes):
            raise ValueError("say what is answered: findings or analytes")
        return self


class Spared(RuleModel):
    """Who is spared what may do harm while anything else is left to look at: a well person with a low count that is not severe."""

    low_at_most: int = Field(ge=1, description="lineages that are low")
    grades: tuple[Grade, ...] = Field(min_length=1, description="how low they may be")
    shown: tuple[FindingKind, ...] = Field(default=(), description="kinds of findings of which none is there")
    normal: tuple[Identifier, ...] = Field(default=(), description="findings of these kinds that may be there")


class EffortFile(RuleFile):
    """The whole of `rules/effort.yaml`. It orders suggestions of what to look at next; it never changes a rank."""

    cost: dict[Cost, float] = Field(description="points that a cost adds to the one point that any step takes")
    wait: dict[Wait, float] = Field(description="points that waiting adds")
    harmful_from: Harm = Field(description="ways with at least this harm come last under the cheapest safe policy")
    ways: dict[Identifier, Way]
    kinds: dict[FindingKind, Identifier] = Field(description="the usual way for each kind of finding")
    analyte: Identifier = Field(description="the usual way for an analyte")
    findings: dict[Identifier, tuple[Identifier, ...]] = Field(default={}, description="way to the findings that take it, unlike their kind")
    analytes: dict[Identifier, tuple[Identifier, ...]] = Field(default={}, description="way to the analytes that take it, unlike the usual")
    told_of: dict[Person, tuple[Identifier, ...]] = Field(
        default={}, description="findings of some people only, beyond those that say so themselves (`among`)")
    answered_by: tuple[Answered, ...] = Field(default=(), description="what is answered by something else that was told")
    spared: Spared | None = None
    left_out: dict[Identifier, LeftOut] = {}

    @model_validator(mode="after")
    def _complete_and_once(self) -> "EffortFile":
        for name, wanted, given in (("cost", get_args(Cost), self.cost), ("wait", get_args(Wait), self.wait)):
            if set(given) != set(wanted) or min(given.values()) < 0:
                raise ValueError(f"{name} needs points of at least 0 for each of {', '.join(wanted)}")
        missing = sorted(set(get_args(FindingKind)) - {"composite"} - set(self.kinds))
        if missing:
            raise ValueError(f"kinds must name the usual way of every kind but composite; missing: {', '.join(missing)}")
        for name, ways in (("findings", self.findings), ("analytes", self.analytes)):
            listed = [one for members in ways.values() for one in members]
            if twice := sorted({one for one in listed if listed.count(one) > 1}):
                raise ValueError(f"{name}: one way each; listed twice: {', '.join(twice)}")
        return self

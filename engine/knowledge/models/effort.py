"""`rules/effort.yaml`: what it takes to find something out, and what is never suggested as a next step."""

from typing import Literal, get_args

from pydantic import Field, model_validator

from .base import Identifier, RuleFile, RuleModel, Sentence
from .finding import FindingKind

Cost = Literal["none", "low", "moderate", "high"]
Wait = Literal["none", "hours", "days", "weeks"]
Harm = Literal["none", "slight", "moderate", "high"]
Told = Literal["onset", "drugs"]
Person = Literal["newborn", "infant", "child", "female", "male", "pregnant"]


class Way(RuleModel):
    """A way to find something out. Cost, wait and harm are levels; the points behind them stand at the top of the file."""

    label: str = Field(min_length=2, max_length=60)
    cost: Cost
    harm: Harm
    wait: Wait


class LeftOut(RuleModel):
    """What is never suggested, and why: single findings, whole groups of correlated findings, analytes."""

    why: Sentence
    findings: tuple[Identifier, ...] = ()
    groups: tuple[Identifier, ...] = ()
    analytes: tuple[Identifier, ...] = ()


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
    answered_by: dict[Told, tuple[Identifier, ...]] = Field(default={}, description="findings that the time course or the list of drugs answers")
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

"""`rules/findings/<kind>.yaml`: the words people use for what is there or not there."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .base import Identifier, Probability, RuleFile, RuleModel, Sentence

FindingKind = Literal[
    "symptom", "sign", "smear", "marrow", "flow", "genetics", "laboratory", "microbiology",
    "imaging", "condition", "exposure", "diet", "family", "course", "composite",
]
Background = Literal["pathognomonic", "specific", "selective", "common", "ubiquitous"]
Whom = Literal["newborn", "infant", "child", "female", "pregnant"]
Examined = Literal["symptom", "examination", "test"]
Reference = Annotated[str, Field(pattern=r"^[a-z0-9-]+(:[a-z0-9-]+)?$")]
"""A finding's id, or `analyte:level` such as `mcv:high`, or `analyte:bin`."""


class Among(RuleModel):
    """The people of whom a finding is told at all, and how often it is so among them for unrelated reasons.

    Being one of them is weighed already, as age, sex or pregnancy; so only its share among them may count.
    """

    whom: Whom
    usual: Probability


class Only(RuleModel):
    """Of whom alone a finding can be true; another entry is told as a contradiction to mend, and changes no rank."""

    sex: Literal["female", "male"] | None = None
    age: tuple[float, float] | None = Field(default=None, description="years, first and last at which it is to be expected now")

    @model_validator(mode="after")
    def _says_something(self) -> "Only":
        if self.sex is None and self.age is None or self.age is not None and not 0 <= self.age[0] < self.age[1]:
            raise ValueError("'only' needs a sex or a span of age; write {sex: female}, {age: [9, 60]} or both")
        return self


class Finding(RuleModel):
    """One thing that can be present or absent.

    `background` says how often it is recorded in people with low counts for unrelated reasons, as a share or by one of
    five words; the numbers behind the words are in `rules/model.yaml`.
    """

    label: str = Field(min_length=2, max_length=90)
    synonyms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = Field(default=(), description="words for one kind of it: present they mean it, absent they deny nothing")
    parents: tuple[Identifier, ...] = ()
    opposites: tuple[Identifier, ...] = ()
    implies: tuple[Reference, ...] = ()
    group: Identifier | None = Field(default=None, description="correlated findings share a group")
    background: Background | Annotated[float, Field(gt=0.0, lt=1.0)] = "selective"
    among: Among | None = Field(default=None, description="told of some people only; instead of background")
    examined: Examined | None = Field(default=None, description="default by kind, see rules/model.yaml")
    lasting: bool | None = Field(default=None, description="still counts when told as history; default by kind")
    recent: bool = Field(default=False, description="true of the last weeks only: dated to them it is there, told in a history, too")
    once: Identifier | None = Field(default=None, description="what it is where it is told as over: it ended before the last weeks")
    effect_of: tuple[Identifier, ...] = Field(default=(), description="analytes whose fall causes it")
    at_least_low: int | None = Field(default=None, ge=2, le=3, description="composite: this many lineages are low")
    tells_count: bool = Field(default=False, description="course: a count named in its words is low now")
    gestation: tuple[float, float] | None = Field(default=None, description="a part of pregnancy: weeks from, and up to")
    only: Only | None = Field(default=None, description="of whom alone it can be true; for its forms, too")
    denies: tuple[Identifier, ...] = Field(default=(), description="absent here means absent there, each by itself")
    hpo: str | None = Field(default=None, pattern=r"^HP:\d{7}$")
    note: Sentence | None = None


class FindingsFile(RuleFile):
    """One file of findings, all of one kind."""

    kind: FindingKind
    findings: dict[Identifier, Finding]

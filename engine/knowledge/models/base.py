"""What every rule model shares: strictness, identifiers, and the shape of a number with a source."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""Kebab-case name of an entry, the same as its key or file name."""

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
"""A share between 0 and 1, never a percentage."""

SourceKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+$", max_length=60)]
"""A key of `rules/sources.yaml`."""

Address = Annotated[str, Field(pattern=r"^https?://[^\s/:?#]\S*$")]
"""An address of the web. It names a host, by which the `copies` of `rules/sources.yaml` are known."""

Sentence = Annotated[str, Field(min_length=3, max_length=600)]


class RuleModel(BaseModel):
    """A part of a rule file. Unknown keys are refused, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Sourced(RuleModel):
    """A part that may say where its numbers were seen. Without a source it is an assumption and is shown as one."""

    source: SourceKey | None = None
    note: Sentence | None = None


class RuleFile(RuleModel):
    """The top of every rule file. `format` is the version of the shape, see `engine.knowledge.migrate`."""

    format: int = Field(default=1, ge=1)

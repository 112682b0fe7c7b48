"""`rules/sources.yaml`: every paper and page that a number was seen in."""

from typing import Literal

from pydantic import Field, model_validator

from .base import Address, RuleFile, RuleModel, SourceKey


class Source(RuleModel):
    """One publication. At least one of `pmid`, `doi` and `url` leads a reader to it."""

    citation: str = Field(min_length=8)
    year: int | None = Field(default=None, ge=1800, le=2100)
    pmid: str | None = Field(default=None, pattern=r"^\d{1,8}$")
    doi: str | None = Field(default=None, pattern=r"^10\.\S+$")
    url: Address | None = None
    seen: str | None = Field(default=None, description="where the figure was read, when that is not the publication")
    tier: Literal["journal", "guideline", "textbook", "tertiary"] = "journal"

    @model_validator(mode="after")
    def _can_be_found(self) -> "Source":
        if not (self.pmid or self.doi or self.url):
            raise ValueError("a source needs a pmid, a doi or a url")
        return self


class SourcesFile(RuleFile):
    """The whole of `rules/sources.yaml`."""

    copies: tuple[str, ...] = Field(default=(), description="hosts that copy, index or collect what others publish, with all that end in them")
    sources: dict[SourceKey, Source]

"""One publication that numbers were seen in, as the running program knows it: its name in short, and where a reader finds it."""

from dataclasses import dataclass
from textwrap import shorten

_SHORT = 44
"""Letters of a citation that is told in a line."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One publication. `copied`: the only address known is that of a place that copies or indexes it."""

    citation: str
    year: int | None
    pmid: str | None
    doi: str | None
    url: str | None
    tier: str
    copied: bool

    @property
    def short(self) -> str:
        """Its citation cut short, with the year."""
        name = shorten(self.citation.split(":")[0].split(".")[0], width=_SHORT, placeholder="…")
        return f"{name}, {self.year}" if self.year and str(self.year) not in name else name

    @property
    def address(self) -> str | None:
        """Where a reader finds it: PubMed, else the publisher by its DOI, else the page on which it was read."""
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return f"https://doi.org/{self.doi}" if self.doi else self.url

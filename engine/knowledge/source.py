"""One publication that numbers were seen in, as the running program knows it: its name in short, and where a reader finds it."""

import re
from dataclasses import dataclass
from textwrap import shorten

_SHORT = 44
"""Letters of a citation that is told in a line."""
_TELLING = 25
"""Letters from which on what stands before a colon is a title: "Table" and the name of a site say nothing."""
_AUTHOR = re.compile(r"[^\W\d_][\w'’ -]{0,30} [A-Z]{1,3}(?: et al|,|\.)|.{0,40}et al\b")
_JOURNAL = re.compile(r"[A-Z][A-Za-z &()-]{2,40}?(?= ?\(?\d|$)")


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
        """Its citation cut short, with the year: by its author, where one is known, else by its title and where it appeared."""
        first = self.citation.split(". ")[0]
        if not _AUTHOR.match(self.citation):
            head = first.split(":")[0]
            name = shorten(head if len(head) >= _TELLING else first, width=_SHORT, placeholder="…")
            where = _JOURNAL.match(self.citation.rsplit(". ", 1)[1]) if ". " in self.citation else None
            name += f", {where[0].strip()}" if where else ""
        else:
            name = shorten(first.split(":")[0].split(".")[0], width=_SHORT, placeholder="…")
        return f"{name}, {self.year}" if self.year and str(self.year) not in name else name

    @property
    def address(self) -> str | None:
        """Where a reader finds it: PubMed, else the publisher by its DOI, else the page on which it was read."""
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return f"https://doi.org/{self.doi}" if self.doi else self.url

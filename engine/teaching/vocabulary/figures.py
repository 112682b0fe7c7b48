"""What the live examples share: the case they are about, what an example says, and how its numbers are printed."""

from dataclasses import dataclass, replace

from ...case.model import Case
from ...case.words import read_words
from ...knowledge.knowledge import Knowledge
from ...reasoning import Ranking, Row, gather, rank, rows
from ...telling import factor
from ...telling import signed as signed
from ...telling import times as times

_FEW = 10


@dataclass(frozen=True, slots=True)
class Live:
    """A live example: sentences, and a table. `rows` have as many cells as `columns`; both are () where there is no table."""

    says: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A case with its ranking; `first` and `second` are its first two rows."""

    case: Case
    ranking: Ranking
    knowledge: Knowledge
    first: Row
    second: Row

    @classmethod
    def of(cls, case: Case, knowledge: Knowledge) -> "Subject":
        """Rank a case."""
        ranking = rank(gather(case, knowledge), knowledge)
        return cls(case, ranking, knowledge, *rows(ranking, knowledge, top=2))

    @property
    def names(self) -> tuple[str, str]:
        """What the first two rows are called."""
        return self.first.name, self.second.name

    @property
    def named(self) -> str:
        """A sentence that says which are the first and the second, so that a table need not repeat long names."""
        return f"The first: {self.first.name}. The second: {self.second.name}."

    def ranked(self, case: Case, *, setting: str | None = None) -> Ranking:
        """Rank another case, or this one elsewhere."""
        return rank(gather(case, self.knowledge, setting=setting), self.knowledge)

    @property
    def story(self) -> Case:
        """What can be told and seen before any value, test or negative finding is known."""
        lexicon, findings = self.knowledge.lexicon, self.knowledge.findings
        seen = tuple(text for text in self.case.present if not any(
            one.kind == "finding" and findings[one.id].examined == "test" for one in read_words(text, "present", lexicon).mentions))
        return replace(self.case, labs={}, series={}, present=seen, absent=(), medications=None)


def share(part: float) -> str:
    """Return a share of 0 to 1 as percent with two significant digits, so that the rare is not nothing and the frequent not all."""
    percent = 100 * part
    if percent >= 99.5 and part < 1:
        return ">99.9%" if percent >= 99.95 else f"{percent:.1f}%"
    return f"{percent:.0f}%" if percent >= _FEW or not percent else f"{percent:.2g}%" if percent >= 0.01 else "<0.01%"


def odds_of(log10: float) -> str:
    """Return odds as people say them: 3.2 to 1, or 1 to 12."""
    told = factor(10 ** abs(log10))
    return f"{told} to 1" if log10 >= 0 else f"1 to {told}"

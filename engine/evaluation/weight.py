"""How much of what speaks for and against the leading candidates comes from numbers with a source."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..case.model import CaseFile
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import ASSUMPTION
from ..reasoning import Explanation, Reason, candidates, gather, rank
from ..reasoning.origins import origins

LEADING = 3


@dataclass(frozen=True, slots=True)
class SourcedWeight:
    """Sum of absolute weights, in log10, by whether the number behind a reason has a source; `by_kind` the same by kind of reason.

    `in_words` is the part of the sourced weight whose source tells of a finding in words only, so that the number is that of a band.
    """

    sourced: float
    total: float
    by_kind: dict[str, tuple[float, float]]
    in_words: float = 0.0

    @property
    def share(self) -> float:
        """Sourced part of the whole, 0 when nothing was weighed."""
        return self.sourced / self.total if self.total else 0.0


def sourced_weight(files: Iterable[CaseFile], knowledge: Knowledge, *, stage: str, setting: str | None, top: int = LEADING) -> SourcedWeight:
    """Return the sourced share of the absolute weight behind the first `top` candidates of every case."""
    leading = [row.explanation for file in files
               for row in candidates(rank(gather(file.at(stage), knowledge, setting=setting), knowledge), knowledge, top=top)]
    found = weigh(reason for one in leading for reason in one.reasons)
    return replace(found, in_words=sum(_in_words(one, knowledge) for one in leading))


def _in_words(explanation: Explanation, knowledge: Knowledge) -> float:
    """Return the weight of the findings whose source gives a word and no figure."""
    origin_of = origins(explanation.leaf, knowledge)
    return sum(abs(one.weight) for one in explanation.reasons
               if one.kind == "finding" and one.source != ASSUMPTION and (origin := origin_of(one.name)) is not None and origin.band)


def weigh(reasons: Iterable[Reason]) -> SourcedWeight:
    """Add up reasons."""
    kinds: dict[str, tuple[float, float]] = {}
    for reason in reasons:
        sourced, total = kinds.get(reason.kind, (0.0, 0.0))
        weight = abs(reason.weight)
        kinds[reason.kind] = (sourced + (weight if reason.source != ASSUMPTION else 0.0), total + weight)
    return SourcedWeight(sum(one for one, _ in kinds.values()), sum(one for _, one in kinds.values()), kinds)

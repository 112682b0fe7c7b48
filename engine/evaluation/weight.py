"""How much of what speaks for and against the leading candidates comes from numbers with a source."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..case.model import CaseFile
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import ASSUMPTION
from ..reasoning import Reason, candidates, gather, rank

LEADING = 3


@dataclass(frozen=True, slots=True)
class SourcedWeight:
    """Sum of absolute weights, in log10, by whether the number behind a reason has a source; `by_kind` the same by kind of reason."""

    sourced: float
    total: float
    by_kind: dict[str, tuple[float, float]]

    @property
    def share(self) -> float:
        """Sourced part of the whole, 0 when nothing was weighed."""
        return self.sourced / self.total if self.total else 0.0


def sourced_weight(files: Iterable[CaseFile], knowledge: Knowledge, *, stage: str, setting: str | None, top: int = LEADING) -> SourcedWeight:
    """Return the sourced share of the absolute weight behind the first `top` candidates of every case."""
    reasons = [reason for file in files
               for row in candidates(rank(gather(file.at(stage), knowledge, setting=setting), knowledge), knowledge, top=top)
               for reason in row.explanation.reasons]
    return weigh(reasons)


def weigh(reasons: Iterable[Reason]) -> SourcedWeight:
    """Add up reasons."""
    kinds: dict[str, tuple[float, float]] = {}
    for reason in reasons:
        sourced, total = kinds.get(reason.kind, (0.0, 0.0))
        weight = abs(reason.weight)
        kinds[reason.kind] = (sourced + (weight if reason.source != ASSUMPTION else 0.0), total + weight)
    return SourcedWeight(sum(one for one, _ in kinds.values()), sum(one for _, one in kinds.values()), kinds)

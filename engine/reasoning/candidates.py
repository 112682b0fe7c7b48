"""The rows that people see: one a family, named by what holds most of it, with its leaves and its explanation."""

from dataclasses import dataclass

from ..knowledge.knowledge import Knowledge
from .explain import Explanation, explain_all
from .rank import Ranking, leaders


@dataclass(frozen=True, slots=True)
class LeafShare:
    """One leaf of a row with its probability."""

    id: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of the ranking. `id` is a cause; `family` is the family's root; `column` is the leaf that is explained."""

    id: str
    name: str
    family: str
    probability: float
    must_not_miss: bool
    leaves: tuple[LeafShare, ...]
    column: int
    explanation: Explanation


def candidates(ranking: Ranking, knowledge: Knowledge, *, top: int = 10) -> tuple[Candidate, ...]:
    """Return the first rows of a ranking.

    A row is named by its deepest leaf that holds at least the set share of it, else by the family's root.

    Args:
        ranking: the result of `rank`. knowledge: the compiled rules. top: most rows to return.
    """
    families = [int(family) for family in ranking.order[:top]]
    strongest = leaders(ranking, knowledge, count=top)
    told = explain_all(ranking, strongest, knowledge)
    return tuple(_candidate(family, int(column), explanation, ranking, knowledge)
                 for family, column, explanation in zip(families, strongest, told, strict=True))


def _candidate(family: int, strongest: int, explanation: Explanation, ranking: Ranking, knowledge: Knowledge) -> Candidate:
    starts = knowledge.tables.family_starts
    end = starts[family + 1] if family + 1 < len(starts) else len(knowledge.leaves)
    columns = list(range(int(starts[family]), int(end)))
    total = float(ranking.family_probability[family])
    root = knowledge.leaves[columns[0]].family
    holder = _holder(columns, total, ranking, knowledge)
    identity = knowledge.leaves[holder].causes[0] if holder is not None else root
    cause = knowledge.causes[identity]
    shares = sorted((LeafShare(knowledge.leaves[column].id, knowledge.leaves[column].name, float(ranking.probability[column]))
                     for column in columns), key=lambda leaf: -leaf.probability)
    name = knowledge.leaves[holder].name if holder is not None and "+" in knowledge.leaves[holder].id else cause.name
    suspects = [one for one in ranking.evidence.culprits if one.effect == cause.effect and cause.effect]
    if suspects and suspects[0].odds > 0.1:
        name = f"{name} ({suspects[0].name})"
    return Candidate(identity, name, root, total, any(knowledge.leaves[column].must_not_miss for column in columns),
                     tuple(shares), strongest, explanation)


def _holder(columns: list[int], total: float, ranking: Ranking, knowledge: Knowledge) -> int | None:
    """Return the deepest leaf that holds most of the row; the family's own "form not known" leaf names nothing."""
    needed = knowledge.model["family_name_share"] * total
    holders = [column for column in columns if ranking.probability[column] >= needed and knowledge.leaves[column].depth > 0]
    return max(holders, key=lambda column: knowledge.leaves[column].depth, default=None)

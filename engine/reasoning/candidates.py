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
class Row:
    """One row of the ranking. `id` is a cause; `family` is the family's root; `column` is its most probable leaf."""

    id: str
    name: str
    family: str
    probability: float
    must_not_miss: bool
    leaves: tuple[LeafShare, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Candidate(Row):
    """A row with everything that speaks for and against it."""

    explanation: Explanation


def rows(ranking: Ranking, knowledge: Knowledge, *, top: int = 10) -> tuple[Row, ...]:
    """Return the first rows of a ranking, not explained.

    A row is named by its deepest leaf that holds at least the set share of it, else by the family's root.

    Args:
        ranking: the result of `rank`. knowledge: the compiled rules. top: most rows to return.
    """
    columns = leaders(ranking, knowledge, count=top)
    families = ranking.order[:top].tolist()
    return tuple(Row(*_row(family, int(column), ranking, knowledge)) for family, column in zip(families, columns, strict=True))


def candidates(ranking: Ranking, knowledge: Knowledge, *, top: int = 10) -> tuple[Candidate, ...]:
    """Return the first rows of a ranking with their explanations. Arguments as for `rows`."""
    columns = leaders(ranking, knowledge, count=top)
    told = explain_all(ranking, columns, knowledge)
    return tuple(Candidate(*_row(family, int(column), ranking, knowledge), explanation)
                 for family, column, explanation in zip(ranking.order[:top].tolist(), columns, told, strict=True))


def _row(family: int, strongest: int, ranking: Ranking, knowledge: Knowledge) -> tuple:
    """Return the values of a Row in order."""
    columns = range(*knowledge.family_spans[family])
    total = float(ranking.family_probability[family])
    holder = _holder(columns, total, ranking, knowledge)
    identity = knowledge.leaves[columns[0]].family if holder is None else knowledge.leaves[holder].causes[0]
    shares = sorted((LeafShare(knowledge.leaves[column].id, knowledge.leaves[column].name, float(ranking.probability[column]))
                     for column in columns), key=lambda leaf: -leaf.probability)
    grave = any(knowledge.leaves[column].must_not_miss for column in columns)
    return identity, _name(identity, holder, ranking, knowledge), knowledge.leaves[columns[0]].family, total, grave, tuple(shares), strongest


def _name(identity: str, holder: int | None, ranking: Ranking, knowledge: Knowledge) -> str:
    """Return the name to show: of the combination if that holds the row, with the drug most suspected where one is."""
    cause = knowledge.causes[identity]
    name = knowledge.leaves[holder].name if holder is not None and "+" in knowledge.leaves[holder].id else cause.name
    suspects = [one for one in ranking.evidence.culprits if cause.effect and one.effect == cause.effect]
    return f"{name} ({suspects[0].name})" if suspects and suspects[0].odds > knowledge.model["name_drug_odds"] else name


def _holder(columns: range, total: float, ranking: Ranking, knowledge: Knowledge) -> int | None:
    """Return the deepest leaf that holds most of the row; the family's own "form not known" leaf names nothing."""
    needed = knowledge.model["family_name_share"] * total
    holders = [column for column in columns if ranking.probability[column] >= needed and knowledge.leaves[column].depth > 0]
    return max(holders, key=lambda column: knowledge.leaves[column].depth, default=None)

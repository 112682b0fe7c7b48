"""The rows that people see: one a family, named by what holds most of it, with its leaves and its explanation."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import LeafRecord
from .explain import Explanation, explain_all
from .rank import Ranking, leaders

_ID, _NAME, _GRAVE = (attrgetter(field) for field in ("id", "name", "must_not_miss"))
_PROBABILITY = attrgetter("probability")


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


_RowValues = tuple[str, str, str, float, bool, tuple[LeafShare, ...], int]
"""The values of a Row in the order of its fields."""


@dataclass(frozen=True, slots=True)
class Candidate(Row):
    """A row with everything that speaks for and against it."""

    explanation: Explanation


def rows(ranking: Ranking, knowledge: Knowledge, *, top: int = 10) -> tuple[Row, ...]:
    """Return the first rows of a ranking, not explained.

    A row is named by its most probable leaf, where that holds at least the set share of it; else by the cause of this leaf, where that holds
    as much together with what it brings on; else by the family's root.

    Args:
        ranking: the result of `rank`. knowledge: the compiled rules. top: most rows to return.
    """
    return tuple(Row(*one) for one in _rows(ranking, leaders(ranking, knowledge, count=top), knowledge))


def candidates(ranking: Ranking, knowledge: Knowledge, *, top: int = 10) -> tuple[Candidate, ...]:
    """Return the first rows of a ranking with their explanations. Arguments as for `rows`."""
    columns = leaders(ranking, knowledge, count=top)
    told = explain_all(ranking, columns, knowledge)
    return tuple(Candidate(*one, explanation) for one, explanation in zip(_rows(ranking, columns, knowledge), told, strict=True))


def _rows(ranking: Ranking, strongest: np.ndarray, knowledge: Knowledge) -> Iterator[_RowValues]:
    """Yield the values of each Row in order, for the first families, of which `strongest` are the most probable leaves."""
    probability = ranking.probability.tolist()
    for family, column in zip(ranking.order[:len(strongest)].tolist(), strongest.tolist(), strict=True):
        start, end = knowledge.family_spans[family]
        leaves, shares = knowledge.leaves[start:end], probability[start:end]
        total = float(ranking.family_probability[family])
        first, needed = knowledge.leaves[column], knowledge.model["family_name_share"] * total
        of_cause = sum(share for leaf, share in zip(leaves, shares, strict=True) if leaf.causes[0] == first.causes[0])
        identity = first.causes[0] if of_cause >= needed else first.family
        told = sorted(map(LeafShare, map(_ID, leaves), map(_NAME, leaves), shares), key=_PROBABILITY, reverse=True)
        yield (identity, _name(identity, first if probability[column] >= needed else None, ranking, knowledge), first.family, total,
               any(map(_GRAVE, leaves)), tuple(told), column)


def _name(identity: str, holder: LeafRecord | None, ranking: Ranking, knowledge: Knowledge) -> str:
    """Return the name to show: of the combination if that holds the row, with the drugs suspected most where there are any.

    Named is every drug with at least the set share of the odds of the most suspected one; of more than the set number how many they are.
    """
    cause = knowledge.causes[identity]
    name = holder.name if holder is not None and "+" in holder.id else cause.name
    rule = knowledge.model["name_drugs"]
    suspects = [one for one in ranking.evidence.culprits if cause.effect and one.effect == cause.effect]
    drugs = dict.fromkeys(one.name for one in suspects if one.odds > max(rule["odds"], suspects[0].odds * rule["share"]))
    if not drugs:
        return name
    return f"{name} ({' or '.join(drugs)})" if len(drugs) <= rule["most"] else f"{name} (any of {len(drugs)} drugs)"

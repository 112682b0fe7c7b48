"""A set of look-alikes side by side in one case, and how a row of practice went: each set by itself, and mixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..reasoning import Ranking
from .contrast import BLOCKED, MIXED, Difference, Drill, contrast
from .rules import teaching_rules
from .sampler import nearest_listed
from .scores import Guess, is_true, minus_log


@dataclass(frozen=True, slots=True)
class Member:
    """A cause of a set in a case: its id, the engine's probability, its forms included but those that are listed themselves, whether the case was
    drawn from it, and what separates the true one from it, what separates most first (`favors_first` is for the true one; () for that itself)."""

    cause: str
    probability: float
    is_true: bool
    differences: tuple[Difference, ...]


def members(ranking: Ranking, truth: str, name: str, knowledge: Knowledge) -> tuple[Member, ...]:
    """Return the causes of a set as they stand in a case, the true one first, then the most probable first.

    Args:
        ranking: the result of `rank`. truth: id of the leaf that the case was drawn from. name: id of the set.

    Raises:
        CaseError: the set is not known.
    """
    sets = teaching_rules(knowledge)["sets"]
    if name not in sets:
        raise CaseError(f"set '{name}' is not known; allowed: {', '.join(sets)}; choose one")
    listed, column = list(sets[name]["causes"]), knowledge.column(truth)
    columns: dict[str | None, list[int]] = {cause: [] for cause in (*listed, None)}
    for number, leaf in enumerate(knowledge.leaves[:-1]):
        columns[_member(leaf.causes, listed, knowledge)].append(number)
    found = []
    for cause in listed:
        own, likeliest = column in columns[cause], max(columns[cause], key=lambda number: float(ranking.probability[number]))
        separating = () if own else tuple(one for one in contrast(ranking, column, likeliest, knowledge)
                                          if abs(one.favors_first) >= knowledge.model["tell_weight"])
        found.append(Member(cause, float(ranking.probability[columns[cause]].sum()), own, separating))
    return tuple(sorted(found, key=lambda one: (not one.is_true, -one.probability)))


def _member(causes: tuple[str, ...], listed: list[str], knowledge: Knowledge) -> str | None:
    """Return the cause of a set that a leaf counts for, so that each counts once: of a form that is listed itself, not what it is a form of."""
    return next((found for cause in causes if (found := nearest_listed(cause, listed, knowledge)) is not None), None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How a set went in one order of a row, "blocked" or "mixed": cases answered, in how many the right cause stood first, the mean log score."""

    set: str
    order: str
    answered: int
    first: int
    log_score: float


def tally(row: Sequence[Drill], answers: Mapping[int, tuple[Sequence[Guess], str]], knowledge: Knowledge) -> tuple[Tally, ...]:
    """Return how a row of practice went so far, each set by itself and mixed, in the order of the row; what was not answered is left out.

    Args:
        row: the result of `drills`. answers: by number of the case, the list, most probable first, and the id of the leaf that was true.
    """
    groups: dict[tuple[str, str], list[tuple[Sequence[Guess], str]]] = {}
    for one in sorted(row, key=lambda drill: ((BLOCKED, MIXED).index(drill.order), drill.number)):
        if one.number in answers:
            groups.setdefault((one.set, one.order), []).append(answers[one.number])
    return tuple(Tally(name, order, len(given), sum(is_true(listed[0].cause, leaf, knowledge) for listed, leaf in given),
                       sum(minus_log(listed, leaf, knowledge) for listed, leaf in given) / len(given))
                 for (name, order), given in groups.items())

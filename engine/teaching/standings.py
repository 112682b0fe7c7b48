"""The engine's list as a committed list is held against it: one number for each cause, wherever it stands.

A row of the ranking holds a family, and may be two causes together. Here every cause of the leading rows has a line of its own with all that the
engine gives it, alone and together with another, so that the list, the scores and what is said of an answer tell the same number of the same cause.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from ..reasoning import Ranking, Row, rows
from .habits import probability_of
from .scores import is_true


@dataclass(frozen=True, slots=True)
class Standing:
    """A cause in the engine's list: how it is named, what the engine gives its family, with whom it stands together for most of that ("" for
    alone), and of its forms those asked about, with the number of each."""

    cause: str
    name: str
    probability: float
    together: str
    forms: tuple[tuple[str, float], ...]


def standings(ranking: Ranking, knowledge: Knowledge, *, asked: Iterable[str] = (), top: int = 5) -> tuple[Standing, ...]:
    """Return the engine's first causes, the most probable first. A cause that stands alone and together with another is one line.

    Args:
        asked: causes whose own number is told below the line where that is named otherwise: those of a committed list, and the true one.
    """
    found: dict[str, tuple[str, str]] = {}
    for row in rows(ranking, knowledge, top=2 * top):
        for cause, name, together in _told(row, knowledge):
            found.setdefault(line_of(cause, knowledge)[-1], (cause, together and name))
    listed = []
    for root, (cause, together) in found.items():
        forms = tuple((one, probability_of(one, ranking, knowledge)) for one in dict.fromkeys(asked)
                      if one != cause and line_of(one, knowledge)[-1] == root)
        listed.append(Standing(cause, knowledge.causes[cause].name, probability_of(root, ranking, knowledge), together, forms))
    return tuple(sorted(listed, key=lambda one: -one.probability)[:top])


def _told(row: Row, knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Yield the causes of a row with its name, and whether it is a combination: first what names it, then what stands together with that."""
    strongest = row.leaves[0]
    others = [cause for cause in strongest.id.split("+") if line_of(cause, knowledge)[-1] != row.family]
    holds = strongest.probability >= knowledge.model["leaf_counts_share"] * row.probability
    yield row.id, row.name, row.name if others and holds else ""
    for cause in others if holds else ():
        yield cause, row.name, row.name


def place_of(leaf: str, ranking: Ranking, knowledge: Knowledge) -> int:
    """Return the place of a true cause in such a list, 1 for first: how many others have more than what the engine gives it."""
    truth = knowledge.leaves[knowledge.column(leaf)].causes[0]
    own = probability_of(truth, ranking, knowledge)
    return 1 + sum(one.probability > own and not is_true(one.cause, leaf, knowledge)
                   for one in standings(ranking, knowledge, top=len(knowledge.families) // 2))

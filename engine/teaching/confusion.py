"""Which look-alikes are taken for each other, over many answers of one learner or of a class."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from .record import Answer
from .rules import teaching_rules
from .sampler import nearest_listed
from .scores import is_true


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each cause of a set was put first when each was true.

    `causes` are ids; `counts[i][j]` counts the answers in which `causes[i]` was true and `causes[j]` stood first, shape (n, n + 1): the last
    column is for causes outside the set.
    """

    causes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def answers(self) -> int:
        """How many answers it counts."""
        return sum(map(sum, self.counts))


def confusion(answers: Sequence[Answer], name: str, knowledge: Knowledge) -> Confusion:
    """Count the first causes of a set of look-alikes against the true ones; a form of a cause counts as the cause.

    Args:
        answers: of any topic; those whose true cause is not in the set are left out. name: id of the set.

    Raises:
        CaseError: the set is not known.
    """
    sets = teaching_rules(knowledge)["sets"]
    if name not in sets:
        raise CaseError(f"set '{name}' is not known; allowed: {', '.join(sets)}; choose one")
    listed = list(sets[name]["causes"])
    counts = [[0] * (len(listed) + 1) for _ in listed]
    for one in answers:
        true = next((found for cause in knowledge.leaves[knowledge.column(one.truth)].causes
                     if (found := nearest_listed(cause, listed, knowledge)) is not None), None)
        if true is not None:
            first = nearest_listed(one.guesses[0].cause, listed, knowledge)
            counts[listed.index(true)][len(listed) if first is None else listed.index(first)] += 1
    return Confusion(tuple(listed), tuple(map(tuple, counts)))


def most_confused(answers: Sequence[Answer], knowledge: Knowledge, *, count: int = 10) -> tuple[tuple[str, str, int], ...]:
    """Return which cause was put first in place of which, the most frequent first: (id of the true cause, id of the one put first, times)."""
    pairs = Counter((knowledge.leaves[knowledge.column(one.truth)].causes[0], one.guesses[0].cause) for one in answers
                    if not is_true(one.guesses[0].cause, one.truth, knowledge))
    return tuple((true, first, times) for (true, first), times in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:count])

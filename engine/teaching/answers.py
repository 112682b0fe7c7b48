"""What the questions find: each finding present or absent as often as the knowledge says, correlated ones together."""

from ..case.limits import limits_for
from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from .values import Latent
from .work_up import Question


def draw_states(leaf: int, questions: list[Question], low: set[str], latent: Latent, knowledge: Knowledge) -> dict[str, bool]:
    """Draw for each question whether the finding is there: by finding, True for present.

    Findings of a group share one uniform number u: what the leaf makes more frequent is there when u < P(f | leaf), what it makes
    rarer when u > 1 - P(f | leaf), so that typical goes with typical and every share is kept. What a low count causes is
    no more frequent than in causes at large where that count is not low.

    Args:
        leaf: number of the column. questions: what is asked. low: analytes that are low. latent: numbers by group, shared with the values.
    """
    states = {}
    for question in questions:
        one = question.finding
        share, usual = float(knowledge.tables.probability[one.index, leaf]), float(knowledge.tables.mean[one.index])
        position = latent.of(one.group)
        if one.effect_of and not low & set(one.effect_of):
            share = min(share, usual)
        states[one.id] = position < share if share >= usual else position > 1 - share
    return states


def low_in(values: dict[str, float], case: Case, knowledge: Knowledge) -> set[str]:
    """Return the analytes whose value, in the canonical unit, is low for the person."""
    return {name for name, value in values.items() if limits_for(knowledge.analytes[name], case).level(value) == "low"}

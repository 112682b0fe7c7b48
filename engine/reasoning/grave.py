"""Which rows must not be missed, and why. Like a red flag it stands beside the ranking and never changes it."""

from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from .candidates import Row


def why_grave(row: Row, knowledge: Knowledge) -> str:
    """Return the sentence why a row must not be missed, "" where that is too improbable to be told.

    What counts is the probability of those of its forms that must not be missed, together; the limit is `tell_grave` of the
    model. The sentence is the row's own, else that of the most probable of those forms, with its name before it.
    """
    grave = [leaf for leaf in row.leaves if knowledge.leaves[knowledge.column(leaf.id)].must_not_miss]
    if not grave or sum(leaf.probability for leaf in grave) < knowledge.model["tell_grave"]:
        return ""
    if own := _reason(row.id, knowledge):
        return own
    causes = [name for leaf in grave for name in knowledge.leaves[knowledge.column(leaf.id)].causes]
    return next(f"{knowledge.causes[name].name}: {why}" for name in causes if (why := _reason(name, knowledge)))


def _reason(cause: str, knowledge: Knowledge) -> str:
    """Return the reason of a cause, else that of what it is a form of."""
    return next((why for one in line_of(cause, knowledge) if (why := knowledge.causes[one].must_not_miss)), "")

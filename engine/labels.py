"""Plain labels of diagnoses to causes: by id, name or synonym, whatever the case, spelling and word order."""

from .case.lexicon import bag
from .knowledge.knowledge import Knowledge


def label_table(knowledge: Knowledge) -> dict[str, str]:
    """Return every known label in normal form with the cause it names; names win over synonyms."""
    spelling = knowledge.extras["lexicon"].spelling
    table: dict[str, str] = {}
    for pick in (lambda one: (one.id, one.name), lambda one: one.synonyms):
        for cause in knowledge.causes.values():
            for label in pick(cause):
                table.setdefault(bag(spelling.normal(label.replace("-", " "))), cause.id)
    table.pop("", None)
    return table


def resolve_label(label: str, knowledge: Knowledge) -> str | None:
    """Return the id of the cause that a label names, or None. Nothing is matched by resemblance."""
    spelling = knowledge.extras["lexicon"].spelling
    return label_table(knowledge).get(bag(spelling.normal(label.replace("-", " ").replace("/", " "))))


def is_right(candidate_causes: set[str], accepted: set[str], knowledge: Knowledge) -> bool:
    """Return whether a row is right: it holds an accepted cause, or a form of one."""
    for name in candidate_causes:
        cause: str | None = name
        while cause is not None:
            if cause in accepted:
                return True
            cause = knowledge.causes[cause].parent
    return False

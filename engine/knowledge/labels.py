"""Plain labels of diagnoses to causes: by id, name or synonym, whatever the case, spelling and word order."""

import re
from collections.abc import Mapping

from .knowledge import Knowledge
from .records import CauseRecord
from .words.lexicon import bag
from .words.text import Spelling

_ASIDE = re.compile(r"\s*\([^()]*\)")


def label_table(causes: Mapping[str, CauseRecord], spelling: Spelling) -> dict[str, str]:
    """Return every known label in normal form with the cause it names; names win over synonyms, these over names without their brackets."""
    table: dict[str, str] = {}
    for pick in (lambda one: (one.id, one.name), lambda one: one.synonyms, lambda one: (_ASIDE.sub("", one.name),)):
        for cause in causes.values():
            for label in pick(cause):
                table.setdefault(_normal(label, spelling), cause.id)
    table.pop("", None)
    return table


def resolve_label(label: str, knowledge: Knowledge) -> str | None:
    """Return the id of the cause that a label names, or None. Nothing is matched by resemblance; what stands in brackets may be left out."""
    spelling = knowledge.lexicon.spelling
    return knowledge.labels.get(_normal(label, spelling)) or knowledge.labels.get(_normal(_ASIDE.sub("", label), spelling))


def _normal(label: str, spelling: Spelling) -> str:
    return bag(spelling.normal(label.replace("-", " ").replace("/", " ")))


def is_right(candidate_causes: set[str], accepted: set[str], knowledge: Knowledge) -> bool:
    """Return whether a row is right: it holds an accepted cause, or a form of one."""
    for name in candidate_causes:
        cause: str | None = name
        while cause is not None:
            if cause in accepted:
                return True
            cause = knowledge.causes[cause].parent
    return False

"""The rules of `rules/teaching.yaml`, by which cases are drawn and answers are judged."""

from ..errors import CaseError
from ..knowledge.knowledge import Knowledge


def teaching_rules(knowledge: Knowledge) -> dict:
    """Return the content of `rules/teaching.yaml`. Raises CaseError where the rules hold none: nothing can be taught by them."""
    if knowledge.teaching is None:
        raise CaseError("rules/teaching.yaml is missing; practice cases are drawn and scored by it; write it, see rules/README.md")
    return knowledge.teaching

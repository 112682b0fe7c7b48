"""Words of the field, each with a live example: the engine's own numbers on an example case.

    live = example("likelihood-ratio", case, knowledge)
    live.says                 # sentences
    live.columns, live.rows   # a table

What a word means, and where that was read, stands under `vocabulary` in `rules/teaching.yaml`.
"""

from collections.abc import Callable

from ...case.model import Case
from ...errors import CaseError
from ...knowledge.knowledge import Knowledge
from .describing import illness_script, problem_representation, semantic_qualifier
from .figures import Live, Subject
from .pitfalls import anchored, base_rate, closed_early
from .weighing import findings_together, likelihood_ratio, odds, pretest_probability, threshold

LIVE: dict[str, Callable[[Subject], Live]] = {
    "problem-representation": problem_representation, "semantic-qualifier": semantic_qualifier, "illness-script": illness_script,
    "pretest-probability": pretest_probability, "likelihood-ratio": likelihood_ratio, "odds": odds, "findings-together": findings_together,
    "threshold": threshold, "premature-closure": closed_early, "anchoring": anchored, "base-rate-neglect": base_rate,
}
"""What makes the live example of each word."""

__all__ = ["LIVE", "Live", "Subject", "example"]


def example(word: str, case: Case, knowledge: Knowledge) -> Live:
    """Return the live example of a word on a case.

    Args:
        word: a key of `vocabulary` in `rules/teaching.yaml`. case: any case that can be ranked. knowledge: the compiled rules.

    Raises:
        CaseError: the word is not known.
    """
    if word not in LIVE:
        raise CaseError(f"word '{word}' is not known; allowed: {', '.join(LIVE)}; choose one")
    return LIVE[word](Subject.of(case, knowledge))

"""Answers of a learner, made for tests."""

from datetime import UTC, datetime, timedelta

from engine.teaching import Guess
from engine.teaching.record import Answer

START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
MISSED = 0.05
"""A probability given to the true cause with which an answer counts as missed."""


def answer(number: int = 0, *, given: float = MISSED, days: float = 0.0, topic: str = "megaloblastic") -> Answer:
    """An answer of which only what matters differs."""
    return Answer(START + timedelta(days=days), "practice", topic, f"case-{number}", "copper-deficiency",
                  (Guess("copper-deficiency", given), Guess("folate-deficiency", round(1 - given, 3))), given, seed=number)

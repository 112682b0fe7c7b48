"""What the tests of teaching share: the bank of questions, and some practice cases drawn once."""

import pytest

from engine.teaching import QuestionBank, Vignette, sample

DRAWN = 400


@pytest.fixture(scope="session")
def bank(knowledge) -> QuestionBank:
    """All that may be asked about."""
    return QuestionBank.of(knowledge)


@pytest.fixture(scope="session")
def vignettes(knowledge, bank) -> list[Vignette]:
    """Practice cases of the first seeds, of any difficulty."""
    return [sample(knowledge, seed=seed, bank=bank) for seed in range(DRAWN)]

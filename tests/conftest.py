"""What all tests share: the knowledge, and Hypothesis without a clock and with the same examples in every run."""

import pytest
from hypothesis import settings

import engine

settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)  # pytest --hypothesis-profile=explore
settings.load_profile("suite")


@pytest.fixture(scope="session")
def knowledge() -> engine.Knowledge:
    """The project's own rules, compiled."""
    return engine.load()

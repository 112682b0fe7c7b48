"""What all tests share: the knowledge, and Hypothesis without a clock and with the same examples in every run."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

import engine
from engine.knowledge.words.lexicon import Lexicon

settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)  # pytest --hypothesis-profile=explore
settings.load_profile("suite")


@pytest.fixture(scope="session")
def knowledge() -> engine.Knowledge:
    """The project's own rules, compiled."""
    return engine.load()


@pytest.fixture(scope="session")
def lexicon(knowledge) -> Lexicon:
    """The words by which entries are understood."""
    return knowledge.lexicon


@pytest.fixture(scope="session", autouse=True)
def _own_progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Answers of the tests go into a file of their own, also from the servers that tests start; never into that of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PENIA_PROGRESS", str(tmp_path_factory.mktemp("progress") / "progress.sqlite"))
        yield

"""The app as tests of pages open it, and the file in which a learner's answers are kept."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine
from streamlit.testing.v1 import AppTest

from engine.teaching.store import prepare
from tests.pages.driving import opened


@pytest.fixture
def place(tmp_path, monkeypatch) -> Iterator[Engine]:
    """The learner's file, and the database in it."""
    path = tmp_path / "mine.sqlite"
    monkeypatch.setenv("PENIA_PROGRESS", str(path))
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def app() -> AppTest:
    """The app as it opens."""
    return opened()

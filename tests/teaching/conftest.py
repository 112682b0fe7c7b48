"""What the tests of teaching share: the bank of questions, some practice cases drawn once, and places where answers are kept."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from engine.teaching import QuestionBank, Vignette, sample
from engine.teaching.store import prepare
from tests.teaching.servers import is_installed, postgresql

DRAWN = 400
PLACES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(not is_installed(), reason="no PostgreSQL server is installed"))]


@pytest.fixture(scope="session")
def bank(knowledge) -> QuestionBank:
    """All that may be asked about."""
    return QuestionBank.of(knowledge)


@pytest.fixture(scope="session")
def vignettes(knowledge, bank) -> list[Vignette]:
    """Practice cases of the first seeds, of any difficulty."""
    return [sample(knowledge, seed=seed, bank=bank) for seed in range(DRAWN)]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server that runs for these tests."""
    with postgresql() as address:
        yield address


@pytest.fixture(params=PLACES)
def address(request, tmp_path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'progress.sqlite'}"
    found = request.getfixturevalue("server")
    engine = create_engine(found)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return found


@pytest.fixture
def place(address) -> Iterator[Engine]:
    """The same, ready for answers."""
    engine = create_engine(address)
    prepare(engine)
    yield engine
    engine.dispose()

"""Where answers are kept: one learner or many, sessions at once, and what is no database."""

import multiprocessing
import sqlite3

import pytest
from sqlalchemy import create_engine

from engine.errors import ProgressError
from engine.teaching.store import append, forget, kept, own_learner, prepare
from tests.teaching.answers import answer

SESSIONS, EACH = 3, 20


def test_answers_are_given_back_oldest_first_and_each_learner_has_their_own(place):
    append(place, "me", [answer(2, days=3), answer(1)])
    append(place, "you", [answer(3)])

    assert (kept(place, "me"), kept(place, "you"), kept(place, "nobody")) == ((answer(1), answer(2, days=3)), (answer(3),), ())


def test_an_answer_that_comes_twice_is_kept_once(place):
    assert (append(place, "me", [answer(1), answer(1)]), append(place, "me", [answer(1), answer(2)])) == (1, 1)
    assert kept(place, "me") == tuple(sorted((answer(1), answer(2)), key=lambda one: one.id))


def test_all_answers_of_one_learner_are_deleted_and_of_no_other(place):
    append(place, "me", [answer(1), answer(2)])
    append(place, "you", [answer(3)])

    assert (forget(place, "me"), kept(place, "me"), kept(place, "you")) == (2, (), (answer(3),))


def test_what_was_deleted_is_no_longer_in_the_file(tmp_path):
    file = tmp_path / "progress.sqlite"
    engine = create_engine(f"sqlite:///{file}")
    prepare(engine)
    append(engine, "me", [answer(424242)])
    forget(engine, "me")

    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    engine.dispose()
    assert b"penia_answer" in left
    assert b"case-424242" not in left


def test_a_file_has_one_learner_whoever_asks_first(place):
    assert [own_learner(place, new=name) for name in ("first", "second")] == ["first", "first"]


def test_preparing_again_changes_nothing(place):
    append(place, "me", [answer(1)])
    prepare(place)

    assert kept(place, "me") == (answer(1),)


def _session(address: str, name: int, begin, told) -> None:
    """A session of its own process: it prepares the database, asks whose it is, and keeps answers one by one."""
    engine = create_engine(address)
    begin.wait(timeout=60)
    try:
        prepare(engine)
        learner = own_learner(engine, new=f"session-{name}")
        for number in range(EACH):
            append(engine, "me", [answer(1000 * name + number, days=number / 100), answer(number, days=50)])
        told.put(learner)
    except ProgressError as error:
        told.put(f"session {name}: {error}")  # else the test would wait for it
    finally:
        engine.dispose()


def test_sessions_that_write_at_once_lose_nothing(address):
    context = multiprocessing.get_context("spawn")
    begin, told = context.Barrier(SESSIONS), context.Queue()
    sessions = [context.Process(target=_session, args=(address, name, begin, told)) for name in range(1, SESSIONS + 1)]
    for session in sessions:
        session.start()
    learners = {told.get(timeout=120) for _ in sessions}
    for session in sessions:
        session.join(timeout=60)
    engine = create_engine(address)
    answers = kept(engine, "me")
    engine.dispose()

    expected = {1000 * name + number for name in range(1, SESSIONS + 1) for number in range(EACH)} | set(range(EACH))
    assert ([session.exitcode for session in sessions], len(learners), [told for told in learners if ": " in told]) == ([0] * SESSIONS, 1, [])
    assert (len(answers), {one.seed for one in answers}) == (len(expected), expected)


def test_a_connection_that_cannot_begin_the_log_because_another_holds_the_file_works_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.teaching.store._WAIT_MS", 20)
    file = tmp_path / "progress.sqlite"
    engine = create_engine(f"sqlite:///{file}")
    prepare(engine)
    append(engine, "me", [answer(1)])
    engine.dispose()
    reader = sqlite3.connect(file, isolation_level=None)
    assert reader.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM penia_answer").fetchone()

    assert kept(engine, "me") == (answer(1),)
    engine.dispose()
    reader.close()


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path):
    file = tmp_path / "progress.sqlite"
    file.write_bytes(b"my notes, not a database, " * 100)
    engine = create_engine(f"sqlite:///{file}")
    with pytest.raises(ProgressError) as error:
        prepare(engine)
    engine.dispose()

    assert "file is not a database" in str(error.value)
    assert file.read_bytes() == b"my notes, not a database, " * 100


def test_another_kind_of_database_is_refused():
    class Other:
        class dialect:
            name = "oracle"

    with pytest.raises(ProgressError, match="^progress cannot be kept in oracle; allowed: sqlite, postgresql; change the address of the database$"):
        prepare(Other())


def test_a_failed_write_keeps_what_was_there(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'progress.sqlite'}")
    prepare(engine)
    append(engine, "me", [answer(1)])
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TRIGGER refuse BEFORE INSERT ON penia_answer WHEN NEW.id = '" + answer(3).id
                                   + "' BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(ProgressError, match="disk full"):
        append(engine, "me", [answer(2), answer(3)])

    assert kept(engine, "me") == (answer(1),)
    engine.dispose()

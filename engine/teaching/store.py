"""Where answers are kept: a database by SQLAlchemy, SQLite in a file or PostgreSQL.

Answers are only added and, all at once, removed; none is ever read, changed and written back. So sessions that write at the same time lose nothing:
SQLite keeps a log beside the file (WAL), takes its lock when a writing transaction begins and waits for it; PostgreSQL has a row for each.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy import JSON, Column, Engine, MetaData, String, Table, delete, event, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..errors import ProgressError
from .record import Answer, from_record, in_order, to_record

T = TypeVar("T")

_WAIT_MS = 30_000
_TRIES = 3
_LOCK = 7_210_601       # any number: names the advisory lock under which tables are made
_TABLES = MetaData()
_ANSWERS = Table("penia_answer", _TABLES, Column("learner", String(64), primary_key=True), Column("id", String(32), primary_key=True),
                 Column("at", String(40), nullable=False), Column("record", JSON, nullable=False))
_LEARNERS = Table("penia_learner", _TABLES, Column("place", String(16), primary_key=True), Column("learner", String(64), nullable=False))
_INSERT: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def prepare(engine: Engine) -> None:
    """Make a database ready: its tables, and for SQLite its log and waiting. Doing it again, or in two processes at once, changes nothing.

    Raises:
        ProgressError: the database cannot be used, or is neither SQLite nor PostgreSQL.
    """
    if engine.dialect.name not in _INSERT:
        raise ProgressError(f"progress cannot be kept in {engine.dialect.name}; allowed: {', '.join(_INSERT)}; change the address of the database")
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _on_connect):
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)

    def make(connection: Connection) -> None:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _TABLES.create_all(connection)

    _written(engine, make)


def _on_connect(connection: sqlite3.Connection, _: object) -> None:
    """SQLite: transactions begin where SQLAlchemy says so, wait for each other, and leave nothing of what was deleted in the file."""
    connection.isolation_level = None
    for setting in (f"busy_timeout = {_WAIT_MS}", "synchronous = NORMAL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Beginning the log does not wait for others. Without it writing is as safe, only slower; the next connection tries again.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("penia_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _written(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Do something in one writing transaction: all of it or nothing; again where another session came between."""
    for left in reversed(range(_TRIES)):
        try:
            with engine.connect().execution_options(penia_writes=True) as connection, connection.begin():
                return work(connection)
        except DBAPIError as error:
            if not left:
                raise ProgressError(_told(error)) from error
        except SQLAlchemyError as error:
            raise ProgressError(_told(error)) from error
    raise AssertionError("unreachable")


def _told(error: SQLAlchemyError | ValueError) -> str:
    lines = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    return f"the place where progress is kept cannot be used ({lines[0][:200]}); nothing in it was changed; look at its file or address"


def own_learner(engine: Engine, *, new: str) -> str:
    """Return the one learner of a database on the learner's own machine.

    Args:
        new: an anonymous id to take when there is none yet.
    """
    def find(connection: Connection) -> str:
        connection.execute(_INSERT[engine.dialect.name](_LEARNERS).values(place="own", learner=new).on_conflict_do_nothing())
        return connection.execute(select(_LEARNERS.c.learner).where(_LEARNERS.c.place == "own")).scalar_one()

    return _written(engine, find)


def append(engine: Engine, learner: str, answers: Iterable[Answer]) -> int:
    """Keep answers of a learner: all of them or, when it fails, none. What is there already stays as it is.

    Returns:
        How many were new.

    Raises:
        ProgressError: they cannot be kept.
    """
    rows = list({one.id: {"learner": learner, "id": one.id, "at": one.at.isoformat(), "record": to_record(one)} for one in answers}.values())

    def keep(connection: Connection) -> int:
        known = set(connection.execute(select(_ANSWERS.c.id).where(_ANSWERS.c.learner == learner)).scalars())
        fresh = [row for row in rows if row["id"] not in known]
        if fresh:
            connection.execute(_INSERT[engine.dialect.name](_ANSWERS).on_conflict_do_nothing(), fresh)
        return len(fresh)

    return _written(engine, keep)


def kept(engine: Engine, learner: str) -> tuple[Answer, ...]:
    """Return all answers of a learner, oldest first. Raises ProgressError where they cannot be read."""
    try:
        with engine.connect() as connection:
            rows = connection.execute(select(_ANSWERS.c.id, _ANSWERS.c.record).where(_ANSWERS.c.learner == learner)).all()
    except (SQLAlchemyError, ValueError) as error:
        raise ProgressError(_told(error)) from error
    return in_order([from_record(record, where=f"answer {name}") for name, record in rows])


def forget(engine: Engine, learner: str) -> int:
    """Remove all answers of a learner, for good. Returns how many there were."""
    removed = _written(engine, lambda connection: connection.execute(delete(_ANSWERS).where(_ANSWERS.c.learner == learner)).rowcount)
    if engine.dialect.name == "sqlite":
        with suppress(SQLAlchemyError), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return removed

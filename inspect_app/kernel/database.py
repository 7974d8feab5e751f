"""Engines and sessions: SQLite embedded by default, PostgreSQL by its URL, the same behaviour on both."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from inspect_app.kernel.folding import teach_folding
from inspect_app.kernel.turns import Turns, TurnTaking, take_turns

BUSY_TIMEOUT_SECONDS = 20
READING = "inspect_reading"


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the WAL-reset fault (fixed in 3.51.3 and 3.50.7), so that WAL loses nothing."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0)


def journal_mode() -> str:
    """The journal mode that this SQLite library may be trusted with."""
    return "WAL" if wal_is_safe() else "DELETE"


def _on_connect(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    # BEGIN is ours, not the driver's: a deferred one turns read-then-write into "database is locked".
    connection.isolation_level = None
    teach_folding(connection)
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(f"PRAGMA journal_mode={journal_mode()}")
    cursor.close()


def _begin_in_turn(turns: Turns) -> Callable[[Connection], None]:
    """Begins each transaction: a reading one at once, a writing one when its turn has come."""

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(READING, False):
            connection.exec_driver_sql("BEGIN")
            return
        own: Any = connection.connection.dbapi_connection
        if not isinstance(own, TurnTaking):
            raise TypeError("a connection to SQLite that knows no turns")
        try:
            own.begin_writing(turns, BUSY_TIMEOUT_SECONDS)
        except sqlite3.OperationalError as error:
            raise OperationalError("BEGIN IMMEDIATE", None, error) from error

    return begin


def prepare_engine(engine: Engine) -> Engine:
    """Gives an engine the behaviour that all rooms count on; to be called once for each engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", take_turns)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _begin_in_turn(Turns()))
    return engine


def make_engine(url: str) -> Engine:
    """An engine for the URL; the folder of a SQLite file is made if missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    return prepare_engine(create_engine(parsed))


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions for commands and jobs; expire on commit is off, so results can be shown afterwards."""
    return sessionmaker(engine, expire_on_commit=False)


def read_only(session: Session) -> None:
    """Marks the coming transaction as reading: all its statements see one moment, and on SQLite it takes no write lock."""
    options: dict[str, Any] = {READING: True}
    bind = session.get_bind()
    if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
        # By default each statement would see what was committed since the one before.
        options["isolation_level"] = "REPEATABLE READ"
    session.connection(execution_options=options)

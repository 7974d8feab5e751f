"""SQLite's writers of one process wait in a queue; readers wait for nobody."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from inspect_app.kernel import database
from inspect_app.kernel.database import READING, make_engine
from inspect_app.kernel.turns import Turns

MANY = 8
PATIENCE = 30


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Turns:
    """The queue of the engine of this test."""
    made = Turns()
    monkeypatch.setattr(database, "Turns", lambda: made)
    return made


@pytest.fixture
def own(turns: Turns, tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'own.db'}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE line (number INTEGER)"))
    yield made
    made.dispose()


def until_waiting(turns: Turns, many: int) -> None:
    end = time.monotonic() + PATIENCE
    while turns.waiting != many:
        assert time.monotonic() < end
        time.sleep(0.001)


def write(own: Engine, number: int) -> None:
    with own.begin() as connection:
        connection.execute(text("INSERT INTO line VALUES (:number)"), {"number": number})


def written(own: Engine) -> list[int]:
    with own.connect().execution_options(**{READING: True}) as connection:
        return list(connection.scalars(text("SELECT number FROM line ORDER BY rowid")))


def test_writers_are_served_in_the_order_in_which_they_came(own: Engine, turns: Turns) -> None:
    threads = [threading.Thread(target=write, args=(own, number)) for number in range(MANY)]
    with own.begin():
        for number, thread in enumerate(threads):
            thread.start()
            until_waiting(turns, number + 1)
    for thread in threads:
        thread.join(PATIENCE)
    assert written(own) == list(range(MANY))


def test_who_comes_while_others_wait_does_not_go_before_them(own: Engine, turns: Turns) -> None:
    def write_twice() -> None:
        write(own, 1)
        write(own, 3)

    with own.begin():
        threads = [threading.Thread(target=write_twice), threading.Thread(target=write, args=(own, 2))]
        for number, thread in enumerate(threads):
            thread.start()
            until_waiting(turns, number + 1)
    for thread in threads:
        thread.join(PATIENCE)
    assert written(own) == [1, 2, 3]


def test_a_reader_waits_for_no_writer(own: Engine) -> None:
    write(own, 1)
    with own.begin():
        assert written(own) == [1]


def test_the_turn_is_given_back_however_a_transaction_ends(own: Engine, turns: Turns) -> None:
    with own.connect() as connection:
        connection.execute(text("INSERT INTO line VALUES (0)"))
        connection.rollback()
        write(own, 1)
        connection.execute(text("INSERT INTO line VALUES (0)"))
        connection.invalidate()
    write(own, 2)
    with pytest.raises(OperationalError), own.begin() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))
    write(own, 3)
    assert written(own) == [1, 2, 3]
    assert turns.waiting == 0


def test_the_turn_is_given_back_when_another_process_holds_the_database(
    own: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_SECONDS", 0)
    own.dispose()
    other = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        write(own, 1)
    other.execute("COMMIT")
    other.close()
    write(own, 2)
    assert written(own) == [2]


def test_who_has_waited_too_long_is_told_and_holds_up_nobody(
    own: Engine, turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own.begin():
        monkeypatch.setattr(database, "BUSY_TIMEOUT_SECONDS", 0)
        with pytest.raises(OperationalError, match="locked"):
            write(own, 1)
        assert turns.waiting == 0
    write(own, 2)
    assert written(own) == [2]

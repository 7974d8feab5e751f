"""SQLite's writers of one process, in the order in which they came; SQLite itself lets whoever asks at the right moment."""

import sqlite3
from collections import deque
from threading import Lock
from typing import Any


class Turns:
    """One writer at a time; the others wait in a queue. Nobody is overtaken."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._gates: deque[Lock] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._gates)

    def take(self, seconds: float) -> bool:
        """Waits for the turn, as long as `seconds`; whether it came."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            gate = Lock()
            gate.acquire()
            self._gates.append(gate)
        if gate.acquire(timeout=seconds):
            return True
        with self._lock:
            if gate not in self._gates:
                # It was handed over at the last moment.
                return True
            self._gates.remove(gate)
            return False

    def pass_on(self) -> None:
        """Hands the turn to who has waited longest."""
        with self._lock:
            if self._gates:
                self._gates.popleft().release()
            else:
                self._is_taken = False


class TurnTaking(sqlite3.Connection):
    """A connection that may hold the turn to write: from before its transaction begins until that has ended."""

    _turns: Turns | None = None

    def begin_writing(self, turns: Turns, seconds: float) -> None:
        """Waits for the turn and for the database, then begins. Raises sqlite3.OperationalError when it took too long."""
        if not turns.take(seconds):
            raise sqlite3.OperationalError("database is locked: other writers went on for too long")
        self._turns = turns
        try:
            self.execute("BEGIN IMMEDIATE")
        finally:
            self._end_turn()

    def commit(self) -> None:
        """Commits, and lets the next one write."""
        try:
            super().commit()
        finally:
            self._end_turn()

    def rollback(self) -> None:
        """Rolls back, and lets the next one write."""
        try:
            super().rollback()
        finally:
            self._end_turn()

    def close(self) -> None:
        """Closes, and lets the next one write."""
        try:
            super().close()
        finally:
            self._end_turn(closed=True)

    def _end_turn(self, *, closed: bool = False) -> None:
        if self._turns is not None and (closed or not self.in_transaction):
            turns, self._turns = self._turns, None
            turns.pass_on()


def take_turns(_dialect: Any, _record: Any, _arguments: list[Any], options: dict[str, Any]) -> None:
    """Before an engine connects: its connections know of turns."""
    options["factory"] = TurnTaking

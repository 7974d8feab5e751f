"""How long a page of 66 items takes and how fast one answer is saved, beside the bare commit rate of the same disk.

Run: python -m benchmarks.pages            (a database of its own, in a temporary folder)
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from inspect_app.kernel.clock import Clock
from inspect_app.kernel.database import journal_mode, make_engine, session_factory
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app
from inspect_app.web.schema import upgrade
from tests.factories.journeys import Journey, make_journey
from tests.factories.people import open_door

ROUNDS = 60
COMMITS = 200


def timed(action: Callable[[int], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    found: list[float] = []
    for number in range(rounds):
        start = time.perf_counter()
        action(number)
        found.append((time.perf_counter() - start) * 1000)
    return found


def report(name: str, times: list[float]) -> None:
    """Median and p95 in milliseconds."""
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{name:<46} median {statistics.median(times):8.2f} ms   p95 {p95:8.2f} ms   n {len(times)}")


def bare_commits(folder: Path) -> list[float]:
    """One small row and a commit, straight through the driver in the same journal mode: the floor."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={journal_mode()}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, value TEXT)")

    def commit(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer (value) VALUES (?)", (f"answer {number}" * 20,))
        connection.execute("COMMIT")

    return timed(commit, COMMITS)


def prepared(folder: Path) -> tuple[Flask, str, str]:
    """An application on a database with one comprehensive visit under way; gives the visit's id and a session key."""
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'bench.db'}", demo=True)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    with session_factory(engine)() as session:
        journey = _begun(session)
        token = open_door(session, journey.inspector.account)
        visit_id = str(journey.visit.id)
        session.commit()
    engine.dispose()
    return create_app(settings, Clock(), testing=False), visit_id, token


def _begun(session: Session) -> Journey:
    journey = make_journey(session, checklist="toan-dien")
    journey.begin()
    return journey


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app, visit_id, token = prepared(folder)
        app.config["WTF_CSRF_ENABLED"] = False
        client: FlaskClient = app.test_client()
        client.set_cookie("inspect", token)
        page = f"/cuoc-kiem-tra/{visit_id}/phieu"
        size = len(client.get(f"{page}/toan-bo").data)
        print(f"journal mode {journal_mode()}, SQLite {sqlite3.sqlite_version}; whole page {size // 1024} kB")
        report("page of 66 items", timed(lambda _n: client.get(f"{page}/toan-bo"), ROUNDS))
        report("page of one section (12 items)", timed(lambda _n: client.get(f"{page}?phan=A"), ROUNDS))
        verdicts = ("pass", "fail")

        def save(number: int) -> None:
            data = {"verdict": verdicts[number % 2], "note": f"lần {number}"}
            answer = client.post(f"{page}/A04", data=data, headers={"Accept": "application/json"})
            if answer.status_code != 200:
                raise SystemExit(f"an answer was not saved: {answer.status_code} {answer.get_data(as_text=True)[:200]}")

        report("one answer saved (with its finding)", timed(save, ROUNDS))
        report("bare commit, same journal mode", bare_commits(folder))


if __name__ == "__main__":
    main()

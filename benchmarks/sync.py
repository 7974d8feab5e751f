"""How many filled checklists of 60 answers tablets hand in a second, beside the bare commit rate of the same database.

Run: python -m benchmarks.sync                  (all of it: both databases, 1 to 200 tablets, with and without a photo)
     python -m benchmarks.sync --database sqlite --clients 1,8 --seconds 3 --no-report

Each tablet has a visit of its own and sends the 60 answers of its checklist anew, over HTTP to `inspect-app web`; a batch with a
photo ends when the server holds its bytes. The floor writes the same bytes as one row and commits, through the driver alone.
"""

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from inspect_app.kernel.database import journal_mode
from tests.faults.lines import HttpLine
from tests.faults.long.reports import table, write_report
from tests.faults.long.server import RealServer, cpu_seconds, database_url
from tests.faults.long.world import ITEMS, Place, make_world, tablet_at
from tests.faults.run import picture
from tests.faults.tablet import FakeTablet, NotSent

CLIENTS, WITH_PHOTO = (1, 8, 32, 200), (8, 32)
ANSWERS, SECONDS, WARM_UP = 60, 5.0, 1.0
# Of a photo of about 300 KB.
SIDE = 560
EVERY_TENTH = 10


@dataclass
class Client:
    """One tablet that hands in its checklist again and again."""

    tablet: FakeTablet
    visit: str
    photo: bytes | None
    times: list[float] = field(default_factory=list)
    bytes_of_batch: int = 0
    failures: int = 0
    number: int = 0

    def hand_in(self) -> None:
        """One filled checklist, until the server has it."""
        tablet = self.tablet
        self.number += 1
        items = [*ITEMS, *ITEMS[: ANSWERS - len(ITEMS)]]
        for place, item in enumerate(items):
            verdict = "fail" if place % EVERY_TENTH == 0 else "pass"
            tablet.answer(self.visit, item, {"verdict": verdict, "note": f"Lần {self.number}, mục thứ {place}"})
        if self.photo is not None:
            data = self.photo + self.number.to_bytes(4, "big")
            tablet.keep_photo(self.visit, items[0], data, "Ảnh")
        lines = tablet.next_batch()
        text = tablet.batch(lines)
        self.bytes_of_batch = len(text.encode())
        began = time.perf_counter()
        _status, body = tablet.post("thay-doi", text)
        tablet.receive(body["receipts"])
        tablet.send_photos()
        self.times.append(time.perf_counter() - began)
        # What is known is let go of, but for the chain on which the next answers rest.
        tablet.lines = {
            number: line for number, line in tablet.lines.items() if number > tablet.last_sequence - 2 * ANSWERS
        }
        tablet.pictures.clear()

    def work(self, until: float) -> None:
        """Hands in until the time is over."""
        while time.perf_counter() < until:
            try:
                self.hand_in()
            except NotSent:
                self.failures += 1
                time.sleep(0.05)


def measure(server: RealServer, clients: list[Client], seconds: float) -> dict[str, float]:
    """Batches a second, milliseconds, and the server's CPU for a batch."""
    _work(clients, WARM_UP)
    for client in clients:
        client.times.clear()
        client.failures = 0
    pids = [server.pid, *server.workers_pids()]
    cpu, began = cpu_seconds(pids), time.perf_counter()
    _work(clients, seconds)
    took, used = time.perf_counter() - began, cpu_seconds(pids) - cpu
    times = sorted(1000 * each for client in clients for each in client.times)
    if not times:
        raise SystemExit("nothing was received")
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    return {
        "clients": len(clients),
        "batches a second": round(len(times) / took, 1),
        "p50 ms": round(cuts[49], 1),
        "p95 ms": round(cuts[94], 1),
        "p99 ms": round(cuts[98], 1),
        "server CPU ms a batch": round(1000 * used / len(times), 1),
        "failures": sum(client.failures for client in clients),
    }


def _work(clients: list[Client], seconds: float) -> None:
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=client.work, args=(until,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def bare(kind: str, url: str, folder: Path, text: str, seconds: float) -> float:
    """Commits a second of one connection that writes the bytes of one batch as one row."""
    if kind == "sqlite":
        with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
            connection.execute(f"PRAGMA journal_mode={journal_mode()}")
            connection.execute("PRAGMA synchronous=FULL")
            return _commits(
                lambda sql, *values: connection.execute(sql, values), "INSERT INTO bare VALUES (?)", text, seconds
            )
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        return _commits(
            lambda sql, *values: connection.execute(sql, values or None), "INSERT INTO bare VALUES (%s)", text, seconds
        )


def _commits(execute: Callable[..., Any], insert: str, text: str, seconds: float) -> float:
    execute("CREATE TABLE bare (text TEXT)")
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        execute("BEGIN")
        execute(insert, text)
        execute("COMMIT")
        count += 1
    return count / (time.perf_counter() - began)


def clients_at(places: list[Place], server: RealServer, photo: bytes | None) -> list[Client]:
    """A tablet for each place, its visit taken along."""
    made = []
    for number, place in enumerate(places):
        tablet = tablet_at(place, HttpLine(server.url), random.Random(f"{number}{photo is None}"))
        tablet.checklists[place.visit] = {"code": "toan-dien", "version": 1}
        made.append(Client(tablet, place.visit, photo))
    return made


def run(kind: str, counts: list[int], seconds: float) -> dict[str, Any]:
    """Every measurement on one database."""
    with tempfile.TemporaryDirectory(prefix="inspect-bench-") as name, database_url(kind, Path(name)) as url:
        folder = Path(name)
        places = make_world(url, visits=sum(counts) + sum(WITH_PHOTO), team=1)
        server = RealServer(url, folder, workers=1 if kind == "sqlite" else 2)
        results: list[dict[str, Any]] = []
        text = ""
        try:
            server.start()
            server.wait()
            photo = picture(1, SIDE)
            for count, with_photo in [*((count, False) for count in counts), *((count, True) for count in WITH_PHOTO)]:
                lot, places = places[:count], places[count:]
                clients = clients_at(lot, server, photo if with_photo else None)
                found = measure(server, clients, seconds)
                results.append({"photo": f"{len(photo) // 1000} KB" if with_photo else "none", **found})
                text = text or " " * clients[0].bytes_of_batch
                print(kind, results[-1])
        finally:
            server.end()
        floor = round(bare(kind, url, folder, text, seconds), 1)
        print(kind, "bare commits a second", floor)
        return {"bytes of a batch": len(text), "bare commits a second": floor, "measured": results}


def main() -> None:
    """Measures, prints, and writes the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--clients", default=",".join(map(str, CLIENTS)))
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--no-report", action="store_true")
    arguments = parser.parse_args()
    kinds = (arguments.database,) if arguments.database else ("sqlite", "postgresql")
    counts = [int(count) for count in arguments.clients.split(",")]
    results = {kind: run(kind, counts, arguments.seconds) for kind in kinds}
    if arguments.no_report:
        return
    lines: list[str] = []
    for kind, found in results.items():
        names = list(found["measured"][0])
        rows = [[row[name] for name in names] for row in found["measured"]]
        size, bare_rate = found["bytes of a batch"], found["bare commits a second"]
        floor = f"Bare commits a second, one connection, {size} bytes a row: {bare_rate}."
        lines += [f"## {kind}", "", floor, "", *table(names, rows), ""]
    path = write_report("sync", "Filled checklists a second", "python -m benchmarks.sync", {}, lines, results)
    print(json.dumps(results, indent=1))
    print(path)


if __name__ == "__main__":
    main()

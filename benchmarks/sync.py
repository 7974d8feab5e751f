"""How many filled checklists of 60 answers tablets hand in a second, beside the bare commit rate of the same database.

Run: python -m benchmarks.sync                  (all of it: both databases, 1 to 200 tablets, with and without a photo)
     python -m benchmarks.sync --database sqlite --clients 1,8 --seconds 3 --no-report

Each tablet has a visit of its own and sends the 60 answers of its checklist anew, over HTTP to `inspect-app web`; a batch with a
photo ends when the server holds its bytes. The batches are made before the clock runs, and sent from a process of their own,
whose share of the processors is told. The floor writes the same bytes as one row and commits, through the driver alone.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from benchmarks.tablets import HandIn, PreparedTablet, Sender, Senders
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.database import journal_mode
from tests.faults.lines import HttpLine
from tests.faults.long.reports import table, write_report
from tests.faults.long.server import RealServer, cpu_seconds, database_url
from tests.faults.long.world import Place, make_world
from tests.faults.run import picture

CLIENTS = (1, 8, 32, 200)
SECONDS, WARM_UP = 5.0, 1.0
# Of a photo of about 300 KB.
SIDE = 670
# What is prepared for each second: more than the server takes, so that nobody runs out.
MOST_A_SECOND, MOST_PHOTOS_A_SECOND, SPARE = 450, 200, 3


def measure(server: RealServer, database: int | None, senders: list[Sender], seconds: float) -> dict[str, Any]:
    """Batches a second, milliseconds, and the CPU of server, database and tablets for a batch."""
    tablets = Senders.ready(senders, WARM_UP, seconds)
    lots = {
        "server": [server.pid, *server.workers_pids()],
        "database": [database, *children(database)] if database else [],
        "tablets": [tablets.pid],
    }
    before = {name: cpu_seconds(pids) for name, pids in lots.items()}
    tablets.begin()
    sent = tablets.results()
    used = {name: cpu_seconds(pids) - before[name] for name, pids in lots.items()}
    tablets.end()
    if not sent.times:
        raise SystemExit("nothing was received")
    if sent.ran_out:
        print("some tablets had nothing left to send before the time was over")
    times = sorted(1000 * each for each in sent.times)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    return {
        "clients": len(senders),
        "batches a second": round(len(times) / sent.seconds, 1),
        "p50 ms": round(cuts[49], 1),
        "p95 ms": round(cuts[94], 1),
        "p99 ms": round(cuts[98], 1),
        "longest ms": round(times[-1], 1),
        **{f"{name} CPU ms a batch": round(1000 * spent / len(times), 1) for name, spent in used.items()},
        "tablets' share of the processors": f"{100 * used['tablets'] / sent.seconds / (os.cpu_count() or 1):.0f} %",
        "failures": sent.failures,
    }


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    found = subprocess.run(["ps", "--no-headers", "-o", "pid", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(line) for line in found.stdout.split()]


def postmaster(kind: str, url: str) -> int | None:
    """PostgreSQL's first process; None for SQLite, which works within the server's."""
    if kind == "sqlite":
        return None
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    return int((Path(str(row[0] if row else "")) / "postmaster.pid").read_text().split()[0])


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


def prepared(
    lot: list[PreparedTablet], visits: list[str], url: str, photo: bytes | None, seconds: float
) -> list[Sender]:
    """What each tablet will send: enough for the time, and a few to spare."""
    host = url.removeprefix("http://")
    rate = MOST_A_SECOND if photo is None else MOST_PHOTOS_A_SECOND
    many = round(rate * (seconds + WARM_UP) / len(lot)) + SPARE
    found: list[Sender] = []
    for tablet, visit in zip(lot, visits, strict=True):
        hand_ins: list[HandIn] = [tablet.filled(visit, host, photo) for _ in range(many)]
        found.append(Sender(url, hand_ins, photo))
    return found


def tablets_at(places: list[Place], server: RealServer) -> list[PreparedTablet]:
    """A tablet for each place, its visit taken along."""
    made: list[PreparedTablet] = []
    for number, place in enumerate(places):
        new_id = partial(_drawn_id, random.Random(f"{number}{place.visit}"))
        tablet = PreparedTablet(place.identity, HttpLine(server.url), real_now, new_id, place=number)
        tablet.checklists[place.visit] = {"code": "toan-dien", "version": 1}
        made.append(tablet)
    return made


def _drawn_id(draw: random.Random) -> UUID:
    return UUID(int=draw.getrandbits(128), version=4)


def run(kind: str, counts: list[int], seconds: float) -> dict[str, Any]:
    """Every measurement on one database."""
    with tempfile.TemporaryDirectory(prefix="inspect-bench-") as name, database_url(kind, Path(name)) as url:
        folder = Path(name)
        places = make_world(url, visits=2 * sum(counts), team=1)
        server = RealServer(url, folder, workers=1 if kind == "sqlite" else 2)
        results: list[dict[str, Any]] = []
        size = 0
        try:
            server.start()
            server.wait()
            database, photo = postmaster(kind, url), picture(1, SIDE)
            for shown, count in [(shown, count) for shown in (None, photo) for count in counts]:
                # Other tablets each time: what the ones before did not send any more would be a gap.
                lot, places = places[:count], places[count:]
                visits = [place.visit for place in lot]
                senders = prepared(tablets_at(lot, server), visits, server.url, shown, seconds)
                size = size or len(senders[0].prepared[0].requests[0].body)
                found = measure(server, database, senders, seconds)
                results.append({"photo": f"{len(shown) // 1000} KB" if shown else "none", **found})
                print(kind, results[-1], flush=True)
        finally:
            server.end()
        floor = round(bare(kind, url, folder, " " * size, seconds), 1)
        print(kind, "bare commits a second", floor)
        return {"bytes of a batch": size, "bare commits a second": floor, "measured": results}


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

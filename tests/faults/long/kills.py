"""Fake tablets over real HTTP while the server is killed again and again: every acknowledgement is held against the database."""

import random
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from inspect_app.journal.queries import verify
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.files import DirectoryStore
from tests.faults.lines import HttpLine
from tests.faults.long.reports import progress, table, write_report
from tests.faults.long.server import RealServer, database_url
from tests.faults.long.world import ITEMS, VERDICTS, Place, make_world, tablet_at
from tests.faults.run import picture
from tests.faults.stored import Stored, stored
from tests.faults.tablet import FakeTablet, NotSent

VISITS, TEAM = 5, 4
ANSWERS, PHOTOS = 10_000, 1_000
SHORTEST, LONGEST = 0.2, 3.0
# A server whose master lives on after its worker was killed gets this long to answer again.
RESPAWN = 1.5
SIDE = 160
QUIET_ROUNDS = 30


@dataclass
class Crowd:
    """The tablets, and how far they may be: work is spread over the whole time of the kills."""

    tablets: list[FakeTablet]
    visits: list[str]
    lines: list[HttpLine]
    seed: int
    answers: int
    photos: int
    share: float = 0.0
    over: bool = False
    failures: Counter[str] = field(default_factory=Counter)

    def start(self) -> list[threading.Thread]:
        """Everybody begins."""
        threads = [threading.Thread(target=self.work, args=(place,), daemon=True) for place in range(len(self.tablets))]
        for thread in threads:
            thread.start()
        return threads

    def work(self, number: int) -> None:
        """One person: answers, takes pictures, sends; until it is over and his share is written."""
        tablet, draw = self.tablets[number], random.Random(self.seed * 1000 + number)
        written = pictures = 0
        while not (self.over and written >= self.answers and pictures >= self.photos):
            due = 1.0 if self.over else self.share
            for _answer in range(draw.randint(1, 4)):
                if written < self.answers * due:
                    fields = {"verdict": draw.choice(VERDICTS), "note": f"Lần {written}"}
                    tablet.answer(self.visits[number], draw.choice(ITEMS), fields)
                    written += 1
            if pictures < self.photos * due:
                data = picture(number * 100_000 + pictures, SIDE)
                tablet.keep_photo(self.visits[number], draw.choice(ITEMS), data, f"Ảnh {pictures}")
                pictures += 1
            self._send(tablet)
            time.sleep(draw.uniform(0.0, 0.2))

    def _send(self, tablet: FakeTablet) -> None:
        try:
            tablet.exchange()
        except NotSent as cause:
            self.failures[type(cause.__cause__).__name__ if cause.__cause__ else str(cause)[:60]] += 1

    @property
    def received(self) -> int:
        """How many answers were acknowledged."""
        return sum(line.receipt is not None for tablet in self.tablets for line in list(tablet.lines.values()))


def run(kind: str, *, kills: int, seed: int, answers: int = ANSWERS, photos: int = PHOTOS) -> dict[str, Any]:
    """Kills the server so often and gives what was found; raises nothing for a loss, but counts it."""
    draw = random.Random(seed)
    with TemporaryDirectory(prefix="inspect-faults-") as name, database_url(kind, Path(name)) as url:
        folder = Path(name)
        places = make_world(url, visits=VISITS, team=TEAM)
        server = RealServer(url, folder, workers=1 if kind == "sqlite" else 2)
        try:
            crowd = _crowd(places, server, seed, answers, photos)
            _until_up(server)
            for tablet, place in zip(crowd.tablets, places, strict=True):
                tablet.take(place.visit)
            began = time.monotonic()
            threads = crowd.start()
            killed = _kill_while_they_work(kind, crowd, server, kills, draw)
            under_fire = crowd.received
            crowd.over = True
            for thread in threads:
                thread.join(600)
            _heal(crowd, server)
            seconds = time.monotonic() - began
            found = compare(crowd.tablets, stored(url, folder))
            found |= {"acknowledged while it was killed": under_fire}
            found |= {"journal": _journal(url), "seconds": round(seconds), "starts": server.starts, "kills": killed}
            return {**found, "seed": seed, "tablets": len(places), "unanswered": dict(crowd.failures)}
        finally:
            server.end()


def _crowd(places: list[Place], server: RealServer, seed: int, answers: int, photos: int) -> Crowd:
    lines = [HttpLine(server.url, seconds=15) for _place in places]
    tablets = [
        tablet_at(place, line, random.Random(seed + number))
        for number, (place, line) in enumerate(zip(places, lines, strict=True))
    ]
    each_answers, each_photos = -(-answers // len(places)), -(-photos // len(places))
    return Crowd(tablets, [place.visit for place in places], lines, seed, each_answers, each_photos)


def _until_up(server: RealServer) -> None:
    """Starts it as a supervisor does: again, if it did not come up."""
    for _try in range(5):
        server.start()
        with suppress(RuntimeError):
            server.wait()
            return
        server.kill()
    server.wait()


def _kill_while_they_work(
    kind: str, crowd: Crowd, server: RealServer, kills: int, draw: random.Random
) -> dict[str, int]:
    done: Counter[str] = Counter()
    for number in range(1, kills + 1):
        crowd.share = number / kills
        time.sleep(draw.uniform(SHORTEST, LONGEST))
        only_worker = draw.random() < 0.3
        server.kill(only_worker=only_worker)
        done["a worker" if only_worker else "all processes"] += 1
        if not (only_worker and _came_back(server)):
            server.kill()
            _until_up(server)
        progress(f"kills on {kind}", number, kills, f"acknowledged {crowd.received}")
    return dict(done)


def _came_back(server: RealServer) -> bool:
    until = time.monotonic() + RESPAWN
    while time.monotonic() < until and server.runs():
        if server.is_up():
            return True
        time.sleep(0.02)
    return False


def _heal(crowd: Crowd, server: RealServer) -> None:
    """One start more, and nobody disturbs: what is left is sent."""
    server.kill()
    _until_up(server)
    for _round in range(QUIET_ROUNDS):
        for tablet in crowd.tablets:
            with suppress(NotSent):
                tablet.round()
        if not any(tablet.unsent() or tablet.photos_unsent() for tablet in crowd.tablets):
            return


def _journal(url: str) -> str:
    engine = make_engine(url)
    with session_factory(engine)() as session:
        broken = verify(session)
    engine.dispose()
    return "unbroken" if broken is None else f"broken: {broken}"


def compare(tablets: list[FakeTablet], kept: Stored) -> dict[str, Any]:
    """Holds every acknowledgement and every picture against what is stored."""
    lines = [line for tablet in tablets for line in tablet.lines.values()]
    pictures = [photo for tablet in tablets for photo in tablet.pictures.values()]
    acknowledged = [line for line in lines if line.receipt is not None]
    lost = [line.change["id"] for line in acknowledged if not kept.has(line)]
    store = DirectoryStore(kept.files)
    return {
        "written": len(lines),
        "acknowledged": len(acknowledged),
        "answers acknowledged": sum(line.change["kind"] == "answer" for line in acknowledged),
        "never acknowledged": len(lines) - len(acknowledged),
        "acknowledged and lost": len(lost),
        "acknowledged otherwise than stored": sum(kept.differs(line) for line in acknowledged),
        "stored twice": kept.doubles(),
        "stored and never written": len(set(kept.changes) - {line.change["id"] for line in lines}),
        "applied without a value": kept.applied_without_value(),
        "photos": len(pictures),
        "photos acknowledged": sum(photo.received_at is not None for photo in pictures),
        "photos lost": sum(photo.received_at is not None and not kept.has_photo(photo) for photo in pictures),
        "photos not whole": kept.broken_files(store),
        "photos kept as the bytes that were sent": kept.as_sent(),
        "photos with a problem": kept.problems(),
        "states": dict(Counter(line.receipt["state"] for line in acknowledged if line.receipt)),
    }


ZERO = (
    "never acknowledged", "acknowledged and lost", "acknowledged otherwise than stored", "stored twice",
    "stored and never written", "applied without a value", "photos lost", "photos not whole", "photos with a problem",
)  # fmt: skip


def is_good(found: dict[str, Any]) -> bool:
    """Whether nothing was lost, doubled or halved."""
    return is_whole(found) and found["journal"] == "unbroken"


def is_whole(found: dict[str, Any]) -> bool:
    """Whether all that was written is there once, and every photo is whole."""
    return found["photos"] == found["photos acknowledged"] and not any(found[name] for name in ZERO)


def main(kills: int, seed: int, kinds: tuple[str, ...] = ("sqlite", "postgresql")) -> bool:
    """The proof on the databases; writes the report."""
    # Each of them, also after one that was not good.
    good = [report(kind, run(kind, kills=kills, seed=seed), kills, seed) for kind in kinds]
    return all(good)


def report(kind: str, found: dict[str, Any], kills: int, seed: int) -> bool:
    """Writes what was found on a database; whether all of it is good."""
    text = [
        "Fake tablets fill checklists and send photos over HTTP while `inspect-app web` is killed with SIGKILL at random moments",
        f"{SHORTEST} to {LONGEST} seconds after it came up, and started again. Then every acknowledgement is compared with the database, and",
        "every file with the SHA-256 by which it is named.",
        "",
        *table(["", kind], [[name, _shown(value)] for name, value in found.items() if name != "seed"]),
        "",
        "Good." if is_good(found) else "NOT GOOD: a row that must be 0 is not.",
    ]
    again = f"script/faults --kills {kills} --database {kind} --seed {seed}"
    write_report(f"kills-{kind}", f"The server on {kind} killed under load", again, {"seed": seed}, text, found)
    return is_good(found)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in sorted(value.items())) or "none"
    return str(value)

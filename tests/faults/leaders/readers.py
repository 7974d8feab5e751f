"""People at their pages while the schedulers work: processes of the web application that read inboxes and mark them as read."""

import ctypes
import random
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawArray
from pathlib import Path
from time import sleep

from flask import Flask

from inspect_app.kernel.clock import Clock
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app
from tests.faults.leaders.processes import FORK, VirtualClock
from tests.faults.long.server import SECRET

PROCESSES = 4
PAUSE = 1.0
KEY = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
ANSWERED, MARKED, FAILED = range(3)


class OneClock(Clock):
    """The domain time of the ordeal."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def now(self) -> datetime:
        """The virtual moment."""
        return self._clock.now()


def _read(app: Flask, cookie: str, counts: "ctypes.Array[ctypes.c_long]", place: int, *, mark: bool) -> None:
    client = app.test_client()
    client.set_cookie("inspect", cookie)
    page = client.get("/hop-thu/")
    counts[place + (ANSWERED if page.status_code == 200 else FAILED)] += 1
    key = KEY.search(page.text)
    if mark and key is not None:
        done = client.post("/hop-thu/da-doc", data={"csrf_token": key.group(1)})
        counts[place + (MARKED if done.status_code == 302 else FAILED)] += 1


def _look(
    url: str,
    folder: Path,
    clock: VirtualClock,
    cookies: Sequence[str],
    counts: "ctypes.Array[ctypes.c_long]",
    number: int,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = Settings(data_dir=folder, database_url=url, secret_key=SECRET)
    app, draw = create_app(settings, OneClock(clock), testing=True), random.Random(number)
    app.testing = False
    while True:
        _read(app, draw.choice(cookies), counts, 3 * number, mark=draw.random() < 0.3)
        sleep(draw.uniform(0, PAUSE))


@dataclass
class Readers:
    """The processes, and what they counted: pages that were answered, inboxes marked as read, requests that failed."""

    url: str
    folder: Path
    clock: VirtualClock
    cookies: Sequence[str]
    counts: "ctypes.Array[ctypes.c_long]" = field(default_factory=lambda: RawArray(ctypes.c_long, 3 * PROCESSES))
    running: list[BaseProcess] = field(default_factory=list)

    def start(self) -> None:
        """Everybody sits down."""
        for number in range(PROCESSES):
            arguments = (self.url, self.folder, self.clock, self.cookies, self.counts, number)
            process = FORK.Process(target=_look, args=arguments, daemon=True)
            process.start()
            self.running.append(process)

    def end(self) -> None:
        """Everybody leaves."""
        for process in self.running:
            process.kill()
            process.join()

    def total(self, what: int) -> int:
        """How often, of all processes."""
        return sum(self.counts[what::3])

"""Schedulers as processes of their own under a clock that all of them read, and a mail server that writes down what it takes."""

import ctypes
import logging
import multiprocessing
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from inspect_app.cli.catcher import MailCatcher
from inspect_app.jobs.mail import connect, smtp_server
from inspect_app.jobs.models import SchedulerLease
from inspect_app.jobs.scheduler import Clocks, Ticker
from inspect_app.jobs.sending import PostOffice
from inspect_app.kernel.database import make_engine, read_only, session_factory

FORK = multiprocessing.get_context("fork")
PAUSE = 0.04
REFUSED = "another scheduler leads now"


@dataclass
class VirtualClock:
    """A moment in memory that every process reads: a killed one leaves it as it is."""

    seconds: ctypes.c_double = field(default_factory=lambda: RawValue(ctypes.c_double, 0.0))
    # At which moment the last tick began that a leader has completed.
    worked_off: ctypes.c_double = field(default_factory=lambda: RawValue(ctypes.c_double, 0.0))

    def now(self) -> datetime:
        """The moment."""
        return datetime.fromtimestamp(self.seconds.value, UTC)

    @property
    def is_worked_off(self) -> bool:
        """Whether a leader's whole tick has passed at this moment: time may go on."""
        return self.worked_off.value == self.seconds.value

    def set(self, moment: datetime) -> None:
        """Moves everybody."""
        self.seconds.value = moment.timestamp()


def _count_stale_writes(ticker: Ticker, stale: ctypes.c_long) -> None:
    """Counts each commit that wrote something while another scheduler held the lease already."""

    def wrote(session: Session, _context: object) -> None:
        session.info["wrote"] = True

    def hold(session: Session) -> None:
        if session.in_nested_transaction():
            return
        session.flush()
        if session.info.pop("wrote", False):
            fence = session.scalar(select(SchedulerLease.fence))
            stale.value += ticker.held is None or ticker.held.fence != fence

    event.listen(Session, "after_flush", wrote)
    event.listen(Session, "before_commit", hold)


def _tick_on(url: str, smtp_url: str, clock: VirtualClock, log: Path, stale: ctypes.c_long) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(filename=log, level=logging.WARNING, force=True)
    engine = make_engine(url)
    office = PostOffice(partial(connect, smtp_server(smtp_url)), "inspect-app@example.invalid", "https://k.example")
    clocks = Clocks(domain=lambda _session: clock.now(), real=clock.now)
    ticker = Ticker(engine, office, f"scheduler:{os.getpid()}", clocks=clocks)
    _count_stale_writes(ticker, stale)
    while True:
        begun = clock.seconds.value
        ticker.tick()
        if ticker.held is not None:
            clock.worked_off.value = begun
        time.sleep(PAUSE)


def _catch(pipe: Connection, taken: Path) -> None:
    def note(data: bytes) -> None:
        mail = message_from_bytes(data)
        with taken.open("a", encoding="utf-8") as kept:
            kept.write(f"{mail['Message-ID']} {mail['To']}\n")

    with MailCatcher(note) as catcher:
        pipe.send(catcher.url)
        catcher.serve_forever()


@dataclass
class Pair:
    """Two schedulers, one of which leads."""

    url: str
    place: Path
    clock: VirtualClock = field(default_factory=VirtualClock)
    running: dict[int, BaseProcess] = field(default_factory=dict)
    smtp_url: str = ""
    catcher: BaseProcess | None = None
    stale: ctypes.c_long = field(default_factory=lambda: RawValue(ctypes.c_long, 0))

    def start(self) -> None:
        """The mail server, and both schedulers."""
        ours, theirs = FORK.Pipe()
        self.catcher = FORK.Process(target=_catch, args=(theirs, self.taken), daemon=True)
        self.catcher.start()
        self.smtp_url = ours.recv()
        for _number in range(2):
            self.spawn()

    @property
    def taken(self) -> Path:
        """What the mail server took over, a line each."""
        return self.place / "taken.txt"

    @property
    def log(self) -> Path:
        """What the schedulers complained of."""
        return self.place / "schedulers.log"

    def spawn(self) -> None:
        """One more scheduler."""
        process = FORK.Process(
            target=_tick_on, args=(self.url, self.smtp_url, self.clock, self.log, self.stale), daemon=True
        )
        process.start()
        self.running[process.pid or 0] = process

    def leader(self) -> BaseProcess | None:
        """The process whose name stands in the lease."""
        engine = make_engine(self.url)
        with session_factory(engine)() as session:
            read_only(session)
            owner = session.scalar(select(SchedulerLease.owner))
        engine.dispose()
        return self.running.get(int(owner.split(":")[1])) if owner else None

    def kill(self, process: BaseProcess) -> None:
        """SIGKILL, and another one in its place."""
        process.kill()
        process.join()
        del self.running[process.pid or 0]
        self.spawn()

    def end(self) -> None:
        """Ends everything."""
        for process in (*self.running.values(), *([self.catcher] if self.catcher else [])):
            os.kill(process.pid or 0, signal.SIGCONT)
            process.kill()
            process.join()

    def refusals(self) -> int:
        """How often a stale leader's write was refused by the fence."""
        return self.log.read_text(encoding="utf-8").count(REFUSED) if self.log.exists() else 0

    def mails(self) -> Counter[str]:
        """How often each Message-ID was taken over."""
        lines = self.taken.read_text(encoding="utf-8").splitlines() if self.taken.exists() else []
        return Counter(line.split()[0] for line in lines)

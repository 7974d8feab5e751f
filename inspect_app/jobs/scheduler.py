"""The alarm clock: a tick every minute that leads if it may, runs what is due and empties the outbox.

Closings that a tablet asked for are looked at more often: somebody stands there and waits for the paper.

APScheduler only wakes us. What is due stands in our own tables, so a missed tick loses nothing, and its store is in memory:
what is scheduled is this file. Leases and records of runs are in real time, what is due in domain time.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inspect_app.campaigns.notice_settings import office_hours
from inspect_app.fieldwork.tasks import ClosingSummary, ClosingWork, complete_closings
from inspect_app.jobs.leases import Held, LeaseLost, release_lease, require_lease, take_lease
from inspect_app.jobs.mail import SETTING, connect, smtp_server
from inspect_app.jobs.planner_process import LOOK_SECONDS, PlannerProcess
from inspect_app.jobs.planning import plan_missing
from inspect_app.jobs.runs import CLOSINGS, DUE, MAIL, record_run
from inspect_app.jobs.sending import MailSummary, PostOffice, send_waiting_mail
from inspect_app.jobs.tasks import RunSummary, run_due
from inspect_app.kernel.clock import ZONE, local_date, real_now
from inspect_app.kernel.database import read_only, session_factory
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.files import DirectoryStore, FileStore
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import stored_clock

logger = logging.getLogger(__name__)
TICK_SECONDS = 60
GLANCE_SECONDS = 10
WATCH_SECONDS = 2


def office_of(settings: Settings) -> PostOffice | None:
    """How mail leaves this site; None when no server is configured. Raises RuleBroken for a URL that is none."""
    if settings.smtp_url is None:
        return None
    server = smtp_server(settings.smtp_url)
    return PostOffice(partial(connect, server), settings.mail_sender, settings.public_url)


def new_owner() -> str:
    """A name for this scheduler that no other has."""
    return f"{socket.gethostname()}:{os.getpid()}:{new_id()}"[:120]


@dataclass(frozen=True)
class Clocks:
    """The two clocks of a scheduler: domain time by what the database says, and real time for leases and records."""

    domain: Callable[[Session], datetime] = lambda session: stored_clock(session).now()
    real: Callable[[], datetime] = real_now


class Ticker:
    """One scheduler: leads or stands by, and does the minute's work when it leads. A replay hands in its own `clocks`."""

    def __init__(
        self,
        engine: Engine,
        office: PostOffice | None,
        owner: str | None = None,
        *,
        store: FileStore | None = None,
        site_dir: Path | None = None,
        clocks: Clocks | None = None,
    ) -> None:
        self._clocks = clocks or Clocks()
        self._transactions = session_factory(engine)
        self._office = office
        self._closings = ClosingWork(self._transactions, store, site_dir, self._guard) if store is not None else None
        self._owner = owner or new_owner()
        self.held: Held | None = None
        self._has_planned = False

    def tick(self) -> None:
        """One minute: never raises, so that the next minute comes whatever happens."""
        try:
            if self._lead():
                self._record(DUE, self._run_due)
                self._close(again=True)
                if self._office is not None:
                    self._record(MAIL, partial(self._send_mail, self._office))
        except LeaseLost:
            logger.warning("another scheduler leads now; this one stands by")
            self.held = None
        except Exception:
            logger.exception("the scheduler's tick failed; the next one tries again")

    def glance(self) -> None:
        """Between two ticks: carries out the closings that wait for nothing more. Never raises."""
        try:
            if self.held is not None:
                self._close(again=False)
        except LeaseLost:
            self.held = None
        except Exception:
            logger.exception("the scheduler's glance failed; the next one tries again")

    def stop(self) -> None:
        """Gives the lease back, so that another scheduler may lead at once."""
        if self.held is None:
            return
        with self._transactions.begin() as session:
            release_lease(session, self.held)
        self.held = None

    def _lead(self) -> bool:
        was = self.held
        with self._transactions.begin() as session:
            self.held = take_lease(session, self._owner, was, real_now=self._clocks.real())
        if self.held is not None and self.held != was:
            logger.info("leading with fence %s", self.held.fence)
        return self.held is not None

    def _guard(self, session: Session) -> None:
        if self.held is None:
            raise LeaseLost
        require_lease(session, self.held, real_now=self._clocks.real())

    def _run_due(self) -> RunSummary:
        with self._transactions.begin() as session:
            self._guard(session)
            now = self._clocks.domain(session)
            if not self._has_planned:
                plan_missing(session, now=now)
            self._has_planned = True
            return run_due(session, now=now) if _may_tell(session, now) else RunSummary()

    def _close(self, *, again: bool) -> None:
        if self._closings is not None:
            self._record(CLOSINGS, partial(self._complete, self._closings, again=again))

    def _complete(self, work: ClosingWork, *, again: bool) -> ClosingSummary:
        with self._transactions() as session:
            read_only(session)
            now = self._clocks.domain(session)
        return complete_closings(work, now=now, again=again)

    def _send_mail(self, office: PostOffice) -> MailSummary:
        with self._transactions() as session:
            now = self._clocks.domain(session)
            if not _may_tell(session, now):
                return MailSummary()
        return send_waiting_mail(self._transactions, office, now=now, guard=self._guard)

    def _record(self, task: str, run: Callable[[], RunSummary | MailSummary | ClosingSummary]) -> None:
        started = self._clocks.real()
        summary, error = "", None
        try:
            done = run()
            if done.is_empty:
                return
            summary, error = done.sentence(), _error_of(done)
        except LeaseLost:
            raise
        except DomainError as refusal:
            error = refusal.message
        except Exception as fault:
            logger.exception("task %s failed", task)
            error = f"{type(fault).__name__}: {fault}"[:500]
        with self._transactions.begin() as session:
            self._guard(session)
            record_run(session, task, started_at=started, ended_at=self._clocks.real(), summary=summary, error=error)


def _may_tell(session: Session, now: datetime) -> bool:
    """Nobody wants a notice at night: outside the office's hours due dates and mail wait for the morning."""
    return office_hours(session, local_date(now)).may_tell(now.astimezone(ZONE))


def _error_of(done: RunSummary | MailSummary | ClosingSummary) -> str | None:
    if isinstance(done, MailSummary):
        return done.error
    return _("%(n)s việc gặp lỗi và sẽ được thử lại", n=len(done.failed)) if done.failed else None


def make_scheduler(
    tick: Callable[[], None],
    scheduler_class: type[BaseScheduler] = BackgroundScheduler,
    *,
    glance: Callable[[], None] | None = None,
) -> Any:
    """A scheduler with its jobs, of which one runs at a time; `scheduler_class` is another one in tests."""
    scheduler = scheduler_class(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        # A tick that comes late is still welcome, and several missed ones are one.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=ZONE,
    )
    scheduler.add_job(tick, "interval", seconds=TICK_SECONDS, id="tick", next_run_time=real_now())
    if glance is not None:
        scheduler.add_job(glance, "interval", seconds=GLANCE_SECONDS, id="glance")
    return scheduler


@dataclass(frozen=True)
class Companion:
    """The server process beside which this scheduler runs, and without which it ends."""

    pid: int

    def is_gone(self) -> bool:
        """Whether our parent is another process by now."""
        return os.getppid() != self.pid


def run_scheduler(engine: Engine, settings: Settings, *, beside: Companion | None = None) -> None:
    """Ticks until SIGTERM or SIGINT, or until the server beside it is gone; ends what it began and gives the lease back."""
    store = DirectoryStore(settings.data_dir / "files")
    ticker = Ticker(engine, office_of(settings), store=store, site_dir=settings.site_dir)
    scheduler = make_scheduler(ticker.tick, glance=ticker.glance)
    planner = PlannerProcess(engine)
    scheduler.add_job(planner.look, "interval", seconds=LOOK_SECONDS, id="planner")
    ended = threading.Event()

    def end(_signal: int = 0, _frame: FrameType | None = None) -> None:
        ended.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    if settings.smtp_url is None:
        logger.info("%s is not set: mail waits in the outbox", SETTING)
    scheduler.start()
    while not ended.wait(WATCH_SECONDS):
        if beside is not None and beside.is_gone():
            break
    scheduler.shutdown(wait=True)
    planner.end()
    ticker.stop()

"""The ordeal: virtual days go by, the leading scheduler is killed or stopped past its lease, and all of it is counted."""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, make_url, select
from sqlalchemy.exc import OperationalError

from inspect_app.campaigns.models import Occurrence
from inspect_app.campaigns.rules import OccurrenceState
from inspect_app.jobs.leases import LEASE_LIFE
from inspect_app.jobs.models import SchedulerLease
from inspect_app.kernel.database import make_engine, read_only, session_factory
from inspect_app.kernel.outbox import InboxMessage, OutgoingMail
from inspect_app.kernel.tables import Base
from tests.faults.leaders.processes import Pair
from tests.faults.leaders.readers import ANSWERED, FAILED, MARKED, Readers
from tests.faults.leaders.world import START, Item, Wanted, at_seven, make_world

PAST_LEASE = LEASE_LIFE + timedelta(seconds=10)
PAST_PAUSE = timedelta(minutes=6)
PATIENCE = 60.0
LONGEST_WAIT = 0.06
FREE_TRIES = 20
SHORT = 0.1


@dataclass(frozen=True)
class Size:
    """How long and how hard."""

    days: int
    campaigns: int
    kills: int
    stops: int


@dataclass
class Counted:
    """What came of it."""

    kills: int = 0
    stops: int = 0
    takeovers: int = 0
    refusals: int = 0
    due: int = 0
    escalations: int = 0
    stale_writes: int = 0
    pages: int = 0
    marked: int = 0
    pages_failed: int = 0
    rows_wanted: int = 0
    rows: int = 0
    doubled: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    mails: int = 0
    mails_twice: int = 0
    mails_wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether everything was told exactly once and mailed once or twice, and no page failed meanwhile."""
        wrong = self.doubled or self.missed or self.strange or self.mails_wrong
        return not (wrong or self.stale_writes or self.pages_failed)


@dataclass
class Ordeal:
    """One run on one database."""

    url: str
    place: Path
    size: Size
    seed: int
    told: Callable[[int, int], None] = lambda _done, _of: None

    def run(self) -> Counted:
        """Makes the world, lets the days go by and counts."""
        begun = time.monotonic()
        engine = make_engine(self.url)
        Base.metadata.create_all(engine)
        wanted = make_world(engine, self.size.campaigns, self.size.days, self.seed)
        engine.dispose()
        pair, counted = Pair(self.url, self.place), Counted()
        readers = Readers(self.url, self.place, pair.clock, wanted.cookies)
        pair.clock.set(at_seven(START) - timedelta(hours=1))
        pair.start()
        readers.start()
        try:
            self._live(pair, wanted, counted)
        finally:
            readers.end()
            pair.end()
        counted.pages, counted.marked = readers.total(ANSWERED), readers.total(MARKED)
        counted.pages_failed, counted.stale_writes = readers.total(FAILED), pair.stale.value
        self._count(pair, wanted, counted)
        counted.seconds = time.monotonic() - begun
        return counted

    def _live(self, pair: Pair, wanted: Wanted, counted: Counted) -> None:
        draw, days = random.Random(self.seed), wanted.days()
        # One blow a day: a mail that a crash left in doubt is done with before the next crash, as in life.
        blows = [self._kill] * self.size.kills + [self._stop] * self.size.stops
        struck = dict(zip(draw.sample(days, len(blows)), draw.sample(blows, len(blows)), strict=True))
        for number, day in enumerate(days, start=1):
            pair.clock.set(max(at_seven(day), pair.clock.now()))
            if day in struck:
                time.sleep(draw.uniform(0, LONGEST_WAIT))
                struck[day](pair, counted, draw)
            self._settle(pair, day)
            self.told(number, len(days))

    def _leader(self, pair: Pair) -> BaseProcess:
        """Who leads; where nobody does yet, time goes on until somebody may."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            leader = pair.leader()
            if leader is not None:
                return leader
            pair.clock.set(pair.clock.now() + timedelta(seconds=30))
            time.sleep(0.05)
        raise TimeoutError("nobody leads")

    def _kill(self, pair: Pair, counted: Counted, _draw: random.Random) -> None:
        pair.kill(self._leader(pair))
        counted.kills += 1
        pair.clock.set(pair.clock.now() + PAST_LEASE)

    def _stop(self, pair: Pair, counted: Counted, draw: random.Random) -> None:
        """Stops the leader outside a transaction, lets the other take over, and wakes the first one again."""
        for _try in range(FREE_TRIES):
            leader = self._leader(pair)
            time.sleep(draw.uniform(0, LONGEST_WAIT))
            os.kill(leader.pid or 0, signal.SIGSTOP)
            fence = self._fence_if_free()
            if fence is not None:
                break
            os.kill(leader.pid or 0, signal.SIGCONT)
        else:
            return
        counted.stops += 1
        pair.clock.set(pair.clock.now() + PAST_LEASE)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if (self._fence_if_free() or 0) > fence:
                counted.takeovers += 1
                break
            time.sleep(0.02)
        os.kill(leader.pid or 0, signal.SIGCONT)

    def _fence_if_free(self) -> int | None:
        """The lease's fence, if somebody could write now; a process that was stopped inside a transaction holds all up.

        On SQLite one that reads does too: whoever commits has to be alone.
        """
        url = make_url(self.url)
        try:
            if url.get_backend_name() == "sqlite":
                with closing(sqlite3.connect(url.database or "", timeout=SHORT)) as connection:
                    connection.execute("BEGIN EXCLUSIVE")
                    return int(connection.execute("SELECT fence FROM scheduler_lease").fetchone()[0])
            engine = make_engine(self.url)
            with session_factory(engine)() as session:
                return session.scalar(select(SchedulerLease.fence).with_for_update(nowait=True))
        except (OperationalError, sqlite3.OperationalError):
            return None

    def _settle(self, pair: Pair, day: date) -> None:
        """Waits until nothing of the day waits any more; mails that were tried rest, so time goes on for them."""
        engine = make_engine(self.url)
        until = time.monotonic() + PATIENCE
        with session_factory(engine)() as session:
            while time.monotonic() < until:
                read_only(session)
                waits = Occurrence.state == OccurrenceState.PENDING, Occurrence.due_on <= day
                due = session.scalar(select(func.count()).where(*waits)) or 0
                unsent = OutgoingMail.sent_at.is_(None) & OutgoingMail.given_up_at.is_(None)
                mail = session.execute(select(OutgoingMail.next_attempt_at).where(unsent)).all()
                lease = session.scalar(select(SchedulerLease.expires_at))
                session.rollback()
                if not due and not mail:
                    break
                if lease is None or lease < pair.clock.now():
                    pair.clock.set(pair.clock.now() + timedelta(seconds=1))
                elif (
                    pair.clock.is_worked_off
                    and not due
                    and all(row.next_attempt_at and row.next_attempt_at > pair.clock.now() for row in mail)
                ):
                    pair.clock.set(pair.clock.now() + PAST_PAUSE)
                time.sleep(0.02)
            else:
                raise TimeoutError(f"{day} does not settle")
        engine.dispose()

    def _count(self, pair: Pair, wanted: Wanted, counted: Counted) -> None:
        engine = make_engine(self.url)
        with session_factory(engine)() as session:
            boxes = session.execute(select(InboxMessage.dedupe_key, InboxMessage.account_id)).all()
            mails = session.execute(select(OutgoingMail.message_id, OutgoingMail.sent_at)).all()
        engine.dispose()
        told: Counter[tuple[Item, UUID]] = Counter()
        for key, account in boxes:
            rule, target, due = key.split("|")
            told[(rule, UUID(target), date.fromisoformat(due)), account] += 1
        should = {(item, account) for item, people in wanted.people.items() for account in people}
        counted.escalations = wanted.escalations
        counted.due, counted.rows_wanted, counted.rows = len(wanted.people), len(should), told.total()
        counted.missed = [str(one) for one in should - told.keys()]
        counted.strange = [str(one) for one in told.keys() - should]
        counted.doubled = [str(one) for one, times in told.items() if times > 1]
        taken = pair.mails()
        counted.mails, counted.mails_twice = len(mails), sum(times == 2 for times in taken.values())
        ids = {message_id for message_id, _sent_at in mails}
        counted.mails_wrong = [f"{one}: {taken[one]}" for one in ids if not 1 <= taken[one] <= 2]
        counted.mails_wrong += [f"{one}: unknown" for one in taken.keys() - ids]
        counted.refusals = pair.refusals()

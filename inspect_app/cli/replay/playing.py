"""The play: virtual days, the acts of people up to each tick, the scheduler's tick, and the checker after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from inspect_app.accounts.operations import change_person
from inspect_app.accounts.queries import demonstration_accounts
from inspect_app.campaigns.files import CampaignFolder
from inspect_app.checklists.library import ChecklistLibrary
from inspect_app.cli.demonstration.campaign import load_campaign, plan_visits
from inspect_app.cli.demonstration.cast import COORDINATOR
from inspect_app.cli.demonstration.ratings import plan_ratings
from inspect_app.cli.demonstration.stage import Act, Stage
from inspect_app.cli.replay.checking import Checker, Finding
from inspect_app.cli.replay.coordinator import give_days
from inspect_app.cli.replay.desk import Desk
from inspect_app.cli.replay.events import Event, EventReader
from inspect_app.cli.replay.place import Place
from inspect_app.cli.replay.timeline import Planned, planned_days
from inspect_app.jobs.scheduler import Clocks, Ticker
from inspect_app.jobs.sending import PostOffice
from inspect_app.kernel.actors import SYSTEM
from inspect_app.kernel.clock import at_local, local_date
from inspect_app.kernel.database import session_factory
from inspect_app.kernel.settings import Settings
from inspect_app.registry.operations import add_body, set_numbering
from inspect_app.registry.rules import NumberSource
from inspect_app.units.queries import province

BEFORE_WINDOW = timedelta(days=7)
OPENING = time(8, 0)
# The alarm clock rings every minute in life; here before and at the first hour, and some times a day after people acted.
TICKS = (6, 7, 8, 9, 11, 14, 17, 20)
RATING_FILE, RATED_YEAR = "rating.yaml", 2024
MAIL_DOMAIN = "mau.example"


@dataclass
class VirtualTime:
    """The clock of a replay: both domain time and real time stand where the play stands."""

    now: datetime

    def clocks(self) -> Clocks:
        """The scheduler's clocks, which read this one."""
        return Clocks(domain=lambda _session: self.now, real=lambda: self.now)


@dataclass
class Catcher:
    """The mail server of a replay: it takes everything over and keeps what it took."""

    taken: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def open(self) -> "Iterator[Catcher]":
        """A connection."""
        yield self

    def send(self, message: EmailMessage) -> None:
        """Takes a mail over."""
        self.taken.append((str(message["Message-ID"]), str(message["To"])))


@dataclass(frozen=True)
class Wish:
    """What is to be replayed."""

    source: Path
    folder: CampaignFolder
    library: ChecklistLibrary
    since: date
    until: date
    seed: int
    settings: Settings
    # The coordinator forgets the sample dates and has the planner look for days.
    ignore_dates: bool = False

    @property
    def opening(self) -> date:
        """The day on which the plan comes: a week before its first day."""
        return self.folder.plan.campaign.window.starts - BEFORE_WINDOW


@dataclass
class Play:
    """A campaign being played. Faults put down acts of their own, and stop the scheduler for some time."""

    wish: Wish
    stage: Stage
    checker: Checker
    clock: VirtualTime
    ticker: Ticker
    catcher: Catcher
    transactions: sessionmaker[Session]
    told: Callable[[Event], None]
    desk: Desk
    silences: list[tuple[datetime, datetime]] = field(default_factory=list)
    marks: list[Event] = field(default_factory=list)
    events: EventReader = field(default_factory=EventReader)
    # The days of the visits as they were on the evening on which the plan came.
    planned: Planned = field(default_factory=dict)

    def mark(self, at: datetime, kind: str, **more: Any) -> None:
        """Has an event of the replay itself told on its day, such as the beginning of a fault."""
        self.marks.append(Event(at, kind, **more))

    def at(self, day: date, hour: int, minute: int, act: Act) -> None:
        """Puts an act down."""
        self.stage.at(day, hour, minute, act)

    def is_silent(self, moment: datetime) -> bool:
        """Whether the scheduler is down."""
        return any(first <= moment < last for first, last in self.silences)

    def days(self) -> list[date]:
        """Every day that is played."""
        first = self.wish.opening
        return [first + timedelta(days=n) for n in range((self.wish.until - first).days + 1)]

    def play_day(self, day: date) -> None:
        """One day: acts and ticks by turns, then what happened is told in its order."""
        begun = at_local(day, time.min)
        for hour in TICKS:
            moment = at_local(day, time(hour))
            self._act_until(moment)
            if not self.is_silent(moment):
                self._tick(moment)
        self._act_until(at_local(day, time.max))
        with self.transactions() as session:
            found = [*self.events.new(session, begun), *(one for one in self.marks if local_date(one.at) == day)]
            self.checker.evening(session)
            self.planned = self.planned or planned_days(session)
        for event in sorted(found, key=lambda one: one.order):
            if self.wish.since <= local_date(event.at) <= self.wish.until:
                self.told(event)

    def _act_until(self, moment: datetime) -> None:
        while self.stage.agenda.has_until(moment):
            with self.transactions.begin() as session:
                self.stage.open_day(session)
                for at, act in self.stage.agenda.until(moment):
                    act(self.stage, at)
                    if self.desk.waits:
                        break
            self.desk.work()

    def _tick(self, moment: datetime) -> None:
        self.clock.now = moment
        self.ticker.tick()
        with self.transactions() as session:
            self.checker.after_tick(session, moment)


def make_play(wish: Wish, place: Place, told: Callable[[Event], None]) -> Play:
    """A play on an empty database, its first act put down."""
    transactions = session_factory(place.engine)
    clock, catcher = VirtualTime(at_local(wish.opening, time.min)), Catcher()
    office = PostOffice(catcher.open, f"inspect-app@{MAIL_DOMAIN}", f"https://{MAIL_DOMAIN}")
    ticker = Ticker(place.engine, office, "replay", store=place.store, clocks=clock.clocks())
    with transactions() as session:
        stage = Stage(
            session,
            wish.settings,
            place.store,
            wish.source,
            wish.folder,
            wish.library,
            at_local(wish.until, time.max),
            place.press,
            salt=f"{wish.seed} ",
        )
    checker = Checker(wish.folder, stage.given, catcher.taken)
    play = Play(wish, stage, checker, clock, ticker, catcher, transactions, told, Desk(transactions, checker))
    play.at(wish.opening, OPENING.hour, OPENING.minute, partial(_open, f"replay {wish.seed}"))
    play.at(wish.opening, 9, 0, _count_here)
    play.at(wish.opening, 10, 0, play.desk.plan_first if wish.ignore_dates else _take_dates)
    play.at(wish.opening, 14, 0, give_days)
    rating = wish.source / RATING_FILE
    if rating.is_file() and wish.folder.plan.campaign.year == RATED_YEAR:
        plan_ratings(stage, rating)
    return play


def _open(seed: str, stage: Stage, now: datetime) -> None:
    load_campaign(stage, seed, now)
    for account in demonstration_accounts(stage.session):
        person = account.person
        address = {"email": f"{account.username}@{MAIL_DOMAIN}", "phone": person.phone}
        change_person(stage.session, SYSTEM, person, name=person.name, title=person.title, now=now, **address)


def _count_here(stage: Stage, now: datetime) -> None:
    """The province lets its papers be numbered here, so that the checker sees whether a number is left out."""
    coordinator, session = stage.actor(COORDINATOR, now), stage.session
    body = add_body(session, coordinator, province(session), now=now)
    year, own = local_date(now).year, NumberSource.OWN
    set_numbering(session, coordinator, body, year, source=own, one_series=True, first_number=1, now=now)


def _take_dates(stage: Stage, _now: datetime) -> None:
    """The visits take place on the plan's own dates."""
    plan_visits(stage)


def finish(play: Play) -> list[Finding]:
    """The last checks; gives every invariant that was broken since the beginning."""
    play.stage.press.close()
    with play.transactions() as session:
        play.checker.end(session, play.wish.until)
    return play.checker.broken

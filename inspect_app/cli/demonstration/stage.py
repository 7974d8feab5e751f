"""The stage of the play: virtual time, what is still to happen, and who acts."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.accounts.queries import account_of, actor_for, person_by_code
from inspect_app.campaigns.files import CampaignFolder
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import campaign_by_code, visit_by_code, working_calendar
from inspect_app.checklists.library import ChecklistLibrary
from inspect_app.checklists.queries import version_of
from inspect_app.cli.demonstration.press import Press
from inspect_app.fieldwork.queries import answers_of, evidence_of
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.fieldwork.standing import Standing
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import at_local, local_date
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.files import FileStore
from inspect_app.kernel.settings import Settings

Act = Callable[["Stage", datetime], None]
Elsewhere = Callable[[Visit, str, GivenAnswer, "Stage", datetime], None]


@dataclass
class Agenda:
    """What is still to happen, in the order of its moments; acts of the same moment in the order they were put down."""

    _waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def put(self, moment: datetime, act: Act) -> None:
        """Puts an act down."""
        heapq.heappush(self._waiting, (moment, next(self._numbers), act))

    def has_until(self, moment: datetime) -> bool:
        """Whether anything is to happen up to and including a moment."""
        return bool(self._waiting) and self._waiting[0][0] <= moment

    def until(self, moment: datetime) -> Iterator[tuple[datetime, Act]]:
        """Takes the acts up to and including a moment, those put down meanwhile too."""
        while self._waiting and self._waiting[0][0] <= moment:
            at, _number, act = heapq.heappop(self._waiting)
            yield at, act


@dataclass
class Stage:
    """Where the acts play, until a moment. The session is that of the virtual day: it is committed in the evening."""

    session: Session
    settings: Settings
    store: FileStore
    source: Path
    folder: CampaignFolder
    library: ChecklistLibrary
    until: datetime
    press: Press
    agenda: Agenda = field(default_factory=Agenda)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    # What is put before the names of the lots: another word, another course of the same campaign.
    salt: str = ""
    # What people answered is kept, in the order in which it was: by visit and item.
    given: list[tuple[str, str, GivenAnswer]] = field(default_factory=list)
    # Whose answers at a visit do not go to the server at once, and what is done with them instead.
    elsewhere: dict[tuple[str, UUID], Elsewhere] = field(default_factory=dict)
    _visits: dict[str, Visit] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def open_day(self, session: Session) -> None:
        """Begins a virtual day: who may do what is asked anew, as it is on that day."""
        self.session = session
        self._visits.clear()
        self._actors.clear()

    def lots(self, name: str) -> Random:
        """The lots of a purpose: the same for the same name, whatever was drawn before."""
        return Random(f"{self.salt}{name}")

    def at(self, day: date, hour: int, minute: int, act: Act) -> None:
        """Puts an act down for an hour of a day in Vietnam."""
        self.agenda.put(at_local(day, time(hour, minute)), act)

    def after(self, day: date, working_days: int, hour: int, minute: int, act: Act) -> None:
        """The same, so many working days after (or before) a day."""
        self.agenda.put(self.moment_after(day, working_days, hour, minute), act)

    def moment_after(self, day: date, working_days: int, hour: int, minute: int) -> datetime:
        """That hour, so many working days after (or before) a day."""
        return at_local(self.calendar.add_working_days(day, working_days), time(hour, minute))

    def read_calendar(self) -> None:
        """Counts working days as the campaign does, from here on."""
        self.calendar = working_calendar(campaign_by_code(self.session, self.folder.plan.campaign.code))

    def visit(self, code: str) -> Visit:
        """A visit of the campaign by its code."""
        if code not in self._visits:
            campaign = campaign_by_code(self.session, self.folder.plan.campaign.code)
            self._visits[code] = visit_by_code(self.session, campaign, code)
        return self._visits[code]

    def forget_visit(self, code: str) -> None:
        """Reads the visit anew the next time."""
        self._visits.pop(code, None)

    def standing(self, visit: Visit) -> Standing:
        """The visit's checklist with its answers and evidence."""
        version = version_of(self.session, visit.checklist_code, visit.checklist_version)
        return Standing(version, answers_of(self.session, visit.id), evidence_of(self.session, visit.id))

    def person(self, code: str) -> Person:
        """A person by the code of the sample; raises NotFound."""
        person = person_by_code(self.session, code)
        if person is None:
            raise NotFound
        return person

    def actor(self, code: str, now: datetime) -> Actor:
        """A person as he acts today; raises NotFound without an account."""
        if code not in self._actors:
            account = account_of(self.session, self.person(code).id)
            if account is None:
                raise NotFound
            self._actors[code] = actor_for(self.session, account, local_date(now))
        return self._actors[code]

    def actor_of(self, person_id: UUID, now: datetime) -> Actor:
        """The same by the person's id."""
        key = str(person_id)
        if key not in self._actors:
            account = account_of(self.session, person_id)
            if account is None:
                raise NotFound
            self._actors[key] = actor_for(self.session, account, local_date(now))
        return self._actors[key]

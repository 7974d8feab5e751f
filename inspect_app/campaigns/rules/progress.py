"""How far a campaign's visits are: what is missed, what comes next, what is at risk, and who bears how much. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from inspect_app.campaigns.rules.deadlines import VisitDeadlines
from inspect_app.campaigns.rules.states import VisitState
from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar

# A visit is looked at this many working days ahead; a tablet is asked for this many before the first day.
AHEAD_DAYS = 10
TABLET_DAYS = 2
# What falls due within this many working days is called due.
DUE_DAYS = 5


class Waited(StrEnum):
    """What a visit waits for next."""

    START = "start"
    NOTICE = "notice"
    SELF_REPORT = "self_report"
    MINUTES = "minutes"
    CONCLUSION = "conclusion"


class Lack(StrEnum):
    """What a visit that comes soon should have and has not."""

    DATE = "date"
    TEAM = "team"
    LEAD = "lead"
    SECRETARY = "secretary"
    NOTICE = "notice"
    SELF_REPORT = "self_report"
    TABLET = "tablet"


Due = tuple[Waited, date]


@dataclass(frozen=True, slots=True)
class TeamPart:
    """A person's part in a team."""

    person_id: UUID
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class BoardVisit:
    """What the board knows of a visit. `has_tablet` is None where the site works without tablets."""

    id: UUID
    code: str
    unit_name: str
    stream_id: UUID
    state: VisitState
    unannounced: bool
    is_drawn: bool
    window_start: date
    window_end: date
    starts_on: date | None
    ends_on: date | None
    began_on: date | None
    closed_on: date | None
    concluded_on: date | None
    notice_sent: bool
    has_self_report: bool
    has_tablet: bool | None
    team: tuple[TeamPart, ...]
    deadlines: VisitDeadlines | None

    @property
    def lead(self) -> TeamPart | None:
        """Who leads the team."""
        return next((part for part in self.team if part.role is Role.LEAD), None)

    @property
    def is_secret(self) -> bool:
        """Whether only its team and the coordinators may know of it."""
        return self.unannounced and self.began_on is None


@dataclass(frozen=True, slots=True)
class Standing:
    """A visit with what it has missed, what falls due within DUE_DAYS, and what it lacks although it comes soon."""

    visit: BoardVisit
    missed: tuple[Due, ...]
    coming: tuple[Due, ...]
    lacks: tuple[Lack, ...]


def waits_of(
    deadlines: VisitDeadlines | None,
    *,
    starts_on: date | None,
    notice_sent: bool,
    begun: bool,
    closed: bool,
    done: bool,
) -> list[Due]:
    """What a visit with a date waits for now, each with its day; the self-report is the unit's and not among them."""
    if deadlines is None or starts_on is None or done:
        return []
    if closed:
        return [(Waited.CONCLUSION, deadlines.conclusion.on)]
    if begun:
        return [(Waited.MINUTES, deadlines.minutes.on)]
    notice = [(Waited.NOTICE, deadlines.notice.on)] if deadlines.notice is not None and not notice_sent else []
    return [(Waited.START, starts_on), *notice]


def missed_of(waits: Iterable[Due], *, starts_on: date | None, today: date) -> tuple[Due, ...]:
    """What should have happened by now. A notice that comes after the visit's first day is missed no more: the visit is."""
    return tuple(
        (what, on)
        for what, on in waits
        if on < today and not (what is Waited.NOTICE and starts_on is not None and starts_on <= today)
    )


def standing_of(visit: BoardVisit, calendar: WorkingCalendar, today: date, *, ahead: date, due_until: date) -> Standing:
    """Where a visit stands. `ahead` and `due_until` are AHEAD_DAYS and DUE_DAYS working days after today."""
    if visit.state is VisitState.CANCELLED:
        return Standing(visit, (), (), ())
    waits = waits_of(
        visit.deadlines,
        starts_on=visit.starts_on,
        notice_sent=visit.notice_sent,
        begun=visit.began_on is not None,
        closed=visit.closed_on is not None,
        done=visit.concluded_on is not None,
    )
    report = visit.deadlines.self_report if visit.deadlines and visit.began_on is None else None
    asked = [(Waited.SELF_REPORT, report.on)] if report and not visit.has_self_report else []
    return Standing(
        visit,
        missed_of(waits, starts_on=visit.starts_on, today=today),
        tuple(
            sorted(((what, on) for what, on in (*waits, *asked) if today <= on <= due_until), key=lambda due: due[1])
        ),
        _lacks(visit, calendar, today, ahead),
    )


def _lacks(visit: BoardVisit, calendar: WorkingCalendar, today: date, ahead: date) -> tuple[Lack, ...]:
    if visit.state is VisitState.PLANNED:
        return (Lack.DATE,) if visit.window_end <= ahead else ()
    if visit.state is not VisitState.SCHEDULED or visit.starts_on is None or not today <= visit.starts_on <= ahead:
        return ()
    roles = {part.role for part in visit.team}
    deadlines = visit.deadlines
    asked = {
        Lack.TEAM: not visit.team,
        Lack.LEAD: bool(visit.team) and Role.LEAD not in roles,
        Lack.SECRETARY: bool(visit.team) and Role.SECRETARY not in roles,
        Lack.NOTICE: bool(deadlines and deadlines.notice and deadlines.notice.on <= today and not visit.notice_sent),
        Lack.SELF_REPORT: bool(
            deadlines and deadlines.self_report and deadlines.self_report.on <= today and not visit.has_self_report
        ),
        Lack.TABLET: visit.has_tablet is False and calendar.working_days_between(today, visit.starts_on) <= TABLET_DAYS,
    }
    return tuple(lack for lack, is_missing in asked.items() if is_missing)


def standings_of(visits: Sequence[BoardVisit], calendar: WorkingCalendar, today: date) -> list[Standing]:
    """Every visit that was not cancelled, with where it stands."""
    ahead, due_until = (calendar.add_working_days(today, days) for days in (AHEAD_DAYS, DUE_DAYS))
    return [
        standing_of(visit, calendar, today, ahead=ahead, due_until=due_until)
        for visit in visits
        if visit.state is not VisitState.CANCELLED
    ]


def field_days(visit: BoardVisit, calendar: WorkingCalendar) -> list[date]:
    """The working days on which the team is at the unit, as planned."""
    if visit.starts_on is None or visit.ends_on is None:
        return []
    span = range((visit.ends_on - visit.starts_on).days + 1)
    days = (visit.starts_on + timedelta(days=n) for n in span)
    return [day for day in days if calendar.is_working_day(day)]


def month_of(day: date) -> str:
    """`2024-06`"""
    return f"{day.year:04d}-{day.month:02d}"


def months_between(first: date, last: date) -> list[str]:
    """`2024-04` to `2024-09`: every month that a day of the span lies in."""
    months, day = [], first.replace(day=1)
    while day <= last:
        months.append(month_of(day))
        day = (day + timedelta(days=32)).replace(day=1)
    return months


def month_name(key: str) -> str:
    """`04/2024`"""
    return f"{key[5:]}/{key[:4]}"

"""The coordinators' desk: a month of a campaign by person and by team, and what a calendar of it is made of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.closures import absences, closures, pins
from inspect_app.campaigns.models import Absence, Campaign, UnitClosure, Visit
from inspect_app.campaigns.month import day_names, month_bounds
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.queries import visible_visits, working_calendar
from inspect_app.campaigns.rules import VisitState
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.language import gettext as _

BEFORE_BEGUN = (VisitState.PLANNED, VisitState.SCHEDULED)


@dataclass(frozen=True)
class DeskDay:
    """A day of the month: whether offices work, and by which name not."""

    day: date
    is_worked: bool
    name: str | None

    @property
    def is_weekend(self) -> bool:
        """Whether it is a day off without a name of its own."""
        return not self.is_worked and self.name is None


@dataclass(frozen=True)
class DeskVisit:
    """A visit as the desk shows it: whether the reader may move it, and whether it is pinned."""

    visit: Visit
    may_move: bool
    is_pinned: bool

    @property
    def days(self) -> int:
        """How many days it takes, weekends too."""
        if self.visit.starts_on is None or self.visit.ends_on is None:
            return 0
        return (self.visit.ends_on - self.visit.starts_on).days + 1


@dataclass(frozen=True)
class DeskCell:
    """What one row has on one day."""

    day: DeskDay
    visits: tuple[DeskVisit, ...]
    away: str | None = None


@dataclass(frozen=True)
class DeskRow:
    """A person or a team with the days of the month; `days` are those on visits."""

    key: str
    label: str
    hint: str
    cells: tuple[DeskCell, ...]

    @property
    def busy(self) -> int:
        """On how many days of the month there is a visit."""
        return sum(bool(cell.visits) for cell in self.cells)


@dataclass(frozen=True)
class Desk:
    """The month with everything that is shown of it; `undated` are the visits that wait for a day."""

    month: date
    days: tuple[DeskDay, ...]
    visits: tuple[DeskVisit, ...]
    undated: tuple[DeskVisit, ...]
    absences: Sequence[Absence] = field(default_factory=tuple)
    closures: Sequence[UnitClosure] = field(default_factory=tuple)


def read_desk(session: Session, actor: Actor, campaign: Campaign, month: date) -> Desk:
    """The desk of one month, with the visits that the actor may know of."""
    first, last = month_bounds(month)
    kept = pins(session, campaign)

    def shown(visit: Visit) -> DeskVisit:
        movable = visit.state in BEFORE_BEGUN and may_schedule(actor, visit)
        return DeskVisit(visit, movable, visit.id in kept)

    everything = visible_visits(session, actor, campaign)
    calendar, names = working_calendar(campaign), day_names(campaign)
    every_day = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Desk(
        first,
        tuple(DeskDay(day, calendar.is_working_day(day), names.get(day)) for day in every_day),
        tuple(shown(one) for one in everything if one.starts_on and one.state is not VisitState.CANCELLED),
        tuple(shown(one) for one in everything if one.state is VisitState.PLANNED),
        absences(session, first, last),
        closures(session, campaign.window_start, campaign.window_end),
    )


def by_person(desk: Desk) -> list[DeskRow]:
    """A row for everybody who is on a team of one of the visits, by name."""
    people = {member.person_id: member.person for one in desk.visits for member in one.visit.team}
    away: dict[UUID, list[Absence]] = {}
    for absence in desk.absences:
        away.setdefault(absence.person_id, []).append(absence)
    rows = []
    for person in sorted(people.values(), key=lambda one: (one.search_name, one.id)):
        own = [one for one in desk.visits if any(member.person_id == person.id for member in one.visit.team)]
        rows.append(
            DeskRow(
                str(person.id), person.name, person.title or "", tuple(_cells(desk.days, own, away.get(person.id, ())))
            )
        )
    return rows


def by_team(desk: Desk) -> list[DeskRow]:
    """A row for the people who go under one lead, by the lead's name; visits without a team come last."""
    groups: dict[tuple[str, str], list[DeskVisit]] = {}
    for one in desk.visits:
        lead = next((member.person for member in one.visit.team if member.role is Role.LEAD), None)
        groups.setdefault((lead.search_name, str(lead.id)) if lead else ("~", ""), []).append(one)
    rows = []
    for (_name, key), visits in sorted(groups.items()):
        leads = [member.person.name for member in visits[0].visit.team if member.role is Role.LEAD]
        stream = visits[0].visit.stream.title
        rows.append(DeskRow(key, leads[0] if leads else "", stream, tuple(_cells(desk.days, visits, ()))))
    return rows


def _cells(days: Iterable[DeskDay], visits: Sequence[DeskVisit], away: Sequence[Absence]) -> Iterator[DeskCell]:
    for day in days:
        why = next((one.why for one in away if one.first_day <= day.day <= one.last_day), None)
        yield DeskCell(day, tuple(one for one in visits if _is_on(one.visit, day.day)), why)


def _is_on(visit: Visit, day: date) -> bool:
    return visit.starts_on is not None and visit.ends_on is not None and visit.starts_on <= day <= visit.ends_on


def calendar_events(desk: Desk) -> list[dict[str, Any]]:
    """The visits as a calendar takes them; the end is the day after the last one."""
    return [
        {
            "id": str(one.visit.id),
            "title": _title(one),
            "start": one.visit.starts_on.isoformat(),
            "end": (one.visit.ends_on + timedelta(days=1)).isoformat(),
            "movable": one.may_move and not one.is_pinned,
            "pinned": one.is_pinned,
            "secret": one.visit.secret,
            "state": one.visit.state.value,
            "stream": one.visit.stream.position,
        }
        for one in desk.visits
        if one.visit.starts_on is not None and one.visit.ends_on is not None
    ]


def _title(one: DeskVisit) -> str:
    title = f"{one.visit.code} {one.visit.unit.short_name}"
    marks = [_("giữ nguyên")] if one.is_pinned else []
    marks += [_("giữ kín")] if one.visit.secret else []
    return f"{title} ({', '.join(marks)})" if marks else title


def closed_events(desk: Desk) -> list[dict[str, Any]]:
    """The units' closed days as a calendar takes them; units that are closed together are one entry."""
    groups: dict[tuple[date, date, str], list[str]] = {}
    for one in desk.closures:
        groups.setdefault((one.first_day, one.last_day, one.why), []).append(one.unit.short_name)
    return [
        {
            "title": f"{why}: {', '.join(names)}",
            "start": first.isoformat(),
            "end": (last + timedelta(days=1)).isoformat(),
        }
        for (first, last, why), names in groups.items()
    ]

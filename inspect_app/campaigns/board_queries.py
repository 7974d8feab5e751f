"""Reading what the board shows: three lean queries for any number of visits, each behind the gate of secrecy."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Campaign, TeamMember, Visit
from inspect_app.campaigns.queries import deadline_settings, visibility, working_calendar
from inspect_app.campaigns.rules import DeadlineSettings, visit_deadlines, visit_state
from inspect_app.campaigns.rules.progress import BoardVisit, TeamPart
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.units.models import Unit

COLUMNS = (
    Visit.id,
    Visit.code,
    Visit.stream_id,
    Visit.unannounced,
    Visit.pool,
    Visit.window_start,
    Visit.window_end,
    Visit.starts_on,
    Visit.ends_on,
    Visit.notice_sent_at,
    Visit.begun_at,
    Visit.closed_at,
    Visit.frozen_at,
    Visit.cancelled_at,
    Unit.name.label("unit_name"),
)


def board_visits(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    *,
    reported: Collection[UUID],
    tablet_holders: Collection[UUID],
) -> list[BoardVisit]:
    """The campaign's visits that the actor may know of, by date, as the board counts them.

    `reported`: visits whose self-report came; `tablet_holders`: people with a registered tablet, empty where none is used.
    """
    settings, calendar = deadline_settings(campaign), working_calendar(campaign)
    seen: tuple[ColumnElement[bool], ...] = (Visit.campaign_id == campaign.id, visibility(actor))
    teams = _teams(session, seen)
    query = select(*COLUMNS).join(Unit, Unit.id == Visit.unit_id).where(*seen)
    query = query.order_by(Visit.starts_on.is_(None), Visit.starts_on, Visit.window_start, Visit.code)
    return [
        _board_visit(row, teams.get(row.id, ()), settings, calendar, row.id in reported, tablet_holders)
        for row in session.execute(query)
    ]


def _teams(session: Session, seen: tuple[ColumnElement[bool], ...]) -> dict[UUID, tuple[TeamPart, ...]]:
    query = (
        select(TeamMember.visit_id, TeamMember.person_id, Person.name, TeamMember.role)
        .join(Person, Person.id == TeamMember.person_id)
        .join(Visit, Visit.id == TeamMember.visit_id)
        .where(*seen)
        .order_by(TeamMember.position)
    )
    found: dict[UUID, list[TeamPart]] = defaultdict(list)
    for visit_id, person_id, name, role in session.execute(query):
        found[visit_id].append(TeamPart(person_id, name, Role(role)))
    return {visit_id: tuple(parts) for visit_id, parts in found.items()}


def _board_visit(
    row: Any,
    team: tuple[TeamPart, ...],
    settings: DeadlineSettings,
    calendar: WorkingCalendar,
    has_report: bool,
    tablet_holders: Collection[UUID],
) -> BoardVisit:
    marks = {name: getattr(row, name) for name in ("begun_at", "closed_at", "frozen_at", "cancelled_at")}
    began_on, closed_on, concluded_on = (
        local_date(marks[name]) if marks[name] else None for name in ("begun_at", "closed_at", "frozen_at")
    )
    deadlines = None
    if row.starts_on is not None:
        deadlines = visit_deadlines(
            settings, calendar, starts_on=row.starts_on, ends_on=row.ends_on, unannounced=row.unannounced
        )
    return BoardVisit(
        id=row.id,
        code=row.code,
        unit_name=row.unit_name,
        stream_id=row.stream_id,
        state=visit_state(starts_on=row.starts_on, **marks),
        unannounced=row.unannounced,
        is_drawn=row.pool is not None,
        window_start=row.window_start,
        window_end=row.window_end,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        began_on=began_on,
        closed_on=closed_on,
        concluded_on=concluded_on,
        notice_sent=row.notice_sent_at is not None,
        has_self_report=has_report,
        has_tablet=any(part.person_id in tablet_holders for part in team) if tablet_holders else None,
        team=team,
        deadlines=deadlines,
    )

"""Reading campaigns and visits. Every list of visits goes through `visible_visits`: it is the gate of secrecy."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import Person, RoleAssignment
from inspect_app.campaigns.models import Campaign, Occurrence, Stream, TeamMember, Visit
from inspect_app.campaigns.rules import (
    DeadlineSettings,
    OccurrenceState,
    TargetKind,
    VisitDeadlines,
    VisitState,
    coordinates,
    sees_announced_visits,
    visit_deadlines,
)
from inspect_app.kernel.actors import TEAM_ROLES, UNIT_SIDE_ROLES, Actor
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.locks import lock_row
from inspect_app.kernel.text import fold
from inspect_app.units.models import Unit

STATE_CONDITIONS: dict[VisitState, ColumnElement[bool]] = {
    VisitState.CANCELLED: Visit.cancelled_at.is_not(None),
    VisitState.CONCLUDED: Visit.frozen_at.is_not(None),
    VisitState.CLOSED: and_(Visit.closed_at.is_not(None), Visit.frozen_at.is_(None)),
    VisitState.UNDER_WAY: and_(Visit.begun_at.is_not(None), Visit.closed_at.is_(None)),
    VisitState.SCHEDULED: and_(Visit.starts_on.is_not(None), Visit.begun_at.is_(None), Visit.cancelled_at.is_(None)),
    VisitState.PLANNED: and_(Visit.starts_on.is_(None), Visit.begun_at.is_(None), Visit.cancelled_at.is_(None)),
}


@dataclass(frozen=True)
class VisitFilter:
    """What narrows a list of visits. `since` and `until` are days; a visit without a date is kept out by them."""

    stream_id: UUID | None = None
    states: Collection[VisitState] = ()
    since: date | None = None
    until: date | None = None
    words: str = ""
    unit_id: UUID | None = None
    team_person_id: UUID | None = None


def visibility(actor: Actor) -> ColumnElement[bool]:
    """Which visits the actor may know of, as an SQL condition: the same rule as `permissions.may_see_visit`."""
    if actor.is_system:
        return true()
    on_team = _on_team(actor.person_id) if actor.person_id else false()
    side = _units_of_side(actor)
    own = Visit.unit_id.in_(actor.unit_ids | side)
    secret = and_(Visit.unannounced, Visit.begun_at.is_(None))
    told = or_(Visit.notice_sent_at.is_not(None), Visit.begun_at.is_not(None))
    if coordinates(actor):
        return or_(on_team, ~secret, ~own)
    seen = [on_team, and_(~secret, told, Visit.unit_id.in_(side))]
    if sees_announced_visits(actor):
        seen.append(and_(~secret, or_(~own, told)))
    return or_(*seen)


def _on_team(person_id: UUID) -> ColumnElement[bool]:
    return Visit.id.in_(select(TeamMember.visit_id).where(TeamMember.person_id == person_id))


def _units_of_side(actor: Actor) -> frozenset[UUID]:
    return frozenset(unit_id for role in UNIT_SIDE_ROLES for unit_id in actor.units(role))


def _with_details(query: Select[Visit]) -> Select[Visit]:
    return query.options(
        joinedload(Visit.unit),
        joinedload(Visit.stream),
        selectinload(Visit.campaign),
        selectinload(Visit.team).joinedload(TeamMember.person),
    )


def visible_visits(
    session: Session, actor: Actor, campaign: Campaign | None = None, narrow: VisitFilter | None = None
) -> Sequence[Visit]:
    """The visits that the actor may know of, by date, those without a date last."""
    query = _narrowed(select(Visit).join(Visit.unit).where(visibility(actor)), campaign, narrow or VisitFilter())
    query = query.order_by(Visit.starts_on.is_(None), Visit.starts_on, Visit.window_start, Visit.code)
    return session.scalars(_with_details(query)).unique().all()


def _narrowed(query: Select[Visit], campaign: Campaign | None, narrow: VisitFilter) -> Select[Visit]:
    if campaign is not None:
        query = query.where(Visit.campaign_id == campaign.id)
    if narrow.stream_id is not None:
        query = query.where(Visit.stream_id == narrow.stream_id)
    if narrow.states:
        query = query.where(or_(*(STATE_CONDITIONS[state] for state in narrow.states)))
    if narrow.since is not None:
        query = query.where(Visit.ends_on >= narrow.since)
    if narrow.until is not None:
        query = query.where(Visit.starts_on <= narrow.until)
    if narrow.unit_id is not None:
        query = query.where(Visit.unit_id == narrow.unit_id)
    if narrow.team_person_id is not None:
        query = query.where(_on_team(narrow.team_person_id))
    for word in fold(narrow.words).split():
        wanted = Unit.search_name.contains(word, autoescape=True)
        query = query.where(or_(wanted, func.lower(Visit.code) == word))
    return query


def visits_of_unit(session: Session, actor: Actor, unit_id: UUID) -> Sequence[Visit]:
    """The unit's visits that the actor may know of."""
    return visible_visits(session, actor, narrow=VisitFilter(unit_id=unit_id))


def visit_by_id(session: Session, visit_id: UUID) -> Visit:
    """The visit, whoever asks: ask `may_see_visit` before showing it. Raises NotFound."""
    visit = session.scalars(_with_details(select(Visit).where(Visit.id == visit_id))).unique().one_or_none()
    if visit is None:
        raise NotFound
    return visit


def lock_visit(session: Session, visit: Visit) -> None:
    """Waits until nobody else writes on the visit, and reads anew how far it is; held until the commit.

    Whoever writes answers, findings or a conclusion takes it first: two writers follow one another, and nothing slips
    in beside an issue. SQLite has one writer anyway.
    """
    lock_row(session, visit, ("begun_at", "closed_at", "frozen_at", "cancelled_at"), key_share=True)


def visit_by_code(session: Session, campaign: Campaign, code: str) -> Visit:
    """The visit with the code in a campaign, whoever asks. Raises NotFound."""
    query = select(Visit).where(Visit.campaign_id == campaign.id, Visit.code == code)
    visit = session.scalars(_with_details(query)).unique().one_or_none()
    if visit is None:
        raise NotFound
    return visit


def campaigns(session: Session) -> Sequence[Campaign]:
    """All campaigns, the newest first."""
    return session.scalars(select(Campaign).order_by(Campaign.window_start.desc(), Campaign.code)).all()


def find_campaign(session: Session, code: str) -> Campaign | None:
    """The campaign with the code, if there is one."""
    return session.scalar(select(Campaign).where(Campaign.code == code))


def campaign_by_code(session: Session, code: str) -> Campaign:
    """The campaign with the code; raises NotFound."""
    campaign = find_campaign(session, code)
    if campaign is None:
        raise NotFound
    return campaign


def current_campaign(session: Session, on: date) -> Campaign | None:
    """The campaign that runs on the day, else the last one that began before it, else the next one."""
    began = select(Campaign).where(Campaign.window_start <= on).order_by(Campaign.window_start.desc())
    coming = select(Campaign).where(Campaign.window_start > on).order_by(Campaign.window_start)
    return session.scalars(began).first() or session.scalars(coming).first()


def has_begun_visits(session: Session, campaign: Campaign) -> bool:
    """Whether any visit of the campaign was carried out yet, or is under way."""
    query = select(Visit.id).where(Visit.campaign_id == campaign.id, Visit.begun_at.is_not(None))
    return session.scalar(query.limit(1)) is not None


def stream_by_code(session: Session, campaign: Campaign, code: str) -> Stream | None:
    """A stream of the campaign."""
    return session.scalar(select(Stream).where(Stream.campaign_id == campaign.id, Stream.code == code))


def working_calendar(campaign: Campaign | None) -> WorkingCalendar:
    """By which days the campaign counts; without a campaign only weekends are off."""
    kept = campaign.settings if campaign else {}
    return WorkingCalendar.of(
        map(date.fromisoformat, kept.get("holidays", [])), map(date.fromisoformat, kept.get("working_weekend_days", []))
    )


def current_calendar(session: Session, on: date) -> WorkingCalendar:
    """The calendar of the current campaign."""
    return working_calendar(current_campaign(session, on))


def deadline_settings(campaign: Campaign) -> DeadlineSettings:
    """The deadlines of the campaign, each with its source."""
    return DeadlineSettings.from_json(campaign.settings.get("deadlines", {}))


def deadlines_of(visit: Visit) -> VisitDeadlines | None:
    """The visit's due dates, or None while it has no date."""
    if visit.starts_on is None or visit.ends_on is None:
        return None
    return visit_deadlines(
        deadline_settings(visit.campaign),
        working_calendar(visit.campaign),
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        unannounced=visit.unannounced,
        issued_on=local_date(visit.frozen_at) if visit.frozen_at else None,
    )


def overlapping_visits(
    session: Session,
    *,
    first: date,
    last: date,
    person_ids: Collection[UUID] = (),
    unit_id: UUID | None = None,
    besides: UUID | None = None,
) -> Sequence[Visit]:
    """Visits on these days at the unit, or with one of these people, whoever asks; cancelled ones do not count."""
    same: list[ColumnElement[bool]] = [
        Visit.id.in_(select(TeamMember.visit_id).where(TeamMember.person_id.in_(person_ids)))
    ]
    if unit_id is not None:
        same.append(Visit.unit_id == unit_id)
    query = select(Visit).where(
        Visit.cancelled_at.is_(None), Visit.starts_on <= last, Visit.ends_on >= first, or_(*same)
    )
    if besides is not None:
        query = query.where(Visit.id != besides)
    return session.scalars(_with_details(query).order_by(Visit.starts_on)).unique().all()


def busy_days(session: Session, campaign: Campaign, person_ids: Collection[UUID]) -> set[date]:
    """The days on which one of these people is on a visit of the campaign."""
    query = (
        select(Visit.starts_on, Visit.ends_on)
        .join(TeamMember)
        .where(Visit.campaign_id == campaign.id, Visit.cancelled_at.is_(None), Visit.starts_on.is_not(None))
        .where(TeamMember.person_id.in_(person_ids))
    )
    return {
        start + timedelta(days=n)
        for start, end in session.execute(query)
        if start is not None and end is not None
        for n in range((end - start).days + 1)
    }


def team_candidates(session: Session, on: date) -> Sequence[Person]:
    """Who may be put on a team: holders of a part of a team on the day, and whoever is on one."""
    holds = select(RoleAssignment.person_id).where(
        RoleAssignment.role.in_(TEAM_ROLES),
        RoleAssignment.valid_from <= on,
        or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= on),
    )
    query = select(Person).where(or_(Person.id.in_(holds), Person.id.in_(select(TeamMember.person_id))))
    return session.scalars(query.order_by(Person.search_name, Person.id)).all()


def due_occurrences(session: Session, today: date) -> Sequence[Occurrence]:
    """What waits to be run on `today` or before, the oldest first; for the scheduler."""
    query = select(Occurrence).where(Occurrence.state == OccurrenceState.PENDING, Occurrence.due_on <= today)
    return session.scalars(query.order_by(Occurrence.due_on, Occurrence.id)).all()


def occurrences_of(session: Session, target_kind: TargetKind, target_id: UUID) -> Sequence[Occurrence]:
    """All due dates of one thing."""
    query = select(Occurrence).where(Occurrence.target_kind == target_kind, Occurrence.target_id == target_id)
    return session.scalars(query.order_by(Occurrence.due_on, Occurrence.rule)).all()


def visible_occurrences(
    session: Session,
    actor: Actor,
    campaign: Campaign | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Sequence[Occurrence]:
    """Due dates of campaigns and of the visits that the actor may know of, in the order of the days."""
    seen = select(Visit.id).where(visibility(actor))
    query = select(Occurrence).where(or_(Occurrence.target_kind != TargetKind.VISIT, Occurrence.target_id.in_(seen)))
    if campaign is not None:
        query = query.where(Occurrence.campaign_id == campaign.id)
    if since is not None:
        query = query.where(Occurrence.due_on >= since)
    if until is not None:
        query = query.where(Occurrence.due_on <= until)
    return session.scalars(query.order_by(Occurrence.due_on, Occurrence.rule, Occurrence.id)).all()


def visit_ids_of_code(session: Session, code: str) -> Sequence[UUID]:
    """The visits of all campaigns with the code, whatever its case, whoever asks."""
    return session.scalars(select(Visit.id).where(func.upper(Visit.code) == code.upper())).all()


def hidden_visit_ids(session: Session, actor: Actor) -> Sequence[UUID]:
    """The visits that the actor may not know of: what tells of them is left out of journals and searches."""
    return session.scalars(select(Visit.id).where(~visibility(actor))).all()


def own_visit_ids(session: Session, actor: Actor) -> Sequence[UUID]:
    """The visits at the units to which the actor belongs: their working papers are not for him."""
    own = actor.unit_ids | _units_of_side(actor)
    return session.scalars(select(Visit.id).where(Visit.unit_id.in_(own))).all() if own else []

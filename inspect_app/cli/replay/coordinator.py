"""The coordinator's hand: days for visits that have none, other days for visits that cannot take place, other people."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import cancel_visit, change_team, schedule_visit
from inspect_app.campaigns.operations.teams import Members, members_of
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.cli.demonstration.cast import COORDINATOR, OTHER_COORDINATOR
from inspect_app.cli.demonstration.stage import Stage
from inspect_app.cli.demonstration.visits import plan_visit
from inspect_app.kernel.actors import TEAM_ROLES, Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import RuleBroken
from inspect_app.units.rules import UnitKind

# A unit is told ten working days before; a few more leave room for the telling.
LEAD_DAYS = 12
LONG_KINDS = frozenset({UnitKind.DISTRICT, UnitKind.SPECIALISED_AGENCY, UnitKind.MANAGEMENT_BOARD})
NO_DAY = "Không còn ngày làm việc phù hợp cho cả đoàn và đơn vị."


def standing_visits(stage: Stage) -> Sequence[Visit]:
    """The visits of the campaign that were not cancelled, in the order of their codes."""
    campaign = campaign_by_code(stage.session, stage.folder.plan.campaign.code)
    query = select(Visit).where(Visit.campaign_id == campaign.id, Visit.cancelled_at.is_(None))
    return stage.session.scalars(query.order_by(Visit.code)).all()


def coordinator_of(stage: Stage, visit: Visit, now: datetime) -> Actor:
    """The coordinator who may move this visit: nobody moves one at his own unit."""
    first = stage.actor(COORDINATOR, now)
    return first if may_schedule(first, visit) else stage.actor(OTHER_COORDINATOR, now)


def give_days(stage: Stage, now: datetime) -> None:
    """Sets days for every announced visit that has none, the first on which team and unit are free."""
    for visit in standing_visits(stage):
        if visit.starts_on is None and not visit.unannounced:
            members = members_of(visit) or _some_team(stage, visit)
            earliest = stage.calendar.add_working_days(local_date(now), LEAD_DAYS)
            place_visit(stage, visit, max(earliest, visit.window_start), visit.window_end, "", now, members=members)


def _some_team(stage: Stage, visit: Visit) -> Members:
    """The team of the visit's stream whose name begins with the stream's, else the first one of teams.yaml."""
    teams = stage.folder.teams.teams
    chosen = next((team for team in teams if team.code.startswith(visit.stream.code)), teams[0])
    return [(stage.person(member.person).id, Role(member.role)) for member in chosen.members]


def place_visit(
    stage: Stage,
    visit: Visit,
    first: date,
    last: date,
    reason: str,
    now: datetime,
    *,
    members: Members | None = None,
    but: frozenset[date] = frozenset(),
) -> bool:
    """Puts a visit on the first days from `first` to `last` that the rules of the product let it have; True if any."""
    coordinator = coordinator_of(stage, visit, now)
    length = _length(visit)
    for days in _spans(stage, first, last, length, but):
        try:
            with stage.session.begin_nested():
                schedule_visit(
                    stage.session,
                    coordinator,
                    visit,
                    starts_on=days[0],
                    ends_on=days[-1],
                    reason=reason,
                    members=members,
                    now=now,
                )
        except RuleBroken:
            stage.session.refresh(visit)
            continue
        plan_visit(stage, visit.code, since=now)
        return True
    return False


def _length(visit: Visit) -> int:
    if visit.starts_on is not None and visit.ends_on is not None:
        return (visit.ends_on - visit.starts_on).days + 1
    return 2 if visit.unit.kind in LONG_KINDS else 1


def _spans(stage: Stage, first: date, last: date, length: int, but: frozenset[date]) -> Iterator[list[date]]:
    """Runs of working days in a row, none of them among `but`."""
    for offset in range((last - first).days - length + 2):
        days = [first + timedelta(days=offset + number) for number in range(length)]
        if all(stage.calendar.is_working_day(day) and day not in but for day in days):
            yield days


def move_visit(
    stage: Stage,
    visit: Visit,
    first: date,
    reason: str,
    now: datetime,
    *,
    last: date | None = None,
    but: frozenset[date] = frozenset(),
) -> None:
    """Gives a visit other days with the reason, or cancels it where none is left."""
    earliest = max(first, visit.window_start, local_date(now) + timedelta(days=1))
    until = min(visit.window_end, last) if last is not None else visit.window_end
    if not place_visit(stage, visit, earliest, until, reason, now, but=but):
        cancel_visit(stage.session, coordinator_of(stage, visit, now), visit, reason=f"{reason} {NO_DAY}", now=now)


def replace_member(stage: Stage, visit: Visit, code: str, reason: str, now: datetime) -> None:
    """Somebody else of the campaign goes in a member's place; the visit moves when nobody is free."""
    person_id = stage.person(code).id
    before = members_of(visit)
    if person_id not in {member for member, _role in before}:
        return
    for other in _others(stage, visit):
        wanted = [(other if member == person_id else member, role) for member, role in before]
        try:
            with stage.session.begin_nested():
                coordinator = coordinator_of(stage, visit, now)
                change_team(stage.session, coordinator, visit, members=wanted, reason=reason, now=now)
        except RuleBroken:
            stage.session.refresh(visit)
            continue
        return
    move_visit(stage, visit, local_date(now) + timedelta(days=10), reason, now)


def _others(stage: Stage, visit: Visit) -> Iterator[UUID]:
    """Everybody of teams.yaml who is not on the team, in the order of the file."""
    there = {member for member, _role in members_of(visit)}
    known = {member.person: member.role for team in stage.folder.teams.teams for member in team.members}
    for code, role in known.items():
        person = stage.person(code)
        if person.id not in there and Role(role) in TEAM_ROLES:
            yield person.id

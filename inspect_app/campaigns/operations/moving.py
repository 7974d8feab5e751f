"""Moving many visits at once: all or none, since one may take the day that another leaves, and joined ones go together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.bonds import joined_visits
from inspect_app.campaigns.lengths import last_day
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations.scheduling import (
    Changes,
    check_dates,
    require_not_begun,
    require_reason,
    schedule_visit,
    set_dates,
    tell_change,
)
from inspect_app.campaigns.operations.teams import Members, check_free, check_members, members_of, set_members
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date


@dataclass(frozen=True)
class Move:
    """A visit with its new days (none takes them back) and its new team."""

    visit: Visit
    starts_on: date | None
    ends_on: date | None
    members: Members


def schedule_together(
    session: Session,
    actor: Actor,
    visit: Visit,
    *,
    starts_on: date | None,
    ends_on: date | None,
    reason: str = "",
    members: Members | None = None,
    now: datetime,
) -> bool:
    """As `schedule_visit`; what is joined with the visit goes along to its first day, as long as before, or not at all."""
    mates = joined_visits(session, visit) if starts_on != visit.starts_on else ()
    if not mates:
        return schedule_visit(
            session, actor, visit, starts_on=starts_on, ends_on=ends_on, reason=reason, members=members, now=now
        )
    moves = [Move(visit, starts_on, ends_on, members_of(visit) if members is None else members)]
    for mate in mates:
        ends = last_day(mate, starts_on) if starts_on is not None else None
        moves.append(Move(mate, starts_on, ends, members_of(mate)))
    verb, what = "campaigns.schedule_visit", "Đặt lịch"
    return move_together(session, actor, moves, reason=reason, verb=verb, what=what, now=now) > 0


def move_together(
    session: Session, actor: Actor, moves: Sequence[Move], *, reason: str, verb: str, what: str, now: datetime
) -> int:
    """Moves all visits or raises as `schedule_visit`; gives how many changed. Each is journalled and told by itself."""
    before = {}
    for move in moves:
        visit = move.visit
        may_schedule.require(actor, visit)
        require_not_begun(visit)
        check_dates(visit, move.starts_on, move.ends_on, local_date(now))
        check_members(session, visit, move.members)
        if visit.starts_on is not None and (visit.starts_on, visit.ends_on) != (move.starts_on, move.ends_on):
            require_reason(reason)
        before[visit.id] = (visit.starts_on, visit.ends_on, members_of(visit))
    teams = {}
    for move in moves:
        set_dates(move.visit, move.starts_on, move.ends_on)
        teams[move.visit.id] = set_members(session, move.visit, move.members)
    session.flush()
    for move in moves:
        check_free(session, move.visit, move.starts_on, move.ends_on, [person for person, _role in move.members])
    changed = 0
    for move in moves:
        first, last, _team = before[move.visit.id]
        moved = (first, last) != (move.starts_on, move.ends_on)
        if not moved and teams[move.visit.id] is None:
            continue
        changed += 1
        days: Changes = {"starts_on": (first, move.starts_on), "ends_on": (last, move.ends_on)} if moved else {}
        if moved:
            move.visit.schedule_note = None
        tell_change(session, actor, move.visit, days, teams[move.visit.id], reason, verb, what, now=now)
    return changed

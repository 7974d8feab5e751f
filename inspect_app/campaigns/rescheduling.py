"""What stands against moving a visit, asked before anything is written: who, when, why, and which days are free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.asked_ground import Ground, planned_team, read_ground, worked_days
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.campaigns.planning.checking import Rule, Violation, check_visit
from inspect_app.campaigns.planning.problem import Member, Placement
from inspect_app.kernel.actors import Actor, Role

# Days and parts that no reason mends: the operation refuses them too.
NEVER = frozenset(
    {Rule.WORKING_DAYS, Rule.WINDOW, Rule.UNIT_EXISTS, Rule.ONE_LEAD, Rule.TIED, Rule.ONE_PLACE, Rule.PINNED}
)
NEAREST, FARTHEST = 3, 45

Members = Sequence[tuple[UUID, Role]]


@dataclass(frozen=True)
class Objection:
    """One thing in the way, in a sentence; with `is_final` it cannot be saved, otherwise it has to be weighed."""

    rule: Rule
    message: str
    is_final: bool


@dataclass(frozen=True)
class Outlook:
    """What moving a visit would mean: its new days, what stands against them, and the nearest days without any."""

    first: date
    last: date
    objections: tuple[Objection, ...]
    nearest: tuple[tuple[date, date], ...]

    @property
    def is_possible(self) -> bool:
        """Whether nothing final stands against it."""
        return not any(one.is_final for one in self.objections)


def outlook(session: Session, actor: Actor, visit: Visit, first: date, members: Members, *, today: date) -> Outlook:
    """What stands against the visit beginning on a day with these people. What the actor may not know of stays untold."""
    ground = read_ground(session, visit.campaign, as_of=today)
    length = _length(ground, visit)
    last = first + timedelta(days=length - 1)
    found = tuple(_objections(actor, ground, visit, _placed(ground, visit, first, last, members)))
    nearest = tuple(_nearest(actor, ground, visit, first, members, today)) if found else ()
    return Outlook(first, last, found, nearest)


def _length(ground: Ground, visit: Visit) -> int:
    """How many days it takes: as now, or as the planner takes it to."""
    if visit.starts_on is not None and visit.ends_on is not None:
        return (visit.ends_on - visit.starts_on).days + 1
    return ground.problem.visits[visit.code].days


def _placed(ground: Ground, visit: Visit, first: date, last: date, members: Members) -> Placement:
    codes = {person_id: code for code, person_id in ground.people.items()}
    people = tuple(Member(codes.get(person_id, str(person_id)), role) for person_id, role in members)
    return Placement(visit.code, first, last, planned_team(ground.problem, visit.code), people)


def _objections(actor: Actor, ground: Ground, visit: Visit, placement: Placement) -> Iterator[Objection]:
    problem = ground.problem
    days = worked_days(problem.calendar, placement.first, placement.last)
    asked = replace(problem.visits[visit.code], days=max(days, 1))
    problem = replace(problem, visits={**problem.visits, visit.code: asked})
    known = {one for one in placement.people if one in problem.people}
    without = replace(placement, members=tuple(one for one in placement.members if one.person in known))
    for violation in check_visit(problem, ground.plan.moved(without), visit.code):
        if _may_be_told(actor, ground, violation) and not _is_nothing(placement, violation):
            yield Objection(violation.rule, violation.message, _is_final(ground, placement, violation))


def _is_nothing(placement: Placement, violation: Violation) -> bool:
    """A visit without a team has no lead yet; that is said elsewhere."""
    return not placement.members and violation.rule in (Rule.ONE_LEAD, Rule.SECRETARY, Rule.LEAST_PEOPLE, Rule.EXPERT)


def _may_be_told(actor: Actor, ground: Ground, violation: Violation) -> bool:
    """That a person is elsewhere may be told; what is known of another visit only to those who know of it."""
    if violation.rule is Rule.ONE_PLACE:
        return True
    return all(may_see_visit(actor, ground.visits[code]) for code in violation.visits if code in ground.visits)


def _is_final(ground: Ground, placement: Placement, violation: Violation) -> bool:
    if violation.rule is Rule.BURDEN:
        others = [ground.plan.placements[code] for code in violation.visits if code != placement.visit]
        return any(placement.span.meets(other.span) for other in others)
    return violation.rule in NEVER


def _nearest(
    actor: Actor, ground: Ground, visit: Visit, wanted: date, members: Members, today: date
) -> Iterator[tuple[date, date]]:
    """The nearest days against which nothing stands, in the order of their distance."""
    length, found = _length(ground, visit), 0
    for far in range(1, FARTHEST):
        for first in (wanted - timedelta(days=far), wanted + timedelta(days=far)):
            last = first + timedelta(days=length - 1)
            if first <= today or found >= NEAREST or not visit.window_start <= first <= last <= visit.window_end:
                continue
            if not any(_objections(actor, ground, visit, _placed(ground, visit, first, last, members))):
                found += 1
                yield first, last

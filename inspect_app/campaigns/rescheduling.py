"""What stands against moving a visit, asked before anything is written: who, when, why, and which days are free."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.asked_ground import Ground, planned_team, read_ground, worked_days
from inspect_app.campaigns.bonds import joined_visits
from inspect_app.campaigns.lengths import last_day
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations.teams import members_of
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.campaigns.planning.checking import Rule, Violation, check_visit
from inspect_app.campaigns.planning.problem import Member, Placement, Plan, Problem
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
    """What moving a visit would mean: its new days, what stands against them, and the nearest days without any.

    `mates` are the visits that are joined with it and go along.
    """

    first: date
    last: date
    objections: tuple[Objection, ...]
    nearest: tuple[tuple[date, date], ...]
    mates: tuple[Visit, ...] = ()

    @property
    def is_possible(self) -> bool:
        """Whether nothing final stands against it."""
        return not any(one.is_final for one in self.objections)


def outlook(session: Session, actor: Actor, visit: Visit, first: date, members: Members, *, today: date) -> Outlook:
    """What stands against the visit beginning on a day with these people. What the actor may not know of stays untold."""
    ground = read_ground(session, visit.campaign, as_of=today)
    mates = tuple(joined_visits(session, visit)) if first != visit.starts_on else ()
    asked = _Asked(actor, ground, visit, members, mates)
    found = tuple(asked.objections(first))
    nearest = tuple(_nearest(asked, first, today)) if found else ()
    return Outlook(first, asked.last(first), found, nearest, mates)


@dataclass(frozen=True)
class _Asked:
    """A visit that somebody wants to move, with the people who would go and the visits that go along."""

    actor: Actor
    ground: Ground
    visit: Visit
    members: Members
    mates: tuple[Visit, ...]

    def last(self, first: date) -> date:
        """Its last day: it takes as long as now, or as the planner takes it to."""
        visit = self.visit
        if visit.starts_on is not None and visit.ends_on is not None:
            return first + (visit.ends_on - visit.starts_on)
        return first + timedelta(days=self.ground.problem.visits[visit.code].days - 1)

    def objections(self, first: date) -> Iterator[Objection]:
        """What stands against it and against those that go along, each sentence once."""
        problem, plan = self.ground.problem, self.ground.plan
        placements = [self._placed(self.visit, first, self.last(first), self.members)]
        placements += [self._placed(mate, first, last_day(mate, first), members_of(mate)) for mate in self.mates]
        for placement in placements:
            days = worked_days(problem.calendar, placement.first, placement.last)
            asked = replace(problem.visits[placement.visit], days=max(days, 1))
            problem = replace(problem, visits={**problem.visits, placement.visit: asked})
            known = tuple(one for one in placement.members if one.person in problem.people)
            plan = plan.moved(replace(placement, members=known))
        found = [one for placement in placements for one in self._against(problem, plan, placement)]
        yield from dict.fromkeys(found)

    def _against(self, problem: Problem, plan: Plan, placement: Placement) -> Iterator[Objection]:
        for violation in check_visit(problem, plan, placement.visit):
            if self._may_be_told(violation) and not _is_nothing(placement, violation):
                yield Objection(violation.rule, violation.message, _is_final(plan, placement, violation))

    def _placed(self, visit: Visit, first: date, last: date, members: Members) -> Placement:
        codes = {person_id: code for code, person_id in self.ground.people.items()}
        people = tuple(Member(codes.get(person_id, str(person_id)), role) for person_id, role in members)
        return Placement(visit.code, first, last, planned_team(self.ground.problem, visit.code), people)

    def _may_be_told(self, violation: Violation) -> bool:
        """That a person is elsewhere may be told; what is known of another visit only to those who know of it."""
        if violation.rule is Rule.ONE_PLACE:
            return True
        visits = self.ground.visits
        return all(may_see_visit(self.actor, visits[code]) for code in violation.visits if code in visits)


def _is_nothing(placement: Placement, violation: Violation) -> bool:
    """A visit without a team has no lead yet; that is said elsewhere."""
    return not placement.members and violation.rule in (Rule.ONE_LEAD, Rule.SECRETARY, Rule.LEAST_PEOPLE, Rule.EXPERT)


def _is_final(plan: Plan, placement: Placement, violation: Violation) -> bool:
    if violation.rule is Rule.BURDEN:
        others = [plan.placements[code] for code in violation.visits if code != placement.visit]
        return any(placement.span.meets(other.span) for other in others)
    return violation.rule in NEVER


def _nearest(asked: _Asked, wanted: date, today: date) -> Iterator[tuple[date, date]]:
    """The nearest days against which nothing stands, in the order of their distance."""
    visit, found = asked.visit, 0
    for far in range(1, FARTHEST):
        for first in (wanted - timedelta(days=far), wanted + timedelta(days=far)):
            last = asked.last(first)
            if first <= today or found >= NEAREST or not visit.window_start <= first <= last <= visit.window_end:
                continue
            if not any(asked.objections(first)):
                found += 1
                yield first, last

"""A planning run as its page shows it: how far it is, what it would change, and what it cannot place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Campaign, PlanningRun, ProposedVisit, Visit
from inspect_app.campaigns.queries import visible_visits
from inspect_app.campaigns.rules import RunState
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.errors import NotFound


def run_state(run: PlanningRun) -> RunState:
    """The latest mark counts."""
    if run.published_at is not None:
        return RunState.PUBLISHED
    if run.discarded_at is not None:
        return RunState.DISCARDED
    if run.error is not None:
        return RunState.FAILED
    if run.finished_at is not None:
        return RunState.PROPOSED
    return RunState.WANTED if run.taken_at is None else RunState.SEARCHING


@dataclass(frozen=True)
class Change:
    """What would change for one visit: days and team as they are and as they would be, why, and how one could place it."""

    visit: Visit
    before: tuple[date | None, date | None]
    after: tuple[date | None, date | None]
    team_before: Sequence[tuple[str, Role]]
    team_after: Sequence[tuple[str, Role]]
    why: Sequence[str]
    ways_out: Sequence[dict[str, Any]]

    @property
    def has_place(self) -> bool:
        """Whether the proposal has a place for it."""
        return self.after[0] is not None

    @property
    def moves(self) -> bool:
        """Whether its days change."""
        return self.has_place and self.before != self.after

    @property
    def changes_team(self) -> bool:
        """Whether other people would go, or in other parts."""
        return self.has_place and set(self.team_before) != set(self.team_after)


def run_by_id(session: Session, run_id: UUID) -> PlanningRun:
    """The run; raises NotFound."""
    run = session.get(PlanningRun, run_id, options=[joinedload(PlanningRun.campaign)])
    if run is None:
        raise NotFound
    return run


def runs_of(session: Session, campaign: Campaign) -> Sequence[PlanningRun]:
    """The campaign's runs, the newest first."""
    query = select(PlanningRun).where(PlanningRun.campaign_id == campaign.id)
    return session.scalars(query.order_by(PlanningRun.asked_at.desc(), PlanningRun.id.desc())).all()


def changes_of(session: Session, actor: Actor, run: PlanningRun) -> list[Change]:
    """The lines of the run about visits that the reader may know of: those without a place, then by the new day."""
    seen = {visit.id: visit for visit in visible_visits(session, actor, run.campaign)}
    lines = [line for line in _lines(session, run) if line.visit_id in seen]
    names = _names(session, lines)
    found = [_change(line, seen[line.visit_id], names) for line in lines]
    return sorted(found, key=lambda one: (one.has_place, one.after[0] or date.min, one.visit.code))


def _lines(session: Session, run: PlanningRun) -> Sequence[ProposedVisit]:
    return session.scalars(select(ProposedVisit).where(ProposedVisit.run_id == run.id)).all()


def _names(session: Session, lines: Sequence[ProposedVisit]) -> dict[str, str]:
    wanted = {UUID(person_id) for line in lines for person_id, _role in line.members}
    return {str(one.id): one.name for one in session.scalars(select(Person).where(Person.id.in_(wanted)))}


def _change(line: ProposedVisit, visit: Visit, names: dict[str, str]) -> Change:
    return Change(
        visit,
        (visit.starts_on, visit.ends_on),
        (line.starts_on, line.ends_on),
        [(member.person.name, Role(member.role)) for member in visit.team],
        [(names.get(person_id, ""), Role(role)) for person_id, role in line.members],
        line.why,
        line.ways_out,
    )

"""The planner's ground as a stored run reads it: with its own weights and visits that stay, the plan in force, and digests."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.planning import Member, Placement, Plan, Problem
from inspect_app.campaigns.planning_ground import planning_ground
from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar


@dataclass(frozen=True)
class Asked:
    """What a run is asked besides the campaign: other weights, whether sample dates count, and which visits stay."""

    weights: Mapping[str, int] = field(default_factory=dict)
    ignore_sample: bool = False
    keep: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Ground:
    """The problem, the plan as it stands, and the rows by the codes that the problem uses."""

    problem: Problem
    plan: Plan
    visits: Mapping[str, Visit]
    people: Mapping[str, UUID]

    @cached_property
    def digests(self) -> dict[str, str]:
        """What the planner reads, each part with its digest: the same as long as the part is. The day does not count."""
        problem = self.problem
        parts: dict[str, object] = {"": [problem.calendar, problem.window, problem.distance, problem.rainy]}
        for code, visit in problem.visits.items():
            parts[f"visit {code}"] = [visit, self.plan.placements.get(code)]
        parts |= {f"person {code}": one for code, one in problem.people.items()}
        parts |= {f"unit {code}": one for code, one in problem.units.items()}
        return {name: hashlib.sha256(_told(part).encode()).hexdigest()[:16] for name, part in parts.items()}

    @property
    def fingerprint(self) -> str:
        """One digest of them all."""
        return hashlib.sha256(_told(self.digests).encode()).hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to place: every visit stays where it is."""
        return all(visit.pinned is not None for visit in self.problem.visits.values())


def _told(part: object) -> str:
    return json.dumps(part, default=_plain, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return [getattr(value, one.name) for one in fields(value)]


def read_ground(session: Session, campaign: Campaign, *, as_of: date, asked: Asked | None = None) -> Ground:
    """The campaign as the planner sees it on a day, whoever asks.

    An unannounced visit that has its day keeps it, however cheap another were: the day comes from the lot alone.
    """
    asked = asked or Asked()
    stays = or_(Visit.id.in_(asked.keep), and_(Visit.unannounced, Visit.starts_on.is_not(None)))
    kept = session.scalars(select(Visit.code).where(Visit.campaign_id == campaign.id, stays)).all()
    found = planning_ground(
        session, campaign, today=as_of, ignore_sample_dates=asked.ignore_sample, pinned=frozenset(kept)
    )
    # What stays and has no day takes nobody's day: it is no part of the question.
    left_out = {code for code in kept if code in found.visits and found.visits[code].starts_on is None}
    visits = {code: visit for code, visit in found.problem.visits.items() if code not in left_out}
    problem = replace(found.problem, visits=visits, weights=replace(found.problem.weights, **asked.weights))
    codes = {person.id: code for code, person in found.people.items()}
    placements = {
        code: Placement(
            code,
            row.starts_on,
            row.ends_on,
            planned_team(problem, code),
            tuple(Member(codes[one.person_id], Role(one.role)) for one in row.team),
        )
        for code, row in found.visits.items()
        if row.starts_on is not None and row.ends_on is not None
    }
    people = {code: person.id for code, person in found.people.items()}
    return Ground(problem, Plan(placements), found.visits, people)


def planned_team(problem: Problem, code: str) -> str:
    """The code of the team that a visit has, or the first of those that may go."""
    return next(iter(problem.visits[code].teams), "")


def worked_days(calendar: WorkingCalendar, first: date, last: date) -> int:
    """How many working days a visit takes."""
    return calendar.working_days_between(first - timedelta(days=1), last)

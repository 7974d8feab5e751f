"""What the planner is asked about a campaign as it stands in the database, and the way back from codes to rows."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person as PersonRow
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.models import Visit as VisitRow
from inspect_app.campaigns.plan_facts import PlanFacts, follows, joined_streams, read_facts
from inspect_app.campaigns.planning.problem import (
    Closed,
    Cluster,
    Member,
    Person,
    Placement,
    Plan,
    Problem,
    Span,
    Stream,
    Team,
    Tie,
    Unit,
    Visit,
    Weights,
)
from inspect_app.campaigns.queries import deadline_settings, working_calendar
from inspect_app.campaigns.rules import DeadlineKind, VisitState
from inspect_app.kernel.actors import UNIT_SIDE_ROLES, Role
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.units.models import Unit as UnitRow
from inspect_app.units.rules import UnitKind

SAMPLE_NOTE = "lịch mẫu"
PLANNING = "planning"
# How many working days lie between two visits to one unit where the plan does not say it.
DISTANCE = 10
SETTLED = (VisitState.UNDER_WAY, VisitState.CLOSED, VisitState.CONCLUDED)
FAR_UNITS = (UnitKind.DISTRICT, UnitKind.DISTRICT_DIVISION, UnitKind.COMMUNE)
LEADERS, WRITERS = {Role.LEAD, Role.DEPUTY}, {Role.SECRETARY}


@dataclass(frozen=True)
class Asked:
    """What a run is asked besides the campaign: weights, whether sample dates count, and which visits stay."""

    weights: Weights = field(default_factory=Weights)
    ignore_sample: bool = False
    keep: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Ground:
    """The problem, the plan as it stands, and the rows by the codes that the problem uses."""

    problem: Problem
    plan: Plan
    visits: Mapping[str, VisitRow]
    people: Mapping[str, UUID]

    @cached_property
    def digests(self) -> dict[str, str]:
        """What the planner reads, each part with its digest: the same as long as the part is. The day does not count."""
        problem = self.problem
        parts: dict[str, object] = {"": [problem.calendar, problem.window, problem.distance]}
        for code, visit in problem.visits.items():
            parts[f"visit {code}"] = [visit, self.plan.placements.get(code)]
        parts |= {f"person {code}": one for code, one in problem.people.items()}
        parts |= {f"unit {code}": one for code, one in problem.units.items()}
        return {name: hashlib.sha256(_told(part).encode()).hexdigest()[:16] for name, part in parts.items()}

    @property
    def fingerprint(self) -> str:
        """One digest of them all."""
        return hashlib.sha256(_told(self.digests).encode()).hexdigest()

    def fixed(self) -> dict[str, Placement]:
        """The visits that stay where they are."""
        return {code: one.pinned for code, one in self.problem.visits.items() if one.pinned is not None}


def _told(part: object) -> str:
    return json.dumps(part, default=_plain, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return [getattr(value, one.name) for one in fields(value)]


def read_ground(session: Session, campaign: Campaign, *, as_of: date, asked: Asked | None = None) -> Ground:
    """The campaign as the planner sees it on a day. Cancelled visits are no part of it."""
    return _Drafting(read_facts(session, campaign), as_of, asked or Asked()).ground()


@dataclass(frozen=True)
class _Drafting:
    facts: PlanFacts
    as_of: date
    asked: Asked

    def ground(self) -> Ground:
        """Everything put together."""
        facts, campaign = self.facts, self.facts.campaign
        placements = {row.code: placed for row in facts.visits if (placed := self._placement(row)) is not None}
        problem = Problem(
            calendar=working_calendar(campaign),
            window=Span(campaign.window_start, campaign.window_end),
            visits=self._visits(placements),
            people={facts.person_code(one.id): self._person(one) for one in facts.people},
            teams=self._teams(),
            streams=self._streams(),
            units={row.unit.code: self._unit(row.unit) for row in facts.visits},
            clusters=self._clusters(),
            distance=int(campaign.settings.get(PLANNING, {}).get("distance", DISTANCE)),
            weights=self.asked.weights,
            as_of=self.as_of,
        )
        people = {code: person_id for person_id, code in facts.codes.items()}
        return Ground(problem, Plan(placements), {row.code: row for row in facts.visits}, people)

    def _visits(self, placements: Mapping[str, Placement]) -> dict[str, Visit]:
        teams, lengths = self._teams(), self._lengths(working_calendar(self.facts.campaign))
        notice = deadline_settings(self.facts.campaign).of(DeadlineKind.NOTICE).days
        found = {}
        for row in self.facts.visits:
            placement = placements.get(row.code)
            sample = self.asked.ignore_sample and row.schedule_note == SAMPLE_NOTE
            found[row.code] = Visit(
                code=row.code,
                stream=row.stream.code,
                unit=row.unit.code,
                days=lengths[row.id],
                window=Span(row.window_start, row.window_end),
                teams=self._teams_of(row, teams),
                notice_days=notice,
                told=row.notice_sent_at is not None,
                unannounced=row.unannounced,
                after=follows(self.facts, row),
                pinned=placement if self._stays(row) else None,
                published=None if sample else placement,
            )
        return found

    def _members(self, row: VisitRow) -> tuple[Member, ...]:
        return tuple(Member(self.facts.person_code(one.person_id), Role(one.role)) for one in row.team)

    def _placement(self, row: VisitRow) -> Placement | None:
        if row.starts_on is None or row.ends_on is None:
            return None
        members = self._members(row)
        return Placement(row.code, row.starts_on, row.ends_on, team_code(members), members)

    def _stays(self, row: VisitRow) -> bool:
        """Pinned, begun or past; and an unannounced one, whose day comes from the lot and from nowhere else."""
        if row.id in self.facts.pinned or row.id in self.asked.keep or row.state in SETTLED:
            return True
        return row.starts_on is not None and (row.unannounced or row.starts_on <= self.as_of)

    def _teams(self) -> dict[str, Team]:
        found = {}
        for row in self.facts.visits:
            if row.team:
                members = self._members(row)
                lead = next((one.person.name for one in row.team if one.role is Role.LEAD), row.team[0].person.name)
                found[team_code(members)] = Team(team_code(members), lead, members)
        return found

    def _teams_of(self, row: VisitRow, teams: Mapping[str, Team]) -> tuple[str, ...]:
        """Its own team; a visit without one may go with any team of its stream."""
        own = self._members(row)
        if own:
            return (team_code(own),)
        visits = self.facts.visits
        of_stream = {team_code(self._members(one)) for one in visits if one.stream_id == row.stream_id and one.team}
        return tuple(code for code in teams if code in of_stream)

    def _lengths(self, calendar: WorkingCalendar) -> dict[UUID, int]:
        """The working days of each visit; one without dates takes as long as most at such units in its stream."""
        given = {row.id: worked_days(calendar, row.starts_on, row.ends_on) for row in self.facts.visits}
        usual: dict[tuple[UUID, UnitKind], Counter[int]] = {}
        for row in self.facts.visits:
            if given[row.id]:
                usual.setdefault((row.stream_id, row.unit.kind), Counter())[given[row.id]] += 1

        def of(row: VisitRow) -> int:
            counts = usual.get((row.stream_id, row.unit.kind))
            return given[row.id] or (counts.most_common(1)[0][0] if counts else 1)

        return {row.id: of(row) for row in self.facts.visits}

    def _parts(self, person: PersonRow) -> set[Role]:
        """The parts of a team that he has on a visit, or holds."""
        since = self.facts.campaign.window_start - timedelta(days=1)
        held = {Role(one.role) for one in person.roles if one.valid_to is None or one.valid_to > since}
        on_teams = {Role(one.role) for row in self.facts.visits for one in row.team if one.person_id == person.id}
        return held | on_teams

    def _person(self, person: PersonRow) -> Person:
        parts, codes = self._parts(person), self.facts.unit_codes
        ties = [Tie(one.unit.code, one.valid_to) for one in person.affiliations]
        ties += [
            Tie(codes[one.unit_id], one.valid_to)
            for one in person.roles
            if one.role in UNIT_SIDE_ROLES and one.unit_id is not None
        ]
        return Person(
            code=self.facts.person_code(person.id),
            name=person.name,
            agency=person.affiliations[0].unit.code if person.affiliations else None,
            can_lead=bool(parts & LEADERS),
            can_secretary=bool(parts & WRITERS),
            ties=tuple(ties),
            leave=tuple(
                Closed(Span(one.first_day, one.last_day), one.why) for one in self.facts.away.get(person.id, ())
            ),
        )

    def _streams(self) -> dict[str, Stream]:
        """A stream asks for a secretary when each of its teams has one, and for two people where no team is smaller."""
        joined, found = joined_streams(self.facts), {}
        for row in self.facts.visits:
            code = row.stream.code
            teams = [one.team for one in self.facts.visits if one.stream_id == row.stream_id and one.team]
            found[code] = Stream(
                code=code,
                title=row.stream.title,
                needs_secretary=bool(teams) and all(any(one.role in WRITERS for one in team) for team in teams),
                least_people=min([2, *(len(team) for team in teams)]),
                combines_with=frozenset({b for a, b in joined if a == code} | {a for a, b in joined if b == code}),
            )
        return found

    def _unit(self, unit: UnitRow) -> Unit:
        closed = self.facts.closed.get(unit.id, ())
        return Unit(
            code=unit.code,
            name=unit.name,
            cluster=self._cluster_code(unit),
            blackouts=tuple(Closed(Span(one.first_day, one.last_day), one.why) for one in closed),
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
        )

    def _cluster_code(self, unit: UnitRow) -> str | None:
        """A district and what lies in it are neighbours; to an agency of the province nobody has to travel."""
        if unit.kind not in FAR_UNITS:
            return None
        above = self.facts.districts.get(unit.parent_id) if unit.parent_id is not None else None
        return above.code if above is not None and above.kind is UnitKind.DISTRICT else unit.code

    def _clusters(self) -> dict[str, Cluster]:
        units = {row.unit.code: row.unit for row in self.facts.visits}
        names = {one.code: one.name for one in [*self.facts.districts.values(), *units.values()]}
        codes = {code for unit in units.values() if (code := self._cluster_code(unit)) is not None}
        return {code: Cluster(code, names.get(code, code)) for code in sorted(codes)}


def team_code(members: tuple[Member, ...]) -> str:
    """People who go together have one code, whatever the order in which they are listed."""
    return "+".join(sorted(f"{one.person}:{one.role.value}" for one in members))


def worked_days(calendar: WorkingCalendar, first: date | None, last: date | None) -> int:
    """How many working days a visit takes; none without dates."""
    if first is None or last is None:
        return 0
    return calendar.working_days_between(first - timedelta(days=1), last)

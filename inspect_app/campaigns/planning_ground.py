"""Reading a planning problem from the database: visits, people, teams, units, closed days, pins, bonds, calendar.

Whoever asks: the problem holds secret visits, so what is made of it is shown only after asking for each visit.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import Affiliation, Person, RoleAssignment
from inspect_app.campaigns import planning
from inspect_app.campaigns.closures import absences, closures, closures_of, parents_of_units, pins
from inspect_app.campaigns.models import Campaign, TeamMember, Visit, VisitBond
from inspect_app.campaigns.planning_settings import LENGTHS, PlanningSettings, planning_settings
from inspect_app.campaigns.queries import deadline_settings, team_candidates, working_calendar
from inspect_app.campaigns.rules import BondKind, DeadlineKind
from inspect_app.kernel.actors import TEAM_ROLES, UNIT_SIDE_ROLES, Role
from inspect_app.units.models import Unit

LEADS, WRITERS = frozenset({Role.LEAD, Role.DEPUTY}), frozenset({Role.SECRETARY})


@dataclass(frozen=True)
class PlanningGround:
    """The problem, and which row each of its codes means."""

    problem: planning.Problem
    visits: Mapping[str, Visit]
    people: Mapping[str, Person]


def planning_ground(
    session: Session,
    campaign: Campaign,
    *,
    today: date,
    ignore_sample_dates: bool = False,
    pinned: Collection[str] = (),
    freed: Collection[str] = (),
) -> PlanningGround:
    """The campaign's planning problem as of `today`; one that is over by then is planned as if nothing had begun.

    Visits that have begun, pinned ones and those of `pinned` (codes) stay where they are, but for those of `freed`;
    others that have dates are to be moved as little as possible. `ignore_sample_dates` forgets the dates that are
    marked as a sample.
    """
    settings = planning_settings(campaign)
    visits = {visit.code: visit for visit in _visits(session, campaign)}
    people = _people(session, visits.values(), today)
    keys = {person.id: key for key, person in people.items()}
    teams = _Teams(settings, keys.values())
    fixed = _fixed(session, campaign, visits, pinned, freed)
    bonds = _bonds(session, visits.values())
    maker = _VisitMaker(campaign, settings, teams, keys, fixed, bonds, ignore_sample_dates)
    made = {code: maker.visit(visit) for code, visit in visits.items()}
    problem = planning.Problem(
        calendar=working_calendar(campaign),
        window=planning.Span(campaign.window_start, campaign.window_end),
        visits=made,
        people=_planned_people(session, campaign, settings, people, teams),
        teams=teams.by_code,
        streams={stream.code: _stream(settings, stream.code, stream.title) for stream in campaign.streams},
        units=_units(session, campaign, settings, visits.values()),
        clusters=settings.clusters,
        distance=settings.distance,
        rainy=settings.rainy,
        weights=settings.weights,
        as_of=None if campaign.window_end < today else today,
    )
    return PlanningGround(problem, visits, people)


def _fixed(
    session: Session, campaign: Campaign, visits: Mapping[str, Visit], pinned: Collection[str], freed: Collection[str]
) -> set[UUID]:
    """The visits that stay: begun ones always, pinned ones unless they are freed."""
    begun = {visit.id for visit in visits.values() if visit.begun_at is not None}
    kept = pins(session, campaign).keys() | {visits[code].id for code in pinned if code in visits}
    return begun | (kept - {visits[code].id for code in freed if code in visits})


def _visits(session: Session, campaign: Campaign) -> Sequence[Visit]:
    query = select(Visit).where(Visit.campaign_id == campaign.id, Visit.cancelled_at.is_(None)).order_by(Visit.code)
    details = (joinedload(Visit.unit), joinedload(Visit.stream), selectinload(Visit.team).joinedload(TeamMember.person))
    return session.scalars(query.options(*details)).unique().all()


def _people(session: Session, visits: Iterable[Visit], today: date) -> dict[str, Person]:
    """Everybody who is on a team or may be put on one, by a code that does not change from run to run."""
    found = {member.person.id: member.person for visit in visits for member in visit.team}
    found |= {person.id: person for person in team_candidates(session, today)}
    known = select(Person).where(Person.code.is_not(None)).order_by(Person.code)
    found |= {person.id: person for person in session.scalars(known)}
    keyed = {person.code or str(person.id): person for person in found.values()}
    return {key: keyed[key] for key in sorted(keyed)}


def _bonds(session: Session, visits: Iterable[Visit]) -> dict[UUID, list[VisitBond]]:
    wanted = [visit.id for visit in visits]
    query = select(VisitBond).where(VisitBond.visit_id.in_(wanted), VisitBond.other_id.in_(wanted))
    found: dict[UUID, list[VisitBond]] = {}
    for bond in session.scalars(query.options(joinedload(VisitBond.other)).order_by(VisitBond.id)):
        found.setdefault(bond.visit_id, []).append(bond)
    return found


class _Teams:
    """The teams of the plan, and one more for each visit whose people are a team of nobody's name."""

    def __init__(self, settings: PlanningSettings, known: Iterable[str]) -> None:
        people = set(known)
        self.by_code: dict[str, planning.Team] = {}
        self.by_stream: dict[str, list[str]] = {}
        for kept in settings.teams:
            members = tuple(planning.Member(person, Role(role)) for person, role in kept["members"] if person in people)
            self.by_code[kept["code"]] = planning.Team(kept["code"], kept["title"], members)
            for stream in kept["streams"]:
                self.by_stream.setdefault(stream, []).append(kept["code"])

    def of(self, visit: Visit, members: tuple[planning.Member, ...]) -> tuple[str, ...]:
        """The team that the visit has, or those that may take it."""
        if not members:
            return tuple(self.by_stream.get(visit.stream.code, self.by_code))
        for code, team in self.by_code.items():
            if set(team.members) == set(members):
                return (code,)
        code = f"visit:{visit.code}"
        self.by_code[code] = planning.Team(code, visit.code, members)
        return (code,)


@dataclass(frozen=True)
class _VisitMaker:
    campaign: Campaign
    settings: PlanningSettings
    teams: _Teams
    keys: Mapping[UUID, str]
    fixed: Collection[UUID]
    bonds: Mapping[UUID, list[VisitBond]]
    ignore_sample_dates: bool

    def visit(self, visit: Visit) -> planning.Visit:
        """The visit as the planner wants it."""
        own, stream = self.settings.visits.get(visit.code, {}), self.settings.streams.get(visit.stream.code, {})
        members = tuple(planning.Member(self.keys[one.person_id], Role(one.role)) for one in visit.team)
        teams = self.teams.of(visit, members)
        stands = self._stands(visit, teams[0] if teams else "", members)
        is_fixed = visit.id in self.fixed and stands is not None
        bonds = self.bonds.get(visit.id, [])
        return planning.Visit(
            code=visit.code,
            stream=visit.stream.code,
            unit=visit.unit.code,
            days=self._days(visit, own, stream),
            window=planning.Span(visit.window_start, visit.window_end),
            teams=teams,
            due=_day(own.get("due")),
            target=_day(stream.get("target")),
            notice_days=deadline_settings(self.campaign).of(DeadlineKind.NOTICE).days,
            told=visit.notice_sent_at is not None,
            unannounced=visit.unannounced,
            after=(*own.get("after", ()), *(bond.other.code for bond in bonds if bond.kind is BondKind.FOLLOWS)),
            joins=tuple(
                bond.other.code for bond in bonds if bond.kind is BondKind.JOINED and not _parted(visit, bond.other)
            ),
            pinned=stands if is_fixed else None,
            published=None if is_fixed or self._is_forgotten(visit) else stands,
        )

    def _is_forgotten(self, visit: Visit) -> bool:
        return self.ignore_sample_dates and visit.schedule_note is not None

    def _stands(self, visit: Visit, team: str, members: tuple[planning.Member, ...]) -> planning.Placement | None:
        if visit.starts_on is None or visit.ends_on is None:
            return None
        return planning.Placement(visit.code, visit.starts_on, visit.ends_on, team, members)

    def _days(self, visit: Visit, own: Mapping[str, Any], stream: Mapping[str, Any]) -> int:
        """What the file says of the visit, else how long its dates are or were, else what it says of the stream, else one."""
        if own.get("days"):
            return int(own["days"])
        if visit.starts_on is not None and visit.ends_on is not None:
            day_before = date.fromordinal(visit.starts_on.toordinal() - 1)
            return max(1, working_calendar(self.campaign).working_days_between(day_before, visit.ends_on))
        return int(self.campaign.settings.get(LENGTHS, {}).get(visit.code) or stream.get("days") or 1)


def _parted(visit: Visit, other: Visit) -> bool:
    """Whether one of two joined visits has begun on a day on which the other is not: they go together no more."""
    has_begun = visit.begun_at is not None or other.begun_at is not None
    return has_begun and visit.starts_on != other.starts_on


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stream(settings: PlanningSettings, code: str, title: str) -> planning.Stream:
    kept = settings.streams.get(code, {})
    needs = kept.get("needs", {})
    return planning.Stream(
        code,
        title,
        needs_secretary=needs.get("secretary", True),
        needs_expert=needs.get("expert", False),
        least_people=needs.get("people", 2),
        combines_with=frozenset(kept.get("combines_with", ())),
    )


def _units(
    session: Session, campaign: Campaign, settings: PlanningSettings, visits: Iterable[Visit]
) -> dict[str, planning.Unit]:
    units = {visit.unit.code: visit.unit for visit in visits}
    parents = parents_of_units(session)
    codes = {row.id: row.code for row in session.execute(select(Unit.id, Unit.code))}
    found = closures(session, campaign.window_start, campaign.window_end)
    closed = closures_of(list(units.values()), found, parents)

    def cluster(unit_id: UUID | None) -> str | None:
        while unit_id is not None:
            if codes[unit_id] in settings.cluster_of_unit:
                return settings.cluster_of_unit[codes[unit_id]]
            unit_id = parents.get(unit_id)
        return None

    return {
        code: planning.Unit(
            code,
            unit.name,
            cluster(unit.id),
            tuple(planning.Closed(planning.Span(one.first_day, one.last_day), one.why) for one in closed[unit.id]),
            unit.valid_from,
            unit.valid_to,
        )
        for code, unit in sorted(units.items())
    }


def _planned_people(
    session: Session,
    campaign: Campaign,
    settings: PlanningSettings,
    people: Mapping[str, Person],
    teams: _Teams,
) -> dict[str, planning.Person]:
    parts: dict[str, set[Role]] = {}
    for team in teams.by_code.values():
        for member in team.members:
            parts.setdefault(member.person, set()).add(member.role)
    ids = {person.id: key for key, person in people.items()}
    ties = _ties(session, ids, parts)
    away = _away(session, campaign, ids)
    return {
        key: planning.Person(
            key,
            person.name,
            can_lead=bool(parts.get(key, set()) & LEADS),
            can_secretary=bool(parts.get(key, set()) & WRITERS),
            expert_in=frozenset(settings.experts.get(key, ())),
            ties=tuple(ties.get(key, ())),
            leave=tuple(away.get(key, ())),
        )
        for key, person in people.items()
    }


def _ties(session: Session, ids: Mapping[UUID, str], parts: dict[str, set[Role]]) -> dict[str, list[planning.Tie]]:
    """Where people work, worked, or speak for a unit; the parts that they may take by their roles go into `parts`."""
    ties: dict[str, list[planning.Tie]] = {}
    works = select(Affiliation).options(joinedload(Affiliation.unit)).order_by(Affiliation.id)
    for one in session.scalars(works):
        if one.person_id in ids:
            ties.setdefault(ids[one.person_id], []).append(planning.Tie(one.unit.code, one.valid_to))
    holds = select(RoleAssignment).options(joinedload(RoleAssignment.unit)).order_by(RoleAssignment.id)
    for held in session.scalars(holds.where(RoleAssignment.role.in_(UNIT_SIDE_ROLES | TEAM_ROLES))):
        if held.person_id not in ids:
            continue
        if held.unit is not None and held.role in UNIT_SIDE_ROLES:
            ties.setdefault(ids[held.person_id], []).append(planning.Tie(held.unit.code, held.valid_to))
        elif held.valid_to is None:
            parts.setdefault(ids[held.person_id], set()).add(Role(held.role))
    return ties


def _away(session: Session, campaign: Campaign, ids: Mapping[UUID, str]) -> dict[str, list[planning.Closed]]:
    """Absences, and visits of other campaigns, which are not named."""
    found: dict[str, list[planning.Closed]] = {}
    for one in absences(session, campaign.window_start, campaign.window_end):
        if one.person_id in ids:
            span = planning.Span(one.first_day, one.last_day)
            found.setdefault(ids[one.person_id], []).append(planning.Closed(span, one.why))
    elsewhere = (
        select(TeamMember.person_id, Visit.starts_on, Visit.ends_on)
        .join(Visit, Visit.id == TeamMember.visit_id)
        .where(Visit.campaign_id != campaign.id, Visit.cancelled_at.is_(None))
        .where(Visit.starts_on <= campaign.window_end, Visit.ends_on >= campaign.window_start)
        .order_by(Visit.starts_on, TeamMember.id)
    )
    for person_id, starts_on, ends_on in session.execute(elsewhere):
        if person_id in ids and starts_on is not None and ends_on is not None:
            found.setdefault(ids[person_id], []).append(planning.Closed(planning.Span(starts_on, ends_on)))
    return found

"""The rows that a planning run reads, all at once; nothing is read twice and nothing later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import Affiliation, Person
from inspect_app.campaigns.closures import absences, closures, closures_of, parents_of_units, pins
from inspect_app.campaigns.models import Absence, Campaign, TeamMember, UnitClosure, Visit, VisitBond
from inspect_app.campaigns.rules import BondKind
from inspect_app.units.models import Unit


@dataclass(frozen=True)
class PlanFacts:
    """A campaign's visits that were not cancelled, who is on their teams, and what stands in the way of whom."""

    campaign: Campaign
    visits: Sequence[Visit]
    people: Sequence[Person]
    away: Mapping[UUID, Sequence[Absence]]
    closed: Mapping[UUID, Sequence[UnitClosure]]
    pinned: frozenset[UUID]
    bonds: Sequence[VisitBond]
    unit_codes: Mapping[UUID, str]
    districts: Mapping[UUID, Unit]

    def person_code(self, person_id: UUID) -> str:
        """By what code the planner knows a person."""
        return self.codes[person_id]

    @property
    def codes(self) -> dict[UUID, str]:
        """The codes of all people."""
        return {person.id: person.code or str(person.id) for person in self.people}


def read_facts(session: Session, campaign: Campaign) -> PlanFacts:
    """Reads the campaign whole, whoever asks: what is shown of it is narrowed afterwards."""
    visits = _visits(session, campaign)
    first, last = campaign.window_start, campaign.window_end
    away: dict[UUID, list[Absence]] = {}
    for absence in absences(session, first, last):
        away.setdefault(absence.person_id, []).append(absence)
    parents, units = parents_of_units(session), {visit.unit_id: visit.unit for visit in visits}
    codes = {row.id: row.code for row in session.execute(select(Unit.id, Unit.code))}
    above = {parent for unit in units.values() if (parent := unit.parent_id) is not None}
    return PlanFacts(
        campaign=campaign,
        visits=visits,
        people=_people(session, campaign),
        away=away,
        closed=closures_of(units.values(), closures(session, first, last), parents),
        pinned=frozenset(pins(session, campaign)),
        bonds=_bonds(session, campaign),
        unit_codes=codes,
        districts={unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(above)))},
    )


def _visits(session: Session, campaign: Campaign) -> list[Visit]:
    query = select(Visit).where(Visit.campaign_id == campaign.id, Visit.cancelled_at.is_(None))
    query = query.options(
        joinedload(Visit.unit), joinedload(Visit.stream), selectinload(Visit.team).joinedload(TeamMember.person)
    )
    return list(session.scalars(query.order_by(Visit.code)).unique())


def _people(session: Session, campaign: Campaign) -> list[Person]:
    on_team = select(TeamMember.person_id).join(Visit).where(Visit.campaign_id == campaign.id)
    query = (
        select(Person)
        .where(Person.id.in_(on_team))
        .options(selectinload(Person.affiliations).joinedload(Affiliation.unit), selectinload(Person.roles))
    )
    return list(session.scalars(query.order_by(Person.code, Person.id)))


def _bonds(session: Session, campaign: Campaign) -> Sequence[VisitBond]:
    query = select(VisitBond).join(Visit, Visit.id == VisitBond.visit_id).where(Visit.campaign_id == campaign.id)
    return session.scalars(query.options(joinedload(VisitBond.visit), joinedload(VisitBond.other))).all()


def follows(facts: PlanFacts, visit: Visit) -> tuple[str, ...]:
    """The codes of the visits that must be over before this one begins."""
    return tuple(
        bond.other.code
        for bond in facts.bonds
        if bond.visit_id == visit.id and bond.kind is BondKind.FOLLOWS and bond.other.campaign_id == visit.campaign_id
    )


def joined_streams(facts: PlanFacts) -> set[tuple[str, str]]:
    """Pairs of streams of which visits go together to one unit."""
    joined = [bond for bond in facts.bonds if bond.kind is BondKind.JOINED]
    return {(bond.visit.stream.code, bond.other.stream.code) for bond in joined}

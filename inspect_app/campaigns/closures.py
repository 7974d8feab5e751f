"""Reading the days on which a person or a unit is not to be had, and which visits are pinned."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Absence, Campaign, UnitClosure, Visit, VisitPin
from inspect_app.kernel.errors import NotFound
from inspect_app.units.models import Unit


def absences(session: Session, first: date, last: date) -> Sequence[Absence]:
    """Everybody's absences that touch the span, by day."""
    query = select(Absence).where(Absence.first_day <= last, Absence.last_day >= first)
    query = query.join(Person).options(joinedload(Absence.person))
    return session.scalars(query.order_by(Absence.first_day, Person.search_name, Absence.id)).all()


def closures(session: Session, first: date, last: date) -> Sequence[UnitClosure]:
    """All units' closed days that touch the span, by day."""
    query = select(UnitClosure).where(UnitClosure.first_day <= last, UnitClosure.last_day >= first)
    query = query.join(Unit).options(joinedload(UnitClosure.unit))
    return session.scalars(query.order_by(UnitClosure.first_day, Unit.code, UnitClosure.id)).all()


def closures_of(units: Collection[Unit], found: Sequence[UnitClosure], parents: Mapping[UUID, UUID | None]) -> dict[
    UUID, list[UnitClosure]
]:  # fmt: skip
    """For each unit the closures that hold for it: its own, and those of a unit above that count for all below it."""
    own: dict[UUID, list[UnitClosure]] = {}
    for closure in found:
        own.setdefault(closure.unit_id, []).append(closure)
    return {unit.id: [*own.get(unit.id, []), *_from_above(unit.id, own, parents)] for unit in units}


def _from_above(
    unit_id: UUID, own: Mapping[UUID, list[UnitClosure]], parents: Mapping[UUID, UUID | None]
) -> list[UnitClosure]:
    taken, seen, above = [], {unit_id}, parents.get(unit_id)
    while above is not None and above not in seen:
        seen.add(above)
        taken += [closure for closure in own.get(above, []) if closure.with_below]
        above = parents.get(above)
    return taken


def parents_of_units(session: Session) -> dict[UUID, UUID | None]:
    """The unit above each unit."""
    return {row.id: row.parent_id for row in session.execute(select(Unit.id, Unit.parent_id))}


def absence_by_id(session: Session, absence_id: UUID) -> Absence:
    """One absence; raises NotFound."""
    absence = session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    return absence


def closure_by_id(session: Session, closure_id: UUID) -> UnitClosure:
    """One closure; raises NotFound."""
    closure = session.get(UnitClosure, closure_id)
    if closure is None:
        raise NotFound
    return closure


def pins(session: Session, campaign: Campaign) -> dict[UUID, VisitPin]:
    """The pins of a campaign's visits, whoever asks."""
    query = select(VisitPin).join(Visit, Visit.id == VisitPin.visit_id).where(Visit.campaign_id == campaign.id)
    return {pin.visit_id: pin for pin in session.scalars(query)}


def pin_of(session: Session, visit: Visit) -> VisitPin | None:
    """The visit's pin, if it is pinned."""
    return session.scalar(select(VisitPin).where(VisitPin.visit_id == visit.id))

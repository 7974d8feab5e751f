"""Reading conclusions."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.accounts.issuing_body import signs_for_team
from inspect_app.accounts.models import Delegation
from inspect_app.accounts.queries import delegations_on
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.conclusions.models import Conclusion, Confirmation
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.kernel.errors import NotFound
from inspect_app.units.queries import province


def conclusion_by_id(session: Session, conclusion_id: UUID) -> Conclusion:
    """The conclusion; raises NotFound."""
    conclusion = session.get(Conclusion, conclusion_id)
    if conclusion is None:
        raise NotFound
    return conclusion


def conclusion_of(session: Session, visit_id: UUID) -> Conclusion | None:
    """The conclusion of a visit, if one was begun."""
    return session.scalar(select(Conclusion).where(Conclusion.visit_id == visit_id))


def lock_conclusion(session: Session, conclusion: Conclusion) -> None:
    """Waits until nobody else writes on the visit, and reads anew how far the conclusion is; held until the commit."""
    lock_visit(session, conclusion.visit)
    session.refresh(conclusion, ["state", "approvals", "rounds"])


def conclusions_of_visits(session: Session, visit_ids: Sequence[UUID]) -> dict[UUID, Conclusion]:
    """The conclusions of some visits by visit id."""
    query = select(Conclusion).options(joinedload(Conclusion.visit)).where(Conclusion.visit_id.in_(visit_ids))
    return {conclusion.visit_id: conclusion for conclusion in session.scalars(query)}


def confirmations_of(session: Session, conclusion_id: UUID) -> Sequence[Confirmation]:
    """What its drafters confirmed although the data say otherwise, the oldest first."""
    query = select(Confirmation).options(joinedload(Confirmation.person))
    return session.scalars(query.where(Confirmation.conclusion_id == conclusion_id).order_by(Confirmation.at)).all()


def issued_at_unit(session: Session, unit_id: UUID, until: date | None = None) -> Sequence[Conclusion]:
    """The conclusions issued at a unit, the oldest first; up to a day if one is given."""
    query = (
        select(Conclusion)
        .join(Visit)
        .where(Visit.unit_id == unit_id, Conclusion.state == ConclusionState.ISSUED)
        .order_by(Conclusion.issued_at)
    )
    if until is not None:
        query = query.where(Conclusion.issued_on <= until)
    return session.scalars(query).all()


def drafts_at_unit(session: Session, unit_id: UUID, year: int) -> Sequence[Visit]:
    """Visits at a unit in a campaign year that have begun but whose conclusion is not issued yet."""
    query = select(Visit).where(Visit.unit_id == unit_id, Visit.begun_at.is_not(None), Visit.frozen_at.is_(None))
    return [visit for visit in session.scalars(query) if visit.campaign.year == year]


def delegation_by_id(session: Session, delegation_id: UUID) -> Delegation:
    """A delegation to sign; raises NotFound."""
    delegation = session.get(Delegation, delegation_id)
    if delegation is None:
        raise NotFound
    return delegation


def own_delegations(session: Session, person_id: UUID, on: date) -> Sequence[Delegation]:
    """In which forms a person may sign on a day."""
    query = select(Delegation).where(Delegation.person_id == person_id, Delegation.valid_from <= on)
    return [row for row in session.scalars(query) if row.valid_to is None or on <= row.valid_to]


def likely_delegation(session: Session, person_id: UUID | None, on: date) -> Delegation | None:
    """Who is expected to sign a draft: the reader himself if he may sign for a body on the day, else whoever signs for
    the province; None when nobody does. A leader's power over his title in the team is for the team's own papers."""
    own = own_delegations(session, person_id, on) if person_id else ()
    possible = (*own, *delegations_on(session, province(session).id, on))
    return next((one for one in possible if not signs_for_team(one)), None)

"""Which visits belong together: one that follows up another, and two that go to a unit together."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit, VisitBond
from inspect_app.campaigns.rules import BondKind


def followed_by(session: Session, visit: Visit) -> Visit | None:
    """The visit that this one looks at again."""
    query = select(Visit).join(VisitBond, VisitBond.other_id == Visit.id)
    return session.scalar(query.where(VisitBond.visit_id == visit.id, VisitBond.kind == BondKind.FOLLOWS))


def follow_up_of(session: Session, visit: Visit) -> Visit | None:
    """The visit that looks at this one again, unless it was cancelled."""
    query = select(Visit).join(VisitBond, VisitBond.visit_id == Visit.id)
    query = query.where(VisitBond.other_id == visit.id, VisitBond.kind == BondKind.FOLLOWS)
    return session.scalars(query.where(Visit.cancelled_at.is_(None))).first()


def joined_visits(session: Session, visit: Visit) -> Sequence[Visit]:
    """The visits that go along with this one and have not begun: where it goes, they go."""
    query = select(Visit).where(
        Visit.id.in_(joined_ids(session, visit.id)),
        Visit.starts_on.is_not(None),
        Visit.begun_at.is_(None),
        Visit.cancelled_at.is_(None),
    )
    return session.scalars(query.order_by(Visit.code)).all()


def joined_ids(session: Session, visit_id: UUID) -> Sequence[UUID]:
    """The visits that go along with this one."""
    query = select(VisitBond).where(
        VisitBond.kind == BondKind.JOINED, or_(VisitBond.visit_id == visit_id, VisitBond.other_id == visit_id)
    )
    return [bond.other_id if bond.visit_id == visit_id else bond.visit_id for bond in session.scalars(query)]

"""Reading findings."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.findings.models import Finding, FindingWithdrawal
from inspect_app.findings.rules import STANDING, FindingState
from inspect_app.kernel.errors import NotFound


def finding_by_id(session: Session, finding_id: UUID) -> Finding:
    """The finding; raises NotFound."""
    finding = session.get(Finding, finding_id)
    if finding is None:
        raise NotFound
    return finding


def findings_of(session: Session, visit_id: UUID) -> Sequence[Finding]:
    """All findings of a visit's inspection in the order of their numbers, ended ones too."""
    query = select(Finding).where(Finding.visit_id == visit_id, Finding.paper_id.is_(None))
    return session.scalars(query.order_by(Finding.number)).all()


def later_findings(session: Session, visit_id: UUID) -> Sequence[Finding]:
    """The findings that notices which replace added after the issue, in the order of their numbers."""
    query = select(Finding).where(Finding.visit_id == visit_id, Finding.paper_id.is_not(None))
    return session.scalars(query.order_by(Finding.number)).all()


def later_withdrawals(session: Session, visit_id: UUID) -> dict[UUID, FindingWithdrawal]:
    """What notices which replace withdrew after the issue, by finding."""
    query = select(FindingWithdrawal).join(Finding).where(Finding.visit_id == visit_id)
    return {row.finding_id: row for row in session.scalars(query)}


# What counts against a unit: confirmed, and not taken back by a notice that replaces.
COUNTS = (Finding.state == FindingState.CONFIRMED) & ~(
    select(FindingWithdrawal.finding_id).where(FindingWithdrawal.finding_id == Finding.id).exists()
)


def standing_findings(session: Session, visit_id: UUID) -> Sequence[Finding]:
    """The findings of a visit's inspection that were neither merged nor withdrawn before the issue."""
    own = Finding.visit_id == visit_id, Finding.paper_id.is_(None)
    query = select(Finding).where(*own, Finding.state.in_(STANDING))
    return session.scalars(query.order_by(Finding.number)).all()


def undecided_findings(session: Session, visit_id: UUID) -> Sequence[Finding]:
    """What waits for the lead: drafts, and findings whose answer changed under them."""
    query = select(Finding).where(
        Finding.visit_id == visit_id,
        (Finding.state == FindingState.DRAFT) | (Finding.needs_review & Finding.state.in_(STANDING)),
    )
    return session.scalars(query.order_by(Finding.number)).all()


def finding_of_item(session: Session, visit_id: UUID, item_id: str) -> Finding | None:
    """The newest finding that an item's answer made, whatever became of it."""
    query = select(Finding).where(Finding.visit_id == visit_id, Finding.item_id == item_id)
    return session.scalar(query.order_by(Finding.number.desc()).limit(1))


def newest_findings(session: Session, visit_id: UUID) -> dict[str, Finding]:
    """The newest finding that each item's answer made, whatever became of it."""
    return {finding.item_id: finding for finding in session.scalars(FINDINGS, {"visit": visit_id})}


FINDINGS = select(Finding).where(Finding.visit_id == bindparam("visit")).order_by(Finding.number)


def next_number(session: Session, visit_id: UUID) -> int:
    """The number that the next finding of the visit gets."""
    return (session.scalar(select(func.max(Finding.number)).where(Finding.visit_id == visit_id)) or 0) + 1


def findings_of_unit(session: Session, unit_id: UUID) -> Sequence[Finding]:
    """Findings of issued conclusions that count against a unit, the newest first."""
    query = (
        select(Finding)
        .join(Visit)
        .options(joinedload(Finding.visit))
        .where(Visit.unit_id == unit_id, Visit.frozen_at.is_not(None), COUNTS)
    )
    return session.scalars(query.order_by(Visit.frozen_at.desc(), Finding.number)).all()


def earlier_findings(session: Session, unit_ids: Collection[UUID], *, before: int) -> Sequence[Finding]:
    """Confirmed findings of issued conclusions at the units, of the newest year before `before` that has any."""
    query = (
        select(Finding)
        .join(Visit, Visit.id == Finding.visit_id)
        .join(Campaign, Campaign.id == Visit.campaign_id)
        .options(joinedload(Finding.visit).selectinload(Visit.campaign))
        .where(Visit.unit_id.in_(unit_ids), Visit.frozen_at.is_not(None), COUNTS)
    )
    newest = session.scalar(query.where(Campaign.year < before).with_only_columns(func.max(Campaign.year)))
    return session.scalars(query.where(Campaign.year == newest).order_by(Visit.code, Finding.number)).all()

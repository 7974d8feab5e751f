"""Which shortcomings were found before: the same item of the same checklist, at the same unit, in an earlier year."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import COUNTS
from inspect_app.units.queries import with_predecessors


def repeats_of(session: Session, findings: Iterable[Finding]) -> dict[UUID, Finding]:
    """For each finding that repeats one: the newest confirmed finding of an earlier year, of an issued conclusion.

    A unit answers for those that went into it. The same id in another checklist is another item, and no repeat.
    """
    found = list(findings)
    heirs = {unit_id: with_predecessors(session, unit_id) for unit_id in {each.visit.unit_id for each in found}}
    earlier = _confirmed(session, set().union(*heirs.values())) if heirs else []
    repeats: dict[UUID, Finding] = {}
    for finding in found:
        visit = finding.visit
        same = [
            each
            for each in earlier
            if each.item_id == finding.item_id
            and each.visit.checklist_code == visit.checklist_code
            and each.visit.unit_id in heirs[visit.unit_id]
            and each.visit.campaign.year < visit.campaign.year
        ]
        if same:
            repeats[finding.id] = max(same, key=lambda each: (each.visit.campaign.year, each.label))
    return repeats


def _confirmed(session: Session, unit_ids: set[UUID]) -> list[Finding]:
    query = (
        select(Finding)
        .join(Visit, Visit.id == Finding.visit_id)
        .join(Campaign, Campaign.id == Visit.campaign_id)
        .options(joinedload(Finding.visit).selectinload(Visit.campaign))
        .where(Visit.unit_id.in_(unit_ids), Visit.frozen_at.is_not(None), COUNTS)
    )
    return list(session.scalars(query.order_by(Campaign.year, Visit.code, Finding.number)))

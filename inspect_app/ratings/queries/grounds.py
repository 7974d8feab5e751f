"""What the year's issued conclusions say about a unit: findings by area, and the areas that were looked at."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.conclusions.correcting.queries import corrections_of
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.queries import drafts_at_unit
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.fieldwork.models import Answer
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import COUNTS
from inspect_app.followup.queries import findings_put_right
from inspect_app.ratings.rules import AreaFinding


@dataclass
class Grounds:
    """Of one unit in one year: its findings, the areas examined, and the bytes of the conclusions behind them."""

    findings: list[AreaFinding] = field(default_factory=list)
    examined: set[int] = field(default_factory=set)
    conclusions: list[str] = field(default_factory=list)


def grounds_of(session: Session, unit_ids: Collection[UUID], year: int) -> dict[UUID, Grounds]:
    """What the conclusions issued in `year` say about each unit; a unit without one has empty grounds."""
    grounds: dict[UUID, Grounds] = defaultdict(Grounds)
    issued = _issued(session, unit_ids, year)
    for conclusion in issued:
        own = grounds[conclusion.visit.unit_id]
        own.conclusions.append(conclusion.pdf_sha256 or "")
        # What replaced the notice is laid before a decision, too: it may have withdrawn or added a finding.
        papers = [each.paper for each in corrections_of(session, conclusion.id) if each.paper is not None]
        own.conclusions += [paper.pdf_sha256 for paper in papers]
    issued_on = {conclusion.visit_id: conclusion.issued_on for conclusion in issued}
    visits = {conclusion.visit_id: conclusion.visit for conclusion in issued}
    put_right = findings_put_right(session, list(visits))
    query = select(Finding).where(Finding.visit_id.in_(visits), COUNTS)
    for finding in session.scalars(query.order_by(Finding.number)):
        visit, day = visits[finding.visit_id], issued_on[finding.visit_id]
        if day is not None:
            one = _area_finding(finding, visit, day, put_right.get(finding.id))
            grounds[visit.unit_id].findings.append(one)
    for visit_id, areas in _examined(session, visits).items():
        grounds[visits[visit_id].unit_id].examined |= areas
    return grounds


def waiting_conclusions(session: Session, unit_id: UUID, year: int) -> list[str]:
    """The codes of the unit's visits of the year whose conclusion is begun and not issued: a decision waits for them."""
    return sorted(visit.code for visit in drafts_at_unit(session, unit_id, year))


def _issued(session: Session, unit_ids: Collection[UUID], year: int) -> list[Conclusion]:
    query = (
        select(Conclusion)
        .join(Visit)
        .options(joinedload(Conclusion.visit))
        .where(
            Visit.unit_id.in_(unit_ids),
            Conclusion.state == ConclusionState.ISSUED,
            Conclusion.issued_on >= date(year, 1, 1),
            Conclusion.issued_on <= date(year, 12, 31),
        )
        .order_by(Conclusion.issued_on, Conclusion.id)
    )
    return list(session.scalars(query))


def _area_finding(finding: Finding, visit: Visit, issued_on: date, verified_on: date | None) -> AreaFinding:
    return AreaFinding(
        finding_id=str(finding.id),
        area=finding.area,
        grade=finding.grade.value,
        text=finding.text,
        visit_code=visit.code,
        issued_on=issued_on,
        verified_on=verified_on,
    )


def _examined(session: Session, visits: dict[UUID, Visit]) -> dict[UUID, set[int]]:
    """The areas of the items that were answered at each visit."""
    answered: dict[UUID, set[str]] = defaultdict(set)
    for row in session.execute(
        select(Answer.visit_id, Answer.item_id).where(Answer.visit_id.in_(visits), ~Answer.not_applicable)
    ):
        answered[row[0]].add(row[1])
    examined: dict[UUID, set[int]] = {}
    for visit_id, item_ids in answered.items():
        visit = visits[visit_id]
        version = version_of(session, visit.checklist_code, visit.checklist_version)
        areas = {version.item(item_id).area for item_id in item_ids if version.has(item_id)}
        examined[visit_id] = {area for area in areas if area is not None}
    return examined

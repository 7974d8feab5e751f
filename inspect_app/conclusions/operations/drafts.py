"""Drafting a conclusion: it starts from the findings, and a person words it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.drafting.material import Material
from inspect_app.conclusions.drafting.parts import pinned
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.drafting.sources import said_now
from inspect_app.conclusions.drafting.wording import first_draft, request_owner, request_text
from inspect_app.conclusions.models import Conclusion, ConclusionRequest
from inspect_app.conclusions.operations.telling import tell
from inspect_app.conclusions.permissions import may_begin_draft, may_draft
from inspect_app.conclusions.queries import conclusion_of, lock_conclusion
from inspect_app.findings.models import Finding
from inspect_app.findings.queries import standing_findings
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

DUE_MAX = 365


@dataclass(frozen=True)
class RequestWanted:
    """A request as the drafter words it; `due_days` are working days from the issue."""

    text: str
    owner: str
    due_days: int
    finding_ids: tuple[UUID, ...]


def begin_draft(session: Session, actor: Actor, visit: Visit, *, due_days: int, now: datetime) -> Conclusion:
    """Begins the draft with what the data say, and a request for each finding; one that is there already is given back.

    Raises Forbidden unless the visit is closed and the actor drafts for its team.
    """
    lock_visit(session, visit)
    present = conclusion_of(session, visit.id)
    if present is not None:
        return present
    may_begin_draft.require(actor, visit)
    if actor.person_id is None:
        raise Forbidden
    material = material_of(session, visit)
    first, said = first_draft(material), said_now(material)
    conclusion = Conclusion(
        visit_id=visit.id,
        visit=visit,
        drafted_by=actor.person_id,
        created_at=now,
        sources={part: [pinned(tied, said).as_json() for tied in told] for part, told in first.ties.items()},
        **asdict(first.wording),
    )
    session.add(conclusion)
    session.flush()
    _first_requests(session, conclusion, material, due_days)
    tell(session, actor, conclusion, "conclusions.begin", "Bắt đầu dự thảo thông báo kết luận", now)
    return conclusion


def _first_requests(session: Session, conclusion: Conclusion, material: Material, due_days: int) -> None:
    again, known = {each.label: each.repeat is not None for each in material.standing}, material.by_item
    asking = [f for f in standing_findings(session, conclusion.visit_id) if f.grade is not Grade.NOTE]
    for position, finding in enumerate(asking, start=1):
        checked = known.get(finding.item_id)
        session.add(
            ConclusionRequest(
                conclusion_id=conclusion.id,
                conclusion=conclusion,
                position=position,
                text=request_text(finding.text, checked.criterion if checked else "", again=again[finding.label]),
                owner=request_owner(conclusion.visit.unit.name),
                due_days=due_days,
                findings=[finding],
                said={finding.label: finding.text},
            )
        )
    session.flush()


def save_requests(
    session: Session, actor: Actor, conclusion: Conclusion, wanted: Sequence[RequestWanted], *, now: datetime
) -> None:
    """Replaces the draft's requests. Raises Forbidden, RuleBroken that names the request that is not whole."""
    lock_conclusion(session, conclusion)
    may_draft.require(actor, conclusion)
    findings = {finding.id: finding for finding in standing_findings(session, conclusion.visit_id)}
    for number, request in enumerate(wanted, start=1):
        _check(request, number, findings)
    before = [_plain(row.text, row.owner, row.due_days, [f.label for f in row.findings]) for row in conclusion.requests]
    after = [_plain(w.text, w.owner, w.due_days, [findings[i].label for i in w.finding_ids]) for w in wanted]
    if before == after:
        return
    # A request that keeps its words keeps what its findings said when it was worded.
    said = {row.text: row.said for row in conclusion.requests}
    for row in list(conclusion.requests):
        row.findings.clear()
        session.flush()
        session.delete(row)
    session.flush()
    session.expire(conclusion, ["requests"])
    for position, request in enumerate(wanted, start=1):
        asked = [findings[finding_id] for finding_id in request.finding_ids]
        kept = said.get(clean(request.text), {})
        session.add(
            ConclusionRequest(
                conclusion_id=conclusion.id,
                position=position,
                text=clean(request.text),
                owner=clean(request.owner),
                due_days=request.due_days,
                findings=asked,
                said={finding.label: kept.get(finding.label, finding.text) for finding in asked},
            )
        )
    session.flush()
    session.expire(conclusion, ["requests"])
    summary = "Sửa các yêu cầu của dự thảo thông báo kết luận"
    tell(session, actor, conclusion, "conclusions.requests", summary, now, changes={"requests": (before, after)})


def _check(request: RequestWanted, number: int, findings: Mapping[UUID, Finding]) -> None:
    if not clean(request.text) or not clean(request.owner):
        raise RuleBroken(None, _("Yêu cầu số %(n)d thiếu nội dung hoặc người thực hiện.", n=number))
    if not 1 <= request.due_days <= DUE_MAX:
        raise RuleBroken(None, _("Yêu cầu số %(n)d: thời hạn từ 1 đến 365 ngày làm việc.", n=number))
    if any(finding_id not in findings for finding_id in request.finding_ids):
        raise RuleBroken(None, _("Yêu cầu số %(n)d gắn với phát hiện không còn hiệu lực.", n=number))


def _plain(text: str, owner: str, due_days: int, labels: Sequence[str]) -> dict[str, object]:
    return {"text": clean(text), "owner": clean(owner), "due_days": due_days, "findings": sorted(labels)}

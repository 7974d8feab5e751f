"""Writing evidence: numbered within the visit, withdrawn with a reason, never deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.fieldwork.events import EvidenceChanged
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.fieldwork.models import Evidence
from inspect_app.fieldwork.permissions import may_fill
from inspect_app.fieldwork.queries import evidence_of, next_evidence_number
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

EVIDENCE_PER_ITEM = 60


def add_evidence(
    session: Session, actor: Actor, visit: Visit, item_id: str, received: ReceivedFile, *, caption: str, now: datetime
) -> Evidence:
    """Adds a photo or file that is already in the store. Raises Forbidden, Conflict, RuleBroken (too many)."""
    lock_visit(session, visit)
    if visit.frozen_at is not None:
        raise Conflict(_("Kết luận của cuộc kiểm tra này đã phát hành nên không thêm chứng cứ được nữa."))
    may_fill.require(actor, visit)
    if actor.person_id is None:
        raise Forbidden
    if is_full(session, visit, item_id):
        raise RuleBroken("files", _("Mục này đã có 60 chứng cứ. Hãy bỏ bớt trước khi thêm."))
    return number_evidence(session, actor, visit, item_id, received, caption=caption, by=actor.person_id, now=now)


def is_full(session: Session, visit: Visit, item_id: str) -> bool:
    """Whether the item has as much evidence as an item may have."""
    return len(evidence_of(session, visit.id).get(item_id, [])) >= EVIDENCE_PER_ITEM


def number_evidence(
    session: Session,
    actor: Actor,
    visit: Visit,
    item_id: str,
    received: ReceivedFile,
    *,
    caption: str,
    by: UUID,
    now: datetime,
) -> Evidence:
    """Gives a stored file the next number, in the name of `by`; whoever calls holds the visit and has asked all else."""
    evidence = Evidence(
        visit_id=visit.id,
        visit=visit,
        item_id=item_id,
        number=next_evidence_number(session, visit.id),
        sha256=received.sha256,
        filename=received.filename,
        media_type=received.media_type,
        size=received.size,
        caption=clean(caption)[:500],
        added_by=by,
        added_at=now,
    )
    session.add(evidence)
    session.flush()
    record(
        session,
        actor,
        "fieldwork.add_evidence",
        evidence,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Thêm chứng cứ số {evidence.number} cho mục {item_id} của cuộc {visit.code}",
        changes={"sha256": (None, evidence.sha256), "filename": (None, evidence.filename)},
    )
    publish(session, EvidenceChanged(visit, item_id), actor=actor, now=now)
    return evidence


def withdraw_evidence(session: Session, actor: Actor, evidence: Evidence, *, reason: str, now: datetime) -> None:
    """Takes a piece of evidence out of the papers; it stays in the record. Raises RuleBroken without a reason."""
    visit = evidence.visit
    lock_visit(session, visit)
    if visit.frozen_at is not None:
        raise Conflict(_("Kết luận của cuộc kiểm tra này đã phát hành nên không rút chứng cứ được nữa."))
    may_fill.require(actor, visit)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do rút chứng cứ này."))
    evidence.withdrawn_at, evidence.withdraw_reason = now, reason
    session.flush()
    record(
        session,
        actor,
        "fieldwork.withdraw_evidence",
        evidence,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Rút chứng cứ số {evidence.number} của cuộc {visit.code}",
        reason=reason,
    )
    publish(session, EvidenceChanged(visit, evidence.item_id), actor=actor, now=now)

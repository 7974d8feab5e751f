"""Pinning: a visit that a person has settled is moved by no planner until he lets it go."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.closures import pin_of
from inspect_app.campaigns.models import Visit, VisitPin
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.rules import VisitState
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean


def pin_visit(session: Session, actor: Actor, visit: Visit, *, reason: str, now: datetime) -> bool:
    """Keeps a scheduled visit where it is; True when it was not pinned before. Raises Forbidden, Conflict, RuleBroken."""
    may_schedule.require(actor, visit)
    if visit.state is not VisitState.SCHEDULED:
        raise Conflict(_("Chỉ giữ nguyên được cuộc đã có ngày và chưa bắt đầu."))
    if not clean(reason):
        raise RuleBroken("reason", _("Hãy ghi lý do giữ nguyên, để người khác biết vì sao cuộc này không dời."))
    if pin_of(session, visit) is not None:
        return False
    session.add(VisitPin(visit_id=visit.id, why=clean(reason), pinned_at=now))
    session.flush()
    _record(session, actor, visit, "campaigns.pin_visit", "Giữ nguyên lịch", reason, now=now)
    return True


def unpin_visit(session: Session, actor: Actor, visit: Visit, *, reason: str, now: datetime) -> bool:
    """Lets a pinned visit be moved again; True when it was pinned. Raises Forbidden, RuleBroken."""
    may_schedule.require(actor, visit)
    if not clean(reason):
        raise RuleBroken("reason", _("Hãy ghi lý do bỏ giữ nguyên."))
    pin = pin_of(session, visit)
    if pin is None:
        return False
    session.delete(pin)
    session.flush()
    _record(session, actor, visit, "campaigns.unpin_visit", "Bỏ giữ nguyên lịch", reason, now=now)
    return True


def _record(session: Session, actor: Actor, visit: Visit, verb: str, what: str, reason: str, *, now: datetime) -> None:
    record(
        session,
        actor,
        verb,
        visit,
        now=now,
        visit_id=visit.id,
        unit_id=None if visit.secret else visit.unit_id,
        summary=f"{what} cuộc kiểm tra {visit.code}",
        reason=clean(reason),
    )

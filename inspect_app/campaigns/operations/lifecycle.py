"""The marks of a visit's life. Higher rooms call these inside their own operations, after their own permissions."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations.due_dates import note_changed, refresh_occurrences
from inspect_app.campaigns.permissions import may_begin
from inspect_app.campaigns.rules import VisitState
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _


def begin_visit(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> None:
    """Tells that the team has begun on the spot; an unannounced visit is no secret from here on.

    Raises Forbidden, Conflict (not scheduled, or begun already), RuleBroken (before its first day, or without a team).
    """
    may_begin.require(actor, visit)
    if visit.state is not VisitState.SCHEDULED:
        raise Conflict(_("Chỉ bắt đầu được cuộc kiểm tra đã có lịch và chưa bắt đầu."))
    if visit.starts_on is not None and local_date(now) < visit.starts_on:
        day = format_date(visit.starts_on)
        raise RuleBroken(None, _("Cuộc kiểm tra có lịch từ ngày %(day)s. Hãy đổi lịch nếu bắt đầu sớm hơn.", day=day))
    if not visit.team:
        raise RuleBroken(None, _("Cuộc kiểm tra chưa có đoàn. Hãy nhờ người điều phối phân công đoàn trước."))
    visit.begun_at = now
    note_changed(visit, now=now)
    session.flush()
    record(
        session,
        actor,
        "campaigns.begin_visit",
        visit,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Bắt đầu cuộc kiểm tra {visit.code} tại {visit.unit.name}",
        changes={"begun_at": (None, now)},
    )


def mark_closed(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> None:
    """Marks the end of the fieldwork; the caller has asked its own permission and writes the journal. Raises Conflict."""
    if visit.state is not VisitState.UNDER_WAY:
        raise Conflict(_("Chỉ kết thúc được cuộc kiểm tra đang diễn ra."))
    visit.closed_at = now
    session.flush()


def mark_frozen(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> None:
    """Freezes the visit for good when its conclusion is issued; the days for putting right begin. Raises Conflict."""
    if visit.state is not VisitState.CLOSED:
        raise Conflict(_("Chỉ phát hành kết luận cho cuộc kiểm tra đã kết thúc tại đơn vị."))
    visit.frozen_at = now
    session.flush()
    refresh_occurrences(session, visit, now=now)


def mark_notice_sent(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> bool:
    """Notes that the unit had its notice; True the first time. Raises Conflict for an unannounced visit."""
    if visit.unannounced:
        raise Conflict(_("Cuộc kiểm tra đột xuất không có thông báo trước."))
    if visit.notice_sent_at is not None:
        return False
    visit.notice_sent_at = now
    note_changed(visit, now=now)
    session.flush()
    record(
        session,
        actor,
        "campaigns.send_notice",
        visit,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Gửi thông báo lịch kiểm tra {visit.code} tới {visit.unit.name}",
        changes={"notice_sent_at": (None, now)},
    )
    return True

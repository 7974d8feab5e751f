"""A visit that the plan's file does not name: added by a coordinator; and the note beside a visit's dates."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.rules import VisitOrigin, VisitState
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.units.models import Unit

LONGEST_NOTE = 200
NUMBERED = re.compile(r"(.+-)(\d+)")
NO_PREFIX = "BS-"
NOTE_OPEN = (VisitState.PLANNED, VisitState.SCHEDULED, VisitState.UNDER_WAY)


def add_visit(
    session: Session, actor: Actor, campaign: Campaign, stream: Stream, unit: Unit, *, now: datetime
) -> Visit:
    """Adds an announced visit without dates; dates and team are set as for any other.

    Raises Forbidden (a unit to which the actor belongs), RuleBroken (an unannounced stream, a unit that does not exist
    in the campaign's time).
    """
    if stream.unannounced:
        raise RuleBroken("stream", _("Cuộc đột xuất được rút thăm, không thêm theo tên đơn vị."))
    if not (unit.is_valid_on(campaign.window_start) or unit.is_valid_on(campaign.window_end)):
        raise RuleBroken(
            "unit", _("Đơn vị “%(unit)s” không hoạt động trong thời gian của đợt kiểm tra.", unit=unit.name)
        )
    visit = Visit(
        campaign_id=campaign.id,
        stream_id=stream.id,
        unit_id=unit.id,
        code=_next_code(session, campaign, stream),
        window_start=campaign.window_start,
        window_end=campaign.window_end,
        origin=VisitOrigin.ADDED,
        unannounced=False,
        checklist_code=stream.checklist_code,
        checklist_version=stream.checklist_version,
    )
    may_schedule.require(actor, visit)
    session.add(visit)
    session.flush()
    session.refresh(visit, ["campaign", "stream", "unit", "team"])
    told = f"Thêm cuộc kiểm tra {visit.code} tại {unit.name}"
    record(session, actor, "campaigns.add_visit", visit, now=now, visit_id=visit.id, unit_id=unit.id, summary=told)
    return visit


def _next_code(session: Session, campaign: Campaign, stream: Stream) -> str:
    """The number after the highest of the stream's codes, `TD-14`: also of visits that this actor may not know of."""
    everywhere = set(session.scalars(select(Visit.code).where(Visit.campaign_id == campaign.id)))
    of_stream = session.scalars(
        select(Visit.code).where(Visit.stream_id == stream.id, Visit.pool.is_(None)).order_by(Visit.code)
    )
    found = [match for match in map(NUMBERED.fullmatch, of_stream) if match is not None]
    prefix = found[0][1] if found else NO_PREFIX
    number = max((int(match[2]) for match in found if match[1] == prefix), default=0) + 1
    while f"{prefix}{number:02d}" in everywhere:
        number += 1
    return f"{prefix}{number:02d}"


def note_schedule(session: Session, actor: Actor, visit: Visit, note: str, *, now: datetime) -> bool:
    """Sets the note beside a visit's dates; True when it changed. Raises Forbidden, Conflict, RuleBroken."""
    may_schedule.require(actor, visit)
    if visit.state not in NOTE_OPEN:
        raise Conflict(_("Cuộc kiểm tra đã kết thúc hoặc đã hủy nên không sửa ghi chú lịch được nữa."))
    text = clean(note) or None
    if text is not None and len(text) > LONGEST_NOTE:
        raise RuleBroken("note", _("Ghi chú dài quá %(n)d ký tự. Hãy rút ngắn.", n=LONGEST_NOTE))
    before = visit.schedule_note
    if before == text:
        return False
    visit.schedule_note, visit.schedule_changed_at = text, now
    session.flush()
    record(
        session,
        actor,
        "campaigns.note_schedule",
        visit,
        now=now,
        visit_id=visit.id,
        unit_id=None if visit.secret else visit.unit_id,
        summary=f"Ghi chú lịch của cuộc kiểm tra {visit.code}",
        changes={} if visit.secret else {"schedule_note": (before, text)},
    )
    return True

"""Beginning, minuting, closing and freezing the fieldwork of a visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import begin_visit, mark_closed, mark_frozen
from inspect_app.campaigns.queries import lock_visit
from inspect_app.fieldwork.events import FieldworkBegun, FieldworkClosed
from inspect_app.fieldwork.matters import open_matters
from inspect_app.fieldwork.models import Minutes
from inspect_app.fieldwork.permissions import may_begin, may_close, may_fill
from inspect_app.fieldwork.queries import minutes_of
from inspect_app.fieldwork.rules import Gap, first_messages, unite_gaps
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean


@dataclass(frozen=True)
class MinutesDetails:
    """What the minutes say beyond the answers."""

    place: str
    unit_side: str
    unit_opinion: str
    refusal_reason: str
    copies: int


@dataclass(frozen=True)
class Paper:
    """The minutes as they were printed: their sheet, the hash of the PDF, and of what was signed on a tablet."""

    sheet: Mapping[str, Any]
    pdf_sha256: str
    ended_at: datetime
    signed_sha256: str | None = None


def begin_fieldwork(
    session: Session, actor: Actor, visit: Visit, *, place: str, now: datetime, started_at: datetime | None = None
) -> Minutes:
    """Opens the fieldwork on the spot: from now on an unannounced visit is known. Raises Forbidden, RuleBroken.

    `started_at` is what the minutes say, where the team began before the server heard of it.
    """
    lock_visit(session, visit)
    may_begin.require(actor, visit)
    begin_visit(session, actor, visit, now=now)
    started = started_at or now
    minutes = Minutes(visit_id=visit.id, visit=visit, started_at=started, place=clean(place) or visit.unit.name)
    session.add(minutes)
    session.flush()
    publish(session, FieldworkBegun(visit), actor=actor, now=now)
    return minutes


def note_minutes(
    session: Session,
    actor: Actor,
    visit: Visit,
    details: MinutesDetails,
    *,
    now: datetime,
    base_revision: int | None = None,
) -> Minutes:
    """Keeps what the minutes will say while the visit is under way.

    `base_revision` is the revision that was on screen: what somebody else wrote meanwhile is never overwritten unseen.
    Raises Forbidden, RuleBroken for copies < 1 or for minutes that changed since.
    """
    lock_visit(session, visit)
    may_fill.require(actor, visit)
    minutes = minutes_of(session, visit.id)
    if minutes is None:
        raise NotFound
    changes = write_minutes(minutes, visit, details, seen=new_id(), base_revision=base_revision)
    if not changes:
        return minutes
    session.flush()
    summary = f"Ghi biên bản cuộc {visit.code}"
    record(
        session,
        actor,
        "fieldwork.note_minutes",
        minutes,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=summary,
        changes=changes,
    )
    return minutes


def write_minutes(
    minutes: Minutes, visit: Visit, details: MinutesDetails, *, seen: UUID, base_revision: int | None = None
) -> dict[str, tuple[Any, Any]]:
    """Puts what the minutes will say in their place, under the name `seen`; what changed, with the values before.

    The caller has asked the permission and writes the journal. Raises RuleBroken.
    """
    if visit.closed_at is not None:
        raise RuleBroken(None, _("Biên bản đã khép lại nên không sửa được nữa."))
    wanted = minutes_values(visit, details)
    changes = {field: (getattr(minutes, field), new) for field, new in wanted.items() if getattr(minutes, field) != new}
    if not changes:
        return {}
    if base_revision is not None and base_revision != minutes.revision:
        message = _("Người khác vừa ghi nội dung biên bản này. Hãy tải lại trang, xem nội dung mới rồi ghi lại.")
        raise RuleBroken(None, message)
    for field, (_before, new) in changes.items():
        setattr(minutes, field, new)
    minutes.revision, minutes.seen = minutes.revision + 1, seen
    return changes


def minutes_values(visit: Visit, details: MinutesDetails) -> dict[str, Any]:
    """What would be kept of the details. Raises RuleBroken for copies out of range."""
    if not 1 <= details.copies <= 20:
        raise RuleBroken("copies", _("Số bản của biên bản từ 1 đến 20."))
    return {
        "place": clean(details.place) or visit.unit.name,
        "unit_side": clean(details.unit_side),
        "unit_opinion": clean(details.unit_opinion),
        "refusal_reason": clean(details.refusal_reason) or None,
        "copies": details.copies,
    }


def close_fieldwork(
    session: Session,
    actor: Actor,
    visit: Visit,
    *,
    gaps: Sequence[Gap],
    sheet: Mapping[str, Any],
    pdf_sha256: str,
    now: datetime,
) -> Minutes:
    """Closes the visit with its minutes: `gaps` is what the checklist lacks; what is undecided is looked up here.

    Raises Forbidden, and RuleBroken that names what is left.
    """
    lock_visit(session, visit)
    may_close.require(actor, visit)
    minutes = minutes_of(session, visit.id)
    if minutes is None:
        raise NotFound
    left = unite_gaps(gaps, open_matters(session, visit))
    if left:
        told = first_messages(left)
        raise RuleBroken(None, _("Còn %(n)d việc phải làm trước khi khép lại. %(told)s", n=len(left), told=told))
    finish_minutes(session, actor, visit, minutes, Paper(sheet, pdf_sha256, ended_at=now), now=now)
    return minutes


def finish_minutes(
    session: Session, actor: Actor, visit: Visit, minutes: Minutes, paper: Paper, *, now: datetime
) -> None:
    """Keeps the paper and closes the visit. The caller has asked the permission, and that nothing is missing."""
    minutes.ended_at = paper.ended_at
    minutes.sheet, minutes.pdf_sha256 = dict(paper.sheet), paper.pdf_sha256
    mark_closed(session, actor, visit, now=now)
    session.flush()
    changes: dict[str, tuple[Any, Any]] = {"pdf_sha256": (None, paper.pdf_sha256)}
    if paper.signed_sha256:
        changes["signed_sha256"] = (None, paper.signed_sha256)
    record(
        session,
        actor,
        "fieldwork.close",
        minutes,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Khép lại cuộc {visit.code} bằng biên bản{' đã ký trên máy tính bảng' if paper.signed_sha256 else ''}",
        changes=changes,
    )
    publish(session, FieldworkClosed(visit), actor=actor, now=now)


def freeze_visit(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> None:
    """Freezes everything of the visit for good; called by the operation that issues its conclusion."""
    mark_frozen(session, actor, visit, now=now)
    session.flush()

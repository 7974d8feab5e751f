"""Beginning, minuting, closing and freezing the fieldwork of a visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


def begin_fieldwork(session: Session, actor: Actor, visit: Visit, *, place: str, now: datetime) -> Minutes:
    """Opens the fieldwork on the spot: from now on an unannounced visit is known. Raises Forbidden, RuleBroken."""
    lock_visit(session, visit)
    may_begin.require(actor, visit)
    begin_visit(session, actor, visit, now=now)
    minutes = Minutes(visit_id=visit.id, visit=visit, started_at=now, place=clean(place) or visit.unit.name)
    session.add(minutes)
    session.flush()
    publish(session, FieldworkBegun(visit), actor=actor, now=now)
    return minutes


def note_minutes(session: Session, actor: Actor, visit: Visit, details: MinutesDetails, *, now: datetime) -> Minutes:
    """Keeps what the minutes will say while the visit is under way. Raises Forbidden, RuleBroken for copies < 1."""
    lock_visit(session, visit)
    may_fill.require(actor, visit)
    minutes = minutes_of(session, visit.id)
    if minutes is None:
        raise NotFound
    if visit.closed_at is not None:
        raise RuleBroken(None, _("Biên bản đã khép lại nên không sửa được nữa."))
    if not 1 <= details.copies <= 20:
        raise RuleBroken("copies", _("Số bản của biên bản từ 1 đến 20."))
    wanted: dict[str, Any] = {
        "place": clean(details.place) or visit.unit.name,
        "unit_side": clean(details.unit_side),
        "unit_opinion": clean(details.unit_opinion),
        "refusal_reason": clean(details.refusal_reason) or None,
        "copies": details.copies,
    }
    changes = {field: (getattr(minutes, field), new) for field, new in wanted.items() if getattr(minutes, field) != new}
    if not changes:
        return minutes
    for field, (_before, new) in changes.items():
        setattr(minutes, field, new)
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
    minutes.ended_at = now
    minutes.sheet, minutes.pdf_sha256 = dict(sheet), pdf_sha256
    mark_closed(session, actor, visit, now=now)
    session.flush()
    record(
        session,
        actor,
        "fieldwork.close",
        minutes,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Khép lại cuộc {visit.code} bằng biên bản",
        changes={"pdf_sha256": (None, pdf_sha256)},
    )
    publish(session, FieldworkClosed(visit), actor=actor, now=now)
    return minutes


def freeze_visit(session: Session, actor: Actor, visit: Visit, *, now: datetime) -> None:
    """Freezes everything of the visit for good; called by the operation that issues its conclusion."""
    mark_frozen(session, actor, visit, now=now)
    session.flush()

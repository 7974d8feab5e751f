"""What a tablet writes into the minutes: it meets what stands there as an answer does, and overwrites nothing unseen."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from inspect_app.fieldwork.models import Change, ChangeState, HeldChange, Minutes
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, in_conflict, quarantined, shelved
from inspect_app.fieldwork.operations.effects.superseding import own_held
from inspect_app.fieldwork.operations.visits import MinutesDetails, minutes_values, write_minutes
from inspect_app.fieldwork.permissions import may_fill
from inspect_app.fieldwork.queries import minutes_of
from inspect_app.fieldwork.rules import ANSWER_MAX, Meeting, Named, meet
from inspect_app.fieldwork.wire import Base
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _

TEXTS = {"place": 300, "unit_side": ANSWER_MAX, "unit_opinion": ANSWER_MAX}


def apply_minutes(incoming: Incoming) -> Outcome:
    """Writes what the minutes say beyond the answers, unless somebody else wrote it meanwhile."""
    if not may_fill(incoming.actor, incoming.visit):
        return shelved("not_allowed", _("Người quan sát không ghi biên bản. Hãy nhờ một thành viên đoàn ghi."))
    minutes = minutes_of(incoming.session, incoming.visit.id)
    try:
        details = read_minutes(incoming.wire.body)
        wanted = minutes_values(incoming.visit, details)
    except RuleBroken as broken:
        return shelved("invalid", broken.message)
    if minutes is None or incoming.visit.closed_at is not None:
        return quarantined("closed", _("Biên bản đã khép lại. Trưởng đoàn xem nội dung này và quyết định."))
    own = own_held(incoming)
    is_same = all(getattr(minutes, name) == value for name, value in wanted.items())
    met = meet(_named(minutes), _before_his_eyes(incoming, minutes), is_same=is_same)
    if met is Meeting.SAME:
        return Outcome(ChangeState.SAME, minutes.revision, supersedes=own)
    if met is Meeting.CONFLICT:
        message = _("Người khác đã ghi biên bản trong lúc máy này chưa có mạng. Trưởng đoàn chọn một bản.")
        return in_conflict(message, own)
    for name, (old, new) in write_minutes(minutes, incoming.visit, details, seen=incoming.wire.id).items():
        first = incoming.gathered.changes.get(f"minutes.{name}", (old, new))[0]
        incoming.gathered.changes[f"minutes.{name}"] = (first, new)
    incoming.session.flush()
    return Outcome(ChangeState.APPLIED, minutes.revision, supersedes=own)


def read_minutes(body: dict[str, Any]) -> MinutesDetails:
    """What a change's body says of the minutes. Raises RuleBroken."""
    copies, refusal = body.get("copies"), body.get("refusal_reason")
    fits = set(body) == {*TEXTS, "refusal_reason", "copies"} and isinstance(refusal, str | None)
    fits = fits and isinstance(copies, int) and not isinstance(copies, bool)
    if not fits or not all(isinstance(body[name], str) for name in TEXTS) or not isinstance(copies, int):
        raise RuleBroken(None, _("Nội dung biên bản không đúng khuôn dạng. Hãy ghi lại biên bản."))
    if len(refusal or "") > ANSWER_MAX or any(len(body[name]) > most for name, most in TEXTS.items()):
        raise RuleBroken(None, _("Nội dung biên bản quá dài. Hãy rút gọn rồi ghi lại."))
    return MinutesDetails(
        place=body["place"],
        unit_side=body["unit_side"],
        unit_opinion=body["unit_opinion"],
        refusal_reason=refusal or "",
        copies=copies,
    )


def _named(minutes: Minutes) -> Named:
    return Named(minutes.revision, minutes.seen)


def _before_his_eyes(incoming: Incoming, minutes: Minutes) -> Named:
    """What the writer knew: what his own last change led to, or what that was written upon."""
    base = incoming.wire.base
    while base.change is not None:
        before = _own(incoming, base.change)
        if before is None:
            break
        if minutes.seen == before.id:
            return _named(minutes)
        matched = _matched(incoming, before)
        if matched is not None and matched == minutes.revision:
            return _named(minutes)
        if before.state is ChangeState.APPLIED or matched is not None:
            return Named(matched or before.revision or 0, before.id)
        base = Base(before.base_revision or 0, before.base_seen, before.base_change)
    return Named(base.revision, base.seen)


def _matched(incoming: Incoming, before: Change) -> int | None:
    """The revision of the minutes that a change found with the same words, at once or when it was taken later."""
    if before.state is ChangeState.SAME:
        return before.revision
    held = incoming.session.get(HeldChange, before.id)
    return held.matched_revision if held is not None else None


def _own(incoming: Incoming, change_id: UUID) -> Change | None:
    """This tablet's own earlier writing into the same minutes."""
    wire = incoming.wire
    return incoming.session.scalar(
        select(Change).where(
            Change.id == change_id,
            Change.device_id == incoming.device.id,
            Change.visit_id == wire.visit,
            Change.kind == wire.kind,
            Change.sequence < wire.sequence,
        )
    )

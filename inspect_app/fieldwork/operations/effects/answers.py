"""An answer that a tablet brings: applied, the same, or held beside what stands there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from inspect_app.accounts.models import Person
from inspect_app.checklists.kinds import BadValue
from inspect_app.checklists.rules import Item
from inspect_app.checklists.texts import read_texts
from inspect_app.fieldwork.models import AnswerRevision, ChangeState, HeldChange
from inspect_app.fieldwork.operations.answers import Source, written_upon
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, in_conflict, quarantined, shelved
from inspect_app.fieldwork.operations.effects.known import Past
from inspect_app.fieldwork.operations.effects.superseding import own_held
from inspect_app.fieldwork.rules import NOTHING, GivenAnswer, Meeting, Named, StandingAnswer, meet, same_answer
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

BODY_KEYS = {"fields", "change_reason"}


def apply_answer(incoming: Incoming) -> Outcome:
    """Judges the answer by its form, and meets what stands at the item."""
    if not incoming.gathered.fills(incoming.actor, incoming.visit) or incoming.actor.person_id is None:
        return shelved("not_allowed", _("Người quan sát không ghi câu trả lời. Hãy nhờ một thành viên đoàn ghi."))
    item_id = incoming.wire.item or ""
    if not incoming.version.has(item_id):
        return shelved("unknown_item", _("Phiếu kiểm tra này không có mục %(item)s.", item=item_id))
    try:
        wanted = read_answer(incoming.version.item(item_id), incoming.wire.body)
    except RuleBroken as broken:
        return shelved("invalid", broken.message)
    return _meet(incoming, item_id, wanted)


def read_answer(item: Item, body: dict[str, Any]) -> GivenAnswer:
    """The answer that a change's body says. Raises RuleBroken with every problem in words."""
    fields, reason = body.get("fields"), body.get("change_reason")
    if not body.keys() <= BODY_KEYS or not isinstance(fields, dict) or not (reason is None or isinstance(reason, str)):
        raise RuleBroken(None, _("Nội dung câu trả lời không đúng khuôn dạng. Hãy trả lời lại mục này."))
    if not all(isinstance(value, str) or _is_texts(value) for value in fields.values()):
        raise RuleBroken(None, _("Nội dung câu trả lời không đúng khuôn dạng. Hãy trả lời lại mục này."))
    try:
        read = read_texts(item, fields)
    except BadValue as bad:
        raise RuleBroken(None, " ".join(dict.fromkeys(problem.message for problem in bad.problems))) from None
    # Its texts are clean and no longer than they may be: it was read like the page's form.
    verdict = read.verdict.value if read.verdict else None
    return GivenAnswer(read.value, read.not_applicable, read.reason, read.note, verdict)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _meet(incoming: Incoming, item_id: str, wanted: GivenAnswer) -> Outcome:
    session = incoming.session
    present = incoming.gathered.known.stands(session, incoming.wire.visit, item_id)
    is_same = present is not None and same_answer(present.given, wanted)
    met = meet(present.named if present else NOTHING, _before_his_eyes(incoming), is_same=is_same)
    own = own_held(incoming)
    if present is not None and met is Meeting.SAME:
        return Outcome(ChangeState.SAME, present.revision, supersedes=own)
    if present is not None and met is Meeting.CONFLICT:
        who, when = session.get_one(Person, present.by).name, format_datetime(present.at)
        message = _("%(who)s đã ghi giá trị khác lúc %(when)s. Trưởng đoàn chọn một giá trị.", who=who, when=when)
        return in_conflict(message, own)
    reason = clean(incoming.wire.body.get("change_reason") or "") or None
    if incoming.visit.closed_at is not None and reason is None:
        message = _("Biên bản đã khép lại mà chưa ghi lý do sửa. Trưởng đoàn quyết định có nhận hay không.")
        return quarantined("closed", message)
    return _applied(incoming, item_id, present, wanted, reason, own)


def _applied(
    incoming: Incoming,
    item_id: str,
    present: StandingAnswer | None,
    wanted: GivenAnswer,
    reason: str | None,
    own: Sequence[HeldChange],
) -> Outcome:
    wire, gathered = incoming.wire, incoming.gathered
    source = Source(incoming.device.person_id, reason, wire.id)
    written = written_upon(present, wire.visit, item_id, wanted, source, now=incoming.now)
    gathered.answered(written, present)
    gathered.known.wrote(written.answer, wire.id)
    return Outcome(ChangeState.APPLIED, written.answer.revision, supersedes=own)


def _before_his_eyes(incoming: Incoming) -> Named:
    """The revision that the writer knew: the one that his own last change led to, or what it was written upon."""
    wire, known, device_id = incoming.wire, incoming.gathered.known, incoming.device.id
    base, number = wire.base, wire.sequence
    while base.change is not None:
        before = known.received(incoming.session, wire.visit, device_id, base.change)
        # Only this tablet's own earlier one to the same item.
        if before is None or before.device_id != device_id or before.item_id != wire.item:
            break
        if before.sequence >= number:
            break
        number = before.sequence
        led_to = known.value_of(before.id)
        if led_to is not None:
            return led_to
        if before.matched is not None:
            return _matched(incoming, before)
        if before.base is None:
            break
        base = before.base
    return Named(base.revision, base.seen)


def _matched(incoming: Incoming, before: Past) -> Named:
    """The revision that an answer found standing with the same value."""
    # It may be one that this very batch brought.
    incoming.gathered.write(incoming.session)
    found = incoming.session.scalar(
        select(AnswerRevision).where(
            AnswerRevision.visit_id == incoming.visit.id,
            AnswerRevision.item_id == before.item_id,
            AnswerRevision.revision == before.matched,
        )
    )
    return Named(found.revision, found.change_id or found.id) if found else NOTHING

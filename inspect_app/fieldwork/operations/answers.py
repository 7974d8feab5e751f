"""Writing answers: the present value changes, every value it ever had stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.fieldwork.events import AnswersApplied
from inspect_app.fieldwork.models import Answer, AnswerRevision
from inspect_app.fieldwork.permissions import may_fill
from inspect_app.fieldwork.queries import answer_to, given, standing
from inspect_app.fieldwork.rules import ANSWER_MAX, GivenAnswer, Named, StandingAnswer, same_answer
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.rows import insert_rows, update_rows
from inspect_app.kernel.text import clean


def answer_item(
    session: Session,
    actor: Actor,
    visit: Visit,
    item_id: str,
    wanted: GivenAnswer,
    *,
    now: datetime,
    change_reason: str | None = None,
    base_revision: int | None = None,
) -> Answer:
    """Gives or changes the answer to one item; the same answer again changes nothing.

    `base_revision` is the revision that was on screen: what somebody else answered meanwhile is never overwritten
    unseen. Raises Forbidden, Conflict when the conclusion was issued, RuleBroken for a missing reason, too long a
    text, or an answer that another person changed since.
    """
    lock_visit(session, visit)
    if visit.frozen_at is not None:
        raise Conflict(_("Kết luận của cuộc kiểm tra này đã phát hành nên câu trả lời không sửa được nữa."))
    may_fill.require(actor, visit)
    if actor.person_id is None:
        raise Forbidden
    wanted = checked(wanted)
    present = answer_to(session, visit.id, item_id)
    before = given(present)
    if present is not None and same_answer(before, wanted):
        return present
    _refuse_unseen(present, base_revision)
    reason = clean(change_reason or "") or None
    if visit.closed_at is not None and reason is None:
        raise RuleBroken("change_reason", _("Biên bản đã khép lại. Hãy ghi lý do sửa câu trả lời này."))
    source = Source(actor.person_id, reason)
    written = written_upon(standing(present), visit.id, item_id, wanted, source, now=now)
    write_answers(session, [written])
    answer = answer_to(session, visit.id, item_id)
    if answer is None:
        raise RuntimeError("an answer was just written and is not there")
    _tell(session, actor, visit, written.answer, before, reason, now)
    return answer


class Source(NamedTuple):
    """Where a value comes from: who gave it, why it was changed, and the tablet's change that brought it."""

    person_id: UUID
    change_reason: str | None = None
    change_id: UUID | None = None


class Written(NamedTuple):
    """A value that takes the place of what stood at its item, and the id of its row among the past ones."""

    is_first: bool
    answer: StandingAnswer
    source: Source
    revision_id: UUID


def written_upon(
    present: StandingAnswer | None, visit_id: UUID, item_id: str, wanted: GivenAnswer, source: Source, *, now: datetime
) -> Written:
    """`wanted`, which was checked, as the next value after the present one; nothing is written yet."""
    revision_id = new_id()
    named = Named(present.revision + 1 if present else 1, source.change_id or revision_id)
    own_id = present.id if present else new_id()
    answer = StandingAnswer(own_id, visit_id, item_id, wanted, named, source.person_id, now)
    return Written(present is None, answer, source, revision_id)


def write_answers(session: Session, written: Sequence[Written]) -> None:
    """Makes each value the present one of its item, the last of an item winning, and keeps all among the past ones.

    The caller holds the visit's lock, has asked the permission, and journals.
    """
    first = {each.answer.id for each in written if each.is_first}
    last = {each.answer.id: each.answer for each in written}
    insert_rows(session, Answer, [_row(answer) for answer in last.values() if answer.id in first])
    update_rows(session, Answer, [_changed(answer) for answer in last.values() if answer.id not in first])
    insert_rows(session, AnswerRevision, [_past_row(each) for each in written])


def _row(answer: StandingAnswer) -> dict[str, Any]:
    return {"visit_id": answer.visit_id, "item_id": answer.item_id, **_changed(answer)}


def _changed(answer: StandingAnswer) -> dict[str, Any]:
    """What of an answer may change, under its id."""
    return {
        "id": answer.id,
        **_values(answer.given),
        "revision": answer.revision,
        "answered_by": answer.by,
        "answered_at": answer.at,
    }


def _past_row(written: Written) -> dict[str, Any]:
    answer, source = written.answer, written.source
    return {
        "id": written.revision_id,
        "visit_id": answer.visit_id,
        "item_id": answer.item_id,
        **_values(answer.given),
        "revision": answer.revision,
        "person_id": answer.by,
        "at": answer.at,
        "change_reason": source.change_reason,
        "change_id": source.change_id,
    }


def _values(given: GivenAnswer) -> dict[str, Any]:
    return {
        "value": given.value,
        "not_applicable": given.not_applicable,
        "reason": given.reason,
        "note": given.note,
        "verdict": given.verdict,
    }


def _refuse_unseen(present: Answer | None, base_revision: int | None) -> None:
    if present is None or base_revision is None:
        return
    if present.revision != base_revision:
        who, when = present.person.name, format_datetime(present.answered_at)
        raise RuleBroken(
            "revision",
            _(
                "Mục này vừa được %(who)s ghi lúc %(when)s. Hãy tải lại trang để xem, rồi ghi lại nếu cần.",
                who=who,
                when=when,
            ),
        )


def checked(wanted: GivenAnswer) -> GivenAnswer:
    """The answer with clean texts and only what belongs to it. Raises RuleBroken."""
    note, reason = clean(wanted.note), clean(wanted.reason or "") or None
    if len(note) > ANSWER_MAX:
        raise RuleBroken("note", _("Nhận xét dài quá 10.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."))
    if wanted.not_applicable and reason is None:
        raise RuleBroken("reason", _("Hãy ghi lý do mục này không áp dụng."))
    value = None if wanted.not_applicable else wanted.value
    verdict = "not_applicable" if wanted.not_applicable else wanted.verdict
    return GivenAnswer(value, wanted.not_applicable, reason if wanted.not_applicable else None, note, verdict)


def changes_of(before: GivenAnswer | None, after: GivenAnswer | None) -> dict[str, tuple[Any, Any]]:
    """What the journal says of an answer: each part before and after."""
    names = ("value", "verdict", "reason", "note")
    return {name: (getattr(before, name, None), getattr(after, name, None)) for name in names}


def _tell(
    session: Session,
    actor: Actor,
    visit: Visit,
    answer: StandingAnswer,
    before: GivenAnswer | None,
    change_reason: str | None,
    now: datetime,
) -> None:
    record(
        session,
        actor,
        "fieldwork.answer_item",
        answer,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Trả lời mục {answer.item_id} của cuộc {visit.code}",
        changes=changes_of(before, answer.given),
        reason=change_reason,
    )
    publish(session, AnswersApplied(visit, (answer,)), actor=actor, now=now)

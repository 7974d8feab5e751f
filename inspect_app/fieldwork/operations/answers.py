"""Writing answers: the present value changes, every value it ever had stays."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.fieldwork.events import AnswersApplied
from inspect_app.fieldwork.models import Answer, AnswerRevision
from inspect_app.fieldwork.permissions import may_fill
from inspect_app.fieldwork.queries import answer_to, given
from inspect_app.fieldwork.rules import ANSWER_MAX, GivenAnswer, same_answer
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.language import gettext as _
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
    answer = write_answer(session, visit, item_id, present, wanted, source, now=now)
    session.flush()
    _tell(session, actor, visit, answer, before, reason, now)
    return answer


@dataclass(frozen=True)
class Source:
    """Where a value comes from: who gave it, why it was changed, and the tablet's change that brought it."""

    person_id: UUID
    change_reason: str | None = None
    change_id: UUID | None = None


def write_answer(
    session: Session,
    visit: Visit,
    item_id: str,
    present: Answer | None,
    wanted: GivenAnswer,
    source: Source,
    *,
    now: datetime,
) -> Answer:
    """Makes `wanted`, which was checked, the present value and keeps it among the past ones.

    The caller holds the visit's lock, has asked the permission, and journals.
    """
    if present is None:
        present = Answer(visit_id=visit.id, visit=visit, item_id=item_id, revision=0)
        session.add(present)
    present.value = dict(wanted.value) if wanted.value is not None else None
    present.not_applicable = wanted.not_applicable
    present.reason = wanted.reason
    present.note = wanted.note
    present.verdict = wanted.verdict
    present.revision += 1
    present.answered_by, present.answered_at = source.person_id, now
    _keep_revision(session, present, source)
    return present


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


def _keep_revision(session: Session, answer: Answer, source: Source) -> None:
    session.add(
        AnswerRevision(
            visit_id=answer.visit_id,
            item_id=answer.item_id,
            revision=answer.revision,
            value=answer.value,
            not_applicable=answer.not_applicable,
            reason=answer.reason,
            note=answer.note,
            verdict=answer.verdict,
            person_id=answer.answered_by,
            at=answer.answered_at,
            change_reason=source.change_reason,
            change_id=source.change_id,
        )
    )


def changes_of(before: GivenAnswer | None, after: GivenAnswer | None) -> dict[str, tuple[Any, Any]]:
    """What the journal says of an answer: each part before and after."""
    names = ("value", "verdict", "reason", "note")
    return {name: (getattr(before, name, None), getattr(after, name, None)) for name in names}


def _tell(
    session: Session,
    actor: Actor,
    visit: Visit,
    answer: Answer,
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
        changes=changes_of(before, given(answer)),
        reason=change_reason,
    )
    publish(session, AnswersApplied(visit, (answer,)), actor=actor, now=now)

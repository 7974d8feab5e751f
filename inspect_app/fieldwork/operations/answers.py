"""Writing answers: the present value changes, every value it ever had stays."""

from datetime import datetime

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
    wanted = _checked(wanted)
    present = answer_to(session, visit.id, item_id)
    before = given(present)
    if present is not None and same_answer(before, wanted):
        return present
    _refuse_unseen(present, actor, base_revision)
    reason = clean(change_reason or "") or None
    if visit.closed_at is not None and reason is None:
        raise RuleBroken("change_reason", _("Biên bản đã khép lại. Hãy ghi lý do sửa câu trả lời này."))
    if present is None:
        present = Answer(visit_id=visit.id, visit=visit, item_id=item_id, revision=0)
        session.add(present)
    _apply(present, wanted, actor, now)
    session.flush()
    _keep_revision(session, present, reason)
    _tell(session, actor, visit, present, before, reason, now)
    return present


def _refuse_unseen(present: Answer | None, actor: Actor, base_revision: int | None) -> None:
    if present is None or base_revision is None or present.answered_by == actor.person_id:
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


def _checked(wanted: GivenAnswer) -> GivenAnswer:
    note, reason = clean(wanted.note), clean(wanted.reason or "") or None
    if len(note) > ANSWER_MAX:
        raise RuleBroken("note", _("Nhận xét dài quá 10.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."))
    if wanted.not_applicable and reason is None:
        raise RuleBroken("reason", _("Hãy ghi lý do mục này không áp dụng."))
    value = None if wanted.not_applicable else wanted.value
    verdict = "not_applicable" if wanted.not_applicable else wanted.verdict
    return GivenAnswer(value, wanted.not_applicable, reason if wanted.not_applicable else None, note, verdict)


def _apply(answer: Answer, wanted: GivenAnswer, actor: Actor, now: datetime) -> None:
    answer.value = dict(wanted.value) if wanted.value is not None else None
    answer.not_applicable = wanted.not_applicable
    answer.reason = wanted.reason
    answer.note = wanted.note
    answer.verdict = wanted.verdict
    answer.revision += 1
    if actor.person_id is not None:
        answer.answered_by = actor.person_id
    answer.answered_at = now


def _keep_revision(session: Session, answer: Answer, change_reason: str | None) -> None:
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
            change_reason=change_reason,
        )
    )
    session.flush()


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
        changes={
            "value": (before.value if before else None, answer.value),
            "verdict": (before.verdict if before else None, answer.verdict),
            "reason": (before.reason if before else None, answer.reason),
            "note": (before.note if before else None, answer.note),
        },
        reason=change_reason,
    )
    publish(session, AnswersApplied(visit, (answer,)), actor=actor, now=now)

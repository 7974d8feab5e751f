"""What the team does to a round that is with the unit: entering an explanation that came on paper, and recalling it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.conclusions.events import ExplanationEntered, SendingRecalled
from inspect_app.conclusions.explanation_queries import newest_standing, open_round
from inspect_app.conclusions.models import Conclusion, Explanation, ExplanationRound
from inspect_app.conclusions.operations.explaining import TEXT_MAX, Said, check_said, file_values, person_of
from inspect_app.conclusions.operations.telling import tell
from inspect_app.conclusions.permissions import may_enter_explanation, may_recall_sending
from inspect_app.conclusions.queries import lock_conclusion
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

REASON_MAX = 1_000


def enter_explanation(
    session: Session,
    actor: Actor,
    conclusion: Conclusion,
    said: Mapping[UUID, Said],
    *,
    received_on: date,
    scan: Sequence[ReceivedFile],
    now: datetime,
) -> ExplanationRound:
    """Enters what a unit sent on paper, by point, with the scan of it and the day on which it came.

    What the unit wrote here itself is never written over. Raises Forbidden; Conflict when it was submitted meanwhile;
    RuleBroken without a scan, for a day before the sending or to come, or a point that says nothing.
    """
    lock_conclusion(session, conclusion)
    may_enter_explanation.require(actor, conclusion)
    sent = open_round(conclusion)
    if sent is None:
        raise Conflict(_("Giải trình đã nộp nên không sửa được nữa."))
    session.refresh(sent, ["points"])
    _check_paper(sent, received_on, scan, now)
    for point in sent.points:
        words = said.get(point.id, Said(None, ""))
        text = clean(words.text)
        if len(text) > TEXT_MAX:
            raise RuleBroken(None, _("Giải trình dài quá 8.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."))
        point.explanation = Explanation(
            point_id=point.id,
            stance=words.stance,
            text=text,
            files=[],
            written_by=person_of(actor),
            written_at=now,
        )
        check_said(point)
    session.flush()
    _submit(session, actor, sent, received_on, scan, now)
    return sent


def _check_paper(sent: ExplanationRound, received_on: date, scan: Sequence[ReceivedFile], now: datetime) -> None:
    if any(point.explanation is not None for point in sent.points):
        raise RuleBroken(
            None,
            _("Đơn vị đã ghi ý kiến trên phần mềm nên không nhập thay được. Hãy đề nghị đơn vị nộp ở đó."),
        )
    if not scan:
        raise RuleBroken("scan", _("Hãy đính kèm bản quét của văn bản giải trình."))
    if not local_date(sent.sent_at) <= received_on <= local_date(now):
        raise RuleBroken("received_on", _("Ngày nhận phải từ ngày gửi đơn vị đến hôm nay."))


def _submit(
    session: Session,
    actor: Actor,
    sent: ExplanationRound,
    received_on: date,
    scan: Sequence[ReceivedFile],
    now: datetime,
) -> None:
    conclusion = sent.conclusion
    sent.received_on, sent.entered_by = received_on, person_of(actor)
    sent.scan = [file_values(file) for file in scan]
    sent.submitted_at, sent.submitted_by, sent.late = now, person_of(actor), received_on > sent.due_on
    for point in sent.points:
        if point.answer is not None:
            point.answer.needs_review = True
    if conclusion.state is ConclusionState.EXPLAINING:
        conclusion.state = ConclusionState.ANSWERING
    session.flush()
    late = " (muộn)" if sent.late else ""
    summary = f"Nhập giải trình bằng văn bản{late}, nhận ngày {received_on:%d/%m/%Y}, của"
    changes = {"received_on": (None, received_on), "scan": (None, [file.sha256 for file in scan])}
    tell(session, actor, conclusion, "conclusions.enter_explanation", summary, now, changes=changes)
    publish(session, ExplanationEntered(sent), actor=actor, now=now)


def recall_sending(session: Session, actor: Actor, conclusion: Conclusion, *, reason: str, now: datetime) -> None:
    """Takes back what was sent by mistake, with a reason that the unit reads; its shortcomings may be sent again.

    Raises Forbidden, Conflict once it was submitted, RuleBroken without a reason.
    """
    lock_conclusion(session, conclusion)
    may_recall_sending.require(actor, conclusion)
    sent = open_round(conclusion)
    if sent is None:
        raise Conflict(_("Đơn vị đã nộp giải trình."))
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do thu hồi: đơn vị đọc lý do này."))
    if len(reason) > REASON_MAX:
        raise RuleBroken("reason", _("Nội dung dài quá %(max)d ký tự. Hãy rút ngắn.", max=REASON_MAX))
    sent.recalled_at, sent.recalled_by, sent.recall_reason = now, person_of(actor), reason
    session.flush()
    heard = newest_standing(conclusion) is not None
    conclusion.state = ConclusionState.ANSWERING if heard else ConclusionState.DRAFT
    session.flush()
    summary = "Thu hồi nội dung đã gửi đơn vị giải trình,"
    tell(session, actor, conclusion, "conclusions.recall_sending", summary, now, reason=reason)
    publish(session, SendingRecalled(sent), actor=actor, now=now)

"""The team's answer to each point that the unit explained: keep it, change the finding, or withdraw it."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.explanation_queries import points_of, standing_of_point
from inspect_app.conclusions.models import Conclusion, ExplanationAnswer, ExplanationPoint
from inspect_app.conclusions.operations.explaining import person_of
from inspect_app.conclusions.operations.telling import tell
from inspect_app.conclusions.permissions import may_answer, may_answer_point
from inspect_app.conclusions.queries import lock_conclusion
from inspect_app.conclusions.rules import PointAnswer, Stance
from inspect_app.findings.operations import edit_finding, withdraw_finding
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

REASON_MAX = 4_000


def answer_point(
    session: Session,
    actor: Actor,
    point: ExplanationPoint,
    *,
    answer: PointAnswer,
    reason: str,
    text: str = "",
    grade: Grade | None = None,
    now: datetime,
) -> None:
    """Answers one point; CHANGED words or grades its finding anew, WITHDRAWN withdraws it, by the findings' own way.

    Raises Forbidden; RuleBroken without a reason where one is due, or when the finding does not fit the answer.
    """
    conclusion = point.round.conclusion
    lock_conclusion(session, conclusion)
    session.refresh(point, ["answer", "finding"])
    may_answer_point.require(actor, point)
    reason = clean(reason)
    if len(reason) > REASON_MAX:
        raise RuleBroken("reason", _("Ý kiến dài quá 4.000 ký tự. Hãy rút gọn."))
    if not reason and not (answer is PointAnswer.KEPT and _needs_no_words(point)):
        raise RuleBroken("reason", _("Hãy ghi ý kiến của đoàn: đơn vị đọc ý kiến này trong thông báo."))
    standing = standing_of_point(point)
    if answer is PointAnswer.KEPT and not (standing.stands and standing.same):
        raise RuleBroken("answer", _("Phát hiện này đã được sửa hoặc rút nên không còn là “giữ nguyên”."))
    if answer is PointAnswer.CHANGED:
        _change(session, actor, point, text, grade, reason, now)
    if answer is PointAnswer.WITHDRAWN and standing.stands:
        withdraw_finding(session, actor, point.finding, reason=reason, now=now)
    _keep(session, actor, point, answer, reason, now)


def _needs_no_words(point: ExplanationPoint) -> bool:
    """Nothing has to be said where the unit agrees, or said nothing."""
    if point.round.submitted_at is None:
        return True
    return point.explanation is not None and point.explanation.stance is Stance.AGREE


def _change(
    session: Session,
    actor: Actor,
    point: ExplanationPoint,
    text: str,
    grade: Grade | None,
    reason: str,
    now: datetime,
) -> None:
    finding, standing = point.finding, standing_of_point(point)
    if not standing.stands:
        if finding.merged_into_id is None:
            raise RuleBroken("answer", _("Phát hiện này đã rút. Hãy chọn “rút phát hiện”."))
        return
    wanted_text, wanted_grade = clean(text) or finding.text, grade or finding.grade
    if wanted_text == point.text and wanted_grade is point.grade:
        raise RuleBroken("text", _("Nội dung chưa khác với bản đã gửi đơn vị. Hãy sửa lời hoặc mức độ."))
    if wanted_text == finding.text and wanted_grade is finding.grade:
        return
    edit_finding(
        session, actor, finding, text=wanted_text, grade=wanted_grade, area=finding.area, reason=reason, now=now
    )


def _keep(
    session: Session, actor: Actor, point: ExplanationPoint, answer: PointAnswer, reason: str, now: datetime
) -> None:
    person_id, present = person_of(actor), point.answer
    before = (present.answer.value, present.reason) if present is not None else (None, None)
    if present is None:
        present = ExplanationAnswer(point_id=point.id, point=point)
        session.add(present)
    present.answer, present.reason, present.needs_review = answer, reason, False
    present.answered_by, present.answered_at = person_id, now
    session.flush()
    changes = {"answer": (before[0], answer.value), "reason": (before[1], reason)}
    summary = f"Trả lời giải trình {point.finding.label} của"
    tell(session, actor, point.round.conclusion, "conclusions.answer", summary, now, changes=changes)


def keep_agreed(session: Session, actor: Actor, conclusion: Conclusion, *, now: datetime) -> int:
    """Keeps at once every unanswered point to which the unit agrees or said nothing; gives how many. Raises Forbidden."""
    lock_conclusion(session, conclusion)
    may_answer.require(actor, conclusion)
    kept = 0
    for point in points_of(conclusion):
        standing = standing_of_point(point)
        open_still = standing.answer is None or standing.needs_review
        if open_still and standing.closed and standing.stands and standing.same and _needs_no_words(point):
            _keep(session, actor, point, PointAnswer.KEPT, point.answer.reason if point.answer else "", now)
            kept += 1
    return kept

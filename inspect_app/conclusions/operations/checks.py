"""What must be in order before a conclusion goes on its way: to the unit, to the signatory, out."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.checklists.rules import Grade
from inspect_app.conclusions.explanation_queries import points_of, unsent_findings, unsettled_points
from inspect_app.conclusions.models import Conclusion
from inspect_app.fieldwork.matters import open_matters
from inspect_app.fieldwork.models import AnswerRevision
from inspect_app.fieldwork.queries import answers_of
from inspect_app.fieldwork.rules import first_messages
from inspect_app.findings.queries import findings_of, standing_findings, undecided_findings
from inspect_app.findings.rules import STANDING
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _


def check_matters(session: Session, conclusion: Conclusion) -> None:
    """Raises RuleBroken while something of the visit waits for a decision: a conflict, a photo, what is quarantined."""
    left = open_matters(session, conclusion.visit)
    if left:
        told = first_messages(left)
        raise RuleBroken(
            None, _("Trưởng đoàn còn %(n)d việc phải quyết định trước khi phát hành. %(told)s", n=len(left), told=told)
        )


def check_findings(session: Session, conclusion: Conclusion) -> None:
    """Raises RuleBroken while a finding is undecided or changed after the lead approved, or no request answers it."""
    _check_unchanged(session, conclusion)
    undecided = undecided_findings(session, conclusion.visit_id)
    if undecided:
        labels = ", ".join(finding.label for finding in undecided)
        raise RuleBroken(None, _("Trưởng đoàn chưa quyết định các phát hiện: %(labels)s.", labels=labels))
    answered = {finding.id for request in conclusion.requests for finding in request.findings}
    asking = [f for f in standing_findings(session, conclusion.visit_id) if f.grade is not Grade.NOTE]
    left = [finding.label for finding in asking if finding.id not in answered]
    if left:
        raise RuleBroken(None, _("Chưa có yêu cầu khắc phục cho phát hiện: %(labels)s.", labels=", ".join(left)))
    for request in conclusion.requests:
        ended = [finding.label for finding in request.findings if finding.state not in STANDING]
        if ended and len(ended) == len(request.findings):
            labels = ", ".join(ended)
            message = _("Yêu cầu số %(n)d chỉ gắn với phát hiện đã rút: %(labels)s. Hãy sửa các yêu cầu.")
            raise RuleBroken(None, message % {"n": request.position, "labels": labels})


def check_heard(session: Session, conclusion: Conclusion) -> None:
    """Raises RuleBroken unless the unit was asked about every shortcoming and every point is answered.

    A paper without shortcomings has nothing to explain; one whose step was skipped says why.
    """
    if conclusion.skipped_at is None:
        unsent = unsent_findings(session, conclusion)
        if unsent:
            labels = ", ".join(finding.label for finding in unsent)
            raise RuleBroken(None, _("Chưa gửi đơn vị giải trình các thiếu sót: %(labels)s.", labels=labels))
    left = unsettled_points(conclusion)
    if left:
        labels = ", ".join(point.finding.label for point in left)
        raise RuleBroken(
            None,
            _(
                "Chưa trả lời xong giải trình của đơn vị, hoặc phát hiện đã đổi sau khi trả lời: %(labels)s.",
                labels=labels,
            ),
        )


def _check_unchanged(session: Session, conclusion: Conclusion) -> None:
    """Raises RuleBroken when a finding was decided anew after the lead approved: two persons approve the same paper."""
    approved_at = conclusion.submitted_at
    later = [
        finding.label
        for finding in findings_of(session, conclusion.visit_id)
        if approved_at is not None and finding.decided_at is not None and finding.decided_at > approved_at
    ]
    if later:
        labels = ", ".join(later)
        raise RuleBroken(
            None,
            _("Phát hiện đã đổi sau khi trưởng đoàn duyệt: %(labels)s. Hãy trả lại để duyệt lại.", labels=labels),
        )


def writers_of(session: Session, conclusion: Conclusion) -> set[UUID | None]:
    """Everybody who wrote an answer of the visit, a finding, a decision on one, the draft, or an answer to the unit."""
    people: set[UUID | None] = {answer.answered_by for answer in answers_of(session, conclusion.visit_id).values()}
    written = select(AnswerRevision.person_id).where(AnswerRevision.visit_id == conclusion.visit_id)
    people |= set(session.scalars(written))
    for finding in findings_of(session, conclusion.visit_id):
        people |= {finding.author_id, finding.decided_by}
    people |= {point.answer.answered_by for point in points_of(conclusion) if point.answer is not None}
    people |= {conclusion.drafted_by, *(each.sent_by for each in conclusion.rounds)}
    people |= {each.entered_by for each in conclusion.rounds}
    return people - {None}

"""From draft to issue: the lead approves, another person signs, and everything of the visit freezes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Delegation
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.events import ConclusionIssued
from inspect_app.conclusions.models import Approval, Conclusion
from inspect_app.conclusions.operations.agreeing import check_agreement
from inspect_app.conclusions.operations.checks import check_findings, check_heard, check_matters, writers_of
from inspect_app.conclusions.operations.registering import register_notice
from inspect_app.conclusions.operations.telling import tell
from inspect_app.conclusions.paper import notice_sheet
from inspect_app.conclusions.permissions import may_issue, may_submit
from inspect_app.conclusions.queries import lock_conclusion
from inspect_app.conclusions.rules import ApprovalPart, ConclusionState
from inspect_app.fieldwork.operations import freeze_visit
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations import Issuing


def due_dates(conclusion: Conclusion, calendar: WorkingCalendar, issued_on: date) -> dict[UUID, date]:
    """When each request is due if the conclusion is issued on the day: so many working days later."""
    return {row.id: calendar.add_working_days(issued_on, row.due_days) for row in conclusion.requests}


def submit_draft(session: Session, actor: Actor, conclusion: Conclusion, *, now: datetime) -> None:
    """The team's leader approves and sends the draft to the signatory.

    Raises Forbidden; RuleBroken while something of the visit waits for a decision, a finding is undecided or no
    request answers it, a point of the unit's explanation is not answered, or words and data disagree.
    """
    lock_conclusion(session, conclusion)
    may_submit.require(actor, conclusion)
    check_matters(session, conclusion)
    check_findings(session, conclusion)
    check_heard(session, conclusion)
    check_agreement(session, conclusion)
    _approve(session, actor, conclusion, ApprovalPart.LEAD, now)
    conclusion.state, conclusion.submitted_at, conclusion.return_reason = ConclusionState.SUBMITTED, now, None
    session.flush()
    tell(session, actor, conclusion, "conclusions.submit", "Trưởng đoàn duyệt và trình ký kết luận", now)


def send_back(session: Session, actor: Actor, conclusion: Conclusion, *, reason: str, now: datetime) -> None:
    """The signatory returns the draft with a reason; the lead's approval lapses. Raises Forbidden, RuleBroken."""
    lock_conclusion(session, conclusion)
    may_issue.require(actor, conclusion)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do trả lại để đoàn kiểm tra sửa."))
    for approval in list(conclusion.approvals):
        session.delete(approval)
    heard = (
        ConclusionState.ANSWERING
        if any(each.recalled_at is None for each in conclusion.rounds)
        else ConclusionState.DRAFT
    )
    conclusion.state, conclusion.submitted_at, conclusion.return_reason = heard, None, reason
    session.flush()
    session.expire(conclusion, ["approvals"])
    tell(session, actor, conclusion, "conclusions.send_back", "Trả lại dự thảo kết luận", now, reason=reason)


def issue_conclusion(
    session: Session,
    actor: Actor,
    conclusion: Conclusion,
    delegation: Delegation,
    issuing: Issuing,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> None:
    """The signatory approves and issues: due dates are fixed, the paper goes into the register, the visit is frozen.

    Raises Forbidden, Conflict when already issued, RuleBroken while something waits for a decision or a late explanation
    for its answer, for a delegation or a number that cannot be his, when the two approvals would be of one person, or
    when he wrote an answer, a finding, an answer to the unit or the draft.
    """
    lock_conclusion(session, conclusion)
    if conclusion.state is ConclusionState.ISSUED:
        raise Conflict(_("Thông báo kết luận này đã phát hành."))
    may_issue.require(actor, conclusion)
    today = local_date(now)
    check_matters(session, conclusion)
    check_findings(session, conclusion)
    check_heard(session, conclusion)
    _check_signer(session, actor, conclusion, delegation, today)
    check_agreement(session, conclusion)
    _approve(session, actor, conclusion, ApprovalPart.SIGNATORY, now)
    for request, due_on in zip(conclusion.requests, due_dates(conclusion, calendar, today).values(), strict=True):
        request.due_on = due_on
    session.flush()
    paper = _registered(session, actor, conclusion, delegation, issuing, now)
    conclusion.signer_id, conclusion.delegation_id = delegation.person_id, delegation.id
    conclusion.issued_at, conclusion.issued_on = now, today
    conclusion.sheet, conclusion.pdf_sha256, conclusion.paper_id = paper.sheet, paper.pdf_sha256, paper.id
    conclusion.state = ConclusionState.ISSUED
    session.flush()
    session.expire(conclusion, ["paper"])
    tell(session, actor, conclusion, "conclusions.issue", "Phát hành thông báo kết luận", now)
    freeze_visit(session, actor, conclusion.visit, now=now)
    publish(session, ConclusionIssued(conclusion), actor=actor, now=now)


def _registered(
    session: Session, actor: Actor, conclusion: Conclusion, delegation: Delegation, issuing: Issuing, now: datetime
) -> IssuedPaper:
    """The notice of what the data say now, in the register under its number."""
    due = {row.id: row.due_on for row in conclusion.requests if row.due_on is not None}
    material = material_of(session, conclusion.visit)
    sheet = notice_sheet(conclusion, material, due=due, issued_on=local_date(now), delegation=delegation)
    return register_notice(
        session, actor, conclusion, sheet, delegation, issuing, prepared_by=conclusion.drafted_by, now=now
    )


def _check_signer(session: Session, actor: Actor, conclusion: Conclusion, delegation: Delegation, on: date) -> None:
    valid = delegation.valid_from <= on and (delegation.valid_to is None or on <= delegation.valid_to)
    if delegation.person_id != actor.person_id or not valid:
        raise RuleBroken("delegation", _("Hình thức ký này không phải của bạn hoặc không còn hiệu lực hôm nay."))
    if actor.person_id in writers_of(session, conclusion):
        raise RuleBroken(None, _("Người đã ghi câu trả lời, phát hiện hoặc dự thảo không được ký kết luận này."))


def _approve(session: Session, actor: Actor, conclusion: Conclusion, part: ApprovalPart, now: datetime) -> None:
    if actor.person_id is None:
        raise Forbidden
    if any(approval.person_id == actor.person_id for approval in conclusion.approvals):
        raise RuleBroken(None, _("Kết luận cần hai người khác nhau duyệt; bạn đã duyệt một lần."))
    session.add(Approval(conclusion_id=conclusion.id, person_id=actor.person_id, part=part, at=now))
    session.flush()
    session.expire(conclusion, ["approvals"])

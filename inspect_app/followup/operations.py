"""Writing corrective actions: made of an issued conclusion's requests, reported by the unit, verified by the lead."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Visit
from inspect_app.conclusions.correcting.applying import number_of
from inspect_app.conclusions.correcting.parts import OWNER, TEXT, Change, request_change
from inspect_app.conclusions.correcting.queries import changes_in, every_request, sheet_of
from inspect_app.conclusions.events import ConclusionIssued, ConclusionReplaced
from inspect_app.conclusions.models import ConclusionRequest
from inspect_app.fieldwork.intake import ReceivedFile
from inspect_app.followup.events import ActionDecided, ActionReported
from inspect_app.followup.models import ActionDecision, ActionReport, CorrectiveAction
from inspect_app.followup.permissions import may_report, may_verify
from inspect_app.followup.queries import actions_of_visit, open_report
from inspect_app.followup.rules import ENDED, ActionState
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

TEXT_MAX = 10_000


def make_actions(session: Session, event: ConclusionIssued, actor: Actor, now: datetime) -> None:
    """Makes a corrective action of each request of the conclusion that was just issued."""
    conclusion = event.conclusion
    for request in conclusion.requests:
        _add(session, request, conclusion.visit, now)
    session.flush()
    visit = conclusion.visit
    record(
        session,
        actor,
        "followup.make_actions",
        conclusion,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=f"Giao {len(conclusion.requests)} yêu cầu khắc phục cho {visit.unit.name}",
    )


def _add(session: Session, request: ConclusionRequest, visit: Visit, now: datetime) -> CorrectiveAction:
    if request.due_on is None:
        raise Conflict(_("Yêu cầu số %(n)d chưa có thời hạn nên chưa phát hành được.", n=request.position))
    action = CorrectiveAction(
        request_id=request.id,
        request=request,
        visit_id=visit.id,
        visit=visit,
        unit_id=visit.unit_id,
        due_on=request.due_on,
        created_at=now,
    )
    session.add(action)
    return action


def follow_replacement(session: Session, event: ConclusionReplaced, actor: Actor, now: datetime) -> None:
    """What a notice that replaces says of a request goes on with its action; one that was verified stays as it was.

    A request that it withdraws ends its action, with the reason; one that it adds becomes an action.
    """
    correction = event.correction
    actions = {a.request.position: a for a in actions_of_visit(session, correction.conclusion.visit_id)}
    requests = sheet_of(correction.base).requests
    for change in changes_in(correction):
        place = request_change(change.key)
        number = number_of(place[0], requests[place[0]]) if place is not None else change.values.get("number")
        action = actions.get(number) if number is not None else None
        if action is None or action.state in ENDED:
            continue
        if place is not None:
            _reword(session, actor, action, place[1], change, now)
        elif correction.paper_id is not None:
            action.state, action.withdrawn_reason = ActionState.WITHDRAWN, change.after
            action.paper_id = correction.paper_id
            session.flush()
            _tell(session, actor, action, "followup.withdraw", "Rút theo thông báo thay thế", now, change.after)
    for request in every_request(session, correction.conclusion):
        if request.position not in actions:
            action = _add(session, request, correction.conclusion.visit, now)
            session.flush()
            _tell(session, actor, action, "followup.add", "Giao thêm theo thông báo thay thế", now)


def _reword(session: Session, actor: Actor, action: CorrectiveAction, name: str, change: Change, now: datetime) -> None:
    if name == TEXT:
        action.reworded = change.after
    elif name == OWNER:
        action.reowned = change.after
    else:
        action.due_on = date.fromisoformat(change.after)
    session.flush()
    changes = {name: (change.before, change.after)}
    _tell(session, actor, action, "followup.reword", "Đổi theo thông báo thay thế", now, changes=changes)


def report_action(
    session: Session,
    actor: Actor,
    action: CorrectiveAction,
    *,
    text: str,
    files: Sequence[ReceivedFile],
    now: datetime,
) -> ActionReport:
    """The unit's contact reports what was done, with proof. Raises Forbidden, RuleBroken without a text."""
    session.refresh(action, ["state"], with_for_update={"key_share": True})
    may_report.require(actor, action)
    if actor.person_id is None:
        raise Forbidden
    text = clean(text)
    if not text:
        raise RuleBroken("text", _("Hãy ghi việc đã làm để khắc phục."))
    if len(text) > TEXT_MAX:
        raise RuleBroken("text", _("Nội dung dài quá 10.000 ký tự. Hãy rút gọn hoặc đính kèm tệp."))
    report = ActionReport(
        action_id=action.id,
        action=action,
        text=text,
        files=[{"sha256": f.sha256, "filename": f.filename, "media_type": f.media_type, "size": f.size} for f in files],
        reported_by=actor.person_id,
        at=now,
    )
    session.add(report)
    action.state = ActionState.REPORTED
    session.flush()
    _tell(session, actor, action, "followup.report", "Báo cáo kết quả khắc phục", now)
    publish(session, ActionReported(action), actor=actor, now=now)
    return report


def decide_report(
    session: Session, actor: Actor, action: CorrectiveAction, *, accepted: bool, reason: str, now: datetime
) -> None:
    """The lead verifies the report, or returns it with a reason. Raises Forbidden, Conflict, RuleBroken."""
    session.refresh(action, ["state"], with_for_update={"key_share": True})
    may_verify.require(actor, action)
    report = open_report(action)
    if report is None or actor.person_id is None:
        raise Conflict(_("Không có báo cáo nào chờ xác minh."))
    reason = clean(reason)
    if not accepted and not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do trả lại để đơn vị biết phải làm gì."))
    session.add(
        ActionDecision(
            action_id=action.id,
            action=action,
            report_id=report.id,
            accepted=accepted,
            reason=reason or None,
            decided_by=actor.person_id,
            at=now,
        )
    )
    if accepted:
        action.verified_on, action.verified_by = local_date(now), actor.person_id
    action.state = ActionState.VERIFIED if accepted else ActionState.OPEN
    session.flush()
    what = "Xác minh kết quả khắc phục" if accepted else "Trả lại báo cáo khắc phục"
    _tell(session, actor, action, "followup.verify" if accepted else "followup.return", what, now, reason or None)
    publish(session, ActionDecided(action, accepted), actor=actor, now=now)


def _tell(
    session: Session,
    actor: Actor,
    action: CorrectiveAction,
    verb: str,
    what: str,
    now: datetime,
    reason: str | None = None,
    changes: Mapping[str, tuple[object, object]] | None = None,
) -> None:
    visit = action.visit
    record(
        session,
        actor,
        verb,
        action,
        now=now,
        visit_id=visit.id,
        unit_id=action.unit_id,
        summary=f"{what}: yêu cầu số {action.request.position} của cuộc {visit.code}",
        reason=reason,
        changes=changes,
    )

"""Pages of corrective actions: what is asked, what was reported, what was verified."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.documents.sheets import RemediationReminderSheet
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.intake import ReceivedFile, receive_document
from inspect_app.followup import operations
from inspect_app.followup.forms import ACCEPT, DecisionForm, ReportForm
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.permissions import (
    may_list_actions,
    may_read_action,
    may_read_reminder,
    may_receive_reminder,
    may_report,
    may_verify,
)
from inspect_app.followup.queries import action_by_id, report_by_id, visible_actions
from inspect_app.followup.rules import ActionState
from inspect_app.followup.words import action_state_name, action_state_tone
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.queries import papers_about
from inspect_app.registry.rules import AboutKind
from inspect_app.webkit.context import actor, file_store, now, session, today, working_calendar
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.permit import permit

bp = Blueprint("followup", __name__, url_prefix="/khac-phuc")
bp.add_app_template_filter(action_state_name)
bp.add_app_template_filter(action_state_tone)


@dataclass(frozen=True)
class ActionLine:
    """An action in a list, with how many working days are left."""

    action: CorrectiveAction
    days_left: int
    late: bool


def lines(actions: Sequence[CorrectiveAction]) -> list[ActionLine]:
    """The actions as a list shows them today."""
    calendar = working_calendar()
    return [
        ActionLine(action, calendar.days_left(today(), action.due_on), action.is_late(today())) for action in actions
    ]


@bp.get("/")
@permit(may_list_actions)
def index() -> ResponseReturnValue:
    """The corrective actions that the reader may see, by state, the nearest due first."""
    state = request.args.get("trang-thai", "")
    found = lines(visible_actions(session(), actor()))
    counts = {each: sum(line.action.state is each for line in found) for each in ActionState}
    shown = [line for line in found if not state or line.action.state == state]
    return render(
        "followup/index.html", lines=shown, counts=counts, total=len(found), state=state, states=list(ActionState)
    )


@bp.route("/<uuid:action_id>", methods=["GET", "POST"])
@permit(may_read_action, load=action_by_id)
def action(action: CorrectiveAction) -> ResponseReturnValue:
    """One action with its reports; the unit's contact reports here."""
    form = ReportForm()
    if form.validate_on_submit() and form.accept(lambda: _report(action, form)):
        tell(_("Đã gửi báo cáo khắc phục. Trưởng đoàn sẽ xác minh hoặc trả lại."))
        return redirect(url_for("followup.action", action_id=action.id))
    return render_form(
        "followup/action.html",
        form=form,
        decision=DecisionForm(formdata=None, prefix="xac-minh-"),
        line=lines([action])[0],
        may_report=may_report(actor(), action),
        may_verify=may_verify(actor(), action),
        may_remind=_may_remind(action),
        letters=_letters(action),
    )


def _letters(action: CorrectiveAction) -> Sequence[IssuedPaper]:
    """The letters of reminder that were issued about its conclusion, for who may read them."""
    conclusion = action.request.conclusion
    if not (may_read_reminder(actor(), conclusion) or may_receive_reminder(actor(), conclusion)):
        return ()
    issued = papers_about(session(), AboutKind.CONCLUSION, [conclusion.id])
    return [paper for paper in issued if paper.kind == RemediationReminderSheet.KIND]


def _may_remind(action: CorrectiveAction) -> bool:
    waits = action.state is ActionState.OPEN
    return waits and may_read_reminder(actor(), action.request.conclusion)


def _report(action: CorrectiveAction, form: ReportForm) -> None:
    may_report.require(actor(), action)
    files: list[ReceivedFile] = [
        receive_document(file_store(), sent.read(), sent.filename or "") for sent in form.files.data or [] if sent
    ]
    operations.report_action(session(), actor(), action, text=form.text.data or "", files=files, now=now())


@bp.post("/<uuid:action_id>/xac-minh")
@permit(may_verify, load=action_by_id)
def decide(action: CorrectiveAction) -> ResponseReturnValue:
    """The lead verifies the report, or returns it with a reason."""
    form = DecisionForm(prefix="xac-minh-")
    accepted = form.decision.data == ACCEPT
    if form.validate_on_submit() and form.accept(
        lambda: operations.decide_report(
            session(), actor(), action, accepted=accepted, reason=form.reason.data or "", now=now()
        )
    ):
        tell(_("Đã xác minh: thiếu sót được ghi nhận khắc phục.") if accepted else _("Đã trả lại báo cáo cho đơn vị."))
        return redirect(url_for("followup.action", action_id=action.id))
    return render_form(
        "followup/action.html",
        form=form,
        decision=form,
        line=lines([action])[0],
        may_report=False,
        may_verify=True,
        may_remind=False,
        letters=_letters(action),
    )


@bp.get("/<uuid:action_id>/chung-cu/<uuid:report_id>/<int:number>")
@permit(may_read_action, load=lambda session, action_id, report_id, number: action_by_id(session, action_id))
def proof(action: CorrectiveAction) -> Response:
    """One file of a report's proof."""
    arguments = request.view_args or {}
    report = report_by_id(session(), arguments["report_id"])
    number = int(arguments["number"])
    if report.action_id != action.id or not 0 <= number < len(report.files):
        raise NotFound
    stored = report.files[number]
    return send_stored(stored["sha256"], stored["filename"], stored["media_type"])

"""The unit's self-report: received as a file with its date and giver."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork import operations
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.forms import SelfReportForm
from inspect_app.fieldwork.intake import receive_document
from inspect_app.fieldwork.permissions import may_read_self_report, may_receive_self_report
from inspect_app.fieldwork.queries import self_report_by_id, self_reports_of
from inspect_app.fieldwork.views.blueprint import bp, visit_of
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, file_store, now, session, today
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.route("/bao-cao-tu-kiem-tra", methods=["GET", "POST"])
@permit(may_read_self_report, load=visit_of)
def self_reports(visit: Visit) -> ResponseReturnValue:
    """What was received, and the form to receive one."""
    form = SelfReportForm(received_on=today())
    if form.validate_on_submit() and form.accept(lambda: _receive(visit, form)):
        tell(_("Đã nhận báo cáo tự kiểm tra."))
        return redirect(url_for("fieldwork.self_reports", visit_id=visit.id))
    return render_form(
        "fieldwork/self_reports.html",
        form=form,
        visit=visit,
        reports=self_reports_of(session(), visit.id),
        may_receive=may_receive_self_report(actor(), visit),
    )


def _receive(visit: Visit, form: SelfReportForm) -> None:
    may_receive_self_report.require(actor(), visit)
    sent = form.file.data
    received = receive_document(file_store(), sent.read(), sent.filename or "")
    operations.receive_self_report(
        session(),
        actor(),
        visit,
        received,
        received_on=form.received_on.data or today(),
        given_by=form.given_by.data or "",
        note=form.note.data or "",
        now=now(),
    )


@bp.get("/bao-cao-tu-kiem-tra/<uuid:report_id>")
@permit(may_read_self_report, load=visit_of)
def report_file(visit: Visit) -> Response:
    """The file of one self-report."""
    report_id: UUID = (request.view_args or {})["report_id"]
    report = self_report_by_id(session(), report_id)
    if report.visit_id != visit.id:
        raise NotFound
    return send_stored(report.sha256, report.filename, report.media_type)

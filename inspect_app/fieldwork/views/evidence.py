"""Evidence: shown, and withdrawn with a reason."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork import operations
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.forms import WithdrawEvidenceForm
from inspect_app.fieldwork.models import Evidence
from inspect_app.fieldwork.permissions import may_fill, may_read_fieldwork
from inspect_app.fieldwork.queries import evidence_by_number
from inspect_app.fieldwork.views.blueprint import bp, visit_of
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


def _asked(visit: Visit) -> Evidence:
    return evidence_by_number(session(), visit.id, int((request.view_args or {})["number"]))


@bp.get("/chung-cu/<int:number>")
@permit(may_read_fieldwork, load=visit_of)
def evidence_file(visit: Visit) -> Response:
    """The photo or file itself."""
    evidence = _asked(visit)
    return send_stored(evidence.sha256, evidence.filename, evidence.media_type)


@bp.route("/chung-cu/<int:number>/rut", methods=["GET", "POST"])
@permit(may_fill, load=visit_of)
def withdraw(visit: Visit) -> ResponseReturnValue:
    """Takes a piece of evidence out of the papers; it stays in the record."""
    evidence = _asked(visit)
    form = WithdrawEvidenceForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.withdraw_evidence(session(), actor(), evidence, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã rút chứng cứ số %(n)d. Tệp và lý do còn trong hồ sơ.", n=evidence.number))
        return redirect(url_for("fieldwork.checklist", visit_id=visit.id))
    return render_form("fieldwork/withdraw_evidence.html", form=form, visit=visit, evidence=evidence)

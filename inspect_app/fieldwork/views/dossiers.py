"""The list of dossiers of a visit: uploaded before the team leaves, drawn from on the spot."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.dossier_file import HEADINGS
from inspect_app.fieldwork.forms import DossierListForm
from inspect_app.fieldwork.operations.dossiers import take_dossier_list
from inspect_app.fieldwork.permissions import may_prepare_dossiers, may_read_fieldwork
from inspect_app.fieldwork.queries import dossier_list_of
from inspect_app.fieldwork.views.blueprint import bp, visit_of
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.route("/danh-sach-ho-so", methods=["GET", "POST"])
@permit(may_read_fieldwork, load=visit_of)
def dossiers(visit: Visit) -> ResponseReturnValue:
    """The newest list, and the form to take in another."""
    form = DossierListForm()
    if form.validate_on_submit() and form.accept(lambda: _take(visit, form)):
        return redirect(url_for("fieldwork.dossiers", visit_id=visit.id))
    return render_form(
        "fieldwork/dossiers.html",
        form=form,
        visit=visit,
        found=dossier_list_of(session(), visit.id),
        headings=HEADINGS,
        may_prepare=may_prepare_dossiers(actor(), visit),
    )


def _take(visit: Visit, form: DossierListForm) -> None:
    sent = form.file.data
    kept, left_out = take_dossier_list(session(), actor(), visit, sent.filename or "", sent.read(), now=now())
    message = _(
        "Đã nhận danh sách %(n)d hồ sơ. Hãy mang theo lại để danh sách có trên máy tính bảng.", n=len(kept.rows)
    )
    if left_out:
        message += " " + _("Không dùng các cột: %(columns)s.", columns=", ".join(left_out))
    tell(message)

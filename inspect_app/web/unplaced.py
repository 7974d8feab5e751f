"""What tablets sent that belongs to no known visit: kept, shown to coordinators, and ended with a reason."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.fieldwork.forms import SetAsideForm
from inspect_app.fieldwork.matters import unplaced_strays
from inspect_app.fieldwork.operations.settling import set_aside_unplaced
from inspect_app.fieldwork.permissions import may_settle_unplaced
from inspect_app.fieldwork.shown_values import shown_text
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import UNPROCESSABLE, render, tell
from inspect_app.webkit.permit import permit

bp = Blueprint("unplaced", __name__, url_prefix="/thiet-bi/khong-ro-cuoc")


def _page(refused: SetAsideForm | None = None, refused_id: UUID | None = None) -> Response:
    strays = unplaced_strays(session())
    rows = [
        (
            stray,
            shown_text(stray.text),
            refused if refused is not None and stray.id == refused_id else _form(stray.id, formdata=None),
        )
        for stray in strays
    ]
    return Response(render("web/unplaced.html", rows=rows), status=UNPROCESSABLE if refused else 200)


def _form(stray_id: UUID, **options: None) -> SetAsideForm:
    return SetAsideForm(prefix=f"la-{stray_id}", **options)


@bp.get("/")
@permit(may_settle_unplaced)
def index() -> ResponseReturnValue:
    """Every text of no known visit that nobody has looked at yet."""
    return _page()


@bp.post("/<uuid:stray_id>")
@permit(may_settle_unplaced)
def settle(stray_id: UUID) -> ResponseReturnValue:
    """Is done with one of them."""
    stray = next((one for one in unplaced_strays(session()) if one.id == stray_id), None)
    if stray is None:
        raise NotFound(_("Nội dung này đã được quyết định. Hãy tải lại trang."))
    form, reason = _form(stray_id), request.form.get(f"la-{stray_id}-reason", "")
    if form.validate_on_submit() and form.accept(
        lambda: set_aside_unplaced(session(), actor(), stray, reason=reason, now=now())
    ):
        tell(_("Đã ghi quyết định cùng lý do. Nội dung vẫn được giữ."))
        return redirect(url_for("unplaced.index"))
    return _page(form, stray_id)

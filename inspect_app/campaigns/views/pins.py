"""Keeping a visit where it is, and letting it go."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns import operations
from inspect_app.campaigns.closures import pin_of
from inspect_app.campaigns.desk_forms import ReasonForm
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.queries import visit_by_id
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/giu-nguyen", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def pin(visit: Visit) -> ResponseReturnValue:
    """Pins a visit, or lets a pinned one go; either with a reason."""
    form, kept = ReasonForm(), pin_of(session(), visit)
    act = operations.pin_visit if kept is None else operations.unpin_visit
    if form.validate_on_submit() and form.accept(
        lambda: act(session(), actor(), visit, reason=form.reason.data or "", now=now())
    ):
        if kept is None:
            tell(_("Đã giữ nguyên lịch của cuộc %(code)s: khi xếp lại, phần mềm không dời cuộc này.", code=visit.code))
        else:
            tell(_("Đã bỏ giữ nguyên: khi xếp lại, cuộc %(code)s có thể được dời.", code=visit.code))
        return redirect(url_for("campaigns.visit", visit_id=visit.id))
    return render_form("campaigns/pin.html", form=form, visit=visit, pin=kept)

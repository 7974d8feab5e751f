"""Keeping a visit where it is, and letting it go."""

from flask.typing import ResponseReturnValue

from inspect_app.campaigns import operations
from inspect_app.campaigns.board import span_text
from inspect_app.campaigns.closures import pin_of
from inspect_app.campaigns.desk_forms import ReasonForm
from inspect_app.campaigns.models import Visit, VisitPin
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.queries import visit_by_id
from inspect_app.campaigns.views.acts import Act, act_page
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.kernel.formats import format_datetime
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.permit import permit


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/giu-nguyen", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def pin(visit: Visit) -> ResponseReturnValue:
    """Pins a visit, or lets a pinned one go; either with a reason."""
    form, kept = ReasonForm(), pin_of(session(), visit)
    write = operations.pin_visit if kept is None else operations.unpin_visit

    def carry_out() -> Visit:
        write(session(), actor(), visit, reason=form.reason.data or "", now=now())
        return visit

    return act_page(visit, form, _pinning(visit) if kept is None else _letting_go(visit, kept), carry_out)


def _pinning(visit: Visit) -> Act:
    return Act(
        title=_("Giữ nguyên lịch của cuộc %(code)s", code=visit.code),
        lead=_("Khi xếp lại lịch, phần mềm để cuộc này ở nguyên ngày và đoàn (%(days)s).", days=span_text(visit)),
        submit=_("Giữ nguyên lịch"),
        done=lambda kept: _(
            "Đã giữ nguyên lịch của cuộc %(code)s: khi xếp lại, phần mềm không dời cuộc này.", code=kept.code
        ),
    )


def _letting_go(visit: Visit, kept: VisitPin) -> Act:
    since = format_datetime(kept.pinned_at)
    return Act(
        title=_("Bỏ giữ nguyên lịch của cuộc %(code)s", code=visit.code),
        lead=_("Đang giữ nguyên từ %(day)s. Lý do: %(why)s", day=since, why=kept.why),
        submit=_("Bỏ giữ nguyên lịch"),
        done=lambda freed: _("Đã bỏ giữ nguyên: khi xếp lại, cuộc %(code)s có thể được dời.", code=freed.code),
    )

"""A storm week: districts are closed, their visits lifted, and a plan with the least change is looked for."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns import operations
from inspect_app.campaigns.desk_forms import StormForm
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.operations.storms import AfterStorm
from inspect_app.campaigns.permissions import may_close_unit, may_coordinate
from inspect_app.campaigns.queries import campaign_by_code
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.views.closed_days import day_of
from inspect_app.kernel.language import gettext as _
from inspect_app.units.queries import unit_by_id, units_valid_on
from inspect_app.units.rules import UnitKind
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.route("/dot-kiem-tra/<code>/bao-lu", methods=["GET", "POST"])
@permit(may_coordinate, load=campaign_by_code)
def storm(campaign: Campaign) -> ResponseReturnValue:
    """Reports a storm in districts, and says what became of the visits there."""
    form = StormForm()
    day = min(max(today(), campaign.window_start), campaign.window_end)
    units = [one for one in units_valid_on(session(), day, [UnitKind.DISTRICT]) if may_close_unit(actor(), one)]
    form.units.choices = [(str(one.id), one.name) for one in units]
    after = form.outcome(lambda: _report(campaign, form))
    if after is not None:
        return _what_became(campaign, after)
    return render_form("campaigns/storm.html", form=form, campaign=campaign)


def _report(campaign: Campaign, form: StormForm) -> AfterStorm:
    return operations.report_storm(
        session(),
        actor(),
        campaign,
        [unit_by_id(session(), UUID(unit_id)) for unit_id in form.units.data or []],
        first_day=day_of(form.first_day),
        last_day=day_of(form.last_day),
        reason=form.reason.data or "",
        replan=form.replan.data,
        now=now(),
    )


def _what_became(campaign: Campaign, after: AfterStorm) -> ResponseReturnValue:
    if not after.lifted:
        tell(_("Đã ghi những ngày này. Không có cuộc nào phải dời."))
    else:
        codes = ", ".join(visit.code for visit in after.lifted)
        tell(_("Đã ghi những ngày này và tạm gỡ lịch: %(codes)s. Đoàn và đơn vị liên quan đã được báo.", codes=codes))
    if after.run is not None:
        return redirect(url_for("campaigns.proposal", run_id=after.run.id))
    return redirect(url_for("campaigns.desk", code=campaign.code))

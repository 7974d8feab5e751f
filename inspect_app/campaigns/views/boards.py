"""The campaign's page, its calendar, and drawing what is missing."""

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.board import late_things, months_strip, stream_progress
from inspect_app.campaigns.forms import DrawForm
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.month import calendar_month, month_bounds
from inspect_app.campaigns.operations import draw_unannounced
from inspect_app.campaigns.permissions import may_coordinate, may_see_board, may_see_campaign
from inspect_app.campaigns.queries import (
    VisitFilter,
    campaign_by_code,
    campaigns,
    current_campaign,
    deadline_settings,
    visible_visits,
)
from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render, tell
from inspect_app.webkit.permit import permit


@bp.get("/dot-kiem-tra/")
@permit(may_see_campaign)
def current() -> ResponseReturnValue:
    """The campaign that runs today; an empty state before a plan was loaded."""
    campaign = current_campaign(session(), today())
    return render("campaigns/none.html") if campaign is None else _board(campaign)


@bp.get("/dot-kiem-tra/<code>")
@permit(may_see_campaign, load=campaign_by_code)
def campaign(campaign: Campaign) -> ResponseReturnValue:
    """One campaign: its facts, what is late, its streams and months."""
    return _board(campaign)


def _board(campaign: Campaign) -> str:
    seen = visible_visits(session(), actor(), campaign)
    settings = deadline_settings(campaign)
    return render(
        "campaigns/campaign.html",
        campaign=campaign,
        others=[one for one in campaigns(session()) if one.id != campaign.id],
        streams=stream_progress(campaign, seen),
        strip=months_strip(campaign, seen, today()),
        late=late_things(seen, today()),
        deadlines=[(kind, settings.of(kind)) for kind in DeadlineKind],
        sees_board=may_see_board(actor(), campaign),
        form=DrawForm() if may_coordinate(actor(), campaign) else None,
    )


@bp.get("/dot-kiem-tra/<code>/lich")
@permit(may_see_campaign, load=campaign_by_code)
def calendar(campaign: Campaign) -> ResponseReturnValue:
    """One month of the campaign, as weeks."""
    month = _asked_month(campaign)
    first, last = month_bounds(month)
    seen = visible_visits(session(), actor(), campaign, VisitFilter(since=first, until=last))
    return render("campaigns/calendar.html", campaign=campaign, month=calendar_month(campaign, seen, month))


def _asked_month(campaign: Campaign) -> date:
    asked = month_of(request.args.get("thang", "")) or today()
    return min(max(asked, campaign.window_start), campaign.window_end)


def month_of(text: str) -> date | None:
    """The first day of `2024-06`; None for anything else."""
    year, dash, month = text.partition("-")
    if not (dash and year.isascii() and month.isascii() and year.isdigit() and month.isdigit()):
        return None
    known = len(year) == 4 and int(year) >= 1 and 1 <= int(month) <= 12 and len(month) <= 2
    return date(int(year), int(month), 1) if known else None


@bp.post("/dot-kiem-tra/<code>/rut-tham")
@permit(may_coordinate, load=campaign_by_code)
def draw(campaign: Campaign) -> ResponseReturnValue:
    """Draws the unannounced visits that are missing, for instance after one was cancelled."""
    form = DrawForm()
    if form.validate_on_submit():
        drawn = draw_unannounced(session(), actor(), campaign, now=now())
        if drawn:
            tell(_("Đã rút thăm thêm. Đơn vị và ngày chỉ đoàn và người điều phối biết."))
        else:
            tell(_("Các cuộc đột xuất đã rút đủ theo kế hoạch, không rút thêm."), "info")
    return redirect(url_for("campaigns.campaign", code=campaign.code))

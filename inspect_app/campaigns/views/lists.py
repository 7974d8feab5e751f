"""The list of visits: by stream, state and month, searched without diacritics. It shows what its reader may know of."""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.exports import visits_csv
from inspect_app.campaigns.forms import VisitFilterForm
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.month import month_bounds
from inspect_app.campaigns.permissions import may_see_campaign
from inspect_app.campaigns.queries import VisitFilter, current_campaign, find_campaign, visible_visits
from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.views.boards import month_of
from inspect_app.campaigns.words import state_name
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, session, today
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit


def _campaign() -> Campaign | None:
    return find_campaign(session(), request.args.get("dot", "")) or current_campaign(session(), today())


def _months(campaign: Campaign) -> list[str]:
    months, day = [], campaign.window_start
    while day <= campaign.window_end:
        months.append(f"{day:%Y-%m}")
        day = month_bounds(day)[1]
        day = day.fromordinal(day.toordinal() + 1)
    return months


def _form(campaign: Campaign) -> VisitFilterForm:
    form = VisitFilterForm(request.args)
    form.stream.choices = [("", _("Mọi luồng")), *((str(one.id), one.title) for one in campaign.streams)]
    form.state.choices = [("", _("Mọi trạng thái")), *((state.value, state_name(state)) for state in VisitState)]
    form.month.choices = [("", _("Cả đợt")), *((one, f"{one[5:]}/{one[:4]}") for one in _months(campaign))]
    return form


def _narrow(campaign: Campaign, form: VisitFilterForm) -> VisitFilter:
    streams: dict[str, UUID] = {str(stream.id): stream.id for stream in campaign.streams}
    states = [state for state in VisitState if state.value == form.state.data]
    month = month_of(form.month.data or "")
    since, until = month_bounds(month) if month else (None, None)
    return VisitFilter(
        stream_id=streams.get(form.stream.data or ""),
        states=tuple(states),
        since=since,
        until=until,
        words=form.q.data or "",
    )


@bp.get("/cuoc-kiem-tra/")
@permit(may_see_campaign)
def visits() -> ResponseReturnValue:
    """The campaign's visits that the reader may know of, narrowed as asked."""
    campaign = _campaign()
    if campaign is None:
        return render("campaigns/none.html")
    form = _form(campaign)
    narrow = _narrow(campaign, form)
    return render(
        "campaigns/visits.html",
        campaign=campaign,
        form=form,
        is_narrowed=narrow != VisitFilter(),
        visits=visible_visits(session(), actor(), campaign, narrow),
        asked={name: value for name, value in request.args.items() if value},
    )


@bp.get("/cuoc-kiem-tra/bang.csv")
@permit(may_see_campaign)
def visits_file() -> ResponseReturnValue:
    """The same list as a file."""
    campaign = _campaign()
    rows = visible_visits(session(), actor(), campaign, _narrow(campaign, _form(campaign))) if campaign else []
    answer = Response(visits_csv(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="cuoc-kiem-tra.csv"'
    return answer

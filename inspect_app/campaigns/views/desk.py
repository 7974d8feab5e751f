"""The coordinators' desk: the calendar, the people's and the teams' tables, and moving a visit on them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns import operations
from inspect_app.campaigns.desk import by_person, by_team, calendar_events, closed_events, read_desk
from inspect_app.campaigns.desk_forms import BareForm, MoveForm
from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.month import calendar_month, month_bounds
from inspect_app.campaigns.operations.teams import members_of
from inspect_app.campaigns.permissions import may_coordinate, may_schedule
from inspect_app.campaigns.queries import VisitFilter, campaign_by_code, team_candidates, visible_visits, visit_by_id
from inspect_app.campaigns.rescheduling import Members, Outlook, outlook
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.views.boards import month_of
from inspect_app.kernel.errors import DomainError, RuleBroken
from inspect_app.kernel.formats import format_long_date, format_span
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render, tell
from inspect_app.webkit.permit import permit

MONTH, WEEK, PEOPLE, TEAMS = "thang", "tuan", "nguoi", "doan"
REFUSED = 422


@bp.get("/dot-kiem-tra/<code>/ban-lich")
@permit(may_coordinate, load=campaign_by_code)
def desk(campaign: Campaign) -> ResponseReturnValue:
    """The month or week as a calendar, or people and teams against the days."""
    view = request.args.get("xem", MONTH)
    view = view if view in (WEEK, PEOPLE, TEAMS) else MONTH
    day = _asked_day(campaign)
    shown = read_desk(session(), actor(), campaign, day)
    first, last = month_bounds(day)
    seen = visible_visits(session(), actor(), campaign, VisitFilter(since=first, until=last))
    return render(
        "campaigns/desk.html",
        campaign=campaign,
        view=view,
        day=day,
        monday=day - timedelta(days=day.weekday()),
        desk=shown,
        rows=by_person(shown) if view == PEOPLE else by_team(shown) if view == TEAMS else [],
        month=calendar_month(campaign, seen, day),
        calendar={"day": day.isoformat(), "visits": calendar_events(shown), "closed": closed_events(shown)},
        off=_days_off(campaign),
        before=_step(campaign, day, view, -1),
        after=_step(campaign, day, view, 1),
        form=BareForm(),
    )


def _asked_day(campaign: Campaign) -> date:
    asked = request.args.get("ngay", "")
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = month_of(asked) or today()
    return min(max(day, campaign.window_start), campaign.window_end)


def _step(campaign: Campaign, day: date, view: str, way: int) -> date | None:
    """The first day of the month (or week) before or after, if the campaign reaches it."""
    if view == WEEK:
        monday = day - timedelta(days=day.weekday())
        to = monday + timedelta(days=7 * way)
        inside = campaign.window_start - timedelta(days=6) <= to <= campaign.window_end
        return max(to, campaign.window_start) if inside else None
    first, last = month_bounds(day)
    to = last + timedelta(days=1) if way > 0 else (first - timedelta(days=1)).replace(day=1)
    return to if campaign.window_start.replace(day=1) <= to <= campaign.window_end else None


def _days_off(campaign: Campaign) -> list[dict[str, str]]:
    kept = campaign.settings.get("calendar", [])
    return [{"start": one["starts"], "end": one["ends"], "title": one["name"]} for one in kept]


@bp.post("/cuoc-kiem-tra/<uuid:visit_id>/kiem-tra-doi-lich")
@permit(may_schedule, load=visit_by_id)
def ask_move(visit: Visit) -> ResponseReturnValue:
    """What moving the visit would mean, before anything is written: for the calendar and the tables."""
    form = MoveForm()
    try:
        _team, found = _asked(visit, form)
    except RuleBroken as refusal:
        return jsonify({"refused": [refusal.message]}), REFUSED
    return jsonify(_told(visit, form, found))


def _asked(visit: Visit, form: MoveForm) -> tuple[Members, Outlook]:
    """With whom the visit would go, and what the move would mean. Raises RuleBroken."""
    if not form.validate_on_submit() or form.starts_on.data is None:
        raise RuleBroken(None, _("Yêu cầu không hợp lệ. Hãy tải lại trang rồi thử lại."))
    members = _members(visit, form)
    return members, outlook(session(), actor(), visit, form.starts_on.data, members, today=today())


def _told(visit: Visit, form: MoveForm, found: Outlook) -> dict[str, Any]:
    span = _("chưa có ngày")
    if visit.starts_on is not None and visit.ends_on is not None:
        span = format_span(visit.starts_on, visit.ends_on)
    return {
        "title": f"{visit.code} · {visit.unit.name}",
        "before": span,
        "after": format_span(found.first, found.last),
        "starts_on": found.first.isoformat(),
        "people": _swap(visit, form),
        "final": [one.message for one in found.objections if one.is_final],
        "weigh": [one.message for one in found.objections if not one.is_final],
        "needs_reason": visit.starts_on is not None,
        "told": _whom(visit, found.mates),
        "nearest": [
            {
                "starts_on": first.isoformat(),
                "text": format_long_date(first) if first == last else format_span(first, last),
            }
            for first, last in found.nearest
        ],
    }


def _whom(visit: Visit, mates: Sequence[Visit]) -> list[str]:
    told = [_("%(n)d thành viên của đoàn nhận lịch mới.", n=len(visit.team))] if visit.team else []
    told += [_("%(code)s ghép với cuộc này nên cũng chuyển sang ngày đó.", code=one.code) for one in mates]
    if visit.notice_sent_at is not None:
        told.append(_("Đơn vị đã được thông báo lịch nhận lịch mới."))
    return told


def _swap(visit: Visit, form: MoveForm) -> str:
    if not (form.leaving.data and form.coming.data):
        return ""
    leaving = next((one.person.name for one in visit.team if str(one.person_id) == form.leaving.data), "")
    coming = next((one.name for one in team_candidates(session(), today()) if str(one.id) == form.coming.data), "")
    return f"{leaving} → {coming}"


def _members(visit: Visit, form: MoveForm) -> Members:
    """The team, with one member in another's place if that was asked. Raises RuleBroken."""
    members = members_of(visit)
    if not (form.leaving.data and form.coming.data) or form.leaving.data == form.coming.data:
        return members
    known = {str(person.id) for person in team_candidates(session(), today())}
    if form.coming.data not in known or form.leaving.data not in {str(person_id) for person_id, _role in members}:
        raise RuleBroken(None, _("Hãy chọn người trong danh sách."))
    coming = UUID(form.coming.data)
    return [(coming if str(person_id) == form.leaving.data else person_id, role) for person_id, role in members]


@bp.post("/cuoc-kiem-tra/<uuid:visit_id>/doi-lich")
@permit(may_schedule, load=visit_by_id)
def move(visit: Visit) -> ResponseReturnValue:
    """Moves the visit as was asked about; the page is loaded anew afterwards and says that it was done."""
    form = MoveForm()
    try:
        members, found = _asked(visit, form)
        if not found.is_possible:
            raise RuleBroken(None, next(one.message for one in found.objections if one.is_final))
        with session().begin_nested():
            operations.schedule_together(
                session(),
                actor(),
                visit,
                starts_on=found.first,
                ends_on=found.last,
                members=members,
                reason=form.reason.data or "",
                now=now(),
            )
    except DomainError as refusal:
        return jsonify({"refused": [refusal.message]}), REFUSED
    tell(_("Đã lưu lịch của cuộc kiểm tra %(code)s. Các hạn đã tính lại theo ngày mới.", code=visit.code))
    return jsonify({"saved": url_for("campaigns.visit", visit_id=visit.id)})

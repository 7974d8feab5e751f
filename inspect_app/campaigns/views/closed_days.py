"""The page of days on which a person or a unit is not to be had."""

from datetime import date
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField

from inspect_app.accounts.queries import person_by_id
from inspect_app.campaigns import operations
from inspect_app.campaigns.closures import absence_by_id, absences, closure_by_id, closures
from inspect_app.campaigns.desk_forms import AbsenceForm, BareForm, ClosureForm
from inspect_app.campaigns.models import Absence, Campaign, UnitClosure, Visit
from inspect_app.campaigns.permissions import may_close_unit, may_coordinate
from inspect_app.campaigns.queries import (
    VisitFilter,
    campaign_by_code,
    current_campaign,
    team_candidates,
    visible_visits,
)
from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.words import ABSENCE_REASONS
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.units.queries import unit_by_id, units_valid_on
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

BEFORE_BEGUN = (VisitState.PLANNED, VisitState.SCHEDULED)


@bp.get("/dot-kiem-tra/<code>/ngay-vang")
@permit(may_coordinate, load=campaign_by_code)
def closed_days(campaign: Campaign) -> ResponseReturnValue:
    """Who is away when, and which unit receives no team."""
    return _page(campaign, _absence_form(), _closure_form(campaign))


@bp.post("/dot-kiem-tra/<code>/ngay-vang/nguoi")
@permit(may_coordinate, load=campaign_by_code)
def add_absence(campaign: Campaign) -> ResponseReturnValue:
    """Notes days on which a person cannot be sent."""
    form = _absence_form()
    if form.validate_on_submit() and form.accept(
        lambda: operations.note_absence(
            session(),
            actor(),
            person_by_id(session(), UUID(form.person.data)),
            first_day=day_of(form.first_day),
            last_day=day_of(form.last_day),
            why=str(ABSENCE_REASONS[form.why.data]),
            now=now(),
        )
    ):
        tell(_("Đã ghi ngày vắng. Lịch đã đặt không tự đổi: hãy xem các cuộc bị ảnh hưởng trong bảng."))
        return redirect(url_for("campaigns.closed_days", code=campaign.code))
    return _page(campaign, form, _closure_form(campaign))


@bp.post("/dot-kiem-tra/<code>/ngay-vang/don-vi")
@permit(may_coordinate, load=campaign_by_code)
def add_closure(campaign: Campaign) -> ResponseReturnValue:
    """Notes days on which a unit receives no team."""
    form = _closure_form(campaign)
    if form.validate_on_submit() and form.accept(
        lambda: operations.close_unit(
            session(),
            actor(),
            unit_by_id(session(), UUID(form.unit.data)),
            first_day=day_of(form.first_day),
            last_day=day_of(form.last_day),
            with_below=form.with_below.data,
            why=form.why.data or "",
            now=now(),
        )
    ):
        tell(_("Đã ghi ngày không tiếp đoàn. Lịch đã đặt không tự đổi: hãy xem các cuộc bị ảnh hưởng trong bảng."))
        return redirect(url_for("campaigns.closed_days", code=campaign.code))
    return _page(campaign, _absence_form(), form)


@bp.post("/ngay-vang/nguoi/<uuid:absence_id>/bo")
@permit(may_coordinate, load=absence_by_id)
def remove_absence(absence: Absence) -> ResponseReturnValue:
    """Takes an absence back."""
    if BareForm().validate_on_submit():
        operations.forget_absence(session(), actor(), absence, now=now())
        tell(_("Đã bỏ ngày vắng."))
    return _back()


@bp.post("/ngay-vang/don-vi/<uuid:closure_id>/bo")
@permit(may_coordinate, load=closure_by_id)
def remove_closure(closure: UnitClosure) -> ResponseReturnValue:
    """Takes a unit's closed days back."""
    if BareForm().validate_on_submit():
        operations.reopen_unit(session(), actor(), closure, now=now())
        tell(_("Đã bỏ ngày không tiếp đoàn."))
    return _back()


def day_of(field: DateField) -> date:
    """The day of a field that the form requires."""
    if field.data is None:
        raise RuleBroken(field.short_name, _("Hãy điền mục này."))
    return field.data


def _back() -> ResponseReturnValue:
    asked = request.args.get("dot", "")
    campaign = campaign_by_code(session(), asked) if asked else current_campaign(session(), today())
    return redirect(url_for("campaigns.closed_days", code=campaign.code) if campaign else "/")


def _absence_form() -> AbsenceForm:
    form = AbsenceForm(prefix="nguoi-")
    people = team_candidates(session(), today())
    form.person.choices = [("", _("– chọn người –")), *((str(one.id), one.name) for one in people)]
    form.why.choices = [("", _("– chọn lý do –")), *((key, str(words)) for key, words in ABSENCE_REASONS.items())]
    return form


def _closure_form(campaign: Campaign) -> ClosureForm:
    form = ClosureForm(prefix="don-vi-")
    units = [one for one in units_valid_on(session(), campaign.window_start) if may_close_unit(actor(), one)]
    form.unit.choices = [("", _("– chọn đơn vị –")), *((str(one.id), f"{one.name} ({one.code})") for one in units)]
    return form


def _page(campaign: Campaign, absence_form: AbsenceForm, closure_form: ClosureForm) -> ResponseReturnValue:
    first, last = campaign.window_start, campaign.window_end
    away, closed = absences(session(), first, last), closures(session(), first, last)
    refused = closure_form if closure_form.has_errors else absence_form
    return render_form(
        "campaigns/closed_days.html",
        form=refused,
        campaign=campaign,
        absence_form=absence_form,
        closure_form=closure_form,
        away=[(one, _visits_of_person(campaign, one)) for one in away],
        closed=[(one, _visits_at_unit(campaign, one), may_close_unit(actor(), one.unit)) for one in closed],
    )


def _waiting(campaign: Campaign, first: date, last: date, person_id: UUID | None = None) -> list[Visit]:
    narrow = VisitFilter(states=BEFORE_BEGUN, since=first, until=last, team_person_id=person_id)
    return list(visible_visits(session(), actor(), campaign, narrow))


def _visits_of_person(campaign: Campaign, absence: Absence) -> list[Visit]:
    return _waiting(campaign, absence.first_day, absence.last_day, absence.person_id)


def _visits_at_unit(campaign: Campaign, closure: UnitClosure) -> list[Visit]:
    found = _waiting(campaign, closure.first_day, closure.last_day)
    below = {closure.unit_id} if closure.with_below else set()
    return [one for one in found if one.unit_id == closure.unit_id or one.unit.parent_id in below]

"""The coordinator's forms on a visit: dates, team, cancelling."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts.models import Person
from inspect_app.accounts.words import role_name
from inspect_app.campaigns import operations
from inspect_app.campaigns.forms import SPARE_ROWS, CancelForm, ScheduleForm, TeamForm
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.queries import team_candidates, visit_by_id
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

PARTS = (Role.LEAD, Role.DEPUTY, Role.SECRETARY, Role.INSPECTOR, Role.EXPERT, Role.OBSERVER)


def _back(visit: Visit) -> ResponseReturnValue:
    return redirect(url_for("campaigns.visit", visit_id=visit.id))


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/lich", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def schedule(visit: Visit) -> ResponseReturnValue:
    """Sets the dates; the due dates follow."""
    form = ScheduleForm(obj=visit)
    if form.validate_on_submit() and form.accept(
        lambda: operations.schedule_together(
            session(),
            actor(),
            visit,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            reason=form.reason.data or "",
            now=now(),
        )
    ):
        tell(_("Đã lưu lịch của cuộc kiểm tra %(code)s. Các hạn đã tính lại theo ngày mới.", code=visit.code))
        return _back(visit)
    return render_form("campaigns/schedule.html", form=form, visit=visit)


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/doan", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def team(visit: Visit) -> ResponseReturnValue:
    """Chooses who goes, and in which part."""
    form = _team_form(visit)
    if form.validate_on_submit() and form.accept(lambda: _change_team(visit, form)):
        tell(_("Đã lưu đoàn của cuộc kiểm tra %(code)s.", code=visit.code))
        return _back(visit)
    return render_form("campaigns/team.html", form=form, visit=visit)


def _team_form(visit: Visit) -> TeamForm:
    lines = [{"person": str(member.person_id), "role": Role(member.role).value} for member in visit.team]
    empty = {"person": "", "role": (Role.INSPECTOR if lines else Role.LEAD).value}
    form = TeamForm() if request.method == "POST" else TeamForm(data={"team": [*lines, *[empty] * SPARE_ROWS]})
    people = [(str(one.id), f"{one.name} – {one.title}" if one.title else one.name) for one in _candidates(visit)]
    form.offer(people, [(role.value, role_name(role)) for role in PARTS])
    return form


def _candidates(visit: Visit) -> list[Person]:
    known = {person.id: person for person in team_candidates(session(), today())}
    known |= {member.person_id: member.person for member in visit.team}
    return list(known.values())


def _change_team(visit: Visit, form: TeamForm) -> None:
    try:
        members = form.members()
    except ValueError:
        raise RuleBroken("team", _("Hãy chọn người và vai trò trong danh sách.")) from None
    if not {person_id for person_id, _role in members} <= {person.id for person in _candidates(visit)}:
        raise RuleBroken("team", _("Hãy chọn người và vai trò trong danh sách."))
    operations.change_team(session(), actor(), visit, members=members, reason=form.reason.data or "", now=now())


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/huy", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def cancel(visit: Visit) -> ResponseReturnValue:
    """Cancels a visit that has not begun, after saying what that means."""
    form = CancelForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.cancel_visit(session(), actor(), visit, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã hủy cuộc kiểm tra %(code)s.", code=visit.code))
        return _back(visit)
    return render_form("campaigns/cancel.html", form=form, visit=visit)

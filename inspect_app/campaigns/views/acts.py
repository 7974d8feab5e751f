"""Acts on visits that take one step each: another member, a guest, a follow-up, a companion, a visit by order."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts.words import role_name
from inspect_app.campaigns import operations
from inspect_app.campaigns.act_forms import GuestForm, JoinForm, OrderForm, ReplaceForm
from inspect_app.campaigns.desk_forms import ReasonForm
from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.operations.teams import members_of
from inspect_app.campaigns.permissions import may_add_visit, may_coordinate, may_schedule
from inspect_app.campaigns.queries import (
    VisitFilter,
    campaign_by_code,
    team_candidates,
    visible_visits,
    visit_by_id,
)
from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.views.blueprint import bp
from inspect_app.campaigns.views.closed_days import day_of
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict
from inspect_app.kernel.language import gettext as _
from inspect_app.units.queries import unit_by_id, units_valid_on
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

BEFORE_BEGUN = (VisitState.PLANNED, VisitState.SCHEDULED)


def _accepted(form: BaseForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent and the act done; what stands against it is shown with the form."""
    if not form.validate_on_submit():
        return False
    try:
        return form.accept(act)
    except Conflict as refusal:
        form.errors_at_top.append(refusal.message)
        return False


def _to(visit: Visit) -> ResponseReturnValue:
    return redirect(url_for("campaigns.visit", visit_id=visit.id))


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/thay-nguoi", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def replace(visit: Visit) -> ResponseReturnValue:
    """Puts somebody in a member's place."""
    form = ReplaceForm()
    team = {member.person_id for member in visit.team}
    people = [one for one in team_candidates(session(), today()) if one.id not in team]
    form.leaving.choices = [
        ("", _("– chọn người –")),
        *((str(one.person_id), f"{one.person.name} ({role_name(one.role)})") for one in visit.team),
    ]
    form.coming.choices = [("", _("– chọn người –")), *((str(one.id), one.name) for one in people)]
    if _accepted(
        form,
        lambda: operations.replace_member(
            session(),
            actor(),
            visit,
            leaving=UUID(form.leaving.data),
            coming=UUID(form.coming.data),
            reason=form.reason.data or "",
            now=now(),
        ),
    ):
        tell(_("Đã thay người trong đoàn của cuộc %(code)s; đoàn đã được báo.", code=visit.code))
        return _to(visit)
    lead = _("Người thay giữ đúng vai trò của người thôi tham gia. Cả đoàn được báo.")
    title = _("Thay người trong đoàn của cuộc %(code)s", code=visit.code)
    return render_form("campaigns/act.html", form=form, visit=visit, title=title, lead=lead, submit=_("Thay người"))


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/khach-moi", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def invite(visit: Visit) -> ResponseReturnValue:
    """Adds somebody from outside to the team."""
    form = GuestForm()
    form.role.choices = [(role.value, role_name(role)) for role in operations.GUEST_ROLES]
    if _accepted(
        form,
        lambda: operations.invite_guest(
            session(),
            actor(),
            visit,
            name=form.name.data or "",
            title=form.title.data or "",
            role=Role(form.role.data),
            reason=form.reason.data or "",
            now=now(),
        ),
    ):
        tell(_("Đã thêm khách mời vào đoàn của cuộc %(code)s.", code=visit.code))
        return _to(visit)
    lead = _("Khách mời có tên trong đoàn và biên bản, không có tài khoản. Cần tài khoản: nhờ quản trị viên.")
    title = _("Mời khách vào đoàn của cuộc %(code)s", code=visit.code)
    return render_form("campaigns/act.html", form=form, visit=visit, title=title, lead=lead, submit=_("Mời vào đoàn"))


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/phuc-tra", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def follow(visit: Visit) -> ResponseReturnValue:
    """Makes a visit that looks again at what this one left open."""
    form, made = ReasonForm(), list[Visit]()
    if _accepted(
        form,
        lambda: made.append(operations.follow_up(session(), actor(), visit, reason=form.reason.data or "", now=now())),
    ):
        tell(_("Đã lập cuộc phúc tra %(code)s, chưa có ngày. Hãy đặt lịch hoặc tìm phương án.", code=made[0].code))
        return _to(made[0])
    lead = _("Cuộc phúc tra cùng đơn vị, luồng và đoàn, chưa có ngày; trang của nó nêu những việc khắc phục còn mở.")
    title = _("Lập cuộc phúc tra sau cuộc %(code)s", code=visit.code)
    return render_form(
        "campaigns/act.html", form=form, visit=visit, title=title, lead=lead, submit=_("Lập cuộc phúc tra")
    )


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/ghep", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def join(visit: Visit) -> ResponseReturnValue:
    """Lets the visit go along with another of the same unit."""
    form = JoinForm()
    narrow = VisitFilter(unit_id=visit.unit_id, states=(VisitState.SCHEDULED,))
    others = [
        one
        for one in visible_visits(session(), actor(), visit.campaign, narrow)
        if one.id != visit.id and one.stream_id != visit.stream_id
    ]
    form.other.choices = [
        ("", _("– chọn cuộc –")),
        *((str(one.id), f"{one.code} – {one.stream.title}") for one in others),
    ]
    if _accepted(
        form,
        lambda: operations.join_visits(
            session(),
            actor(),
            visit,
            visit_by_id(session(), UUID(form.other.data)),
            reason=form.reason.data or "",
            now=now(),
        ),
    ):
        tell(_("Đã ghép: hai cuộc cùng bắt đầu một ngày tại đơn vị, mỗi cuộc có đoàn và phiếu riêng."))
        return _to(visit)
    lead = _("Hai luồng đến đơn vị một lần: cuộc này nhận ngày đầu của cuộc đi cùng; đoàn, phiếu, biên bản vẫn riêng.")
    title = _("Ghép cuộc %(code)s với cuộc khác tại đơn vị", code=visit.code)
    return render_form("campaigns/act.html", form=form, visit=visit, title=title, lead=lead, submit=_("Ghép hai cuộc"))


@bp.route("/dot-kiem-tra/<code>/dot-xuat", methods=["GET", "POST"])
@permit(may_coordinate, load=campaign_by_code)
def order(campaign: Campaign) -> ResponseReturnValue:
    """Orders an unannounced visit; nobody but its team and the coordinators learns of it."""
    form, made = OrderForm(), list[Visit]()
    streams = {str(one.id): one for one in campaign.streams if one.unannounced}
    teams = _teams(campaign, list(streams.values()))
    units = [one for one in units_valid_on(session(), today()) if may_add_visit(actor(), one)]
    form.stream.choices = [(key, one.title) for key, one in streams.items()]
    form.unit.choices = [("", _("– chọn đơn vị –")), *((str(one.id), f"{one.name} ({one.code})") for one in units)]
    form.team.choices = [(key, label) for key, (label, _visit) in teams.items()]
    if _accepted(
        form,
        lambda: made.append(
            operations.order_unannounced(
                session(),
                actor(),
                streams[form.stream.data],
                unit_by_id(session(), UUID(form.unit.data)),
                day=day_of(form.day),
                members=members_of(teams[form.team.data][1]),
                reason=form.reason.data or "",
                now=now(),
            )
        ),
    ):
        tell(_("Đã lập cuộc đột xuất %(code)s. Chỉ đoàn và người điều phối biết.", code=made[0].code))
        return _to(made[0])
    return render_form("campaigns/order.html", form=form, campaign=campaign)


def _teams(campaign: Campaign, streams: list[Stream]) -> dict[str, tuple[str, Visit]]:
    """The teams of these streams, each by one visit on which it goes."""
    found: dict[frozenset[UUID], Visit] = {}
    ids = {one.id for one in streams}
    for visit in visible_visits(session(), actor(), campaign):
        if visit.team and visit.stream_id in ids:
            found.setdefault(frozenset(member.person_id for member in visit.team), visit)
    return {str(visit.id): (", ".join(member.person.name for member in visit.team), visit) for visit in found.values()}

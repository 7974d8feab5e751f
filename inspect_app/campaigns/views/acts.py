"""Acts on visits that take one step each: another member, a guest, a follow-up, a companion, a visit by order."""

from collections.abc import Callable
from dataclasses import dataclass
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
from inspect_app.kernel.language import gettext as _
from inspect_app.units.queries import unit_by_id, units_valid_on
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@dataclass(frozen=True)
class Act:
    """What the page of one act says: title, what follows from it, the button, and what is told when it is done."""

    title: str
    lead: str
    submit: str
    done: Callable[[Visit], str]


def act_page(visit: Visit, form: BaseForm, act: Act, carry_out: Callable[[], Visit]) -> ResponseReturnValue:
    """Carries the act out when its form was sent and leads to the visit that comes of it; until then shows the form."""
    after = form.outcome(carry_out)
    if after is not None:
        tell(act.done(after))
        return redirect(url_for("campaigns.visit", visit_id=after.id))
    return render_form("campaigns/act.html", form=form, visit=visit, act=act)


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/thay-nguoi", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def replace(visit: Visit) -> ResponseReturnValue:
    """Puts somebody in a member's place."""
    form = _replace_form(visit)
    act = Act(
        title=_("Thay người trong đoàn của cuộc %(code)s", code=visit.code),
        lead=_("Người thay giữ đúng vai trò của người thôi tham gia. Cả đoàn được báo."),
        submit=_("Thay người"),
        done=lambda after: _("Đã thay người trong đoàn của cuộc %(code)s; đoàn đã được báo.", code=after.code),
    )

    def carry_out() -> Visit:
        leaving, coming = UUID(form.leaving.data), UUID(form.coming.data)
        reason = form.reason.data or ""
        operations.replace_member(session(), actor(), visit, leaving=leaving, coming=coming, reason=reason, now=now())
        return visit

    return act_page(visit, form, act, carry_out)


def _replace_form(visit: Visit) -> ReplaceForm:
    form, team = ReplaceForm(), {member.person_id for member in visit.team}
    people = [one for one in team_candidates(session(), today()) if one.id not in team]
    form.leaving.choices = [
        ("", _("– chọn người –")),
        *((str(one.person_id), f"{one.person.name} ({role_name(one.role)})") for one in visit.team),
    ]
    form.coming.choices = [("", _("– chọn người –")), *((str(one.id), one.name) for one in people)]
    return form


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/khach-moi", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def invite(visit: Visit) -> ResponseReturnValue:
    """Adds somebody from outside to the team."""
    form = GuestForm()
    form.role.choices = [(role.value, role_name(role)) for role in operations.GUEST_ROLES]
    act = Act(
        title=_("Mời khách vào đoàn của cuộc %(code)s", code=visit.code),
        lead=_("Khách mời có tên trong đoàn và biên bản, không có tài khoản. Cần tài khoản: nhờ quản trị viên."),
        submit=_("Mời vào đoàn"),
        done=lambda after: _("Đã thêm khách mời vào đoàn của cuộc %(code)s.", code=after.code),
    )

    def carry_out() -> Visit:
        name, title, role = form.name.data or "", form.title.data or "", Role(form.role.data)
        reason = form.reason.data or ""
        operations.invite_guest(session(), actor(), visit, name=name, title=title, role=role, reason=reason, now=now())
        return visit

    return act_page(visit, form, act, carry_out)


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/phuc-tra", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def follow(visit: Visit) -> ResponseReturnValue:
    """Makes a visit that looks again at what this one left open."""
    form = ReasonForm()
    act = Act(
        title=_("Lập cuộc phúc tra sau cuộc %(code)s", code=visit.code),
        lead=_("Cuộc phúc tra cùng đơn vị, luồng và đoàn, chưa có ngày; trang của nó nêu những việc khắc phục còn mở."),
        submit=_("Lập cuộc phúc tra"),
        done=lambda made: _(
            "Đã lập cuộc phúc tra %(code)s, chưa có ngày. Hãy đặt lịch hoặc tìm phương án.", code=made.code
        ),
    )

    def carry_out() -> Visit:
        return operations.follow_up(session(), actor(), visit, reason=form.reason.data or "", now=now())

    return act_page(visit, form, act, carry_out)


@bp.route("/cuoc-kiem-tra/<uuid:visit_id>/ghep", methods=["GET", "POST"])
@permit(may_schedule, load=visit_by_id)
def join(visit: Visit) -> ResponseReturnValue:
    """Lets the visit go along with another of the same unit."""
    form = _join_form(visit)
    act = Act(
        title=_("Ghép cuộc %(code)s với cuộc khác tại đơn vị", code=visit.code),
        lead=_(
            "Hai luồng đến đơn vị một lần: cuộc này nhận ngày đầu của cuộc đi cùng; đoàn, phiếu, biên bản vẫn riêng."
        ),
        submit=_("Ghép hai cuộc"),
        done=lambda _after: _("Đã ghép: hai cuộc cùng bắt đầu một ngày tại đơn vị, mỗi cuộc có đoàn và phiếu riêng."),
    )

    def carry_out() -> Visit:
        other = visit_by_id(session(), UUID(form.other.data))
        operations.join_visits(session(), actor(), visit, other, reason=form.reason.data or "", now=now())
        return visit

    return act_page(visit, form, act, carry_out)


def _join_form(visit: Visit) -> JoinForm:
    form, narrow = JoinForm(), VisitFilter(unit_id=visit.unit_id, states=(VisitState.SCHEDULED,))
    others = [
        one
        for one in visible_visits(session(), actor(), visit.campaign, narrow)
        if one.id != visit.id and one.stream_id != visit.stream_id
    ]
    form.other.choices = [
        ("", _("– chọn cuộc –")),
        *((str(one.id), f"{one.code} – {one.stream.title}") for one in others),
    ]
    return form


@bp.route("/dot-kiem-tra/<code>/dot-xuat", methods=["GET", "POST"])
@permit(may_coordinate, load=campaign_by_code)
def order(campaign: Campaign) -> ResponseReturnValue:
    """Orders an unannounced visit; nobody but its team and the coordinators learns of it."""
    form = OrderForm()
    streams = {str(one.id): one for one in campaign.streams if one.unannounced}
    teams = _teams(campaign, list(streams.values()))
    units = [one for one in units_valid_on(session(), today()) if may_add_visit(actor(), one)]
    form.stream.choices = [(key, one.title) for key, one in streams.items()]
    form.unit.choices = [("", _("– chọn đơn vị –")), *((str(one.id), f"{one.name} ({one.code})") for one in units)]
    form.team.choices = [(key, label) for key, (label, _visit) in teams.items()]
    made = form.outcome(
        lambda: operations.order_unannounced(
            session(),
            actor(),
            streams[form.stream.data],
            unit_by_id(session(), UUID(form.unit.data)),
            day=day_of(form.day),
            members=members_of(teams[form.team.data][1]),
            reason=form.reason.data or "",
            now=now(),
        )
    )
    if made is not None:
        tell(_("Đã lập cuộc đột xuất %(code)s. Chỉ đoàn và người điều phối biết.", code=made.code))
        return redirect(url_for("campaigns.visit", visit_id=made.id))
    return render_form("campaigns/order.html", form=form, campaign=campaign)


def _teams(campaign: Campaign, streams: list[Stream]) -> dict[str, tuple[str, Visit]]:
    """The teams of these streams, each by one visit on which it goes."""
    found: dict[frozenset[UUID], Visit] = {}
    ids = {one.id for one in streams}
    for visit in visible_visits(session(), actor(), campaign):
        if visit.team and visit.stream_id in ids:
            found.setdefault(frozenset(member.person_id for member in visit.team), visit)
    return {str(visit.id): (", ".join(member.person.name for member in visit.team), visit) for visit in found.values()}

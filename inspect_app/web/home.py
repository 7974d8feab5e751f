"""The first page: what waits for its reader today, by the parts that he has."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts.permissions import may_read_devices
from inspect_app.accounts.queries import devices_with_loss
from inspect_app.campaigns.board import late_things, span_text
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import is_on_team
from inspect_app.campaigns.queries import visible_visits
from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.words import state_name, state_tone
from inspect_app.fieldwork.matters import open_counts, unplaced_strays
from inspect_app.fieldwork.own_matters import OwnMatter, own_matters
from inspect_app.fieldwork.permissions import (
    LEADERS,
    may_read_fieldwork,
    may_receive_self_report,
    may_settle,
    may_settle_unplaced,
)
from inspect_app.fieldwork.queries import self_reports_of
from inspect_app.findings.queries import undecided_findings
from inspect_app.followup.models import CorrectiveAction
from inspect_app.followup.permissions import may_report, may_verify
from inspect_app.followup.queries import visible_actions
from inspect_app.followup.words import action_state_name, action_state_tone
from inspect_app.kernel.actors import Role
from inspect_app.kernel.formats import format_date, format_number
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import ngettext
from inspect_app.kernel.permissions import permission
from inspect_app.ratings.permissions import may_decide_rating
from inspect_app.ratings.queries.heads import own_ratings, rating_years, visible_ratings
from inspect_app.web.cards import MOST_CARDS, Card, Part
from inspect_app.web.home_papers import explanation_cards, papers_part
from inspect_app.web.tablet import works_here
from inspect_app.webkit.context import actor, session, today, working_calendar
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit, public

bp = Blueprint("web", __name__)
AHEAD = timedelta(days=21)


@permission("web.home", "Everybody who is signed in")
def may_open_home(someone: object, _thing: object) -> bool:
    """The first page shows to each only what he may see."""
    return bool(getattr(someone, "is_signed_in", False))


def _visit_card(visit: Visit, note: str = "") -> Card:
    return Card(
        title=visit.unit.name,
        url=url_for("campaigns.visit", visit_id=visit.id),
        eyebrow=f"{visit.code} · {span_text(visit)}",
        tone=state_tone(visit.state),
        state=state_name(visit.state),
        note=note or str(visit.stream.title),
    )


def _own_visits(visits: Sequence[Visit]) -> Part | None:
    own = [visit for visit in visits if is_on_team(actor(), visit)]
    if not own:
        return None
    soon = [
        visit
        for visit in own
        if visit.state is VisitState.UNDER_WAY
        or (visit.state is VisitState.SCHEDULED and visit.starts_on and visit.starts_on <= today() + AHEAD)
    ]
    waiting = open_counts(session(), [visit.id for visit in soon])
    notes = {visit_id: _("%(n)d nội dung chờ quyết định", n=number) for visit_id, number in waiting.items()}
    return Part(
        _("Hôm nay và sắp tới của tôi"),
        [_visit_card(visit, notes.get(visit.id, "")) for visit in soon[:MOST_CARDS]],
        _("Ba tuần tới bạn không có cuộc kiểm tra nào."),
        url_for("campaigns.visits"),
        _("Xem mọi cuộc kiểm tra"),
        takes_along=bool(soon),
    )


def _matters_part(visits: Sequence[Visit]) -> Part | None:
    judged = [visit for visit in visits if may_settle(actor(), visit)]
    waiting = open_counts(session(), [visit.id for visit in judged])
    cards = [
        Card(
            visit.unit.name,
            url_for("fieldwork.matters", visit_id=visit.id),
            visit.code,
            "warn",
            _("%(n)d nội dung chờ quyết định", n=waiting[visit.id]),
            _("Còn nội dung chờ thì chưa khép lại và chưa phát hành kết luận được."),
        )
        for visit in judged
        if visit.id in waiting
    ]
    unplaced = len(unplaced_strays(session())) if may_settle_unplaced(actor(), None) else 0
    if unplaced:
        state = _("%(n)d nội dung chờ quyết định", n=unplaced)
        title, url = _("Nội dung không rõ cuộc kiểm tra"), url_for("unplaced.index")
        cards.append(Card(title, url, _("Máy tính bảng"), "warn", state))
    title = _("Giá trị khác nhau, nội dung chưa được ghi, ảnh chưa về")
    return Part(title, cards[:MOST_CARDS], "") if cards else None


def _own_matters_part(_visits: Sequence[Visit]) -> Part | None:
    person_id = actor().person_id
    rows = own_matters(session(), person_id) if person_id else []
    cards = [
        Card(row.title, _matter_url(row), row.visit.code if row.visit else row.device, row.tone, row.state, row.advice)
        for row in rows
    ]
    return Part(_("Việc của tôi chưa được nhận"), cards[:MOST_CARDS], "") if cards else None


def _matter_url(row: OwnMatter) -> str | None:
    if row.visit is None or not may_read_fieldwork(actor(), row.visit):
        return None
    return url_for("fieldwork.matters", visit_id=row.visit.id, _anchor=row.anchor)


def _lead_part(visits: Sequence[Visit]) -> Part | None:
    led = [visit for visit in visits if is_on_team(actor(), visit, *LEADERS)]
    if not led:
        return None
    cards: list[Card] = []
    for visit in led:
        if visit.state not in {VisitState.UNDER_WAY, VisitState.CLOSED}:
            continue
        waiting = len(undecided_findings(session(), visit.id))
        if waiting:
            url = url_for("findings.of_visit", visit_id=visit.id)
            note = _("%(n)d phát hiện chờ trưởng đoàn quyết định", n=waiting)
            cards.append(Card(visit.unit.name, url, visit.code, "warn", state_name(visit.state), note))
    verify = [action for action in visible_actions(session(), actor()) if may_verify(actor(), action)]
    for action in verify:
        url = url_for("followup.action", action_id=action.id)
        note = _("Báo cáo khắc phục chờ xác minh")
        cards.append(Card(action.unit.name, url, action.visit.code, "busy", action_state_name(action.state), note))
    return Part(_("Chờ tôi quyết định"), cards[:MOST_CARDS], _("Không có phát hiện hay báo cáo nào chờ bạn."))


def _is_late(action: CorrectiveAction) -> bool:
    return action.is_late(today())


def _late_action_card(action: CorrectiveAction) -> Card:
    days = -working_calendar().days_left(today(), action.due_on)
    return Card(
        action.unit.name,
        url_for("followup.action", action_id=action.id),
        f"{action.visit.code} · {format_date(action.due_on)}",
        "bad",
        _("quá hạn %(n)d ngày làm việc", n=days),
        _("Khắc phục yêu cầu số %(n)d", n=action.request.position),
    )


def _coordinator_part(visits: Sequence[Visit]) -> Part | None:
    if not actor().has(Role.COORDINATOR):
        return None
    cards = [
        Card(
            late.visit.unit.name,
            url_for("campaigns.visit", visit_id=late.visit.id),
            f"{late.visit.code} · {format_date(late.due_on)}",
            "bad",
            ngettext("quá hạn %(n)d ngày làm việc", "quá hạn %(n)d ngày làm việc", late.days),
            late.what,
        )
        for late in late_things(visits, today())
    ]
    cards += [_late_action_card(action) for action in visible_actions(session(), actor()) if _is_late(action)]
    return Part(
        _("Đang trễ"),
        cards[:MOST_CARDS],
        _("Không có việc nào trễ hạn."),
        url_for("campaigns.current"),
        _("Xem toàn đợt kiểm tra"),
    )


def _lost_part(_visits: Sequence[Visit]) -> Part | None:
    lost = devices_with_loss(session()) if may_read_devices(actor(), None) else []
    if not lost:
        return None
    cards = [
        Card(
            _("%(n)s mục chưa gửi đã mất trên máy %(label)s", n=format_number(device.lost), label=device.label),
            url_for("devices.settle_loss", device_id=device.id),
            device.person.name,
            "bad",
            _("mất dữ liệu"),
            _("Hãy đối chiếu với trưởng đoàn, cho nhập lại, rồi ghi kết quả."),
        )
        for device in lost
    ]
    return Part(_("Dữ liệu chưa gửi đã mất"), cards, "", url_for("devices.index"), _("Xem mọi máy tính bảng"))


def _unit_part(visits: Sequence[Visit]) -> Part | None:
    own = actor().units(Role.UNIT_CONTACT) | actor().units(Role.HEAD_OF_UNIT)
    if not own:
        return None
    cards: list[Card] = explanation_cards(visits, own)
    for visit in visits:
        if visit.unit_id not in own or visit.state is VisitState.CANCELLED:
            continue
        if (
            may_receive_self_report(actor(), visit)
            and not self_reports_of(session(), visit.id)
            and not visit.unannounced
        ):
            url = url_for("fieldwork.self_reports", visit_id=visit.id)
            cards.append(
                Card(_("Nộp báo cáo tự kiểm tra"), url, f"{visit.code} · {span_text(visit)}", "wait", _("Chưa nộp"))
            )
        elif visit.state is not VisitState.CONCLUDED:
            cards.append(_visit_card(visit))
    for action in visible_actions(session(), actor()):
        if action.unit_id not in own or action.verified_on is not None:
            continue
        late = action.is_late(today())
        tone = "bad" if late and may_report(actor(), action) else action_state_tone(action.state)
        url = url_for("followup.action", action_id=action.id)
        when = _("hạn %(day)s", day=format_date(action.due_on))
        cards.append(
            Card(action.text[:120], url, f"{action.visit.code} · {when}", tone, action_state_name(action.state))
        )
    return Part(
        _("Việc của đơn vị"),
        cards[:MOST_CARDS],
        _("Đơn vị không có việc nào đang chờ."),
        url_for("followup.index"),
        _("Xem mọi việc khắc phục"),
    )


def _rating_part(_visits: Sequence[Visit]) -> Part | None:
    if not (actor().has(Role.RATING_AUTHORITY) or actor().has(Role.COORDINATOR)):
        return None
    cards: list[Card] = []
    for year in rating_years(session()):
        seen = visible_ratings(session(), actor(), year)
        # Who decides counts what waits for him, not what another authority has to decide.
        mine = [rating for rating in seen if may_decide_rating(actor(), rating)] or seen
        waiting = [rating for rating in mine if rating.decision is None]
        note = _("%(n)d người đứng đầu chưa có quyết định xếp loại", n=len(waiting))
        tone, state = ("wait", _("Đang xếp loại")) if waiting else ("good", _("Đã quyết định xong"))
        url = url_for("ratings.table", nam=year.year)
        cards.append(
            Card(_("Xếp loại năm %(year)d", year=year.year), url, str(year.year), tone, state, note if waiting else "")
        )
    return Part(
        _("Xếp loại người đứng đầu"), cards, _("Năm xếp loại chưa mở. Người điều phối mở khi có kết luận và chỉ số.")
    )


def _own_rating_part(_visits: Sequence[Visit]) -> Part | None:
    found = own_ratings(session(), actor())
    if not found:
        return None
    cards = [
        Card(
            _("Kết quả xếp loại năm %(year)d", year=rating.rating_year.year),
            url_for("ratings.mine"),
            rating.unit.name,
            "good",
            _("Đã công bố"),
        )
        for rating in found
    ]
    return Part(_("Kết quả xếp loại của tôi"), cards, "")


PARTS: tuple[Callable[[Sequence[Visit]], Part | None], ...] = (
    _lost_part,
    _coordinator_part,
    _own_matters_part,
    _own_visits,
    _matters_part,
    _lead_part,
    papers_part,
    _unit_part,
    _own_rating_part,
    _rating_part,
)


@bp.get("/")
@permit(may_open_home)
def home() -> ResponseReturnValue:
    """What waits for the reader, by the parts that he has."""
    visits = visible_visits(session(), actor())
    parts = [part for part in (make(visits) for make in PARTS) if part is not None]
    return render("web/home.html", parts=parts, works_here=works_here())


@bp.get("/trang-dau")
@public
def start() -> ResponseReturnValue:
    """The way back to work from anywhere."""
    return redirect(url_for("web.home"))

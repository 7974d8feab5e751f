"""Tablets: one's own, and all of them for who keeps the house, with what is on them and what was lost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.forms import ReasonForm
from inspect_app.accounts.models import Device
from inspect_app.accounts.permissions import (
    may_read_devices,
    may_revoke_device,
    may_settle_loss,
    may_use_own_account,
)
from inspect_app.accounts.queries import device_by_id, devices_of, devices_page
from inspect_app.accounts.words import clock_text, is_clock_wrong
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.campaigns.queries import VisitFilter, visible_visits
from inspect_app.fieldwork.forms import HandInForm
from inspect_app.fieldwork.handing_in import LARGEST, hand_in
from inspect_app.fieldwork.operations.carrying import Carried
from inspect_app.fieldwork.permissions import may_hand_in_file
from inspect_app.fieldwork.queries import visits_on_devices
from inspect_app.fieldwork.words import held_state
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.formats import format_number
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.limits import takes_large_bodies
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.paging import page_number, paged
from inspect_app.webkit.permit import permit

bp = Blueprint("devices", __name__)
PAGE_SIZE = 50
STAYS_ON_A_TABLET = timedelta(days=30)
TONES = {"conflict": "warn", "quarantined": "warn", "shelved": "warn", "waiting": "wait", "differs": "bad"}


@dataclass(frozen=True)
class Row:
    """A tablet as the lists show it."""

    device: Device
    clock: str
    clock_is_wrong: bool
    visits: Sequence[Visit]
    may_revoke: bool
    may_settle_loss: bool


def _rows(devices: Sequence[Device]) -> list[Row]:
    seen = {visit.id: visit for visit in visible_visits(session(), actor())}
    on_devices = visits_on_devices(session(), [device.id for device in devices])
    return [_row(device, [seen[each] for each in on_devices.get(device.id, ()) if each in seen]) for device in devices]


def _row(device: Device, visits: Sequence[Visit]) -> Row:
    return Row(
        device=device,
        clock=clock_text(device.clock_offset_ms),
        clock_is_wrong=is_clock_wrong(device.clock_offset_ms),
        visits=visits,
        may_revoke=device.revoked_at is None and may_revoke_device(actor(), device),
        may_settle_loss=device.has_open_loss and may_settle_loss(actor(), device),
    )


@bp.get("/tai-khoan/may-tinh-bang")
@permit(may_use_own_account)
def mine() -> ResponseReturnValue:
    """One's own tablets: what is still unsent on each, and ending one that was lost."""
    person_id = actor().person_id
    if person_id is None:
        raise NotFound
    rows = _rows(devices_of(session(), person_id))
    return render("web/my_devices.html", rows=rows, may_hand_in=may_hand_in_file(actor(), None))


@bp.get("/thiet-bi")
@permit(may_read_devices)
def index() -> ResponseReturnValue:
    """All tablets: lost work first, then unsent work, then those that were silent longest."""
    number = page_number()
    found, total = devices_page(session(), offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    rows = _rows(found)
    lost = [row.device for row in rows if row.device.has_open_loss]
    return render("web/devices.html", rows=rows, lost=lost, page=paged(number, total, PAGE_SIZE))


@bp.route("/thiet-bi/<uuid:device_id>/thu-hoi", methods=["GET", "POST"])
@permit(may_revoke_device, load=device_by_id)
def revoke(device: Device) -> ResponseReturnValue:
    """Ends a tablet's token, after saying what becomes of the work on it."""
    form = ReasonForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.revoke_device(
            session(), actor(), device, reason=form.reason.data or "", now=now(), real_now=real_now()
        )
    ):
        tell(_("Đã thu hồi máy %(label)s. Phần chưa gửi trên máy vẫn gửi về được và chờ xem xét.", label=device.label))
        return redirect(_list_url(device.person_id))
    back = _list_url(device.person_id)
    return render_form("web/revoke_device.html", form=form, device=device, visits=_may_be_on(device), back=back)


@bp.route("/thiet-bi/<uuid:device_id>/doi-chieu", methods=["GET", "POST"])
@permit(may_settle_loss, load=device_by_id)
def settle_loss(device: Device) -> ResponseReturnValue:
    """Says what came of lost work; until then it stands on the first page."""
    form = ReasonForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.settle_loss(
            session(), actor(), device, note=form.reason.data or "", now=now(), real_now=real_now()
        )
    ):
        tell(_("Đã ghi kết quả đối chiếu máy %(label)s.", label=device.label))
        return redirect(url_for("devices.index"))
    return render_form("web/settle_loss.html", form=form, device=device)


@bp.route("/thiet-bi/nop-tep", methods=["GET", "POST"])
@takes_large_bodies(LARGEST)
@permit(may_hand_in_file)
def hand_in_file() -> ResponseReturnValue:
    """Hands in the sealed file of a tablet that cannot send, and says what came of it."""
    form = HandInForm()
    if form.validate_on_submit():
        try:
            carried = hand_in(form.file.data.stream, form.reason.data or "")
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return render("web/handed_in.html", carried=carried, lines=_lines(carried), visits=_seen(carried.visits))
    return render_form("web/hand_in.html", form=form)


def _seen(visits: Sequence[Visit]) -> list[Visit]:
    return [visit for visit in visits if may_see_visit(actor(), visit)]


def _lines(carried: Carried) -> list[tuple[str, str, str]]:
    """What is held, as (tone, count, words)."""
    states = Counter(receipt.state for receipt in carried.receipts)
    return [(tone, format_number(states[state]), held_state(state)) for state, tone in TONES.items() if states[state]]


def _may_be_on(device: Device) -> Sequence[Visit]:
    """What its person may have taken along, as far as the reader may know of it."""
    narrow = VisitFilter(team_person_id=device.person_id, since=today() - STAYS_ON_A_TABLET)
    return visible_visits(session(), actor(), narrow=narrow)


def _list_url(person_id: UUID) -> str:
    own = person_id == actor().person_id or not may_read_devices(actor(), None)
    return url_for("devices.mine") if own else url_for("devices.index")

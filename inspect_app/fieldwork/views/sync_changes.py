"""A tablet says hello and sends its changes; each gets its receipt, whoever sends them and whatever becomes of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations as accounts
from inspect_app.accounts.models import Device
from inspect_app.accounts.permissions import may_speak_for_device
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import VisitFilter, visible_visits
from inspect_app.campaigns.rules import VisitState
from inspect_app.fieldwork.operations.batches import Received
from inspect_app.fieldwork.operations.receiving import receive_changes
from inspect_app.fieldwork.permissions import may_take_along
from inspect_app.fieldwork.state import state_version
from inspect_app.fieldwork.views.sync_blueprint import (
    MIN_CLIENT,
    PROTOCOL,
    bp,
    by_device,
    is_in_use,
    loaded_device,
    refusal,
    reply,
    server_marks,
)
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, commit_though_refused, now, session

MOST_CHANGES = 200
MOST_BYTES = 4 * 1024 * 1024
GREATEST = 2**31 - 1
TO_TAKE = (VisitState.SCHEDULED, VisitState.UNDER_WAY, VisitState.CLOSED)
KEPT_ON_TABLETS = timedelta(days=30)


@dataclass(frozen=True)
class SentBatch:
    """A batch as it came: the texts, and what the tablet says of itself."""

    device: UUID
    app: str
    sent_at: datetime | None
    oldest: int
    unsent: int
    photos_unsent: int
    texts: tuple[str, ...]


@bp.get("/chao")
@by_device(may_speak_for_device, load=loaded_device, even_revoked=True)
def hello(device: Device) -> ResponseReturnValue:
    """Who the server is, and which visits this person may take along."""
    account = device.person.account
    username = account.username if account else ""
    return reply(
        {
            **_marks(),
            "app": str(MIN_CLIENT),
            "person": {"id": str(device.person_id), "name": device.person.name, "username": username},
            "device": {"id": str(device.id), "label": device.label, **_orders(device, wipe=False)},
            "visits": [_line(visit) for visit in _visits(TO_TAKE)] if is_in_use(device) else [],
            "concluded": _concluded() if is_in_use(device) else {},
        }
    )


@bp.post("/thay-doi")
@by_device(may_speak_for_device, load=loaded_device, even_revoked=True)
def receive(device: Device) -> ResponseReturnValue:
    """Takes a batch: the receipts are true once this answer is there, since it leaves after the commit."""
    sent = _batch()
    if sent.device != device.id:
        return refusal(409, "other_device", _("Mã máy không khớp. Hãy tải lại trang rồi mở khóa lại."))
    received = receive_changes(session(), actor(), device, sent.texts, oldest=sent.oldest, now=now())
    if received.expected is not None:
        message = _("Máy chủ còn thiếu thay đổi trước đó. Máy tính bảng tự gửi lại từ chỗ thiếu.")
        return reply({"error": "gap", "message": message, "expected": received.expected}, 409)
    return _answer(device, sent, received)


def _answer(device: Device, sent: SentBatch, received: Received) -> Response:
    at = real_now()
    offset = round((sent.sent_at - at).total_seconds() * 1000) if sent.sent_at else None
    accounts.note_contact(
        device,
        real_now=at,
        unsent_changes=sent.unsent,
        unsent_photos=sent.photos_unsent,
        clock_offset_ms=offset,
        app_version=sent.app,
    )
    wipe = device.revoked_at is not None and sent.unsent == 0 and sent.photos_unsent == 0
    if wipe:
        accounts.note_wiped(session(), actor(), device, now=now(), real_now=at)
    if received.differs:
        commit_though_refused()
    told = received.visits if is_in_use(device) else ()
    return reply(
        {
            **_marks(),
            "device": _orders(device, wipe=wipe),
            "receipts": [receipt.values() for receipt in received.receipts],
            "visits": {
                str(visit.id): state_version(session(), visit) for visit in told if may_take_along(actor(), visit)
            },
        },
        _status(device, received),
    )


def _status(device: Device, received: Received) -> int:
    """409 where other bytes came under a known name; 202 to a revoked tablet: received, and nothing more."""
    if received.differs:
        return 409
    return 200 if device.revoked_at is None else 202


def _marks() -> dict[str, Any]:
    return {**server_marks(), "min_client": MIN_CLIENT}


def _orders(device: Device, *, wipe: bool) -> dict[str, bool]:
    return {"revoked": device.revoked_at is not None, "wipe": wipe}


def _concluded() -> dict[str, str]:
    """The states of visits that are frozen since lately: a tablet that still has one along sees how it ended."""
    lately = now() - KEPT_ON_TABLETS
    found = [visit for visit in _visits((VisitState.CONCLUDED,)) if visit.frozen_at and visit.frozen_at > lately]
    return {str(visit.id): state_version(session(), visit) for visit in found}


def _visits(states: tuple[VisitState, ...]) -> list[Visit]:
    person = actor().person_id
    if person is None:
        return []
    found = visible_visits(session(), actor(), narrow=VisitFilter(team_person_id=person, states=states))
    return [visit for visit in found if may_take_along(actor(), visit)]


def _line(visit: Visit) -> dict[str, Any]:
    return {
        "id": str(visit.id),
        "code": visit.code,
        "unit": visit.unit.name,
        "title": visit.stream.title,
        "starts_on": visit.starts_on.isoformat() if visit.starts_on else None,
        "ends_on": visit.ends_on.isoformat() if visit.ends_on else None,
        "state": visit.state.value,
        "checklist": {"code": visit.checklist_code, "version": visit.checklist_version},
        "role": next((str(member.role) for member in visit.team if member.person_id == actor().person_id), ""),
        "version": state_version(session(), visit),
    }


def _batch() -> SentBatch:
    """The batch of the request. Raises RuleBroken for anything else; then nothing was taken."""
    if (request.content_length or 0) > MOST_BYTES:
        raise RuleBroken(None, _("Gói thay đổi lớn hơn 4 MB. Máy tính bảng cần gửi thành nhiều gói."))
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or sent.get("protocol") != PROTOCOL:
        raise RuleBroken(None, _("Nội dung gửi lên không đọc được. Hãy tải lại trang rồi làm lại."))
    try:
        device = UUID(str(sent.get("device")))
    except ValueError:
        raise RuleBroken("device", _("Mã máy tính bảng không hợp lệ. Hãy tải lại trang rồi làm lại.")) from None
    app = sent.get("app")
    return SentBatch(
        device=device,
        app=app if isinstance(app, str) else "",
        sent_at=_time(sent.get("sent_at")),
        oldest=_count(sent, "oldest"),
        unsent=_count(sent, "unsent"),
        photos_unsent=_count(sent, "photos_unsent"),
        texts=_texts(sent.get("changes")),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise RuleBroken("changes", _("Nội dung gửi lên không đọc được. Hãy tải lại trang rồi làm lại."))
    if len(value) > MOST_CHANGES:
        raise RuleBroken("changes", _("Gói có quá 200 thay đổi. Máy tính bảng cần gửi thành nhiều gói."))
    together = "".join(value)
    try:
        together.encode()
    except UnicodeEncodeError:
        raise RuleBroken("changes", _("Nội dung gửi lên không đọc được. Hãy tải lại trang rồi làm lại.")) from None
    if "\0" in together:
        raise RuleBroken("changes", _("Nội dung gửi lên không đọc được. Hãy tải lại trang rồi làm lại."))
    return tuple(value)


def _count(sent: dict[str, Any], name: str) -> int:
    value = sent.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= GREATEST:
        raise RuleBroken(name, _("Nội dung gửi lên không đọc được. Hãy tải lại trang rồi làm lại."))
    return value


def _time(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None

"""Tablets enrol, get back what a forgotten password locked, and tell of a store that the browser threw away."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.permissions import may_use_own_account
from inspect_app.accounts.queries import account_by_id, device_by_id
from inspect_app.fieldwork.operations.recovery import recover_data_key
from inspect_app.fieldwork.views.sync_blueprint import bp, by_person, device_of_request, refusal, reply, server_marks
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.limits import limiter

PER_ADDRESS = "20 per minute"
MOST = 2**31 - 1


def sent_values() -> dict[str, Any]:
    """The JSON object of the request. Raises RuleBroken for anything else."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise RuleBroken(None, _("Nội dung gửi lên không đọc được. Hãy tải lại trang rồi làm lại."))
    return sent


def _text(sent: dict[str, Any], name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _count(sent: dict[str, Any], name: str) -> int:
    value = sent.get(name)
    return min(value, MOST) if isinstance(value, int) and not isinstance(value, bool) else 0


def _id(sent: dict[str, Any]) -> UUID:
    try:
        return UUID(_text(sent, "device_id"))
    except ValueError:
        raise RuleBroken("device_id", _("Mã máy tính bảng không hợp lệ. Hãy tải lại trang rồi làm lại.")) from None


@bp.post("/may")
@limiter.limit(PER_ADDRESS)
@by_person(may_use_own_account)
def enrol() -> ResponseReturnValue:
    """Makes this tablet a device of the person who is signed in, for the account's password once more."""
    sent, account_id = sent_values(), actor().account_id
    if account_id is None:
        raise NotFound
    account = account_by_id(session(), account_id)
    try:
        made = operations.enrol_device(
            session(),
            actor(),
            account,
            device_id=_id(sent),
            label=_text(sent, "label"),
            password=_text(sent, "password"),
            user_agent=request.headers.get("User-Agent", ""),
            app_version=_text(sent, "app"),
            now=now(),
            real_now=real_now(),
        )
    except RuleBroken as broken:
        if broken.field == "password":
            return refusal(403, "wrong_password", broken.message)
        raise
    person = {"id": str(account.person_id), "name": account.person.name, "username": account.username}
    kept = {"device_id": str(made.device.id), "token": made.token, "seal_key": made.device.seal_key_base64}
    return reply({**kept, "person": person, **server_marks()}, 201)


@bp.post("/khoi-phuc")
@limiter.limit(PER_ADDRESS)
@by_person(may_use_own_account)
def recover() -> ResponseReturnValue:
    """The data key of one's own tablet, unwrapped with the campaign's key."""
    sent = sent_values()
    device = device_by_id(session(), _id(sent))
    wrapped, reason = _text(sent, "wrapped_key"), _text(sent, "reason")
    return reply({"key": recover_data_key(session(), actor(), device, wrapped_key=wrapped, reason=reason, now=now())})


@bp.post("/mat-du-lieu")
@limiter.limit(PER_ADDRESS)
@by_person(may_use_own_account, or_device=True)
def report_loss() -> ResponseReturnValue:
    """The browser threw a store away: kept with what was unsent, and told to whoever waits for it."""
    sent = sent_values()
    device = device_of_request() or device_by_id(session(), _id(sent))
    operations.note_loss(
        session(),
        actor(),
        device,
        changes=_count(sent, "changes"),
        photos=_count(sent, "photos"),
        last_saved_at=_text(sent, "last_saved_at")[:40] or None,
        now=now(),
        real_now=real_now(),
    )
    return reply({}, 202)

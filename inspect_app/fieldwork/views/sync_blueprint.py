"""The blueprint by which tablets speak: JSON that names the protocol, a token in place of a cookie, refusals with a code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from pydantic_core import to_json
from wtforms.validators import ValidationError

from inspect_app.accounts.models import AccountState, Device
from inspect_app.accounts.operations import token_sha256
from inspect_app.accounts.queries import actor_for, device_by_token
from inspect_app.accounts.sign_in import note_tablet
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.database import read_only
from inspect_app.kernel.errors import Conflict, DomainError, Forbidden, NotFound, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import set_language
from inspect_app.kernel.permissions import Permission
from inspect_app.kernel.state import EPOCH, fact
from inspect_app.webkit.context import actor, session, today
from inspect_app.webkit.permit import PERMISSION

bp = Blueprint("sync", __name__, url_prefix="/dong-bo")
bp.after_request(note_tablet)

PROTOCOL = 1
MIN_CLIENT = 1
BEARER = "Bearer "
REFUSALS: dict[type[DomainError], tuple[int, str]] = {
    RuleBroken: (422, "invalid"),
    Conflict: (409, "conflict"),
    NotFound: (404, "not_found"),
    Forbidden: (403, "not_allowed"),
}
View = Callable[..., ResponseReturnValue]


def reply(values: dict[str, Any], status: int = 200) -> Response:
    """The server's own answer, as a tablet knows it."""
    return Response(to_json({"protocol": PROTOCOL, **values}), status, mimetype="application/json")


def refusal(status: int, code: str, message: str) -> Response:
    """A refusal with its code for the tablet, and its message for the person."""
    return reply({"error": code, "message": message}, status)


def server_marks() -> dict[str, Any]:
    """Which server this is, and what its clock says."""
    return {"epoch": fact(session(), EPOCH) or "", "server_time": real_now().isoformat()}


@bp.errorhandler(DomainError)
def refuse(error: DomainError) -> ResponseReturnValue:
    """What an operation refuses, said to the tablet."""
    status, code = REFUSALS.get(type(error), (400, "invalid"))
    return refusal(status, code, error.message)


def device_of_request() -> Device | None:
    """The tablet whose token the request carries, a revoked one too; from here on its person acts."""
    if "device" in g:
        known: Device | None = g.device
        return known
    g.device = None
    sent = request.headers.get("Authorization", "")
    if not sent.startswith(BEARER):
        return None
    if request.method == "GET" and not session().in_transaction():
        read_only(session())
    found = device_by_token(session(), token_sha256(sent.removeprefix(BEARER)))
    if found is not None and found.person.account is not None:
        g.device = found
        g.device_heard = found.id, found.last_seen_at
        g.actor = actor_for(session(), found.person.account, today())
        set_language(found.person.account.language)
    return found


def loaded_device(_db: Any) -> Device:
    """The tablet that speaks, as the thing that a permission is asked about."""
    found = device_of_request()
    if found is None:
        raise NotFound
    return found


def is_in_use(device: Device) -> bool:
    """Whether the tablet may be given anything: neither it nor its person's account was closed."""
    account = device.person.account
    return device.revoked_at is None and account is not None and account.state == AccountState.ACTIVE


def by_device(
    needed: Permission[Any],
    load: Callable[..., Any] | None = None,
    *,
    even_revoked: bool = False,
    streams: bool = False,
) -> Callable[[View], View]:
    """Like `permit`, for the holder of a tablet's token; a closed one is heard only where `even_revoked` says so.

    A view that `streams` its body begins as a reading one: it waits for nobody's write lock, and nobody for its.
    """

    def guard_view(view: View) -> View:
        @wraps(view)
        def guarded(**route_args: Any) -> ResponseReturnValue:
            if streams:
                session().rollback()
                read_only(session())
            device = device_of_request()
            if device is None:
                return unknown_device()
            if not even_revoked and not is_in_use(device):
                return refusal(403, "revoked", _("Máy tính bảng này đã bị thu hồi. Việc chưa gửi vẫn gửi lên được."))
            return _shown(view, needed, load, route_args)

        setattr(guarded, PERMISSION, needed)
        return guarded

    return guard_view


def by_person(needed: Permission[Any], *, or_device: bool = False) -> Callable[[View], View]:
    """Like `permit`, for who is signed in at this browser and shows the key of forms; with `or_device` also for a token."""

    def guard_view(view: View) -> View:
        @wraps(view)
        def guarded(**route_args: Any) -> ResponseReturnValue:
            if not (or_device and device_of_request() is not None):
                if not actor().is_signed_in:
                    return refusal(401, "signed_out", _("Phiên làm việc đã hết. Hãy đăng nhập rồi làm lại."))
                if not _has_form_key():
                    return refusal(400, "no_form_key", _("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."))
            return _shown(view, needed, None, route_args)

        setattr(guarded, PERMISSION, needed)
        return guarded

    return guard_view


def unknown_device() -> Response:
    """Nobody knows the token."""
    return refusal(401, "unknown_device", _("Máy chủ không nhận ra máy tính bảng này. Hãy đăng ký lại máy."))


def _shown(
    view: View, needed: Permission[Any], load: Callable[..., Any] | None, route_args: dict[str, Any]
) -> ResponseReturnValue:
    if load is None:
        needed.require(actor(), None)
        return view(**route_args)
    thing = load(session(), **route_args)
    if not needed(actor(), thing):
        # Of a secret thing not even its existence is told.
        raise NotFound if getattr(thing, "secret", False) else Forbidden
    return view(thing)


def _has_form_key() -> bool:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    return True

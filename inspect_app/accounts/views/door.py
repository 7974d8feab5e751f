"""The door: signing in and out, and setting a password by a key."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.forms import SetPasswordForm, SignInForm
from inspect_app.accounts.permissions import may_use_own_account
from inspect_app.accounts.queries import account_by_id, live_reset, samples_by_role
from inspect_app.accounts.rules import username_text
from inspect_app.accounts.sign_in import (
    address,
    clear_cookie,
    current_session,
    device,
    keep_language,
    safe_next,
)
from inspect_app.accounts.views.blueprint import bp
from inspect_app.accounts.views.code_door import ask_for_code
from inspect_app.accounts.views.entering import let_in, onward
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import LANGUAGES
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import IS_DEMONSTRATION, fact
from inspect_app.webkit.context import actor, now, session, settings, today
from inspect_app.webkit.limits import limiter, remote_address
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit, public

PER_ADDRESS = "60 per minute"
PER_ADDRESS_AND_NAME = "10 per minute"


def _address_and_name() -> str:
    return f"{remote_address()}|{username_text(request.form.get('username', ''))[:64]}"


def _is_demonstration() -> bool:
    return settings().demo and fact(session(), IS_DEMONSTRATION) is not None


@bp.route("/dang-nhap", methods=["GET", "POST"])
@public
@limiter.limit(PER_ADDRESS, methods=["POST"])
@limiter.limit(PER_ADDRESS_AND_NAME, key_func=_address_and_name, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Username and password; in a demonstration also one sample account for each role."""
    if actor().is_signed_in and request.method == "GET":
        return redirect(onward())
    form = SignInForm()
    entered: list[operations.SignedIn | operations.CodeAsked] = []
    if form.validate_on_submit() and form.accept(
        lambda: entered.append(
            operations.sign_in(
                session(),
                form.username.data or "",
                form.password.data or "",
                address=address(),
                device=device(),
                now=now(),
                real_now=real_now(),
            )
        )
    ):
        return let_in(entered[0]) if isinstance(entered[0], operations.SignedIn) else ask_for_code(entered[0].account)
    samples = samples_by_role(session(), today()) if _is_demonstration() else []
    return render_form("accounts/sign_in.html", form=form, samples=samples, left=_has_left())


@bp.post("/dang-nhap/mau/<uuid:account_id>")
@public
@limiter.limit(PER_ADDRESS)
def sign_in_as_sample(account_id: UUID) -> ResponseReturnValue:
    """Signs in as a sample person; there is no such page outside a demonstration."""
    if not _is_demonstration():
        raise NotFound
    account = account_by_id(session(), account_id)
    return let_in(
        operations.sign_in_as_sample(
            session(), account, address=address(), device=device(), now=now(), real_now=real_now()
        )
    )


def _has_left() -> bool:
    return request.args.get("roi") == "1"


@bp.post("/dang-xuat")
@permit(may_use_own_account)
def sign_out() -> ResponseReturnValue:
    """Ends the session on the server and in the browser."""
    here = current_session()
    if here is not None:
        operations.close_session(session(), actor(), here, now=now(), real_now=real_now())
    response = redirect(url_for("accounts.sign_in", roi=1), 303)
    clear_cookie(response)
    return response


@bp.post("/ngon-ngu")
@public
def choose_language() -> ResponseReturnValue:
    """Chooses Vietnamese or English: for the account, or before sign-in for this browser."""
    language = request.form.get("language", "")
    account_id = actor().account_id
    if account_id is not None:
        account = account_by_id(session(), account_id)
        operations.choose_language(session(), actor(), account, language, now=now())
    elif language in LANGUAGES:
        keep_language(language)
    return redirect(safe_next(request.form.get("next")) or url_for("web.home"), 303)


@bp.route("/dat-mat-khau/<key>", methods=["GET", "POST"])
@public
@limiter.limit(PER_ADDRESS)
def set_password(key: str) -> ResponseReturnValue:
    """Sets the password by a key that an administrator handed over; once, within 24 hours."""
    reset = live_reset(session(), operations.token_sha256(key), real_now())
    if reset is None:
        raise NotFound(operations.key_is_spent())
    form = SetPasswordForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.set_password(session(), key, form.password.data or "", now=now(), real_now=real_now())
    ):
        tell(_("Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới."))
        return redirect(url_for("accounts.sign_in"))
    return render_form("accounts/set_password.html", form=form, username=reset.account.username)

"""What becomes of a browser whose person was let in."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.sign_in import current_session, safe_next, set_cookie
from inspect_app.kernel.clock import real_now
from inspect_app.webkit.context import actor, now, session


def onward() -> str:
    """Where he wanted to go, else his first page."""
    return safe_next(request.args.get("next")) or url_for("web.home")


def let_in(entered: operations.SignedIn) -> ResponseReturnValue:
    """Hands the new session to the browser; the one that it had ends."""
    before = current_session()
    if before is not None:
        operations.close_session(session(), actor(), before, now=now(), real_now=real_now())
    response = redirect(onward(), 303)
    set_cookie(response, entered.token)
    return response

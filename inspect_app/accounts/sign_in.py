"""The browser's side of a session: its cookie, and who acts in this request."""

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from flask import Response, current_app, g, request
from flask import session as form_session
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from inspect_app.accounts.models import SignInSession
from inspect_app.accounts.operations import TOUCH_EVERY, token_sha256, touch_device, touch_session
from inspect_app.accounts.queries import SESSION_LIFE, actor_for, live_session
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.database import read_only
from inspect_app.kernel.language import DEFAULT_LANGUAGE, set_language
from inspect_app.webkit.context import session, today
from inspect_app.webkit.permit import is_sessionless

logger = logging.getLogger(__name__)
COOKIE = "inspect"
LANGUAGE_KEY = "language"
SECURE_COOKIE = f"__Host-{COOKIE}"
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name() -> str:
    """Over HTTPS the name itself binds the cookie to this host and path (ASVS v5.0.0-3.3.1)."""
    return SECURE_COOKIE if request.is_secure else COOKIE


def set_cookie(response: BaseResponse, token: str) -> None:
    """Hands the token to the browser; scripts cannot read it."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    # The form key of before sign-in ends with it.
    form_session.clear()


def clear_cookie(response: BaseResponse) -> None:
    """Takes the token back, and asks the browser to forget what it kept of these pages.

    `storage` is not cleared: it may hold work that was not sent yet.
    """
    response.delete_cookie(cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "cookies"'
    form_session.clear()


def address() -> str:
    """From where the request comes."""
    return request.remote_addr or ""


def device() -> str:
    """What the browser says that it is."""
    return request.headers.get("User-Agent", "")


def current_session() -> SignInSession | None:
    """The session of this request, or None before sign-in."""
    found: SignInSession | None = g.get("sign_in_session")
    return found


def load_actor() -> None:
    """Before each request: finds the session of the cookie, who acts, and in which language."""
    if request.endpoint == "static" or is_sessionless(current_app.view_functions.get(request.endpoint or "")):
        return
    token = request.cookies.get(cookie_name())
    row = _session_of(token) if token else None
    g.sign_in_session = row
    if row is not None:
        g.actor = actor_for(session(), row.account, today())
        g.sign_in_session_id, g.sign_in_seen_at = row.id, row.last_seen_at
    set_language(row.account.language if row is not None else form_session.get(LANGUAGE_KEY, DEFAULT_LANGUAGE))


def _session_of(token: str) -> SignInSession | None:
    if request.method in READING_METHODS and not session().in_transaction():
        read_only(session())
    return live_session(session(), token_sha256(token), real_now())


def keep_language(language: str) -> None:
    """Keeps the language of somebody who is not signed in, in this browser."""
    form_session[LANGUAGE_KEY] = language


def forget_language(_error: BaseException | None = None) -> None:
    """After each request: what runs next on this thread speaks Vietnamese until it chooses."""
    set_language(DEFAULT_LANGUAGE)


def note_alive(response: Response) -> Response:
    """After each request: notes that the session is in use, in a short transaction of its own."""
    session_id = g.get("sign_in_session_id")
    if session_id is not None and real_now() - g.sign_in_seen_at >= TOUCH_EVERY:
        _note(lambda at: touch_session(session(), session_id, real_now=at))
    return response


def note_tablet(response: Response) -> Response:
    """After each request of a tablet: notes one that only asks as heard; what it sends is noted with it."""
    device_id, last = g.get("device_heard", (None, None))
    if request.method in READING_METHODS and device_id is not None and real_now() - last >= TOUCH_EVERY:
        _note(lambda at: touch_device(session(), device_id, real_now=at))
    return response


def _note(touch: Callable[[datetime], object]) -> None:
    try:
        touch(real_now())
        session().commit()
    except SQLAlchemyError:
        # The answer is made and its work committed: a late note must not turn it into an error.
        session().rollback()
        logger.warning("could not note who was heard", exc_info=True)


def safe_next(target: str | None) -> str | None:
    """A way back that stays on this site: a path with its query, else None (open redirect, ASVS v5.0.0-3.7.2)."""
    if not target or not target.startswith("/") or target[1:2] in ("/", "\\"):
        return None
    if any(ord(letter) < 0x21 or letter == "\\" for letter in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target

"""Each person's inbox: what was told, and whether it was opened; and the number of unread messages on every page."""

from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from inspect_app.accounts.sign_in import safe_next
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.outbox import (
    InboxMessage,
    inbox_page,
    mark_all_read,
    mark_read,
    message_by_id,
    unread_count,
)
from inspect_app.kernel.permissions import permission
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render, tell
from inspect_app.webkit.paging import page_number, paged
from inspect_app.webkit.permit import permit

bp = Blueprint("inbox", __name__, url_prefix="/hop-thu")
PAGE_SIZE = 20
UNREAD = "chua-doc"


@permission("inbox.read", "Everybody who is signed in; each only the messages to himself")
def may_read_inbox(someone: Actor, _thing: object) -> bool:
    """The list of one's own messages."""
    return someone.account_id is not None


@permission("inbox.open", "Only whom the message was written to")
def may_open_message(someone: Actor, message: InboxMessage) -> bool:
    """One message."""
    return someone.account_id is not None and message.account_id == someone.account_id


def _account_id() -> UUID:
    found = actor().account_id
    if found is None:
        raise RuntimeError("the permission lets nobody in without an account")
    return found


@bp.get("/")
@permit(may_read_inbox)
def index() -> ResponseReturnValue:
    """The reader's own messages, the newest first."""
    unread_only, number = request.args.get("loc") == UNREAD, page_number()
    offset = (number - 1) * PAGE_SIZE
    messages, total = inbox_page(session(), _account_id(), unread_only=unread_only, offset=offset, limit=PAGE_SIZE)
    return render(
        "web/inbox.html",
        messages=messages,
        unread_only=unread_only,
        number_unread=unread_count(session(), _account_id()),
        page=paged(number, total, PAGE_SIZE),
    )


@bp.post("/<uuid:message_id>/mo")
@permit(may_open_message, load=message_by_id)
def open_message(message: InboxMessage) -> ResponseReturnValue:
    """Notes that the message was read, and leads to what it is about."""
    mark_read(session(), message, now=now())
    return redirect(safe_next(message.link) or url_for("inbox.index"))


@bp.post("/da-doc")
@permit(may_read_inbox)
def read_all() -> ResponseReturnValue:
    """Notes that everything was read."""
    number = mark_all_read(session(), _account_id(), now=now())
    tell(_("Đã đánh dấu %(n)s tin là đã đọc.", n=number))
    return redirect(url_for("inbox.index"))


def _unread() -> int:
    if "unread" not in g:
        account_id = actor().account_id
        g.unread = unread_count(session(), account_id) if account_id is not None else 0
    return int(g.unread)


@bp.app_context_processor
def masthead() -> dict[str, Any]:
    """The link to the inbox and the number of unread messages; counted only by a page that shows it."""
    if not actor().is_signed_in:
        return {}
    return {"inbox_url": url_for("inbox.index"), "unread": LocalProxy(_unread)}

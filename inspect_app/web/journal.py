"""The journal for auditors: searched, and verified in one press. Secret visits are left out until they begin."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.queries import hidden_visit_ids
from inspect_app.journal.queries import head, search_entries, verify
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.permissions import permission
from inspect_app.webkit.context import actor, session
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit

bp = Blueprint("journal", __name__, url_prefix="/nhat-ky")
PAGE = 50
NO_MORE = 2_000_000_000


@permission("journal.read", "Auditors")
def may_read_journal(someone: Actor, _thing: object) -> bool:
    """Who did what, with the values before and after."""
    return someone.has(Role.AUDITOR)


@bp.get("/")
@permit(may_read_journal)
def index() -> ResponseReturnValue:
    """The newest entries, or those that hold the words; page by page."""
    words = request.args.get("q", "")[:200]
    before = request.args.get("truoc", type=int)
    before = min(before, NO_MORE) if before is not None and before > 0 else None
    hidden = hidden_visit_ids(session(), actor())
    entries = search_entries(session(), words=words, hidden_visits=hidden, before=before, limit=PAGE)
    older = entries[-1].sequence if len(entries) == PAGE else None
    return render("web/journal.html", entries=entries, words=words, older=older, head=head(session()))


@bp.get("/kiem-chung")
@permit(may_read_journal)
def verification() -> ResponseReturnValue:
    """Walks the whole chain and says whether it holds."""
    return render("web/journal_verified.html", found=verify(session()), head=head(session()))

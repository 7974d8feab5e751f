"""The journal's pages. What tells of a secret visit is left out until it begins, and what is not for the reader at all:

the working papers of visits at his own unit, and his own rating before its release. Another auditor reads those.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.queries import hidden_visit_ids, own_visit_ids, visit_ids_of_code
from inspect_app.journal.models import JournalEntry
from inspect_app.journal.queries import JournalFilter, head, search_entries, verify
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.permissions import permission
from inspect_app.kernel.spreadsheets import csv_bytes
from inspect_app.kernel.text import clean
from inspect_app.ratings.queries import own_unreleased_ids
from inspect_app.web.journal.forms import JournalFilterForm
from inspect_app.web.journal.lines import changes_of, journal_listing, lines_of
from inspect_app.webkit.context import actor, session
from inspect_app.webkit.pages import render
from inspect_app.webkit.permit import permit

bp = Blueprint("journal", __name__, url_prefix="/nhat-ky")
PAGE, PAGE_OF_FILE = 50, 500
NO_MORE = 2_000_000_000


@permission(
    "journal.read", "Auditors; each without the visits at his own unit, and without his own rating before its release"
)
def may_read_journal(someone: Actor, _thing: object) -> bool:
    """Who did what, with the values before and after."""
    return someone.has(Role.AUDITOR)


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see, as it was sent and as the journal takes it."""

    form: JournalFilterForm
    narrow: JournalFilter

    def address(self, endpoint: str, before: int | None = None) -> str:
        """A page with the same wishes; of a list, what comes before an entry."""
        sent: dict[str, Any] = {name: request.args.get(name) or None for name in ("q", "visit", "first", "last")}
        return url_for(endpoint, **sent, truoc=before)


def _asked() -> Asked:
    form = JournalFilterForm(request.args)
    form.validate()
    code = clean(form.visit.data or "")
    narrow = JournalFilter(
        words=(form.q.data or "")[:200],
        first=form.first.data if not form.first.errors else None,
        last=form.last.data if not form.last.errors else None,
        visits=visit_ids_of_code(session(), code) if code else None,
        hidden_visits=[*hidden_visit_ids(session(), actor()), *own_visit_ids(session(), actor())],
        hidden_subjects=own_unreleased_ids(session(), actor()),
    )
    return Asked(form, narrow)


@bp.get("/")
@permit(may_read_journal)
def index() -> ResponseReturnValue:
    """The newest entries, or those that fit; page by page."""
    asked, before = _asked(), request.args.get("truoc", type=int)
    before = min(before, NO_MORE) if before is not None and before > 0 else None
    entries = search_entries(session(), asked.narrow, before=before, limit=PAGE)
    older = asked.address("journal.index", entries[-1].sequence) if len(entries) == PAGE else None
    return render(
        "web/journal.html",
        form=asked.form,
        lines=lines_of(entries),
        changes_of=changes_of,
        older=older,
        file=asked.address("journal.file"),
    )


@bp.get("/nhat-ky.csv")
@permit(may_read_journal)
def file() -> Response:
    """Everything that fits, with whole hashes, for a spreadsheet."""
    listing = journal_listing(_pages(_asked().narrow))
    answer = Response(csv_bytes(listing.heads, listing.rows), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="nhat-ky.csv"'
    return answer


def _pages(narrow: JournalFilter) -> Iterator[Sequence[JournalEntry]]:
    before: int | None = None
    read = partial(search_entries, session(), narrow, limit=PAGE_OF_FILE)
    while page := read(before=before):
        yield page
        before = page[-1].sequence


@bp.get("/kiem-chung")
@permit(may_read_journal)
def verification() -> ResponseReturnValue:
    """Walks the whole chain and says whether it holds."""
    return render("web/journal_verified.html", found=verify(session()), head=head(session()))

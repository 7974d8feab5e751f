"""In which form a conclusion is signed, and under which number: what its issue pages offer."""

from inspect_app.accounts.models import Delegation
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.papers.frame import team_of
from inspect_app.conclusions.forms import IssueForm
from inspect_app.conclusions.operations.registering import TYPE_SIGN
from inspect_app.conclusions.queries import own_delegations
from inspect_app.registry.models import NumberBook
from inspect_app.registry.operations.drafts import issuing_team
from inspect_app.registry.queries import find_body, find_book, reserved_entries
from inspect_app.registry.rules import NumberSource
from inspect_app.webkit.context import actor, session, today


def offer(form: IssueForm, visit: Visit) -> None:
    """Hands in the reader's powers to sign, and the numbers that are reserved for a notice of his bodies.

    `form.asks_number` says whether an office gives the numbers of one of them, so that a number may be typed.
    """
    person_id = actor().person_id
    powers = own_delegations(session(), person_id, today()) if person_id is not None else ()
    form.delegation.choices = [(str(row.id), " / ".join(row.authority_lines)) for row in powers]
    books = [_book(power, visit) for power in powers]
    known = [book for book in books if book is not None]
    entries = reserved_entries(session(), {book.id for book in known})
    form.offer([entry for entry in entries if entry.type_sign == TYPE_SIGN])
    form.asks_number = any(book is None or book.source is NumberSource.OFFICE for book in books) or not books


def _book(power: Delegation, visit: Visit) -> NumberBook | None:
    body = find_body(session(), power.unit_id, issuing_team(power, team_of(visit.campaign).body))
    return find_book(session(), body.id, today().year) if body is not None else None

"""That every issued conclusion stands in the register under a number of its own, and that no number is left out."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.cli.replay.checking.books import rows
from inspect_app.cli.replay.checking.finding import Finding

NUMBER = ("id", "book_id", "series", "number", "state", "paper_id", "reason")


def unexplained_numbers(session: Session) -> Iterator[Finding]:
    """Numbers that nobody took or that two have, papers without a number, and conclusions that are in no register."""
    books = rows(session, "number_book", "id", "source", "first_number")
    first = {book.id: book.first_number for book in books if book.source == "own"}
    entries = rows(session, "register_entry", *NUMBER)
    counted: dict[tuple[UUID, str], list[int]] = defaultdict(list)
    for entry in entries:
        if entry.book_id in first:
            counted[entry.book_id, entry.series].append(entry.number)
        if entry.state == "cancelled" and not entry.reason:
            yield Finding("register", str(entry.number), "cancelled without a reason")
    for (book, series), numbers in counted.items():
        if sorted(numbers) != list(range(first[book], first[book] + len(numbers))):
            yield Finding("register", series or "one series", f"{sorted(numbers)}")
    numbered = Counter(entry.paper_id for entry in entries if entry.state == "issued")
    for paper in rows(session, "issued_paper", "id", "title"):
        if numbered[paper.id] != (1 if first else 0):
            yield Finding("register", paper.title, f"{numbered[paper.id]} numbers")
    yield from _outside(session)


def _outside(session: Session) -> Iterator[Finding]:
    issued = {paper.about_id for paper in rows(session, "issued_paper", "id", "about_id")}
    for conclusion in rows(session, "conclusion", "id", "visit_id", "state"):
        if conclusion.state == "issued" and conclusion.id not in issued:
            yield Finding("register", str(conclusion.visit_id), "issued outside the register")

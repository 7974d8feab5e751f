"""That what has to be inside working days is inside, that nothing is missing in a count, and that two people issue."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from inspect_app.cli.replay.checking.books import VISIT, rows
from inspect_app.cli.replay.checking.days import Days
from inspect_app.cli.replay.checking.finding import Finding
from inspect_app.kernel.clock import ZONE


def outside_working_days(session: Session, days: Days) -> Iterator[Finding]:
    """Days of visits and of papers, and due dates, that fall on a day on which nobody works."""
    for visit in rows(session, "visit", *VISIT):
        if visit.cancelled_at is not None:
            continue
        for what, on in _days_of(visit):
            if not days.worked(on):
                yield Finding("working days", visit.code, f"{what} on {on:%d/%m/%Y}")
    for what, on in _due_days(session):
        if not days.worked(on):
            yield Finding("working days", what, f"{on:%d/%m/%Y}")


def _due_days(session: Session) -> Iterator[tuple[str, date]]:
    for one in rows(session, "occurrence", "id", "rule", "due_on", "state"):
        if one.state != "superseded":
            yield str(one.rule), one.due_on
    for action in rows(session, "corrective_action", "id", "due_on"):
        yield "corrective action", action.due_on
    for paper in rows(session, "conclusion", "id", "issued_on"):
        if paper.issued_on is not None:
            yield "conclusion", paper.issued_on


def _days_of(visit: Row[Any]) -> Iterator[tuple[str, date]]:
    if visit.starts_on is not None:
        for number in range((visit.ends_on - visit.starts_on).days + 1):
            yield "visit", visit.starts_on + timedelta(days=number)
    for what in ("begun_at", "closed_at", "frozen_at"):
        moment: datetime | None = getattr(visit, what)
        if moment is not None:
            yield what, moment.astimezone(ZONE).date()


# Which numbers run on without a gap: the table, what they are counted within, and the number.
COUNTS = (
    ("evidence", "visit_id", "number"),
    ("finding", "visit_id", "number"),
    ("conclusion_request", "conclusion_id", "position"),
)


def gaps_in_numbers(session: Session) -> Iterator[Finding]:
    """Numbers that were left out or given twice within a visit or a paper."""
    for table, within, number in COUNTS:
        counted: dict[UUID, list[int]] = defaultdict(list)
        for row in rows(session, table, "id", within, number):
            counted[getattr(row, within)].append(getattr(row, number))
        for numbers in counted.values():
            if sorted(numbers) != list(range(1, len(numbers) + 1)):
                yield Finding("numbering", table, f"{sorted(numbers)}")


def issued_by_one(session: Session) -> Iterator[Finding]:
    """Issued papers that fewer than two people approved, or that a writer of the visit signed."""
    approvals: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows(session, "approval", "id", "conclusion_id", "person_id"):
        approvals[row.conclusion_id].add(row.person_id)
    writers: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows(session, "answer_revision", "id", "visit_id", "person_id"):
        writers[row.visit_id].add(row.person_id)
    for paper in rows(session, "conclusion", "id", "visit_id", "state", "signer_id"):
        if paper.state != "issued":
            continue
        if len(approvals[paper.id]) < 2:
            yield Finding("two persons", str(paper.visit_id), "issued by fewer than two")
        if paper.signer_id in writers[paper.visit_id]:
            yield Finding("two persons", str(paper.visit_id), "signed by somebody who wrote an answer")


def doubled_messages(session: Session) -> Iterator[Finding]:
    """The same thing told twice to one person, or sent under two Message-IDs."""
    seen: set[tuple[UUID, str]] = set()
    for row in rows(session, "inbox_message", "id", "account_id", "dedupe_key"):
        key = row.account_id, row.dedupe_key
        if key in seen:
            yield Finding("notices", row.dedupe_key, "told twice")
        seen.add(key)
    mails: set[tuple[str, str]] = set()
    for row in rows(session, "outgoing_mail", "id", "recipient", "dedupe_key"):
        address = row.recipient, row.dedupe_key
        if address in mails:
            yield Finding("mail", row.dedupe_key, "two mails of one message")
        mails.add(address)


def unsent_mail(session: Session, taken: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Mails that were handed over more than twice, or are said to be sent and never were."""
    times: dict[str, int] = defaultdict(int)
    for message_id, _recipient in taken:
        times[message_id] += 1
    for row in rows(session, "outgoing_mail", "id", "message_id", "sent_at"):
        if times[row.message_id] > 2 or (row.sent_at is not None and times[row.message_id] == 0):
            yield Finding("mail", row.message_id, f"handed over {times[row.message_id]} times")

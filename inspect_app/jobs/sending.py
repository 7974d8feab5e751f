"""Emptying the outbox: each mail in short transactions of its own, sent again only when nobody knows whether it was.

A mail is first noted as tried, then handed over, then noted as sent. Whoever dies in between leaves a mail that is handed
over once more after its pause, with the same Message-ID: at least once, and in practice at most twice.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from inspect_app.jobs.mail import Connection, MailPostponed, MailRefused, MailServerDown, compose
from inspect_app.jobs.queries import waiting_mail
from inspect_app.jobs.rules import MOST_TRIES, is_stale_mail, pause_after
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.outbox import OutgoingMail

AT_ONCE = 100

Guard = Callable[[Session], None]


@dataclass(frozen=True)
class MailSummary:
    """What became of the mails whose turn had come."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    error: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was sent and nothing went wrong."""
        return not (self.sent or self.postponed or self.given_up or self.error)

    def sentence(self) -> str:
        """The run in one sentence."""
        counts = {"sent": self.sent, "postponed": self.postponed, "given_up": self.given_up}
        return _("Gửi %(sent)s thư, hoãn %(postponed)s thư, không gửi %(given_up)s thư.", **counts)


@dataclass(frozen=True)
class PostOffice:
    """How mail leaves: a way to the server, whose name stands on it, and where its links lead."""

    open: Callable[[], AbstractContextManager[Connection]]
    sender: str
    public_url: str


def send_waiting_mail(
    transactions: sessionmaker[Session], office: PostOffice, *, now: datetime, guard: Guard
) -> MailSummary:
    """Sends the mails whose turn has come. `guard(session)` opens every transaction and raises when it must not be.

    A stale mail is marked and not sent. A server that is down costs no mail a try.
    """
    with transactions.begin() as session:
        guard(session)
        due = waiting_mail(session, now)
        stale = [mail for mail in due if is_stale_mail(mail.created_at, now)]
        for mail in stale:
            mail.given_up_at, mail.last_error = now, _("quá 3 ngày nên không gửi nữa")
        turn = [mail.id for mail in due if mail not in stale][:AT_ONCE]
    summary = MailSummary(given_up=len(stale))
    if not turn:
        return summary
    try:
        with office.open() as connection:
            for mail_id in turn:
                summary = _send_one(transactions, office, connection, mail_id, summary, now=now, guard=guard)
    except MailServerDown as down:
        return replace(summary, error=str(down))
    return summary


def _send_one(
    transactions: sessionmaker[Session],
    office: PostOffice,
    connection: Connection,
    mail_id: UUID,
    summary: MailSummary,
    *,
    now: datetime,
    guard: Guard,
) -> MailSummary:
    with transactions.begin() as session:
        guard(session)
        mail = session.get_one(OutgoingMail, mail_id)
        if mail.sent_at is not None:
            return summary
        mail.attempts += 1
        mail.next_attempt_at = now + pause_after(mail.attempts)
    sent, refused, error = False, False, None
    try:
        connection.send(compose(mail, sender=office.sender, public_url=office.public_url, now=now))
        sent = True
    except MailRefused as refusal:
        refused, error = True, str(refusal)
    except MailPostponed as refusal:
        refused, error = mail.attempts >= MOST_TRIES, str(refusal)
    with transactions.begin() as session:
        guard(session)
        mail = session.get_one(OutgoingMail, mail_id)
        mail.last_error = error
        mail.sent_at = now if sent else None
        mail.given_up_at = now if refused else None
    if sent:
        return replace(summary, sent=summary.sent + 1)
    if refused:
        return replace(summary, given_up=summary.given_up + 1)
    return replace(summary, postponed=summary.postponed + 1)

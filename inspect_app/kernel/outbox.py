"""What leaves or is shown to a person: an inbox row exactly once, a mail from the outbox after the commit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.tables import Base, Identified


class InboxMessage(Identified, Base):
    """A message in a person's inbox; one per (person, dedupe key)."""

    __tablename__ = "inbox_message"
    __table_args__ = (UniqueConstraint("account_id", "dedupe_key"),)

    account_id: Mapped[UUID] = mapped_column(index=True)
    dedupe_key: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str]
    link: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class OutgoingMail(Identified, Base):
    """A rendered mail that waits to be sent; its Message-ID is made once and stays."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        UniqueConstraint("recipient", "dedupe_key"),
        Index("ix_outgoing_mail_waiting", "sent_at", "created_at"),
    )

    recipient: Mapped[str] = mapped_column(String(320))
    dedupe_key: Mapped[str] = mapped_column(String(300))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str]
    link: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]


def _has_inbox_row(session: Session, account_id: UUID, dedupe_key: str) -> bool:
    query = select(InboxMessage.id).where(InboxMessage.account_id == account_id, InboxMessage.dedupe_key == dedupe_key)
    return session.scalar(query) is not None


def _has_mail(session: Session, recipient: str, dedupe_key: str) -> bool:
    query = select(OutgoingMail.id).where(OutgoingMail.recipient == recipient, OutgoingMail.dedupe_key == dedupe_key)
    return session.scalar(query) is not None


def notify(
    session: Session,
    *,
    account_id: UUID,
    email: str | None,
    subject: str,
    body: str,
    link: str | None,
    dedupe_key: str,
    now: datetime,
    mail: bool = True,
) -> InboxMessage | None:
    """Puts a message in the inbox, and a mail in the outbox if there is an address; None when it was told before.

    Two people who share an address get one mail between them.
    """
    if _has_inbox_row(session, account_id, dedupe_key):
        return None
    message = InboxMessage(
        account_id=account_id, dedupe_key=dedupe_key, subject=subject, body=body, link=link, created_at=now
    )
    session.add(message)
    if email and mail:
        put_in_outbox(session, email, subject=subject, body=body, link=link, dedupe_key=dedupe_key, now=now)
    session.flush()
    return message


def put_in_outbox(
    session: Session, recipient: str, *, subject: str, body: str, link: str | None, dedupe_key: str, now: datetime
) -> bool:
    """Puts a mail into the outbox, once for an address and a key; True when it was not there yet."""
    if _has_mail(session, recipient, dedupe_key):
        return False
    session.add(
        OutgoingMail(
            recipient=recipient,
            dedupe_key=dedupe_key,
            message_id=f"<{new_id()}@inspect-app>",
            subject=subject,
            body=body,
            link=link,
            created_at=now,
        )
    )
    session.flush()
    return True


def unread_count(session: Session, account_id: UUID) -> int:
    """How many messages the account has not opened."""
    query = select(func.count()).where(InboxMessage.account_id == account_id, InboxMessage.read_at.is_(None))
    return session.scalar(query) or 0


def inbox_page(
    session: Session, account_id: UUID, *, unread_only: bool, offset: int, limit: int
) -> tuple[Sequence[InboxMessage], int]:
    """One page of the account's messages, the newest first, and how many there are in all."""
    query = select(InboxMessage).where(InboxMessage.account_id == account_id)
    if unread_only:
        query = query.where(InboxMessage.read_at.is_(None))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(InboxMessage.created_at.desc(), InboxMessage.id.desc())
    return session.scalars(ordered.offset(offset).limit(limit)).all(), total


def message_by_id(session: Session, message_id: UUID) -> InboxMessage:
    """One message, whoever asks; raises NotFound."""
    message = session.get(InboxMessage, message_id)
    if message is None:
        raise NotFound
    return message


def mark_read(session: Session, message: InboxMessage, *, now: datetime) -> None:
    """Notes when a message was first opened."""
    if message.read_at is None:
        message.read_at = now
        session.flush()


def mark_all_read(session: Session, account_id: UUID, *, now: datetime) -> int:
    """Notes that everything was read; gives how many messages were not yet."""
    unread = unread_count(session, account_id)
    session.execute(
        update(InboxMessage)
        .where(InboxMessage.account_id == account_id, InboxMessage.read_at.is_(None))
        .values(read_at=now)
    )
    return unread

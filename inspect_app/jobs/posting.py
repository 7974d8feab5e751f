"""Putting the messages of one run into inboxes and outbox: each once, and after an outage without a flood of mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.jobs.notices import Notice, digest_notice
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import use_language
from inspect_app.kernel.outbox import notify

SUBJECT_MAX = 300


@dataclass(frozen=True)
class Message:
    """A notice for one account; a quiet one came late and spares the mailbox when there are several."""

    account: Account
    notice: Notice
    dedupe_key: str
    quiet: bool = False


def post(session: Session, messages: Sequence[Message], *, now: datetime) -> int:
    """Puts each message into its inbox unless it was told before; gives how many inbox messages were made.

    One late message is mailed as it is. Several late ones of a person stand in the inbox, and one mail lists them.
    """
    by_account: dict[UUID, list[Message]] = {}
    for message in messages:
        by_account.setdefault(message.account.id, []).append(message)
    return sum(_post_to(session, own, now) for own in by_account.values())


def _post_to(session: Session, messages: Sequence[Message], now: datetime) -> int:
    in_one_mail = sum(message.quiet for message in messages) > 1
    made = [message for message in messages if _put(session, message, now, mail=not (in_one_mail and message.quiet))]
    listed = [message.notice.subject for message in made if message.quiet]
    if not in_one_mail or not listed:
        return len(made)
    account = messages[0].account
    with use_language(account.language):
        digest = Message(account, digest_notice(listed), f"late|{local_date(now)}")
    return len(made) + _put(session, digest, now, mail=True)


def _put(session: Session, message: Message, now: datetime, *, mail: bool) -> bool:
    subject = " ".join(message.notice.subject.split())
    made = notify(
        session,
        account_id=message.account.id,
        email=message.account.mail_address,
        subject=subject if len(subject) <= SUBJECT_MAX else f"{subject[: SUBJECT_MAX - 1]}…",
        body=message.notice.body,
        link=message.notice.link,
        dedupe_key=message.dedupe_key,
        now=now,
        mail=mail,
    )
    return made is not None

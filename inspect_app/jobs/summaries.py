"""The daily summary: whoever wants one mail a day gets, once each morning, what came into the inbox since the last one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from inspect_app.accounts.models import Account, AccountState, MailChoice
from inspect_app.campaigns.notice_settings import office_hours
from inspect_app.jobs.notices import summary_notice
from inspect_app.kernel.clock import ZONE, local_date
from inspect_app.kernel.language import use_language
from inspect_app.kernel.outbox import InboxMessage, OutgoingMail, put_in_outbox

KEY = "summary"
# How far a summary looks back at most: the first one, and one after an outage.
LONGEST = timedelta(days=7)


def make_summaries(session: Session, *, now: datetime) -> int:
    """Puts the day's summaries into the outbox; gives how many. Called again on the same day, it makes none.

    Before the office's hour for them it makes none either; whoever calls later on the day makes up for it.
    """
    if not office_hours(session, local_date(now)).may_sum_up(now.astimezone(ZONE)):
        return 0
    query = select(Account).options(joinedload(Account.person)).order_by(Account.username)
    wanted = query.where(Account.mail_choice == MailChoice.DAILY, Account.state == AccountState.ACTIVE)
    return sum(_summarise(session, account, now) for account in session.scalars(wanted).all())


def _summarise(session: Session, account: Account, now: datetime) -> bool:
    address = account.person.email
    prefix = f"{KEY}|{account.id}|"
    key = f"{prefix}{local_date(now)}"
    if not address:
        return False
    last = session.scalar(select(func.max(OutgoingMail.created_at)).where(OutgoingMail.dedupe_key.startswith(prefix)))
    if last is not None and local_date(last) == local_date(now):
        return False
    messages = _since(session, account, max(last or now - LONGEST, now - LONGEST), now)
    if not messages:
        return False
    with use_language(account.language):
        notice = summary_notice([message.subject for message in messages], local_date(now))
    return put_in_outbox(
        session, address, subject=notice.subject, body=notice.body, link=notice.link, dedupe_key=key, now=now
    )


def _since(session: Session, account: Account, since: datetime, now: datetime) -> Sequence[InboxMessage]:
    """What came after the last summary and was not opened yet."""
    own = InboxMessage.account_id == account.id, InboxMessage.read_at.is_(None)
    query = select(InboxMessage).where(*own, InboxMessage.created_at > since, InboxMessage.created_at <= now)
    return session.scalars(query.order_by(InboxMessage.created_at, InboxMessage.id)).all()

"""Who has shown his password in this browser and not yet his code: kept for five minutes in the signed cookie of forms."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import session as form_session
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.accounts.operations import token_sha256
from inspect_app.accounts.queries import account_by_id
from inspect_app.kernel.errors import NotFound

WAITS, LIFE = "waits_for_code", timedelta(minutes=5)


def begin_waiting(account: Account, real_now: datetime) -> None:
    """Remembers that the password was right, until the code comes."""
    form_session[WAITS] = [str(account.id), real_now.timestamp(), _mark(account)]


def who_waits(session: Session, real_now: datetime) -> Account | None:
    """The account whose code is awaited here; None when nobody's is, it took too long, or the password is another now."""
    account_id, since, mark = form_session.get(WAITS, (None, 0.0, ""))
    if account_id is None or not 0 <= real_now.timestamp() - since <= LIFE.total_seconds():
        return None
    try:
        account = account_by_id(session, UUID(account_id))
    except NotFound:
        return None
    return account if account.asks_for_code and mark == _mark(account) else None


def _mark(account: Account) -> str:
    return token_sha256(account.password_hash or "")[:16]

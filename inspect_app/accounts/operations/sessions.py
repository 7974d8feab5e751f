"""Signing in and out: sessions are rows, a token is known to its browser alone (ASVS v5.0.0-7.2 to 7.4)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, AccountState, SignInSession
from inspect_app.accounts.passwords import hash_of, is_outdated, matches
from inspect_app.accounts.permissions import may_end_session
from inspect_app.accounts.queries import account_by_username, actor_for
from inspect_app.accounts.rules import PASSWORD_MAX, password_text, username_problem
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import NotFound, RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.state import IS_DEMONSTRATION, fact

TOKEN_BYTES = 32
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignedIn:
    """Who signed in, and the token for the browser: it is not kept anywhere else."""

    account: Account
    token: str


@dataclass(frozen=True)
class CodeAsked:
    """The password was right, and a code of the person's phone is asked before anybody is let in."""

    account: Account


def new_token() -> str:
    """256 random bits, fit for a cookie or a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_sha256(token: str) -> str:
    """What of a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, account: Account, *, address: str, device: str, real_now: datetime) -> str:
    """Opens a new session and gives its token; a token from before sign-in is never taken over."""
    token = new_token()
    session.add(
        SignInSession(
            account_id=account.id,
            token_sha256=token_sha256(token),
            created_at=real_now,
            last_seen_at=real_now,
            address=address[:64],
            device=device[:300],
        )
    )
    session.flush()
    return token


def sign_in(
    session: Session, username: str, password: str, *, address: str, device: str, now: datetime, real_now: datetime
) -> SignedIn | CodeAsked:
    """Signs in, or asks for the second step, and hashes the password anew when the parameters have changed since.

    Raises RuleBroken with one message for every reason, after the same work, so that nobody learns which names exist.
    """
    account = None if username_problem(username) else account_by_username(session, username)
    fits = len(password_text(password)) <= PASSWORD_MAX
    right = matches(account.password_hash if account and fits else None, password if fits else "")
    if account is None or not right or account.state != AccountState.ACTIVE:
        raise RuleBroken(
            None,
            _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy thử lại, hoặc nhờ quản trị viên cấp khóa đặt lại mật khẩu."),
        )
    if account.password_hash is not None and is_outdated(account.password_hash):
        account.password_hash = hash_of(password)
    if account.asks_for_code:
        return CodeAsked(account)
    return enter(session, account, address=address, device=device, now=now, real_now=real_now)


def sign_in_as_sample(
    session: Session, account: Account, *, address: str, device: str, now: datetime, real_now: datetime
) -> SignedIn:
    """Signs in without a password as a sample person. Raises NotFound outside a demonstration's database."""
    is_sample = account.person.is_sample and account.state == AccountState.ACTIVE
    if not is_sample or fact(session, IS_DEMONSTRATION) is None:
        raise NotFound
    return enter(session, account, address=address, device=device, now=now, real_now=real_now)


def enter(
    session: Session, account: Account, *, address: str, device: str, now: datetime, real_now: datetime
) -> SignedIn:
    """Opens a session for somebody who has shown who he is, and journals it."""
    token = open_session(session, account, address=address, device=device, real_now=real_now)
    actor = actor_for(session, account, local_date(now))
    record(session, actor, "accounts.sign_in", account, now=now, summary=f"Đăng nhập: {account.username}")
    return SignedIn(account, token)


def close_session(
    session: Session, actor: Actor, sign_in_session: SignInSession, *, now: datetime, real_now: datetime
) -> None:
    """Signs out."""
    _end(session, actor, sign_in_session, "accounts.sign_out", "Đăng xuất", now=now, real_now=real_now)


def revoke_session(
    session: Session, actor: Actor, sign_in_session: SignInSession, *, now: datetime, real_now: datetime
) -> None:
    """Ends a session from another place; its next request is that of a stranger."""
    _end(session, actor, sign_in_session, "accounts.revoke_session", "Thu hồi phiên", now=now, real_now=real_now)


def _end(
    session: Session, actor: Actor, row: SignInSession, verb: str, what: str, *, now: datetime, real_now: datetime
) -> None:
    may_end_session.require(actor, row)
    if row.revoked_at is not None:
        return
    row.revoked_at = real_now
    session.flush()
    record(session, actor, verb, row.account, now=now, summary=f"{what}: {row.account.username}")


def revoke_all_sessions(session: Session, account: Account, *, real_now: datetime, keep_id: UUID | None = None) -> None:
    """Ends the account's sessions, but for the one to keep; the calling operation writes the journal."""
    query = update(SignInSession).where(SignInSession.account_id == account.id, SignInSession.revoked_at.is_(None))
    if keep_id is not None:
        query = query.where(SignInSession.id != keep_id)
    session.execute(query.values(revoked_at=real_now))


def touch_session(session: Session, session_id: UUID, *, real_now: datetime) -> bool:
    """Notes that a session is alive, at most once a minute; True when something was written."""
    result = session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.last_seen_at < real_now - TOUCH_EVERY)
        .values(last_seen_at=real_now)
        .returning(SignInSession.id)
    )
    return result.first() is not None

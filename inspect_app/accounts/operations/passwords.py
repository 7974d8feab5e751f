"""Keys to set a password, and passwords. No journal entry ever holds either."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, AccountState, PasswordReset
from inspect_app.accounts.operations.sessions import new_token, revoke_all_sessions, token_sha256
from inspect_app.accounts.passwords import common_passwords, hash_of, matches
from inspect_app.accounts.permissions import may_change_powers, may_use_own_account
from inspect_app.accounts.queries import actor_for, live_reset
from inspect_app.accounts.rules import password_problem
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, NotFound, RuleBroken
from inspect_app.kernel.language import gettext as _

KEY_LIFE = timedelta(hours=24)


def checked_hash(password: str, username: str, field: str) -> str:
    """The hash of a password that the rules accept; raises RuleBroken at the field."""
    problem = password_problem(password, username=username, common=common_passwords())
    if problem:
        raise RuleBroken(field, problem)
    return hash_of(password)


def issue_reset(session: Session, actor: Actor, account: Account, *, now: datetime, real_now: datetime) -> str:
    """Makes a key with which the person sets a password once within 24 hours; earlier keys end.

    The key is given back to be shown once; only its SHA-256 is stored. Raises Conflict for a disabled account.
    """
    may_change_powers.require(actor, account.person)
    if account.state != AccountState.ACTIVE:
        raise Conflict(_("Tài khoản đang bị khóa. Hãy mở lại tài khoản trước khi cấp khóa đặt mật khẩu."))
    _end_resets(session, account, real_now)
    key = new_token()
    session.add(
        PasswordReset(
            account_id=account.id,
            token_sha256=token_sha256(key),
            created_at=real_now,
            expires_at=real_now + KEY_LIFE,
        )
    )
    session.flush()
    record(
        session, actor, "accounts.issue_reset", account, now=now, summary=f"Cấp khóa đặt mật khẩu: {account.username}"
    )
    return key


def _end_resets(session: Session, account: Account, real_now: datetime) -> None:
    open_resets = PasswordReset.account_id == account.id, PasswordReset.used_at.is_(None)
    session.execute(update(PasswordReset).where(*open_resets).values(used_at=real_now))


def set_password(session: Session, key: str, password: str, *, now: datetime, real_now: datetime) -> Account:
    """Sets the password by a key and ends all sessions. Raises NotFound for a used or expired key, RuleBroken."""
    reset = live_reset(session, token_sha256(key), real_now)
    if reset is None or reset.account.state != AccountState.ACTIVE:
        raise NotFound(key_is_spent())
    account = reset.account
    new_hash = checked_hash(password, account.username, "password")
    # Asked of the database, not of what was read: of two that come at once, one finds it used.
    unused = PasswordReset.id == reset.id, PasswordReset.used_at.is_(None)
    taken = session.execute(update(PasswordReset).where(*unused).values(used_at=real_now).returning(PasswordReset.id))
    if taken.first() is None:
        raise NotFound(key_is_spent())
    account.password_hash = new_hash
    _end_resets(session, account, real_now)
    revoke_all_sessions(session, account, real_now=real_now)
    session.flush()
    actor = actor_for(session, account, local_date(now))
    record(
        session, actor, "accounts.set_password", account, now=now, summary=f"Đặt mật khẩu bằng khóa: {account.username}"
    )
    return account


def key_is_spent() -> str:
    """What a person reads whose key does not open any more."""
    return _("Khóa này đã dùng, đã hết hạn hoặc chưa đúng. Hãy nhờ quản trị viên cấp khóa mới.")


def change_password(
    session: Session,
    actor: Actor,
    account: Account,
    *,
    current: str,
    new: str,
    keep_session_id: UUID | None,
    now: datetime,
    real_now: datetime,
) -> None:
    """Changes one's own password and ends the other sessions. Raises RuleBroken at `current` or `new`."""
    may_use_own_account.require(actor, account)
    if not matches(account.password_hash, current):
        raise RuleBroken("current", _("Mật khẩu hiện tại chưa đúng. Hãy nhập lại."))
    account.password_hash = checked_hash(new, account.username, "new")
    _end_resets(session, account, real_now)
    revoke_all_sessions(session, account, real_now=real_now, keep_id=keep_session_id)
    session.flush()
    record(session, actor, "accounts.change_password", account, now=now, summary=f"Đổi mật khẩu: {account.username}")

"""The second step of signing in: turned on by a first code, asked at the door, taken away by its owner or an administrator.

No journal entry holds a secret or a code.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.codes import counter_of, new_secret
from inspect_app.accounts.models import Account, AccountState, SecondStep
from inspect_app.accounts.operations.sessions import SignedIn, enter, revoke_all_sessions
from inspect_app.accounts.passwords import matches
from inspect_app.accounts.permissions import may_change_powers, may_use_own_account
from inspect_app.accounts.queries import actor_for
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, NotFound, RuleBroken
from inspect_app.kernel.formats import format_time
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.locks import lock_row
from inspect_app.kernel.text import clean

# 480 guesses a day at codes of which three in a million open: more than a year for an even chance, and each lock is journalled.
MOST_FAILURES, LOCKED_FOR = 5, timedelta(minutes=15)


@dataclass(frozen=True)
class CodeRefused:
    """The code did not open; that it was tried is kept, so the caller commits although it refuses."""

    message: str


def begin_second_step(
    session: Session, actor: Actor, account: Account, *, password: str, real_now: datetime
) -> SecondStep:
    """Makes a secret for the person's phone; until it is confirmed it asks for nothing. A new beginning replaces the last.

    Raises RuleBroken at `password`: whoever finds a browser signed in must not shut its owner out. Raises Conflict where
    the second step is on.
    """
    may_use_own_account.require(actor, account)
    _refuse_confirmed(account)
    _check_password(account, password)
    step = account.second_step or SecondStep(account=account)
    step.secret, step.begun_at = new_secret(), real_now
    session.add(step)
    session.flush()
    return step


def confirm_second_step(
    session: Session,
    actor: Actor,
    account: Account,
    *,
    code: str,
    keep_session_id: UUID | None,
    now: datetime,
    real_now: datetime,
) -> None:
    """Turns the second step on by the first code of the phone, and ends the other sessions.

    Raises RuleBroken at `code`, Conflict where it is on or was not begun.
    """
    may_use_own_account.require(actor, account)
    _refuse_confirmed(account)
    step = account.second_step
    if step is None:
        raise Conflict(_("Chưa bắt đầu bật xác minh hai bước. Hãy mở lại trang và bấm bắt đầu."))
    counter = counter_of(step.secret_bytes, code, real_now)
    if counter is None:
        raise RuleBroken("code", _("Mã chưa đúng. Hãy kiểm tra giờ trên điện thoại, rồi nhập mã đang hiện."))
    step.confirmed_at, step.last_counter = real_now, counter
    revoke_all_sessions(session, account, real_now=real_now, keep_id=keep_session_id)
    session.flush()
    summary = f"Bật xác minh hai bước: {account.username}"
    record(session, actor, "accounts.confirm_second_step", account, now=now, summary=summary)


def end_second_step(session: Session, actor: Actor, account: Account, *, password: str, now: datetime) -> None:
    """Turns one's own second step off. Raises RuleBroken at `password`."""
    may_use_own_account.require(actor, account)
    _check_password(account, password)
    _delete(session, account)
    summary = f"Tắt xác minh hai bước: {account.username}"
    record(session, actor, "accounts.end_second_step", account, now=now, summary=summary)


def remove_second_step(session: Session, actor: Actor, account: Account, *, reason: str, now: datetime) -> None:
    """Takes away the second step of somebody whose phone is lost. Raises RuleBroken without a reason."""
    may_change_powers.require(actor, account.person)
    reason = clean(reason)
    if not reason:
        raise RuleBroken("reason", _("Hãy ghi lý do, ví dụ mất điện thoại và cách đã xác minh người đề nghị."))
    _delete(session, account)
    summary = f"Gỡ xác minh hai bước: {account.username}"
    record(session, actor, "accounts.remove_second_step", account, now=now, summary=summary, reason=reason)


def sign_in_by_code(
    session: Session, account: Account, code: str, *, address: str, device: str, now: datetime, real_now: datetime
) -> SignedIn | CodeRefused:
    """The second half of signing in, after the password. A code opens once; after five wrong ones nothing opens for a while.

    Raises NotFound where nothing is asked of the account any more: then it begins anew at the door.
    """
    step = account.second_step
    if step is None or step.confirmed_at is None or account.state != AccountState.ACTIVE:
        raise NotFound(_("Lần đăng nhập này đã hết hiệu lực. Hãy đăng nhập lại từ đầu."))
    # Of two that bring the same code at once, one finds it taken.
    lock_row(session, step, ("last_counter", "failures", "locked_until"))
    if step.locked_until is not None and real_now < step.locked_until:
        return CodeRefused(_locked(step.locked_until))
    counter = counter_of(step.secret_bytes, code, real_now)
    if counter is None or counter <= step.last_counter:
        return _refused(session, account, step, now=now, real_now=real_now)
    step.last_counter, step.failures, step.locked_until = counter, 0, None
    return enter(session, account, address=address, device=device, now=now, real_now=real_now)


def _refused(session: Session, account: Account, step: SecondStep, *, now: datetime, real_now: datetime) -> CodeRefused:
    step.failures += 1
    if step.failures < MOST_FAILURES:
        session.flush()
        return CodeRefused(_("Mã chưa đúng hoặc đã dùng. Hãy chờ mã mới trên điện thoại rồi nhập lại."))
    step.failures, step.locked_until = 0, real_now + LOCKED_FOR
    session.flush()
    actor = actor_for(session, account, local_date(now))
    summary = f"Nhập sai mã xác minh {MOST_FAILURES} lần, tạm khóa bước hai: {account.username}"
    record(session, actor, "accounts.lock_second_step", account, now=now, summary=summary)
    return CodeRefused(_locked(step.locked_until))


def _locked(until: datetime) -> str:
    return _(
        "Đã nhập sai mã nhiều lần. Hãy thử lại sau %(time)s; nếu không phải bạn nhập, hãy báo quản trị viên đổi mật khẩu.",
        time=format_time(until),
    )


def _check_password(account: Account, password: str) -> None:
    if not matches(account.password_hash, password):
        raise RuleBroken("password", _("Mật khẩu hiện tại chưa đúng. Hãy nhập lại."))


def _refuse_confirmed(account: Account) -> None:
    if account.asks_for_code:
        raise Conflict(_("Xác minh hai bước đang bật. Hãy tắt trước khi bật lại với điện thoại khác."))


def _delete(session: Session, account: Account) -> None:
    if account.second_step is None:
        raise Conflict(_("Xác minh hai bước chưa bật, không có gì để tắt."))
    session.delete(account.second_step)
    session.flush()
    session.expire(account, ["second_step"])

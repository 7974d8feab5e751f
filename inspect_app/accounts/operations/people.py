"""Writing people and their accounts."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, AccountState, MailChoice, Person
from inspect_app.accounts.operations.passwords import checked_hash
from inspect_app.accounts.operations.sessions import revoke_all_sessions
from inspect_app.accounts.permissions import may_change_powers, may_manage_people, may_use_own_account
from inspect_app.accounts.queries import account_by_username
from inspect_app.accounts.rules import username_problem, username_text
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import Conflict, RuleBroken
from inspect_app.kernel.language import DEFAULT_LANGUAGE, LANGUAGES
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean, fold

EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def _search_name(name: str, title: str | None) -> str:
    return fold(f"{name} {title or ''}")[:300]


def _checked(name: str, email: str | None) -> tuple[str, str | None]:
    name, email = clean(name), clean(email or "") or None
    if not name:
        raise RuleBroken("name", _("Hãy điền họ và tên."))
    if email is not None and not EMAIL.fullmatch(email):
        raise RuleBroken("email", _("Địa chỉ thư điện tử không hợp lệ, ví dụ ten@donvi.gov.vn."))
    return name, email


def create_person(
    session: Session,
    actor: Actor,
    *,
    name: str,
    now: datetime,
    title: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    code: str | None = None,
    is_sample: bool = False,
) -> Person:
    """Adds a person, without account or role. `code` is how a campaign's file names him. Raises RuleBroken."""
    may_manage_people.require(actor, None)
    name, email = _checked(name, email)
    title = clean(title or "") or None
    if code is not None and session.scalar(select(Person.id).where(Person.code == code)) is not None:
        raise RuleBroken("code", _("Mã %(code)s đã dùng cho người khác. Hãy chọn mã khác.", code=code))
    person = Person(
        code=code,
        name=name,
        search_name=_search_name(name, title),
        title=title,
        email=email,
        phone=clean(phone or "") or None,
        is_sample=is_sample,
    )
    session.add(person)
    session.flush()
    record(session, actor, "accounts.create_person", person, now=now, summary=f"Thêm người: {name}")
    return person


def change_person(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    name: str,
    title: str | None,
    email: str | None,
    phone: str | None,
    now: datetime,
) -> None:
    """Corrects a person's name, title and addresses. Raises RuleBroken; writes nothing when nothing differs."""
    may_manage_people.require(actor, person)
    name, email = _checked(name, email)
    wanted = {"name": name, "title": clean(title or "") or None, "email": email, "phone": clean(phone or "") or None}
    changes = {
        field: (getattr(person, field), value) for field, value in wanted.items() if getattr(person, field) != value
    }
    if not changes:
        return
    for field, (_before, value) in changes.items():
        setattr(person, field, value)
    person.search_name = _search_name(person.name, person.title)
    session.flush()
    record(session, actor, "accounts.change_person", person, now=now, summary=f"Sửa: {person.name}", changes=changes)


def create_account(
    session: Session,
    actor: Actor,
    person: Person,
    *,
    username: str,
    now: datetime,
    password: str | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> Account:
    """Gives a person an account; without a password it opens by a key (`issue_reset`).

    Raises RuleBroken for a username or password that is refused, Conflict when the person has an account.
    """
    may_manage_people.require(actor, person)
    if session.scalar(select(Account.id).where(Account.person_id == person.id)) is not None:
        raise Conflict(_("%(name)s đã có tài khoản. Hãy dùng tài khoản đó.", name=person.name))
    problem = username_problem(username)
    if problem:
        raise RuleBroken("username", problem)
    username = username_text(username)
    if account_by_username(session, username) is not None:
        raise RuleBroken("username", _("Tên đăng nhập %(name)s đã có người dùng. Hãy chọn tên khác.", name=username))
    account = Account(
        person_id=person.id,
        username=username,
        password_hash=None if password is None else checked_hash(password, username, "password"),
        language=language,
        created_at=now,
    )
    session.add(account)
    session.flush()
    session.refresh(person, ["account"])
    record(
        session, actor, "accounts.create_account", account, now=now, summary=f"Cấp tài khoản {username}: {person.name}"
    )
    return account


def disable_account(session: Session, actor: Actor, account: Account, *, now: datetime, real_now: datetime) -> None:
    """Closes an account and ends its sessions at once. Nobody closes his own. Raises Conflict when it is closed."""
    may_change_powers.require(actor, account.person)
    if account.state == AccountState.DISABLED:
        raise Conflict(_("Tài khoản này đã bị khóa."))
    account.state = AccountState.DISABLED
    revoke_all_sessions(session, account, real_now=real_now)
    session.flush()
    record(session, actor, "accounts.disable", account, now=now, summary=f"Khóa tài khoản {account.username}")


def enable_account(session: Session, actor: Actor, account: Account, *, now: datetime) -> None:
    """Opens a closed account again. Raises Conflict when it is open."""
    may_change_powers.require(actor, account.person)
    if account.state == AccountState.ACTIVE:
        raise Conflict(_("Tài khoản này đang hoạt động."))
    account.state = AccountState.ACTIVE
    session.flush()
    record(session, actor, "accounts.enable", account, now=now, summary=f"Mở lại tài khoản {account.username}")


def choose_mail(session: Session, actor: Actor, account: Account, choice: MailChoice, *, now: datetime) -> None:
    """Keeps whether each message is mailed at once or all of a day in one mail. Raises Forbidden."""
    may_use_own_account.require(actor, account)
    if account.mail_choice is choice:
        return
    changes = {"mail_choice": (account.mail_choice, choice)}
    account.mail_choice = choice
    session.flush()
    record(session, actor, "accounts.choose_mail", account, now=now, summary="Đổi cách nhận thư", changes=changes)


def choose_language(session: Session, actor: Actor, account: Account, language: str, *, now: datetime) -> None:
    """Keeps in which language the account's pages and mails are. Raises RuleBroken for an unknown one."""
    may_use_own_account.require(actor, account)
    if language not in LANGUAGES:
        raise RuleBroken("language", _("Hãy chọn một giá trị trong danh sách."))
    if account.language == language:
        return
    changes = {"language": (account.language, language)}
    account.language = language
    session.flush()
    record(session, actor, "accounts.choose_language", account, now=now, summary="Đổi ngôn ngữ", changes=changes)

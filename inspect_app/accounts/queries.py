"""Reading people, accounts, sessions and roles."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import (
    Account,
    AccountState,
    Affiliation,
    Delegation,
    Device,
    PasswordReset,
    Person,
    RoleAssignment,
    SignInSession,
)
from inspect_app.kernel.actors import UNIT_SIDE_ROLES, Actor, HeldRole, Role
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.rows import read_rows, table_of
from inspect_app.kernel.state import DOOR_ALSO, fact
from inspect_app.kernel.text import clean, fold
from inspect_app.units.rules import UnitKind

CONFLICT_OF_INTEREST_WINDOW = timedelta(days=365)
SESSION_IDLE = timedelta(hours=12)
SESSION_LIFE = timedelta(days=7)
# For people who were added by hand and have no code of their own.
MADE_CODE = "nguoi-"
MADE_DIGITS = 12


def person_by_id(session: Session, person_id: UUID) -> Person:
    """The person; raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def code_of(person: Person) -> str:
    """How a campaign's files name a person: by his code, or by one that is made of his id and stays the same."""
    return person.code or f"{MADE_CODE}{person.id.hex[-MADE_DIGITS:]}"


def person_by_code(session: Session, code: str) -> Person | None:
    """The person whom a campaign's files name so (`code_of`), if there is one."""
    person = session.scalar(select(Person).where(Person.code == code))
    if person is not None or not code.startswith(MADE_CODE):
        return person
    nameless = session.scalars(select(Person).where(Person.code.is_(None)))
    return next((one for one in nameless if code_of(one) == code), None)


def search_people(session: Session, words: str = "") -> Sequence[Person]:
    """People whose name or title holds all the words, without regard to diacritics."""
    query = select(Person).options(joinedload(Person.account))
    for word in fold(words).split():
        query = query.where(Person.search_name.contains(word, autoescape=True))
    return session.scalars(query.order_by(Person.search_name)).all()


def people_page(session: Session, words: str, *, offset: int, limit: int) -> tuple[Sequence[Person], int]:
    """One page of the people whose name or title holds all the words, and how many there are in all."""
    query = select(Person)
    for word in fold(clean(words)).split():
        query = query.where(Person.search_name.contains(word, autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = (
        query.options(joinedload(Person.account), selectinload(Person.roles).joinedload(RoleAssignment.unit))
        .order_by(Person.search_name, Person.id)
        .offset(offset)
        .limit(limit)
    )
    return session.scalars(rows).all(), total


def role_assignment_by_id(session: Session, role_id: UUID) -> RoleAssignment:
    """The role that somebody holds; raises NotFound."""
    row = session.get(RoleAssignment, role_id)
    if row is None:
        raise NotFound
    return row


def affiliation_by_id(session: Session, affiliation_id: UUID) -> Affiliation:
    """A place of work; raises NotFound."""
    row = session.get(Affiliation, affiliation_id)
    if row is None:
        raise NotFound
    return row


def delegation_by_id(session: Session, delegation_id: UUID) -> Delegation:
    """A delegation to sign; raises NotFound."""
    row = session.get(Delegation, delegation_id)
    if row is None:
        raise NotFound
    return row


def delegations_of(session: Session, person_id: UUID) -> Sequence[Delegation]:
    """In which forms a person signs, or signed."""
    query = select(Delegation).where(Delegation.person_id == person_id).options(joinedload(Delegation.unit))
    return session.scalars(query.order_by(Delegation.valid_from)).all()


def account_by_id(session: Session, account_id: UUID) -> Account:
    """The account; raises NotFound."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def account_by_username(session: Session, username: str) -> Account | None:
    """The account with the name, whatever its state."""
    return session.scalar(select(Account).where(Account.username == username.strip().casefold()))


def account_of(session: Session, person_id: UUID) -> Account | None:
    """The person's account, if there is an active one."""
    return session.scalar(select(Account).where(Account.person_id == person_id, Account.state == AccountState.ACTIVE))


def people_with_role(session: Session, role: Role, unit_id: UUID | None, on: date) -> list[Person]:
    """Who holds the role on the day: over `unit_id`, or everywhere when it is None."""
    over = RoleAssignment.unit_id == unit_id if unit_id is not None else RoleAssignment.unit_id.is_(None)
    query = (
        select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(
            RoleAssignment.role == role,
            over,
            RoleAssignment.valid_from <= on,
            or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= on),
        )
        .order_by(Person.name)
    )
    return list(session.scalars(query).unique())


def actor_for(session: Session, account: Account, on: date) -> Actor:
    """The actor behind an account on a day: the roles held then, the units he belongs to or lately belonged to."""
    person = account.person
    days = {"person": person.id, "on": on, "lately": on - CONFLICT_OF_INTEREST_WINDOW}
    roles = read_rows(session, ROLES_LATELY, days)
    spoke = [row.unit_id for row in roles if row.role in UNIT_SIDE_ROLES and row.unit_id and row.valid_to is not None]
    return Actor(
        name=person.name,
        person_id=person.id,
        account_id=account.id,
        roles=frozenset(
            HeldRole(Role(row.role), row.unit_id) for row in roles if row.valid_to is None or row.valid_to >= on
        ),
        unit_ids=frozenset([*(row.unit_id for row in read_rows(session, UNITS_LATELY, days)), *spoke]),
    )


_ROLES, _WORK = table_of(RoleAssignment).c, table_of(Affiliation).c
ROLES_LATELY = select(_ROLES.role, _ROLES.unit_id, _ROLES.valid_to).where(
    _ROLES.person_id == bindparam("person"),
    _ROLES.valid_from <= bindparam("on"),
    or_(_ROLES.valid_to.is_(None), _ROLES.valid_to >= bindparam("lately")),
)
UNITS_LATELY = select(_WORK.unit_id).where(
    _WORK.person_id == bindparam("person"),
    or_(_WORK.valid_to.is_(None), _WORK.valid_to >= bindparam("lately")),
)


def live_session(session: Session, token_sha256: str, real_now: datetime) -> SignInSession | None:
    """The session of a token if it is neither revoked nor worn out and its account is active."""
    row = session.scalar(
        select(SignInSession)
        .options(joinedload(SignInSession.account).joinedload(Account.person))
        .where(SignInSession.token_sha256 == token_sha256, SignInSession.revoked_at.is_(None))
    )
    if row is None or row.account.state != AccountState.ACTIVE:
        return None
    if real_now - row.last_seen_at > SESSION_IDLE or real_now - row.created_at > SESSION_LIFE:
        return None
    return row


def sessions_of(session: Session, account_id: UUID) -> Sequence[SignInSession]:
    """The account's sessions that were not revoked, the newest first."""
    query = select(SignInSession).where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
    return session.scalars(query.order_by(SignInSession.last_seen_at.desc())).all()


def session_by_id(session: Session, session_id: UUID) -> SignInSession:
    """The session; raises NotFound."""
    row = session.get(SignInSession, session_id)
    if row is None:
        raise NotFound
    return row


def live_reset(session: Session, token_sha256: str, real_now: datetime) -> PasswordReset | None:
    """The reset of a key that was not used and has not expired."""
    row = session.scalar(select(PasswordReset).where(PasswordReset.token_sha256 == token_sha256))
    return row if row is not None and row.used_at is None and row.expires_at > real_now else None


def delegations_on(session: Session, unit_id: UUID, on: date) -> Sequence[Delegation]:
    """Who may sign for a unit on a day, and in which form."""
    query = select(Delegation).where(
        Delegation.unit_id == unit_id,
        Delegation.valid_from <= on,
        or_(Delegation.valid_to.is_(None), Delegation.valid_to >= on),
    )
    return session.scalars(query.order_by(Delegation.valid_from, Delegation.id)).all()


def demonstration_accounts(session: Session) -> Sequence[Account]:
    """The sample accounts of a demonstration, those that were made first coming first."""
    query = select(Account).join(Person).where(Person.is_sample, Account.state == AccountState.ACTIVE)
    roles = joinedload(Account.person).selectinload(Person.roles).joinedload(RoleAssignment.unit)
    return session.scalars(query.options(roles).order_by(Account.created_at, Account.username)).all()


def samples_by_role(session: Session, on: date) -> list[tuple[RoleAssignment, Account]]:
    """One sample account for each role that a sample person holds on the day, in the order of the roles.

    A role that is held over a district or a commune has one of its own there, since they see and decide other things. An
    account is offered once, under the last of its roles. Beside these are offered whom the demonstration names: the
    people without whom what it left undone cannot be gone on with.
    """
    also = set((fact(session, DOOR_ALSO) or "").split())
    first: dict[tuple[Role, UnitKind | None], tuple[RoleAssignment, Account]] = {}
    for account in demonstration_accounts(session):
        for held in account.person.roles:
            if held.is_valid_on(on):
                first.setdefault((Role(held.role), _level(held)), (held, account))
    levels = (None, UnitKind.DISTRICT, UnitKind.COMMUNE)
    ordered = [first[role, level] for role in Role for level in levels if (role, level) in first]
    last = {account.id: held.id for held, account in ordered}
    offered = [(held, account) for held, account in ordered if last[account.id] == held.id]
    for account in demonstration_accounts(session):
        if account.username in also and account.id not in last:
            offered += [(held, account) for held in account.person.roles if held.is_valid_on(on)][:1]
    roles = list(Role)
    return sorted(offered, key=lambda each: roles.index(Role(each[0].role)))


def _level(held: RoleAssignment) -> UnitKind | None:
    kind = UnitKind(held.unit.kind) if held.unit is not None else None
    return kind if kind in {UnitKind.DISTRICT, UnitKind.COMMUNE} else None


def device_by_id(session: Session, device_id: UUID) -> Device:
    """The tablet; raises NotFound."""
    device = session.get(Device, device_id)
    if device is None:
        raise NotFound
    return device


def device_by_token(session: Session, token_sha256: str) -> Device | None:
    """The tablet of a token, a revoked one too: what it brings is still received."""
    return session.scalar(DEVICE_OF_TOKEN, {"token": token_sha256})


DEVICE_OF_TOKEN = (
    select(Device)
    .options(joinedload(Device.person).joinedload(Person.account))
    .where(Device.token_sha256 == bindparam("token"))
)


def devices_of(session: Session, person_id: UUID) -> Sequence[Device]:
    """A person's tablets, those in use first, the one heard last on top."""
    query = select(Device).where(Device.person_id == person_id)
    return session.scalars(query.order_by(Device.revoked_at.is_not(None), Device.last_seen_at.desc())).all()


def people_with_tablet(session: Session) -> frozenset[UUID]:
    """Who has a registered tablet that was not revoked; empty where nobody works with one."""
    return frozenset(session.scalars(select(Device.person_id).where(Device.revoked_at.is_(None)).distinct()))


def devices_page(session: Session, *, offset: int, limit: int) -> tuple[Sequence[Device], int]:
    """One page of all tablets, and how many there are: lost work first, then unsent work, then by their last word."""
    total = session.scalar(select(func.count()).select_from(Device)) or 0
    query = select(Device).options(joinedload(Device.person)).offset(offset).limit(limit)
    unsent = Device.unsent_changes + Device.unsent_photos
    order = _open_loss().desc(), unsent.desc(), Device.last_seen_at, Device.id
    return session.scalars(query.order_by(*order)).all(), total


def _open_loss() -> ColumnElement[int]:
    """How much was lost on a tablet and not looked into yet."""
    lost = func.coalesce(Device.lost_changes, 0) + func.coalesce(Device.lost_photos, 0)
    return case((Device.loss_settled_at.is_(None), lost), else_=0)


def devices_with_loss(session: Session) -> Sequence[Device]:
    """The tablets that lost unsent work which nobody has looked into yet, the latest first."""
    query = select(Device).options(joinedload(Device.person)).where(_open_loss() > 0)
    return session.scalars(query.order_by(Device.lost_at.desc(), Device.id)).all()

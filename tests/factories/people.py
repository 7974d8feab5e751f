"""People for tests: with a role, an account, and an actor."""

import hashlib
from dataclasses import dataclass
from itertools import count

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, Affiliation, Person, RoleAssignment, SignInSession
from inspect_app.accounts.queries import actor_for
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.text import fold
from inspect_app.units.models import Unit
from tests.factories.moments import LONG_AGO, NOW, TODAY

_numbers = count(1)


@dataclass(frozen=True)
class Player:
    """A person with an account, and the actor that he is on the day of the tests."""

    person: Person
    account: Account
    actor: Actor


def make_person(session: Session, name: str = "Kiểm tra viên mẫu", works_at: Unit | None = None) -> Person:
    """A person, working at a unit if one is given."""
    person = Person(name=name, search_name=fold(name), email=f"p{next(_numbers)}@example.invalid")
    session.add(person)
    session.flush()
    if works_at is not None:
        session.add(Affiliation(person_id=person.id, unit_id=works_at.id, valid_from=LONG_AGO))
        session.flush()
    return person


def make_player(
    session: Session,
    *roles: Role | tuple[Role, Unit],
    name: str = "Kiểm tra viên mẫu",
    works_at: Unit | None = None,
) -> Player:
    """A person who holds the roles (a pair binds one to a unit) and can sign in."""
    person = make_person(session, name, works_at)
    for held in roles:
        role, unit = held if isinstance(held, tuple) else (held, None)
        session.add(
            RoleAssignment(person_id=person.id, role=role, unit_id=unit.id if unit else None, valid_from=LONG_AGO)
        )
    account = Account(person_id=person.id, username=f"user{next(_numbers):06d}", created_at=NOW)
    session.add(account)
    session.flush()
    session.refresh(person)
    session.refresh(account)
    return Player(person, account, actor_for(session, account, TODAY))


def open_door(session: Session, account: Account) -> str:
    """A session on the server for the account; gives the token for the cookie."""
    token = f"test-{account.username}-{next(_numbers)}"
    at = real_now()
    session.add(
        SignInSession(
            account_id=account.id,
            token_sha256=hashlib.sha256(token.encode()).hexdigest(),
            created_at=at,
            last_seen_at=at,
            address="127.0.0.1",
            device="test",
        )
    )
    session.flush()
    return token

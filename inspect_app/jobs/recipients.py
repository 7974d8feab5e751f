"""Who is told: the accounts behind an audience, each held against the gate of secrecy before anything is said."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.accounts.queries import actor_for
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.fieldwork.permissions import DESK, LEADERS
from inspect_app.jobs.queries import accounts_of, holders
from inspect_app.jobs.rules import Audience
from inspect_app.kernel.actors import Actor, Role


class Recipients:
    """The people of one run; who somebody is on this day is looked up once."""

    def __init__(self, session: Session, today: date) -> None:
        self._session = session
        self._today = today
        self._actors: dict[UUID, Actor] = {}
        self._overall: dict[Role, Sequence[Account]] = {}

    def of_visit(self, audiences: Collection[Audience], visit: Visit) -> list[Account]:
        """The accounts of the audiences who may know of the visit, each once. What they may not see is not told."""
        found = {account.id: account for audience in audiences for account in self._behind(audience, visit)}
        return [account for account in found.values() if may_see_visit(self.actor(account), visit)]

    def coordinators(self) -> Sequence[Account]:
        """The coordinators."""
        return self._holders(Role.COORDINATOR)

    def actor(self, account: Account) -> Actor:
        """Who the account's person is today."""
        if account.id not in self._actors:
            self._actors[account.id] = actor_for(self._session, account, self._today)
        return self._actors[account.id]

    def of_unit(self, visit: Visit) -> Sequence[Account]:
        """Contact and head of the visit's unit, whether or not the unit was told of the visit."""
        return holders(self._session, [Role.UNIT_CONTACT, Role.HEAD_OF_UNIT], visit.unit_id, self._today)

    def _behind(self, audience: Audience, visit: Visit) -> Sequence[Account]:
        match audience:
            case Audience.TEAM:
                return self._members(visit)
            case Audience.DESK:
                return self._members(visit, DESK)
            case Audience.VERIFIERS:
                return self._members(visit, LEADERS)
            case Audience.COORDINATORS:
                return self._holders(Role.COORDINATOR)
            case Audience.SIGNATORIES:
                return self._holders(Role.SIGNATORY)
            case Audience.UNIT_CONTACTS:
                return holders(self._session, [Role.UNIT_CONTACT], visit.unit_id, self._today)
            case Audience.UNIT_HEADS:
                return holders(self._session, [Role.HEAD_OF_UNIT], visit.unit_id, self._today)

    def _members(self, visit: Visit, roles: Collection[Role] = ()) -> Sequence[Account]:
        return accounts_of(self._session, list(_people(visit, roles)))

    def _holders(self, role: Role) -> Sequence[Account]:
        if role not in self._overall:
            self._overall[role] = holders(self._session, [role], None, self._today)
        return self._overall[role]


def _people(visit: Visit, roles: Collection[Role]) -> Iterator[UUID]:
    for member in visit.team:
        if not roles or Role(member.role) in roles:
            yield member.person_id

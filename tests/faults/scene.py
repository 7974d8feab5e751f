"""One visit, its team with a tablet each, and what may happen to them on the server: on one transaction of a test."""

import hashlib
import json
import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from inspect_app.accounts.models import AccountState, Device, SignInSession
from inspect_app.accounts.operations import revoke_device
from inspect_app.campaigns.models import TeamMember, Visit
from inspect_app.checklists.models import PublishedChecklist
from inspect_app.checklists.queries import published_checklist, version_of
from inspect_app.fieldwork.models import HeldChange
from inspect_app.fieldwork.operations import answer_item, begin_fieldwork, close_fieldwork
from inspect_app.fieldwork.operations.carrying import keys_of_file, open_carried, take_carried
from inspect_app.fieldwork.operations.recovery import recovery_key_of
from inspect_app.fieldwork.operations.settling import set_aside_held, take_held
from inspect_app.fieldwork.queries import newest_revision
from inspect_app.fieldwork.rules import GivenAnswer
from inspect_app.fieldwork.side_by_side import Single, board_of
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.sealing import read_file, seal_file
from inspect_app.kernel.state import EPOCH, fact, new_epoch
from tests.application import TickingClock, application_on
from tests.factories.journeys import CODE, Journey, make_journey
from tests.factories.people import Player, make_player, open_door
from tests.faults.edits import Edition
from tests.passwords import cheap_hash

PASSWORD = "mưa rào tháng sáu"
ITEMS = ("CV05", "CV06", "CV07")
ID = re.compile("[0-9a-f]{32}")
_lots = random.Random(2024)
# Drawn once for all: where a tablet's name decides an order, the same seed leads to the same run.
DEVICES = tuple(UUID(int=_lots.getrandbits(128), version=4) for _place in range(5))


@dataclass(frozen=True)
class Enrolled:
    """A tablet as the server knows it."""

    device: str
    token: str
    player: Player


@dataclass
class Scene:
    """The server of a test with one visit that is planned for today; whatever a run does is undone by `once`."""

    connection: Connection
    session: Session
    app: Flask
    # One for all that happens: what comes later, by whatever way, is later.
    clock: TickingClock
    journey: Journey
    team: list[Player]
    tablets: list[Enrolled]
    epoch: str

    @property
    def visit_id(self) -> str:
        """The visit as the protocol names it."""
        return str(self.journey.visit.id)

    @contextmanager
    def once(self) -> Iterator[None]:
        """One run, undone at its end."""
        self._sql("SAVEPOINT run")
        try:
            yield
        finally:
            self.session.rollback()
            self._sql("ROLLBACK TO SAVEPOINT run")
            self._sql("RELEASE SAVEPOINT run")
            self.session.expire_all()

    # ---- what happens on the server

    def begin(self) -> None:
        """The lead begins on the server's page."""
        with self._alone():
            begin_fieldwork(self.session, self.journey.lead.actor, self._visit(), place="Trụ sở", now=self.clock.now())

    def answer_on_page(self, item: str, fields: dict[str, str]) -> None:
        """The lead answers on the server's page, seeing what stands there."""
        with self._alone():
            given = GivenAnswer({"verdict": fields["verdict"]}, False, None, fields["note"], fields["verdict"])
            actor, visit = self.journey.lead.actor, self._visit()
            answer_item(self.session, actor, visit, item, given, now=self.clock.now(), change_reason="Sót")

    def close(self) -> None:
        """The minutes are closed, with whatever is answered."""
        with self._alone():
            sheet = {"kind": "minutes"}
            close_fieldwork(
                self.session,
                self.journey.lead.actor,
                self._visit(),
                gaps=(),
                sheet=sheet,
                pdf_sha256="0" * 64,
                now=self.clock.now(),
            )

    def decide(self, change: str, *, take: bool) -> None:
        """The lead decides on what is held, seeing what stands there."""
        with self._alone():
            held = self.session.get_one(HeldChange, UUID(change), populate_existing=True)
            actor, reason = self.journey.lead.actor, "Đã xem tại chỗ"
            if not take:
                set_aside_held(self.session, actor, held, reason=reason, now=self.clock.now())
                return
            stands = newest_revision(self.session, self.journey.visit.id, held.item_id or "")
            take_held(
                self.session, actor, held, reason=reason, seen=stands.id if stands else None, now=self.clock.now()
            )

    def seal(self, place: int, texts: list[str]) -> bytes:
        """What a tablet could not send, as the sealed file that it saves."""
        device = self.session.get_one(Device, UUID(self.tablets[place].device))
        content = {"device": str(device.id), "changes": texts, "photos": []}
        campaign = self.journey.visit.campaign
        spki = recovery_key_of(self.session, campaign, now=self.clock.now()).public_spki
        file = seal_file(
            json.dumps(content).encode(),
            campaign=campaign.id,
            device=device.id,
            public_spki=spki,
            seal_key=device.seal_bytes,
            nonce=os.urandom(12),
        )
        self._commit()
        return file

    def hand_in(self, place: int, file: bytes) -> list[dict[str, Any]]:
        """Somebody hands a sealed file in; the receipts, as a tablet would read them."""
        with self._alone():
            sealed, carrier = read_file(file), self.team[place].actor
            content = open_carried(sealed, keys_of_file(self.session, carrier, sealed))
            carried = take_carried(
                self.session, carrier, sealed, content, [], reason="Máy không có mạng", now=self.clock.now()
            )
        return [
            {**receipt._asdict(), "id": str(receipt.id), "state": str(receipt.state)} for receipt in carried.receipts
        ]

    def freeze(self) -> None:
        """The conclusion was issued."""
        with self._alone():
            self.session.execute(text("UPDATE visit SET frozen_at = begun_at WHERE code = :code"), {"code": self.code})

    def leave_team(self, place: int) -> None:
        """A member is taken off the team."""
        with self._alone():
            member = self._member(place)
            if member is not None:
                self.session.delete(member)

    def join_team(self, place: int) -> None:
        """He is put on it again."""
        with self._alone():
            if self._member(place) is None:
                visit_id, person = self.journey.visit.id, self.team[place].person.id
                role = {0: Role.LEAD, 2: Role.SECRETARY}.get(place, Role.INSPECTOR)
                self.session.add(TeamMember(visit_id=visit_id, person_id=person, role=role, position=20 + place))

    def disable(self, place: int, *, disabled: bool) -> None:
        """An account is closed, or opened again."""
        with self._alone():
            account = self.team[place].account
            account = self.session.get_one(type(account), account.id)
            account.state = AccountState.DISABLED if disabled else AccountState.ACTIVE

    def revoke(self, place: int) -> None:
        """A tablet is revoked, for it was lost."""
        with self._alone():
            device = self.session.get_one(Device, UUID(self.tablets[place].device))
            actor = self.tablets[place].player.actor
            revoke_device(self.session, actor, device, reason="mất máy", now=self.clock.now(), real_now=real_now())

    def end_sessions(self) -> None:
        """Every session of a browser ends."""
        with self._alone():
            for row in self.session.scalars(select(SignInSession)):
                row.revoked_at = real_now()

    def rotate_secret(self) -> None:
        """The key that signs forms and cookies is another one."""
        self.app.config["SECRET_KEY"] = uuid4().hex + uuid4().hex

    @property
    def checklist(self) -> str:
        """The file of the visit's checklist as it was first published."""
        return published_checklist(self.session, self.journey.version.code, 1).body

    def publish(self, edition: Edition) -> None:
        """A version of the visit's checklist is published; the visit keeps its own."""
        with self._alone():
            values = {"code": self.journey.version.code, "version": edition.version, "title": "Bản khác"}
            sha256 = hashlib.sha256(edition.body.encode()).hexdigest()
            self.session.add(
                PublishedChecklist(sha256=sha256, body=edition.body, recorded_at=self.clock.now(), **values)
            )

    def move_to(self, version: int) -> None:
        """The plan is loaded with another version of the checklist: a visit that has not begun follows its stream."""
        with self._alone():
            visit = self._visit()
            if visit.begun_at is None:
                visit.checklist_version = visit.stream.checklist_version = version

    def board(self) -> list[Single]:
        """What waits by itself, as the page for deciding has it."""
        with self._alone():
            visit = self._visit()
            version = version_of(self.session, visit.checklist_code, visit.checklist_version)
            return [*board_of(self.session, visit, version).quarantined]

    def back_up(self) -> None:
        """A copy of the database as it is now; there is one at a time."""
        self._commit()
        self._sql("SAVEPOINT copy")

    def restore(self, *, quietly: bool = False) -> None:
        """The copy takes the database's place; a new epoch tells the tablets, unless it is done quietly."""
        self._commit()
        self._sql("ROLLBACK TO SAVEPOINT copy")
        self._sql("RELEASE SAVEPOINT copy")
        self.session.expire_all()
        if not quietly:
            new_epoch(self.session)
        self._commit()

    def _sql(self, statement: str) -> None:
        self.connection.exec_driver_sql(statement)

    # ---- what stands on the server, in plain SQL

    @property
    def code(self) -> str:
        """The visit's code."""
        return self.journey.visit.code

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """The rows of a query, ids as text on both databases."""
        found = self.connection.execute(text(query), values).mappings()
        return [{name: _plain(value) for name, value in row.items()} for row in found]

    def newest_name(self, item: str) -> str | None:
        """The name of the value that stands at an item."""
        query = "SELECT id, change_id FROM answer_revision WHERE item_id = :item ORDER BY revision DESC LIMIT 1"
        found = self.rows(query, item=item)
        return (found[0]["change_id"] or found[0]["id"]) if found else None

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    def _visit(self) -> Visit:
        return self.session.get_one(Visit, self.journey.visit.id, populate_existing=True)

    def _member(self, place: int) -> TeamMember | None:
        visit_id, person = self.journey.visit.id, self.team[place].person.id
        query = select(TeamMember).where(TeamMember.visit_id == visit_id, TeamMember.person_id == person)
        return self.session.scalar(query)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A transaction of its own: what was read before must not hold one open round the tablets' requests."""
        self._commit()
        try:
            yield
        except BaseException:
            self.session.rollback()
            raise
        self._commit()

    def _commit(self) -> None:
        self.session.commit()
        self.session.expire_all()


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    # SQLite keeps an id as 32 letters.
    return str(UUID(value)) if isinstance(value, str) and ID.fullmatch(value) else value


@contextmanager
def scene_on(connection: Connection, folder: Path, checklist: str = CODE) -> Iterator[Scene]:
    """A scene whose members have enrolled their tablets through the server's own door."""
    with (
        Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session,
        application_on(connection, folder, clock := TickingClock()) as app,
    ):
        app.config["WTF_CSRF_ENABLED"] = False
        journey = make_journey(session, checklist=checklist)
        team = [
            journey.lead,
            journey.inspector,
            journey.secretary,
            _another(session, journey),
            _another(session, journey),
        ]
        session.commit()
        tablets = [enrol(app, session, player, number) for number, player in enumerate(team, 1)]
        epoch = fact(session, EPOCH) or ""
        session.commit()
        yield Scene(connection, session, app, clock, journey, team, tablets, epoch)


def _another(session: Session, journey: Journey) -> Player:
    player = make_player(session, Role.INSPECTOR, name="Thành viên khác")
    place = len(journey.visit.team)
    journey.visit.team.append(TeamMember(person_id=player.person.id, role=Role.INSPECTOR, position=place))
    session.flush()
    return player


def enrol(app: Flask, session: Session, player: Player, number: int) -> Enrolled:
    """Enrols a tablet with the account's password, as a person at a browser does."""
    player.account.password_hash = cheap_hash(PASSWORD)
    token = open_door(session, player.account)
    session.commit()
    client = app.test_client()
    client.set_cookie("inspect", token)
    device = str(DEVICES[number - 1])
    wanted = {"device_id": device, "label": f"Máy {number}", "password": PASSWORD, "app": "1"}
    answer = client.post("/dong-bo/may", json=wanted)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return Enrolled(device, answer.get_json()["token"], player)

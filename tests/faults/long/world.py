"""Visits with teams and tablets, committed to a database of its own, for servers that run as real processes."""

import random
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.accounts.operations import token_sha256
from inspect_app.fieldwork.operations import begin_fieldwork
from inspect_app.fieldwork.operations.recovery import recovery_key_of
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import local_date, real_now
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.state import EPOCH, fact
from inspect_app.web.schema import upgrade
from inspect_app.web.wiring import wire
from tests.factories.journeys import keep_checklist
from tests.factories.people import Player, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit
from tests.faults.tablet import FakeTablet, Identity, Line

CHECKLIST = "toan-dien"
# The items that are answered by a verdict.
ITEMS = (
    *(f"A{number:02d}" for number in (4, 5, 6, 7, 10, 11, 12)),
    *(f"B{number:02d}" for number in range(1, 7)),
    *(f"C{number:02d}" for number in (2, 3, 5, 9, 11, 12, 13)),
    *(f"D{number:02d}" for number in range(1, 7)),
    *(f"E{number:02d}" for number in range(1, 11)),
    *(f"F{number:02d}" for number in (1, 2, 3, 5, 6)),
    *(f"G{number:02d}" for number in (1, 6, 7, 8, 9, 10, 11)),
)
VERDICTS = ("pass", "partial", "fail")


@dataclass(frozen=True)
class Place:
    """A tablet's place: its identity as enrolled, and its visit."""

    identity: Identity
    visit: str


def make_world(database: str, *, visits: int, team: int, same_team: bool = False) -> list[Place]:
    """A migrated database with so many visits under way, each with so many members and a tablet each.

    With `same_team` one team goes to all of them, each member with one tablet.
    """
    wire()
    engine = make_engine(database)
    upgrade(engine)
    with session_factory(engine)() as session:
        keep_checklist(session, CHECKLIST)
        home = make_unit(session, "Sở Nội vụ")
        campaign = make_campaign(session)
        recovery_key_of(session, campaign, now=real_now())
        stream = make_stream(session, campaign, checklist=(CHECKLIST, 1))
        places: list[Place] = []
        players: list[Player] = []
        identities: list[Identity] = []
        for number in range(visits):
            unit = make_unit(session, f"Đơn vị {number + 1}")
            roles = [Role.LEAD, *[Role.INSPECTOR] * (team - 1)]
            if not (same_team and identities):
                players = [
                    make_player(session, role, name=f"Thành viên {number + 1}.{place}", works_at=home)
                    for place, role in enumerate(roles, 1)
                ]
                identities = [_enrolled(session, player) for player in players]
            members = [(player.person, role) for player, role in zip(players, roles, strict=True)]
            visit = make_visit(
                session, unit=unit, stream=stream, team=members, starts_on=local_date(real_now()), noticed=True
            )
            begin_fieldwork(session, players[0].actor, visit, place="Trụ sở", now=real_now())
            places += [Place(identity, str(visit.id)) for identity in identities]
        session.commit()
        epoch = fact(session, EPOCH) or ""
    engine.dispose()
    for place in places:
        place.identity.epoch = epoch
    return places


def _enrolled(session: Session, player: Player) -> Identity:
    """A tablet as enrolling leaves it; the password's hash, which is made slow, is left out."""
    token, at = secrets.token_urlsafe(32), real_now()
    device = Device(
        id=uuid4(),
        person_id=player.person.id,
        label=f"Máy của {player.person.name}",
        token_sha256=token_sha256(token),
        seal_key="0" * 64,
        enrolled_at=at,
        last_seen_at=at,
    )
    session.add(device)
    session.flush()
    return Identity(str(device.id), token, str(player.person.id), "")


def tablet_at(place: Place, line: Line, draw: random.Random) -> FakeTablet:
    """A tablet with a clock that is right and with ids of the run's own seed."""
    return FakeTablet(place.identity, line, real_now, lambda: UUID(int=draw.getrandbits(128), version=4))

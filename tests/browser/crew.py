"""A visit under way with a team of five, who have accounts and passwords, in the database of an `OwnServer`."""

from dataclasses import dataclass
from functools import cache
from itertools import count
from uuid import UUID

from sqlalchemy import func, select

from inspect_app.accounts.models import Account, Device, Person
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.checker import read_checklist
from inspect_app.checklists.models import PublishedChecklist
from inspect_app.fieldwork.models import AnswerRevision, Change, ChangeState, HeldChange, Photo, StrayChange
from inspect_app.fieldwork.operations import begin_fieldwork
from inspect_app.kernel.actors import Role
from tests.browser.own_server import OwnServer
from tests.checklists.samples import SMALL
from tests.factories.moments import NOW
from tests.factories.people import make_player, open_door
from tests.factories.units import make_province, make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit
from tests.passwords import cheap_hash

PASSWORD = "Mật khẩu rất dài 2024"
PLACES = {
    "lead": (Role.LEAD, "Trưởng đoàn"),
    "deputy": (Role.DEPUTY, "Phó đoàn"),
    "secretary": (Role.SECRETARY, "Thư ký"),
    "inspector": (Role.INSPECTOR, "Thành viên"),
    "expert": (Role.EXPERT, "Chuyên gia"),
    "coordinator": (Role.COORDINATOR, "Điều phối"),
}
_numbers = count(1)


@cache
def password_hash() -> str:
    """The hash of everybody's password, made once."""
    return cheap_hash(PASSWORD)


@dataclass(frozen=True)
class Member:
    """Somebody of the team: his person, his account, his name, and the key of his session at the browser."""

    person: UUID
    account: UUID
    name: str
    key: str


@dataclass(frozen=True)
class Held:
    """A change that waits for a decision."""

    item: str | None
    why: str
    cause: str
    note: str


class Crew:
    """A visit and who takes part in it; what the server has of it is read from its database."""

    def __init__(self, server: OwnServer, *, begun: bool = True) -> None:
        self.server = server
        number = next(_numbers)
        self.unit = f"Sở Hải Âu {number}"
        keep_small_checklist(server)
        with server.session() as session:
            make_province(session)
            home = make_unit(session, "Sở Nội vụ")
            players = {
                place: make_player(session, role, name=f"{title} Hoàng Yến {number}", works_at=home)
                for place, (role, title) in PLACES.items()
            }
            for player in players.values():
                player.account.password_hash = password_hash()
            team = [(players[place].person, role) for place, (role, _title) in PLACES.items() if place != "coordinator"]
            stream = make_stream(session, make_campaign(session), checklist=("nho", 1))
            unit = make_unit(session, self.unit)
            visit = make_visit(session, unit=unit, stream=stream, team=team, noticed=True)
            if begun:
                begin_fieldwork(session, players["lead"].actor, visit, place="Trụ sở", now=NOW)
            self.visit, self.campaign, self.code = visit.id, visit.campaign_id, visit.code
            self.members = {
                place: Member(each.person.id, each.account.id, each.person.name, open_door(session, each.account))
                for place, each in players.items()
            }

    @property
    def lead(self) -> Member:
        """Who leads the team."""
        return self.members["lead"]

    @property
    def inspector(self) -> Member:
        """A member without a special part."""
        return self.members["inspector"]

    def is_closed(self) -> bool:
        """Whether the minutes are closed."""
        with self.server.session() as session:
            return session.get_one(Visit, self.visit).closed_at is not None

    def username(self, member: Member) -> str:
        """By what the member signs in."""
        with self.server.session() as session:
            return session.get_one(Account, member.account).username

    def values(self, item: str) -> list[tuple[str, str]]:
        """Who gave which remark on an item, oldest first: what was ever in effect."""
        query = (
            select(Person.name, AnswerRevision.note)
            .join(Person, Person.id == AnswerRevision.person_id)
            .where(AnswerRevision.visit_id == self.visit, AnswerRevision.item_id == item)
            .order_by(AnswerRevision.revision)
        )
        with self.server.session() as session:
            return [(row.name, row.note) for row in session.execute(query)]

    def remarks(self, item: str) -> list[str]:
        """The remarks on an item that were ever in effect, oldest first."""
        return [note for _name, note in self.values(item)]

    def states(self) -> list[ChangeState]:
        """What became of every change of the visit, in the order of its device."""
        query = select(Change.state).where(Change.visit_id == self.visit).order_by(Change.device_id, Change.sequence)
        with self.server.session() as session:
            return list(session.scalars(query))

    def strays(self) -> int:
        """How many texts of the visit's tablets could not become a change."""
        query = select(func.count()).select_from(StrayChange).where(StrayChange.visit_id == self.visit)
        with self.server.session() as session:
            return session.scalar(query) or 0

    def held(self) -> list[Held]:
        """What is held and undecided."""
        query = select(HeldChange).where(HeldChange.visit_id == self.visit, HeldChange.settled_at.is_(None))
        with self.server.session() as session:
            return [
                Held(row.item_id, row.why.value, row.cause, row.change.body.get("fields", {}).get("note", ""))
                for row in session.scalars(query.order_by(HeldChange.held_at))
            ]

    def photos(self) -> list[bytes]:
        """The photos of the visit that came whole, as bytes."""
        query = select(Photo).where(Photo.visit_id == self.visit, Photo.received_at.is_not(None)).order_by(Photo.id)
        with self.server.session() as session:
            return [self.server.stored(row.kept_sha256) for row in session.scalars(query)]

    def device(self, member: Member) -> Device:
        """The member's one tablet, as the server knows it."""
        with self.server.session() as session:
            return session.scalars(select(Device).where(Device.person_id == member.person)).one()


def keep_small_checklist(server: OwnServer, version: int = 1, text: str = SMALL) -> None:
    """Publishes a version of the small checklist; a server that tests share keeps what it has, so each text has a version of its own."""
    text = text.replace("version: 1", f"version: {version}", 1)
    with server.session() as session:
        where = (PublishedChecklist.code == "nho", PublishedChecklist.version == version)
        kept = session.scalar(select(PublishedChecklist.body).where(*where))
        if kept is not None:
            assert kept == text, (
                f"version {version} of the small checklist is another text here: give this one its own number"
            )
            return
        read = read_checklist(f"nho.v{version}.yaml", text.encode())
        session.add(
            PublishedChecklist(
                code=read.code,
                version=version,
                sha256=read.sha256,
                title=read.title.vi,
                body=text,
                recorded_at=NOW,
            )
        )

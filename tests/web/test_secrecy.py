"""An unannounced visit that has not begun leaves no trace before anybody but its team and the coordinators.

Two proofs: no page, mail or message names it, and no page changes by a letter because it exists.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import unified_diff
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Stream, Visit
from inspect_app.campaigns.operations import cancel_visit, refresh_occurrences, schedule_visit
from inspect_app.followup.queries import actions_of_visit
from inspect_app.jobs.tasks import run_due
from inspect_app.journal.operations import seal_waiting
from inspect_app.kernel.actors import Role
from inspect_app.kernel.outbox import InboxMessage, OutgoingMail
from inspect_app.registry.rules import AboutKind
from inspect_app.units.models import Unit
from inspect_app.web.papers.catalogue import KINDS
from inspect_app.web.permission_map import routes_of
from tests.factories.journeys import Journey, make_journey
from tests.factories.moments import NOW
from tests.factories.people import Player, make_player
from tests.factories.ratings import make_rating_world
from tests.factories.units import make_unit
from tests.factories.visits import make_stream, make_visit

SignIn = Callable[[Account], FlaskClient]

UNIT = "Ban Chích Choè Lửa"
CODE = "ZKDX-77"
DAY = date(2024, 7, 18)
NOBODY = UUID(int=0)
UNRELATED = ("/static", "/_/", "/phieu-kiem-tra", "/nhat-ky/kiem-chung", "/tai-khoan")
# The unit's own name stands in lists of units and on the pages of its own people: there only the visit is a secret.
CANARIES = (CODE, CODE.lower(), "18/07/2024", "18/7/2024", "2024-07-18", "18-07-2024")
SEARCHES = ("?q=zkdx", "?q=chich%20choe", "?thang=2024-07")
SEARCHED = ("/cuoc-kiem-tra/", "/cuoc-kiem-tra/bang.csv", "/don-vi/", "/nhat-ky/", "/lich")
CHANGING = re.compile(r'(nonce|csrf_token|name="form_key" value|value)="[A-Za-z0-9_.\-]{16,}"|nonce-[\w-]+')


@dataclass(frozen=True)
class Ground:
    """A campaign with an issued visit, and a unit that is to be surprised."""

    journey: Journey
    unit: Unit
    stream: Stream
    coordinator: Player
    team: Player
    outsiders: dict[str, Player]


@pytest.fixture
def ground(session: Session) -> Ground:
    """Everybody who is neither on the secret team nor a coordinator of other units."""
    world = make_rating_world(session)
    journey = make_journey(session)
    journey.issued(("CV06",))
    unit = make_unit(session, UNIT, parent=world.province)
    everywhere = {
        role.value: make_player(session, role, name=f"Người giữ vai {number}")
        for number, role in enumerate((Role.ADMINISTRATOR, Role.AUDITOR, Role.SIGNATORY, Role.RATING_AUTHORITY))
    }
    own = {
        "contact": make_player(session, (Role.UNIT_CONTACT, unit), name="Đầu mối bị bất ngờ", works_at=unit),
        "head": make_player(session, (Role.HEAD_OF_UNIT, unit), name="Thủ trưởng bị bất ngờ", works_at=unit),
        "coordinator of the unit": make_player(session, Role.COORDINATOR, name="Điều phối tại chỗ", works_at=unit),
        "contact and coordinator": make_player(
            session, Role.COORDINATOR, (Role.UNIT_CONTACT, unit), name="Điều phối kiêm đầu mối"
        ),
        "head and lead": make_player(session, Role.LEAD, Role.AUDITOR, (Role.HEAD_OF_UNIT, unit), name="Kiêm nhiệm"),
        "staff": make_player(session, Role.INSPECTOR, name="Công chức tại chỗ", works_at=unit),
        "inspector of another team": journey.inspector,
        "lead of another team": journey.lead,
        "contact of another unit": journey.contact,
    }
    team = make_player(session, Role.LEAD, name="Trưởng đoàn kín")
    stream = make_stream(session, journey.visit.campaign, unannounced=True, checklist=("cong-vu", 1))
    return Ground(journey, unit, stream, journey.coordinator, team, everywhere | own)


def _plant(session: Session, ground: Ground) -> Visit:
    """A secret visit with a date, a team, due dates and everything that scheduling tells and records."""
    visit = make_visit(session, unit=ground.unit, stream=ground.stream, starts_on=None)
    visit.code = CODE
    session.flush()
    members = [(ground.team.person.id, Role.LEAD)]
    schedule_visit(session, ground.coordinator.actor, visit, starts_on=DAY, ends_on=DAY, members=members, now=NOW)
    refresh_occurrences(session, visit, now=NOW)
    seal_waiting(session)
    return visit


def _ids(session: Session, ground: Ground, visit_id: UUID) -> dict[str, object]:
    visit = ground.journey.visit
    actions = actions_of_visit(session, visit.id)
    return {
        "visit_id": visit_id,
        "action_id": actions[0].id,
        "conclusion_id": actions[0].request.conclusion_id,
        "unit_id": ground.unit.id,
        "item_id": "CV06",
        "number": 1,
        "area": 1,
        "code": visit.campaign.code,
        "version": 1,
        "other": 1,
        "filename": "x",
        "key": "x",
        "year": 2024,
    }


def _addresses(app: Flask, ids: dict[str, object]) -> Iterator[str]:
    for route in routes_of(app):
        if "GET" not in route.methods or route.rule.startswith(UNRELATED):
            continue
        rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == route.rule)
        if route.permission == "public" or not rule.arguments <= ids.keys():
            continue
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, {name: ids[name] for name in rule.arguments})
        yield address
        if address.endswith(SEARCHED):
            yield from (address + search for search in SEARCHES)


def _papers(ground: Ground, visit_id: UUID) -> Iterator[str]:
    """The page of every kind of paper about the visit, its stream or its campaign."""
    things = {
        AboutKind.VISIT: visit_id,
        AboutKind.STREAM: ground.stream.id,
        AboutKind.CAMPAIGN: ground.stream.campaign_id,
    }
    yield from (f"/van-ban/{kind.code}/{things[kind.about]}" for kind in KINDS if kind.about in things)


def _text(client: FlaskClient, address: str) -> tuple[int, str]:
    response = client.get(address)
    assert response.status_code < 500, (address, response.status_code)
    return response.status_code, CHANGING.sub("", _told(response.get_data()))


def _told(body: bytes) -> str:
    """What a page or file says; of a workbook, what each of its parts does."""
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with ZipFile(BytesIO(body)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in sorted(parts.namelist()))


def _named(text: str, canaries: tuple[str, ...]) -> list[str]:
    return [canary for canary in canaries if canary in text]


def _clients(app: Flask, ground: Ground, sign_in_as: SignIn) -> dict[str, FlaskClient]:
    clients = {who: sign_in_as(player.account) for who, player in ground.outsiders.items()}
    return clients | {"anonymous": app.test_client()}


@pytest.mark.slow
def test_no_page_names_a_secret_visit_or_changes_because_of_it(
    session: Session, app: Flask, sign_in_as: SignIn, ground: Ground
) -> None:
    seal_waiting(session)
    clients = _clients(app, ground, sign_in_as)
    addresses = [*_addresses(app, _ids(session, ground, NOBODY)), *_papers(ground, NOBODY)]
    before = {(who, address): _text(client, address) for who, client in clients.items() for address in addresses}
    visit = _plant(session, ground)
    # One more waiting mail is a number among others, which tells nobody of what.
    session.execute(delete(OutgoingMail).where(OutgoingMail.recipient == ground.team.person.email))
    session.commit()
    leaks: list[tuple[str, str, object]] = []
    for (who, address), seen in before.items():
        status, text = _text(clients[who], address)
        fresh = [canary for canary in _named(text, (*CANARIES, str(visit.id))) if canary not in seen[1]]
        if fresh:
            leaks.append((who, address, fresh))
        elif (status, text) != seen and not address.startswith("/nhat-ky/"):
            leaks.append((who, address, list(unified_diff(seen[1].split("\n"), text.split("\n"), n=0, lineterm=""))))
    assert leaks == [], "\n".join(map(str, leaks))


@pytest.mark.slow
def test_the_addresses_of_a_secret_visit_lead_nowhere(
    session: Session, app: Flask, sign_in_as: SignIn, ground: Ground
) -> None:
    visit = _plant(session, ground)
    clients = _clients(app, ground, sign_in_as)
    found = [*_addresses(app, _ids(session, ground, visit.id)), *_papers(ground, visit.id)]
    hidden = [a for a in found if str(visit.id) in a and "?" not in a]
    nowhere = {a: a.replace(str(visit.id), str(NOBODY)) for a in hidden}
    assert len(hidden) > 10
    for who, client in clients.items():
        for address in hidden:
            status, text = _text(client, address)
            absent = _text(client, nowhere[address])
            assert (status, text.replace(str(visit.id), "")) == (absent[0], absent[1].replace(str(NOBODY), "")), (
                who,
                address,
            )
            assert not _named(text, (*CANARIES, UNIT)) or who in {"contact", "head"}, (who, address)


def _moments() -> Iterator[datetime]:
    for days in (-30, -12, -8, -5, -3, -2, -1, 0, 1, 3, 6, 10, 20, 40):
        yield datetime(DAY.year, DAY.month, DAY.day, 2, 0, tzinfo=NOW.tzinfo) + timedelta(days=days)


@pytest.mark.parametrize("cancelled", [False, True])
def test_no_message_names_a_secret_visit_to_anybody_else(session: Session, ground: Ground, cancelled: bool) -> None:
    visit = _plant(session, ground)
    if cancelled:
        cancel_visit(session, ground.coordinator.actor, visit, reason="Đoàn bận", now=NOW)
    for moment in _moments():
        summary = run_due(session, now=moment)
        assert not summary.failed
        session.flush()
    outside = {player.account.id for player in ground.outsiders.values()}
    messages = session.scalars(select(InboxMessage)).all()
    assert [message for message in messages if str(visit.id) in str(message.link)], "its team hears of it"
    for message in messages:
        words = f"{message.subject} {message.body}"
        assert not _named(words, ("18/07/2024", "18/7/2024")), words
        if message.account_id in outside:
            assert not _named(f"{words} {message.link}", (*CANARIES, UNIT, str(visit.id))), words
    addresses = {player.person.email for player in ground.outsiders.values()}
    for mail in session.scalars(select(OutgoingMail)):
        assert not _named(f"{mail.subject} {mail.body}", (UNIT, "18/07/2024")), mail.subject
        if mail.recipient in addresses:
            assert not _named(f"{mail.subject} {mail.body} {mail.dedupe_key}", (CODE, str(visit.id))), mail.subject


def test_the_secret_ends_when_the_visit_begins(
    session: Session, app: Flask, sign_in_as: SignIn, ground: Ground
) -> None:
    visit = _plant(session, ground)
    auditor = sign_in_as(ground.outsiders["auditor"].account)
    assert CODE not in auditor.get("/cuoc-kiem-tra/").get_data(as_text=True)
    visit.begun_at = NOW
    session.commit()
    assert CODE in auditor.get("/cuoc-kiem-tra/").get_data(as_text=True)

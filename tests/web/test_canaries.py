"""Canaries in the demonstration: a visit that is to be a surprise is planted, and everything is read as everybody.

Every GET route with the demonstration's own things, every calendar address and every exported file: nothing names the visit
to those who may not know of it, and nothing changes by a letter, a status or an ETag because it exists.
"""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Any
from uuid import UUID

import pdfplumber
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from inspect_app.accounts.models import Account
from inspect_app.accounts.queries import actor_for, samples_by_role
from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.operations import make_feed, note_schedule, schedule_visit
from inspect_app.campaigns.papers.kinds import INSPECTION_PLAN, TEAM_DECISION
from inspect_app.campaigns.permissions import may_see_visit
from inspect_app.campaigns.queries import working_calendar
from inspect_app.documents.renderer import Renderer
from inspect_app.journal.operations import seal_waiting
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.database import make_engine
from inspect_app.kernel.errors import Forbidden
from inspect_app.kernel.outbox import OutgoingMail
from inspect_app.kernel.tables import Base
from inspect_app.registry.rules import AboutKind
from inspect_app.units.models import Unit
from inspect_app.web.papers.catalogue import KINDS
from tests.application import application_on
from tests.campaigns.tables import table
from tests.demonstrations import DEMO_DAY, prepared
from tests.factories.moments import NOW, TODAY
from tests.factories.people import Player, make_player, open_door
from tests.factories.units import make_unit

CODE, NOTE = "ZKDX-77", "Chích choè lửa sang chơi"
NOBODY = UUID(int=0)
# Files that are everybody's, and the doors.
UNRELATED = ("/static", "/dang-", "/dat-mat-khau", "/healthz")
# They change by themselves: the number of entries of the journal, and when the reader was last here.
MOVING = ("/nhat-ky/kiem-chung", "/tai-khoan")
CHANGING = re.compile(r'(nonce|csrf_token|value)="[A-Za-z0-9_.\-]{16,}"|nonce-[\w-]+|&#34;[\w.-]{60,}&#34;')
TABLES = {
    "role": "role_assignment",
    "rating": "head_rating",
    "action": "corrective_action",
    "report": "action_report",
    "closure": "unit_closure",
    "point": "explanation_point",
    "paper": "issued_paper",
    "draft": "paper_draft",
    "body": "issuing_body",
    "entry": "register_entry",
    "stray": "stray_change",
    "session": "sign_in_session",
    "feed": "calendar_feed",
    "message": "inbox_message",
    "run": "planning_run",
    "copy": "signed_copy",
    "round": "explanation_round",
}
TEXTS: dict[str, object] = {
    "kind": "minutes",
    "item_id": "CV06",
    "number": 1,
    "area": 1,
    "version": 1,
    "other": 1,
    "filename": "x",
    "key": "x",
    "token": "x",
    "year": 2024,
}


@dataclass(frozen=True)
class Ground:
    """The demonstration, who takes part in the secret, and who does not."""

    session: Session
    app: Flask
    unit: Unit
    stream: Stream
    coordinator: Player
    team: Player
    outsiders: dict[str, Account]
    feeds: dict[str, str]

    @property
    def campaign(self) -> Campaign:
        """The demonstration's campaign."""
        return self.stream.campaign


@pytest.fixture
def demonstration(demonstrations: Path, tmp_path: Path) -> Iterator[tuple[Connection, Path]]:
    """A copy of the demonstration of 17/06/2024, in a transaction that ends with the test."""
    data = shutil.copytree(prepared(demonstrations, DEMO_DAY), tmp_path / "data")
    engine = make_engine(f"sqlite:///{data / 'inspect.db'}")
    with engine.connect() as connection, connection.begin() as transaction:
        yield connection, data
        transaction.rollback()
    engine.dispose()


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is what would be printed and the sheet that would lie in it: the same words, without the seconds of a printer."""

    def as_text(_renderer: Renderer, job: bytes) -> bytes:
        content = json.loads(job)
        return f"%PDF-1.7\n{content['html']}\n{content['attachment']['text']}".encode()

    monkeypatch.setattr(Renderer, "render", as_text)


@pytest.fixture
def ground(demonstration: tuple[Connection, Path]) -> Iterator[Ground]:
    connection, data = demonstration
    factory = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    with factory() as session, application_on(connection, data) as app:
        samples = samples_by_role(session, TODAY)
        unit = next(held.unit for held, _account in samples if held.role is Role.UNIT_CONTACT and held.unit is not None)
        stream = session.scalars(select(Stream).where(Stream.unannounced)).first()
        assert stream is not None
        outsiders = {f"{held.role.value} {number}": account for number, (held, account) in enumerate(samples)}
        outsiders = {who: account for who, account in outsiders.items() if not who.startswith("coordinator")}
        outsiders |= _people_of(session, unit)
        team = make_player(session, Role.LEAD, name="Trưởng đoàn kín")
        coordinator = make_player(session, Role.COORDINATOR, name="Điều phối nơi khác")
        feeds = _feeds(session, outsiders, unit)
        yield Ground(session, app, unit, stream, coordinator, team, outsiders, feeds)


def _people_of(session: Session, unit: Unit) -> dict[str, Account]:
    made = {
        "head": make_player(session, (Role.HEAD_OF_UNIT, unit), name="Thủ trưởng bị bất ngờ", works_at=unit),
        "staff": make_player(session, Role.INSPECTOR, name="Công chức tại chỗ", works_at=unit),
        "coordinator there": make_player(session, Role.COORDINATOR, name="Điều phối tại chỗ", works_at=unit),
        "coordinator and contact": make_player(session, Role.COORDINATOR, (Role.UNIT_CONTACT, unit), name="Kiêm nhiệm"),
    }
    return {who: player.account for who, player in made.items()}


def _feeds(session: Session, people: dict[str, Account], unit: Unit) -> dict[str, str]:
    """The calendar address of everybody who may have one, his own and that of the unit."""
    found = {}
    for who, account in people.items():
        actor = actor_for(session, account, TODAY)
        for whose in (None, unit):
            with suppress(Forbidden):
                token = make_feed(session, actor, whose, now=NOW, real_now=real_now())
                found[f"{who} {'unit' if whose else 'own'}"] = f"/lich/{token}.ics"
    return found


def _free_day(session: Session, campaign: Campaign) -> date:
    calendar = working_calendar(campaign)
    taken = {day for days in session.execute(select(Visit.starts_on, Visit.ends_on)) for day in days}
    days = (TODAY + timedelta(days=number) for number in range(20, 80))
    return next(day for day in days if calendar.is_working_day(day) and day not in taken)


def _plant(ground: Ground) -> Visit:
    """A secret visit, scheduled with a team and a note by a coordinator who may know of it."""
    session, day = ground.session, _free_day(ground.session, ground.campaign)
    visit = Visit(
        campaign=ground.campaign,
        stream=ground.stream,
        unit=ground.unit,
        code=CODE,
        window_start=ground.campaign.window_start,
        window_end=ground.campaign.window_end,
        unannounced=True,
        checklist_code=ground.stream.checklist_code,
        checklist_version=ground.stream.checklist_version,
    )
    session.add(visit)
    session.flush()
    actor, members = ground.coordinator.actor, [(ground.team.person.id, Role.LEAD)]
    schedule_visit(session, actor, visit, starts_on=day, ends_on=day, members=members, now=NOW)
    note_schedule(session, actor, visit, NOTE, now=NOW)
    # One more waiting mail is a number among others, which tells nobody of what.
    session.execute(delete(OutgoingMail).where(OutgoingMail.recipient == ground.team.person.email))
    seal_waiting(session)
    session.commit()
    return visit


def _value(ground: Ground, name: str, visit_id: UUID) -> object:
    """A thing of the demonstration for a route's argument; a route that asks for an unknown kind fails here."""
    things = {"visit_id": visit_id, "thing_id": visit_id}
    known: dict[str, object] = {**things, "unit_id": ground.unit.id, "code": ground.campaign.code, **TEXTS}
    if name in known:
        return known[name]
    kind = name.removesuffix("_id")
    table = Base.metadata.tables[TABLES.get(kind, kind)]
    return ground.session.scalar(select(table.c.id).limit(1)) or NOBODY


def _addresses(ground: Ground, visit_id: UUID) -> list[str]:
    rules: list[Rule] = [
        rule
        for rule in ground.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(UNRELATED)
    ]
    urls = ground.app.url_map.bind("localhost")
    found = [
        urls.build(rule.endpoint, {name: _value(ground, name, visit_id) for name in rule.arguments}) for rule in rules
    ]
    other = ground.session.scalars(select(Visit.id).where(Visit.unit_id == ground.unit.id, Visit.code != CODE)).first()
    found.append(f"/cuoc-kiem-tra/{other}")
    found += [
        f"/cuoc-kiem-tra/?q={CODE.lower()}",
        "/cuoc-kiem-tra/bang.csv?q=zkdx",
        f"/nhat-ky/?q={CODE}",
        "/don-vi/?q=chich",
    ]
    months = ("2024-07", "2024-08", "2024-09")
    found += [f"/dot-kiem-tra/{ground.campaign.code}/lich?thang={month}" for month in months]
    return sorted({*found, *_papers(ground, visit_id)})


def _papers(ground: Ground, visit_id: UUID) -> list[str]:
    """The page of every kind of paper about the visit or its campaign, and what the papers before a visit say."""
    streams = [stream.id for stream in ground.campaign.streams]
    things = {AboutKind.VISIT: [visit_id], AboutKind.STREAM: streams, AboutKind.CAMPAIGN: [ground.campaign.id]}
    pages = [f"/van-ban/{kind.code}/{thing}" for kind in KINDS for thing in things.get(kind.about, ())]
    told = [f"/van-ban/{TEAM_DECISION.code}/{stream}" for stream in streams]
    told.append(f"/van-ban/{INSPECTION_PLAN.code}/{ground.campaign.id}")
    return pages + [f"{page}/ban-in.docx" for page in told]


def _text(answer: TestResponse) -> str:
    """What an answer says, as text: a workbook is unpacked."""
    data = answer.get_data()
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return CHANGING.sub("", data.decode("utf-8", "replace"))


Seen = tuple[int, str | None, str]


def _read(client: FlaskClient, address: str) -> Seen:
    answer = client.get(address)
    assert answer.status_code < 500, (address, answer.status_code)
    return answer.status_code, answer.headers.get("ETag"), _text(answer)


def _readers(ground: Ground) -> dict[str, FlaskClient]:
    clients = {"anonymous": FlaskClient(ground.app)}
    for who, account in ground.outsiders.items():
        clients[who] = FlaskClient(ground.app)
        clients[who].set_cookie("inspect", open_door(ground.session, account))
    ground.session.commit()
    return clients


def _everything(ground: Ground, readers: dict[str, FlaskClient], visit_id: UUID) -> dict[tuple[str, str], Seen]:
    pages = _addresses(ground, visit_id)
    seen = {(who, address): _read(client, address) for who, client in readers.items() for address in pages}
    stranger = readers["anonymous"]
    return seen | {(whose, address): _read(stranger, address) for whose, address in ground.feeds.items()}


@pytest.mark.slow
@pytest.mark.usefixtures("unprinted")
def test_nothing_that_anybody_reads_tells_of_a_surprise(ground: Ground) -> None:
    readers = _readers(ground)
    before = _everything(ground, readers, NOBODY)
    assert len(ground.feeds) > len(ground.outsiders) // 2
    visit = _plant(ground)
    after = _everything(ground, readers, visit.id)
    day = visit.starts_on
    assert day is not None
    canaries = (CODE, CODE.lower(), NOTE, str(visit.id), f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%Y%m%d}")
    assert all(not may_see_visit(actor_for(ground.session, one, TODAY), visit) for one in ground.outsiders.values())
    leaks: list[Any] = []
    for (who, address), (status, mark, text) in after.items():
        plain = address.replace(str(visit.id), str(NOBODY))
        was = before[who, plain]
        said = text.replace(str(visit.id), str(NOBODY)) if plain != address else text
        fresh = [one for one in canaries if said.count(one) > was[2].count(one)]
        if fresh and "?q=" not in address:
            leaks.append((who, address, fresh))
        elif (status, mark, said) != was and address not in MOVING:
            leaks.append((who, address, [*unified_diff(was[2].split("\n"), said.split("\n"), n=0, lineterm="")][:12]))
    assert leaks == [], "\n".join(map(str, leaks))


@pytest.mark.slow
def test_the_printed_plan_names_neither_the_surprise_nor_its_day(ground: Ground) -> None:
    visit = _plant(ground)
    day = visit.starts_on
    assert day is not None
    client = FlaskClient(ground.app)
    client.set_cookie("inspect", open_door(ground.session, ground.outsiders["coordinator there"]))
    ground.session.commit()
    answer = client.get(f"/van-ban/{INSPECTION_PLAN.code}/{ground.campaign.id}/ban-in.pdf")
    with pdfplumber.open(io.BytesIO(answer.data)) as paper:
        printed = "\n".join(page.extract_text() for page in paper.pages)
    assert "TD-03" in printed or "Tây Giang" in printed, "the announced visits stand there"
    assert [one for one in (CODE, NOTE, f"{day:%d/%m/%Y}") if one in printed] == []


def test_those_who_may_know_of_it_find_it(ground: Ground) -> None:
    visit = _plant(ground)
    for player in (ground.team, ground.coordinator):
        client = FlaskClient(ground.app)
        client.set_cookie("inspect", open_door(ground.session, player.account))
        ground.session.commit()
        assert CODE in _read(client, "/cuoc-kiem-tra/")[2]
        assert NOTE in _read(client, f"/cuoc-kiem-tra/{visit.id}")[2]
        # What is passed round holds no secret, whoever asks for it.
        assert CODE not in _read(client, f"/dot-kiem-tra/{ground.campaign.code}/bang.xlsx")[2]


def test_a_refusal_names_neither_the_surprise_nor_its_day(ground: Ground) -> None:
    visit = _plant(ground)
    day = visit.starts_on
    assert day is not None
    client = FlaskClient(ground.app)
    client.set_cookie("inspect", open_door(ground.session, ground.outsiders["coordinator there"]))
    ground.session.commit()
    ground.app.config["WTF_CSRF_ENABLED"] = False
    calendar, step = working_calendar(ground.campaign), timedelta(days=1)
    days = next(span for span in ((day - step, day), (day, day + step)) if all(map(calendar.is_working_day, span)))
    make_unit(ground.session, "Ban Chích Choè Lửa", code="BCCL")
    ground.session.commit()
    answers = [_import(client, ground, ("Ban Chích Choè Lửa", days, ground.team.person.name))]
    answers.append(_import(client, ground, (ground.unit.name, (day, day), "")))
    form = {"starts_on": day.isoformat(), "ends_on": day.isoformat(), "reason": "Thử"}
    form |= {"team-0-person": str(ground.team.person.id), "team-0-role": "lead"}
    for page in ("lich", "doan", "huy"):
        answers.append(client.post(f"/cuoc-kiem-tra/{visit.id}/{page}", data=form).get_data(as_text=True))
    assert "bận trong những ngày này" in answers[0]
    assert f"({day:%d/%m/%Y}" not in answers[0], "whoever asks for two days does not learn which of them"
    assert [one for one in answers if CODE in one or NOTE in one] == []


def _announced(ground: Ground) -> Stream:
    wanted = (Stream.campaign_id == ground.campaign.id, Stream.unannounced.is_(False))
    found = ground.session.scalars(select(Stream).where(*wanted).order_by(Stream.position)).first()
    assert found is not None
    return found


def _import(client: FlaskClient, ground: Ground, row: tuple[str, tuple[date, date], str]) -> str:
    unit, (first, last), team = row
    span = f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"
    content = table((1, unit, _announced(ground).title, span, team, ""))
    address = f"/dot-kiem-tra/{ground.campaign.code}/nhap-bang"
    return client.post(address, data={"file": (io.BytesIO(content), "kh.xlsx")}).get_data(as_text=True)

"""Calendars in other programs: what is read by an address, by whom, and that two parsers take it without a warning."""

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, AccountState, RoleAssignment
from inspect_app.campaigns.feed_queries import live_feed, reader_of, visits_of_feed
from inspect_app.campaigns.feeds import FeedPage, calendar_bytes
from inspect_app.campaigns.models import CalendarFeed, Campaign, Stream, Visit
from inspect_app.campaigns.operations import (
    begin_visit,
    cancel_visit,
    change_team,
    make_feed,
    mark_notice_sent,
    revoke_feed,
    schedule_visit,
)
from inspect_app.campaigns.rules import StreamKind
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import Forbidden
from inspect_app.kernel.ids import new_id
from inspect_app.units.models import Unit
from inspect_app.web.refusals import show_refusals
from inspect_app.webkit.limits import limiter
from tests.factories.moments import NOW, TODAY
from tests.factories.people import Player, make_player
from tests.factories.units import make_unit
from tests.factories.visits import WINDOW, make_visit

SignIn = Callable[[Account], FlaskClient]
TOKEN = re.compile(r"/lich/([\w-]+)\.ics")
OTHER_DAY = date(2024, 6, 25)


def feed(session: Session, player: Player, unit: Unit | None = None) -> str:
    return make_feed(session, player.actor, unit, now=NOW, real_now=real_now())


def shown(session: Session, token: str, now: datetime = NOW) -> list[Visit]:
    reader = reader_of(session, token, TODAY)
    return list(visits_of_feed(session, reader, now, TODAY)) if reader is not None else []


def written(visits: list[Visit], person: Player | None = None) -> bytes:
    page = FeedPage("Lịch", person.person.id if person else None, lambda visit: f"https://x.example/{visit.id}")
    return calendar_bytes(page, visits)


def events(body: bytes) -> list[Any]:
    """The events, by the first parser; nothing in them may be odd."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        calendar = icalendar.Calendar.from_ical(body)
    assert not calendar.errors
    found: list[Any] = list(calendar.events)
    assert [event.errors for event in found] == [[]] * len(found)
    return found


@pytest.fixture
def lead(session: Session) -> Player:
    return make_player(session, Role.LEAD, name="Trưởng đoàn mẫu")


@pytest.fixture
def coordinator(session: Session) -> Player:
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu")


@pytest.fixture
def visit(session: Session, lead: Player) -> Visit:
    unit = make_unit(session, "UBND huyện Chim Én Bay Qua Cánh Đồng Lúa Chín Vàng")
    return make_visit(session, unit=unit, team=[(lead.person, Role.LEAD)], ends_on=TODAY + timedelta(days=1))


def test_a_member_reads_his_own_visits_and_a_coordinator_all_of_them(
    session: Session, lead: Player, coordinator: Player, visit: Visit
) -> None:
    other = make_visit(session)
    assert shown(session, feed(session, lead)) == [visit]
    assert set(shown(session, feed(session, coordinator))) == {visit, other}


def test_a_unit_reads_its_noticed_visits_and_nothing_before(session: Session, visit: Visit) -> None:
    contact = make_player(session, (Role.UNIT_CONTACT, visit.unit))
    make_visit(session, unit=visit.unit, unannounced=True)
    make_visit(session, noticed=True)
    token, own = feed(session, contact, visit.unit), feed(session, contact)
    assert shown(session, token) == shown(session, own) == []
    mark_notice_sent(session, SYSTEM, visit, now=NOW)
    assert shown(session, token) == shown(session, own) == [visit]


def test_nobody_makes_the_calendar_of_a_unit_that_is_not_his(session: Session, visit: Visit, lead: Player) -> None:
    stranger = make_player(session, (Role.HEAD_OF_UNIT, make_unit(session)))
    for player in (stranger, lead, make_player(session, Role.AUDITOR)):
        with pytest.raises(Forbidden):
            feed(session, player, visit.unit)


def test_whoever_left_sees_nothing_any_more(session: Session, visit: Visit, lead: Player, coordinator: Player) -> None:
    own, all_of_them = feed(session, lead), feed(session, coordinator)
    other = make_player(session, Role.LEAD)
    change_team(
        session, coordinator.actor, visit, members=[(other.person.id, Role.LEAD)], reason="Đoàn đổi người", now=NOW
    )
    assert shown(session, own) == []
    for role in session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == coordinator.person.id)):
        role.valid_to = TODAY - timedelta(days=1)
    session.flush()
    assert reader_of(session, all_of_them, TODAY) is None
    lead.account.state = AccountState.DISABLED
    session.flush()
    assert reader_of(session, own, TODAY) is None


def test_the_calendar_of_a_unit_ends_with_the_office_of_its_keeper(session: Session, visit: Visit) -> None:
    contact = make_player(session, (Role.UNIT_CONTACT, visit.unit))
    token = feed(session, contact, visit.unit)
    assert reader_of(session, token, TODAY) is not None
    contact.person.roles[0].valid_to = TODAY - timedelta(days=1)
    session.flush()
    assert reader_of(session, token, TODAY) is None


def test_a_new_address_ends_the_old_one_and_only_hashes_are_kept(session: Session, lead: Player) -> None:
    first, second = feed(session, lead), feed(session, lead)
    assert reader_of(session, first, TODAY) is None
    assert reader_of(session, second, TODAY) is not None
    kept = session.scalars(select(CalendarFeed)).all()
    assert all(token not in repr(vars(row)) for row in kept for token in (first, second))
    live = live_feed(session, lead.account.id, None)
    assert live is not None
    assert revoke_feed(session, lead.actor, live, now=NOW, real_now=real_now())
    assert not revoke_feed(session, lead.actor, live, now=NOW, real_now=real_now())
    assert reader_of(session, second, TODAY) is None
    verbs = session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert verbs == ["campaigns.make_feed", "campaigns.renew_feed", "campaigns.revoke_feed"]


def test_nobody_ends_the_address_of_somebody_else(session: Session, lead: Player, coordinator: Player) -> None:
    feed(session, lead)
    live = live_feed(session, lead.account.id, None)
    assert live is not None
    with pytest.raises(Forbidden):
        revoke_feed(session, coordinator.actor, live, now=NOW, real_now=real_now())


def test_each_change_makes_the_next_revision_and_nothing_else_does(
    session: Session, visit: Visit, lead: Player, coordinator: Player
) -> None:
    numbers = [visit.schedule_revision]

    def rises(change: Callable[[], object]) -> None:
        change()
        session.flush()
        session.refresh(visit)
        numbers.append(visit.schedule_revision)
        assert numbers[-1] > numbers[-2]
        assert visit.schedule_changed_at == NOW

    actor, team = coordinator.actor, [(lead.person.id, Role.DEPUTY), (make_player(session).person.id, Role.LEAD)]
    rises(
        lambda: schedule_visit(
            session, actor, visit, starts_on=OTHER_DAY, ends_on=OTHER_DAY, reason="Họp Hội đồng nhân dân", now=NOW
        )
    )
    rises(lambda: change_team(session, actor, visit, members=team, reason="Đổi trưởng đoàn", now=NOW))
    rises(lambda: mark_notice_sent(session, SYSTEM, visit, now=NOW))
    assert not schedule_visit(session, actor, visit, starts_on=OTHER_DAY, ends_on=OTHER_DAY, now=NOW)
    session.refresh(visit)
    assert visit.schedule_revision == numbers[-1]
    rises(lambda: cancel_visit(session, actor, visit, reason="Bão", now=NOW))


def test_an_event_says_what_the_plan_says(session: Session, visit: Visit, lead: Player) -> None:
    visit.schedule_note, visit.unit.address = "mang theo: hồ sơ; ảnh, dấu\\gạch", "Số 1, đường Hoa Sữa"
    session.flush()
    body = written([visit], lead)
    [event] = events(body)
    assert (event.start, event.end) == (TODAY, TODAY + timedelta(days=2)), "the end is the day after the last one"
    assert event["uid"] == f"{visit.id}@inspect-app"
    assert (event["status"], event["transp"], event["class"]) == ("TENTATIVE", "OPAQUE", "PRIVATE")
    assert str(event["location"]) == f"{visit.unit.name}, Số 1, đường Hoa Sữa"
    assert visit.code in event["summary"]
    assert "mang theo: hồ sơ; ảnh, dấu\\gạch" in event["description"].split("\n")[2]
    assert "Trưởng đoàn: Trưởng đoàn mẫu" in event["description"]
    calendar = icalendar.Calendar.from_ical(body)
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Asia/Ho_Chi_Minh"]
    assert body == written([visit], lead), "the same visits give the same bytes"


def test_a_cancelled_visit_is_told_as_cancelled_for_sixty_days(
    session: Session, visit: Visit, lead: Player, coordinator: Player
) -> None:
    token = feed(session, lead)
    cancel_visit(session, coordinator.actor, visit, reason="Đơn vị sáp nhập", now=NOW)
    assert shown(session, token) == [visit]
    [event] = events(written([visit], lead))
    assert (event["status"], event["transp"]) == ("CANCELLED", "TRANSPARENT")
    assert event["summary"].startswith("ĐÃ HỦY")
    assert shown(session, token, NOW + timedelta(days=61)) == []


def test_of_a_secret_visit_its_team_reads_the_day_alone(session: Session, lead: Player, coordinator: Player) -> None:
    secret = make_visit(session, unannounced=True, team=[(lead.person, Role.LEAD)])
    contact = make_player(session, (Role.UNIT_CONTACT, secret.unit))
    assert shown(session, feed(session, coordinator)) == []
    assert shown(session, feed(session, contact)) == shown(session, feed(session, contact, secret.unit)) == []
    assert shown(session, feed(session, lead)) == [secret]
    body = written([secret], lead)
    [event] = events(body)
    assert event.start == TODAY
    text = body.decode()
    for hidden in (secret.code, secret.unit.name, secret.unit.short_name, secret.stream.title, "x.example"):
        assert hidden not in text
    uid, before = event["uid"], secret.schedule_revision
    begin_visit(session, lead.actor, secret, now=NOW)
    session.refresh(secret)
    [event] = events(written([secret], lead))
    assert (event["uid"], secret.unit.short_name in event["summary"]) == (uid, True)
    assert secret.schedule_revision > before


@given(note=st.text(st.characters(exclude_categories=["Cs"]), max_size=180), name=st.text(max_size=120))
def test_two_parsers_read_the_same_of_any_text(note: str, name: str) -> None:
    visit = loose_visit(note, "Xã Trà Vân – Ngọc Linh " + name)
    body = written([visit])
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines), "no letter is cut in two"
    [ours] = events(body)
    [theirs] = vobject.readOne(body.decode()).vevent_list
    assert str(ours["summary"]) == theirs.summary.value
    assert str(ours["description"]) == theirs.description.value
    assert str(ours["location"]) == theirs.location.value
    assert (theirs.dtstart.value, theirs.dtend.value) == (ours.start, ours.end)
    assert theirs.sequence.value == str(ours["sequence"])


def loose_visit(note: str, name: str) -> Visit:
    """A visit that belongs to no database."""
    return Visit(
        id=new_id(),
        code="TD-01",
        schedule_revision=3,
        starts_on=TODAY,
        ends_on=TODAY,
        schedule_note=note,
        unannounced=False,
        unit=Unit(name=name, short_name=name),
        stream=Stream(title="Kiểm tra toàn diện", kind=StreamKind.COMPREHENSIVE),
        campaign=Campaign(window_start=WINDOW[0]),
    )


def test_the_address_is_shown_once_and_read_without_session_or_cookie(
    session: Session, app: Flask, sign_in_as: SignIn, visit: Visit, lead: Player
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = sign_in_as(lead.account)
    found = TOKEN.search(browser.post("/lich-cua-toi").get_data(as_text=True))
    assert found is not None
    assert TOKEN.search(browser.get("/lich-cua-toi").get_data(as_text=True)) is None
    address = found[0]
    program = app.test_client()
    answer = program.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert [event["uid"] for event in events(answer.data)] == [f"{visit.id}@inspect-app"]
    assert browser.get(address).data == answer.data, "a cookie changes nothing"
    again = program.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    visit.schedule_note = "đổi phòng họp"
    session.commit()
    moved = program.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert moved.status_code == 200


def test_every_wrong_address_gets_the_same_answer(session: Session, app: Flask, lead: Player) -> None:
    old = feed(session, lead)
    feed(session, lead)
    closed = make_player(session, Role.LEAD)
    shut = feed(session, closed)
    closed.account.state = AccountState.DISABLED
    session.commit()
    client = app.test_client()
    answers = {token: client.get(f"/lich/{token}.ics") for token in (old, shut, "x", "x" * 5000, "..")}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.data for answer in answers.values()}) == 1


def test_no_log_of_ours_tells_the_address_even_when_reading_by_it_fails(
    session: Session, app: Flask, lead: Player, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = feed(session, lead)
    session.commit()
    app.testing = False
    show_refusals(app)
    monkeypatch.setattr("inspect_app.campaigns.views.feeds.calendar_bytes", lambda *_parts: 1 // 0)
    with caplog.at_level(logging.DEBUG):
        assert app.test_client().get(f"/lich/{token}.ics").status_code == 500
    assert "unexpected error on campaigns.read_feed" in caplog.text
    assert token not in caplog.text


@pytest.fixture
def limited(app: Flask, client: FlaskClient) -> Iterator[FlaskClient]:
    """A client whose requests are counted."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    limiter.reset()
    yield client
    limiter.enabled = False


def test_readers_who_ask_too_often_are_told_to_wait(limited: FlaskClient) -> None:
    codes = [limited.get("/lich/unknown.ics").status_code for _ in range(121)]
    assert codes == [*[404] * 120, 429]

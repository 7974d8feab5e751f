"""Days on which a person or a unit is not to be had, and pins."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from inspect_app.campaigns.closures import absences, closures, closures_of, parents_of_units, pin_of, pins
from inspect_app.campaigns.models import Absence, UnitClosure
from inspect_app.campaigns.operations import (
    close_unit,
    forget_absence,
    note_absence,
    pin_visit,
    reopen_unit,
    unpin_visit,
)
from inspect_app.journal.models import JournalEntry
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from tests.browsing import send, text_of
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

MONDAY, FRIDAY = date(2024, 7, 1), date(2024, 7, 5)


@pytest.fixture
def coordinator(session):
    return make_player(session, Role.COORDINATOR, name="Điều phối mẫu").actor


def last_entry(session):
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()


def test_an_absence_is_kept_journalled_and_taken_back(session, coordinator):
    person = make_person(session)
    absence = note_absence(session, coordinator, person, first_day=MONDAY, last_day=FRIDAY, why="nghỉ phép", now=NOW)
    assert absences(session, FRIDAY, FRIDAY) == [absence]
    assert not absences(session, date(2024, 7, 6), date(2024, 7, 31))
    assert last_entry(session).reason == "nghỉ phép"
    forget_absence(session, coordinator, absence, now=NOW)
    assert session.scalar(select(Absence)) is None
    assert last_entry(session).changes["last_day"] == ["2024-07-05", None]


@pytest.mark.parametrize(
    ("last", "why", "field"),
    [(date(2024, 6, 1), "bão", "last_day"), (date(2026, 7, 1), "bão", "last_day"), (FRIDAY, "  ", "why")],
)
def test_days_that_cannot_be_are_refused_at_their_field_and_change_nothing(session, coordinator, last, why, field):
    with pytest.raises(RuleBroken) as refusal:
        close_unit(session, coordinator, make_unit(session), first_day=MONDAY, last_day=last, why=why, now=NOW)
    assert refusal.value.field == field
    assert session.scalar(select(UnitClosure)) is None


def test_nobody_keeps_a_team_from_his_own_unit(session):
    unit = make_unit(session)
    own = make_player(session, Role.COORDINATOR, works_at=unit).actor
    with pytest.raises(Forbidden):
        close_unit(session, own, unit, first_day=MONDAY, last_day=FRIDAY, why="họp", now=NOW)


def test_an_inspector_enters_no_closed_days(session):
    inspector = make_player(session, Role.INSPECTOR).actor
    with pytest.raises(Forbidden):
        note_absence(session, inspector, make_person(session), first_day=MONDAY, last_day=FRIDAY, why="nghỉ", now=NOW)


def test_a_districts_storm_counts_for_the_units_below_only_when_that_was_said(session, coordinator):
    district = make_unit(session, "UBND huyện Chim Én")
    commune = make_unit(session, "UBND xã Én Con")
    commune.parent_id = district.id
    session.flush()
    alone = close_unit(session, coordinator, district, first_day=MONDAY, last_day=MONDAY, why="họp", now=NOW)
    storm = close_unit(
        session, coordinator, district, first_day=FRIDAY, last_day=FRIDAY, why="bão", with_below=True, now=NOW
    )
    found = closures_of([district, commune], closures(session, MONDAY, FRIDAY), parents_of_units(session))
    assert found == {district.id: [alone, storm], commune.id: [storm]}
    reopen_unit(session, coordinator, storm, now=NOW)
    assert closures(session, MONDAY, FRIDAY) == [alone]


def test_a_visit_is_pinned_and_let_go_with_a_reason(session, coordinator):
    visit = make_visit(session, starts_on=MONDAY)
    with pytest.raises(RuleBroken):
        pin_visit(session, coordinator, visit, reason=" ", now=NOW)
    assert pin_visit(session, coordinator, visit, reason="Đã hẹn Chủ tịch huyện", now=NOW)
    assert not pin_visit(session, coordinator, visit, reason="Lần nữa", now=NOW)
    assert pins(session, visit.campaign)[visit.id].why == "Đã hẹn Chủ tịch huyện"
    assert last_entry(session).verb == "campaigns.pin_visit"
    assert unpin_visit(session, coordinator, visit, reason="Huyện xin dời", now=NOW)
    assert pin_of(session, visit) is None


def test_only_a_visit_with_days_that_has_not_begun_is_pinned(session, coordinator):
    for visit in (make_visit(session, starts_on=None), make_visit(session, begun=True)):
        with pytest.raises(Conflict):
            pin_visit(session, coordinator, visit, reason="giữ", now=NOW)


def test_the_page_takes_days_in_and_names_the_visits_they_hit(session, sign_in_as):
    lead = make_player(session, Role.LEAD, name="Trưởng đoàn mẫu").person
    unit = make_unit(session, "UBND huyện Chim Én")
    campaign = make_campaign(session, "dot-mau")
    visit = make_visit(
        session, unit=unit, stream=make_stream(session, campaign), starts_on=MONDAY, team=[(lead, Role.LEAD)]
    )
    client = sign_in_as(make_player(session, Role.COORDINATOR, name="Điều phối mẫu").account)
    page = "/dot-kiem-tra/dot-mau/ngay-vang"
    days = {"first_day": "2024-07-01", "last_day": "2024-07-05"}
    sent = {f"nguoi-{key}": value for key, value in {**days, "person": str(lead.id), "why": "leave"}.items()}
    key = {"nguoi-csrf_token": _key(client, page, "nguoi-csrf_token")}
    assert client.post(f"{page}/nguoi", data={**sent, **key}).status_code == 302
    sent = {f"don-vi-{key}": value for key, value in {**days, "unit": str(unit.id), "why": "Họp HĐND"}.items()}
    key = {"don-vi-csrf_token": _key(client, page, "don-vi-csrf_token")}
    assert client.post(f"{page}/don-vi", data={**sent, **key}).status_code == 302
    shown = text_of(client.get(page))
    assert "nghỉ phép" in shown
    assert "Họp HĐND" in shown
    assert shown.count(visit.code) == 2
    assert client.post(f"{page}/don-vi", data={**sent, **key, "don-vi-last_day": "2024-06-01"}).status_code == 422
    gone = send(client, f"/ngay-vang/nguoi/{session.scalars(select(Absence.id)).one()}/bo?dot=dot-mau", page=page)
    assert gone.status_code == 302
    assert "nghỉ phép Mở" not in text_of(client.get(page))
    assert session.scalar(select(Absence)) is None


def _key(client, page, name):
    html = client.get(page).get_data(as_text=True)
    return BeautifulSoup(html, "html.parser").select(f"input[name={name}]")[0]["value"]

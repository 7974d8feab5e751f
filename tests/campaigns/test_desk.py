"""The coordinators' desk through a browser: what stands against a move is told before it is saved."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from inspect_app.campaigns.models import PlanningRun
from inspect_app.campaigns.operations import close_unit, note_absence, pin_visit
from inspect_app.kernel.actors import SYSTEM, Role
from tests.browsing import form_key, text_of
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

DESK = "/dot-kiem-tra/dot-mau/ban-lich"
FIRST = date(2024, 7, 9)
CANARY = "UBND xã Hoàng Yến Kín"


@pytest.fixture
def ground(session):
    """A campaign with a visit of two people on a Tuesday in July, told to its unit."""
    campaign = make_campaign(session, "dot-mau")
    team = [(make_person(session, "Trưởng đoàn mẫu"), Role.LEAD), (make_person(session, "Thư ký mẫu"), Role.SECRETARY)]
    stream = make_stream(session, campaign)
    unit = make_unit(session, "UBND huyện Chim Én")
    return campaign, make_visit(session, unit=unit, stream=stream, starts_on=FIRST, team=team, noticed=True), team


@pytest.fixture
def coordinator(session, sign_in_as):
    return sign_in_as(make_player(session, Role.COORDINATOR, name="Điều phối mẫu").account)


def post(client, visit, act, **data):
    key = form_key(client, DESK)
    return client.post(f"/cuoc-kiem-tra/{visit.id}/{act}", data={"csrf_token": key, **data})


def test_each_view_shows_the_visit_and_what_stands_in_the_way(session, ground, coordinator):
    _campaign, visit, team = ground
    note_absence(session, SYSTEM, team[0][0], first_day=FIRST, last_day=FIRST, why="nghỉ phép", now=NOW)
    make_visit(session, unit=make_unit(session, CANARY), stream=visit.stream, starts_on=FIRST, unannounced=True)
    session.commit()
    for view in ("thang", "tuan", "nguoi", "doan", "khac"):
        answer = coordinator.get(f"{DESK}?xem={view}&ngay=2024-07-09")
        assert answer.status_code == 200
        assert visit.code in text_of(answer)
    assert "Bàn lịch tuần từ 08/07/2024" in text_of(coordinator.get(f"{DESK}?xem=tuan&ngay=2024-07-09"))
    people = coordinator.get(f"{DESK}?xem=nguoi&ngay=2024-07").get_data(as_text=True)
    cell = BeautifulSoup(people, "html.parser").select("td.is-away")[0]
    assert "vắng" in cell.get_text()
    assert visit.code in cell.get_text()
    assert coordinator.get(f"{DESK}?ngay=bay-gio").status_code == 200


def test_a_move_is_asked_about_first_and_nothing_is_written(session, ground, coordinator):
    _campaign, visit, team = ground
    note_absence(
        session, SYSTEM, team[0][0], first_day=date(2024, 7, 16), last_day=date(2024, 7, 16), why="nghỉ", now=NOW
    )
    close_unit(
        session, SYSTEM, visit.unit, first_day=date(2024, 7, 16), last_day=date(2024, 7, 17), why="Họp HĐND", now=NOW
    )
    session.commit()
    told = post(coordinator, visit, "kiem-tra-doi-lich", starts_on="2024-07-16").get_json()
    assert told["final"] == []
    assert any("Họp HĐND" in line for line in told["weigh"])
    assert any("Trưởng đoàn mẫu" in line for line in told["weigh"])
    assert told["needs_reason"]
    assert len(told["told"]) == 2
    assert [day["starts_on"] for day in told["nearest"]] == ["2024-07-15", "2024-07-18", "2024-07-19"]
    sunday = post(coordinator, visit, "kiem-tra-doi-lich", starts_on="2024-07-14").get_json()
    assert sunday["final"]
    assert visit.starts_on == FIRST


def test_a_move_is_saved_with_its_reason_and_refused_without(session, ground, coordinator):
    _campaign, visit, _team = ground
    refused = post(coordinator, visit, "doi-lich", starts_on="2024-07-16")
    assert refused.status_code == 422
    assert "lý do" in refused.get_json()["refused"][0]
    saved = post(coordinator, visit, "doi-lich", starts_on="2024-07-16", reason="Huyện xin lùi")
    assert saved.status_code == 200
    session.refresh(visit)
    assert visit.starts_on == date(2024, 7, 16)
    assert "Đã lưu lịch" in text_of(coordinator.get(DESK))


def test_another_row_is_another_person_in_the_same_part(session, ground, coordinator):
    _campaign, visit, team = ground
    other = make_player(session, Role.INSPECTOR, name="Người thay mẫu").person
    session.commit()
    swap = {"starts_on": "2024-07-09", "leaving": str(team[1][0].id), "coming": str(other.id)}
    asked = post(coordinator, visit, "kiem-tra-doi-lich", **swap).get_json()
    assert asked["people"] == "Thư ký mẫu → Người thay mẫu"
    assert post(coordinator, visit, "doi-lich", reason="Nghỉ ốm", **swap).status_code == 200
    session.expire_all()
    assert [(member.person_id, member.role) for member in visit.team][1] == (other.id, Role.SECRETARY)
    stranger = {**swap, "coming": str(make_person(session).id)}
    assert post(coordinator, visit, "doi-lich", reason="Nghỉ ốm", **stranger).status_code == 422


def test_whoever_is_elsewhere_and_a_pin_keep_a_visit_from_moving(session, ground, coordinator):
    _campaign, visit, team = ground
    make_visit(session, unit=make_unit(session), stream=visit.stream, starts_on=date(2024, 7, 16), team=team)
    session.commit()
    told = post(coordinator, visit, "kiem-tra-doi-lich", starts_on="2024-07-16").get_json()
    assert any("Trưởng đoàn mẫu" in line for line in told["final"])
    pin_visit(session, SYSTEM, visit, reason="Đã hẹn", now=NOW)
    session.commit()
    told = post(coordinator, visit, "kiem-tra-doi-lich", starts_on="2024-07-23").get_json()
    assert any("giữ nguyên" in line for line in told["final"])
    refused = post(coordinator, visit, "doi-lich", starts_on="2024-07-23", reason="dời")
    assert refused.status_code == 422
    session.refresh(visit)
    assert visit.starts_on == FIRST


def test_the_desk_is_the_coordinators_and_odd_days_are_refused(session, ground, sign_in_as, coordinator):
    _campaign, visit, _team = ground
    inspector = sign_in_as(make_player(session, Role.INSPECTOR).account)
    assert inspector.get(DESK).status_code == 403
    assert post(coordinator, visit, "kiem-tra-doi-lich", starts_on="hôm nay").status_code == 422
    assert coordinator.post(f"/cuoc-kiem-tra/{visit.id}/doi-lich", data={"starts_on": "2024-07-16"}).status_code in {
        400,
        422,
    }


def test_the_pages_of_a_run_go_from_the_form_to_the_proposal(session, ground, coordinator):
    page = "/dot-kiem-tra/dot-mau/phuong-an"
    refused = coordinator.post(page, data={"csrf_token": form_key(coordinator, page), "change": "-1"})
    assert refused.status_code == 422
    weights = {"travel": "10", "change": "70"}
    started = coordinator.post(page, data={"csrf_token": form_key(coordinator, page), "seconds": "10", **weights})
    assert started.status_code == 302
    run = session.scalars(select(PlanningRun)).one()
    assert run.options["weights"] == {"change": 70}
    waiting = coordinator.get(started.location)
    assert waiting.headers["Refresh"] == "3"
    assert "Chờ bắt đầu" in text_of(waiting)
    here = BeautifulSoup(waiting.get_data(as_text=True), "html.parser").select_one("header nav [aria-current=page]")
    assert here is not None
    assert here.get_text(strip=True) == "Đợt kiểm tra"
    again = coordinator.post(page, data={"csrf_token": form_key(coordinator, page), "seconds": "10"})
    assert again.status_code == 422
    stop = coordinator.post(f"{started.location}/dung", data={"csrf_token": form_key(coordinator, started.location)})
    assert stop.status_code == 302

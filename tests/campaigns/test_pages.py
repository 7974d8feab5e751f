"""The pages about campaigns and visits, through a browser."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations.telling import visit_path
from inspect_app.campaigns.queries import visible_visits, visit_by_code
from inspect_app.campaigns.rules import VisitState
from inspect_app.kernel.actors import Role
from tests.browsing import send, text_of
from tests.campaigns.shipped import shipped_campaign
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

CANARY = "UBND xã Hoàng Yến Kín"
LISTS = ("/dot-kiem-tra/", "/cuoc-kiem-tra/", "/cuoc-kiem-tra/bang.csv")


@pytest.fixture
def shipped(session):
    return shipped_campaign(session)


@pytest.fixture
def coordinator(session, sign_in_as):
    """A browser in which a coordinator is signed in."""
    return sign_in_as(make_player(session, Role.COORDINATOR, name="Điều phối mẫu").account)


@pytest.fixture
def inspector(session, sign_in_as):
    """A browser in which an inspector is signed in."""
    return sign_in_as(make_player(session, Role.INSPECTOR).account)


def path(visit, *more):
    return "/".join((f"/cuoc-kiem-tra/{visit.id}", *more))


def test_before_a_plan_is_loaded_the_pages_say_how_to_get_one(coordinator):
    for page in ("/dot-kiem-tra/", "/cuoc-kiem-tra/"):
        assert "plan load" in text_of(coordinator.get(page))
    assert coordinator.get("/cuoc-kiem-tra/bang.csv").status_code == 200


def test_the_campaign_shows_its_streams_deadlines_and_missing_number(shipped, inspector):
    page = text_of(inspector.get("/dot-kiem-tra/"))
    for words in (
        "Kiểm tra công vụ",
        "11 cuộc chưa công khai",
        "Thông tư 02/2017/TT-VPCP, Điều 46",
        "cần đối chiếu",
        "Số kế hoạch chưa có",
        "lịch mẫu",
        "Việc quá hạn",
    ):
        assert words in page
    assert inspector.get("/dot-kiem-tra/quang-nam-2024").status_code == 200
    assert inspector.get("/dot-kiem-tra/khong-co").status_code == 404


def test_the_list_is_narrowed_by_stream_state_month_and_words_without_diacritics(shipped, inspector):
    def found(query):
        return text_of(inspector.get(f"/cuoc-kiem-tra/?{query}"))

    stream = next(one for one in shipped.streams if one.code == "y-te")
    assert "UBND huyện Tây Giang" in found("q=tay giang")
    assert "Sở Y tế" not in found("q=tay giang").split("Tải bảng CSV")[1]
    assert "UBND huyện Tây Giang" not in found(f"stream={stream.id}")
    assert "UBND huyện Bắc Trà My" in found("state=planned")
    assert "UBND huyện Nông Sơn" in found("month=2024-07")
    assert "UBND huyện Hiệp Đức" not in found("month=2024-07")
    assert "Không có cuộc kiểm tra nào khớp" in found("q=khong co don vi nay")


def test_a_filter_that_makes_no_sense_does_no_harm(shipped, inspector):
    for query in (
        "stream=x",
        "state=x",
        "month=2024-13",
        "month=x",
        "dot=x",
        "month=0000-01",
        "q=%25",
        "month=٢٠٢٤-01",
    ):
        assert inspector.get(f"/cuoc-kiem-tra/?{query}").status_code == 200, query


def test_the_calendar_shows_any_month_of_the_campaign(shipped, inspector):
    for month in ("", "2024-04", "2024-06", "2030-01", "1999-01", "x", "2024-99"):
        assert inspector.get(f"/dot-kiem-tra/quang-nam-2024/lich?thang={month}").status_code == 200, month


def test_the_calendar_names_the_holiday_and_the_day_that_is_worked_instead(shipped, inspector):
    assert "Giỗ Tổ Hùng Vương" in text_of(inspector.get("/dot-kiem-tra/quang-nam-2024/lich?thang=2024-04"))
    assert "Làm bù cho thứ Hai 29/4" in text_of(inspector.get("/dot-kiem-tra/quang-nam-2024/lich?thang=2024-05"))


def test_the_list_as_a_file_holds_what_the_list_holds(shipped, inspector):
    rows = inspector.get("/cuoc-kiem-tra/bang.csv?q=tay giang").get_data().decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("TD-03;")


def test_a_visit_says_where_it_stands_and_what_is_due(shipped, session, inspector):
    page = text_of(inspector.get(path(visit_by_code(session, shipped, "TD-03"))))
    for words in (
        "Kiểm tra toàn diện tại UBND huyện Tây Giang",
        "Đã lên lịch",
        "thứ Ba, 04/06/2024",
        "Trưởng đoàn toàn diện A",
        "lịch mẫu",
    ):
        assert words in page
    undated = text_of(inspector.get(path(visit_by_code(session, shipped, "TD-14"))))
    assert "Cuộc kiểm tra chưa có ngày" in undated
    assert "Chưa có đoàn" in undated


def test_the_address_in_messages_is_that_of_the_page(session, app):
    visit = make_visit(session)
    with app.test_request_context():
        assert app.url_for("campaigns.visit", visit_id=visit.id) == visit_path(visit)


def test_every_stage_of_a_visit_has_a_page_for_everybody_who_may_see_it(session, sign_in_as):
    stream = make_stream(session, make_campaign(session))
    lead = make_player(session, Role.LEAD)
    stages: list[dict[str, Any]] = [
        {},
        {"starts_on": None},
        {"begun": True},
        {"closed": True},
        {"noticed": True},
        {"unannounced": True},
    ]
    visits = [
        make_visit(session, stream=stream, unit=make_unit(session), team=[(lead.person, Role.LEAD)], **stage)
        for stage in stages
    ]
    for account in (lead.account, make_player(session, Role.COORDINATOR).account):
        client = sign_in_as(account)
        for visit in visits:
            assert client.get(path(visit)).status_code == 200


def test_a_coordinator_sets_dates_and_team_and_cancels(session, coordinator):
    lead = make_player(session, Role.LEAD, name="Trưởng đoàn mẫu")
    visit = make_visit(session, starts_on=None)
    session.commit()
    wrong = send(coordinator, path(visit, "lich"), starts_on="2024-06-22", ends_on="2024-06-22")
    assert wrong.status_code == 422
    assert "22/06/2024 không phải ngày làm việc" in text_of(wrong)
    assert send(coordinator, path(visit, "lich"), starts_on="2024-06-25", ends_on="25/06/2024").status_code == 302
    data = {
        "team-0-person": str(lead.person.id),
        "team-0-role": "lead",
        "team-1-person": "",
        "team-1-role": "inspector",
    }
    assert send(coordinator, path(visit, "doan"), **data).status_code == 302
    session.expire_all()
    assert visit.starts_on == date(2024, 6, 25)
    assert [member.person_id for member in visit.team] == [lead.person.id]
    assert "Trưởng đoàn mẫu" in text_of(coordinator.get(path(visit)))
    assert send(coordinator, path(visit, "huy"), reason=" ").status_code == 422
    assert send(coordinator, path(visit, "huy"), reason="Đơn vị sáp nhập").status_code == 302
    session.expire_all()
    assert visit.state is VisitState.CANCELLED
    assert "Lý do hủy: Đơn vị sáp nhập" in text_of(coordinator.get(path(visit)))
    assert coordinator.get(path(visit, "lich")).status_code in {200, 409}


@pytest.mark.parametrize(
    "line",
    [
        {"team-0-person": "x", "team-0-role": "lead"},
        {"team-0-person": "00000000-0000-0000-0000-000000000000", "team-0-role": "lead"},
        {"team-0-person": "PERSON", "team-0-role": "king"},
        {"team-0-person": "PERSON", "team-0-role": "administrator"},
        {"team-0-person": "PERSON", "team-0-role": "inspector"},
        {"team-0-person": "PERSON", "team-0-role": "lead", "team-1-person": "PERSON", "team-1-role": "inspector"},
    ],
)
def test_a_team_that_cannot_be_is_refused_on_its_form(session, coordinator, line):
    person = make_player(session, Role.LEAD).person
    visit = make_visit(session)
    session.commit()
    data = {name: str(person.id) if value == "PERSON" else value for name, value in line.items()}
    answer = send(coordinator, path(visit, "doan"), **data)
    assert answer.status_code == 422
    assert "Chưa lưu được" in text_of(answer)


def test_drawing_again_needs_the_coordinator_and_draws_only_what_is_missing(session, shipped, coordinator, inspector):
    answer = send(coordinator, "/dot-kiem-tra/quang-nam-2024/rut-tham", page="/dot-kiem-tra/quang-nam-2024")
    assert answer.status_code == 302
    assert "đã rút đủ" in text_of(coordinator.get("/dot-kiem-tra/quang-nam-2024"))
    token = {"csrf_token": "x"}
    assert inspector.post("/dot-kiem-tra/quang-nam-2024/rut-tham", data=token).status_code in {400, 403}


@pytest.fixture
def canary(session):
    """A secret visit among open ones, with its team and its unit's contact."""
    stream = make_stream(session, make_campaign(session), unannounced=True)
    lead = make_player(session, Role.LEAD, name="Trưởng tổ mẫu")
    unit = make_unit(session, CANARY)
    visit = make_visit(session, stream=stream, unit=unit, team=[(lead.person, Role.LEAD)], starts_on=date(2024, 6, 25))
    visit.code = "KIN-777"
    make_visit(session, stream=make_stream(session, stream.campaign), unit=make_unit(session, "Sở Mở"))
    return visit, lead


def test_a_secret_visit_is_on_no_page_of_anybody_else(session, sign_in_as, canary):
    visit, _lead = canary
    outsiders = [make_player(session, role) for role in set(Role) - {Role.COORDINATOR}]
    outsiders += [make_player(session, (role, visit.unit)) for role in (Role.UNIT_CONTACT, Role.HEAD_OF_UNIT)]
    outsiders.append(make_player(session, Role.COORDINATOR, works_at=visit.unit))
    code = visit.campaign.code
    pages = [
        *LISTS,
        "/cuoc-kiem-tra/?q=hoang yen kin",
        "/cuoc-kiem-tra/?month=2024-06",
        f"/dot-kiem-tra/{code}",
        f"/dot-kiem-tra/{code}/lich?thang=2024-06",
        path(visit),
        path(visit, "lich"),
        path(visit, "doan"),
        path(visit, "huy"),
    ]
    for player in outsiders:
        client = sign_in_as(player.account)
        for page in pages:
            answer = client.get(page).get_data(as_text=True)
            assert CANARY not in answer, (player.actor.roles, page)
            assert visit.code not in answer
        assert client.get(path(visit)).status_code == 404
        assert visit.code not in client.get(f"/don-vi/{visit.unit_id}").get_data(as_text=True)


def test_its_team_and_the_coordinator_find_it_everywhere(session, sign_in_as, canary, coordinator):
    visit, lead = canary
    for client in (coordinator, sign_in_as(lead.account)):
        for page in ("/cuoc-kiem-tra/", "/cuoc-kiem-tra/bang.csv", path(visit)):
            assert CANARY in client.get(page).get_data(as_text=True)
        assert visit.code in client.get("/dot-kiem-tra/").get_data(as_text=True)


def test_the_unit_sees_its_visit_once_told(session, sign_in_as):
    visit = make_visit(session, unit=make_unit(session, "UBND huyện Mẫu"))
    contact: Account = make_player(session, (Role.UNIT_CONTACT, visit.unit)).account
    client = sign_in_as(contact)
    assert client.get(path(visit)).status_code == 403
    visit.notice_sent_at = NOW
    session.commit()
    assert "UBND huyện Mẫu" in text_of(client.get(path(visit)))
    assert client.get(path(visit, "lich")).status_code == 403


def test_an_administrator_is_refused(session, sign_in_as):
    client = sign_in_as(make_player(session, Role.ADMINISTRATOR).account)
    for page in LISTS:
        assert client.get(page).status_code == 403


def test_no_list_of_visits_avoids_the_gate(session, shipped):
    actor = make_player(session, Role.AUDITOR).actor
    secrets = {visit.id for visit in session.scalars(select(Visit)) if visit.secret}
    assert len(secrets) == 11
    assert not secrets & {visit.id for visit in visible_visits(session, actor)}

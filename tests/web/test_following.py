"""The next campaign on screen and by command: answered step by step, downloaded, loaded once and twice."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account, AccountState, Person
from inspect_app.campaigns.files import read_folder
from inspect_app.campaigns.following.recorded import recorded_source
from inspect_app.campaigns.models import Campaign, Occurrence, Stream, TeamMember, Visit
from inspect_app.campaigns.operations import load_plan
from inspect_app.campaigns.queries import campaign_by_code, find_campaign
from inspect_app.checklists.library import load_library
from inspect_app.checklists.operations import record_versions
from inspect_app.cli import main
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.units.models import Unit
from tests.browsing import send, text_of
from tests.campaigns.folders import SHIPPED
from tests.campaigns.shipped import BEFORE, shipped_campaign
from tests.factories.moments import NOW, TODAY
from tests.factories.people import make_person, make_player

SignIn = Callable[[Account], FlaskClient]
WISHES = "/dot-kiem-tra/quang-nam-2024/dot-sau"
QUESTIONS = f"{WISHES}/cau-hoi"
ZIP = f"{WISHES}/tep.zip"
TABLES = (Campaign, Stream, Visit, TeamMember, Occurrence, Unit, Person)


@pytest.fixture
def shipped(session: Session) -> Campaign:
    """The shipped campaign with its checklists, loaded a week before it begins."""
    campaign = shipped_campaign(session)
    record_versions(session, load_library(), now=BEFORE)
    return campaign


@pytest.fixture
def coordinator(session: Session, shipped: Campaign, sign_in_as: SignIn) -> FlaskClient:
    """A browser in which a coordinator is signed in."""
    return sign_in_as(make_player(session, Role.COORDINATOR, name="Điều phối mẫu").account)


def _fields(browser: FlaskClient, page: str) -> dict[str, str]:
    """What a browser would send of the page's big form."""
    return {name: value for name, value, _first in _parts(browser, page)}


def _parts(browser: FlaskClient, page: str) -> list[tuple[str, str, str]]:
    """(name, value, first answer) of each field."""
    html = BeautifulSoup(browser.get(page).get_data(as_text=True), "html.parser")
    found = []
    for part in html.select("form.form select, form.form input, form.form textarea"):
        name, options = str(part.get("name") or ""), part.select("option")
        if options:
            chosen = part.select_one("option[selected]") or options[0]
            found.append((name, str(chosen["value"]), str(options[1]["value"])))
        elif name:
            found.append((name, str(part.get("value") or part.get_text().strip()), ""))
    return found


def _wish(browser: FlaskClient, **changed: str) -> Any:
    return browser.post(WISHES, data={**_fields(browser, WISHES), "year": "2027", **_year(2027), **changed})


def _year(year: int) -> dict[str, str]:
    return {
        "starts": f"{year}-04-01",
        "ends": f"{year}-09-30",
        "code": f"quang-nam-{year}",
        "title": f"Kiểm tra công tác cải cách hành chính năm {year}",
    }


def _answer_all(browser: FlaskClient) -> None:
    """The first answer to every question, and to those that come up by it."""
    parts = _parts(browser, QUESTIONS)
    while any(first and not value for _name, value, first in parts):
        browser.post(QUESTIONS, data={name: value or first for name, value, first in parts})
        parts = _parts(browser, QUESTIONS)


def _counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_the_next_campaign_is_answered_on_the_page_and_loaded_once_everything_is(
    session: Session, coordinator: FlaskClient
) -> None:
    assert _wish(coordinator).location == QUESTIONS
    page = text_of(coordinator.get(QUESTIONS))
    assert "UBND huyện Nông Sơn" in page
    assert "Giỗ Tổ Hùng Vương năm 2027" in page
    assert "Ngày tự ghi: ngày nghỉ" in page, "a field of a file is said in words"
    assert "Ngày tự ghi: holidays" not in page
    assert "Nạp làm dự thảo" not in page
    send(coordinator, f"{WISHES}/nap", page=QUESTIONS)
    assert find_campaign(session, "quang-nam-2027") is None
    _answer_all(coordinator)
    assert "đã trả lời hết" in text_of(coordinator.get(QUESTIONS))
    answer = send(coordinator, f"{WISHES}/nap", page=QUESTIONS)
    assert answer.location == "/dot-kiem-tra/quang-nam-2027"
    made = campaign_by_code(session, "quang-nam-2027")
    old = campaign_by_code(session, "quang-nam-2024")
    assert (made.year, made.official_number) == (2027, None)
    assert made.secret_seed not in {old.secret_seed, ""}
    counts = _counts(session)
    again = coordinator.get(send(coordinator, f"{WISHES}/nap", page=QUESTIONS).location)
    assert "không có gì thay đổi" in text_of(again)
    assert _counts(session) == counts


def test_answers_are_kept_one_by_one_and_a_bad_one_is_refused_at_its_field(coordinator: FlaskClient) -> None:
    _wish(coordinator)
    data = _fields(coordinator, QUESTIONS)
    html = BeautifulSoup(coordinator.get(QUESTIONS).get_data(as_text=True), "html.parser")
    own = next(str(part["name"]) for part in html.select("input[name$='-khac']"))
    chosen = own.removesuffix("-khac")
    bad = coordinator.post(QUESTIONS, data={**data, chosen: "khac", own: "hôm nào đó"})
    assert bad.status_code == 422
    assert "Hãy ghi một ngày" in text_of(bad)
    assert "hôm nào đó" in bad.get_data(as_text=True)
    coordinator.post(QUESTIONS, data={**data, chosen: "khac", own: "03/05/2027"})
    assert _fields(coordinator, QUESTIONS)[own] == "03/05/2027"
    coordinator.post(WISHES, data={**_fields(coordinator, WISHES), "title": "Tên khác"})
    assert _fields(coordinator, QUESTIONS)[own] == "03/05/2027"


def test_the_zip_holds_a_folder_that_passes_the_check_and_loads_unchanged(
    session: Session, coordinator: FlaskClient, tmp_path: Path
) -> None:
    _wish(coordinator)
    _answer_all(coordinator)
    send(coordinator, f"{WISHES}/nap", page=QUESTIONS)
    body = coordinator.get(ZIP).get_data()
    assert body == coordinator.get(ZIP).get_data()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert sorted(archive.namelist()) == [
            f"quang-nam-2027/{name}.yaml" for name in ("calendar", "plan", "rating", "teams", "units")
        ]
        archive.extractall(tmp_path)
    folder = tmp_path / "quang-nam-2027"
    counts = _counts(session)
    assert load_plan(session, SYSTEM, read_folder(folder, load_library().pairs), now=NOW).is_empty
    assert _counts(session) == counts
    assert CliRunner().invoke(main, ["rating-rule", "check", str(folder / "rating.yaml")]).exit_code == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"year": "2024"}, "Năm không khớp"),
        ({"year": "2023", "starts": "2023-04-01", "ends": "2023-09-30"}, "lớn hơn 2024"),
        ({"ends": "2027-03-01"}, "Ngày kết thúc trước ngày bắt đầu"),
        ({"code": "quang-nam-2024"}, "mã của đợt trước"),
        ({"code": "Quảng Nam"}, "Chỉ dùng chữ thường"),
        ({f"stream-{code}": "" for code in ("toan-dien", "y-te", "mot-cua", "cong-vu")}, "ít nhất một luồng"),
    ],
)
def test_wishes_that_do_not_hold_together_are_refused(
    coordinator: FlaskClient, changed: dict[str, str], message: str
) -> None:
    refused = _wish(coordinator, **changed)
    assert refused.status_code == 422
    assert message in text_of(refused)


def test_changing_the_year_alone_takes_days_code_and_title_along_but_nothing_that_was_typed(
    coordinator: FlaskClient,
) -> None:
    shown = _fields(coordinator, WISHES)
    assert (shown["year"], shown["code"]) == ("2025", "quang-nam-2025")
    coordinator.post(WISHES, data={**shown, "year": "2027"})
    moved = _fields(coordinator, WISHES)
    assert {name: moved[name] for name in ("year", "starts", "ends", "code")} == {
        "year": "2027",
        "starts": "2027-04-01",
        "ends": "2027-09-30",
        "code": "quang-nam-2027",
    }
    assert moved["title"].endswith("năm 2027")
    coordinator.post(WISHES, data={**moved, "title": "Kiểm tra năm 2027, bổ sung"})
    coordinator.post(WISHES, data={**_fields(coordinator, WISHES), "year": "2028"})
    again = _fields(coordinator, WISHES)
    assert (again["code"], again["starts"], again["title"]) == (
        "quang-nam-2028",
        "2028-04-01",
        "Kiểm tra năm 2027, bổ sung",
    )


def test_another_campaign_of_the_same_code_is_never_overwritten(session: Session, coordinator: FlaskClient) -> None:
    campaign = campaign_by_code(session, "quang-nam-2024")
    other = Campaign(
        code="quang-nam-2027",
        title="Đợt khác",
        year=2027,
        window_start=campaign.window_start,
        window_end=campaign.window_end,
        plan_sha256="0" * 64,
        secret_seed="khac",
        settings={},
    )
    session.add(other)
    session.commit()
    _wish(coordinator)
    _answer_all(coordinator)
    answer = send(coordinator, f"{WISHES}/nap", page=QUESTIONS)
    assert "Đã có đợt khác mang mã" in text_of(coordinator.get(answer.location))
    session.refresh(other)
    assert other.title == "Đợt khác"


def test_only_coordinators_prepare_the_next_campaign(session: Session, shipped: Campaign, sign_in_as: SignIn) -> None:
    for role in (Role.INSPECTOR, Role.LEAD, Role.AUDITOR, Role.SIGNATORY, Role.HEAD_OF_UNIT, Role.ADMINISTRATOR):
        browser = sign_in_as(make_player(session, role).account)
        assert [browser.get(page).status_code for page in (WISHES, QUESTIONS, ZIP)] == [403, 403, 403]


def test_before_anybody_began_there_are_no_questions(coordinator: FlaskClient) -> None:
    assert coordinator.get(QUESTIONS).status_code == 404


def test_what_was_changed_by_hand_is_taken_along_and_no_drawn_visit_is(session: Session, shipped: Campaign) -> None:
    visits = {visit.code: visit for visit in session.scalars(select(Visit).where(Visit.campaign_id == shipped.id))}
    newcomer = make_person(session, "Người thêm bằng tay")
    visits["YT-01"].team[1].person_id = newcomer.id
    visits["MC-08"].cancelled_at, visits["MC-08"].cancel_reason = NOW, "Đơn vị bận"
    secretary = next(member.person for member in visits["TD-01"].team if member.role is Role.SECRETARY)
    session.add(Account(person_id=secretary.id, username="da-khoa", created_at=NOW, state=AccountState.DISABLED))
    session.flush()
    session.expire_all()
    source = recorded_source(session, shipped, TODAY)
    codes = {visit.code for visit in source.plan.visits}
    assert "MC-08" not in codes
    assert [key for key, _why in source.not_taken] == ["MC-08"]
    assert not any(visit.stream == "cong-vu" for visit in source.plan.visits)
    assert source.left == {secretary.code: "tài khoản đã khóa"}
    assert source.teams is not None
    team = next(visit.team for visit in source.plan.visits if visit.code == "YT-01")
    members = next(team_.members for team_ in source.teams.teams if team_.code == team)
    assert members[1].person == f"nguoi-{newcomer.id.hex[-12:]}"
    assert {draw.code: draw.pool.kinds for draw in source.plan.draws}["cap-xa"] == ("commune",)


def _run(*words: str) -> Any:
    return CliRunner().invoke(main, ["plan", "next", str(SHIPPED), *words])


def test_the_command_tells_open_questions_with_their_line_and_ends_with_one(tmp_path: Path) -> None:
    result = _run("--year", "2027", "-o", str(tmp_path / "sau"))
    assert result.exit_code == 1
    lines = (tmp_path / "sau" / "calendar.yaml").read_text(encoding="utf-8").splitlines()
    told = next(line for line in result.stderr.splitlines() if "[gio-to:2027]" in line)
    number = int(told.split(":")[1])
    assert "[gio-to:2027]" in lines[number - 1]
    check = CliRunner().invoke(main, ["plan", "check", str(tmp_path / "sau")])
    assert check.exit_code == 0


def test_the_command_ends_well_once_everything_is_answered_and_never_writes_over_files(tmp_path: Path) -> None:
    answers = {
        "gio-to:2027": "de-trong",
        "quoc-khanh:2027": "sau",
        "nghi-bu:2027-05-01": "de-xuat",
        "hoan-doi:2027": "khong",
        "don-vi": "da-doi-chieu",
        "can-cu": "da-doi-chieu",
        "nam-noi-dung": "chuyen-nam",
        "xep-loai": "da-doi-chieu",
    }
    given = [word for one in answers.items() for word in ("--answer", "=".join(one))]
    result = _run("--year", "2027", "-o", str(tmp_path / "sau"), *given)
    assert (result.exit_code, result.stderr) == (0, "")
    again = _run("--year", "2027", "-o", str(tmp_path / "sau"), *given)
    assert again.exit_code == 2
    assert _run("--year", "2027", "-o", str(tmp_path / "x"), "--keep", "khong-co").exit_code == 2
    assert _run("--year", "2027", "-o", str(tmp_path / "x"), "--answer", "sai").exit_code == 2
    assert "Không có câu hỏi" in _run("--year", "2027", "-o", str(tmp_path / "x"), "--answer", "don-v=x").stderr
    assert _run("--year", "2027", "-o", str(tmp_path / "x"), "--answer", "don-vi=sai").exit_code == 2
    assert not (tmp_path / "x").exists()

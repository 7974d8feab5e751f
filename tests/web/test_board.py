"""The board of a campaign: each figure is as long as its list, counts only what its reader may know of, and is quick."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.queries import visible_visits
from inspect_app.campaigns.rules import StreamKind
from inspect_app.followup.queries import actions_of_visit
from inspect_app.kernel.actors import SYSTEM, Role
from inspect_app.kernel.formats import format_date
from tests.browsing import text_of
from tests.campaigns.shipped import shipped_campaign
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

SignIn = Callable[[Account], FlaskClient]
PAGE = "/dot-kiem-tra/quang-nam-2024/theo-doi"


@pytest.fixture
def shipped(session: Session) -> Campaign:
    """The shipped campaign, loaded a week before it begins."""
    return shipped_campaign(session)


def _figures(html: str) -> Iterator[tuple[str, int]]:
    """Every number that leads to a list: (address, number)."""
    page = BeautifulSoup(html, "html5lib")
    for link in page.select("main a[href*='/theo-doi/danh-sach']"):
        words = link.select_one(".figure-value")
        text = (words or link).get_text(strip=True).strip("()")
        yield unescape(str(link["href"])), int(text)


def _length(html: str) -> int:
    return html.count('<th scope="row">')


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INSPECTOR])
def test_every_figure_of_the_board_is_as_long_as_its_list(
    session: Session, shipped: Campaign, app: Flask, sign_in_as: SignIn, role: Role
) -> None:
    app.test_client_class = None  # a hundred lists, all of one template: one look at it, in the test below, is enough
    browser = sign_in_as(make_player(session, role).account)
    figures = dict(_figures(browser.get(PAGE).get_data(as_text=True)))
    assert len(figures) > 40
    for address, number in figures.items():
        assert _length(browser.get(address).get_data(as_text=True)) == number, address


def test_the_board_counts_only_the_visits_that_its_reader_may_know_of(
    session: Session, shipped: Campaign, sign_in_as: SignIn
) -> None:
    for role in (Role.COORDINATOR, Role.INSPECTOR):
        player = make_player(session, role)
        seen = visible_visits(session, player.actor, shipped)
        page = sign_in_as(player.account).get(PAGE).get_data(as_text=True)
        total = BeautifulSoup(page, "html5lib").select_one(".figure-value")
        assert total is not None
        assert int(total.get_text()) == len(seen)
        assert ("giữ kín" in page) == (role is Role.COORDINATOR)
        assert ("11 cuộc đột xuất chưa công khai" in page) == (role is Role.INSPECTOR)


def test_the_side_of_a_unit_sees_neither_the_board_nor_its_lists(
    session: Session, shipped: Campaign, sign_in_as: SignIn
) -> None:
    unit = visible_visits(session, SYSTEM, shipped)[0].unit
    for role in (Role.HEAD_OF_UNIT, Role.UNIT_CONTACT):
        browser = sign_in_as(make_player(session, (role, unit)).account)
        assert browser.get(PAGE).status_code == 403
        assert browser.get(f"{PAGE}/danh-sach?muc=qua-han").status_code == 403
        assert browser.get(f"{PAGE}/danh-sach.csv").status_code == 403
        assert browser.get(f"{PAGE}/danh-sach.xlsx").status_code == 403
        assert "/theo-doi" not in browser.get("/dot-kiem-tra/").get_data(as_text=True)


def _csv_rows(browser: FlaskClient, query: str, page: str = PAGE) -> list[list[str]]:
    content = browser.get(f"{page}/danh-sach.csv?{query}").data
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1:]


def _xlsx_rows(browser: FlaskClient, query: str) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(browser.get(f"{PAGE}/danh-sach.xlsx?{query}").data))
    return list(book.worksheets[0].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INSPECTOR])
@pytest.mark.parametrize("query", ["", "muc=da-len-lich", "muc=chua-co-ngay", "thang=2024-06"])
def test_a_list_leaves_as_a_file_with_the_rows_of_its_page(
    session: Session, shipped: Campaign, sign_in_as: SignIn, role: Role, query: str
) -> None:
    browser = sign_in_as(make_player(session, role).account)
    page = BeautifulSoup(browser.get(f"{PAGE}/danh-sach?{query}").get_data(as_text=True), "html5lib")
    shown = [cell.get_text(" ", strip=True) for cell in page.select("tbody th[scope=row]")]
    texts, cells = _csv_rows(browser, query), _xlsx_rows(browser, query)
    assert len(shown) == len(texts) == len(cells) > 0
    for words, row, values in zip(shown, texts, cells, strict=True):
        assert row[0] in words
        assert row[1] in words
        assert (values[0], values[1]) == (row[0], row[1])
    first = next((place for place, row in enumerate(texts) if row[4]), 0)
    day = cells[first][4]
    assert isinstance(day, datetime)
    assert texts[first][4] == format_date(day.date())
    secrets = {visit.code for visit in shipped.visits if visit.secret}
    warned = {row[0] for row in texts if "không chuyển cho người khác" in row[10]}
    assert warned == (secrets & {row[0] for row in texts})
    assert bool(warned) is (role is Role.COORDINATOR and query in {"", "muc=da-len-lich", "thang=2024-06"})


def test_a_name_that_looks_like_a_formula_is_only_a_text_in_either_file(session: Session, sign_in_as: SignIn) -> None:
    name = '=HYPERLINK("https://vi-du.example";"Bấm")'
    visit = make_visit(session, unit=make_unit(session, name))
    page = f"/dot-kiem-tra/{visit.campaign.code}/theo-doi"
    browser = sign_in_as(make_player(session, Role.COORDINATOR).account)
    assert [row[1] for row in _csv_rows(browser, "", page)] == [f"'{name}"]
    book = load_workbook(io.BytesIO(browser.get(f"{page}/danh-sach.xlsx").data))
    cell = book.worksheets[0].cell(2, 2)
    assert (cell.value, cell.data_type) == (name, "s")


def test_a_word_that_is_no_stage_narrows_nothing_and_an_unknown_stream_leaves_nothing(
    session: Session, shipped: Campaign, sign_in_as: SignIn
) -> None:
    browser = sign_in_as(make_player(session, Role.COORDINATOR).account)
    everything = _length(browser.get(f"{PAGE}/danh-sach").get_data(as_text=True))
    assert _length(browser.get(f"{PAGE}/danh-sach?muc=sai").get_data(as_text=True)) == everything > 0
    assert "Không có cuộc kiểm tra nào khớp" in text_of(browser.get(f"{PAGE}/danh-sach?luong=sai&doan=khong"))


def test_the_board_says_what_is_at_risk_in_one_sentence_and_why(session: Session, sign_in_as: SignIn) -> None:
    campaign = make_campaign(session)
    make_visit(session, stream=make_stream(session, campaign), starts_on=date(2024, 6, 20))
    browser = sign_in_as(make_player(session, Role.COORDINATOR).account)
    page = text_of(browser.get(f"/dot-kiem-tra/{campaign.code}/theo-doi"))
    assert "trong vòng 10 ngày làm việc tới" in page
    assert "chưa có đoàn" in page
    assert "đến hạn mà chưa gửi thông báo" in page


def test_the_board_counts_the_requests_of_conclusions_that_are_overdue(session: Session, sign_in_as: SignIn) -> None:
    journey = make_journey(session)
    journey.issued()
    action = actions_of_visit(session, journey.visit.id)[0]
    action.due_on = NOW.date() - timedelta(days=3)
    session.flush()
    browser = sign_in_as(journey.coordinator.account)
    page = BeautifulSoup(browser.get(f"/dot-kiem-tra/{journey.visit.campaign.code}/theo-doi").data, "html5lib")
    figure = page.select_one("a[href='#khac-phuc']")
    assert figure is not None
    assert "1" in figure.get_text()
    table = next(table for table in page.select("table") if "Khắc phục quá hạn" in table.get_text())
    assert "quá hạn" in table.get_text()
    assert [link["href"] for link in table.select("td a")] == [f"/khac-phuc/{action.id}"]


def test_an_empty_campaign_has_an_empty_board(session: Session, sign_in_as: SignIn) -> None:
    campaign = make_campaign(session)
    page = text_of(
        sign_in_as(make_player(session, Role.AUDITOR).account).get(f"/dot-kiem-tra/{campaign.code}/theo-doi")
    )
    assert "Không có việc nào quá hạn" in page
    assert "Chưa cuộc nào có đoàn" in page


def _large(session: Session, visits: int) -> Campaign:
    campaign = make_campaign(session)
    streams = [make_stream(session, campaign, kind) for kind in (StreamKind.COMPREHENSIVE, StreamKind.THEMATIC)]
    people = [make_person(session, f"Thành viên {n}") for n in range(60)]
    roles = (Role.LEAD, Role.SECRETARY, Role.INSPECTOR, Role.INSPECTOR, Role.INSPECTOR)
    for n in range(visits):
        team = [(people[(n * 5 + place) % 60], role) for place, role in enumerate(roles)]
        day = date(2024, 4, 1) + timedelta(days=n % 180)
        make_visit(session, unit=make_unit(session), stream=streams[n % 2], team=team, starts_on=day, closed=n % 3 == 0)
    return campaign


def test_a_board_of_many_visits_asks_the_database_as_often_as_one_of_few(session: Session, sign_in_as: SignIn) -> None:
    asked: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    coordinator = make_player(session, Role.COORDINATOR)
    numbers = []
    for visits in (3, 30):
        campaign = _large(session, visits)
        browser = sign_in_as(coordinator.account)
        browser.get(f"/dot-kiem-tra/{campaign.code}/theo-doi")
        event.listen(session.get_bind(), "before_cursor_execute", listen)
        asked.clear()
        assert browser.get(f"/dot-kiem-tra/{campaign.code}/theo-doi").status_code == 200
        numbers.append(len(asked))
        event.remove(session.get_bind(), "before_cursor_execute", listen)
    assert numbers[0] == numbers[1]

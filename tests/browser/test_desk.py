"""The coordinators' desk in a browser: a visit is moved by mouse and by keys, and nothing is saved before it was asked about."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.operations import close_unit, note_absence
from inspect_app.kernel.actors import SYSTEM, Role
from tests.browser.conftest import SITE, OpenBrowser
from tests.browser.test_interface import breaches
from tests.factories.moments import NOW
from tests.factories.people import make_person, make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

pytestmark = pytest.mark.browser

SignIn = Callable[[Account], FlaskClient]
DESK = f"{SITE}/dot-kiem-tra/dot-mau/ban-lich?ngay=2024-07-09"
FIRST = date(2024, 7, 9)


@pytest.fixture
def visit(session: Session, app: Flask) -> Visit:
    """A visit on Tuesday 9 July; on the 16th its lead is away and the unit is busy."""
    app.config["WTF_CSRF_ENABLED"] = False
    campaign = make_campaign(session, "dot-mau")
    lead, writer = make_person(session, "Trưởng đoàn mẫu"), make_person(session, "Thư ký mẫu")
    visit = make_visit(
        session,
        unit=make_unit(session, "UBND huyện Chim Én"),
        stream=make_stream(session, campaign),
        starts_on=FIRST,
        team=[(lead, Role.LEAD), (writer, Role.SECRETARY)],
    )
    busy = date(2024, 7, 16)
    note_absence(session, SYSTEM, lead, first_day=busy, last_day=busy, why="nghỉ phép", now=NOW)
    close_unit(session, SYSTEM, visit.unit, first_day=busy, last_day=busy, why="Họp HĐND", now=NOW)
    return visit


@pytest.fixture
def desk(session: Session, visit: Visit, open_browser: OpenBrowser, sign_in_as: SignIn) -> Callable[..., Page]:
    """Opens the desk as a coordinator; `view` is one of its four."""
    client = sign_in_as(make_player(session, Role.COORDINATOR, name="Điều phối mẫu").account)

    def open_desk(view: str, **look: str) -> Page:
        page = open_browser(client, **look)
        page.goto(f"{DESK}&xem={view}")
        return page

    return open_desk


def drag(page: Page, chip: Locator, cell: Locator) -> None:
    """From the chip to the middle of the cell, as a hand does it."""
    chip.scroll_into_view_if_needed()
    start, end = chip.bounding_box(), cell.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 12, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 12, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    page.mouse.up()


def chip_of(page: Page, visit: Visit) -> Locator:
    return page.locator(f'[data-visit="{visit.id}"]').first


def test_a_visit_dragged_to_a_busy_day_says_who_and_why_before_it_is_saved(
    session: Session, visit: Visit, desk: Callable[..., Page]
) -> None:
    page = desk("thang")
    drag(page, chip_of(page, visit), page.locator('.fc-daygrid-day[data-date="2024-07-16"]'))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("09/07/2024 → 16/07/2024")
    expect(dialog).to_contain_text("Trưởng đoàn mẫu nghỉ ngày 16/07/2024")
    expect(dialog).to_contain_text("Họp HĐND")
    dialog.get_by_role("button", name="17/07/2024").click()
    expect(dialog).to_contain_text("09/07/2024 → 17/07/2024")
    dialog.get_by_role("button", name="Lưu lịch mới").click()
    expect(dialog.get_by_role("alert")).to_contain_text("lý do")
    session.refresh(visit)
    assert visit.starts_on == FIRST
    dialog.get_by_label("Lý do thay đổi").fill("Huyện xin lùi")
    dialog.get_by_role("button", name="Lưu lịch mới").click()
    expect(page.get_by_text("Đã lưu lịch của cuộc kiểm tra")).to_be_visible()
    session.refresh(visit)
    assert visit.starts_on == date(2024, 7, 17)


def test_the_arrow_keys_move_enter_asks_and_escape_puts_back(visit: Visit, desk: Callable[..., Page]) -> None:
    page = desk("thang")
    chip_of(page, visit).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("status").last).to_contain_text("10/07/2024")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").last).to_contain_text("17/07/2024")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("→ 17/07/2024")
    page.keyboard.press("Escape")
    expect(page.locator('.fc-daygrid-day[data-date="2024-07-09"]')).to_contain_text(visit.code)
    expect(chip_of(page, visit)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.get_by_role("status").last).to_contain_text("09/07/2024")


def test_the_peoples_table_moves_by_mouse_and_by_keys(visit: Visit, desk: Callable[..., Page]) -> None:
    page = desk("nguoi")
    chip = chip_of(page, visit)
    row = chip.get_attribute("data-row")
    drag(page, chip, page.locator(f'tr[data-row="{row}"] td[data-day="2024-07-11"]'))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("→ 11/07/2024")
    dialog.get_by_role("button", name="Không đổi").click()
    expect(dialog).not_to_be_visible()
    chip.focus()
    for _press in range(4):
        page.keyboard.press("ArrowRight")
    # The weekend is stepped over.
    expect(page.get_by_role("status").last).to_contain_text("15/07/2024")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("→ 15/07/2024")


def test_without_a_script_the_month_leads_to_the_form(
    session: Session, visit: Visit, open_browser: OpenBrowser, sign_in_as: SignIn
) -> None:
    client = sign_in_as(make_player(session, Role.COORDINATOR).account)
    page = open_browser(client, script=False)
    page.goto(DESK)
    page.get_by_role("link", name=visit.code).click()
    expect(page.get_by_label("Ngày bắt đầu")).to_be_visible()


def test_on_paper_the_month_is_a_table_and_nothing_is_cut(visit: Visit, desk: Callable[..., Page]) -> None:
    page = desk("thang")
    expect(page.locator(".fc")).to_be_visible()
    expect(page.get_by_role("table", name="Các cuộc kiểm tra trong tháng")).not_to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".fc")).not_to_be_visible()
    expect(page.locator("[data-calendar-table]")).to_contain_text(visit.code)


@pytest.mark.parametrize("size", ["landscape", "portrait"])
@pytest.mark.parametrize("view", ["thang", "tuan", "nguoi", "doan"])
def test_each_view_is_readable_on_a_tablet(desk: Callable[..., Page], view: str, size: str) -> None:
    page = desk(view, size=size)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.reload()
    assert breaches(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert complaints == []
    folder = os.environ.get("INSPECT_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"desk-{view}-{size}.png", full_page=True)

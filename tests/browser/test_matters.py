"""The page of what waits at a visit, in a browser: readable on every screen, and a decision by touch alone."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Account
from inspect_app.fieldwork.models import ChangeKind, Why
from tests.browser.conftest import SITE, SIZES, OpenBrowser
from tests.browser.test_interface import AXE, THEMES, breaches
from tests.factories.held import make_device, make_held, make_photo, make_stray
from tests.factories.journeys import Journey, make_journey

pytestmark = pytest.mark.browser

SignIn = Callable[[Account], FlaskClient]

NOTE = "Nội quy và sơ đồ phòng làm việc đã niêm yết tại tầng 1; tầng 2 chưa có, đơn vị đang in lại."
MINUTES = {"place": "Hội trường", "unit_side": "Phó Giám đốc", "unit_opinion": "Nhất trí", "refusal_reason": None}


@pytest.fixture
def journey(session: Session, app: Flask) -> Journey:
    """A visit where everything there is waits for a decision."""
    app.config["WTF_CSRF_ENABLED"] = False
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV06", "pass", NOTE)
    visit = journey.visit
    tablet, other = make_device(session, journey.secretary, "Máy số 7"), make_device(session, journey.lead, "Máy số 2")
    make_held(session, tablet, visit, fields={"verdict": "fail", "note": "Không thấy bảng nội quy"})
    make_held(session, other, visit, fields={"verdict": "partial", "note": NOTE})
    make_held(session, tablet, visit, "CV07", why=Why.QUARANTINE, cause="revoked", message="Đã bị thu hồi.")
    make_held(session, tablet, visit, None, kind=ChangeKind.MINUTES, body={**MINUTES, "copies": 3})
    refused = {"verdict": "không rõ", "note": "Tường phía sau"}
    message = "Hãy chọn một mức đánh giá."
    make_held(session, tablet, visit, "CV10", refused, why=Why.SHELF, cause="invalid", message=message)
    make_stray(session, tablet, visit, '{"kind": "answer", "item": "CV11", "note": "Ghi chú bị lạc"}')
    make_photo(session, tablet, visit)
    return journey


def shown(open_browser: OpenBrowser, sign_in_as: SignIn, journey: Journey, **look: str) -> Page:
    page = open_browser(sign_in_as(journey.lead.account), **look)
    page.goto(f"{SITE}/cuoc-kiem-tra/{journey.visit.id}/cho-quyet-dinh")
    folder = os.environ.get("INSPECT_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"matters-{'-'.join(look.values())}.png", full_page=True)
    return page


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_every_screen_and_every_button_a_finger(open_browser, sign_in_as, journey, size):
    page = shown(open_browser, sign_in_as, journey, size=size)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    heights = page.locator("main button:visible, main .choice:visible, main summary:visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_holds_nobody_back(open_browser, sign_in_as, journey, theme):
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    page = shown(open_browser, sign_in_as, journey, size="portrait", theme=theme)
    assert breaches(page) == []


def test_the_values_of_an_item_stand_beside_each_other_where_there_is_room(open_browser, sign_in_as, journey):
    page = shown(open_browser, sign_in_as, journey, size="landscape")
    tops = page.locator("#muc-CV06 .card").evaluate_all(
        "all => all.map(e => Math.round(e.getBoundingClientRect().top))"
    )
    assert len(tops) == 3
    assert len(set(tops)) == 1


def test_a_lead_decides_with_a_tap_and_a_reason(open_browser, sign_in_as, journey):
    page = shown(open_browser, sign_in_as, journey, size="portrait")
    item = page.locator("#muc-CV06")
    item.get_by_label("Lấy giá trị 1 của Thư ký mẫu, bỏ giá trị khác").check()
    item.get_by_label("Lý do").fill("Đã cùng xem lại tại chỗ")
    item.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator("#muc-CV06")).to_have_count(0)
    page.get_by_text("Đã quyết định (2)").click()
    expect(page.get_by_role("row", name="Đã lấy").first).to_contain_text("Đã cùng xem lại tại chỗ")


def test_a_decision_without_a_reason_stays_on_the_page_with_what_was_chosen(open_browser, sign_in_as, journey):
    page = shown(open_browser, sign_in_as, journey, size="landscape")
    item = page.locator("#muc-CV06")
    item.get_by_label("Giữ giá trị đang có").check()
    item.get_by_role("button", name="Ghi quyết định").click()
    expect(item.get_by_role("alert")).to_contain_text("Lý do")
    expect(item.get_by_label("Giữ giá trị đang có")).to_be_checked()

"""What an inspector writes where there is no network is on the tablet, in no clear text, and reaches the server exactly once."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.demonstration import Demonstration
from tests.browser.tablet import PASSWORD, PORTAL, Receiver, Tablet

CANARY = "chim hoang yen 8271"
KEPT = re.compile("Đã lưu trên máy")
RECEIVED = re.compile("Máy chủ đã nhận tất cả")


@pytest.fixture
def tablet(chromium: Browser, demo_day: Demonstration, tmp_path: Path) -> Iterator[Tablet]:
    """An enrolled tablet that has taken its visit along."""
    launch = {"executable_path": CHROMIUM, "args": ARGUMENTS, "locale": "vi-VN"}
    tablet = Tablet(chromium.browser_type, launch, tmp_path / "profile", demo_day.url, Receiver())
    tablet.enrol()
    tablet.take_along()
    yield tablet
    tablet.context.close()


def no_network(route: Route) -> bool:
    """There is no line to the server."""
    route.abort("internetdisconnected")
    return True


def test_a_visit_that_was_taken_along_opens_in_a_browser_started_without_a_network(tablet: Tablet) -> None:
    """The page, its script and the visit come from the tablet alone."""
    tablet.receiver.disturb = no_network
    tablet.restart(offline=True)
    tablet.unlock()
    expect(tablet.page.locator("[data-visit]")).to_contain_text("Sở Y tế")
    tablet.open_visit()
    expect(tablet.note()).to_be_visible()


def test_an_answer_that_is_said_to_be_kept_is_there_after_the_browser_was_killed(tablet: Tablet) -> None:
    """And it is sent once the network is back."""
    tablet.receiver.disturb = no_network
    tablet.open_visit()
    tablet.answer(CANARY)
    expect(tablet.state()).to_have_text(KEPT)
    tablet.restart(offline=True)
    tablet.unlock()
    expect(tablet.state()).to_have_text(KEPT)
    tablet.open_visit()
    expect(tablet.note()).to_have_value(CANARY)
    tablet.receiver.disturb = lambda _route: False
    tablet.network_is_back()
    expect(tablet.state()).to_have_text(RECEIVED)
    assert tablet.answers() == [CANARY]


def test_a_line_cut_after_the_request_and_before_the_answer_leaves_exactly_one_answer(tablet: Tablet) -> None:
    """The same bytes are sent again, and only a receipt ends that."""
    tablet.receiver.after = no_network
    tablet.open_visit()
    tablet.answer(CANARY)
    expect(tablet.state()).to_have_text(KEPT)
    tablet.page.wait_for_timeout(500)
    assert tablet.answers() == [CANARY]
    tablet.receiver.after = lambda _route: False
    tablet.network_is_back()
    expect(tablet.state()).to_have_text(RECEIVED)
    assert tablet.receiver.batches >= 2
    assert tablet.answers() == [CANARY]


@pytest.mark.parametrize("body", [PORTAL, "", json.dumps({"receipts": []})])
def test_the_page_of_a_captive_portal_takes_nothing_from_the_queue(tablet: Tablet, body: str) -> None:
    """A friendly 200 is no receipt, whoever wrote it."""

    def portal(route: Route) -> bool:
        kind = "application/json" if body.startswith("{") else "text/html"
        route.fulfill(status=200, content_type=kind, body=body)
        return True

    tablet.receiver.disturb = portal
    tablet.open_visit()
    tablet.answer(CANARY)
    tablet.network_is_back()
    tablet.page.wait_for_timeout(500)
    expect(tablet.state()).to_have_text(KEPT)
    tablet.receiver.disturb = lambda _route: False
    tablet.network_is_back()
    expect(tablet.state()).to_have_text(RECEIVED)


# The line comes back while an attempt is failing: the browser says so once, and does not say it again.
BACK_DURING_A_FAILURE = """() => {
    const fetch = window.fetch;
    window.fetch = (...asked) => {
        window.fetch = fetch;
        window.dispatchEvent(new Event("online"));
        return Promise.reject(new TypeError("cut"));
    };
}"""


def test_a_network_that_comes_back_during_a_failing_attempt_is_used_at_once(tablet: Tablet) -> None:
    tablet.open_visit()
    tablet.page.evaluate(BACK_DURING_A_FAILURE)
    tablet.answer(CANARY)
    # Without that word the next attempt would come after 7 seconds at the earliest.
    expect(tablet.state()).to_have_text(RECEIVED, timeout=6_000)
    assert tablet.answers() == [CANARY]


def test_a_server_restored_from_a_backup_gets_back_what_it_lost(tablet: Tablet) -> None:
    """A new epoch means: offer everything again."""
    tablet.open_visit()
    tablet.answer(CANARY)
    expect(tablet.state()).to_have_text(RECEIVED)
    lost = dict(tablet.receiver.texts)
    tablet.receiver.texts.clear()
    tablet.receiver.epoch = "two"
    tablet.network_is_back()
    tablet.wait_for_answers(1)
    assert tablet.receiver.texts == lost


def test_the_browsers_profile_holds_no_word_of_an_answer_nor_the_token(tablet: Tablet, tmp_path: Path) -> None:
    """Whoever finds the tablet reads a name and counts."""
    tablet.open_visit()
    tablet.answer(CANARY)
    expect(tablet.state()).to_have_text(RECEIVED)
    tablet.context.close()
    files = [path for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    for secret in (CANARY, "bi-mat-cua-may", PASSWORD):
        shapes = (secret.encode(), secret.encode("utf-16-le"))
        assert not [path for path in files if any(shape in path.read_bytes() for shape in shapes)], secret


def test_a_store_that_the_browser_threw_away_is_noticed_and_told(tablet: Tablet) -> None:
    """The alarm is red, and the server hears of it."""
    told: list[str] = []

    def hear(route: Route) -> bool:
        if not route.request.url.endswith("mat-du-lieu"):
            return False
        told.append(route.request.post_data or "")
        route.fulfill(status=202, content_type="application/json", body='{"protocol": 1}')
        return True

    tablet.receiver.disturb = hear
    tablet.page.goto("/healthz")
    tablet.page.evaluate("() => new Promise(done => indexedDB.deleteDatabase('inspect-tablet').onsuccess = done)")
    tablet.page.goto("/may-tinh-bang")
    expect(tablet.page.get_by_role("alert")).to_contain_text("Máy chủ đã báo cho trưởng đoàn")
    assert json.loads(told[0])["device_id"] == tablet.receiver.device


def test_another_password_opens_nothing(tablet: Tablet) -> None:
    """The records stay closed, and the page says what to do."""
    tablet.page.get_by_role("button", name="Khóa máy").click()
    tablet.unlock("mật khẩu khác hẳn 99")
    expect(tablet.page.get_by_role("alert")).to_contain_text("Mật khẩu không đúng")
    expect(tablet.page.locator("[data-visit]")).to_have_count(0)

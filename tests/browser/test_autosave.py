"""An inspector's answer is sent as soon as it is given, and nothing typed is ever lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SITE, OpenBrowser

pytestmark = pytest.mark.browser

CHECKLIST = f"{SITE}/_/giao-dien/phieu"
SAVED = {"saved": True, "saved_at": "10:32"}


class Server:
    """Answers the autosave's posts as told, and keeps what came."""

    def __init__(self, page: Page) -> None:
        self.bodies: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200
        self.reply: dict[str, Any] | str = SAVED
        self.held: list[Route] = []
        self.hold = False
        page.route(CHECKLIST, self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        self.bodies.append((route.request.post_data_buffer or b"").decode("utf-8", "replace"))
        self.headers.append(route.request.headers)
        if self.hold:
            self.held.append(route)
            return
        self._fulfil(route)

    def _fulfil(self, route: Route) -> None:
        if isinstance(self.reply, str):
            route.fulfill(status=self.status, content_type="text/html", body=self.reply)
        else:
            route.fulfill(status=self.status, json=self.reply)

    def release(self) -> None:
        """Answers what was held back."""
        self.hold = False
        for route in self.held:
            self._fulfil(route)


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    return open_browser()


@pytest.fixture
def server(page: Page) -> Server:
    made = Server(page)
    page.goto(CHECKLIST)
    return made


def state(page: Page, code: str) -> Any:
    return expect(page.locator(f"#item-{code} [data-save-state]"))


def would_warn(page: Page) -> bool:
    """Whether leaving the page now asks first."""
    script = "() => { const e = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(e); return e.defaultPrevented }"
    return bool(page.evaluate(script))


def test_one_tap_saves_a_verdict_and_says_what_it_does(page: Page, server: Server) -> None:
    server.reply = {
        **SAVED,
        "progress": {"section": "C", "done": 13, "of": 13},
        "finding": "Sẽ thành phát hiện: thiếu sót nhỏ",
        "verdict": "partial",
        "next": {"text": "Mục kế tiếp chưa trả lời: D01", "url": "#item-C12"},
    }
    page.locator("#item-C09 .segment-partial").click()
    state(page, "C09").to_have_text("Đã lưu trên máy chủ lúc 10:32")
    assert server.headers[0]["x-requested-with"] == "fetch"
    assert server.headers[0]["accept"] == "application/json"
    expect(page.locator("#item-C09")).to_have_class(re.compile("item-partial"))
    expect(page.locator("#item-C09 [data-foreseen]")).to_contain_text("thiếu sót nhỏ")
    expect(page.locator(".work-count")).to_contain_text("13/13")
    expect(page.locator(".next-action")).to_contain_text("D01")


def test_typing_is_sent_once_after_a_pause(page: Page, server: Server) -> None:
    page.locator("#C09-note").press_sequentially("ba hồ sơ", delay=30)
    state(page, "C09").to_have_text(re.compile("Đã lưu"))
    assert len(server.bodies) == 1
    assert "ba hồ sơ" in server.bodies[0]


def test_a_letter_that_is_being_composed_is_not_sent(page: Page, server: Server) -> None:
    note = page.locator("#C09-note")
    note.dispatch_event("compositionstart", {})
    note.press_sequentially("Tieens", delay=10)
    page.wait_for_timeout(900)
    assert server.bodies == []
    note.dispatch_event("compositionend", {})
    state(page, "C09").to_have_text(re.compile("Đã lưu"))
    assert len(server.bodies) == 1


def test_answers_to_one_item_go_one_after_the_other_and_the_last_one_stands(page: Page, server: Server) -> None:
    server.hold = True
    page.locator("#item-C09 .segment-fail").click()
    page.wait_for_timeout(200)
    page.locator("#item-C09 .segment-pass").click()
    page.wait_for_timeout(800)
    assert len(server.bodies) == 1
    assert would_warn(page)
    server.release()
    state(page, "C09").to_have_text(re.compile("Đã lưu"))
    page.wait_for_timeout(800)
    assert ["fail" in body for body in server.bodies] == [True, False]
    assert "pass" in server.bodies[-1]
    assert not would_warn(page)


def test_a_failed_save_keeps_the_text_warns_on_leaving_and_tries_again(page: Page, server: Server) -> None:
    server.status, server.reply = 500, "lỗi"
    page.locator("#C09-note").fill("giấy hẹn thiếu")
    button = page.locator("#item-C09 [data-save-state] button")
    expect(button).to_have_text("Chưa lưu được – bấm để thử lại")
    expect(page.locator("[data-save-board]")).to_have_text("1 mục chờ lưu trên máy chủ")
    assert page.locator("#C09-note").input_value() == "giấy hẹn thiếu"
    assert would_warn(page)
    server.status, server.reply = 200, SAVED
    state(page, "C09").to_have_text(re.compile("Đã lưu"))
    expect(page.locator("[data-save-board]")).to_have_text("Mọi câu trả lời đã lưu trên máy chủ")
    assert not would_warn(page)


def test_a_cut_line_is_a_failed_save(page: Page, server: Server) -> None:
    page.context.set_offline(True)
    page.unroute(CHECKLIST)
    page.route(CHECKLIST, lambda route: route.abort())
    page.locator("#item-C09 .segment-fail").click()
    expect(page.locator("#item-C09 [data-save-state] button")).to_be_visible()
    assert would_warn(page)


def test_an_ended_session_keeps_the_answer_and_asks_to_sign_in(page: Page, server: Server) -> None:
    server.status, server.reply = 401, "<h1>Đăng nhập</h1>"
    page.locator("#item-C09 .segment-fail").click()
    expect(page.locator("#item-C09 [data-save-state] button")).to_contain_text("Phiên làm việc đã hết")
    page.wait_for_timeout(2_500)
    assert len(server.bodies) == 1
    assert would_warn(page)


def test_a_refused_answer_shows_why_at_its_field_and_stays(page: Page, server: Server) -> None:
    server.status, server.reply = 422, {"errors": {"verdict": ["Hãy nêu lý do không áp dụng."]}}
    page.locator("#item-C08 .segment-none").click()
    expect(page.locator("#item-C08 [data-errors-of=verdict]")).to_have_text("Hãy nêu lý do không áp dụng.")
    expect(page.locator("#C08-reason")).to_be_visible()
    assert page.locator("#item-C08 input[value=not_applicable]").is_checked()
    assert would_warn(page)


def test_a_chosen_photo_is_let_go_only_after_the_servers_yes(page: Page, server: Server) -> None:
    chosen = page.locator("#item-C09 input[type=file]")
    server.status, server.reply = 500, "lỗi"
    chosen.set_input_files({"name": "bang-niem-yet.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xd9"})
    expect(page.locator("#item-C09 [data-save-state] button")).to_be_visible()
    assert chosen.evaluate("input => input.files.length") == 1
    server.status = 200
    server.reply = {**SAVED, "photos": [{"url": "#", "caption": "bang-niem-yet.jpg"}]}
    state(page, "C09").to_have_text(re.compile("Đã lưu"))
    assert chosen.evaluate("input => input.files.length") == 0
    expect(page.locator("#item-C09 .previews li")).to_have_count(0)
    expect(page.locator("#item-C09 .evidence-item")).to_have_count(1)


def test_the_counters_buttons_save_like_typing(page: Page, server: Server) -> None:
    page.get_by_role("button", name="Thêm một: Có giấy hẹn").click()
    state(page, "C10").to_have_text(re.compile("Đã lưu"))
    assert page.locator("#C10-good").input_value() == "4"
    assert "4" in server.bodies[-1]


def test_a_dossier_row_is_added_and_removed(page: Page, server: Server) -> None:
    page.get_by_role("button", name="Thêm hồ sơ").click()
    assert page.evaluate("document.activeElement.name") == "d-1-code"
    page.get_by_role("button", name="Bỏ hồ sơ này").last.click()
    expect(page.locator("[data-rows-body] tr")).to_have_count(1)
    state(page, "C12").to_have_text(re.compile("Đã lưu"))
    assert "d-1-code" not in server.bodies[-1]

"""The lead closes on the tablet: what is missing, the minutes as they will be printed, three signatures, one code."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import SIZES
from tests.browser.sheet_harness import ESBUILD, VERSION, VISIT, build, bundle, open_sheet

pytestmark = pytest.mark.browser
Change = Callable[[dict[str, Any]], None]
OpenSheet = Callable[..., Page]
GOOD: dict[str, dict[str, Any]] = {
    "A01": {"verdict": "pass", "note": "Ban hành ngày 02/01."},
    "A02": {"yes": "no"},
    "A03": {"day": "2024-06-18"},
    "A04": {"choice": "thieu", "note": "Còn thiếu hai việc"},
    "C01": {"number": "92,5"},
    "C02": {"part": "3", "whole": "1184"},
    "C03": {"choices": ["mot", "ba"]},
    "C04": {"text": "Đã xem sổ theo dõi"},
    "C05": {"good": "9", "bad": "1", "note": "Một bảng đã cũ"},
    "C06": {"rows-0-division": "Phòng Nội vụ", "rows-0-establishment": "10", "rows-0-present": "10"},
    "C07": {"rows-0-code": "H08.12-240601-0001"},
    "C08": {"verdict": "pass"},
}


@pytest.fixture(scope="module")
def built_sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not ESBUILD.exists():
        pytest.skip("no node_modules (script/setup brings them)")
    return build(tmp_path_factory.mktemp("sheet"))


@pytest.fixture
def sheet(chromium: Browser, built_sheet: Path, app: Flask, request: pytest.FixtureRequest) -> OpenSheet:
    def show(size: str = "landscape", change: Change | None = None) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport=ViewportSize(width=width, height=height), has_touch=True, is_mobile=True
        )
        request.addfinalizer(context.close)
        page = context.new_page()
        made = bundle(app)
        if change:
            change(made)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        open_sheet(page, built_sheet, app, made)
        return page

    return show


def answered(made: dict[str, Any]) -> None:
    """Every item has its answer on the server."""
    for place, (item, fields) in enumerate(GOOD.items()):
        made["state"]["answers"][item] = {
            "revision": 1, "fields": fields, "verdict": None, "by": "Đồng nghiệp mẫu", "at": "2024-06-18T09:00:00+07:00",
            "change": None, "seen": f"00000000-0000-4000-8000-{place:012d}",
        }  # fmt: skip


def shot(page: Page, name: str) -> None:
    folder = os.environ.get("INSPECT_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def open_closing(page: Page) -> None:
    if page.locator(".rail-sheet > summary").is_visible():
        page.locator(".rail-sheet > summary").tap()
    page.get_by_role("button", name="Khép lại tại chỗ").locator("visible=true").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Khép lại tại chỗ")


def step(page: Page, name: str) -> Any:
    return page.locator(f"[data-closing-step={name}]")


def writes(page: Page, kind: str) -> list[dict[str, Any]]:
    return [each["body"] for each in page.evaluate("notebook.writes") if each["kind"] == kind]


def say_who_is_there(page: Page) -> None:
    page.get_by_label("Thành phần của đơn vị").fill("Người đứng đầu đơn vị, Chủ tịch UBND huyện\nChánh Văn phòng")
    page.get_by_label("Ý kiến của đơn vị").fill("Thống nhất với biên bản")
    page.get_by_label("Ý kiến của đơn vị").blur()
    expect(page.locator("[data-minutes-state]")).to_contain_text("Đã lưu trên máy")


def draw(page: Page, part: str) -> None:
    """Somebody moves a stylus through the box."""
    card = page.locator(f"[data-signer={part}]")
    pad = card.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.7)
    page.mouse.down()
    for part_of_way in range(1, 12):
        x, y = 0.2 + part_of_way * 0.05, 0.7 - 0.4 * (part_of_way % 3)
        page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * max(y, 0.05))
    page.mouse.up()


def sign(page: Page, part: str) -> None:
    draw(page, part)
    card = page.locator(f"[data-signer={part}]")
    card.get_by_role("button", name="Xác nhận chữ ký").tap()
    expect(card.locator(".closing-signed")).to_contain_text("Đã ký lúc")


@pytest.mark.parametrize("size", ["landscape", "portrait"])
def test_the_lead_closes_with_three_signatures_under_one_code(sheet: OpenSheet, size: str) -> None:
    page = sheet(size, answered)
    open_closing(page)
    shot(page, f"closing-start-{size}")
    expect(step(page, "gaps")).to_contain_text("Còn 1 việc trước khi khép lại")
    expect(page.locator("[data-close-visit]")).to_have_count(0)
    say_who_is_there(page)
    expect(step(page, "gaps")).to_contain_text("Đã đủ để khép lại.")
    for part in ("lead", "secretary", "unit"):
        sign(page, part)
    shot(page, f"closing-signed-{size}")
    code = page.locator("[data-closing-code]").inner_text().replace(" ", "")
    page.locator("[data-close-visit]").tap()
    expect(page.locator(".closing-state")).to_contain_text("Đã khép lại trên máy này lúc")
    shot(page, f"closing-closed-{size}")
    closing = writes(page, "close")
    assert [each["sheet_sha256"] for each in closing] == [code]
    assert hashlib.sha256(closing[0]["sheet"].encode()).hexdigest() == code
    signatures = writes(page, "signature")
    assert [(each["part"], each["name"], each["title"], each["sheet_sha256"]) for each in signatures] == [
        ("lead", "Trưởng đoàn mẫu", "Trưởng đoàn", code),
        ("secretary", "Thư ký mẫu", "Thư ký đoàn", code),
        ("unit", "Người đứng đầu đơn vị", "Chủ tịch UBND huyện", code),
    ]
    points = [point for each in signatures for stroke in each["strokes"] for point in stroke]
    assert len(points) > 20
    assert all(0 <= x <= 1000 and 0 <= y <= 400 for x, y in points)


def test_the_minutes_say_what_the_answers_say(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    say_who_is_there(page)
    paper = page.locator("[data-closing-paper]")
    for text in (
        "Có kế hoạch: Ban hành ngày 02/01 (mục A01).",
        "Chưa bảo đảm đầy đủ nội dung “Mức độ” (mục A04). Thiếu; Còn thiếu hai việc.",
        "3 hồ sơ trễ hẹn / 1.184 hồ sơ đã giải quyết (0,25 %)",
        "2/3: Một; Ba",
        "đã niêm yết: 9; chưa niêm yết: 1 (90,00 %)",
        "12 trong 12 nội dung áp dụng đã được đánh giá",
        "Thống nhất với biên bản",
        "2. UBND huyện mẫu",
    ):
        expect(paper).to_contain_text(text)


def test_gaps_lead_to_their_items_and_back(sheet: OpenSheet) -> None:
    page = sheet("portrait")
    open_closing(page)
    page.get_by_role("button", name="Mục C05 chưa có câu trả lời.").tap()
    expect(page.locator("#item-C05")).to_be_focused()
    open_closing(page)
    page.get_by_role("button", name="Biên bản chưa ghi thành phần").tap()
    expect(page.get_by_label("Thành phần của đơn vị")).to_be_focused()


def test_a_signature_no_longer_fits_when_something_changed(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    say_who_is_there(page)
    sign(page, "lead")
    page.get_by_label("Ý kiến của đơn vị").fill("Đề nghị ghi thêm khó khăn")
    page.get_by_label("Ý kiến của đơn vị").blur()
    lead = page.locator("[data-signer=lead]")
    expect(lead).to_contain_text("Chữ ký trước không còn khớp; hãy ký lại.")
    page.get_by_label("Ý kiến của đơn vị").fill("Thống nhất với biên bản")
    page.get_by_label("Ý kiến của đơn vị").blur()
    expect(lead).to_contain_text("Đã ký lúc")


def test_the_unit_refuses_with_its_reason(sheet: OpenSheet) -> None:
    page = sheet("portrait", answered)
    open_closing(page)
    say_who_is_there(page)
    for part in ("lead", "secretary"):
        sign(page, part)
    unit = page.locator("[data-signer=unit]")
    unit.get_by_text("Đơn vị từ chối ký").tap()
    unit.get_by_role("button", name="Ghi nhận từ chối ký").tap()
    expect(unit.get_by_role("alert")).to_have_text("Hãy ghi lý do từ chối ký.")
    unit.get_by_label("Lý do từ chối").fill("Chờ ý kiến của Chủ tịch")
    shot(page, "closing-refusal")
    unit.get_by_role("button", name="Ghi nhận từ chối ký").tap()
    expect(unit).to_contain_text("Đã ghi nhận từ chối ký")
    refusal = writes(page, "signature")[-1]
    assert (refusal["part"], refusal["refused"], refusal["strokes"]) == ("unit", True, None)
    assert refusal["reason"] == "Chờ ý kiến của Chủ tịch"
    expect(page.locator("[data-close-visit]")).to_be_visible()


def test_an_empty_box_is_no_signature_and_turning_the_tablet_keeps_the_strokes(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    say_who_is_there(page)
    lead = page.locator("[data-signer=lead]")
    lead.get_by_role("button", name="Xác nhận chữ ký").tap()
    expect(lead.get_by_role("alert")).to_contain_text("Ô ký còn trống")
    draw(page, "lead")
    page.set_viewport_size(ViewportSize(width=800, height=1280))
    ink = "canvas => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data].filter((part, at) => at % 4 === 3 && part > 0).length"
    page.wait_for_timeout(300)
    assert lead.locator("canvas").evaluate(ink) > 200
    lead.get_by_role("button", name="Xóa nét").tap()
    assert lead.locator("canvas").evaluate(ink) == 0
    sign(page, "lead")
    assert len(writes(page, "signature")) == 1


def test_a_browser_that_cannot_keep_a_signature_says_so_and_keeps_the_strokes(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    say_who_is_there(page)
    draw(page, "lead")
    page.evaluate("notebook.broken = 'full'")
    lead = page.locator("[data-signer=lead]")
    lead.get_by_role("button", name="Xác nhận chữ ký").tap()
    expect(lead.get_by_role("alert")).to_contain_text("bộ nhớ của máy đã đầy")
    page.evaluate("notebook.broken = null")
    lead.get_by_role("button", name="Xác nhận chữ ký").tap()
    expect(lead).to_contain_text("Đã ký lúc")


def test_a_signature_that_nobody_confirmed_is_not_left_without_asking(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    say_who_is_there(page)
    draw(page, "lead")
    away = page.locator("button.rail-section[data-section=A]:visible")
    asked = page.get_by_role("dialog", name="Có chữ ký chưa xác nhận")
    away.tap()
    asked.get_by_role("button", name="Thôi").tap()
    lead = page.locator("[data-signer=lead]")
    lead.get_by_role("button", name="Xác nhận chữ ký").tap()
    expect(lead).to_contain_text("Đã ký lúc")
    page.locator("[data-signer=unit] summary").tap()
    page.get_by_label("Lý do").last.fill("Chưa thống nhất")
    away.tap()
    asked.get_by_role("button", name="Bỏ chữ ký và rời trang").tap()
    expect(page.locator("#item-A01")).to_be_visible()
    assert [each["part"] for each in writes(page, "signature")] == ["lead"]


def test_a_lock_by_itself_asks_nobody_and_knows_what_goes(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    assert page.evaluate("sheet.hasDrawing()") is False
    draw(page, "lead")
    assert page.evaluate("sheet.hasDrawing()") is True
    assert page.evaluate("sheet.close(true)") is True


def test_nothing_is_written_in_the_middle_of_composing_a_letter(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    box = page.get_by_label("Ý kiến của đơn vị")
    box.evaluate("box => box.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}))")
    box.fill("Thô")
    page.wait_for_timeout(900)
    assert writes(page, "minutes") == []
    box.evaluate("box => box.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}))")
    expect(page.locator("[data-minutes-state]")).to_contain_text("Đã lưu trên máy")
    assert [each["unit_opinion"] for each in writes(page, "minutes")] == ["Thô"]


def test_a_visit_is_begun_where_there_is_no_network(sheet: OpenSheet) -> None:
    def not_begun(made: dict[str, Any]) -> None:
        made["state"]["visit"]["begun_at"] = None

    page = sheet("portrait", not_begun)
    page.get_by_role("button", name="Bắt đầu cuộc kiểm tra").tap()
    page.locator("dialog").get_by_role("button", name="Bắt đầu cuộc kiểm tra").tap()
    expect(page.locator(".sheet-standing")).to_contain_text("Đã bắt đầu trên máy lúc")
    assert writes(page, "begin") == [{"place": "UBND huyện mẫu"}]


def test_the_server_says_what_a_closing_waits_for_and_then_where_the_paper_is(sheet: OpenSheet) -> None:
    def waits(made: dict[str, Any]) -> None:
        answered(made)
        made["state"]["closing"] = {
            "asked_at": "2024-06-18T16:00:00+07:00",
            "sheet_sha256": "0" * 64,
            "waits_for": ["Ảnh của mục A01 chưa về máy chủ.", "Máy chủ giữ 1 nội dung không đọc được."],
        }
        made["state"]["strays"] = 1

    page = sheet("portrait", waits)
    open_closing(page)
    expect(page.locator(".closing-state")).to_contain_text("Ảnh của mục A01 chưa về máy chủ.")
    decided = page.get_by_role("link", name="Mở trang chờ quyết định")
    expect(decided).to_have_attribute("href", f"/cuoc-kiem-tra/{VISIT}/cho-quyet-dinh")
    page.evaluate(
        """visit => { const state = notebook.held.state; notebook.held.state = {...state, closing: null,
        visit: {...state.visit, closed_at: "2024-06-18T17:00:00+07:00", minutes_pdf: "/cuoc-kiem-tra/1/bien-ban.pdf"}};
        notebook.tell({type: "state", visit}); }""",
        VISIT,
    )
    expect(page.get_by_role("link", name="Mở biên bản (PDF)")).to_have_attribute("href", re.compile("bien-ban.pdf"))
    expect(page.locator("canvas").locator("visible=true")).to_have_count(0)


@pytest.mark.parametrize("size", ["landscape", "portrait"])
def test_every_target_is_large_enough_and_the_page_is_accessible(sheet: OpenSheet, size: str) -> None:
    page = sheet(size, answered)
    open_closing(page)
    say_who_is_there(page)
    page.locator("[data-signer=unit] summary").tap()
    small = page.evaluate(
        "[...document.querySelectorAll('.closing button, .closing summary, .closing input, .closing textarea, .closing a')].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 48).map((e) => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_sheet_is_the_text_that_the_server_would_make(sheet: OpenSheet) -> None:
    page = sheet("landscape", answered)
    open_closing(page)
    say_who_is_there(page)
    step(page, "code").locator("summary").tap()
    sheet_text = step(page, "code").locator("pre")
    expect(sheet_text).to_contain_text("Thống nhất với biên bản")
    text = sheet_text.text_content() or ""
    told = json.loads(text)
    assert text == json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert set(told["answers"]) == set(GOOD)
    assert told["checklist"] == {"code": "nho", "sha256": VERSION.sha256, "version": 1}

"""After the minutes were closed: a correction asks for its reason, and is not lost where nobody gives one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import SIZES
from tests.browser.sheet_harness import ESBUILD, build, bundle, open_sheet

pytestmark = pytest.mark.browser
REASON = "Lý do sửa sau khi khép lại biên bản"
CLOSED_AT = "2024-06-18T17:00:00+07:00"
CLOSE = f"""() => {{
    notebook.held.state = {{...notebook.held.state, visit: {{...notebook.held.state.visit, state: "closed", closed_at: "{CLOSED_AT}"}}}};
    notebook.tell({{ type: "state", visit: notebook.held.visit.id }});
}}"""


@pytest.fixture
def closed_sheet(chromium: Browser, tmp_path: Path, app: Flask) -> Iterator[Page]:
    if not ESBUILD.exists():
        pytest.skip("no node_modules (script/setup brings them)")
    width, height = SIZES["landscape"]
    context = chromium.new_context(viewport=ViewportSize(width=width, height=height), has_touch=True)
    page = context.new_page()
    made = bundle(app)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    open_sheet(page, build(tmp_path), app, made)
    page.evaluate(CLOSE)
    expect(page.locator("#item-A01").get_by_label(REASON)).to_be_visible()
    yield page
    context.close()


def written(page: Page) -> list[tuple[str, str | None]]:
    """The remark and the reason of every change, oldest first."""
    writes: list[dict[str, Any]] = page.evaluate("notebook.writes")
    return [(each["body"]["fields"].get("note", ""), each["body"]["change_reason"]) for each in writes]


def test_a_correction_waits_for_its_reason_and_says_so(closed_sheet: Page) -> None:
    card = closed_sheet.locator("#item-A01")
    card.locator("textarea[name=note]").fill("Sửa lại")
    expect(card.locator("[data-save-state]")).to_contain_text("Chưa lưu: biên bản đã khép lại. Hãy ghi lý do sửa")
    assert written(closed_sheet) == []
    card.get_by_label(REASON).fill("Nhầm số")
    # Longer than any pause after which something is written by itself.
    closed_sheet.wait_for_timeout(4_500)
    assert written(closed_sheet) == []
    card.get_by_label(REASON).press_sequentially(" văn bản")
    card.get_by_label(REASON).blur()
    expect(card.locator("[data-save-state]")).to_contain_text("Đã lưu trên máy")
    assert written(closed_sheet) == [("Sửa lại", "Nhầm số văn bản")]


def test_a_correction_whose_inspector_goes_on_without_a_reason_is_kept_all_the_same(closed_sheet: Page) -> None:
    closed_sheet.locator("#item-A01 textarea[name=note]").fill("Sửa lại")
    closed_sheet.locator("button.rail-section[data-section=C]:visible").tap()
    expect(closed_sheet.locator(".work-header h1")).to_contain_text("C.")
    assert written(closed_sheet) == [("Sửa lại", None)]


def test_a_correction_that_a_lock_interrupts_is_kept_without_its_reason(closed_sheet: Page) -> None:
    closed_sheet.locator("#item-A01 textarea[name=note]").fill("Sửa lại")
    assert closed_sheet.evaluate("sheet.close(true)") is True
    assert written(closed_sheet) == [("Sửa lại", None)]


def test_a_reason_that_comes_later_is_written_with_its_correction(closed_sheet: Page) -> None:
    """The page went out of sight before the reason was typed: what was kept then is written once more with it."""
    card = closed_sheet.locator("#item-A01")
    card.locator("textarea[name=note]").fill("Sửa lại")
    closed_sheet.evaluate(
        """() => {
            Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(card.locator("[data-save-state]")).to_contain_text("chưa có lý do sửa")
    card.get_by_label(REASON).fill("Nhầm số văn bản")
    card.get_by_label(REASON).blur()
    closed_sheet.wait_for_function("() => notebook.writes.length === 2")
    assert written(closed_sheet) == [("Sửa lại", None), ("Sửa lại", "Nhầm số văn bản")]

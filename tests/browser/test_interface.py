"""The parts of the interface: readable by everybody, on every screen the people use, with and without the script."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Page, Route, expect

from tests.browser.conftest import SITE, SIZES, OpenBrowser

pytestmark = pytest.mark.browser

AXE = Path("node_modules/axe-core/axe.min.js")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ["", "/phieu", "/xac-nhan", "/dang-nhap"]
THEMES = ["light", "dark", "contrast"]


def guide(page: Page, path: str = "") -> Page:
    page.goto(f"{SITE}/_/giao-dien{path}")
    return page


def breaches(page: Page) -> list[str]:
    """What axe finds, as `rule: place`."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("size", "paths"), [("desktop", PAGES), ("portrait", ["/phieu"])])
def test_no_page_of_the_guide_holds_anybody_back(
    open_browser: OpenBrowser, size: str, paths: list[str], theme: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    page = open_browser(size=size, theme=theme)
    assert {path: breaches(guide(page, path)) for path in paths} == {path: [] for path in paths}


@pytest.mark.parametrize("text", ["", "150"])
@pytest.mark.parametrize("size", SIZES)
def test_no_page_is_wider_than_its_screen(open_browser: OpenBrowser, size: str, text: str) -> None:
    page = open_browser(size=size, text=text)
    for path in PAGES:
        guide(page, path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_what_a_finger_meets_on_the_checklist_is_at_least_48_pixels_high(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(size="portrait"), "/phieu")
    heights = page.locator(
        ".segment > span, .photo-input, .counter button, .next-action a, summary, .button:visible"
    ).evaluate_all("all => all.map(e => e.getBoundingClientRect().height).filter(Boolean)")
    assert min(heights) >= 48


def test_the_rail_stands_in_landscape_and_opens_as_a_sheet_in_portrait(open_browser: OpenBrowser) -> None:
    wide = guide(open_browser(size="landscape"), "/phieu")
    expect(wide.locator(".rail")).to_be_visible()
    expect(wide.locator(".rail-sheet")).to_be_hidden()
    tall = guide(open_browser(size="portrait"), "/phieu")
    expect(tall.locator(".rail")).to_be_hidden()
    tall.locator(".rail-sheet > summary").click()
    expect(tall.locator(".rail-sheet a").first).to_be_visible()
    tall.keyboard.press("Escape")
    expect(tall.locator(".rail-sheet a").first).to_be_hidden()


def test_a_table_is_filtered_without_diacritics_and_sorted_by_its_kind(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(size="desktop"))
    table = page.locator("[data-table]")
    table.get_by_role("searchbox").fill("dong giang")
    expect(table.locator("tbody tr:visible")).to_have_count(1)
    expect(table.locator("tbody tr:visible th")).to_have_text("UBND huyện Đông Giang")
    expect(table.locator("[data-table-count]")).to_have_text("1 trên 6 dòng")
    table.get_by_role("searchbox").fill("")
    table.get_by_role("button", name="Ngày").click()
    assert table.locator("tbody th").first.inner_text() == "UBND thành phố Hội An"
    table.get_by_role("button", name="Mục").click()
    table.get_by_role("button", name="Mục").click()
    assert table.locator("tbody td.number").all_inner_texts() == ["66", "66", "66", "34", "32", "32"]
    expect(table.locator("th", has=page.get_by_role("button", name="Mục"))).to_have_attribute("aria-sort", "descending")


def test_a_choice_of_look_stays_on_this_machine(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(size="desktop"))
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Tối").click()
    page.get_by_role("button", name="130 %").click()
    guide(page, "/xac-nhan")
    assert page.evaluate("[document.documentElement.dataset.theme, document.documentElement.dataset.text]") == [
        "dark",
        "130",
    ]
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20.8px"


def test_an_error_in_the_summary_leads_to_its_field(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(size="desktop"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.locator("[data-error-summary] a").first.click()
    assert page.evaluate("document.activeElement.id") == "refused-place"
    described = page.locator("#refused-place").get_attribute("aria-describedby") or ""
    assert "Hãy điền mục này." in " ".join(page.locator(f"#{name}").inner_text() for name in described.split())


def test_a_chosen_day_is_also_said_in_words(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(size="desktop"))
    expect(page.locator("#held_on + .date-words")).to_have_text("thứ ba, 18/06/2024", ignore_case=True)


def test_without_the_script_every_answer_can_still_be_saved(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(script=False), "/phieu")
    expect(page.locator("#item-C08 .item-save")).to_be_visible()
    expect(page.locator("#C08-reason")).to_be_visible()
    expect(page.locator("[data-add-row]")).to_be_hidden()


def test_the_script_keeps_to_the_content_policy(open_browser: OpenBrowser) -> None:
    page = open_browser()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for path in PAGES:
        guide(page, path)
    assert said == []


def test_printing_leaves_out_what_only_a_screen_needs(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(size="desktop", theme="dark"))
    page.emulate_media(media="print")
    for part in (".masthead", ".tabs", ".page-actions", ".table-tools"):
        expect(page.locator(part).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.fixture(autouse=True)
def guide_is_mounted(site: Flask) -> None:
    """The guide belongs to development and to tests."""
    assert "style_guide" in site.blueprints


def test_a_form_is_sent_once_and_says_after_a_while_that_it_is_worked_on(open_browser: OpenBrowser) -> None:
    page = open_browser(size="desktop")
    sent: list[str] = []

    def stay(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        sent.append(route.request.url)
        route.fulfill(status=204)

    page.route(f"{SITE}/_/giao-dien/xac-nhan", stay)
    guide(page, "/xac-nhan")
    button = page.get_by_role("button", name="Phát hành thông báo")
    button.click()
    button.click()
    expect(page.locator(".busy")).to_have_text("Đang xử lý, xin chờ…")
    assert len(sent) == 1


def test_a_touched_form_asks_before_it_is_left(open_browser: OpenBrowser) -> None:
    page = guide(open_browser(size="desktop"), "/xac-nhan")
    page.get_by_label("Mật khẩu").fill("một mật khẩu")
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_role("link", name="Quay lại, không thay đổi gì").click()
    page.wait_for_url(f"{SITE}/_/giao-dien")
    assert asked == ["beforeunload"]

"""An inspector fills the tablet's sheet: every kind, at once, and nothing that is entered is lost."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from tests.browser.conftest import SIZES
from tests.browser.sheet_harness import COLLEAGUE, ESBUILD, ME, build, bundle, open_sheet

pytestmark = pytest.mark.browser
Change = Callable[[dict[str, Any]], None]
OpenSheet = Callable[..., Page]
PHOTO = FilePayload(name="anh.svg", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n")


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


def writes(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate("notebook.writes"))


def section(page: Page, code: str) -> None:
    page.locator(f"button.rail-section[data-section={code}]:visible").tap()
    expect(page.locator(".work-header h1")).to_contain_text(f"{code}.")


def tap(page: Page, item: str, value: str) -> None:
    page.locator(f"#item-{item} .segment:has(input[value={value}])").tap()


def shot(page: Page, name: str) -> None:
    folder = os.environ.get("INSPECT_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")


@pytest.mark.parametrize("size", ["landscape", "portrait"])
def test_a_tap_is_kept_at_once_and_says_what_it_becomes(sheet: OpenSheet, size: str) -> None:
    page = sheet(size)
    tap(page, "A01", "partial")
    card = page.locator("#item-A01")
    expect(card.locator("[data-save-state]")).to_have_text(re.compile(r"Đã lưu trên máy lúc \d\d:\d\d"))
    expect(card.locator(".foreseen")).to_have_text("Sẽ thành phát hiện: thiếu sót nhỏ · lĩnh vực 1")
    expect(page.locator(".work-count")).to_have_text("1/4 mục đã đánh giá")
    expect(page.locator("[data-next-item]")).to_have_text("Mục kế tiếp chưa trả lời: A02")
    assert writes(page) == [
        {"kind": "answer", "item": "A01", "body": {"fields": {"verdict": "partial"}, "change_reason": None}}
    ]
    shot(page, f"sheet-{size}")
    if size == "portrait":
        page.locator(".rail-sheet > summary").tap()
        shot(page, "sheet-portrait-rail")


def test_typing_is_written_after_a_quiet_moment_as_one_change(sheet: OpenSheet) -> None:
    page = sheet()
    page.locator("#item-A01-note, #A01-note").first.press_sequentially("Ba trong năm hồ sơ", delay=20)
    expect(page.locator("#item-A01 [data-save-state]")).to_contain_text("Đã lưu trên máy")
    assert [change["body"]["fields"] for change in writes(page)] == [{"note": "Ba trong năm hồ sơ"}]


def test_every_kind_is_filled_and_comes_back(sheet: OpenSheet) -> None:
    page = sheet("portrait")
    page.locator(".rail-sheet > summary").tap()
    section(page, "C")
    page.locator("#C01-number").fill("92,5")
    page.locator("#C02-part").fill("12")
    page.locator("#C02-whole").fill("200")
    page.locator("#C03-choices-mot").check()
    page.locator("#C03-choices-ba").check()
    page.locator("#C04-text").fill("Ghi nhận")
    for _times in range(3):
        page.locator("#item-C05 .counter-good button[data-step='1']").tap()
    page.locator("[name=rows-0-code]").fill("H08.12-240601-0001")
    expect(page.locator(".rail-notes").first).to_contain_text(re.compile(r"[7-9] mục chờ gửi"))
    expect(page.locator("#item-C02")).to_have_class(re.compile("item-fail"))
    shot(page, "kinds-portrait")
    page.locator(".rail-sheet > summary").tap()
    section(page, "A")
    page.locator(".rail-sheet > summary").tap()
    section(page, "C")
    expect(page.locator("#C01-number")).to_have_value("92,5")
    expect(page.locator("#C03-choices-ba")).to_be_checked()
    expect(page.locator("[name=good]")).to_have_value("3")
    expect(page.locator("[name=rows-0-code]")).to_have_value("H08.12-240601-0001")


def test_two_hundred_dossiers_stand_on_the_sheet_quickly(sheet: OpenSheet) -> None:
    fields = {f"rows-{n}-code": f"H08.12-240601-{n:04d}" for n in range(200)}

    def fill(made: dict[str, Any]) -> None:
        made["state"]["answers"]["C07"] = {
            "revision": 1,
            "fields": fields,
            "verdict": "pass",
            "by": "Đồng nghiệp mẫu",
            "at": "2024-06-18T09:00:00+07:00",
            "change": None,
            "seen": "00000000-0000-4000-8000-000000000001",
        }

    page = sheet("landscape", fill)
    started = page.evaluate("performance.now()")
    section(page, "C")
    page.locator("[name=rows-199-code]").wait_for()
    expect(page.locator("[name=rows-199-code]")).to_have_value("H08.12-240601-0199")
    assert page.evaluate("performance.now()") - started < 5_000
    page.locator("[name=rows-199-apology]").select_option("yes")
    expect(page.locator("#item-C07 [data-save-state]")).to_contain_text("Đã lưu trên máy")


STYLES = """(selector) => [...document.querySelectorAll(selector)].map((part) => {
    const { opacity, isolation, contentVisibility, position } = getComputedStyle(part);
    return { opacity, isolation, contentVisibility, position };
})"""


def test_what_stands_beside_a_note_is_not_drawn_anew_at_each_key(sheet: OpenSheet) -> None:
    page = sheet()
    unseen = page.evaluate(STYLES, ".segment input, .photo-input input")
    assert {each["opacity"] for each in unseen} == {"1"}
    choices = page.evaluate(STYLES, ".segment, .segment input")
    assert {each["position"] for each in choices} == {"static"}
    assert {each["isolation"] for each in page.evaluate(STYLES, ".item")} == {"isolate"}
    section(page, "C")
    expect(page.locator(".rows-table").first).to_be_visible()
    assert {each["isolation"] for each in page.evaluate(STYLES, ".rows-table tr")} == {"isolate"}
    assert {each["contentVisibility"] for each in page.evaluate(STYLES, ".rows-table tbody")} == {"auto"}


def layouts_of(page: Page, act: Callable[[], None]) -> list[dict[str, Any]]:
    """What the browser laid out meanwhile, as its trace says it."""
    browser = page.context.browser
    assert browser
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    act()
    page.wait_for_timeout(200)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return [each["args"]["beginData"] for each in events if each["name"] == "Layout" and "beginData" in each["args"]]


def height(field: Locator) -> float:
    found: float = field.evaluate("(field) => field.getBoundingClientRect().height")
    return found


def test_a_key_lays_out_the_note_alone_and_the_note_still_takes_the_size_of_its_text(sheet: OpenSheet) -> None:
    page = sheet()
    note = page.locator("#A01-note")
    note.press_sequentially("ab")
    expect(note).to_have_css("contain", "size layout")
    found = layouts_of(page, lambda: note.press("c"))
    assert found
    assert all(each["partialLayout"] for each in found)
    small = height(note)
    for _line in range(4):
        note.press("Enter")
    note.press("d")
    assert height(note) > small
    assert note.evaluate("(note) => note.scrollHeight <= note.clientHeight")
    for _letter in range(5):
        note.press("Backspace")
    page.wait_for_function(
        "(small) => document.querySelector('#A01-note').getBoundingClientRect().height === small", arg=small
    )
    note.press("e")
    expect(note).to_have_css("contain", "size layout")
    note.blur()
    expect(note).to_have_css("contain", "none")
    assert note.get_attribute("style") in (None, "")


# Everything that a tap or a key starts by itself, before the browser draws: the time stands still until `go()`.
HELD_FRAMES = """() => {
  const later = [];
  window.requestAnimationFrame = (act) => later.push(act);
  const real = setTimeout;
  window.setTimeout = (act, wait, ...more) => (wait === 100 ? later.push(act) : real(act, wait, ...more));
  window.go = () => { for (const act of later.splice(0)) act(performance.now()); };
}"""


def test_a_tap_lays_nothing_out_before_it_is_on_the_screen(sheet: OpenSheet) -> None:
    page = sheet()
    tap(page, "A01", "pass")
    expect(page.locator("#item-A01 .save-state.is-saved")).to_have_text(re.compile("Đã lưu trên máy"))
    page.evaluate(HELD_FRAMES)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def layouts() -> int:
        found = session.send("Performance.getMetrics")["metrics"]
        return int(next(each["value"] for each in found if each["name"] == "LayoutCount"))

    page.wait_for_timeout(300)
    before = layouts()
    page.evaluate("document.querySelector('#item-A01 input[value=fail]').click()")
    page.wait_for_timeout(300)
    assert page.locator("#item-A01 input[value=fail]").is_checked()
    assert layouts() == before
    assert len(writes(page)) == 1
    page.evaluate("go()")
    expect(page.locator("#item-A01 .save-state.is-saved")).to_have_text(re.compile("Đã lưu trên máy"))
    assert [each["body"]["fields"]["verdict"] for each in writes(page)] == ["pass", "fail"]


def test_what_was_kept_before_is_not_called_kept_beside_what_was_just_chosen(sheet: OpenSheet) -> None:
    page = sheet()
    tap(page, "A01", "pass")
    state = page.locator("#item-A01 [data-save-state]")
    expect(page.locator("#item-A01 .save-state.is-saved")).to_have_text(re.compile("Đã lưu trên máy"))
    page.evaluate(HELD_FRAMES)
    page.evaluate("document.querySelector('#item-A01 input[value=fail]').click()")
    expect(state).to_be_hidden()
    page.evaluate("notebook.tell({type: 'state', visit: '10000000-0000-4000-8000-000000000001'})")
    page.wait_for_timeout(100)
    expect(state).to_be_hidden()


def test_what_is_typed_is_not_called_kept_when_news_arrive_in_mid_sentence(sheet: OpenSheet) -> None:
    page = sheet()
    tap(page, "A01", "pass")
    expect(page.locator("#item-A01 .save-state.is-saved")).to_have_text(re.compile("Đã lưu trên máy"))
    page.locator("#A01-note").focus()
    page.evaluate(
        """async () => {
        const note = document.querySelector("#A01-note");
        note.value = "Ba hồ sơ";
        const wait = (time) => new Promise((go) => setTimeout(go, time));
        note.dispatchEvent(new Event("input", { bubbles: true }));
        await wait(150);
        notebook.tell({type: "state", visit: "10000000-0000-4000-8000-000000000001"});
        await wait(150);
        window.told = document.querySelector("#item-A01 [data-save-state]").textContent;
        }"""
    )
    assert page.evaluate("told") == "Đang nhập, chưa lưu"


def test_a_tap_is_written_at_once_when_the_page_goes_out_of_sight(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate(HELD_FRAMES)
    page.evaluate(
        """() => {
        document.querySelector("#item-A01 input[value=fail]").click();
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    page.wait_for_function("notebook.writes.length > 0")
    assert [each["item"] for each in writes(page)] == ["A01"]


def test_dossiers_that_are_not_drawn_yet_are_written_with_the_rest(sheet: OpenSheet) -> None:
    """The rows beyond the first screen come little by little; here they never come."""
    fields = {f"rows-{n}-code": f"H{n:04d}" for n in range(200)}
    answer = {
        "revision": 1,
        "verdict": "pass",
        "by": "Đồng nghiệp mẫu",
        "at": "2024-06-18T09:00:00+07:00",
        "change": None,
    }
    page = sheet(
        "landscape", lambda made: made["state"]["answers"].update(C07={**answer, "fields": fields, "seen": "x"})
    )
    page.evaluate(
        """() => { const real = setTimeout, isThere = () => document.querySelector("#item-C07") !== null;
        window.setTimeout = (act, wait) => (wait === 10 && isThere() ? 0 : real(act, wait)); }"""
    )
    section(page, "C")
    page.locator("[name=rows-0-code]").fill("H-moi")
    page.wait_for_function("notebook.writes.length > 0")
    assert page.locator("[name=rows-199-code]").count() == 0
    assert writes(page)[-1]["body"]["fields"] == {**fields, "rows-0-code": "H-moi"}


def test_dossiers_are_drawn_from_the_units_list_without_typing_their_codes(sheet: OpenSheet) -> None:
    def list_dossiers(made: dict[str, Any]) -> None:
        first = {"code": "H47-240601-0001", "received": "2024-06-01", "first_due": "2024-06-10"}
        made["dossiers"] = [first, *({"code": f"H47-240602-{number:04}"} for number in range(2, 80))]

    page = sheet(change=list_dossiers)
    section(page, "C")
    page.locator("#item-C07").get_by_role("button", name="Chọn từ danh sách hồ sơ (79)").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Còn 29 hồ sơ khác")
    for code in ("0001", "0079"):
        dialog.get_by_role("searchbox").fill(code)
        press = dialog.get_by_role("button", name=re.compile(f"H47-.*-{code}"))
        press.tap()
        expect(press).to_be_disabled()
    dialog.get_by_role("button", name="Đóng").tap()
    expect(page.locator("#item-C07 [data-save-state]")).to_contain_text("Đã lưu trên máy")
    fields = writes(page)[-1]["body"]["fields"]
    assert fields["rows-0-code"] == "H47-240601-0001"
    assert (fields["rows-0-received"], fields["rows-0-first_due"]) == ("2024-06-01", "2024-06-10")
    assert fields["rows-1-code"] == "H47-240602-0079"


# The sheet tries again every three seconds; without that, what keeps the answer is the tap.
NO_RETRY = (
    "() => { const real = setTimeout; window.setTimeout = (act, wait) => (wait === 3000 ? 0 : real(act, wait)); }"
)


def test_a_browser_that_cannot_keep_leaves_the_form_and_tries_again(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate(NO_RETRY)
    page.evaluate("notebook.broken = 'full'")
    tap(page, "A01", "fail")
    retry = page.locator("#item-A01 [data-save-state] button")
    expect(retry).to_contain_text("bộ nhớ của máy đã đầy")
    page.locator("button.rail-section[data-section=C]:visible").tap()
    expect(retry).to_be_focused()
    assert page.locator("#item-A01 input[value=fail]").is_checked()
    page.evaluate("notebook.broken = null")
    retry.tap()
    expect(page.locator("#item-A01 [data-save-state]")).to_contain_text("Đã lưu trên máy")
    assert [(each["item"], each["body"]["fields"]["verdict"]) for each in writes(page)] == [("A01", "fail")]


def test_an_answer_that_could_not_be_kept_is_tried_again_without_a_tap(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate("notebook.broken = 'full'")
    tap(page, "A01", "fail")
    state = page.locator("#item-A01 [data-save-state]")
    expect(state).to_contain_text("bộ nhớ của máy đã đầy")
    button = state.locator("button").element_handle()
    tries = "() => { const real = notebook.write; notebook.tries = 0; notebook.write = (...all) => (notebook.tries++, real.apply(notebook, all)); }"
    page.evaluate(tries)
    page.wait_for_function("() => notebook.tries > 1")
    assert button.evaluate("(button) => button.isConnected")
    page.evaluate("notebook.broken = null")
    expect(state).to_contain_text("Đã lưu trên máy")
    assert [each["item"] for each in writes(page)] == ["A01"]


def test_a_sheet_whose_answer_cannot_be_kept_does_not_close(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate("notebook.broken = 'full'")
    tap(page, "A01", "fail")
    assert page.evaluate("sheet.close()") is False
    assert page.locator("#item-A01 input[value=fail]").is_checked()
    page.evaluate("notebook.broken = null")
    assert page.evaluate("sheet.close()") is True
    assert [change["item"] for change in writes(page)] == ["A01"]


SLOW_PHOTO = (
    "() => { notebook.keepPhoto = () => new Promise((kept, refused) => Object.assign(window, { kept, refused })); }"
)


def test_a_sheet_does_not_close_before_the_photo_that_was_taken_is_kept(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate(SLOW_PHOTO)
    page.locator("#item-A01 input[type=file]").set_input_files([PHOTO])
    page.evaluate("() => { window.left = null; sheet.close().then((left) => (window.left = left)); }")
    page.wait_for_function("() => Boolean(window.kept)")
    assert page.evaluate("left") is None
    page.evaluate("refused(new NotKept('full'))")
    page.wait_for_function("left === false")
    expect(page.locator("#item-A01 .item-photos .error")).to_contain_text("bộ nhớ của máy đã đầy")
    assert page.evaluate("sheet.close()") is True


def test_a_photo_that_is_refused_after_the_inspector_went_on_is_told_over_what_is_on_screen(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate(SLOW_PHOTO)
    page.locator("#item-A01 input[type=file]").set_input_files([PHOTO])
    section(page, "C")
    page.wait_for_function("() => Boolean(window.refused)")
    page.evaluate("refused(new NotKept('full'))")
    told = page.get_by_role("dialog", name="Ảnh của mục A01 chưa được giữ")
    expect(told.get_by_role("alert")).to_contain_text("bộ nhớ của máy đã đầy")


def test_passing_a_section_says_when_the_browser_cannot_keep_it(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate("notebook.broken = 'full'")
    page.get_by_role("button", name="Phần này đạt hết").locator("visible=true").first.tap()
    page.locator("dialog button.button-primary").tap()
    expect(page.get_by_role("alert")).to_contain_text("bộ nhớ của máy đã đầy")
    assert writes(page) == []


def test_what_a_colleague_answers_arrives_without_touching_what_is_typed(sheet: OpenSheet) -> None:
    page = sheet()
    page.locator("#A01-note").focus()
    page.keyboard.type("Tôi đang")
    page.evaluate(
        """() => { const answer = (verdict) => ({revision: 1, fields: {verdict}, verdict, by: "Đồng nghiệp mẫu", at: "2024-06-18T09:00:00+07:00", change: null});
        notebook.held.state = {...notebook.held.state, answers: {A01: answer("pass"), A02: {...answer("pass"), fields: {yes: "no"}}}};
        notebook.tell({type: "state", visit: "10000000-0000-4000-8000-000000000001"}); }"""
    )
    expect(page.locator("#item-A02 input[value=no]")).to_be_checked()
    expect(page.locator("#A01-note")).to_have_value("Tôi đang")
    expect(page.locator("#item-A01 .sheet-meanwhile")).to_contain_text("Đồng nghiệp mẫu vừa ghi")


def test_a_whole_section_passes_after_asking_each_as_its_own_change(sheet: OpenSheet) -> None:
    page = sheet()
    page.get_by_role("button", name="Phần này đạt hết…").locator("visible=true").tap()
    shot(page, "all-pass")
    page.get_by_role("button", name="Ghi đạt cho 2 mục").tap()
    expect(page.locator(".work-count")).to_have_text("2/4 mục đã đánh giá")
    assert [(change["item"], change["body"]["fields"]) for change in writes(page)] == [
        ("A01", {"verdict": "pass"}),
        ("A02", {"yes": "no"}),
    ]
    expect(page.locator("#item-A02 input[value=no]")).to_be_checked()


def test_phrases_are_found_without_diacritics_and_gaps_lead_to_their_items(sheet: OpenSheet) -> None:
    page = sheet()
    page.locator("#item-A01").get_by_role("button", name="Câu mẫu").tap()
    page.get_by_role("searchbox").fill("chua niem yet")
    page.get_by_role("button", name="Chưa niêm yết công khai").tap()
    expect(page.locator("#A01-note")).to_have_value("Chưa niêm yết công khai")
    page.get_by_role("button", name="Mục còn thiếu").locator("visible=true").tap()
    page.get_by_role("button", name=re.compile("C05")).tap()
    expect(page.locator("#item-C05")).to_be_focused()
    expect(page.locator(".sheet-dialog")).to_have_count(0)


def test_not_applicable_waits_for_its_reason_and_photos_and_owners_are_kept(sheet: OpenSheet) -> None:
    page = sheet()
    tap(page, "A01", "not_applicable")
    page.locator("#A01-reason").fill("Đơn vị không có nhiệm vụ này")
    page.locator("#A01-reason").blur()
    expect(page.locator("#item-A01 [data-save-state]")).to_contain_text("Đã lưu trên máy")
    assert writes(page)[-1]["body"]["fields"] == {"verdict": "not_applicable", "reason": "Đơn vị không có nhiệm vụ này"}
    page.locator("#item-A01 input[type=file]").set_input_files([PHOTO])
    expect(page.locator("#item-A01 .evidence-item")).to_have_count(1)
    page.locator(".sheet-owner select").select_option(COLLEAGUE)
    page.wait_for_function("notebook.writes.at(-1).kind === 'owner'")
    assert writes(page)[-1] == {"kind": "owner", "item": None, "body": {"section": "A", "person": COLLEAGUE}}


def test_a_section_keeps_its_owner_where_the_disk_refuses_another_and_says_so(sheet: OpenSheet) -> None:
    page = sheet()
    page.evaluate("notebook.broken = 'full'")
    page.locator(".sheet-owner select").select_option(COLLEAGUE)
    expect(page.get_by_role("alert")).to_contain_text("Chưa đổi người phụ trách")
    expect(page.locator(".sheet-owner select")).to_have_value("")


def test_everything_that_waits_at_the_visit_is_listed_also_what_has_no_item(sheet: OpenSheet) -> None:
    def hold(made: dict[str, Any]) -> None:
        made["state"]["held"] = [{
            "change": "x", "why": "shelf", "cause": "invalid", "message": "Số bản của biên bản từ 1 đến 20.", "item": None, "kind": "minutes",
            "fields": None, "by": "Tôi", "person": COLLEAGUE, "device": "Máy 2", "at": "2024-06-18T09:05:00+07:00",
        }]  # fmt: skip
        made["state"]["strays"] = 1
        made["state"]["photos_missing"] = [{"photo": "p", "item": "A01", "by": "Tôi", "device": "Máy 2"}]

    page = sheet("landscape", hold)
    expect(page.locator(".rail-notes:visible")).to_contain_text("2 giá trị chờ quyết định")
    page.get_by_role("button", name="Chờ quyết định").tap()
    listed = page.get_by_role("dialog", name="Chờ quyết định")
    for told in (
        "Nội dung biên bản",
        "Số bản của biên bản từ 1 đến 20.",
        "1 nội dung gửi lên",
        "Mục A01 · Tôi · máy Máy 2",
    ):
        expect(listed).to_contain_text(told)


def test_held_values_and_last_years_finding_stand_at_their_item(sheet: OpenSheet) -> None:
    def hold(made: dict[str, Any]) -> None:
        answer = {
            "revision": 2,
            "fields": {"verdict": "pass"},
            "verdict": "pass",
            "by": "Tôi",
            "at": "2024-06-18T09:00:00+07:00",
            "change": None,
            "seen": "00000000-0000-4000-8000-000000000001",
        }
        made["state"]["answers"]["A01"] = answer
        made["state"]["held"] = [{
            "change": "x", "why": "conflict", "cause": "other_value", "message": "", "item": "A01", "kind": "answer", "fields": {"verdict": "fail"},
            "by": "Đồng nghiệp mẫu", "person": COLLEAGUE, "device": "Máy 2", "at": "2024-06-18T09:05:00+07:00",
        }]  # fmt: skip

    page = sheet("landscape", hold)
    page.locator("button.rail-section[data-section=A]:visible").tap()
    expect(page.locator("#item-A01 .sheet-held-value")).to_have_count(2)
    expect(page.locator("#item-A01 .sheet-held")).to_contain_text("Không đạt")
    expect(page.locator("#item-A01 .sheet-last-year")).to_contain_text("năm 2023")
    page.evaluate("scrollTo(0, 0)")
    shot(page, "held")
    small = page.evaluate(
        "[...document.querySelectorAll('.tablet-sheet button, .tablet-sheet summary, .tablet-sheet select')].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 48).map((e) => e.outerHTML.slice(0, 80))"
    )
    assert small == []


def test_what_the_form_refused_is_mended_by_who_wrote_it(sheet: OpenSheet) -> None:
    """Beside it stands who has to do what: the leader cannot take it."""

    def shelve(made: dict[str, Any]) -> None:
        made["state"]["held"] = [{
            "change": "x", "why": "shelf", "cause": "invalid", "message": "Hãy ghi lý do mục này không áp dụng.", "item": "A01", "kind": "answer",
            "fields": {"not_applicable": "y"}, "by": "Tôi", "person": ME, "device": "Máy 2", "at": "2024-06-18T09:05:00+07:00",
        }]  # fmt: skip

    page = sheet("landscape", shelve)
    expect(page.locator("#item-A01 .sheet-held")).to_contain_text("Người ghi sửa lại mục này trên máy của mình")


def test_the_look_of_the_page_is_chosen_on_the_tablet_and_stays(sheet: OpenSheet) -> None:
    page = sheet("portrait")
    page.locator(".rail-sheet > summary").tap()
    page.get_by_role("button", name="Hiển thị").locator("visible=true").tap()
    page.get_by_role("button", name="Tương phản cao").tap()
    page.get_by_role("button", name="130 %").tap()
    shown = "[document.documentElement.dataset.theme, document.documentElement.dataset.text]"
    assert page.evaluate(shown) == ["contrast", "130"]
    assert page.evaluate("[localStorage['display-theme'], localStorage['display-text']]") == ["contrast", "130"]
    expect(page.get_by_role("button", name="Tương phản cao")).to_have_attribute("aria-pressed", "true")
    shot(page, "display")


def test_nothing_is_written_in_the_middle_of_composing_a_letter(sheet: OpenSheet) -> None:
    page = sheet()
    page.locator("#A01-note").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "tiê", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(1_500)
    assert writes(page) == []
    keyboard.send("Input.insertText", {"text": "tiếng"})
    expect(page.locator("#item-A01 [data-save-state]")).to_contain_text("Đã lưu trên máy")
    assert [change["body"]["fields"] for change in writes(page)] == [{"note": "tiếng"}]

"""An inspector's answer reaches the server from a tablet, with and without the script, over a good line and a bad one."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from inspect_app.accounts.words import role_name
from inspect_app.kernel.actors import Role
from tests.browser.proxy import Proxy
from tests.browser.visitors import PORTRAIT, Door, Visitor

pytestmark = pytest.mark.browser

VISIT = "TD-10"  # under way on the demonstration's day, half of it answered
SAVED = re.compile(r"Đã lưu trên máy chủ lúc \d\d:\d\d")
NOT_SAVED = "Chưa lưu được – bấm để thử lại"
LONG = 30_000


@pytest.fixture
def line(door: Door) -> Iterator[Proxy]:
    """A line to the server that can be cut."""
    with Proxy(door.demonstration.port) as proxy:
        yield proxy


@pytest.fixture
def tablet(door: Door) -> Visitor:
    """The inspector's tablet, upright."""
    return door.as_role(Role.INSPECTOR, size=PORTRAIT)


def open_section(visitor: Visitor, door: Door, code: str) -> Page:
    """Opens a section of the visit's checklist."""
    visitor.page.goto(f"/cuoc-kiem-tra/{door.visit_id(VISIT)}/phieu?phan={code}")
    return visitor.page


def item(page: Page, code: str) -> Locator:
    return page.locator(f"#item-{code}")


def state(page: Page, code: str) -> Any:
    return expect(item(page, code).locator("[data-save-state]"))


def would_warn(page: Page) -> bool:
    """Whether leaving the page now asks first."""
    script = "() => { const e = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(e); return e.defaultPrevented }"
    return bool(page.evaluate(script))


def photo() -> FilePayload:
    """A photo as a camera makes it."""
    made = BytesIO()
    Image.new("RGB", (640, 480), "#2f6f57").save(made, "JPEG")
    return FilePayload(name="bang-niem-yet.jpg", mimeType="image/jpeg", buffer=made.getvalue())


def test_taps_are_saved_at_once_and_are_there_after_a_reload(tablet: Visitor, door: Door) -> None:
    page = open_section(tablet, door, "A")
    for code, verdict in (("A06", "pass"), ("A07", "partial"), ("A10", "not_applicable")):
        item(page, code).locator(f".segment:has(input[value={verdict}])").tap()
        if verdict == "not_applicable":
            item(page, code).locator("textarea[name$=reason]").fill("Đơn vị không có đơn vị sự nghiệp trực thuộc.")
        state(page, code).to_have_text(SAVED)
    expect(item(page, "A07")).to_have_class(re.compile("item-partial"))
    expect(item(page, "A07").locator("[data-foreseen]")).to_contain_text("Sẽ thành phát hiện")
    expect(page.locator("[data-save-board]")).to_have_text("Mọi câu trả lời đã lưu trên máy chủ")
    page.reload()
    assert item(page, "A06").locator("input[value=pass]").is_checked()
    assert item(page, "A07").locator("input[value=partial]").is_checked()
    expect(item(page, "A10").locator("textarea[name$=reason]")).to_have_value(re.compile("sự nghiệp"))
    # "Không áp dụng" is refused until its reason is there.
    assert [said for said in tablet.complaints if "422" not in said] == []


def test_a_note_that_is_composed_letter_by_letter_is_saved_whole(tablet: Visitor, door: Door) -> None:
    page = open_section(tablet, door, "A")
    note = item(page, "A11").locator("textarea[name=note]")
    note.focus()
    ime = page.context.new_cdp_session(page)
    for composed in ("T", "Ti", "Tie", "Tiê", "Tiêt", "Tiết"):
        ime.send(
            "Input.imeSetComposition",
            {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)},
        )
        page.wait_for_timeout(60)
    page.wait_for_timeout(700)
    expect(item(page, "A11").locator("[data-save-state]")).to_have_text("")
    ime.send("Input.insertText", {"text": "Tiết kiệm được hai biên chế."})
    state(page, "A11").to_have_text(SAVED)
    page.reload()
    expect(item(page, "A11").locator("textarea[name=note]")).to_have_value("Tiết kiệm được hai biên chế.")


def test_a_photo_is_sent_and_shown_where_it_belongs(tablet: Visitor, door: Door) -> None:
    page = open_section(tablet, door, "C")
    before = item(page, "C09").locator(".evidence-item").count()
    item(page, "C09").locator("input[type=file]").set_input_files(photo())
    state(page, "C09").to_have_text(SAVED)
    expect(item(page, "C09").locator(".evidence-item")).to_have_count(before + 1)
    page.reload()
    shown = item(page, "C09").locator(".evidence-item img").last
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") > 0


def test_counters_and_a_dossier_are_saved_as_they_are_filled(tablet: Visitor, door: Door) -> None:
    page = open_section(tablet, door, "B")
    for _tap in range(3):
        item(page, "B07").get_by_role("button", name=re.compile("Thêm một: văn bản không có lỗi")).tap()
    item(page, "B07").get_by_role("button", name=re.compile("Thêm một: văn bản có lỗi")).tap()
    state(page, "B07").to_have_text(SAVED)
    open_section(tablet, door, "C")
    first = item(page, "C08").locator("[data-rows-body] tr").first
    first.locator("input[name$=code]").fill("H47.15-240603-0007")
    for name, day in (
        ("received", "2024-06-03"),
        ("first_due", "2024-06-10"),
        ("last_due", "2024-06-10"),
        ("result_on", "2024-06-12"),
    ):
        first.locator(f"[name$={name}]").fill(day)
    first.locator("select[name$=apology]").select_option("no")
    state(page, "C08").to_have_text(SAVED)
    page.reload()
    expect(item(page, "C08").locator("input[name$='-0-code']")).to_have_value("H47.15-240603-0007")
    expect(item(page, "C08").locator("select[name$='-0-apology']")).to_have_value("no")
    open_section(tablet, door, "B")
    expect(item(page, "B07").locator("input[name$=good]")).to_have_value("3")
    expect(item(page, "B07").locator("input[name$=bad]")).to_have_value("1")


def test_without_the_script_the_save_button_does_the_same(door: Door) -> None:
    tablet = door.as_role(Role.INSPECTOR, size=PORTRAIT, script=False)
    page = open_section(tablet, door, "E")
    item(page, "E06").locator(".segment:has(input[value=fail])").tap()
    item(page, "E06").locator("textarea[name=note]").fill("Chưa rà soát vị trí việc làm.")
    item(page, "E06").locator("input[type=file]").set_input_files(photo())
    item(page, "E06").get_by_role("button", name="Lưu câu trả lời").tap()
    expect(page).to_have_url(re.compile("#item-E06"))
    assert item(page, "E06").locator("input[value=fail]").is_checked()
    expect(item(page, "E06").locator("textarea[name=note]")).to_have_value("Chưa rà soát vị trí việc làm.")
    expect(item(page, "E06").locator(".evidence-item")).to_have_count(1)


def test_what_is_answered_while_the_line_is_cut_stays_and_is_saved_when_it_is_back(door: Door, line: Proxy) -> None:
    tablet = door.as_role(Role.INSPECTOR, size=PORTRAIT, url=line.url)
    page = open_section(tablet, door, "F")
    line.cut()
    item(page, "F05").locator(".segment:has(input[value=fail])").tap()
    item(page, "F05").locator("textarea[name=note]").fill("Chưa công khai quyết toán.")
    retry = item(page, "F05").locator("[data-save-state] button")
    expect(retry).to_have_text(NOT_SAVED)
    expect(page.locator("[data-save-board]")).to_have_text("1 mục chờ lưu trên máy chủ")
    assert would_warn(page)
    assert item(page, "F05").locator("textarea[name=note]").input_value() == "Chưa công khai quyết toán."
    # Until what was typed last has failed too: from here only a new attempt of the page's own can save it.
    page.wait_for_timeout(1_500)
    expect(item(page, "F05").locator("form")).to_have_attribute("data-save-stage", "failed")
    line.mend()
    state(page, "F05").to_have_text(SAVED, timeout=LONG)
    assert not would_warn(page)
    page.reload()
    expect(item(page, "F05").locator("textarea[name=note]")).to_have_value("Chưa công khai quyết toán.")


def test_what_is_changed_after_a_save_is_not_called_saved(door: Door, line: Proxy) -> None:
    tablet = door.as_role(Role.INSPECTOR, size=PORTRAIT, url=line.url)
    page = open_section(tablet, door, "E")
    item(page, "E07").locator(".segment:has(input[value=pass])").tap()
    state(page, "E07").to_have_text(SAVED)
    line.silence()
    item(page, "E07").locator("textarea[name=note]").fill("Chậm một tháng.")
    assert item(page, "E07").locator("[data-save-state].is-saved").count() == 0
    line.mend()
    state(page, "E07").to_have_text(SAVED, timeout=LONG)


def test_leaving_with_something_unsaved_asks_first(door: Door, line: Proxy) -> None:
    tablet = door.as_role(Role.INSPECTOR, size=PORTRAIT, url=line.url)
    page = open_section(tablet, door, "F")
    line.cut()
    item(page, "F06").locator(".segment:has(input[value=pass])").tap()
    expect(item(page, "F06").locator("[data-save-state] button")).to_have_text(NOT_SAVED)
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(".work-home").click(no_wait_after=True)
    expect(item(page, "F06").locator("input[value=pass]")).to_be_checked()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


@pytest.mark.slow
def test_a_line_that_swallows_everything_counts_as_cut(door: Door, line: Proxy) -> None:
    tablet = door.as_role(Role.INSPECTOR, size=PORTRAIT, url=line.url)
    page = open_section(tablet, door, "G")
    line.silence()
    item(page, "G06").locator(".segment:has(input[value=pass])").tap()
    expect(item(page, "G06").locator("[data-save-state] button")).to_have_text(NOT_SAVED, timeout=LONG)
    line.mend()
    item(page, "G06").locator("[data-save-state] button").tap()
    state(page, "G06").to_have_text(SAVED, timeout=LONG)


def test_an_ended_session_is_told_and_nothing_is_lost_after_signing_in_again(tablet: Visitor, door: Door) -> None:
    page = open_section(tablet, door, "G")
    page.context.clear_cookies(name="inspect")
    item(page, "G07").locator(".segment:has(input[value=partial])").tap()
    item(page, "G07").locator("textarea[name=note]").fill("Mới số hóa một nửa hồ sơ.")
    retry = item(page, "G07").locator("[data-save-state] button")
    expect(retry).to_contain_text("Phiên làm việc đã hết. Đăng nhập lại ở một thẻ khác")
    assert would_warn(page)
    enter_in_another_tab(page, Role.SECRETARY)
    retry.tap()
    page.wait_for_timeout(500)
    expect(retry).to_contain_text("Phiên làm việc đã hết")
    enter_in_another_tab(page, Role.INSPECTOR)
    retry.tap()
    state(page, "G07").to_have_text(SAVED)
    page.reload()
    expect(item(page, "G07").locator("textarea[name=note]")).to_have_value("Mới số hóa một nửa hồ sơ.")


def enter_in_another_tab(page: Page, role: Role) -> None:
    """Signs in beside the page, in the same browser, as whoever it is now."""
    page.context.clear_cookies(name="inspect")
    other = page.context.new_page()
    other.goto("/dang-nhap")
    other.get_by_role("button", name=role_name(role), exact=True).first.click()
    expect(other).not_to_have_url(re.compile("dang-nhap"))
    other.close()


def test_what_a_finger_meets_on_the_checklist_is_large_enough(tablet: Visitor, door: Door) -> None:
    page = open_section(tablet, door, "C")
    aims = page.locator(
        ".segment, .photo-input, .counter button, .next-action a, summary, .rail-section, .work-home, [data-add-row], .button"
    )
    small = aims.evaluate_all(
        """all => all.map(e => [e, e.getBoundingClientRect()]).filter(([, b]) => b.height && (b.height < 44 || b.width < 44))
        .map(([e, b]) => `${e.className || e.localName}: ${Math.round(b.width)} x ${Math.round(b.height)}`)"""
    )
    assert small == []

"""What an inspector wrote stays on the tablet through crashes, full disks, cleared stores and second windows; or the loss is shouted."""

import random
import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import OpenTablet
from tests.browser.crew import PASSWORD, Crew
from tests.browser.http_proxy import Cut
from tests.browser.real_tablet import PAGE, STANDS, RealTablet
from tests.long_proofs import rounds, seed_or

pytestmark = pytest.mark.browser
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
CANARY = "chim hoàng yến 8271"
ITEMS = ["A01", "A02", "A03", "A04", "C01", "C02", "C03"]
KILLS = rounds(5, 200)
RESERVE = 20 * 1024 * 1024
FULL_AT = RESERVE + 2_000_000


def photo(side: int = 1000, seed: int = 1) -> FilePayload:
    """A photo that does not shrink well: noise."""
    picture = Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(side * side * 3))
    written = BytesIO()
    picture.save(written, "JPEG", quality=90)
    return FilePayload(name="anh.jpg", mimeType="image/jpeg", buffer=written.getvalue())


def clear_database(tablet: RealTablet) -> None:
    """The browser throws the store away, as it does when the disk is short."""
    devtools = tablet.context.new_cdp_session(tablet.page)
    devtools.send("Storage.clearDataForOrigin", {"origin": tablet.url, "storageTypes": "indexeddb"})


def test_a_store_that_the_browser_threw_away_is_shouted_here_and_told_to_the_server(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """Seven answers were unsent: nobody sees a clean empty page."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.cut()
    for item in ITEMS:
        tablet.answer(item, CANARY)
    device = crew.device(crew.lead)
    clear_database(tablet)
    tablet.page.goto(PAGE)
    alarm = tablet.page.get_by_role("alert")
    expect(alarm).to_contain_text("7 thay đổi và 0 ảnh chưa gửi")
    expect(alarm).to_contain_text("Chưa báo được cho máy chủ")
    tablet.mend()
    tablet.page.goto(PAGE)
    expect(alarm).to_contain_text("Máy chủ đã báo cho trưởng đoàn")
    told = crew.device(crew.lead)
    assert (told.id, told.lost_changes, told.lost_photos) == (device.id, 7, 0)
    tablet.page.goto(PAGE)
    expect(tablet.page.get_by_role("button", name="Đăng ký máy")).to_be_visible()
    expect(alarm).to_have_count(0)


def test_a_loss_is_noticed_even_when_the_browser_forgot_half_of_its_marks(crew: Crew, open_tablet: OpenTablet) -> None:
    """A cookie and the local storage each stand for the other."""
    tablet = open_tablet(crew, crew.lead)
    tablet.page.evaluate("() => localStorage.clear()")
    clear_database(tablet)
    tablet.page.goto(PAGE)
    expect(tablet.page.get_by_role("alert")).to_contain_text("Trình duyệt đã xóa dữ liệu trên máy này")


FILL = """() => new Promise((filled) => {
    const asked = indexedDB.open("filler", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("all", { autoIncrement: true });
    asked.onsuccess = async () => {
        const write = (size) => new Promise((ended) => {
            const transaction = asked.result.transaction("all", "readwrite", { durability: "strict" });
            transaction.oncomplete = () => ended(true);
            transaction.onabort = () => ended(false);
            transaction.objectStore("all").add(crypto.getRandomValues(new Uint8Array(size)));
        });
        for (const size of [60_000, 6_000, 600]) while (await write(size));
        filled();
    };
})"""


def set_quota(tablet: RealTablet, size: int) -> None:
    """The disk has room for so many bytes of this page."""
    devtools = tablet.context.new_cdp_session(tablet.page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": tablet.url, "quotaSize": size})


def test_a_full_disk_refuses_the_photo_and_keeps_every_answer(crew: Crew, open_tablet: OpenTablet) -> None:
    """The refusal says what to do; texts still fit, and arrive."""
    tablet = open_tablet(crew)
    set_quota(tablet, FULL_AT)
    tablet.enrol(crew.lead)
    tablet.take_along()
    tablet.open_visit()
    tablet.proxy.fails("/dong-bo/anh/", Cut.BEFORE)
    tablet.item("A01").locator("input[type=file]").set_input_files([photo(seed=number) for number in range(6)])
    expect(tablet.item("A01").locator(".item-photos .error").first).to_contain_text("bộ nhớ của máy đã đầy")
    for item in ITEMS:
        tablet.answer(item, CANARY)
    expect(tablet.state()).to_have_text(re.compile(r"\b[1-5] mục"))
    assert [crew.remarks(item) for item in ITEMS] == [[CANARY]] * len(ITEMS)
    tablet.mend()
    tablet.expect_received()
    assert 1 <= len(crew.photos()) < 6


def test_texts_take_the_room_that_is_kept_for_them_and_photos_wait_until_it_is_there_again(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """The disk is full to the last byte; the page says that the room is gone, and makes it anew once it can."""
    tablet = open_tablet(crew, disk=True)
    set_quota(tablet, FULL_AT)
    tablet.enrol(crew.lead)
    tablet.take_along()
    health = tablet.page.locator(".tablet-health")
    expect(health).to_contain_text("Máy giữ riêng 20 MB cho chữ")
    tablet.page.evaluate(FILL)
    tablet.open_visit()
    for item in ITEMS:
        tablet.answer(item, CANARY)
    tablet.page.get_by_role("button", name="Cuộc kiểm tra").click()
    expect(health).to_contain_text("Máy không còn 20 MB để giữ riêng cho chữ")
    expect(tablet.page.locator("[data-readiness]")).to_have_text(re.compile("Chưa sẵn sàng"))
    tablet.open_visit()
    pictures = tablet.item("A01").locator(".item-photos")
    pictures.locator("input[type=file]").set_input_files(photo())
    expect(pictures.locator(".error")).to_contain_text("bộ nhớ của máy đã đầy")
    set_quota(tablet, 4 * RESERVE)
    pictures.locator("input[type=file]").set_input_files(photo())
    expect(pictures.locator(".evidence-item")).to_have_count(1)
    tablet.page.get_by_role("button", name="Cuộc kiểm tra").click()
    expect(health).to_contain_text("Máy giữ riêng 20 MB cho chữ")
    tablet.expect_received()
    assert [crew.remarks(item) for item in ITEMS] == [[CANARY]] * len(ITEMS)
    assert len(crew.photos()) == 1


def test_a_page_that_dies_while_the_camera_is_open_loses_no_word(crew: Crew, open_tablet: OpenTablet) -> None:
    """What was being typed was written before the camera opened."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    tablet.page.clock.install()
    tablet.unlock()
    tablet.open_visit()
    tablet.cut()
    # No timer of the page runs any more: what is written, the camera's button wrote.
    tablet.page.clock.pause_at(tablet.page.evaluate("() => Date.now() / 1000 + 5"))
    tablet.note("C04").press_sequentially(CANARY)
    with tablet.page.expect_file_chooser():
        tablet.page.locator("#item-C04 .photo-input").click()
    expect(tablet.item("C04").locator("[data-save-state].is-saved")).to_have_text(STANDS)
    with pytest.raises(BrowserError):
        tablet.page.goto("chrome://crash")
    crashed, tablet.page = tablet.page, tablet.context.new_page()
    with suppress(BrowserError):
        crashed.close()
    # The worker that keeps the shell may have died with the page; its first start after that goes wrong.
    for _try in range(3):
        with suppress(BrowserError):
            tablet.page.goto(PAGE, timeout=10_000)
            break
    tablet.unlock()
    tablet.open_visit()
    expect(tablet.note("C04")).to_have_value(CANARY)
    tablet.page.clock.resume()
    tablet.mend()
    tablet.expect_received()
    assert crew.remarks("C04") == [CANARY]


def test_after_a_crash_the_visit_opens_where_the_inspector_was(crew: Crew, open_tablet: OpenTablet) -> None:
    """The same section and the same item."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    tablet.open_visit()
    tablet.note("C04").fill(CANARY)
    tablet.note("C04").blur()
    tablet.expect_received()
    tablet.restart()
    tablet.unlock()
    tablet.open_visit()
    expect(tablet.page.locator("#item-C04")).to_be_in_viewport()


def test_a_second_window_writes_nothing_until_the_first_is_closed(crew: Crew, open_tablet: OpenTablet) -> None:
    """It says why, and works once the other is gone."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    first, tablet.page = tablet.page, tablet.context.new_page()
    tablet.unlock()
    expect(tablet.page.get_by_text("Dữ liệu đang mở ở một cửa sổ khác")).to_be_visible()
    expect(tablet.page.locator("[data-visit]")).to_have_count(0)
    first.close()
    tablet.unlock()
    tablet.open_visit()
    tablet.answer("A01", CANARY)
    tablet.expect_received()


def test_a_window_of_an_older_shape_of_the_store_steps_aside(crew: Crew, open_tablet: OpenTablet) -> None:
    """A newer page that changes the store is not blocked, and the older one says that it writes nothing any more."""
    tablet = open_tablet(crew, crew.lead)
    other = tablet.context.new_page()
    other.goto("/healthz")
    upgraded = """() => new Promise((done, failed) => {
        const asked = indexedDB.open("inspect-tablet", 2);
        asked.onsuccess = () => { asked.result.close(); done("upgraded"); };
        asked.onblocked = () => failed(new Error("blocked"));
    })"""
    assert other.evaluate(upgraded) == "upgraded"
    expect(tablet.page.get_by_text("Dữ liệu đã đóng ở cửa sổ này")).to_be_visible()


def test_a_store_cleared_under_an_open_page_is_shouted_and_nothing_is_called_kept(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """The words stay on the screen; half a store would hide the loss."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.cut()
    tablet.answer("A01", CANARY)
    clear_database(tablet)
    tablet.note("A02").fill(CANARY)
    tablet.note("A02").blur()
    expect(tablet.page.get_by_role("alert")).to_contain_text("Trình duyệt đã xóa dữ liệu của trang này")
    expect(tablet.item("A02").locator("[data-save-state]")).to_contain_text("Chưa lưu")
    expect(tablet.note("A02")).to_have_value(CANARY)


CAPTURED = """(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...asked) {
        const request = open.apply(this, asked);
        request.addEventListener("success", () => (globalThis.lastDatabase = request.result));
        return request;
    };
})()"""


def test_a_connection_to_the_store_that_the_browser_lost_is_made_again(crew: Crew, open_tablet: OpenTablet) -> None:
    """As Safari loses it in the background."""
    tablet = open_tablet(crew, crew.lead)
    tablet.context.add_init_script(CAPTURED)
    tablet.unlock()
    tablet.open_visit()
    tablet.cut()
    tablet.page.evaluate("() => { lastDatabase.close(); lastDatabase.dispatchEvent(new Event('close')); }")
    tablet.answer("A01", CANARY)
    tablet.unlock()
    tablet.open_visit()
    expect(tablet.note("A01")).to_have_value(CANARY)


@pytest.mark.slow
def test_whatever_was_said_to_be_kept_survives_every_kill(
    crew: Crew, open_tablet: OpenTablet, record_property: Callable[[str, object], None]
) -> None:
    """The browser dies at a random moment while answers are written one after the other."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    chance = random.Random(seed_or(20240617))
    said: dict[str, str] = {}
    tablet.cut()
    for turn in range(KILLS):
        tablet.open_visit()
        expect_standing(tablet, said)
        for item in chance.sample(ITEMS, 3):
            tablet.answer(item, f"{CANARY} {turn}")
            said[item] = f"{CANARY} {turn}"
        tablet.note(chance.choice(ITEMS)).press_sequentially("dở", delay=chance.uniform(0, 150))
        tablet.restart()
        tablet.unlock()
    tablet.open_visit()
    expect_standing(tablet, said)
    tablet.mend()
    tablet.expect_received()
    received = [
        item for item, text in said.items() if any(re.fullmatch(grown(text), each) for each in crew.remarks(item))
    ]
    found = {
        "kills of the browser": KILLS,
        "answers called kept": 3 * KILLS,
        "answers that the server must have": len(said),
    }
    for name, number in {**found, "answers that the server has": len(received)}.items():
        record_property(name, number)
    assert set(received) == set(said)


def grown(text: str) -> str:
    """A text with what was being typed beside it, of which any part may be kept."""
    return f"[dở]*{re.escape(text)}[dở]*"


def expect_standing(tablet: RealTablet, said: dict[str, str]) -> None:
    """All that was called kept is on the sheet."""
    for item, text in said.items():
        expect(tablet.note(item)).to_have_value(re.compile(f"^{grown(text)}$"))


def test_a_stolen_tablet_gives_no_word_no_photo_and_no_token(
    crew: Crew, open_tablet: OpenTablet, tmp_path: Path
) -> None:
    """Whoever copies the disk of a running browser reads a person's name and counts."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    tablet.open_visit()
    tablet.answer("A01", CANARY)
    tablet.item("A01").locator("input[type=file]").set_input_files(photo())
    expect(tablet.item("A01").get_by_text("Máy chủ đã nhận ảnh")).to_be_visible()
    tablet.cut()
    tablet.note("A02").fill(f"{CANARY} dở")
    expect(tablet.item("A02").locator("[data-save-state].is-saved")).to_have_text(STANDS)
    tablet.kill()
    token = re.search(rb"(?i)authorization: bearer (\S+)", tablet.proxy.sent("thay-doi")[0].head)
    assert token is not None
    texts = (CANARY, PASSWORD, token.group(1).decode(), crew.unit)
    secrets = [text.encode(coding) for text in texts for coding in ("utf-8", "utf-16-le")] + [JPEG]
    files = [path for path in (tmp_path / "profile-0").rglob("*") if path.is_file()]
    assert any(crew.lead.name.encode("utf-16-le") in path.read_bytes() for path in files)
    assert [(path, secret) for path in files for secret in secrets if secret in path.read_bytes()] == []

"""A tablet that was away for long: new releases, another checklist, a wrong clock, a server from a backup. Nothing is lost or mixed up."""

import unicodedata

import pytest
from playwright.sync_api import expect

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models import ChangeState
from inspect_app.kernel.resources import resource_root
from tests.browser.conftest import OpenTablet
from tests.browser.crew import Crew, keep_small_checklist
from tests.browser.http_proxy import Cut
from tests.browser.own_server import OwnServer
from tests.browser.real_tablet import RealTablet
from tests.checklists.samples import SMALL

pytestmark = pytest.mark.browser
CANARY = "chim hoàng yến 8271"
ITEMS = ["A01", "A02", "A03", "A04", "C04"]
TAKE = "Dùng bản mới"
FULL_STORE = """() => {
    globalThis.rightAdd = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
ROOM_AGAIN = "() => { IDBObjectStore.prototype.add = rightAdd; }"
DEAF_WORKER = "() => { ServiceWorker.prototype.postMessage = () => undefined; }"
NEW = "meta[name=release]"
RELEASE = "() => caches.keys().then((names) => names.sort())"
NEW_SHELL = '<meta name="robots" content="noindex">'
NEWER_SHELL = '<meta name="robots" content="noindex"><meta name="release" content="2">'


def deploy_another_release(server: OwnServer) -> None:
    """The server starts again with a shell that differs."""
    shell = resource_root() / "templates" / "fieldwork" / "tablet.html"
    own = server.site_folder / "templates" / "fieldwork"
    own.mkdir(parents=True)
    text = shell.read_text(encoding="utf-8")
    assert NEW_SHELL in text
    (own / "tablet.html").write_text(text.replace(NEW_SHELL, NEWER_SHELL), encoding="utf-8")
    server.stop()
    server.start()


def answer_everything(tablet: RealTablet) -> None:
    """Five answers without a network."""
    tablet.open_visit()
    tablet.cut()
    for item in ITEMS:
        tablet.answer(item, f"{CANARY} {item}")


def test_a_new_release_waits_until_the_inspector_takes_it_and_loses_no_answer(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    """It comes by no reload of its own; the press keeps what is being typed, and the new page sends what the old one wrote."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead, disk=True)
    before = tablet.page.evaluate(RELEASE)
    answer_everything(tablet)
    deploy_another_release(own_house)
    # The line is back for the shell, and not yet for the answers.
    tablet.proxy.fails("/dong-bo/", Cut.BEFORE)
    tablet.proxy.mend()
    for _again in range(2):
        tablet.unlock()
        expect(tablet.page.get_by_text("Có bản mới của trang này.", exact=True)).to_be_visible()
        expect(tablet.page.locator(NEW)).to_have_count(0)
    tablet.open_visit()
    tablet.note("C03").fill("đang gõ dở")
    tablet.page.get_by_role("button", name=TAKE).click()
    expect(tablet.page.locator(NEW)).to_have_count(1)
    assert tablet.page.evaluate(RELEASE) != before
    tablet.proxy.heal()
    tablet.unlock()
    tablet.expect_received()
    assert [crew.remarks(item) for item in ITEMS] == [[f"{CANARY} {item}"] for item in ITEMS]
    assert crew.remarks("C03") == ["đang gõ dở"]


def test_a_new_release_that_cannot_be_taken_says_why_and_what_to_do(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    """Typing that cannot be kept keeps the page; a worker that does not come leaves the old page a press away."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead)
    deploy_another_release(own_house)
    tablet.page.clock.install()
    tablet.unlock()
    take = tablet.page.get_by_role("button", name=TAKE)
    expect(take).to_be_visible()
    tablet.open_visit()
    tablet.cut()
    tablet.page.evaluate(FULL_STORE)
    tablet.note("C03").fill(CANARY)
    take.click()
    expect(tablet.page.get_by_text("Chưa dùng bản mới: có nội dung chưa lưu được trên máy")).to_be_visible()
    expect(tablet.note("C03")).to_have_value(CANARY)
    tablet.page.evaluate(ROOM_AGAIN)
    tablet.page.evaluate(DEAF_WORKER)
    take.click()
    expect(tablet.page.get_by_text("Đang chuyển sang bản mới")).to_be_visible()
    tablet.page.clock.fast_forward(15_000)
    expect(tablet.page.get_by_text("Bản mới chưa vào được")).to_be_visible()
    tablet.page.get_by_role("button", name="Mở lại trang").click()
    expect(tablet.page.locator(NEW)).to_have_count(0)
    tablet.proxy.heal()
    tablet.unlock()
    tablet.expect_received()
    assert crew.remarks("C03") == [CANARY]


def test_a_browser_killed_while_it_takes_a_new_release_still_has_every_answer(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    """One of the two releases opens, and sends."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead, disk=True)
    answer_everything(tablet)
    deploy_another_release(own_house)
    tablet.proxy.fails("/dong-bo/", Cut.BEFORE)
    tablet.proxy.mend()
    tablet.unlock()
    tablet.page.evaluate(
        "() => navigator.serviceWorker.getRegistration().then((r) => r.waiting && r.waiting.postMessage('SKIP_WAITING'))"
    )
    tablet.kill()
    tablet.proxy.heal()
    tablet.start()
    tablet.unlock()
    tablet.expect_received()
    assert [crew.remarks(item) for item in ITEMS] == [[f"{CANARY} {item}"] for item in ITEMS]


def test_a_page_of_an_older_release_still_sends(own_house: OwnServer, open_tablet: OpenTablet) -> None:
    """Whoever never presses the button loses nothing."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead)
    answer_everything(tablet)
    deploy_another_release(own_house)
    tablet.mend()
    tablet.expect_received()
    expect(tablet.page.locator(NEW)).to_have_count(0)
    assert [crew.remarks(item) for item in ITEMS] == [[f"{CANARY} {item}"] for item in ITEMS]


def test_answers_to_a_checklist_that_the_visit_no_longer_has_are_held_and_none_lands_at_another_item(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """The visit got another version in which A02 is gone and A03 is another question."""
    tablet = open_tablet(crew, crew.lead)
    answer_everything(tablet)
    text = SMALL.replace("id: A02", "id: A05").replace("Ngày ban hành", "Ngày khác")
    keep_small_checklist(crew.server, 2, text)
    with crew.server.session() as session:
        session.get_one(Visit, crew.visit).checklist_version = 2
    tablet.mend()
    tablet.expect_received()
    held = [(held.item, held.cause, held.note) for held in crew.held()]
    assert sorted(held) == [(item, "other_version", f"{CANARY} {item}") for item in ITEMS]
    assert all(crew.remarks(item) == [] for item in [*ITEMS, "A05"])
    tablet.page.get_by_role("button", name="Cuộc kiểm tra").click()
    expect(tablet.page.get_by_text("Phiếu kiểm tra trên máy là bản khác").first).to_be_visible()


@pytest.mark.slow
def test_what_was_written_by_another_version_fills_no_item_of_the_new_one(crew: Crew, open_tablet: OpenTablet) -> None:
    """The new checklist comes onto the tablet while answers by the old one still wait there; they go to the server as they are."""
    tablet = open_tablet(crew, crew.lead)
    answer_everything(tablet)
    keep_small_checklist(crew.server, 3, SMALL.replace("Có kế hoạch", "Kế hoạch được công khai"))
    with crew.server.session() as session:
        session.get_one(Visit, crew.visit).checklist_version = 3
    tablet.proxy.fails("/dong-bo/thay-doi", Cut.BEFORE)
    tablet.proxy.mend()
    tablet.come_online()
    tablet.page.get_by_role("button", name="Cuộc kiểm tra").click()
    told = tablet.page.get_by_text("Phiếu kiểm tra trên máy là bản khác").first
    expect(told).to_be_visible()
    tablet.page.get_by_role("button", name="Mang theo lại").click()
    # Until it is here, the older one cannot be opened.
    expect(tablet.page.get_by_role("button", name="Mở cuộc kiểm tra")).to_be_enabled()
    expect(told).to_be_hidden()
    tablet.open_visit()
    expect(tablet.item("A01").get_by_text("Kế hoạch được công khai")).to_be_visible()
    expect(tablet.note("A01")).to_have_value("")
    tablet.mend()
    tablet.expect_received()
    assert {held.item for held in crew.held()} == set(ITEMS)


def test_a_server_restored_from_a_backup_gets_back_what_it_lost(own_house: OwnServer, open_tablet: OpenTablet) -> None:
    """A new epoch, or a gap in the numbers, makes the tablet offer everything again."""
    crew = Crew(own_house)
    tablet, other = open_tablet(crew, crew.lead), open_tablet(crew, crew.inspector)
    tablet.open_visit()
    tablet.answer("A01", CANARY)
    tablet.expect_received()
    kept = own_house.backup()
    for each, items in ((tablet, ("A02", "C04")), (other, ("C05",))):
        if each is other:
            other.open_visit()
        for item in items:
            each.answer(item, f"{CANARY} {item}")
        each.come_online()
        each.expect_received()
    before = {item: crew.values(item) for item in ("A01", "A02", "C04", "C05")}
    own_house.restore(kept)
    assert crew.remarks("A02") == []
    for each in (tablet, other):
        each.come_online()
    tablet.answer("A04", "sau khi khôi phục")
    tablet.wait_until(lambda: {item: crew.values(item) for item in before} == before)
    tablet.expect_received()
    assert set(crew.states()) == {ChangeState.APPLIED}


def test_a_clock_that_was_put_right_takes_nothing_from_what_is_kept_for_a_restored_server(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    """The clock fell back four years with an empty battery; what was sent meanwhile is kept for its thirty days."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead)
    kept = own_house.backup()
    tablet.skew(-4 * 365)
    tablet.unlock()
    tablet.open_visit()
    tablet.answer("A01", CANARY)
    tablet.expect_received()
    # One on top of the other: the clock is right again with the next page.
    tablet.skew(4 * 365)
    tablet.unlock()
    tablet.open_visit()
    tablet.answer("A02", "giờ đã đúng")
    tablet.wait_until(lambda: crew.remarks("A02") != [])
    tablet.come_online()
    tablet.page.wait_for_timeout(1_000)
    own_house.restore(kept)
    tablet.come_online()
    tablet.wait_until(lambda: crew.remarks("A01") == [CANARY])


def test_a_database_put_back_by_hand_is_filled_from_where_it_lacks(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    """Nobody began a new epoch; the numbers alone tell that something is missing."""
    crew = Crew(own_house)
    tablet = open_tablet(crew, crew.lead)
    kept = own_house.backup()
    tablet.open_visit()
    for item in ITEMS:
        tablet.answer(item, f"{CANARY} {item}")
    tablet.come_online()
    tablet.expect_received()
    own_house.restore(kept, new_epoch=False)
    tablet.answer("C03", "sau đó")
    tablet.wait_until(lambda: crew.remarks("C03") == ["sau đó"])
    assert [crew.remarks(item) for item in ITEMS] == [[f"{CANARY} {item}"] for item in ITEMS]
    assert crew.held() == []


@pytest.mark.parametrize("days", [-365, -1, 1, 365])
def test_a_tablet_with_a_wrong_clock_leaves_the_same_answers(crew: Crew, open_tablet: OpenTablet, days: int) -> None:
    """Order never comes from its clock; the screen says that it is wrong."""
    one, other = open_tablet(crew, crew.lead), open_tablet(crew, crew.inspector)
    one.skew(days)
    for tablet in (one, other):
        tablet.unlock()
        tablet.open_visit()
    one.answer("A01", "trước")
    one.expect_received()
    other.come_online()
    expect(other.note("A01")).to_have_value("trước")
    other.answer("A01", "sau")
    other.expect_received()
    one.come_online()
    expect(one.note("A01")).to_have_value("sau")
    one.answer("A02", "của máy lệch giờ")
    one.expect_received()
    assert crew.remarks("A01") == ["trước", "sau"]
    assert set(crew.states()) == {ChangeState.APPLIED}
    one.page.get_by_role("button", name="Cuộc kiểm tra").click()
    expect(one.page.get_by_text("Đồng hồ của máy lệch").first).to_be_visible()


def test_a_decomposed_text_is_the_same_text_and_half_composed_letters_are_not_kept(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """An input method's letters are kept once they stand; the server has them in one form, the change as it was typed."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Hằng")
    tablet.answer("A01", decomposed)
    tablet.expect_received()
    assert crew.remarks("A01") == ["Nguyễn Thị Hằng"]
    devtools = tablet.context.new_cdp_session(tablet.page)
    before = tablet.proxy.sent("POST /dong-bo/thay-doi")
    tablet.note("A02").focus()
    for letters in ("t", "ti", "tie", "tiê", "tiêng", "tiếng"):
        devtools.send("Input.imeSetComposition", {"text": letters, "selectionStart": 0, "selectionEnd": len(letters)})
        tablet.page.wait_for_timeout(150)
    tablet.page.wait_for_timeout(900)
    assert len(tablet.proxy.sent("POST /dong-bo/thay-doi")) == len(before)
    devtools.send("Input.insertText", {"text": "tiếng"})
    tablet.note("A02").blur()
    tablet.wait_until(lambda: crew.remarks("A02") == ["tiếng"])

"""Several people at one tablet, and several tablets at one visit: nobody sees or writes over another's work."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from inspect_app.accounts.models import Account
from inspect_app.accounts.operations import revoke_device
from inspect_app.accounts.passwords import hash_of
from inspect_app.accounts.queries import actor_for
from inspect_app.campaigns.models import TeamMember
from inspect_app.fieldwork.models import ChangeState
from inspect_app.journal.models import JournalEntry
from tests.browser.conftest import OpenTablet
from tests.browser.crew import PASSWORD, Crew, Member
from tests.browser.http_proxy import NOTHING
from tests.browser.real_tablet import PAGE
from tests.factories.moments import NOW, TODAY

pytestmark = pytest.mark.browser
CANARY = "chim hoàng yến 8271"
OTHER_PASSWORD = "Mật khẩu hoàn toàn khác 2025"
CACHED = """async () => {
    const texts = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) texts.push(request.url, await (await cache.match(request)).text());
    }
    return texts.join("\\n");
}"""
STORED = """async () => {
    const database = await new Promise((done) => { indexedDB.open("inspect-tablet").onsuccess = (e) => done(e.target.result); });
    const texts = [];
    for (const name of database.objectStoreNames) {
        const all = await new Promise((done) => {
            database.transaction(name).objectStore(name).getAll().onsuccess = (e) => done(e.target.result);
        });
        const bytes = (value) => value instanceof Uint8Array || value instanceof ArrayBuffer
            ? new TextDecoder("latin1").decode(value) : value;
        texts.push(JSON.stringify(all, (_key, value) => bytes(value)));
    }
    database.close();
    return texts.join("\\n");
}"""


def set_password(crew: Crew, account: object, password: str) -> None:
    """The administrator's key was used: the account has another password."""
    with crew.server.session() as session:
        session.get_one(Account, account).password_hash = hash_of(password)


def revoke(crew: Crew, member: Member) -> None:
    """A coordinator revokes the member's tablet."""
    known = crew.device(member)
    with crew.server.session() as session:
        coordinator = actor_for(session, session.get_one(Account, crew.members["coordinator"].account), TODAY)
        revoke_device(session, coordinator, session.merge(known), reason="Mất máy", now=NOW, real_now=NOW)


def test_the_next_person_sees_nothing_of_the_work_before_him_and_its_owner_gets_it_back(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """Three unsent answers stay locked through a change of user, and are sent when their owner is back."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    tablet.open_visit()
    tablet.cut()
    for item in ("A01", "A02", "C04"):
        tablet.answer(item, f"{CANARY} {item}")
    tablet.lock()
    tablet.proxy.mend()
    tablet.enrol(crew.inspector)
    expect(tablet.state()).to_have_text("Chưa có gì cần gửi")
    tablet.take_along()
    tablet.open_visit()
    for item in ("A01", "A02", "C04"):
        expect(tablet.note(item)).to_have_value("")
    for look in (CACHED, STORED):
        assert CANARY not in tablet.page.evaluate(look)
    assert CANARY not in tablet.page.content()
    tablet.lock()
    tablet.unlock(name=crew.lead.name)
    tablet.expect_received()
    assert [crew.values(item) for item in ("A01", "A02", "C04")] == [
        [(crew.lead.name, f"{CANARY} {item}")] for item in ("A01", "A02", "C04")
    ]


def test_signing_out_leaves_unsent_work_and_no_word_of_the_person(crew: Crew, open_tablet: OpenTablet) -> None:
    """The browser forgets its pages; what was not sent is no page."""
    tablet = open_tablet(crew, crew.lead, disk=True)
    tablet.open_visit()
    tablet.proxy.fails("/dong-bo/thay-doi", NOTHING)
    tablet.answer("A01", CANARY)
    tablet.lock()
    tablet.page.goto("/")
    tablet.page.locator("summary", has_text=crew.lead.name).click()
    tablet.page.get_by_role("button", name="Đăng xuất").click()
    expect(tablet.page).to_have_url(re.compile("dang-nhap"))
    cached = tablet.page.evaluate(CACHED)
    assert crew.unit not in cached
    assert crew.lead.name not in cached
    tablet.proxy.heal()
    tablet.unlock()
    tablet.expect_received()
    assert crew.remarks("A01") == [CANARY]


def test_a_forgotten_password_loses_no_work(crew: Crew, open_tablet: OpenTablet) -> None:
    """The campaign's key opens what the old password closed; the journal keeps the reason."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.cut()
    tablet.answer("A01", CANARY)
    tablet.lock()
    set_password(crew, crew.lead.account, OTHER_PASSWORD)
    tablet.proxy.mend()
    tablet.page.goto(PAGE)
    tablet.page.get_by_role("button", name="Quên hoặc đã đổi mật khẩu").click()
    tablet.page.get_by_label("Mật khẩu hiện nay của tài khoản").fill(OTHER_PASSWORD)
    tablet.page.get_by_label("Lý do").fill("Quên mật khẩu cũ")
    tablet.page.get_by_role("button", name="Mở lại dữ liệu").click()
    tablet.expect_received()
    assert crew.remarks("A01") == [CANARY]
    with crew.server.session() as session:
        where = (
            JournalEntry.verb == "fieldwork.recover_data_key",
            JournalEntry.subject_id == crew.device(crew.lead).id,
        )
        (entry,) = session.scalars(select(JournalEntry).where(*where))
        assert entry.reason == "Quên mật khẩu cũ"
    tablet.lock()
    tablet.unlock(OTHER_PASSWORD)
    expect(tablet.page.locator("[data-visit]")).to_be_visible()


def test_nobody_else_gets_the_key_of_a_shared_tablet(crew: Crew, open_tablet: OpenTablet) -> None:
    """Signed in as another, the wrapped key that lies in the clear opens nothing."""
    tablet = open_tablet(crew, crew.lead)
    tablet.lock()
    tablet.sign_in(crew.inspector)
    tablet.page.goto(PAGE)
    tablet.page.get_by_role("button", name="Quên hoặc đã đổi mật khẩu").click()
    tablet.page.get_by_label("Mật khẩu hiện nay của tài khoản").fill(PASSWORD)
    tablet.page.get_by_label("Lý do").fill("Tò mò")
    tablet.page.get_by_role("button", name="Mở lại dữ liệu").click()
    expect(tablet.page.get_by_role("alert")).to_be_visible()
    expect(tablet.page.locator("[data-visit]")).to_have_count(0)


def test_another_password_opens_nothing(crew: Crew, open_tablet: OpenTablet) -> None:
    """The records stay closed, and the page says what to do."""
    tablet = open_tablet(crew, crew.lead, taken=False)
    tablet.lock()
    tablet.unlock("mật khẩu khác hẳn 99")
    expect(tablet.page.get_by_role("alert")).to_contain_text("Mật khẩu không đúng")
    expect(tablet.page.get_by_role("button", name="Khóa máy")).to_have_count(0)


def test_half_an_hour_without_a_touch_locks_and_keeps_what_was_being_typed(crew: Crew, open_tablet: OpenTablet) -> None:
    """And nothing before that: not the camera, not turning the tablet."""
    tablet = open_tablet(crew, crew.lead)
    tablet.page.clock.install()
    tablet.unlock()
    tablet.open_visit()
    tablet.cut()
    tablet.note("A01").fill(CANARY)
    _leave_for_the_camera(tablet.page)
    for width, height in ((800, 1280), (1280, 800)):
        tablet.page.set_viewport_size({"width": width, "height": height})
    tablet.page.clock.fast_forward(29 * 60_000)
    expect(tablet.page.locator(".work-header")).to_be_visible()
    tablet.page.clock.fast_forward(2 * 60_000)
    expect(tablet.page.get_by_text("Máy đã tự khóa sau 30 phút không dùng")).to_be_visible()
    assert CANARY not in tablet.page.content()
    tablet.unlock()
    tablet.open_visit()
    expect(tablet.note("A01")).to_have_value(CANARY)
    tablet.page.get_by_role("button", name="Khép lại tại chỗ").click()
    tablet.page.locator("[data-signer=lead] canvas").click()
    tablet.page.clock.fast_forward(31 * 60_000)
    expect(tablet.page.get_by_text("chưa xác nhận thì không giữ lại")).to_be_visible()


def test_a_lock_by_hand_keeps_what_is_being_typed(crew: Crew, open_tablet: OpenTablet) -> None:
    """Also within the half second before it is written by itself."""
    tablet = open_tablet(crew, crew.lead)
    tablet.page.clock.install()
    tablet.unlock()
    tablet.open_visit()
    tablet.cut()
    # No timer of the page runs any more: what is written, the lock wrote.
    tablet.page.clock.pause_at(tablet.page.evaluate("() => Date.now() / 1000 + 5"))
    tablet.note("A01").press_sequentially(CANARY)
    tablet.page.get_by_role("button", name="Khóa máy").click()
    expect(tablet.page.get_by_label("Mật khẩu")).to_be_visible()
    tablet.page.clock.resume()
    tablet.unlock()
    tablet.open_visit()
    expect(tablet.note("A01")).to_have_value(CANARY)


def test_two_answers_to_the_same_item_stand_side_by_side_until_the_lead_decides(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """Neither is merged nor lost; the first stays in effect, both tablets see both."""
    one, other = open_tablet(crew, crew.lead), open_tablet(crew, crew.inspector)
    for tablet in (one, other):
        tablet.open_visit()
        tablet.cut()
    one.answer("A01", "của trưởng đoàn")
    other.answer("A01", "của thành viên")
    other.answer("A02", "của riêng thành viên")
    one.mend()
    one.expect_received()
    other.mend()
    other.expect_received()
    assert crew.values("A01") == [(crew.lead.name, "của trưởng đoàn")]
    assert crew.values("A02") == [(crew.inspector.name, "của riêng thành viên")]
    assert [(held.item, held.why, held.note) for held in crew.held()] == [("A01", "conflict", "của thành viên")]
    one.come_online()
    for tablet in (one, other):
        beside = tablet.item("A01").locator(".sheet-held")
        expect(beside).to_contain_text("của thành viên")
        expect(beside).to_contain_text("của trưởng đoàn")
        expect(beside).to_contain_text(crew.inspector.name)


def test_answers_to_different_items_merge_by_themselves(crew: Crew, open_tablet: OpenTablet) -> None:
    """Each tablet shows the other's."""
    one, other = open_tablet(crew, crew.lead), open_tablet(crew, crew.inspector)
    for tablet, item in ((one, "A01"), (other, "A02")):
        tablet.open_visit()
        tablet.answer(item, CANARY)
        tablet.expect_received()
    one.come_online()
    expect(one.note("A02")).to_have_value(CANARY)
    assert crew.states() == [ChangeState.APPLIED] * 2


def test_who_was_taken_from_the_team_while_away_loses_no_answer(crew: Crew, open_tablet: OpenTablet) -> None:
    """Ten answers are held for a decision: none is in effect, none is lost."""
    tablet = open_tablet(crew, crew.inspector)
    tablet.open_visit()
    tablet.cut()
    items = ["A01", "A02", "A03", "A04", "C01", "C02", "C03", "C04", "C05", "C06"]
    for item in items:
        tablet.answer(item, f"{CANARY} {item}")
    with crew.server.session() as session:
        session.execute(
            delete(TeamMember).where(TeamMember.visit_id == crew.visit, TeamMember.person_id == crew.inspector.person)
        )
    tablet.mend()
    tablet.expect_received()
    assert sorted((held.item, held.cause, held.note) for held in crew.held()) == [
        (item, "not_on_team", f"{CANARY} {item}") for item in items
    ]
    assert all(crew.remarks(item) == [] for item in items)


def test_a_revoked_tablet_gives_what_it_holds_and_only_then_is_wiped(crew: Crew, open_tablet: OpenTablet) -> None:
    """What it brings is held for a decision; it gets no data any more, and forgets its own."""
    tablet = open_tablet(crew, crew.inspector)
    tablet.open_visit()
    tablet.cut()
    tablet.answer("A01", CANARY)
    revoke(crew, crew.inspector)
    tablet.mend()
    expect(tablet.page.get_by_text("đã được xóa theo lệnh thu hồi")).to_be_visible()
    assert [(held.cause, held.note) for held in crew.held()] == [("revoked", CANARY)]
    assert crew.remarks("A01") == []
    tablet.page.goto(PAGE)
    expect(tablet.page.get_by_role("button", name="Đăng ký máy")).to_be_visible()
    expect(tablet.page.get_by_role("alert")).to_have_count(0)


def test_a_revoked_tablet_is_not_wiped_before_what_is_being_typed_on_it_is_at_the_server(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """Half a sentence, in the middle of a letter, when the order to wipe comes: it goes to the server first."""
    tablet = open_tablet(crew, crew.inspector)
    tablet.open_visit()
    tablet.cut()
    tablet.answer("A01", CANARY)
    note = tablet.note("A02")
    note.evaluate("(note) => note.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))")
    note.fill(f"{CANARY} đang gõ")
    revoke(crew, crew.inspector)
    tablet.mend()
    expect(tablet.page.get_by_text("đã được xóa theo lệnh thu hồi")).to_be_visible()
    assert [(held.item, held.cause, held.note) for held in crew.held()] == [
        ("A01", "revoked", CANARY),
        ("A02", "revoked", f"{CANARY} đang gõ"),
    ]


def _leave_for_the_camera(page: Page) -> None:
    for state in ("hidden", "visible"):
        page.evaluate(
            """state => {
                Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
            }""",
            state,
        )

"""Over TLS, from another host name: from installation, by work without a network, to a closed visit with its minutes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.certificates import make_certificate, pin_of
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.crew import PASSWORD, Crew
from tests.browser.own_server import OwnServer
from tests.browser.real_tablet import PAGE, RealTablet
from tests.browser.test_tablet_closing import GOOD, say_who_is_there, sign, step
from tests.browser.test_tablet_storage import photo

pytestmark = pytest.mark.browser
HOST = "kiem-tra.example.test"
# Seconds: the scheduler looks round by itself, and WeasyPrint starts once.
LONG = 90.0
PAPER = """async (address) => {
    const answer = await fetch(address);
    return [answer.status, answer.headers.get("Content-Type"), (await answer.text()).slice(0, 4)];
}"""


@pytest.fixture
def far_house(tmp_path: Path) -> Iterator[OwnServer]:
    """A server that speaks TLS under a name of its own."""
    (tmp_path / "house").mkdir()
    with OwnServer(tmp_path / "house", tls=make_certificate(tmp_path, HOST), scheduler=True) as server:
        yield server


def arguments(*more: str) -> dict[str, Any]:
    """The browser finds the name on this machine."""
    return {"executable_path": CHROMIUM, "args": [*ARGUMENTS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1", *more]}


def enter(tablet: RealTablet, item: str, fields: dict[str, Any]) -> None:
    """Fills an item's form as a hand does."""
    card = tablet.item(item)
    for name, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            control = card.locator(f"[name='{name}']")
            ticks = card.locator(f"[name='{name}'][value='{value}']") if value.isascii() and value.isalnum() else None
            if ticks is not None and ticks.count():
                ticks.evaluate("input => input.click()")
            else:
                control.fill(value)
                control.blur()


def sign_in(page: Page, username: str) -> None:
    """Somebody signs in by the page, unless he is."""
    page.goto("/dang-nhap")
    name = page.get_by_label("Tên đăng nhập")
    if name.count():
        name.fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page).not_to_have_url(re.compile("dang-nhap"))


def test_a_visit_goes_from_installation_to_closed_minutes_over_tls(
    chromium: Browser, far_house: OwnServer, tmp_path: Path
) -> None:
    """Everything is filled and signed without a network, the browser is killed between, and the server closes the visit."""
    crew = Crew(far_house)
    certificate = far_house.certificate
    assert certificate is not None
    launch = arguments(f"--ignore-certificate-errors-spki-list={pin_of(certificate)}")
    tablet = RealTablet(chromium, launch, crew, tmp_path / "profile", host=HOST)
    try:
        page = tablet.page
        sign_in(page, crew.username(crew.lead))
        tablet.enrol(crew.lead, signed_in=True)
        tablet.take_along()
        assert page.evaluate("() => window.isSecureContext")
        devtools = tablet.context.new_cdp_session(page)
        manifest = devtools.send("Page.getAppManifest")
        assert manifest["url"].startswith(f"https://{HOST}:")
        assert manifest["errors"] == []
        assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        tablet.cut()
        tablet.open_visit()
        for item, fields in GOOD.items():
            enter(tablet, item, fields)
        tablet.item("A01").locator("input[type=file]").set_input_files(photo())
        expect(tablet.item("A01").get_by_text("Ảnh chờ gửi")).to_be_visible()
        tablet.restart()
        tablet.unlock()
        tablet.open_visit()
        page = tablet.page
        page.get_by_role("button", name="Khép lại tại chỗ").locator("visible=true").tap()
        say_who_is_there(page)
        expect(step(page, "gaps")).to_contain_text("Đã đủ để khép lại.")
        for part in ("lead", "secretary", "unit"):
            sign(page, part)
        page.locator("[data-close-visit]").tap()
        expect(page.locator(".closing-state")).to_contain_text("Đã khép lại trên máy này lúc")
        tablet.mend()
        tablet.expect_received()
        tablet.wait_until(crew.is_closed, LONG)
        assert crew.held() == []
        tablet.come_online()
        link = page.locator(".closing-state a.button")
        expect(link).to_be_visible()
        reader = tablet.context.new_page()
        # A browser that was killed may have forgotten who is signed in.
        sign_in(reader, crew.username(crew.lead))
        assert reader.evaluate(PAPER, link.get_attribute("href")) == [200, "application/pdf", "%PDF"]
    finally:
        tablet.end()


def test_a_page_that_was_not_opened_over_https_says_so_at_once(chromium: Browser, crew: Crew, tmp_path: Path) -> None:
    """And what to do."""
    tablet = RealTablet(chromium, arguments(), crew, tmp_path / "profile", host=HOST)
    try:
        tablet.page.goto(PAGE)
        expect(tablet.page.get_by_role("alert")).to_contain_text("Trang này cần kết nối HTTPS")
        expect(tablet.page.get_by_role("button", name="Đăng ký máy")).to_have_count(0)
    finally:
        tablet.end()

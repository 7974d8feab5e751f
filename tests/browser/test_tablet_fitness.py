"""Browsers that would lose an inspector's work are refused before they get any, with what to do instead."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenTablet
from tests.browser.crew import Crew
from tests.browser.real_tablet import PAGE, RealTablet

pytestmark = pytest.mark.browser
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1"
)
IPAD_AS_MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1"
)
ZALO = "Mozilla/5.0 (Linux; Android 13; SM-T225) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36 Zalo android/12120"
WEBVIEW = "Mozilla/5.0 (Linux; Android 13; SM-T225; wv) AppleWebKit/537.36 Version/4.0 Chrome/120.0.0.0 Safari/537.36"
TABLET = (
    "Mozilla/5.0 (Linux; Android 13; SM-T225) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)
TOUCHED = "Object.defineProperty(navigator, 'maxTouchPoints', { get: () => 5, configurable: true });"
INSTALLED = "Object.defineProperty(navigator, 'standalone', { get: () => true, configurable: true });"


def as_browser(tablet: RealTablet, agent: str, *scripts: str) -> None:
    """The page takes the browser for another one."""
    script = f"Object.defineProperty(navigator, 'userAgent', {{ get: () => {agent!r}, configurable: true }});"
    tablet.context.add_init_script("\n".join([script, TOUCHED, *scripts]))
    tablet.sign_in(tablet.crew.lead)
    tablet.page.goto(PAGE)


@pytest.mark.parametrize("agent", [IPAD, IPAD_AS_MAC])
def test_an_ipad_takes_nothing_along_before_the_page_is_on_its_home_screen(
    crew: Crew, open_tablet: OpenTablet, agent: str
) -> None:
    """Its browser clears other pages after seven days."""
    tablet = open_tablet(crew)
    as_browser(tablet, agent)
    expect(tablet.page.get_by_role("alert")).to_contain_text("phải được mở từ màn hình chính")
    expect(tablet.page.get_by_role("button", name="Đăng ký máy")).to_have_count(0)
    as_browser(tablet, agent, INSTALLED)
    expect(tablet.page.get_by_role("button", name="Đăng ký máy")).to_be_visible()


def test_an_ipad_that_was_enrolled_from_the_home_screen_takes_nothing_along_in_the_browser(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """What lies on it is still sent."""
    tablet = open_tablet(crew, crew.lead, taken=False)
    as_browser(tablet, IPAD)
    tablet.unlock()
    expect(tablet.page.get_by_role("alert")).to_contain_text("phải được mở từ màn hình chính")
    expect(tablet.page.get_by_role("button", name="Mang theo", exact=True)).to_be_disabled()


@pytest.mark.parametrize("agent", [ZALO, WEBVIEW])
def test_a_window_within_another_app_is_sent_to_the_browser(crew: Crew, open_tablet: OpenTablet, agent: str) -> None:
    """Nobody finds the store of such a window again."""
    tablet = open_tablet(crew)
    as_browser(tablet, agent)
    expect(tablet.page.get_by_role("alert")).to_contain_text("Mở bằng trình duyệt")
    expect(tablet.page.get_by_role("button", name="Đăng ký máy")).to_have_count(0)


def test_a_tablet_with_chrome_is_welcome(crew: Crew, open_tablet: OpenTablet) -> None:
    """The two refusals above do not come from the check refusing everybody."""
    tablet = open_tablet(crew)
    as_browser(tablet, TABLET)
    expect(tablet.page.get_by_role("button", name="Đăng ký máy")).to_be_visible()

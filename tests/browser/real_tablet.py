"""A tablet before the real server: a browser behind a line of its own that can fail, be killed and be started again."""

import os
import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, Locator, Page, expect
from playwright.sync_api import Error as BrowserError

from tests.browser.crew import PASSWORD, Crew, Member
from tests.browser.http_proxy import HttpProxy

PAGE = "/may-tinh-bang"
KEPT = re.compile("Đã lưu trên máy")
RECEIVED = re.compile("Máy chủ đã nhận tất cả")
# On this tablet; at the server; and in its newest state, with the name of whoever gave it.
STANDS = re.compile("Đã lưu trên máy|Máy chủ đã nhận|trả lời lúc")
PATIENCE = 15.0
TABLET: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "has_touch": True,
    "locale": "vi-VN",
    "timezone_id": "America/Lima",
}
SKEWED = """(() => {
    const Right = Date;
    const wrong = () => Right.now() + %d;
    globalThis.Date = class extends Right {
        constructor(...given) { super(...(given.length ? given : [wrong()])); }
        static now() { return wrong(); }
    };
})()"""
_addresses = count(2)


class RealTablet:
    """One browser of one team; `profile` gives it a disk of its own, so that it can be killed and started again."""

    def __init__(
        self,
        browser: Browser,
        launch: dict[str, Any],
        crew: Crew,
        profile: Path | None = None,
        *,
        host: str = "127.0.0.1",
    ) -> None:
        number, tls = next(_addresses), crew.server.certificate is not None
        # The server counts how often one address enrols; each tablet stands at an address of its own.
        self.proxy = HttpProxy(crew.server.port, f"127.0.{number // 250}.{number % 250 + 2}", tls=tls)
        self.url = f"{'https' if tls else 'http'}://{host}:{self.proxy.port}"
        self.crew = crew
        self.profile = profile
        self._browser, self._launch = browser, launch
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self) -> None:
        """The browser begins."""
        how = {**TABLET, "base_url": self.url}
        if self.profile is None:
            self.context = self._browser.new_context(**how)
            self.page = self.context.new_page()
        else:
            kind: BrowserType = self._browser.browser_type
            self.context = kind.launch_persistent_context(str(self.profile), **self._launch, **how)
            self.page = self.context.pages[0]
        self.context.set_default_timeout(PATIENCE * 1000)

    def close(self) -> None:
        """The browser ends in good order."""
        with suppress(BrowserError):
            self.context.close()

    def end(self) -> None:
        """The browser and its line are gone."""
        self.close()
        self.proxy.__exit__()

    def kill(self) -> None:
        """The browser is killed, with every process of it, as by a power cut of the tablet."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while self._processes() and time.monotonic() < until:
            time.sleep(0.01)
        self.close()

    def _processes(self) -> list[int]:
        own = str(self.profile).encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if own in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
        return found

    def restart(self) -> None:
        """Killed and begun again."""
        self.kill()
        self.start()

    def skew(self, days: int) -> None:
        """The tablet's clock is wrong by so many days from the next page on."""
        self.context.add_init_script(SKEWED % (days * 24 * 3600 * 1000))

    def sign_in(self, member: Member) -> None:
        """The person is signed in at this browser."""
        self.context.clear_cookies(name="inspect")
        self.context.add_cookies([{"name": "inspect", "value": member.key, "url": self.url, "httpOnly": True}])

    def enrol(self, member: Member, password: str = PASSWORD, *, signed_in: bool = False) -> None:
        """The person makes this browser a tablet of his."""
        if not signed_in:
            self.sign_in(member)
        self.page.goto(PAGE)
        another = self.page.get_by_role("button", name="Thêm người dùng trên máy này")
        label = self.page.get_by_label("Tên máy")
        expect(another.or_(label).first).to_be_visible()
        if another.is_visible():
            another.click()
        label.fill("Máy 1")
        self.page.get_by_label("Mật khẩu tài khoản").fill(password)
        self.page.get_by_role("button", name="Đăng ký máy").click()
        expect(self.page.get_by_role("heading", name="Cuộc kiểm tra")).to_be_visible()

    def take_along(self) -> None:
        """The visit is on the tablet, and so is the page."""
        self.page.get_by_role("button", name="Mang theo", exact=True).click()
        expect(self.page.get_by_text("Đã lưu cuộc kiểm tra trên máy.")).to_be_visible()
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")

    def unlock(self, password: str = PASSWORD, name: str = "") -> None:
        """The person comes back to the page."""
        self.page.goto(PAGE)
        if name:
            self.page.get_by_role("button", name=name).click()
        self.page.get_by_label("Mật khẩu tài khoản").fill(password)
        self.page.get_by_role("button", name="Mở khóa").click()

    def lock(self) -> None:
        """The person locks the tablet."""
        self.page.get_by_role("button", name="Khóa máy").click()
        expect(self.page.get_by_role("button", name="Khóa máy")).to_have_count(0)

    def open_visit(self) -> None:
        """The visit's sheet is on the screen."""
        self.page.get_by_role("button", name="Mở cuộc kiểm tra").click()
        expect(self.page.locator(".work-header")).to_be_visible()

    def item(self, item: str) -> Locator:
        """An item's card; its section is brought on the screen first."""
        self.page.locator(f"button.rail-section[data-section={item[0]}]:visible").click()
        return self.page.locator(f"#item-{item}")

    def note(self, item: str) -> Locator:
        """The remark on an item."""
        return self.item(item).locator("textarea[name=note]")

    def answer(self, item: str, text: str) -> None:
        """The inspector writes a remark and goes on; kept when this returns."""
        note = self.note(item)
        note.fill(text)
        note.blur()
        expect(self.item(item).locator("[data-save-state].is-saved")).to_have_text(STANDS)

    def state(self) -> Locator:
        """The three states in words, at the top."""
        return self.page.locator("[data-tablet-state]")

    def cut(self) -> None:
        """There is no network."""
        self.proxy.cut()

    def mend(self) -> None:
        """The network is back, and the browser says so to the page."""
        self.proxy.heal()
        self.come_online()

    def come_online(self) -> None:
        """The browser says that there is a network."""
        self.page.evaluate("() => { window.dispatchEvent(new Event('online')); }")

    def expect_received(self) -> None:
        """Everything on this tablet is at the server."""
        expect(self.state()).to_have_text(RECEIVED)

    def expect_kept(self) -> None:
        """Something on this tablet is not at the server, and the tablet says that it has it."""
        expect(self.state()).to_have_text(KEPT)

    def wait_until(self, reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Waits until something is so. Raises AssertionError when it does not come."""
        until = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < until, "what was waited for did not come"
            self.page.wait_for_timeout(50)

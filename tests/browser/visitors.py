"""People before the browser: they enter by the buttons of the sign-in page, and what their browser complains of is kept."""

import os
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

from inspect_app.accounts.words import role_name
from inspect_app.kernel.actors import Role
from tests.browser.demonstration import Demonstration

AXE = Path("node_modules/axe-core/axe.min.js")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Only the breaches leave the browser: what axe found to be right is ten times as long as the page. And axe takes whatever
# stands in a disabled fieldset for out of reach, where a browser disables controls alone: what takes the focus has it.
BREACHES = """rules => {
    const isReached = selector => {
        const part = document.querySelector(selector);
        part.focus({ preventScroll: true });
        return part.tabIndex >= 0 && document.activeElement === part;
    };
    return axe.run(document, rules).then(found => found.violations.flatMap(rule => rule.nodes
        .filter(node => rule.id !== 'scrollable-region-focusable' || !isReached(node.target[0]))
        .map(node => `${rule.id}: ${JSON.stringify(node.target)}`)));
}"""
LANDSCAPE, PORTRAIT, DESKTOP = (1280, 800), (800, 1280), (1440, 900)
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"
# The door counts how often one address knocks; whoever was let in keeps his key for the next test.
Keys = dict[tuple[str, str], Any]
KEYS: Keys = {}


class Door:
    """Opens browsers before one server, and closes them."""

    def __init__(self, browser: Browser, demonstration: Demonstration) -> None:
        self._browser = browser
        self.demonstration = demonstration
        self._open: list[BrowserContext] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _raised: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for context in self._open:
            with suppress(Exception):
                context.close()

    def visitor(
        self, *, size: tuple[int, int] = LANDSCAPE, script: bool = True, url: str = "", key: Any = None
    ) -> "Visitor":
        """Somebody who is not signed in, unless he has a key."""
        context = self._browser.new_context(
            base_url=url or self.demonstration.url,
            viewport=ViewportSize(width=size[0], height=size[1]),
            has_touch=size != DESKTOP,
            java_script_enabled=script,
            locale="vi-VN",
            storage_state=key,
        )
        context.set_default_timeout(15_000)
        self._open.append(context)
        return Visitor(context.new_page())

    def visit_id(self, code: str) -> str:
        """The identity of a visit, by its code in the plan."""
        return self._look("select id from visit where code = ?", code)

    def account_id(self, username: str) -> str:
        """The identity of an account."""
        return self._look("select id from account where username = ?", username)

    def other_ratings(self, unit_code: str) -> list[str]:
        """The identities of the ratings of every unit but one."""
        query = "select r.id from head_rating r join unit u on u.id = r.unit_id where u.code <> ? order by u.code"
        with closing(sqlite3.connect(self.demonstration.data_dir / "inspect.db")) as database:
            return [str(UUID(row[0])) for row in database.execute(query, (unit_code,))]

    def _look(self, query: str, asked: str) -> str:
        with closing(sqlite3.connect(self.demonstration.data_dir / "inspect.db")) as database:
            return str(UUID(database.execute(query, (asked,)).fetchone()[0]))

    def as_role(self, role: Role, **how: Any) -> "Visitor":
        """Somebody who came in by the sample account's button of a role."""
        return self._enter(role.value, lambda visitor: visitor.press(role_name(role)), how)

    def as_account(self, username: str, **how: Any) -> "Visitor":
        """Somebody of the sample for whom the sign-in page has no button: the first button, told another account."""
        return self._enter(username, lambda visitor: visitor.enter_as(self.account_id(username)), how)

    def _enter(self, name: str, knock: Any, how: dict[str, Any]) -> "Visitor":
        kept = (how.get("url") or self.demonstration.url, name)
        if kept in KEYS:
            return self.visitor(**how, key=KEYS[kept])
        visitor = self.visitor(**{**how, "script": True})
        visitor.page.goto("/dang-nhap")
        knock(visitor)
        expect(visitor.page).not_to_have_url(re.compile("dang-nhap"))
        KEYS[kept] = visitor.page.context.storage_state()
        return visitor if how.get("script", True) else self.visitor(**how, key=KEYS[kept])


class Visitor:
    """One person's browser window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        # What is no page (a picture, a table to download) names no icon, and the browser looks for one by itself.
        if message.type in {"error", "warning"} and not place.endswith("/favicon.ico"):
            self.complaints.append(f"console: {message.text} {place}")

    def press(self, name: str) -> None:
        """Presses the button with exactly this name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def enter_as(self, account_id: str) -> None:
        """Presses a sample button whose form was told another sample account."""
        form = self.page.locator("form[action*='/dang-nhap/mau/']").first
        form.evaluate("(form, id) => form.action = form.action.replace(/mau\\/[^?]*/, 'mau/' + id)", account_id)
        form.get_by_role("button").click()

    def follow(self, name: str) -> None:
        """Follows the first link with this name."""
        self.page.get_by_role("link", name=name).first.click()

    def breaches(self) -> list[str]:
        """What axe finds on the page, as `rule: place`."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return list(self.page.evaluate(BREACHES, RULES))

    def resize(self, size: tuple[int, int]) -> None:
        """Turns or changes the screen, unless it is so already: each turn lays the page out anew."""
        wanted = ViewportSize(width=size[0], height=size[1])
        if self.page.viewport_size != wanted:
            self.page.set_viewport_size(wanted)

    def overflow(self) -> int:
        """By how many pixels the page is wider than its screen."""
        return int(self.page.evaluate(OVERFLOW))

    def picture(self, name: str) -> None:
        """Keeps a picture of the whole page where INSPECT_SCREENSHOTS says, if it says so."""
        folder = os.environ.get("INSPECT_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

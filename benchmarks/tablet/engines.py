"""The pages that are measured: how each is opened until it is ready, and where its answers and notes are."""

from dataclasses import dataclass
from typing import Any, Protocol

from playwright.sync_api import BrowserContext, CDPSession, Page

from benchmarks.tablet.form import Described
from benchmarks.tablet.ours import bundle
from benchmarks.tablet.standin import StandIn
from benchmarks.tablet.xform import shown_questions

SLOWER = 4
PATIENCE = 300_000
# More items than fit on a screen of 800 pixels.
SCREEN = 4
DOOR = "/may-tinh-bang"
UNLOCKING = "Mật khẩu rất dài 2024"


@dataclass(frozen=True)
class Opened:
    """Milliseconds until it was ready: the whole page from its first byte; the form alone; what else is known of the opening."""

    page: float
    form: float
    more: dict[str, float]


class Engine(Protocol):
    """One way to fill a form. The scripts find the place of an answer, of a note, and of a dossier's code in the page."""

    name: str
    answer: str
    note: str
    cell: str

    def open(
        self, context: BrowserContext, server: StandIn, form: Described, name: str
    ) -> tuple[Page, CDPSession, Opened]:
        """Opens the page and waits until it is ready."""
        ...


def slowed(page: Page) -> CDPSession:
    """The page's processor made slower, from now on."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


class Ours:
    """The tablet's page: enrolled and with the visit taken along before; then started, unlocked and opened.

    Touched throughout: a mouse that lies still on the page has the browser look at each frame what is under it.
    """

    name = "inspect-app"
    answer = (
        "(item, value) => document.querySelector(`#item-${item} input[type=radio][value=${value}]`).closest('label')"
    )
    note = "(item) => document.querySelector(`#item-${item} textarea[name=note]`)"
    cell = "(item) => document.querySelector(`#item-${item} [name=rows-0-code]`)"

    def __init__(self) -> None:
        self._bundles: dict[str, dict[str, Any]] = {}

    def open(
        self, context: BrowserContext, server: StandIn, form: Described, name: str
    ) -> tuple[Page, CDPSession, Opened]:
        """Ready: from the first byte to the door, from the password's key to the visits, from the press to the sheet."""
        if name not in self._bundles:
            self._bundles[name] = bundle(server.app, form)
        made = self._bundles[name]
        server.bundle = {**made, "state": {**made["state"]}}
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        self._take_along(page, server)
        session = slowed(page)
        page.goto(f"{server.url}{DOOR}")
        door = page.evaluate("whenDrawn('input[name=password]')")
        page.locator("input[name=password]").fill(UNLOCKING)
        page.evaluate("() => { window.coming = whenDrawn('[data-visit]'); }")
        page.locator("form button[type=submit]").tap()
        visits = page.evaluate("coming.then((at) => at - measured.derived)")
        sheet, more = self._press(page, form)
        deriving = page.evaluate("measured.deriving")
        found = {"door": door, "key from password (not counted)": deriving, "visits": visits, "sheet": sheet, **more}
        return page, session, Opened(door + visits + sheet, visits + sheet, found)

    def _take_along(self, page: Page, server: StandIn) -> None:
        page.goto(f"{server.url}{DOOR}")
        page.get_by_label("Tên máy").fill("Máy 1")
        page.get_by_label("Mật khẩu tài khoản").fill(UNLOCKING)
        page.get_by_role("button", name="Đăng ký máy").tap()
        page.get_by_role("button", name="Mang theo", exact=True).tap()
        page.get_by_text("Đã lưu cuộc kiểm tra trên máy.").wait_for()
        page.evaluate("() => navigator.serviceWorker.ready")

    def _press(self, page: Page, form: Described) -> tuple[float, dict[str, float]]:
        """The sheet is drawn when what a screen shows is there; when the section's last item and last row are, is told too."""
        last = form.sections[0].questions[-1].id
        selectors = {
            "sheet": f".work-sheet [data-item]:nth-of-type({SCREEN})",
            "last item": f"#item-{last} textarea[name=note]",
        }
        if form.rows:
            selectors["last row"] = f"[name=rows-{form.rows - 1}-code]"
        page.evaluate(
            "(them) => { for (const [name, one] of Object.entries(them)) window[name] = whenDrawn(one); }", selectors
        )
        page.get_by_role("button", name="Mở cuộc kiểm tra").tap()
        found = {
            name: page.evaluate("(name) => window[name].then((at) => at - measured.pressed)", name)
            for name in selectors
        }
        return found.pop("sheet"), found


class Other:
    """An engine from npm on a page of its own: the form's bytes come from the same server."""

    cell = ""

    def __init__(self, script: str) -> None:
        self._script = script

    def _open(
        self, context: BrowserContext, server: StandIn, name: str, selector: str, many: int
    ) -> tuple[Page, CDPSession, Opened]:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        session = slowed(page)
        page.goto(f"{server.url}/do/{self._script}.html?form={name}", wait_until="commit")
        ready = page.evaluate("([selector, many]) => whenDrawn(selector, many)", [selector, many])
        building = page.evaluate("building")
        return page, session, Opened(ready, ready - building, {})


class Enketo(Other):
    """enketo-core."""

    name = "enketo-core"
    answer = """(item, value) => {
      const name = `/data/${item[0]}/${item}/answer`;
      return document.querySelector(`input[name="${name}"][value="${value}"]`).closest("label");
    }"""
    note = """(item) => document.querySelector(`textarea[name="/data/${item[0]}/${item}/note"]`)"""
    cell = """(item) => document.querySelector(`input[name="/data/${item[0]}/${item}/row/code"]`)"""

    def __init__(self) -> None:
        super().__init__("enketo")

    def open(
        self, context: BrowserContext, server: StandIn, form: Described, name: str
    ) -> tuple[Page, CDPSession, Opened]:
        """Ready when the engine has said that the form stands."""
        return self._open(context, server, name, "[data-drawn]", 1)


_FOUND = "[...document.querySelectorAll('.question-container')].find((each) => each.textContent.trim().startsWith(`${item} `))"


class WebForms(Other):
    """ODK Web Forms."""

    name = "@getodk/web-forms"
    answer = f"(item, value) => {_FOUND}.querySelector(`input[value=${{value}}]`).closest('label')"
    note = f"(item) => {_FOUND}.parentElement.querySelector('textarea')"
    cell = """() => {
      const asked = [...document.querySelectorAll(".question-container")];
      return asked.find((each) => each.textContent.trim() === "code").querySelector("input");
    }"""

    def __init__(self) -> None:
        super().__init__("web_forms")

    def open(
        self, context: BrowserContext, server: StandIn, form: Described, name: str
    ) -> tuple[Page, CDPSession, Opened]:
        """Ready when every question that is not hidden stands on the page."""
        return self._open(context, server, name, ".question-container", shown_questions(form))


class Floor(Other):
    """A page of bare radio buttons and text areas, without style and without a script that listens."""

    name = "the browser alone"
    answer = "(item, value) => document.querySelector(`#item-${item} input[value=${value}]`).closest('label')"
    note = "(item) => document.querySelector(`#item-${item} textarea`)"

    def __init__(self) -> None:
        super().__init__("floor")

    def open(
        self, context: BrowserContext, server: StandIn, form: Described, name: str
    ) -> tuple[Page, CDPSession, Opened]:
        """Ready when it is drawn; that says nothing about a form."""
        return self._open(context, server, name, "[data-drawn]", 1)

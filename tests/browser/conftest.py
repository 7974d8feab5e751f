"""A real Chromium: before the application's test client (no port, the test's own transaction), or before the real server."""

from collections.abc import Callable, Iterator
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect, sync_playwright

from tests.browser.axe_record import AxeRecord
from tests.browser.crew import Crew, Member
from tests.browser.demonstration import Demonstration, served
from tests.browser.own_server import OwnServer
from tests.browser.real_tablet import RealTablet
from tests.browser.visitors import Door
from tests.demonstrations import DEMO_DAY, YEAR_END, prepared

# The shell is the same engine without windows, at a quarter of the cost; a whole browser is as good where there is none.
CHROMIUM = next(filter(Path.exists, map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))), None)
SITE = "https://kiem-tra.test"
# A browser that asks nothing of the world: each of these would look for hosts that are not there.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desktop": (1920, 1080), "landscape": (1280, 800), "portrait": (800, 1280), "phone": (390, 844)}
# Milliseconds; a machine under load is slow, and what is right is right late too.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
REDIRECTS = {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
OpenBrowser = Callable[..., Page]
OpenTablet = Callable[..., RealTablet]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium-headless-shell)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Flask:
    """The application with its built styles and scripts."""
    if not (Path(app.static_folder or "") / "dist" / "manifest.json").exists():
        pytest.skip("no built scripts (script/setup builds them)")
    return app


@pytest.fixture
def open_browser(chromium: Browser, site: Flask) -> Iterator[OpenBrowser]:
    """Makes pages: `open_browser(client, size="portrait", theme="dark", text="150", script=False)`."""
    opened: list[BrowserContext] = []

    def open_page(
        client: FlaskClient | None = None,
        *,
        size: str = "landscape",
        theme: str = "",
        text: str = "",
        script: bool = True,
    ) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport=ViewportSize(width=width, height=height), has_touch=size != "desktop", java_script_enabled=script
        )
        opened.append(context)
        for name, choice in (("theme", theme), ("text", text)):
            if choice:
                context.add_init_script(f"localStorage.setItem('display-{name}', '{choice}')")
        context.route(f"{SITE}/**", answer_from(client or site.test_client()))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield open_page
    for context in opened:
        context.close()


def answer_from(client: FlaskClient) -> Callable[[Route], None]:
    """Answers the browser's requests from the application itself."""

    def answer(route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        headers = {name: value for name, value in request.headers.items() if name not in {"cookie", "host"}}
        with client.open(
            f"{parts.path}?{parts.query}", method=request.method, headers=headers, data=request.post_data_buffer
        ) as response:
            body = response.get_data()
        kept = {name: value for name, value in response.headers.items() if name.lower() != "set-cookie"}
        if response.status_code in REDIRECTS and request.is_navigation_request():
            # Where an answered request is sent on to, the browser would look for in the world.
            onward = f'<meta http-equiv="refresh" content="0; url={escape(response.headers["Location"])}">'
            route.fulfill(content_type="text/html", body=onward)
        else:
            route.fulfill(status=response.status_code, headers=kept, body=body)

    return answer


@pytest.fixture(scope="session")
def demo_day(demonstrations: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The server on a Monday in the middle of the campaign."""
    with served(
        prepared(demonstrations, DEMO_DAY), tmp_path_factory.mktemp("june") / "data", DEMO_DAY
    ) as demonstration:
        yield demonstration


@pytest.fixture(scope="session")
def year_end(demonstrations: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """The server at the end of the year, when heads are rated."""
    with served(
        prepared(demonstrations, YEAR_END), tmp_path_factory.mktemp("december") / "data", YEAR_END
    ) as demonstration:
        yield demonstration


@pytest.fixture(scope="session")
def axe_record(run_folder: Path) -> AxeRecord:
    """What axe has read already in this run, in whichever worker."""
    return AxeRecord(run_folder / "axe.json")


@pytest.fixture
def door(chromium: Browser, demo_day: Demonstration) -> Iterator[Door]:
    """The way into the server of the demonstration's day."""
    with Door(chromium, demo_day) as door:
        yield door


@pytest.fixture
def door_at_year_end(chromium: Browser, year_end: Demonstration) -> Iterator[Door]:
    """The way into the server at the end of the year."""
    with Door(chromium, year_end) as door:
        yield door


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    """A small server for tablets, shared: each test brings a visit and people of its own."""
    with OwnServer(tmp_path_factory.mktemp("house")) as server:
        yield server


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[OwnServer]:
    """A small server of this test alone, which may be stopped, restored and given another secret."""
    (tmp_path / "house").mkdir()
    with OwnServer(tmp_path / "house") as server:
        yield server


@pytest.fixture
def crew(house: OwnServer) -> Crew:
    """A visit under way with its team, on the shared server."""
    return Crew(house)


@pytest.fixture
def open_tablet(chromium: Browser, tmp_path: Path) -> Iterator[OpenTablet]:
    """Makes tablets: `open_tablet(crew, crew.lead)` has taken the visit along; `disk=True` is one that can be killed."""
    opened: list[RealTablet] = []
    launch = {"executable_path": CHROMIUM, "args": ARGUMENTS}

    def open_one(crew: Crew, member: Member | None = None, *, disk: bool = False, taken: bool = True) -> RealTablet:
        profile = tmp_path / f"profile-{len(opened)}" if disk else None
        tablet = RealTablet(chromium, launch, crew, profile)
        opened.append(tablet)
        if member is not None:
            tablet.enrol(member)
            if taken:
                tablet.take_along()
        return tablet

    yield open_one
    for tablet in opened:
        tablet.end()

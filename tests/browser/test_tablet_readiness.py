"""The light beside a visit, before the real server: what is missing, what to do, and nothing sent twice."""

import re

import pytest
from playwright.sync_api import Route, expect

from inspect_app.campaigns.models import Visit
from tests.browser.conftest import SIZES, OpenTablet
from tests.browser.crew import Crew
from tests.browser.real_tablet import RealTablet
from tests.factories.moments import NOW

pytestmark = pytest.mark.browser
GRANTED = "navigator.storage.persisted = async () => true;"
FULL = "navigator.storage.estimate = async () => ({ quota: 1e9, usage: 1e9 - 30 * 1024 * 1024 });"
PROMPT = """() => {
    const event = new Event("beforeinstallprompt", { cancelable: true });
    event.prompt = async () => { window.asked = true; };
    window.dispatchEvent(event);
}"""


def enrolled(crew: Crew, open_tablet: OpenTablet, *scripts: str) -> RealTablet:
    """The lead's tablet, on which the browser says of its store what the scripts say."""
    tablet = open_tablet(crew)
    for script in scripts:
        tablet.context.add_init_script(script)
    tablet.enrol(crew.lead)
    return tablet


def test_the_light_turns_from_not_taken_to_ready(crew: Crew, open_tablet: OpenTablet) -> None:
    tablet = enrolled(crew, open_tablet, GRANTED)
    light = tablet.page.locator("[data-readiness]")
    expect(light).to_have_text(re.compile("Chưa mang theo"))
    tablet.take_along()
    expect(light).to_have_text(re.compile("Sẵn sàng làm việc không cần mạng"))
    expect(tablet.page.locator("[data-check=bundle_here]")).to_have_count(1)


def test_the_light_says_what_is_missing_and_what_to_do(crew: Crew, open_tablet: OpenTablet) -> None:
    tablet = enrolled(crew, open_tablet, FULL)
    tablet.take_along()
    expect(tablet.page.locator("[data-readiness]")).to_have_text(re.compile("Chưa sẵn sàng"))
    missing = tablet.page.locator("[data-visit] > .readiness-missing")
    expect(missing).to_contain_text("Máy chỉ còn 30 MB chỗ trống. Hãy xóa bớt")
    expect(missing).to_contain_text("Hãy cài trang này lên màn hình chính")


def test_a_clock_that_is_a_day_off_is_told_beside_the_visit(crew: Crew, open_tablet: OpenTablet) -> None:
    tablet = open_tablet(crew)
    tablet.skew(1)
    tablet.enrol(crew.lead)
    tablet.take_along()
    expect(tablet.page.locator("[data-check=clock_wrong]").first).to_contain_text("lệch 1.440 phút")


def test_a_visit_is_not_opened_while_a_newer_bundle_of_it_is_on_its_way(crew: Crew, open_tablet: OpenTablet) -> None:
    tablet = enrolled(crew, open_tablet)
    tablet.take_along()
    held: list[Route] = []
    tablet.page.route(re.compile("/goi$"), lambda route: held.append(route))
    opens = tablet.page.get_by_role("button", name="Mở cuộc kiểm tra")
    tablet.page.get_by_role("button", name="Mang theo lại").click()
    expect(opens).to_be_disabled()
    # Whatever else is told meanwhile draws the list anew.
    tablet.context.set_offline(True)
    tablet.context.set_offline(False)
    tablet.page.wait_for_timeout(1_000)
    expect(opens).to_be_disabled()
    # Also on a list that was opened anew: its answers would go by the new questions.
    tablet.page.get_by_role("button", name="Cuộc kiểm tra", exact=True).click()
    tablet.page.wait_for_timeout(300)
    expect(opens).to_be_disabled()
    held[0].continue_()
    expect(opens).to_be_enabled()


def test_the_visit_that_is_open_stands_at_the_top_however_the_tablet_is_held(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """Who took two visits along sees whose sheet he fills, in one line with what is kept."""
    tablet = open_tablet(crew, crew.lead)
    name = tablet.page.locator("[data-tablet-name]")
    expect(name).not_to_contain_text(crew.code)
    tablet.open_visit()
    for size in ("landscape", "portrait"):
        width, height = SIZES[size]
        tablet.page.set_viewport_size({"width": width, "height": height})
        tablet.page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        expect(name).to_contain_text(f"{crew.code} · {crew.unit}")
        expect(name).to_be_in_viewport()
        assert tablet.page.evaluate("() => document.querySelector('.tablet-head').offsetHeight") < 80
    tablet.page.get_by_role("button", name="Cuộc kiểm tra", exact=True).click()
    expect(name).not_to_contain_text(crew.code)


def test_a_bundle_that_did_not_change_is_not_sent_again(crew: Crew, open_tablet: OpenTablet) -> None:
    tablet = enrolled(crew, open_tablet)
    tablet.take_along()
    with tablet.page.expect_response(re.compile("/goi$")) as answer:
        tablet.page.get_by_role("button", name="Mang theo lại").click()
    assert answer.value.status == 304
    expect(tablet.page.get_by_text("Đã lưu cuộc kiểm tra trên máy.")).to_be_visible()
    tablet.open_visit()
    expect(tablet.note("A01")).to_be_visible()


def test_the_page_offers_itself_to_the_home_screen(crew: Crew, open_tablet: OpenTablet) -> None:
    tablet = enrolled(crew, open_tablet)
    tablet.page.evaluate(PROMPT)
    press = tablet.page.get_by_role("button", name="Cài trang này lên màn hình chính")
    press.click()
    expect(press).to_have_count(0)
    assert tablet.page.evaluate("window.asked")


ASKED_FIRST = """() => {
    const real = window.fetch;
    window.asked = [];
    window.fetch = (path, ...more) => {
        if (String(path).includes("/dong-bo/")) window.asked.push(document.querySelectorAll("[data-visit]").length);
        return real(path, ...more);
    };
}"""


def test_the_visits_stand_on_the_screen_before_the_server_is_asked(crew: Crew, open_tablet: OpenTablet) -> None:
    tablet = enrolled(crew, open_tablet)
    tablet.take_along()
    tablet.context.add_init_script(f"({ASKED_FIRST})()")
    tablet.unlock()
    tablet.page.wait_for_function("() => window.asked.length > 0")
    assert tablet.page.evaluate("asked[0]") == 1


def test_a_visit_that_is_behind_the_team_is_taken_off_the_tablet_once_the_server_has_all_of_it(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """Last year's findings and what the unit handed in need not lie on a tablet that goes on to other units."""
    tablet = open_tablet(crew, crew.inspector)
    page, drop = tablet.page, tablet.page.get_by_role("button", name="Bỏ khỏi máy")
    card = page.locator("[data-visit]")
    expect(card).to_contain_text("Đang kiểm tra")
    expect(drop).to_have_count(0)
    tablet.open_visit()
    refuse_changes = re.compile("/dong-bo/thay-doi")
    page.route(refuse_changes, lambda route: route.abort())
    tablet.answer("A01", "Chưa gửi")
    page.get_by_role("button", name="Cuộc kiểm tra", exact=True).click()
    with crew.server.session() as session:
        session.get_one(Visit, crew.visit).closed_at = NOW
        session.commit()
    tablet.come_online()
    expect(card).to_contain_text("Chờ kết luận")
    expect(drop).to_have_count(0)
    page.unroute(refuse_changes)
    tablet.come_online()
    tablet.expect_received()
    drop.click()
    expect(page.get_by_text("Máy chủ có đủ mọi nội dung")).to_be_visible()
    expect(page.get_by_role("button", name="Mở cuộc kiểm tra")).to_have_count(0)
    tablet.cut()
    tablet.unlock()
    expect(page.get_by_text("Chưa có cuộc kiểm tra nào để mang theo")).to_be_visible()

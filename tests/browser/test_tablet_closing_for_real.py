"""A lead begins, fills and closes a visit without network; the server closes it when the tablet comes back."""

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect
from pypdf import PdfReader
from sqlalchemy.orm import undefer

from inspect_app.fieldwork.models import Closing, Minutes
from inspect_app.fieldwork.tasks import ClosingWork, complete_closings
from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.files import DirectoryStore
from tests.browser.crew import Crew
from tests.browser.own_server import OwnServer
from tests.browser.real_tablet import RealTablet
from tests.browser.test_tablet_closing import draw
from tests.browser.visitors import AXE, RULES
from tests.factories.moments import NOW

pytestmark = pytest.mark.browser
OpenTablet = Any


def photo() -> FilePayload:
    written = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 90, 60)).save(written, "JPEG")
    return FilePayload(name="anh.jpg", mimeType="image/jpeg", buffer=written.getvalue())


def shot(tablet: RealTablet, name: str) -> None:
    folder = os.environ.get("INSPECT_SHOTS")
    if folder:
        tablet.page.screenshot(path=f"{folder}/{name}.png")


def begin(tablet: RealTablet) -> None:
    tablet.page.get_by_role("button", name="Bắt đầu cuộc kiểm tra").click()
    tablet.page.locator("dialog").get_by_role("button", name="Bắt đầu cuộc kiểm tra").click()
    expect(tablet.page.locator(".sheet-standing")).to_contain_text("Đã bắt đầu trên máy lúc")


def choose(tablet: RealTablet, item: str, value: str) -> None:
    tablet.item(item).locator(f".segment:has(input[value={value}])").click()


def fill(tablet: RealTablet) -> None:
    """Every item of the small checklist, one of them bad."""
    choose(tablet, "A01", "fail")
    tablet.note("A01").fill("Chưa ban hành kế hoạch.")
    tablet.item("A01").locator("input[type=file]").set_input_files([photo()])
    expect(tablet.item("A01").locator(".evidence-item")).to_have_count(1)
    choose(tablet, "A02", "no")
    tablet.page.locator("#A03-day").fill("2024-06-10")
    tablet.page.locator("#item-A04 input[value=du]").check()
    tablet.item("C01").locator("#C01-number").fill("92,5")
    tablet.page.locator("#C02-part").fill("3")
    tablet.page.locator("#C02-whole").fill("1184")
    tablet.page.locator("#C03-choices-mot").check()
    tablet.page.locator("#C03-choices-hai").check()
    tablet.page.locator("#C04-text").fill("Đã xem sổ theo dõi")
    tablet.page.locator("[name=good]").fill("5")
    tablet.page.locator("[name=rows-0-division]").fill("Phòng Nội vụ")
    tablet.page.locator("[name=rows-0-establishment]").fill("10")
    tablet.page.locator("[name=rows-0-present]").fill("10")
    tablet.item("C07").locator("[name=rows-0-code]").fill("H08.12-240601-0001")
    choose(tablet, "C08", "pass")


def open_closing(tablet: RealTablet) -> None:
    tablet.page.get_by_role("button", name="Khép lại tại chỗ").locator("visible=true").click()
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Khép lại tại chỗ")


def sign(tablet: RealTablet, part: str, name: str = "") -> None:
    card = tablet.page.locator(f"[data-signer={part}]")
    if name:
        card.get_by_label("Họ tên").fill(name)
    draw(tablet.page, part)
    card.get_by_role("button", name="Xác nhận chữ ký").click()
    expect(card.locator(".closing-signed")).to_contain_text("Đã ký lúc")


def signed_text(crew: Crew) -> str:
    """The hash of the minutes that the server was last asked to close."""
    with crew.server.session() as session:
        return session.query(Closing).filter_by(visit_id=crew.visit).one().sheet_sha256


def close(tablet: RealTablet) -> str:
    """The minutes, three signatures and the closing; gives the code that was signed."""
    page = tablet.page
    page.get_by_label("Thành phần của đơn vị").fill("Người đứng đầu đơn vị, Giám đốc Sở")
    page.get_by_label("Ý kiến của đơn vị").fill("Thống nhất với biên bản")
    page.get_by_label("Ý kiến của đơn vị").blur()
    expect(page.locator("[data-minutes-state]")).to_contain_text("Đã lưu trên máy")
    for part in ("lead", "secretary", "unit"):
        sign(tablet, part)
    code = page.locator("[data-closing-code]").inner_text().replace(" ", "")
    shot(tablet, "real-signed")
    page.locator("[data-close-visit]").click()
    expect(page.locator(".closing-state")).to_contain_text("Đã khép lại trên máy này lúc")
    return code


def carry_out(server: OwnServer) -> tuple[str, ...]:
    """What the scheduler does every ten seconds."""
    engine = make_engine(server.database_url)
    try:
        work = ClosingWork(session_factory(engine), DirectoryStore(server.folder / "files"), None)
        return complete_closings(work, now=NOW).closed
    finally:
        engine.dispose()


def minutes_of(crew: Crew) -> Minutes:
    with crew.server.session() as session:
        return session.query(Minutes).options(undefer(Minutes.sheet)).filter_by(visit_id=crew.visit).one()


def test_a_lead_closes_where_there_is_no_network(own_house: OwnServer, open_tablet: OpenTablet, tmp_path: Path) -> None:
    crew = Crew(own_house, begun=False)
    tablet: RealTablet = open_tablet(crew, crew.lead, disk=True)
    tablet.cut()
    tablet.open_visit()
    begin(tablet)
    fill(tablet)
    open_closing(tablet)
    expect(tablet.page.locator("[data-closing-step=gaps]")).to_contain_text("Còn 1 việc trước khi khép lại")
    code = close(tablet)
    tablet.kill()
    tablet.start()
    tablet.unlock()
    tablet.open_visit()
    open_closing(tablet)
    expect(tablet.page.locator(".closing-state")).to_contain_text("Đã khép lại trên máy này lúc")
    expect(tablet.page.locator("[data-closing-code]")).to_have_text(re.compile(code[:4]))
    assert tablet.page.locator("[data-closing-code]").inner_text().replace(" ", "") == code
    tablet.mend()
    tablet.expect_received()
    assert {state.value for state in crew.states()} == {"applied", "waiting"}
    expect(tablet.page.locator(".closing-state")).to_contain_text("Máy chủ đang lập biên bản.")
    assert carry_out(own_house) == (crew.code,)
    expect(tablet.page.locator(".closing-state")).to_contain_text("Cuộc kiểm tra đã khép lại lúc", timeout=40_000)
    shot(tablet, "real-closed")
    kept = minutes_of(crew)
    assert kept.sheet is not None
    assert kept.sheet["signed"]["sha256"] == code
    link = tablet.page.get_by_role("link", name="Mở biên bản (PDF)").get_attribute("href")
    tablet.sign_in(crew.lead)
    paper = tablet.context.request.get(f"{tablet.proxy.url}{link}")
    assert paper.status == 200
    text = (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.body())).pages)
        .replace(" ", "")
        .replace("\n", "")
    )
    assert code in text
    assert "Chưabanhànhkếhoạch" in text
    assert "chứngcứ:CC-01" in text
    if os.environ.get("INSPECT_SHOTS"):
        Path(os.environ["INSPECT_SHOTS"], "real.pdf").write_bytes(paper.body())


def test_a_colleagues_answer_makes_the_lead_sign_anew(own_house: OwnServer, open_tablet: OpenTablet) -> None:
    crew = Crew(own_house, begun=False)
    tablet: RealTablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    begin(tablet)
    fill(tablet)
    tablet.expect_received()
    other: RealTablet = open_tablet(crew, crew.inspector)
    tablet.cut()
    open_closing(tablet)
    first = close(tablet)
    other.open_visit()
    other.note("C04").fill("Xem thêm sổ phụ")
    other.note("C04").blur()
    other.wait_until(lambda: crew.remarks("C04")[-1] == "Xem thêm sổ phụ")
    tablet.mend()
    tablet.expect_received()
    expect(tablet.page.locator(".closing-state")).to_contain_text("Câu trả lời của mục C04 đã khác với bản đã ký.")
    assert carry_out(own_house) == ()
    expect(tablet.page.locator("[data-signer=lead]")).to_contain_text("Chữ ký trước không còn khớp")
    for part in ("lead", "secretary", "unit"):
        sign(tablet, part)
    tablet.page.locator("[data-close-visit]").click()
    tablet.wait_until(lambda: signed_text(crew) != first)
    assert carry_out(own_house) == (crew.code,)


def test_the_page_of_closing_has_no_breach_in_either_orientation(own_house: OwnServer, open_tablet: OpenTablet) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    crew = Crew(own_house, begun=False)
    tablet: RealTablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    begin(tablet)
    fill(tablet)
    open_closing(tablet)
    tablet.page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, height in ((1280, 800), (800, 1280)):
        tablet.page.set_viewport_size({"width": width, "height": height})
        found = tablet.page.evaluate("rules => axe.run(document, rules)", RULES)
        assert [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]] == []
        shot(tablet, f"real-closing-{width}")


def test_a_photo_that_was_taken_back_stays_away(own_house: OwnServer, open_tablet: OpenTablet) -> None:
    crew = Crew(own_house, begun=False)
    tablet: RealTablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    begin(tablet)
    card = tablet.item("A01")
    card.locator("input[type=file]").set_input_files([photo()])
    tablet.expect_received()
    expect(card.locator(".evidence-item")).to_have_count(1)
    card.get_by_role("button", name="Rút ảnh").click()
    tablet.page.locator("dialog textarea").fill("Chụp nhầm")
    tablet.page.locator("dialog").get_by_role("button", name="Rút ảnh").click()
    expect(card.locator(".evidence-item")).to_have_count(0)
    tablet.expect_received()
    tablet.page.reload()
    tablet.unlock()
    tablet.open_visit()
    expect(tablet.item("A01").locator(".evidence-item")).to_have_count(0)


SLOW = """() => { const right = navigator.storage.estimate.bind(navigator.storage);
navigator.storage.estimate = () => new Promise((go) => setTimeout(() => right().then(go), 1500)); }"""


def test_a_list_of_visits_that_comes_late_covers_neither_the_sheet_nor_the_lock(
    own_house: OwnServer, open_tablet: OpenTablet
) -> None:
    crew = Crew(own_house)
    tablet: RealTablet = open_tablet(crew, crew.lead)
    tablet.page.evaluate(SLOW)
    tablet.come_online()
    tablet.page.wait_for_timeout(300)
    tablet.open_visit()
    tablet.page.wait_for_timeout(2500)
    expect(tablet.page.locator(".work-header")).to_be_visible()
    tablet.page.get_by_role("button", name="Cuộc kiểm tra").click()
    tablet.page.wait_for_timeout(100)
    tablet.page.get_by_role("button", name="Khóa máy").click()
    expect(tablet.page.get_by_label("Mật khẩu tài khoản")).to_be_visible()
    tablet.page.wait_for_timeout(2500)
    expect(tablet.page.get_by_label("Mật khẩu tài khoản")).to_be_visible()

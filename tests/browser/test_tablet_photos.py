"""Photos go their own way, from the byte where the line was cut, and without what the camera wrote into them; files carry what no line takes."""

import re
from io import BytesIO
from pathlib import Path
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from inspect_app.fieldwork.models import ChangeState
from tests.browser.conftest import OpenTablet
from tests.browser.crew import Crew
from tests.browser.http_proxy import Answer, Cut, Request
from tests.browser.real_tablet import RealTablet
from tests.browser.test_tablet_storage import photo

pytestmark = pytest.mark.browser
CANARY = "chim hoàng yến 8271"
PUT = "PUT /dong-bo/anh/"
BUSY = Answer(
    "503 Service Unavailable", '{"protocol": 1, "error": "busy", "message": ""}', {"Content-Type": "application/json"}
)
PATIENCE = 60
GPS, MAKER = 0x8825, 0x010F


def take_photo(tablet: RealTablet, item: str, picture: FilePayload) -> None:
    """The inspector takes a photo at an item; kept when this returns."""
    card = tablet.item(item)
    card.locator("input[type=file]").set_input_files(picture)
    expect(card.locator(".evidence-item").last).to_contain_text(re.compile("Ảnh chờ gửi|Máy chủ đã nhận ảnh"))


def test_a_photo_goes_on_from_the_byte_where_the_line_was_cut(crew: Crew, open_tablet: OpenTablet) -> None:
    """It is cut three times, and goes on each time from what the server has."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    fault = tablet.proxy.fails(PUT, Cut.BODY, times=3)
    take_photo(tablet, "A01", photo())
    while fault.times:
        tablet.come_online()
        tablet.page.wait_for_timeout(100)
    tablet.come_online()
    tablet.expect_received()
    expect(tablet.item("A01").get_by_text("Máy chủ đã nhận ảnh")).to_be_visible()
    (kept,) = crew.photos()
    sent = tablet.proxy.sent(PUT)
    offsets = [int(parse_qs(urlsplit(each.target).query)["offset"][0]) for each in sent]
    assert offsets == sorted(offsets)
    assert offsets[-1] > 0
    assert offsets[-1] + len(sent[-1].body) == len(kept)


def test_a_photo_that_does_not_go_through_holds_up_no_answer(crew: Crew, open_tablet: OpenTablet) -> None:
    """The texts are at the server while the photo still waits."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.proxy.fails(PUT, Cut.BEFORE)
    take_photo(tablet, "A01", photo())
    tablet.wait_until(lambda: bool(tablet.proxy.sent(PUT)))
    tablet.answer("A02", CANARY)
    tablet.come_online()
    tablet.wait_until(lambda: crew.remarks("A02") == [CANARY])
    expect(tablet.state()).to_have_text(re.compile("1 mục"))
    tablet.mend()
    tablet.expect_received()
    assert len(crew.photos()) == 1


def test_four_photos_are_on_their_way_at_once_and_a_busy_server_keeps_none_of_them_back(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    """Each waits at the proxy for the other three; then one is turned away, and goes over another's connection."""
    together, met = Barrier(4), list[int]()

    def meet(request: Request) -> None:
        if request.method == "PUT" and len(met) < 4:
            met.append(together.wait(PATIENCE))

    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.cut()
    for item in ("A01", "A02", "A03", "A04"):
        take_photo(tablet, item, photo(300))
    tablet.proxy.heard = meet
    tablet.proxy.fails(PUT, BUSY, times=1)
    tablet.proxy.mend()
    tablet.come_online()
    tablet.expect_received()
    assert sorted(met) == [0, 1, 2, 3]
    assert len(crew.photos()) == 4


def test_the_place_and_the_camera_of_a_photo_stay_behind(crew: Crew, open_tablet: OpenTablet) -> None:
    """What reaches the server is the picture, no larger than it must be."""
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    marks = Image.Exif()
    marks[MAKER] = "Máy ảnh hoàng yến"
    marks.get_ifd(GPS)[2] = (15.0, 53.0, 12.0)
    written = BytesIO()
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(written, "JPEG", exif=marks, quality=95)
    take_photo(tablet, "A01", FilePayload(name="anh.jpg", mimeType="image/jpeg", buffer=written.getvalue()))
    tablet.expect_received()
    (kept,) = crew.photos()
    sent = b"".join(each.body for each in tablet.proxy.sent(PUT))
    for data in (kept, sent):
        picture = Image.open(BytesIO(data))
        assert (dict(picture.getexif()), max(picture.size) <= 1600) == ({}, True)
        assert "Máy ảnh".encode() not in data


def test_a_sealed_file_carries_everything_by_another_tablet_and_twice_is_once(
    crew: Crew, open_tablet: OpenTablet, tmp_path: Path
) -> None:
    """Only the server opens it; the tablet that wrote it finds everything received."""
    tablet, other = open_tablet(crew, crew.lead), open_tablet(crew, crew.inspector)
    tablet.open_visit()
    tablet.cut()
    tablet.answer("A01", CANARY)
    take_photo(tablet, "A01", photo())
    tablet.page.get_by_role("button", name="Cuộc kiểm tra").click()
    with tablet.page.expect_download() as download:
        tablet.page.get_by_role("button", name="Lưu phần chưa gửi ra tệp").click()
    file = tmp_path / "viec.ktra"
    download.value.save_as(file)
    assert CANARY.encode() not in file.read_bytes()
    assert b"\xff\xd8\xff\xe0\x00\x10JFIF" not in file.read_bytes()
    for told in ("2 thay đổi mới, 0 đã có từ trước, 1 ảnh", "0 thay đổi mới, 2 đã có từ trước"):
        other.page.locator("input[accept='.ktra']").set_input_files(file)
        expect(other.page.locator(".notice-good")).to_contain_text(told)
    assert crew.values("A01") == [(crew.lead.name, CANARY)]
    assert len(crew.photos()) == 1
    tablet.mend()
    tablet.expect_received()
    assert crew.values("A01") == [(crew.lead.name, CANARY)]
    assert set(crew.states()) == {ChangeState.APPLIED}

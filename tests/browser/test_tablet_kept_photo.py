"""A photo that the server only keeps: the tablet stops sending it, and its inspector reads why."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect
from sqlalchemy import select

from inspect_app.fieldwork.models import Photo, PhotoProblem
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.files import DirectoryStore
from tests.browser.conftest import OpenTablet
from tests.browser.crew import Crew
from tests.browser.http_proxy import Cut

pytestmark = pytest.mark.browser
PUT = "PUT /dong-bo/anh/"


def _picture() -> FilePayload:
    written = BytesIO()
    Image.effect_noise((800, 600), 40).convert("RGB").save(written, "JPEG")
    return FilePayload(name="anh.jpg", mimeType="image/jpeg", buffer=written.getvalue())


def _keep_only(crew: Crew) -> None:
    """The server got bytes that no picture can be made of; the answer that said so was lost."""
    stored = DirectoryStore(crew.server.folder / "files").put(b"no picture")
    with crew.server.session() as session:
        photo = session.scalars(select(Photo).where(Photo.visit_id == crew.visit)).one()
        photo.received_at, photo.problem = real_now(), PhotoProblem.NOT_A_PHOTO
        photo.kept_sha256, photo.kept_size = stored.sha256, stored.size


def test_a_photo_that_the_server_cannot_read_is_not_sent_for_ever_and_its_inspector_is_told(
    crew: Crew, open_tablet: OpenTablet
) -> None:
    tablet = open_tablet(crew, crew.lead)
    tablet.open_visit()
    tablet.proxy.fails(PUT, Cut.BEFORE)
    tablet.item("A01").locator("input[type=file]").set_input_files([_picture()])
    tablet.wait_until(lambda: bool(tablet.proxy.sent(PUT)))
    _keep_only(crew)
    tablet.proxy.heal()
    tablet.come_online()
    tablet.expect_received()
    card = tablet.item("A01")
    expect(card.locator(".evidence-failed")).to_contain_text(re.compile("không đọc được như một ảnh"))
    before = len(tablet.proxy.sent(PUT))
    tablet.come_online()
    tablet.page.wait_for_timeout(1000)
    assert len(tablet.proxy.sent(PUT)) == before

"""The square code on an issued paper leads to its public page, can be scanned, and stands in none of the decree's boxes."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber
import pytest
import segno
from PIL import Image

from inspect_app.documents.checking.checker import report_on
from inspect_app.documents.checking.reading import read_pages
from inspect_app.documents.qr import DOTS, QUIET, parted, qr_picture
from inspect_app.documents.render import html_of
from inspect_app.documents.word.making import docx_of
from tests.documents.conftest import MADE_AT
from tests.documents.word.reader import Docx

ADDRESS = "https://kiemtra.example.gov.vn/kiem-tra/7K3M-9QFT-2W8X-J4C6"
MM = 72 / 25.4


@pytest.fixture(scope="module")
def on_paper(pdf: Callable[[Any], bytes], notice: Callable[..., Any]) -> bytes:
    """The notice as issued, with its address."""
    letterhead = replace(notice().letterhead, issued_on=date(2024, 1, 5))
    return pdf(notice(verify_url=ADDRESS, letterhead=letterhead))


def modules(picture: Image.Image, count: int, quiet: int) -> list[list[int]]:
    """The dark (1) and light (0) modules, read in the middle of each."""
    side = picture.width / (count + 2 * quiet)
    middles = [round((number + quiet + 0.5) * side) for number in range(count)]
    shown = picture.tobytes()
    return [[int(shown[y * picture.width + x] < 128) for x in middles] for y in middles]


def wanted() -> list[list[int]]:
    """The modules that the address makes."""
    code = segno.make(ADDRESS, error="m", micro=False, boost_error=False)
    return [list(row) for row in code.matrix]


def test_the_picture_holds_the_address() -> None:
    data = base64.b64decode(qr_picture(ADDRESS).partition(",")[2])
    picture = Image.open(BytesIO(data)).convert("L")
    assert picture.width == (len(wanted()) + 2 * QUIET) * DOTS
    assert modules(picture, len(wanted()), QUIET) == wanted()
    assert qr_picture(ADDRESS) == qr_picture(ADDRESS)


def test_on_paper_it_can_be_read_at_two_hundred_dots_an_inch_and_is_more_than_two_centimetres(on_paper: bytes) -> None:
    with pdfplumber.open(BytesIO(on_paper)) as document:
        page = next(page for page in document.pages if page.images)
        (image,) = page.images
        place = (image["x0"], image["top"], image["x1"], image["bottom"])
        shown = page.crop(place).to_image(resolution=200).original.convert("L")
    count = len(wanted())
    assert image["width"] / MM * count / (count + 2 * QUIET) >= 20
    assert modules(shown, count, QUIET) == wanted()


def test_the_words_beside_it_tell_where_and_by_which_code(on_paper: bytes) -> None:
    with pdfplumber.open(BytesIO(on_paper)) as document:
        text = " ".join(page.extract_text() for page in document.pages)
    assert "Kiểm tra văn bản tại" in text
    assert parted(ADDRESS) == ("kiemtra.example.gov.vn", "/kiem-tra", "7K3M-9QFT-2W8X-J4C6")
    for part in (*parted(ADDRESS)[:2], "Mã: 7K3M-9QFT-2W8X-J4C6"):
        assert part in text


def test_a_draft_has_none(notice: Callable[..., Any]) -> None:
    assert "qr" not in html_of(notice(verify_url=ADDRESS, draft=True))
    assert "qr" not in html_of(notice())


def test_the_form_stays_right_beside_it(on_paper: bytes) -> None:
    assert report_on(read_pages(on_paper)).problems == ()


def test_the_word_file_has_it_too(notice: Callable[..., Any]) -> None:
    paper = Docx(docx_of(notice(verify_url=ADDRESS), made_at=MADE_AT))
    assert "Mã: 7K3M-9QFT-2W8X-J4C6" in paper.text
    assert any(name.startswith("word/media/") for name in paper.parts)

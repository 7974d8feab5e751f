"""Whatever is typed stands in the paper as it was typed, in both formats, and makes neither read nor fetch anything."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from inspect_app.documents.render import html_of, pdf_of
from inspect_app.documents.renderer import Renderer
from inspect_app.documents.samples import MADE_AT
from inspect_app.documents.sheets import Table
from inspect_app.documents.word.making import docx_of
from inspect_app.kernel.text import clean
from tests.documents.hostile import MARKUP, TURNED, UNUSUAL, minutes_of, notice_of
from tests.documents.word.reader import Docx, W
from tests.faults.papers.watching import foreign_events, watched_renderer


def squeezed(text: str) -> str:
    """The text without any white space, as a narrow column may break it anywhere."""
    return "".join(unicodedata.normalize("NFC", text).split())


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Renderer, Path]]:
    log = tmp_path_factory.mktemp("watched") / "events.txt"
    with closing(watched_renderer(log)) as renderer:
        yield renderer, log


def test_all_hostile_markup_is_printed_as_text_and_opens_nothing(notice, watched):
    renderer, log = watched
    pdf_of(notice(), made_at=MADE_AT, renderer=renderer)
    before = log.read_text()
    assert foreign_events("open ('/etc/passwd',)") != []
    typed = "\n".join(MARKUP.values())
    table = Table(head=("A", "B"), rows=tuple((text, "1") for text in MARKUP.values()))
    sheet = notice(opening=typed, bases=("Căn cứ", *MARKUP.values()), general=(table,))
    text = squeezed(
        "".join(
            page.extract_text() for page in PdfReader(BytesIO(pdf_of(sheet, made_at=MADE_AT, renderer=renderer))).pages
        )
    )
    for name, hostile in MARKUP.items():
        assert text.count(squeezed(hostile)) >= 3, name
    assert foreign_events(log.read_text().removeprefix(before)) == []


@pytest.mark.parametrize("name", MARKUP)
def test_hostile_markup_is_text_in_the_word_file_and_changes_no_part_of_it(notice, minutes, name):
    plain = Docx(docx_of(notice_of(notice(), "chữ"), made_at=MADE_AT))
    bad = Docx(docx_of(notice_of(notice(), MARKUP[name]), made_at=MADE_AT))
    assert bad.text.count(" ".join(MARKUP[name].split())) >= 10
    assert set(bad.parts) == set(plain.parts)
    tags = {element.tag for element in bad.body.iter()} - {f"{W}br"}  # a long title is broken into lines
    assert tags <= {element.tag for element in plain.body.iter()}
    assert MARKUP[name][:20] in Docx(docx_of(minutes_of(minutes(), MARKUP[name]), made_at=MADE_AT)).text


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_text_is_shown_in_both_formats(notice, pdf, name):
    sheet = notice(opening=UNUSUAL[name], unit=UNUSUAL[name])
    wanted = squeezed(clean(UNUSUAL[name]))
    printed = squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(pdf(sheet))).pages))
    assert wanted in squeezed(Docx(docx_of(sheet, made_at=MADE_AT)).text)
    if name in ("one letter", "decomposed", "no character"):
        assert wanted in printed
    # A reader gives joined and turned signs back in an order of its own; what stands beside them is there.
    assert {word for word in wanted.split() if word.isascii()} <= set(printed) | {wanted} | {printed}


def test_directions_are_taken_out_so_that_a_paper_shows_what_it_says(notice, pdf):
    sheet = notice(opening=TURNED)
    assert sheet.opening == "Số 4202/21 tiền đồng"
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", html_of(sheet))
    assert "4202/21" in "".join(page.extract_text() for page in PdfReader(BytesIO(pdf(sheet))).pages)
    assert "Số 4202/21 tiền đồng" in Docx(docx_of(sheet, made_at=MADE_AT)).text

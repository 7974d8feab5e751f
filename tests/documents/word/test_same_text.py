"""What the PDF says and what the Word file says are the same words and numbers, for every kind of paper."""

import re
from collections import Counter
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from inspect_app.documents.render import html_of
from inspect_app.documents.samples import FILE_NAMES, sample_sheet
from inspect_app.documents.sheets import Sheet
from tests.documents.word.reader import Docx, folded

KINDS = pytest.mark.parametrize("kind", FILE_NAMES)


def pieces(text: str) -> Counter[str]:
    """The words and the runs of digits of a text, counted."""
    return Counter(re.findall(r"[^\W\d_]+|\d+", text))


def visible(html: str) -> str:
    """The text of a piece of HTML."""
    return folded(unescape(re.sub(r"<[^>]*>", " ", html)))


def inner(html: str, pattern: str) -> str:
    """The text of all that matches."""
    return visible(" ".join(re.findall(pattern, html, re.DOTALL)))


@KINDS
def test_pdf_and_word_file_have_the_same_words_and_numbers(kind: type[Sheet], samples: Path):
    pages = PdfReader(BytesIO((samples / FILE_NAMES[kind]).read_bytes())).pages
    word = Docx((samples / FILE_NAMES[kind]).with_suffix(".docx").read_bytes())
    in_pdf, in_word = pieces("\n".join(page.extract_text() for page in pages)), pieces(word.text)
    html = html_of(sample_sheet(kind))
    repeated = inner(html, r"<thead>.*?</thead>") + " " + word.heads
    assert not in_word - in_pdf
    extra = in_pdf - in_word
    assert set(extra) <= set(pieces(repeated)) | {str(number) for number in range(1, len(pages) + 1)}, extra


@KINDS
def test_word_says_what_the_template_says_in_its_order(kind: type[Sheet], samples: Path):
    html = html_of(sample_sheet(kind))
    body = re.sub(r'<div class="(?:marks|running)">.*?</div>', "", html.partition("<body")[2], flags=re.DOTALL)
    word = Docx((samples / FILE_NAMES[kind]).with_suffix(".docx").read_bytes())
    assert word.text.replace(" ", "") == visible(f"<body{body}").replace(" ", "").replace("\u00a0", "")
    assert inner(html, r'<div class="marks">.*?</div>') in word.heads

"""The shipped samples are whole, say that they are samples, and need no invented number."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from inspect_app.documents.samples import FILE_NAMES, sample_sheet


@pytest.mark.parametrize("kind", FILE_NAMES)
def test_a_sample_is_marked_and_has_no_number(kind):
    sheet = sample_sheet(kind)
    assert sheet.sample
    assert not hasattr(sheet, "letterhead") or sheet.letterhead.number is None  # a working paper has none
    assert kind.from_json(sheet.to_json()) == sheet


def test_all_samples_are_written_as_pdf_and_word_file(samples: Path):
    names = set(FILE_NAMES.values())
    assert {file.name for file in samples.iterdir()} == names | {name.replace(".pdf", ".docx") for name in names}
    for file in samples.glob("*.pdf"):
        pages = PdfReader(BytesIO(file.read_bytes())).pages
        assert all("DỮ LIỆU MẪU" in page.extract_text() for page in pages)

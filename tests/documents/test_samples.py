"""The shipped samples are whole, say that they are samples, and need no invented number."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from inspect_app.documents.samples import FILE_NAMES, sample_sheet, write_samples


@pytest.mark.parametrize("kind", FILE_NAMES)
def test_a_sample_is_marked_and_has_no_number(kind):
    sheet = sample_sheet(kind)
    assert sheet.sample
    assert sheet.letterhead.number is None
    assert kind.from_json(sheet.to_json()) == sheet


def test_all_samples_are_written(tmp_path: Path):
    files = write_samples(tmp_path / "samples")
    assert {file.name for file in files} == set(FILE_NAMES.values())
    for file in files:
        pages = PdfReader(BytesIO(file.read_bytes())).pages
        assert all("DỮ LIỆU MẪU" in page.extract_text() for page in pages)

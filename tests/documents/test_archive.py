"""The PDF as an archive wants it: PDF/A-3a by its markers, tagged, with the sheet attached. No validator ran here."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from inspect_app.documents.renderer import RENDERER
from inspect_app.documents.samples import MADE_AT
from inspect_app.documents.sheets import ConclusionNoticeSheet, Paragraph
from tests.documents.test_form import objects_of


@pytest.fixture(scope="module")
def sheet(notice) -> ConclusionNoticeSheet:
    made: ConclusionNoticeSheet = notice(general=(Paragraph(text="Một đoạn\nHai đoạn"),))
    return made


@pytest.fixture(scope="module")
def printed(sheet, pdf) -> bytes:
    made: bytes = pdf(sheet)
    return made


@pytest.fixture(scope="module")
def root(printed: bytes) -> Any:
    return PdfReader(BytesIO(printed)).trailer["/Root"].get_object()


def test_it_says_that_it_is_pdf_a_3a(root: Any, printed: bytes):
    assert printed.startswith(b"%PDF-1.7")
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r'pdfaid:part(>|=")3', metadata)
    assert re.search(r'pdfaid:conformance(>|=")A', metadata)
    (intent,) = root["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert "/ID" in PdfReader(BytesIO(printed)).trailer
    assert "2024-06-18T17:00:00+07:00" in metadata


def test_it_is_tagged_and_vietnamese(root: Any, printed: bytes):
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    kinds = {str(o["/S"]) for o in objects_of(PdfReader(BytesIO(printed))) if o.get("/Type") == "/StructElem"}
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/TH", "/TD"} <= kinds


def test_the_sheet_is_attached_once_as_the_source_with_fixed_dates(root: Any, printed: bytes, sheet):
    (named,) = root["/AF"]
    file = named.get_object()
    assert (file["/AFRelationship"], file["/UF"]) == ("/Source", "conclusion_notice.json")
    stored = file["/EF"]["/F"].get_object()
    assert stored.get_data().decode() == sheet.to_json()
    assert stored["/Subtype"] == "/application/json"
    assert stored["/Params"]["/ModDate"] == "D:20240618100000Z"
    assert ConclusionNoticeSheet.from_json(stored.get_data().decode()) == sheet
    assert list(PdfReader(BytesIO(printed)).attachments) == ["conclusion_notice.json"]


def test_nothing_in_it_runs_or_leads_elsewhere(root: Any, printed: bytes):
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    kinds = {str(o.get("/S")) for o in objects_of(PdfReader(BytesIO(printed)))}
    assert not {"/JavaScript", "/Launch", "/URI", "/SubmitForm"} & kinds


def test_papers_that_were_printed_before_it_change_no_byte(printed: bytes, sheet, minutes, pdf):
    pdf(minutes())
    assert pdf(sheet) == printed


def test_a_job_without_an_attachment_is_printed_without_one():
    job = {"html": "<p>x", "styles": [], "identifier": "00" * 16, "made_at": MADE_AT.isoformat(), "variant": "pdf/a-3a"}
    assert not PdfReader(BytesIO(RENDERER.render(json.dumps(job).encode()))).attachments

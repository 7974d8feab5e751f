"""The checklist on paper: every item with its id and its way to answer, blank or filled, and no heading without an item."""

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from inspect_app.checklists.kinds import KINDS, kind_named
from inspect_app.checklists.library import load_library
from inspect_app.checklists.paper import Filled, blank_form, form_sections
from inspect_app.documents.render import html_of, pdf_of
from inspect_app.documents.sheets import ChecklistFormSheet
from tests.checklists.samples import small_version
from tests.factories.moments import NOW

VERSION = small_version()
RAW: dict[str, dict[str, Any]] = {
    "A01": {"verdict": "fail"},
    "A02": {"yes": "yes"},
    "A03": {"day": "2024-01-05"},
    "A04": {"choice": "thieu"},
    "C01": {"number": "92,5"},
    "C02": {"part": "12", "whole": "340"},
    "C03": {"choices": ["mot", "ba"]},
    "C04": {"text": "Dòng một.\nDòng hai."},
    "C05": {"good": "9", "bad": "1"},
    "C06": {"rows": [{"division": "Văn phòng", "establishment": "9", "present": "8", "excused": "1", "unexcused": ""}]},
    "C07": {"rows": [{"code": "H47-1", "received": "2024-06-01", "form01": "yes", "form02": "na"}]},
}


def answer_to(item_id, raw=None):
    item = VERSION.item(item_id)
    kind = kind_named(item.kind)
    return kind.on_paper({**kind.blank(), **(RAW[item_id] if raw is None else raw)}, item.options)


def pages_of(sheet):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf_of(sheet, made_at=NOW))).pages]


def test_every_kind_can_be_answered_on_paper():
    assert {VERSION.item(item_id).kind for item_id in RAW} == set(KINDS)
    for item_id in RAW:
        answer = answer_to(item_id, {})
        assert answer.boxes or answer.blanks or answer.grid
        assert not any(box.ticked for box in answer.boxes)
        assert not any(blank.value for blank in answer.blanks)


@pytest.mark.parametrize(
    ("item_id", "ticked"), [("A01", ["Không đạt"]), ("A02", ["Có"]), ("A04", ["Thiếu"]), ("C03", ["Một", "Ba"])]
)
def test_what_was_chosen_is_ticked(item_id, ticked):
    assert [box.text for box in answer_to(item_id).boxes if box.ticked] == ticked


def test_what_was_written_stands_in_its_place():
    values = {item_id: [blank.value for blank in answer_to(item_id).blanks] for item_id in RAW}
    assert values["A03"] == ["05/01/2024"]
    assert values["C01"] == ["92,5"]
    assert values["C02"] == ["12", "340"]
    assert values["C04"] == ["Dòng một.\nDòng hai."]
    assert values["C05"] == ["9", "1"]


def test_tables_hold_their_rows_and_blank_ones_have_room():
    attendance, dossiers = answer_to("C06").grid, answer_to("C07").grid
    assert attendance.rows == (("Văn phòng", "9", "8", "1", ""),)
    assert dossiers.rows[0][:2] == ("H47-1", "01/06/2024")
    assert dossiers.rows[0][5:7] == ("có", "không áp dụng")
    blank = answer_to("C07", {}).grid
    assert len(blank.rows) >= 18
    assert all(len(row) == len(blank.head) for row in blank.rows)


def test_the_blank_form_has_every_item_once_and_a_line_for_the_unit():
    text = "\n".join(pages_of(blank_form(VERSION)))
    found = re.findall(r"^([A-Z]{1,2}[0-9]{2})\b", text, re.MULTILINE)
    assert found == [item.id for item in VERSION.items]
    assert "Đơn vị được kiểm tra" in text
    assert "Không áp dụng" in text


def test_no_section_stands_alone_at_the_foot_of_a_page_and_each_page_tells_which_it_is():
    version = load_library().latest("toan-dien")
    pages = pages_of(blank_form(version))
    titles = {section.title.vi for section in version.sections}
    for number, page in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in page
        lines = [line for line in page.splitlines() if line.strip()]
        heads = [
            place for place, line in enumerate(lines) if any(title in line for title in titles) and line[1:2] == "."
        ]
        for place in heads:
            assert any(re.match(r"[A-Z][0-9]{2}", line) for line in lines[place + 1 : place + 5]), lines[place]


def test_a_remark_longer_than_a_page_is_printed_whole():
    words = " ".join(f"chữ{number}" for number in range(1_380))
    filled = {"A01": Filled({}, True, words, words, "Thành viên 1")}
    sheet = ChecklistFormSheet(title="Phiếu", label="nho v1", sections=form_sections(VERSION, filled, {}), printed="x")
    text = " ".join(" ".join(pages_of(sheet)).split())
    assert all(f"chữ{number}" in text for number in (0, 700, 1_379))


def test_what_somebody_wrote_is_never_markup():
    filled = {"A01": Filled({}, True, "<b>lý do</b>", "<script>", "Thành viên 1")}
    sheet = ChecklistFormSheet(title="Phiếu", label="nho v1", sections=form_sections(VERSION, filled, {}), printed="x")
    html = html_of(sheet)
    assert "&lt;script&gt;" in html
    assert "Lý do không áp dụng: &lt;b&gt;lý do" in html
    assert ChecklistFormSheet.from_json(sheet.to_json()) == sheet

"""A sheet is frozen, bounded, clean text, and survives its JSON."""

import json
import unicodedata
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from inspect_app.documents.sheets import (
    AreaResult,
    ConclusionNoticeSheet,
    Heading,
    Listing,
    MinutesSheet,
    Paragraph,
    Refusal,
    Remark,
    Table,
)
from inspect_app.kernel.errors import RuleBroken

BLOCKS = (
    Heading(level=2, number="1", text="Đặc điểm"),
    Paragraph(text="Hai dòng\nthành hai đoạn"),
    Listing(lines=("một", "hai")),
    Table(head=("Lĩnh vực", "Số"), rows=(("Đất đai", "12"),), aligns=("left", "right"), caption="Bảng"),
)


def test_a_sheet_survives_its_json(minutes, notice):
    for sheet in (minutes(refusal=Refusal(reason="Không đồng ý", witnesses=("Người 1",))), notice(general=BLOCKS)):
        again = type(sheet).from_json(sheet.to_json())
        assert again == sheet
        assert again.to_json() == sheet.to_json()


def test_the_json_is_canonical_and_names_its_kind(minutes):
    text = minutes().to_json()
    values = json.loads(text)
    assert values["kind"] == "minutes"
    assert values["begins"] == {"day": "2024-06-18", "at": "08:00:00", "year": None}
    assert text == json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_sheet_cannot_be_changed(minutes):
    with pytest.raises(FrozenInstanceError):
        minutes().unit = "Đơn vị khác"


def test_json_of_another_kind_is_refused(minutes):
    with pytest.raises(RuleBroken, match="conclusion_notice"):
        ConclusionNoticeSheet.from_json(minutes().to_json())


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '{"kind": ["minutes"]}'])
def test_what_is_no_sheet_is_refused(text: str):
    with pytest.raises(RuleBroken):
        MinutesSheet.from_json(text)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("is_admin", True),
        ("subject", 7),
        ("subject", None),
        ("draft", "yes"),
        ("areas", [{"title": "A", "shortcomings": [{"text": "x", "grade": "fatal"}]}]),
        ("begins", {"day": "2024-13-45"}),
        ("copies", [{"holder": "A", "count": "2"}]),
    ],
)
def test_json_that_does_not_fit_names_the_place(minutes, field, value):
    values = {**json.loads(minutes().to_json()), field: value}
    with pytest.raises(RuleBroken, match=field):
        MinutesSheet.from_json(json.dumps(values))


def test_text_becomes_nfc_without_control_characters():
    remark = Remark(text=unicodedata.normalize("NFD", "Tiếp nhận hồ sơ") + "\x0b\u202e", item=" C01 ")
    assert remark.text == "Tiếp nhận hồ sơ"
    assert remark.item == "C01"


def test_a_lone_surrogate_is_refused():
    with pytest.raises(RuleBroken):
        Remark(text="\ud800")


def test_a_field_holds_ten_thousand_characters_and_a_list_two_thousand_entries():
    assert len(Remark(text="a" * 10_000).text) == 10_000
    with pytest.raises(RuleBroken) as refusal:
        Remark(text="a" * 10_001)
    assert refusal.value.field == "text"
    with pytest.raises(RuleBroken) as refusal:
        AreaResult(title="A", facts=(Remark(text="a"),) * 2_001)
    assert refusal.value.field == "facts"


@pytest.mark.parametrize(
    ("head", "rows", "aligns"),
    [((), (), ()), (("A",) * 11, (), ()), (("A", "B"), (("1",),), ()), (("A", "B"), (), ("left",))],
)
def test_a_table_whose_rows_do_not_fit_its_head_is_refused(head, rows, aligns):
    with pytest.raises(RuleBroken):
        Table(head=head, rows=rows, aligns=aligns)


def test_dates_stay_dates(notice):
    again = ConclusionNoticeSheet.from_json(notice().to_json())
    assert again.report.report_due == date(2024, 8, 31)

"""What was signed is held against what stands, item by item; each difference is a reason to sign anew."""

from copy import deepcopy
from typing import Any

import pytest

from inspect_app.fieldwork.signed_sheet import canonical, differences, sheet_hash

SHEET: dict[str, Any] = {
    "answers": {"A01": {"facts": "", "note": "", "reason": "", "seen": "1", "verdict": "pass"}},
    "at": "2024-06-18T16:30:00+07:00",
    "checklist": {"code": "nho", "sha256": "0", "version": 1},
    "minutes": {"copies": 3, "place": "x", "refusal_reason": "", "unit_opinion": "", "unit_side": "y"},
    "photos": {"A01": ["a", "b"]},
    "visit": {"code": "TD-10", "id": "1", "unit": "x"},
}


def found(signed, present, same=None, given_up=()):
    return [gap.item_id for gap in differences(signed, present, same=same or {}, given_up=frozenset(given_up))]


def changed(part, value):
    sheet = deepcopy(SHEET)
    sheet[part] = value
    return sheet


def test_the_same_sheet_differs_nowhere():
    assert found(SHEET, deepcopy(SHEET)) == []


@pytest.mark.parametrize(
    ("present", "where"),
    [
        (changed("answers", {"A01": {"seen": "2"}}), ["A01"]),
        (changed("answers", {}), ["A01"]),
        (changed("answers", {**SHEET["answers"], "A02": {"seen": "3"}}), ["A02"]),
        (changed("photos", {"A01": ["a"]}), ["A01"]),
        (changed("photos", {"A01": ["a", "b"], "C01": ["c"]}), ["C01"]),
        (changed("minutes", {**SHEET["minutes"], "copies": 4}), [None]),
        (changed("checklist", {**SHEET["checklist"], "version": 2}), [None]),
    ],
)
def test_every_other_thing_is_named_by_its_place(present, where):
    assert found(SHEET, present) == where


def test_a_photo_that_was_given_up_changes_nothing():
    assert found(SHEET, changed("photos", {"A01": ["a"]}), given_up=["b"]) == []


def test_an_answer_that_found_its_value_standing_is_that_value():
    assert found(SHEET, changed("answers", {"A01": {"seen": "9"}}), same={"1": "9"}) == []


def test_the_hash_is_of_the_text_s_bytes():
    assert canonical({"b": "đ", "a": 1}) == '{"a":1,"b":"đ"}'
    assert sheet_hash("đ") == "bf502a39582f3ed3530d27b1687b8f250a933b0526842dd148ee4ad227255427"

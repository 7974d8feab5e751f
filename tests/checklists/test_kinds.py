"""Every kind of answer: what it reads, keeps, judges and tells."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.checklists.kinds import KINDS, BadValue, Kind, kind_named
from inspect_app.checklists.rules import Item, Verdict
from inspect_app.kernel.resources import resource_root
from tests.checklists.samples import small_version

VERSION = small_version()
ITEM_OF = {item.kind: item for item in VERSION.items[:-1]}


def read(kind: str, **raw: Any) -> Any:
    item = ITEM_OF[kind]
    return kind_named(kind).parse({**kind_named(kind).blank(), **raw}, item.options)


def judged(kind: str, **raw: Any) -> Verdict:
    return kind_named(kind).verdict(read(kind, **raw), ITEM_OF[kind].options)


def told(kind: str, **raw: Any) -> str:
    return kind_named(kind).summary(read(kind, **raw), ITEM_OF[kind].options)


def refused(kind: str, **raw: Any) -> dict[str, str]:
    with pytest.raises(BadValue) as caught:
        read(kind, **raw)
    return {problem.input: problem.message for problem in caught.value.problems}


def row(**cells: str) -> dict[str, str]:
    return {"code": "H08.12-240601-0001", **cells}


GOOD: dict[str, dict[str, Any]] = {
    "verdict": {"verdict": "partial"},
    "yes_no": {"yes": "no"},
    "number": {"number": "92,5"},
    "ratio": {"part": "12", "whole": "200"},
    "date": {"day": "18/06/2024"},
    "choice": {"choice": "thieu"},
    "choices": {"choices": ["hai", "mot"]},
    "text": {"text": "Đã xem sổ"},
    "tally": {"good": "4", "bad": "1"},
    "attendance": {"rows": [{"division": "Văn phòng", "establishment": "20", "present": "18", "excused": "2"}]},
    "dossiers": {"rows": [row(received="2024-06-01", first_due="2024-06-10", result_on="2024-06-09", form01="yes")]},
}


def test_every_kind_is_in_the_small_checklist_and_has_its_fragment():
    assert set(ITEM_OF) == set(KINDS) == set(GOOD)
    for name in KINDS:
        assert (resource_root() / "templates" / "checklists" / "kinds" / f"{name}.html").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_survives_storing_and_typing_again(kind: str):
    item, own = ITEM_OF[kind], kind_named(kind)
    value = read(kind, **GOOD[kind])
    stored = json.loads(json.dumps(own.to_json(value)))
    assert own.from_json(stored, item.options) == value
    assert own.parse(own.to_raw(value), item.options) == value
    assert own.summary(value, item.options)
    assert own.verdict(value, item.options) in set(Verdict) - {Verdict.NOT_APPLICABLE}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_entered_is_no_answer(kind: str):
    assert read(kind) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "data", [None, [], "x", 1, {}, {"x": 1}, {"verdict": "not_applicable"}, {"number": "NaN"}, {"rows": []}]
)
def test_json_that_is_no_answer_is_refused(kind: str, data: Any):
    with pytest.raises(BadValue):
        kind_named(kind).from_json(data, ITEM_OF[kind].options)


@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=3),
    st.text(max_size=30),
)
def test_any_text_is_read_or_refused(kind: str, others: dict[str, str], text: str):
    own = kind_named(kind)
    raw: dict[str, Any] = {**others, **dict.fromkeys((*own.inputs, *own.columns), text), "choices": [text]}
    raw["rows"] = [dict.fromkeys(own.columns, text)]
    found = outcome(own, raw, ITEM_OF[kind])
    if isinstance(found, BadValue):
        assert all(problem.message for problem in found.problems)
    else:
        assert found is None or own.from_json(own.to_json(found), ITEM_OF[kind].options) == found


def outcome(kind: Kind[Any, Any], raw: dict[str, Any], item: Item) -> Any:
    try:
        return kind.parse(raw, item.options)
    except BadValue as bad:
        return bad


def test_a_verdict_is_what_was_chosen():
    assert [judged("verdict", verdict=v) for v in ("pass", "partial", "fail")] == ["pass", "partial", "fail"]
    assert told("verdict", verdict="fail") == "Không đạt"
    assert "verdict" in refused("verdict", verdict="maybe")


def test_yes_or_no_passes_when_it_is_as_expected():
    assert (judged("yes_no", yes="no"), judged("yes_no", yes="yes")) == (Verdict.PASS, Verdict.FAIL)
    assert told("yes_no", yes="yes") == "Có"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("92,5", "185/2"), ("92.5", "185/2"), ("1.000", "1000"), ("80", "80"), (" 80 ", "80"), ("0", "0")],
)
def test_numbers_are_read_as_people_type_them(typed: str, meant: str):
    assert kind_named("number").comparable(read("number", number=typed), ITEM_OF["number"].options) == Fraction(meant)


@pytest.mark.parametrize("typed", ["abc", "1,2,3", "1e5", "--1", "٣", "1.23.4", "12345678901234567890", "+5", "NaN"])
def test_what_is_no_number_is_told_at_its_field(typed: str):
    assert refused("number", number=typed) == {"number": "Hãy nhập một số, ví dụ 92,5."}


def test_a_number_is_held_to_its_limits():
    assert (judged("number", number="80"), judged("number", number="79,999999")) == (Verdict.PASS, Verdict.FAIL)
    assert "1.000" in refused("number", number="1000,1")["number"]
    assert "nhỏ nhất" in refused("number", number="-1")["number"]
    assert told("number", number="1000") == "1.000 dịch vụ"


def test_five_percent_exactly_is_not_under_five_percent():
    assert judged("ratio", part="10", whole="200") is Verdict.FAIL
    assert judged("ratio", part="9,999", whole="200") is Verdict.PASS
    assert told("ratio", part="12", whole="200") == "12 hồ sơ trễ hẹn / 200 hồ sơ đã giải quyết (6,00 %)"


def test_a_ratio_of_nothing_has_no_rate_and_is_not_zero_percent():
    assert judged("ratio", part="0", whole="0") is Verdict.RECORDED
    assert "không phát sinh" in told("ratio", part="0", whole="0")
    assert kind_named("ratio").comparable(read("ratio", part="0", whole="0"), ITEM_OF["ratio"].options) is None


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_ratio_is_judged_without_rounding(part: int, whole: int):
    if part > whole:
        assert "part" in refused("ratio", part=str(part), whole=str(whole))
    else:
        assert (judged("ratio", part=str(part), whole=str(whole)) is Verdict.PASS) == (part * 100 < 5 * whole)


def test_a_ratio_needs_both_numbers_and_none_negative():
    assert set(refused("ratio", part="1")) == {"whole"}
    assert set(refused("ratio", part="-1", whole="x")) == {"part", "whole"}


def test_a_date_passes_within_its_period_ends_included():
    days = ("2023-12-24", "2023-12-25", "30/9/2024", "01/10/2024")
    assert [judged("date", day=day).value for day in days] == ["fail", "pass", "pass", "fail"]
    assert told("date", day="2024-06-18") == "18/06/2024"
    for wrong in ("31/02/2024", "2024", "18/06/24", "0024-01-01", "9999-01-01"):
        assert "day" in refused("date", day=wrong)


def test_a_choice_has_its_own_verdict():
    assert judged("choice", choice="thieu") is Verdict.PARTIAL
    assert told("choice", choice="thieu") == "Thiếu"
    assert "choice" in refused("choice", choice="khac")


def test_ticks_pass_with_enough_and_none_is_an_answer_too():
    assert judged("choices", choices=["mot", "ba"]) is Verdict.PASS
    assert judged("choices", choices=["ba"]) is Verdict.PARTIAL
    assert judged("choices", none="yes") is Verdict.FAIL
    assert told("choices", choices=["ba", "mot"]) == "2/3: Một; Ba"
    assert "none" in refused("choices", choices=["ba"], none="yes")
    assert "choices" in refused("choices", choices=["bon"])


def test_a_text_is_recorded_and_shown_in_one_line():
    assert judged("text", text="Dòng một\ndòng hai") is Verdict.RECORDED
    assert told("text", text="Dòng một\ndòng hai") == "Dòng một dòng hai"
    assert "text" in refused("text", text="x" * 10_001)


def test_a_tally_is_judged_by_the_share_of_good_observations():
    assert (judged("tally", good="5"), judged("tally", good="9", bad="1")) == (Verdict.PASS, Verdict.FAIL)
    assert judged("tally", good="0", bad="0") is Verdict.RECORDED
    assert told("tally", good="9", bad="1") == "đã niêm yết: 9; chưa niêm yết: 1 (90,00 %)"
    assert kind_named("tally").warnings(read("tally", good="4"), ITEM_OF["tally"].options) == [
        "Mới quan sát 4, cần ít nhất 5."
    ]
    assert "bad" in refused("tally", good="1", bad="-1")


def test_attendance_is_counted_by_division_and_names_have_no_place():
    rows = [
        {"division": "Văn phòng", "establishment": "10", "present": "9", "excused": "1", "unexcused": "0"},
        {},
        {"division": "Phòng Nội vụ", "establishment": "5", "present": "3", "unexcused": "1"},
    ]
    assert judged("attendance", rows=rows[:2]) is Verdict.PASS
    assert judged("attendance", rows=rows) is Verdict.FAIL
    assert told("attendance", rows=rows) == "Có mặt 12/15; vắng có lý do 1; vắng không lý do 1"
    warnings = kind_named("attendance").warnings(read("attendance", rows=rows), ITEM_OF["attendance"].options)
    assert warnings == ["Phòng Nội vụ: có mặt và vắng cộng lại khác số biên chế."]
    assert set(refused("attendance", rows=[{}, {"present": "x"}])) == {
        "rows-1-establishment",
        "rows-1-present",
        "rows-1-division",
    }
    assert "name" not in kind_named("attendance").columns


LATE = {"first_due": "2024-06-10", "last_due": "2024-06-20", "result_on": "2024-06-12"}


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([row(first_due="2024-06-10", result_on="2024-06-10")], Verdict.PASS),
        ([row(first_due="2024-06-10")], Verdict.PASS),
        ([row(**LATE, apology="yes")], Verdict.PARTIAL),
        ([row(**LATE, apology="no")], Verdict.FAIL),
        ([row(**LATE, apology="na")], Verdict.FAIL),
        ([row(**LATE)], Verdict.FAIL),
        ([row(**LATE, apology="yes", reschedules="2")], Verdict.FAIL),
        ([row(**LATE, apology="yes", reschedules="1")], Verdict.PARTIAL),
        ([row(first_due="2024-06-10", result_on="2024-06-09"), row(**LATE, apology="yes")], Verdict.PARTIAL),
    ],
)
def test_dossiers_are_late_against_the_first_date_and_judged_by_apology_and_reschedules(rows, verdict):
    assert judged("dossiers", rows=rows) is verdict


def test_an_odd_dossier_code_is_warned_about_and_never_refused():
    value = read("dossiers", rows=[row(code="12/2024", received="2024-06-01"), row(received="2024-06-02"), row()])
    warnings = kind_named("dossiers").warnings(value, ITEM_OF["dossiers"].options)
    assert len(warnings) == 3
    assert "không theo dạng" in warnings[0]
    assert "khác ngày tiếp nhận" in warnings[1]
    assert "lặp lại" in warnings[2]


def test_a_dossier_is_refused_at_the_cell_that_is_wrong():
    rows = [{}, row(received="2024-06-05", first_due="2024-06-01"), {"received": "32/01/2024", "form01": "maybe"}]
    assert set(refused("dossiers", rows=rows)) == {"rows-2-code", "rows-2-received", "rows-2-form01"}
    assert set(refused("dossiers", rows=rows[:2])) == {"rows-1-first_due"}


def test_a_sample_is_told_with_what_is_missing():
    rows = [row(**LATE, form02="no"), row(code="H08.12-240601-0002", reschedules="2", form04="no", form01="na")]
    assert told("dossiers", rows=rows) == (
        "2 hồ sơ; trễ hẹn 1; trong đó 1 không có phiếu xin lỗi đúng hạn; 1 hồ sơ hẹn lại quá một lần; có hồ sơ thiếu Mẫu 02, 04"
    )


def test_a_table_grows_by_blank_rows_and_has_a_limit():
    dossiers, options = kind_named("dossiers"), ITEM_OF["dossiers"].options
    assert len(dossiers.shown_rows({"rows": []}, options)) == 3
    assert len(dossiers.shown_rows({"rows": [row()] * 4}, options)) == 7
    assert "rows" in refused("dossiers", rows=[row()] * 301)


@pytest.mark.parametrize("item", VERSION.items, ids=lambda item: item.id)
def test_every_kind_says_how_it_is_judged_or_leaves_it_to_the_inspector(item: Item):
    lines = kind_named(item.kind).describe(item.options)
    assert lines or item.kind == "verdict"


def test_a_fact_without_limits_cannot_be_a_shortcoming():
    assert not kind_named("text").judges(ITEM_OF["text"].options)
    assert kind_named("ratio").judges(ITEM_OF["ratio"].options)
    assert not kind_named("ratio").judges(ITEM_OF["ratio"].options.model_copy(update={"passes": None}))

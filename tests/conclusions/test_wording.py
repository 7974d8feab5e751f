"""The first wording of a conclusion, on good data and on awkward data."""

import pytest

from inspect_app.checklists.rules import Grade, Verdict
from inspect_app.conclusions.drafting.figures import strangers
from inspect_app.conclusions.drafting.material import Material, Repeat, Sampled
from inspect_app.conclusions.drafting.repeats import repeat_mark, repeat_words
from inspect_app.conclusions.drafting.sources import data_of
from inspect_app.conclusions.drafting.wording import (
    clause,
    facts_beyond,
    first_draft,
    lowered,
    request_text,
    suggestions,
)
from tests.conclusions.material import OCCASION, checked, found, material

BIG = material(
    tuple(checked(f"A{n:02d}", area=n % 7 + 1, brief=f"{n}/{n + 1} hồ sơ" if n % 3 else "") for n in range(70)),
    tuple(found(n + 1, f"B{n:02d}", area=n % 7 + 1) for n in range(60)),
)
CASES = {
    "nothing at all": material(),
    "no findings": material((checked("C01"), checked("C02"))),
    "one finding": material((checked("C08", Verdict.FAIL, note="k"),), (found(1, "C08"),)),
    "sixty findings in all areas": BIG,
    "unannounced without report": material((checked("C01"),), unannounced=True, report_on=None),
    "dossiers": Material(
        OCCASION, (checked("C08"),), sampled=Sampled(("C08",), count=15, late=5, silent=3, listed=371)
    ),
    "no area": material((checked("MC01", area=None),)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_sentence_of_a_first_draft_stands_on_data_and_tells_no_figure_that_they_do_not(case: Material) -> None:
    draft, data = first_draft(case), data_of(case)
    told = [tied for sentences in draft.ties.values() for tied in sentences]
    assert told
    for tied in told:
        assert tied.refs
        texts = [*(text for ref in tied.refs for text in data[ref].texts), str(len(tied.refs))]
        assert strangers(tied.text, texts) == ()


def test_nothing_is_invented_about_causes_responsibility_or_others() -> None:
    wording = first_draft(BIG).wording
    assert {wording.objective_causes, wording.subjective_causes, wording.responsibility, wording.recommendations} == {
        ""
    }


def test_what_was_done_well_is_told_three_to_a_sentence_and_the_rest_counted() -> None:
    told = first_draft(material(tuple(checked(f"C{n:02d}") for n in range(1, 11)))).ties["strengths.5"]
    assert [len(tied.refs) for tied in told] == [3, 3, 4]
    assert told[0].text.count(";") == 2
    assert told[2].text == "Ngoài ra, 04 nội dung khác đã kiểm tra trong lĩnh vực này đạt yêu cầu."


def test_what_weighs_more_is_told_first() -> None:
    items = (*(checked(f"C{n:02d}") for n in range(1, 11)), checked("C20", grade=Grade.MAJOR))
    assert first_draft(material(items)).ties["strengths.5"][0].refs[0] == "C20"


def test_only_what_was_met_is_praised() -> None:
    items = (checked("C01", Verdict.PARTIAL), checked("C02", Verdict.FAIL), checked("C03", Verdict.NOT_APPLICABLE))
    assert first_draft(material(items)).wording.strengths == {}


def test_a_criterion_becomes_a_clause_without_its_explanations() -> None:
    text = "Người đứng đầu trực tiếp chỉ đạo, thể hiện qua cuộc họp và văn bản (nếu có)."
    assert clause(text) == "Người đứng đầu trực tiếp chỉ đạo"
    assert (
        clause("Tài sản công, trong đó có xe ô tô công, được quản lý.")
        == "Tài sản công, trong đó có xe ô tô công, được quản lý"
    )
    assert (lowered("Sở Y tế phân công"), lowered("UBND xã"), lowered("Đơn vị có")) == (
        "Sở Y tế phân công",
        "UBND xã",
        "đơn vị có",
    )


def test_a_request_asks_for_the_criterion_and_lastingly_when_it_was_asked_before() -> None:
    text = request_text("Chưa gửi.", "Đơn vị đã gửi phiếu xin lỗi đúng hạn.", again=True)
    assert text.startswith("Khắc phục thiếu sót, bảo đảm gửi phiếu xin lỗi đúng hạn; khắc phục dứt điểm")
    assert request_text("Chưa gửi.", "", again=False) == "Khắc phục thiếu sót: chưa gửi."


def test_a_repeated_shortcoming_says_the_year_the_finding_and_the_unit_it_was_at() -> None:
    assert repeat_words(None) == repeat_mark(None) == ""
    told = repeat_words(Repeat(2023, "TD-05/03", "UBND huyện Nông Sơn"))
    assert "năm 2023 đối với UBND huyện Nông Sơn (phát hiện TD-05/03)" in told
    assert repeat_mark(Repeat(2023, "TD-05/03")) == "lặp lại từ năm 2023"


def test_the_sums_say_how_many_shortcomings_repeat() -> None:
    case = material((), (found(1, "C08", repeat=Repeat(2023, "TD-05/03")), found(2, "C09", gone="đã rút: nhầm")))
    assert "ghi nhận 01 tồn tại, hạn chế, đều là thiếu sót nhỏ; 01 tồn tại lặp lại" in first_draft(case).wording.general


def test_facts_are_added_only_for_the_figures_that_the_finding_does_not_tell() -> None:
    answer = checked("C08", Verdict.FAIL, facts="10 hồ sơ; trễ hẹn 5", brief="10 hồ sơ", note="Không có phiếu")
    assert facts_beyond("Có 05 trong 10 hồ sơ trễ hẹn.", answer) == ""
    assert facts_beyond("Còn hồ sơ trễ hẹn.", answer) == "10 hồ sơ; trễ hẹn 5"
    assert facts_beyond("Còn hồ sơ trễ hẹn.", None) == ""


def test_only_what_somebody_wrote_is_suggested_as_a_cause() -> None:
    items = (
        checked("C08", Verdict.FAIL, note="Chậm do phần mềm chưa nhắc"),
        checked("C09", Verdict.FAIL, note="k"),
        checked("C01", note="Tốt vì có phân công rõ"),
    )
    case = material(
        items, (found(1, "C08", explained="Phần mềm lỗi 03 ngày."), found(2, "C09")), unit_opinion="Thiếu người."
    )
    assert [(each.ref, each.words) for each in suggestions(case)] == [
        ("C08", "Chậm do phần mềm chưa nhắc"),
        ("TD-07/01", "Phần mềm lỗi 03 ngày."),
        ("BB", "Thiếu người."),
    ]

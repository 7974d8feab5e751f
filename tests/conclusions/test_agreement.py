"""Where words and data disagree: figures, what changed, what stands no longer."""

from dataclasses import replace

from inspect_app.checklists.rules import Verdict
from inspect_app.conclusions.drafting.agreement import Clash, Disagreement, disagreements
from inspect_app.conclusions.drafting.parts import Tied
from inspect_app.conclusions.drafting.sources import data_of, said_now
from inspect_app.conclusions.drafting.wording import first_draft
from tests.conclusions.material import checked, found, material

LATE = checked(
    "C08", Verdict.FAIL, facts="14 hồ sơ; trễ hẹn 5", brief="14 hồ sơ", note="03 hồ sơ không có phiếu xin lỗi"
)
CASE = material((LATE, checked("C01")), (found(1, "C08", text="Có 05 trong 14 hồ sơ trễ hẹn."),))


def of(part: str, text: str, *refs: str, said: dict[str, str] | None = None, case=CASE) -> list[Disagreement]:
    kept = said if said is not None else {ref: said_now(case).get(ref, "") for ref in refs}
    return list(disagreements([(part, (Tied(text, refs, kept),))], data_of(case)))


def test_a_first_draft_agrees_with_its_data() -> None:
    assert disagreements(first_draft(CASE).ties.items(), data_of(CASE)) == ()


def test_a_figure_that_the_data_do_not_tell_is_shown_with_what_they_tell() -> None:
    (only,) = of("general", "Có 12 hồ sơ trễ hẹn.", "C08")
    assert (only.clash, only.figures) == (Clash.FIGURE, ("12",))
    assert "14 hồ sơ" in only.new


def test_one_is_no_figure_that_everything_tells() -> None:
    (only,) = of("general", "Có 01 hồ sơ trễ hẹn.", "C08")
    assert only.figures == ("01",)


def test_the_same_figures_in_other_words_agree() -> None:
    assert of("general", "Trong 14 hồ sơ, 05 hồ sơ trễ hẹn, 3 hồ sơ không có phiếu xin lỗi.", "C08") == []


def test_a_sentence_of_the_drafters_own_is_not_compared() -> None:
    assert of("general", "Đơn vị có 99 người.") == []


def test_data_that_changed_afterwards_are_shown_old_and_new() -> None:
    (only,) = of("general", "Thủ tục được niêm yết.", "C01", said={"C01": "Không đạt"})
    assert (only.clash, only.old, only.new) == (Clash.CHANGED, "Không đạt", "Đạt")


def test_a_withdrawn_finding_and_an_item_that_is_no_more_are_told() -> None:
    gone = material((LATE,), (found(1, "C08", gone="đã rút: ghi nhầm"),))
    (only,) = of("requests", "Gửi phiếu xin lỗi.", "TD-07/01", case=gone)
    assert (only.clash, only.new) == (Clash.GONE, "đã rút: ghi nhầm")
    (other,) = of("general", "Câu cũ.", "C77", said={"C77": "Đạt"})
    assert (other.clash, other.refs) == (Clash.UNKNOWN, ("C77",))


def test_a_finding_is_held_against_its_answer_and_not_against_itself() -> None:
    assert of("findings", "Có 05 trong 14 hồ sơ trễ hẹn.", "TD-07/01") == []
    wrong = material((LATE,), (found(1, "C08", text="Có 09 hồ sơ trễ hẹn."),))
    (only,) = of("findings", "Có 09 hồ sơ trễ hẹn.", "TD-07/01", case=wrong)
    assert only.figures == ("09",)


def test_a_confirmation_holds_for_these_words_and_these_data_alone() -> None:
    (first,) = of("general", "Có 12 hồ sơ trễ hẹn.", "C08")
    (reworded,) = of("general", "Có 13 hồ sơ trễ hẹn.", "C08")
    changed = material((replace(LATE, facts="15 hồ sơ"),))
    (elsewhere,) = of("general", "Có 12 hồ sơ trễ hẹn.", "C08", case=changed)
    assert len({first.key, reworded.key, elsewhere.key}) == 3
    assert first.key == of("general", "Có 12 hồ sơ trễ hẹn.", "C08")[0].key

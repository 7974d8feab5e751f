"""Numbers, dates, lists and titles as Nghị định 30/2020 wants them written."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspect_app.documents import rules
from inspect_app.kernel.errors import RuleBroken


def test_the_table_has_the_27_types_of_the_annex():
    assert len(rules.TYPE_NAMES) == 27
    assert rules.TYPE_NAMES["QyĐ"] == "Quy định"
    assert "KL" not in rules.TYPE_NAMES  # a conclusion goes out as a notice


def test_a_sign_joins_its_groups_with_hyphens():
    assert rules.sign_of("TB", "ĐKT") == "TB-ĐKT"
    assert rules.sign_of("KH", "UBND") == "KH-UBND"


@pytest.mark.parametrize("groups", [("KL", "ĐKT"), ("TB",), ("TB", ""), ("TB", "ĐKT 1"), ("TB", "A/B"), ("TB", "A ")])
def test_a_sign_that_the_decree_does_not_know_is_refused(groups: tuple[str, ...]):
    with pytest.raises(RuleBroken) as refusal:
        rules.sign_of(*groups)
    assert refusal.value.field == "sign"


def test_a_number_below_ten_has_a_leading_zero_and_no_number_leaves_its_place_empty():
    assert rules.format_number_line(5, "TB-ĐKT") == "Số: 05/TB-ĐKT"
    assert rules.format_number_line(2119, "KH-UBND") == "Số: 2119/KH-UBND"
    assert rules.format_number_line(None, "TB-ĐKT") == "Số:      /TB-ĐKT"
    with pytest.raises(RuleBroken):
        rules.format_number_line(0, "TB-ĐKT")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 1, 5), "ngày 05 tháng 01 năm 2024"),
        (date(2020, 2, 29), "ngày 29 tháng 02 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2024, 12, 9), "ngày 09 tháng 12 năm 2024"),
    ],
)
def test_days_below_ten_and_months_one_and_two_have_a_leading_zero(day: date, written: str):
    assert rules.format_day(day) == written
    assert rules.format_place_date("Quảng Nam", day) == f"Quảng Nam, {written}"


def test_a_date_that_is_not_known_stays_empty():
    assert rules.format_place_date("Quảng Nam", None, 2024) == "Quảng Nam, ngày     tháng     năm 2024"
    assert rules.format_day(None) == "ngày     tháng     năm"
    assert rules.format_short_day(None) == "…/…/…"
    assert rules.format_short_day(date(2024, 8, 5)) == "05/8/2024"


def test_a_moment_tells_hour_and_day_and_leaves_the_unknown_empty():
    assert rules.format_moment(date(2024, 6, 18), time(8, 5)) == "08 giờ 05, ngày 18 tháng 6 năm 2024"
    assert rules.format_moment(date(2024, 6, 18), None) == "     giờ     , ngày 18 tháng 6 năm 2024"


def test_points_follow_the_vietnamese_alphabet():
    assert [rules.point_letter(n) for n in range(1, 8)] == ["a", "b", "c", "d", "đ", "e", "g"]
    with pytest.raises(ValueError, match="a to y"):
        rules.point_letter(24)


def test_sections_have_roman_numerals():
    assert [rules.roman(n) for n in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]
    with pytest.raises(ValueError, match="XXXIX"):
        rules.roman(40)


def test_lines_of_a_list_end_with_semicolons_and_the_last_with_a_full_stop():
    assert rules.as_list_item("UBND tỉnh.") == "UBND tỉnh;"
    assert rules.as_list_item("Lưu: VT;", last=True) == "Lưu: VT."


def test_a_sentence_gets_one_full_stop_only():
    assert rules.as_sentence(" Không có ý kiến ") == "Không có ý kiến."
    assert rules.as_sentence("như sau:") == "như sau:"
    assert rules.as_sentence("") == ""


def test_a_title_breaks_at_a_comma_or_before_a_joining_word():
    subject = (
        "Kiểm tra công tác cải cách hành chính, chuyển đổi số và công vụ năm 2024 tại Ủy ban nhân dân huyện Tây Giang"
    )
    assert rules.balanced_lines(subject, 62) == (
        "Kiểm tra công tác cải cách hành chính, chuyển đổi số",
        "và công vụ năm 2024 tại Ủy ban nhân dân huyện Tây Giang",
    )
    whole = "Kết quả đợt kiểm tra công tác cải cách hành chính, chuyển đổi số và công vụ năm 2024"
    assert rules.balanced_lines(whole, 62)[0] == "Kết quả đợt kiểm tra công tác cải cách hành chính,"
    assert rules.balanced_lines("Báo cáo tình hình tại Tây Giang", 30) == ("Báo cáo tình hình", "tại Tây Giang")
    assert rules.balanced_lines("Đoàn kiểm tra\ncải cách hành chính", 40) == ("Đoàn kiểm tra", "cải cách hành chính")


def test_a_title_does_not_break_within_a_word_of_two_syllables():
    subject = "Về việc thành lập các Đoàn kiểm tra toàn diện công tác cải cách hành chính và chuyển đổi số năm 2024"
    assert rules.balanced_lines(subject, 62) == (
        "Về việc thành lập các Đoàn kiểm tra toàn diện công tác",
        "cải cách hành chính và chuyển đổi số năm 2024",
    )


def test_a_letter_has_no_sign_of_a_type():
    assert rules.letter_sign("SNV", "CCHC") == "SNV-CCHC"
    with pytest.raises(RuleBroken):
        rules.letter_sign("SNV", "C C")


def test_a_text_within_a_sentence_begins_small_unless_in_capitals():
    assert rules.within_sentence("Kiểm tra công vụ") == "kiểm tra công vụ"
    assert rules.within_sentence("UBND tỉnh") == "UBND tỉnh"


@settings(deadline=None)  # a shared machine may stop for a while
@given(st.lists(st.text("abcđeêư,", min_size=1, max_size=30), min_size=1, max_size=150), st.integers(5, 60))
def test_a_title_keeps_every_word_in_order_and_within_its_width(words: list[str], limit: int):
    lines = rules.balanced_lines(" ".join(words), limit)
    assert " ".join(lines).split() == words
    if len(words) <= rules.TITLE_WORDS:
        assert all(len(line) <= limit or " " not in line for line in lines)


def test_a_drawing_becomes_a_path_of_numbers_alone():
    wrong: Any = [[('0 0"/><script>', 1)]]
    assert rules.curve([[(1, 2), (3, 4)], [(5, 6)], []]) == "M1 2 L3 4 M5 6 L6 6"
    with pytest.raises(ValueError, match="invalid literal"):
        rules.curve(wrong)


def test_a_hash_is_read_aloud_in_fours():
    assert rules.in_fours("3f2a91bc0") == "3f2a 91bc 0"

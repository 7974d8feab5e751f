"""The figures of a sentence, told apart from the numbers that only name something."""

from datetime import date
from decimal import Decimal

import pytest

from inspect_app.conclusions.drafting.figures import figures_in, strangers


def values(text: str) -> list[object]:
    return [figure.value for figure in figures_in(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("09 trong 23 hồ sơ", [Decimal(9), Decimal(23)]),
        ("02/40 hồ sơ được chọn", [Decimal(2), Decimal(40)]),
        ("tỷ lệ trễ hẹn 4,58% (17/371)", [Decimal("4.58"), Decimal(17), Decimal(371)]),
        ("1.260 hồ sơ", [Decimal(1260)]),
        ("nhận ngày 05/6/2024", [date(2024, 6, 5)]),
        ("ngày 18 tháng 6 năm 2024", [date(2024, 6, 18)]),
    ],
)
def test_counts_rates_and_days_are_figures(text: str, told: list[object]) -> None:
    assert values(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "khoản 9 Điều 19 Nghị định số 61/2018/NĐ-CP",
        "Quyết định số 1171/QĐ-UBND",
        "Luật số 22/2008/QH12",
        "theo Mẫu 04, mục C08, chứng cứ CC-06, phát hiện TD-07/03",
        "tháng 5 năm 2024, năm 2023",
    ],
)
def test_names_of_laws_items_and_evidence_are_no_figures(text: str) -> None:
    assert values(text) == []


def test_a_figure_that_the_data_do_not_tell_is_a_stranger() -> None:
    assert strangers("12 hồ sơ quá hạn", ["14 hồ sơ quá hạn"]) == ("12",)
    assert strangers("14 hồ sơ quá hạn", ["14 hồ sơ quá hạn"]) == ()


def test_leading_zeros_thousands_and_rounding_are_the_same_figure() -> None:
    assert strangers("05 hồ sơ, 1.260 lượt, 4,6%", ["5 hồ sơ; 1260 lượt; 4,58 %"]) == ()
    assert strangers("4,7%", ["4,58 %"]) == ("4,7",)


def test_data_may_count_in_words() -> None:
    assert strangers("01 tài khoản, 02 người dùng", ["Một tài khoản do hai công chức dùng chung"]) == ()
    assert strangers("05 người", ["trong năm 2024"]) == ("05",)


def test_the_terms_of_a_request_are_its_own() -> None:
    assert strangers("Xin lỗi 12 hồ sơ trong 05 ngày làm việc, đạt 100%", ["14 hồ sơ"], asks=True) == ("12",)

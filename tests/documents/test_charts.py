"""Charts: the same values are the same bytes, black and white, and a chart that lacks a value is refused."""

import io

import pytest
from PIL import Image

from inspect_app.documents.charts import png_of
from inspect_app.documents.sheets import Chart, Series
from inspect_app.kernel.errors import RuleBroken

LABELS = ("Thủ tục hành chính", "Xây dựng và tổ chức thực hiện văn bản quy phạm pháp luật")


def a_chart(*values: tuple[int, ...], stacked: bool = False) -> Chart:
    series = tuple(Series(name=f"Loại {n}", values=each) for n, each in enumerate(values, start=1))
    return Chart(labels=LABELS, series=series, text="Tồn tại theo lĩnh vực", stacked=stacked)


def black_in(chart: Chart) -> int:
    """How many dots of the bars' part are dark."""
    picture = Image.open(io.BytesIO(png_of(chart)))
    return sum(picture.crop((630, 90, picture.width, picture.height)).histogram()[:128])


@pytest.mark.parametrize("stacked", [True, False])
def test_the_same_values_are_the_same_bytes(stacked: bool) -> None:
    chart = a_chart((3, 1), (0, 9), (2, 2), stacked=stacked)
    first = png_of(chart)
    png_of.cache_clear()
    assert png_of(chart) == first
    assert Image.open(io.BytesIO(first)).mode == "L"


def test_a_longer_bar_has_more_ink_and_a_bar_of_nothing_none() -> None:
    assert black_in(a_chart((9, 9))) > black_in(a_chart((9, 3))) > black_in(a_chart((9, 0)))
    assert black_in(a_chart((0, 0))) < 5_000


def test_parts_that_lie_on_each_other_differ_by_their_pattern() -> None:
    black, hatched, white = (black_in(a_chart(*values, stacked=True)) for values in (
        ((9, 9), (0, 0), (0, 0)), ((0, 0), (9, 9), (0, 0)), ((0, 0), (0, 0), (9, 9))
    ))  # fmt: skip
    assert black > 2 * hatched > 2 * white


@pytest.mark.parametrize("values", [((1,),), ((1, -1),), ()])
def test_a_chart_that_lacks_a_value_is_refused(values: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(RuleBroken):
        a_chart(*values)

"""The columns of the plan's table, by the headings that people give them. Pure."""

import re
from collections.abc import Mapping
from enum import StrEnum

from inspect_app.kernel.text import fold

PLAN_SHEET, CODES_SHEET = "Kế hoạch", "Mã"
NO_DATES = "(chưa định ngày)"


class Column(StrEnum):
    """What a column of the table holds."""

    NUMBER = "number"
    CODE = "code"
    UNIT = "unit"
    STREAM = "stream"
    SPAN = "span"
    STARTS = "starts"
    ENDS = "ends"
    TEAM = "team"
    NOTE = "note"


# Headings without diacritics; the first that a heading equals, or else begins with, counts.
HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: ("tt", "stt", "so tt", "so thu tu"),
    Column.CODE: ("ma", "ma cuoc", "ma cuoc kiem tra", "ma so"),
    Column.UNIT: (
        "don vi",
        "ten don vi",
        "don vi duoc kiem tra",
        "co quan",
        "co quan, don vi",
        "dia phuong",
        "noi kiem tra",
    ),
    Column.STREAM: ("noi dung", "noi dung kiem tra", "luong", "loai kiem tra", "chuyen de"),
    Column.STARTS: ("tu ngay", "ngay bat dau", "bat dau"),
    Column.ENDS: ("den ngay", "den het ngay", "ngay ket thuc", "ket thuc"),
    Column.SPAN: ("thoi gian", "thoi gian kiem tra", "ngay", "ngay kiem tra", "lich"),
    Column.TEAM: (
        "doan",
        "doan/thanh vien",
        "doan kiem tra",
        "thanh vien",
        "thanh phan",
        "thanh phan doan",
        "thanh phan kiem tra",
    ),
    Column.NOTE: ("ghi chu",),
}
WORDS = re.compile(r"[^a-z0-9/, ]+")


def column_of(heading: str) -> Column | None:
    """Which column a heading names: `ĐƠN VỊ ĐƯỢC KIỂM TRA` is the unit; None for any other text."""
    text = " ".join(WORDS.sub(" ", fold(heading)).replace(" /", "/").replace("/ ", "/").split())
    for column, names in HEADINGS.items():
        if text in names:
            return column
    for column in (Column.UNIT, Column.STREAM, Column.SPAN, Column.TEAM, Column.NOTE):
        if any(len(name) > 5 and text.startswith(f"{name} ") for name in HEADINGS[column]):
            return column
    return None

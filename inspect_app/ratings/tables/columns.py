"""The columns of the table of figures, by the headings that people give them. Pure."""

import re
from collections.abc import Mapping
from enum import StrEnum

from inspect_app.kernel.text import fold

SHEET = "Số liệu xếp loại"
NOT_WORDS = re.compile(r"[^a-z0-9]+")


class Column(StrEnum):
    """What a column holds; a count is named like the field that keeps it."""

    CODE = "code"
    UNIT = "unit"
    INDEX = "index"
    TOTAL = "total"
    LATE = "late"
    APOLOGISED = "apologised"
    PENDING_OVERDUE = "pending_overdue"
    RECEIVED = "received"
    CARRIED_OVER = "carried_over"


COUNTS = (
    Column.TOTAL,
    Column.LATE,
    Column.APOLOGISED,
    Column.PENDING_OVERDUE,
    Column.RECEIVED,
    Column.CARRIED_OVER,
)
FIGURES = (Column.INDEX, *COUNTS)
# As the file is passed round in the province, whoever downloads it.
TITLES: Mapping[Column, str] = {
    Column.CODE: "Mã đơn vị",
    Column.UNIT: "Đơn vị",
    Column.INDEX: "Chỉ số CCHC (%)",
    Column.TOTAL: "Hồ sơ đã giải quyết",
    Column.LATE: "Giải quyết quá hạn",
    Column.APOLOGISED: "Quá hạn có phiếu xin lỗi",
    Column.PENDING_OVERDUE: "Đang giải quyết, đã quá hạn",
    Column.RECEIVED: "Tiếp nhận trong kỳ",
    Column.CARRIED_OVER: "Kỳ trước chuyển sang",
}
OTHER_HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.CODE: ("ma", "ma so"),
    Column.UNIT: ("ten don vi", "co quan don vi", "co quan", "dia phuong"),
    Column.INDEX: ("chi so cai cach hanh chinh", "par index", "chi so par index", "ket qua chi so cchc"),
    Column.TOTAL: ("da giai quyet", "tong so da giai quyet", "tong so ho so da giai quyet", "so ho so da giai quyet"),
    Column.LATE: (
        "qua han",
        "tre han",
        "tre hen",
        "ho so tre hen",
        "ho so qua han",
        "so ho so tre hen",
        "so ho so qua han",
        "giai quyet tre han",
        "da giai quyet qua han",
        "da giai quyet tre han",
    ),
    Column.APOLOGISED: ("co phieu xin loi", "ho so tre hen co phieu xin loi"),
    Column.PENDING_OVERDUE: ("dang giai quyet qua han", "dang giai quyet tre han"),
    Column.RECEIVED: ("tiep nhan", "so ho so tiep nhan", "tiep nhan moi", "tiep nhan moi trong ky"),
    Column.CARRIED_OVER: ("ton ky truoc", "ky truoc chuyen qua", "ton ky truoc chuyen sang", "chuyen tu ky truoc"),
}


def _plain(heading: str) -> str:
    return NOT_WORDS.sub(" ", fold(heading)).strip()


_BY_HEADING = {name: column for column, names in OTHER_HEADINGS.items() for name in names} | {
    _plain(title): column for column, title in TITLES.items()
}


def column_of(heading: str) -> Column | None:
    """Which column a heading names, whatever its case, diacritics and signs; None for any other text."""
    return _BY_HEADING.get(_plain(heading))

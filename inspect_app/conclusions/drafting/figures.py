"""The figures that a text tells, so that a sentence can be held against the data that it stands on. Pure.

Numbers of laws, articles, forms, items and evidence are names and no figures; so are years and months.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NAMES = re.compile(
    r"\d+/\d{4}/[^\W\d_]+(?:-[^\W\d_]+)*\d*"  # 61/2018/NĐ-CP, 22/2008/QH12
    r"|\d+/[A-ZĐ]{2,}(?:-[A-ZĐ]+)*"  # 1171/QĐ-UBND
    r"|\b(?:Điều|điều|khoản|Mẫu|mẫu|Phụ lục|Đề án|Chỉ thị|chỉ số)\s+(?:số\s+)?\d+(?:\.\d+)*"
    r"|\b[A-ZĐ]{1,4}(?:-\d+/|-)?\d{2,}\b"  # C08, CC-06, TD-07/03
)
LONG_DATE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
SHORT_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
PERIODS = re.compile(r"\b(?:năm|tháng|quý)\s+\d{1,4}(?:/\d{4})?(?:\s+năm\s+\d{4})?|\b\d{1,2}/\d{4}\b")
NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# Inspectors also write small counts in words; "năm" is left out, since it mostly means a year.
WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b", re.IGNORECASE)
# What a request asks for: terms and "all of it" are no figures of what was found.
TERMS = re.compile(r"\d+(?:,\d+)?\s*(?:ngày|tuần|tháng|giờ|lần)\b|\b100\s*%")


@dataclass(frozen=True)
class Figure:
    """A number or a day, as it is written."""

    value: Decimal | date
    written: str

    @property
    def places(self) -> int:
        """How many decimals it is written with."""
        return len(self.written.partition(",")[2])


def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a text in their order; days first."""
    left = NAMES.sub(_blank, text)
    found: list[Figure] = []
    for pattern in (LONG_DATE, SHORT_DATE):
        for match in pattern.finditer(left):
            day = _day(*map(int, match.groups()))
            if day is not None:
                found.append(Figure(day, match[0]))
        left = pattern.sub(_blank, left)
    left = PERIODS.sub(_blank, left)
    found += [Figure(_number(match[0]), match[0]) for match in NUMBER.finditer(left)]
    return tuple(found)


def strangers(text: str, data: Iterable[str], *, asks: bool = False) -> tuple[str, ...]:
    """The figures of a text that none of the data tells, as they are written.

    A number with decimals also fits what rounds to it. `asks`: the text is a request, whose terms are its own.
    """
    told = tuple(data)
    known = [figure.value for each in told for figure in figures_in(each)]
    known += [Decimal(WORDS[match[0].lower()]) for each in told for match in WORD.finditer(each)]
    read = TERMS.sub(_blank, text) if asks else text
    missing = [figure.written for figure in figures_in(read) if not any(_fits(figure, value) for value in known)]
    return tuple(dict.fromkeys(missing))


def _fits(figure: Figure, value: Decimal | date) -> bool:
    if isinstance(figure.value, date) or isinstance(value, date):
        return figure.value == value
    if figure.value == value:
        return True
    return bool(figure.places) and value.quantize(Decimal(1).scaleb(-figure.places), ROUND_HALF_UP) == figure.value


def _number(written: str) -> Decimal:
    return Decimal(written.replace(".", "").replace(",", "."))


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])

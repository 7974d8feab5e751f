"""Dates as people write them in a table: real ones, serial numbers, `12–14/6/2024`, `từ 30/6 đến 02/7/2024`. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inspect_app.campaigns.tables.columns import NO_DATES
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import fold

# Serial numbers of 1982 to 2118: what is smaller or larger is no date that somebody meant.
SERIALS = (30_000, 80_000)
LONGEST_SPAN = 60
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
PART = r"(\d{1,2})(?:\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?)?"
ONE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
IN_WORDS = re.compile(r"(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")
RANGE = re.compile(rf"{PART}\s*(?:->|den|~|:)\s*{PART}")
MONTH = re.compile(r"(?:trong )?thang (\d{1,2})\s*(?:[/.-]\s*|nam )?(\d{4})?")


class NoDays(ValueError):
    """The text is no date; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day; both None when the table says that there is no date yet."""

    starts_on: date | None = None
    ends_on: date | None = None


def day_of(value: object, *, year: int | None = None, since_1904: bool = False) -> date:
    """One day. Raises NoDays."""
    span = span_of(value, year=year, since_1904=since_1904)
    if span.starts_on is None or span.starts_on != span.ends_on:
        raise NoDays(_("“%(text)s” không phải một ngày; hãy ghi như 18/06/2024", text=_shown(value)))
    return span.starts_on


def span_of(value: object, *, year: int | None = None, since_1904: bool = False) -> Span:
    """The days that a cell tells; `year` is meant where none is written. Raises NoDays."""
    if isinstance(value, datetime | date):
        return _whole_day(value)
    if isinstance(value, bool):
        raise NoDays(_("“%(text)s” không phải một ngày; hãy ghi như 18/06/2024", text=_shown(value)))
    if isinstance(value, int | float):
        return _serial(value, since_1904)
    text = str(value)
    if NO_DATES in text:
        return Span()
    return _checked(_from_words(_plain(text), year, text), text)


def _whole_day(value: date) -> Span:
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) != (0, 0, 0):
            raise NoDays(_("ô này có cả giờ; hãy chỉ ghi ngày, như 18/06/2024"))
        value = value.date()
    return Span(value, value)


def _serial(value: float, since_1904: bool) -> Span:
    if value != int(value) or not SERIALS[0] <= value <= SERIALS[1]:
        raise NoDays(_("số %(text)s không phải một ngày; hãy ghi như 18/06/2024", text=_shown(value)))
    day = (EPOCH_1904 if since_1904 else EPOCH_1900) + timedelta(days=int(value))
    return Span(day, day)


def _plain(text: str) -> str:
    """Lower case without diacritics; a dash between two days becomes `->`, one inside a date stays."""
    plain = re.sub(r"\b(?:tu|ngay|het|cac)\b", " ", fold(text))
    plain = ISO.sub(lambda m: f"{int(m[3])}/{int(m[2])}/{m[1]}", plain)
    plain = IN_WORDS.sub(lambda m: f"{m[1]}/{m[2]}" + (f"/{m[3]}" if m[3] else ""), plain)
    plain = re.sub(r"[–—−]", "->", plain)
    plain = re.sub(r"\s-\s", " -> ", plain)
    # "12-14/6/2024" is a range, "12-6-2024" a date.
    plain = re.sub(r"\b(\d{1,2}(?:/\d{1,2}(?:/\d{4})?)?)-(\d{1,2}/)", r"\1->\2", plain)
    return " ".join(plain.split()).strip(" .;,")


def _from_words(plain: str, year: int | None, text: str) -> Span:
    found = ONE.fullmatch(plain)
    if found:
        day = _day(found[1], found[2], found[3], year, text)
        return Span(day, day)
    found = RANGE.fullmatch(plain)
    if found:
        last = _day(found[4], found[5], found[6], year, text)
        first_year = found[3] or str(last.year)
        return Span(_day(found[1], found[2] or str(last.month), first_year, year, text), last)
    if MONTH.fullmatch(plain):
        raise NoDays(_("“%(text)s” mới nêu tháng; hãy ghi ngày, hoặc để trống nếu chưa định ngày", text=text))
    raise NoDays(_("không đọc được ngày trong “%(text)s”; hãy ghi như 18/06/2024 hoặc 12–14/6/2024", text=text))


def _day(day: str, month: str | None, year: str | None, meant: int | None, text: str) -> date:
    wanted = int(year) if year else meant
    if wanted is None or month is None:
        raise NoDays(_("“%(text)s” thiếu tháng hoặc năm; hãy ghi như 18/06/2024", text=text))
    try:
        return date(wanted, int(month), int(day))
    except ValueError:
        message = _("không có ngày “%(text)s”; hãy ghi theo thứ tự ngày/tháng/năm", text=text)
        raise NoDays(message) from None


def _checked(span: Span, text: str) -> Span:
    if span.starts_on is not None and span.ends_on is not None:
        length = (span.ends_on - span.starts_on).days
        if length < 0:
            raise NoDays(_("“%(text)s”: ngày cuối trước ngày đầu", text=text))
        if length > LONGEST_SPAN:
            raise NoDays(_("“%(text)s” dài quá 60 ngày; hãy ghi ngày kiểm tra, không ghi cả đợt", text=text))
    return span


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

"""How dates and numbers are shown: dd/mm/yyyy, Asia/Ho_Chi_Minh, decimal comma (or English, if that is chosen)."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from inspect_app.kernel.clock import ZONE
from inspect_app.kernel.language import current_language, ngettext
from inspect_app.kernel.language import gettext as _

Number = int | Decimal | Fraction


def format_date(day: date | None) -> str:
    """`18/06/2024`, or an empty text."""
    return f"{day:%d/%m/%Y}" if day else ""


def format_span(first: date, last: date) -> str:
    """`18/06/2024`, or `18/06/2024 - 20/06/2024` for several days."""
    return format_date(first) if first == last else f"{format_date(first)} - {format_date(last)}"


def format_long_date(day: date | None) -> str:
    """`thứ Ba, 18/06/2024`."""
    if day is None:
        return ""
    weekday = babel_date(day, "EEEE", locale=current_language())
    if current_language() == "vi":
        weekday = weekday[0].lower() + weekday[1:]
    return f"{weekday}, {format_date(day)}"


def format_datetime(moment: datetime | None) -> str:
    """`10:32 18/06/2024`, in Vietnam's time."""
    return f"{moment.astimezone(ZONE):%H:%M %d/%m/%Y}" if moment else ""


def format_time(moment: datetime | None) -> str:
    """`10:32`, in Vietnam's time."""
    return f"{moment.astimezone(ZONE):%H:%M}" if moment else ""


def exact(value: Number, places: int) -> Decimal:
    """The value rounded half up to `places`, for showing only: comparisons use the exact value."""
    if isinstance(value, Fraction):
        scaled = value * 10**places
        whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        return Decimal(whole).scaleb(-places)
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def format_number(value: Number | None, places: int | None = None) -> str:
    """`1.234,5` in Vietnamese; `places` fixes the decimals."""
    if value is None:
        return ""
    if places is None:
        shown = value if isinstance(value, int) else exact(value, 4).normalize()
        return str(format_decimal(shown, locale=current_language()))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(exact(value, places), format=pattern, locale=current_language()))


def format_percent(share: Number | None, places: int = 2) -> str:
    """A percentage that is already in percent: `92,00 %`."""
    return f"{format_number(share, places)} %" if share is not None else ""


def format_day_count(days: int) -> str:
    """`còn 3 ngày làm việc`, `đến hạn hôm nay` or `quá hạn 2 ngày làm việc`."""
    if days > 0:
        return ngettext("còn %(days)d ngày làm việc", "còn %(days)d ngày làm việc", days, days=days)
    if days == 0:
        return _("đến hạn hôm nay")
    return ngettext("quá hạn %(days)d ngày làm việc", "quá hạn %(days)d ngày làm việc", -days, days=-days)

"""Numbers and dates as people type them in Vietnamese: a comma before decimals, dots between thousands."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import Field

from inspect_app.checklists.kinds.base import BadValue, InputProblem, Raw
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

Exact = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
Count = Annotated[int, Field(ge=0, le=999_999_999)]

GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]{1,6})?")
PLAIN = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?")
COUNT = re.compile(r"[0-9]{1,9}|[1-9][0-9]{0,2}(\.[0-9]{3}){1,2}")
ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
OUR_DATE = re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
YEARS = range(1900, 2101)
TEXT_LIMIT = 10_000
Read = TypeVar("Read")


def words(raw: Raw, name: str) -> str:
    """The text of an input, cleaned; empty when it is not there or no text."""
    value: Any = raw.get(name)
    return clean(value) if isinstance(value, str) else ""


def read_number(text: str) -> Decimal:
    """`92,5`, `92.5`, `1.234` (a thousand and more) or `1.234,5`. Raises ValueError with a message."""
    bare = text.replace(" ", "").replace("\u00a0", "").removesuffix("%")
    if GROUPED.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if PLAIN.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    raise ValueError(_("Hãy nhập một số, ví dụ 92,5."))


def read_count(text: str) -> int:
    """A whole number from 0. Raises ValueError with a message."""
    bare = text.replace(" ", "")
    if not COUNT.fullmatch(bare):
        raise ValueError(_("Hãy nhập số nguyên từ 0 trở lên."))
    return int(bare.replace(".", ""))


def read_date(text: str) -> date:
    """`18/06/2024` or `2024-06-18`. Raises ValueError with a message."""
    parts = ISO_DATE.fullmatch(text) or OUR_DATE.fullmatch(text)
    try:
        found = date(**{name: int(part) for name, part in parts.groupdict().items()}) if parts else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ValueError(_("Ngày không hợp lệ. Hãy nhập theo dạng ngày/tháng/năm, ví dụ 18/06/2024."))
    return found


def day_text(text: str) -> str:
    """A day of a date field as it is written in Vietnam; anything else stays."""
    return format_date(read_date(text)) if ISO_DATE.fullmatch(text) else text


def plain_number(value: Decimal) -> str:
    """The number as it would be typed."""
    return f"{value:f}".replace(".", ",")


class Reader:
    """Reads several inputs and keeps every problem, so that all are shown at once."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.problems: list[InputProblem] = []

    def take(self, name: str, read: Callable[[str], Read], shown_as: str | None = None) -> Read | None:
        """The input as `read` understands it; None when it is empty or wrong (a problem, under `shown_as`)."""
        text = words(self.raw, name)
        if not text:
            return None
        try:
            return read(text)
        except ValueError as error:
            self.problems.append(InputProblem(shown_as or name, str(error)))
            return None

    def require(self, name: str, message: str, shown_as: str | None = None) -> None:
        """A problem when the input is empty."""
        if not words(self.raw, name):
            self.problems.append(InputProblem(shown_as or name, message))

    def finish(self) -> None:
        """Raises BadValue when anything was wrong."""
        if self.problems:
            raise BadValue(self.problems)

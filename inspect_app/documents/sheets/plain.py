"""What every part of a sheet is: a frozen dataclass of plain values, whose text is clean and bounded from the start."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from pydantic import ConfigDict

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

TEXT_LIMIT = 10_000  # characters in one field
ROW_LIMIT = 2_000  # entries in one list
WHOLE_LIMIT = 600_000  # characters in one sheet: about 200 pages, within the time a rendering may take


@dataclass(frozen=True, kw_only=True)
class Plain:
    """Base of the parts. Text becomes NFC without control characters; RuleBroken names a field that is too long."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _tidied(field.name, getattr(self, field.name)))


def _tidied(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _tidied_text(name, value)
    if isinstance(value, tuple):
        if len(value) > ROW_LIMIT:
            message = _("Danh sách có %(count)d dòng, tối đa %(limit)d dòng. Hãy tách bớt.")
            raise RuleBroken(name, message % {"count": len(value), "limit": ROW_LIMIT})
        return tuple(_tidied(name, entry) for entry in value)
    return value


def _tidied_text(name: str, value: str) -> str:
    if len(value) > TEXT_LIMIT:
        message = _("Đoạn văn dài %(count)d ký tự, tối đa %(limit)d ký tự. Hãy tách hoặc rút gọn.")
        raise RuleBroken(name, message % {"count": len(value), "limit": TEXT_LIMIT})
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise RuleBroken(name, _("Đoạn văn có ký tự không hợp lệ. Hãy nhập lại đoạn này."))
    return clean(value)


def text_length(value: Any) -> int:
    """The number of characters in a part and in all that it holds."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, tuple):
        return sum(map(text_length, value))
    if isinstance(value, Plain):
        return sum(text_length(getattr(value, field.name)) for field in fields(value))
    return 0

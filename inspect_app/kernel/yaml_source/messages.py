"""Pydantic's error types as sentences for whoever writes the file."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic_core import ErrorDetails

from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source.problems import did_you_mean

Context = Mapping[str, Any]
SHOWN = 40


def message_of(details: ErrorDetails) -> str:
    """The message for an error that lies in a value."""
    context: Context = details.get("ctx", {})
    kind = details["type"]
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error", "")) or _("Giá trị không hợp lệ")
    if kind in ("enum", "literal_error", "union_tag_invalid"):
        return _unknown_word(details, context)
    if kind in _WANTED:
        return _("%(wanted)s, ở đây là %(given)s", wanted=_WANTED[kind](), given=_shown(details["input"]))
    if kind in _LIMITS:
        return _LIMITS[kind](context)
    return _("Giá trị %(given)s không hợp lệ", given=_shown(details["input"]))


def _unknown_word(details: ErrorDetails, context: Context) -> str:
    expected = str(context.get("expected") or context.get("expected_tags") or "")
    known = [word.replace("\\'", "'") for word in re.findall(r"'((?:[^'\\]|\\.)*)'", expected)] or [expected]
    given = context.get("tag", details["input"])
    return _("Không dùng được %(given)s; %(hint)s", given=_shown(given), hint=did_you_mean(given, known))


def _shown(value: Any) -> str:
    if value is None:
        return _("chỗ trống")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("một nhóm mục")
    if isinstance(value, list):
        return _("một danh sách")
    if isinstance(value, int | Decimal | date):
        return str(value)
    text = str(value).strip().replace("\n", " ")
    return f"“{text[:SHOWN]}…”" if len(text) > SHOWN else f"“{text}”"


_WANTED: dict[str, Callable[[], str]] = {
    "string_type": lambda: _("Phải là chữ (số và ngày dùng làm chữ thì đặt trong dấu nháy kép)"),
    "int_type": lambda: _("Phải là số nguyên, không có dấu nháy"),
    "int_from_float": lambda: _("Phải là số nguyên, không có dấu nháy"),
    "decimal_type": lambda: _("Phải là số, không có dấu nháy, phần thập phân sau dấu chấm"),
    "is_instance_of": lambda: _("Phải là số, không có dấu nháy, phần thập phân sau dấu chấm"),
    "bool_type": lambda: _("Phải là true hoặc false, không có dấu nháy"),
    "date_type": lambda: _("Phải là ngày dạng 2024-06-18, không có dấu nháy"),
    "time_type": lambda: _('Phải là giờ dạng "08:00"'),
    "list_type": lambda: _("Phải là danh sách"),
    "tuple_type": lambda: _("Phải là danh sách"),
    "set_type": lambda: _("Phải là danh sách"),
    "frozen_set_type": lambda: _("Phải là danh sách"),
    "dict_type": lambda: _("Phải là một nhóm mục (khóa: giá trị)"),
    "model_type": lambda: _("Phải là một nhóm mục (khóa: giá trị)"),
    "model_attributes_type": lambda: _("Phải là một nhóm mục (khóa: giá trị)"),
    "none_required": lambda: _("Phải để trống"),
}

_LIMITS: dict[str, Callable[[Context], str]] = {
    "greater_than": lambda c: _("Phải lớn hơn %(limit)s", limit=c["gt"]),
    "greater_than_equal": lambda c: _("Phải từ %(limit)s trở lên", limit=c["ge"]),
    "less_than": lambda c: _("Phải nhỏ hơn %(limit)s", limit=c["lt"]),
    "less_than_equal": lambda c: _("Không được quá %(limit)s", limit=c["le"]),
    "string_too_short": lambda c: (
        _("Không được để trống") if c["min_length"] == 1 else _("Phải có ít nhất %(n)s ký tự", n=c["min_length"])
    ),
    "string_too_long": lambda c: _("Dài quá %(n)s ký tự", n=c["max_length"]),
    "string_pattern_mismatch": lambda c: _("Không đúng mẫu %(pattern)s", pattern=c["pattern"]),
    "too_short": lambda c: _("Phải có ít nhất %(n)s phần tử", n=c["min_length"]),
    "too_long": lambda c: _("Có quá %(n)s phần tử", n=c["max_length"]),
    "finite_number": lambda c: _("Phải là một số hữu hạn"),
    "decimal_max_places": lambda c: _("Có quá %(n)s chữ số thập phân", n=c["decimal_places"]),
    "decimal_max_digits": lambda c: _("Có quá %(n)s chữ số", n=c["max_digits"]),
    "union_tag_not_found": lambda c: _("Thiếu mục %(name)s", name=c["discriminator"]),
}

"""What a figure must be before it is kept, whether a form or a table brings it."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings.rules.inputs import DossierCounts

MAX_COUNT = 1_000_000_000
MAX_INDEX_DIGITS = 12
FULL = Decimal(100)


def index_as_kept(value: Decimal) -> str:
    """The index in percent as the text that keeps it exact. Raises RuleBroken outside 0 to 100, or for too many digits."""
    if not value.is_finite() or not 0 <= value <= FULL:
        raise RuleBroken("value", _("Chỉ số tính bằng phần trăm, phải từ 0 đến 100."))
    text = f"{value:f}" if value else "0"
    if len(text) > MAX_INDEX_DIGITS:
        raise RuleBroken("value", _("Chỉ số có quá nhiều chữ số. Hãy nhập đúng như trong quyết định công bố."))
    return text


def check_dossiers(counts: DossierCounts, apologised: int | None) -> None:
    """Raises RuleBroken for counts that cannot be, each alone or beside one another."""
    for name in (field.name for field in fields(counts)):
        _check_count(name, getattr(counts, name))
    _check_count("apologised", apologised)
    if counts.late > counts.total:
        raise RuleBroken("late", _("Số hồ sơ trễ hẹn không được lớn hơn tổng số hồ sơ đã giải quyết."))
    if apologised is not None and apologised > counts.late:
        raise RuleBroken("apologised", _("Số hồ sơ trễ có phiếu xin lỗi không được lớn hơn số hồ sơ trễ hẹn."))


def _check_count(name: str, value: int | None) -> None:
    if value is not None and not 0 <= value <= MAX_COUNT:
        raise RuleBroken(name, _("Số hồ sơ phải từ 0 đến %(most)d.", most=MAX_COUNT))

"""Units by their successors: which unit stands in the place of an earlier one during some days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspect_app.campaigns.files import Days
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.units.files import UnitEntry


@dataclass(frozen=True)
class UnitsThen:
    """The units as they are known, asked for some days."""

    known: Mapping[str, UnitEntry]

    def name(self, code: str) -> str:
        """The unit's name, or its code where it is not known."""
        return self.known[code].name if code in self.known else code

    def then(self, code: str, days: Days) -> str | None:
        """The unit itself if it exists on all these days, else its successor that does; None when there is none."""
        seen: set[str] = set()
        while code in self.known and code not in seen:
            unit = self.known[code]
            if unit.is_valid_between(days.starts, days.ends):
                return code
            seen.add(code)
            code = unit.successor or ""
        return None

    def ended(self, code: str) -> str:
        """Why a unit is not there any more, in words."""
        unit = self.known.get(code)
        if unit is None or unit.valid_to is None:
            return _("“%(name)s” không tồn tại suốt thời gian này", name=self.name(code))
        return _(
            "“%(name)s” chỉ tồn tại đến ngày %(day)s và chưa có đơn vị kế tiếp còn tồn tại",
            name=unit.name,
            day=format_date(unit.valid_to),
        )

    def alike(self, code: str, days: Days) -> list[tuple[str, str]]:
        """(code, name) of the units of the same kind that exist on these days."""
        kind = self.known[code].kind if code in self.known else None
        return [
            (unit.code, f"{unit.name} ({unit.code})")
            for unit in self.known.values()
            if (kind is None or unit.kind == kind) and unit.is_valid_between(days.starts, days.ends)
        ]

"""What kinds of unit are called, and units as choices of a form."""

from collections.abc import Iterable

from inspect_app.kernel.language import lazy_gettext as _
from inspect_app.units.models import Unit
from inspect_app.units.rules import UnitKind

KIND_NAMES: dict[UnitKind, str] = {
    UnitKind.PROVINCE: _("Cấp tỉnh"),
    UnitKind.SPECIALISED_AGENCY: _("Cơ quan chuyên môn thuộc UBND tỉnh"),
    UnitKind.MANAGEMENT_BOARD: _("Ban Quản lý các Khu kinh tế và Khu công nghiệp"),
    UnitKind.SECTOR_BODY: _("Cơ quan ngành dọc"),
    UnitKind.DISTRICT: _("Cấp huyện"),
    UnitKind.COMMUNE: _("Cấp xã"),
    UnitKind.DISTRICT_DIVISION: _("Phòng, ban cấp huyện"),
}


def kind_name(kind: UnitKind | str) -> str:
    """The kind in the current language."""
    return str(KIND_NAMES[UnitKind(kind)])


def unit_choices(units: Iterable[Unit]) -> dict[str, dict[str, str]]:
    """Units as the groups of a select field: kind → id → name, in the order of the State's levels."""
    groups: dict[str, dict[str, str]] = {kind_name(kind): {} for kind in KIND_NAMES}
    for unit in units:
        groups[kind_name(unit.kind)][str(unit.id)] = unit.name
    return {name: group for name, group in groups.items() if group}

"""Kinds of unit, and who rates the head of which kind. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is in the State's order of 2024."""

    PROVINCE = "province"
    SPECIALISED_AGENCY = "specialised_agency"
    MANAGEMENT_BOARD = "management_board"
    SECTOR_BODY = "sector_body"
    DISTRICT = "district"
    COMMUNE = "commune"
    DISTRICT_DIVISION = "district_division"


class RatedBy(StrEnum):
    """Whose head rates: that of the province, that of the unit above, or nobody here."""

    PROVINCE = "province"
    PARENT = "parent"
    NOBODY = "nobody"


@dataclass(frozen=True)
class AuthorityBasis:
    """Who rates the heads of one kind of unit, and where that is written."""

    kind: UnitKind
    rated_by: RatedBy
    source: str
    needs_checking: bool = False
    note: str | None = None


@dataclass(frozen=True)
class UnitChange:
    """What loading a file does to one unit: makes it, or changes fields (before, after)."""

    code: str
    name: str
    is_new: bool
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)

"""Units for tests."""

from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.units.models import RatingAuthorityBasis, Unit
from inspect_app.units.operations import search_name
from inspect_app.units.rules import RatedBy, UnitKind

_numbers = count(1)


def make_unit(
    session: Session,
    name: str = "Sở Tài chính",
    kind: UnitKind = UnitKind.SPECIALISED_AGENCY,
    parent: Unit | None = None,
    code: str | None = None,
) -> Unit:
    """A unit that has always been there."""
    code = code or f"U{next(_numbers):03d}"
    unit = Unit(
        code=code,
        name=name,
        short_name=name,
        kind=kind,
        parent_id=parent.id if parent else None,
        search_name=search_name(name, name, code),
    )
    session.add(unit)
    session.flush()
    return unit


def make_province(session: Session) -> Unit:
    """The province at the top of the tree, with the bases on which heads are rated; made once."""
    known = session.scalar(select(Unit).where(Unit.kind == UnitKind.PROVINCE))
    if known is not None:
        return known
    province = make_unit(session, "UBND tỉnh Quảng Nam", UnitKind.PROVINCE, code="49")
    for kind, rated_by, checking in (
        (UnitKind.SPECIALISED_AGENCY, RatedBy.PROVINCE, False),
        (UnitKind.MANAGEMENT_BOARD, RatedBy.PROVINCE, False),
        (UnitKind.DISTRICT, RatedBy.PROVINCE, True),
        (UnitKind.COMMUNE, RatedBy.PARENT, False),
        (UnitKind.DISTRICT_DIVISION, RatedBy.PARENT, False),
        (UnitKind.SECTOR_BODY, RatedBy.NOBODY, False),
    ):
        session.add(RatingAuthorityBasis(kind=kind, rated_by=rated_by, source="quy định mẫu", needs_checking=checking))
    session.flush()
    return province

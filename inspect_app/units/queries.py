"""Reading units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.text import clean, fold
from inspect_app.units.models import RatingAuthorityBasis, Unit
from inspect_app.units.rules import RatedBy, UnitKind


@dataclass(frozen=True)
class Authority:
    """Whose head rates the head of a unit; `unit` is None when nobody does here."""

    unit: Unit | None
    basis: str
    needs_checking: bool
    note: str | None = None


def unit_by_id(session: Session, unit_id: UUID) -> Unit:
    """The unit; raises NotFound."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def unit_by_code(session: Session, code: str) -> Unit:
    """The unit with the code; raises NotFound."""
    unit = session.scalar(select(Unit).where(Unit.code == code))
    if unit is None:
        raise NotFound
    return unit


def units_by_code(session: Session) -> dict[str, Unit]:
    """All units, ended ones too, by their code."""
    return {unit.code: unit for unit in session.scalars(select(Unit))}


def _valid_on(day: date) -> Select[Unit]:
    return select(Unit).where(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= day), or_(Unit.valid_to.is_(None), Unit.valid_to >= day)
    )


def units_valid_on(session: Session, on: date, kinds: Collection[UnitKind] | None = None) -> Sequence[Unit]:
    """The units that exist on the day, in the order of their codes."""
    query = _valid_on(on)
    if kinds is not None:
        query = query.where(Unit.kind.in_([UnitKind(kind) for kind in kinds]))
    return session.scalars(query.order_by(Unit.kind, Unit.code)).all()


def search_units(
    session: Session, on: date, *, words: str = "", kind: UnitKind | None = None, parent_id: UUID | None = None
) -> Sequence[Unit]:
    """Units that exist on the day whose name holds all the words, without regard to diacritics."""
    query = _valid_on(on)
    if kind is not None:
        query = query.where(Unit.kind == kind)
    if parent_id is not None:
        query = query.where(Unit.parent_id == parent_id)
    for word in fold(words).split():
        query = query.where(Unit.search_name.contains(word, autoescape=True))
    return session.scalars(query.order_by(Unit.kind, Unit.code)).all()


@dataclass(frozen=True)
class UnitFilter:
    """What a list of units is narrowed by; `with_ended` also shows units that do not exist on the day."""

    words: str = ""
    kind: UnitKind | None = None
    parent_id: UUID | None = None
    with_ended: bool = False


def units_page(
    session: Session, on: date, narrow: UnitFilter, *, offset: int, limit: int
) -> tuple[Sequence[Unit], int]:
    """One page of the list, by level and code, and how many units the filter leaves in all."""
    query = select(Unit) if narrow.with_ended else _valid_on(on)
    if narrow.kind is not None:
        query = query.where(Unit.kind == narrow.kind)
    if narrow.parent_id is not None:
        query = query.where(Unit.parent_id == narrow.parent_id)
    for word in fold(clean(narrow.words)).split():
        query = query.where(Unit.search_name.contains(word, autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    level = case({kind: place for place, kind in enumerate(UnitKind)}, value=Unit.kind)
    rows = query.options(joinedload(Unit.parent)).order_by(level, Unit.code).offset(offset).limit(limit)
    return session.scalars(rows).all(), total


def children_of(session: Session, unit: Unit) -> Sequence[Unit]:
    """The units right below, ended ones too, by kind and code."""
    return session.scalars(select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.kind, Unit.code)).all()


def with_predecessors(session: Session, unit_id: UUID) -> set[UUID]:
    """The unit and every unit that went into it, directly or by way of others."""
    found = {unit_id}
    ahead: set[UUID] = {unit_id}
    while ahead:
        ahead = set(session.scalars(select(Unit.id).where(Unit.successor_id.in_(ahead)))) - found
        found |= ahead
    return found


def count_by_kind(session: Session, on: date) -> dict[UnitKind, int]:
    """How many units of each kind exist on the day, in the order of the State's levels."""
    valid = _valid_on(on).subquery()
    found = session.execute(select(valid.c.kind, func.count()).group_by(valid.c.kind)).all()
    counts = {UnitKind(kind): number for kind, number in found}
    return {kind: counts[kind] for kind in UnitKind if kind in counts}


def province(session: Session) -> Unit:
    """The unit at the top of the tree; raises NotFound before any unit was loaded."""
    unit = session.scalar(select(Unit).where(Unit.kind == UnitKind.PROVINCE).order_by(Unit.code))
    if unit is None:
        raise NotFound
    return unit


def authority_over(session: Session, unit: Unit, on: date) -> Authority:
    """Whose head rates the head of `unit`, with the source (table of bases; see the campaign's rating.yaml)."""
    basis = session.scalar(select(RatingAuthorityBasis).where(RatingAuthorityBasis.kind == unit.kind))
    if basis is None or basis.rated_by == RatedBy.NOBODY:
        return Authority(
            None, basis.source if basis else "", bool(basis and basis.needs_checking), basis.note if basis else None
        )
    rater = province(session) if basis.rated_by == RatedBy.PROVINCE else unit.parent
    if rater is not None and not rater.is_valid_on(on):
        rater = None
    return Authority(rater, basis.source, basis.needs_checking, basis.note)

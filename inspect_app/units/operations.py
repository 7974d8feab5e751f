"""Writing units."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean, fold
from inspect_app.units.files import UnitEntry
from inspect_app.units.models import RatingAuthorityBasis, Unit
from inspect_app.units.permissions import may_manage_units
from inspect_app.units.queries import units_by_code
from inspect_app.units.rules import AuthorityBasis, UnitChange, UnitKind


def search_name(name: str, short_name: str, code: str) -> str:
    """What a search without diacritics looks into."""
    return fold(f"{name} {short_name} {code}")[:300]


def add_division(
    session: Session,
    actor: Actor,
    district: Unit,
    *,
    code: str,
    name: str,
    short_name: str,
    valid_from: date | None,
    now: datetime,
) -> Unit:
    """Adds a division (phòng, ban) of a district. Raises RuleBroken for a used code or a parent that is no district."""
    may_manage_units.require(actor, district)
    code, name, short_name = clean(code), clean(name), clean(short_name)
    if district.kind != UnitKind.DISTRICT:
        raise RuleBroken("parent_id", _("Chỉ cấp huyện có phòng, ban. Hãy chọn một huyện, thị xã hoặc thành phố."))
    if session.scalar(select(Unit.id).where(Unit.code == code)) is not None:
        raise RuleBroken("code", _("Mã %(code)s đã dùng cho đơn vị khác. Hãy chọn mã khác.", code=code))
    unit = Unit(
        code=code,
        name=name,
        short_name=short_name or name,
        kind=UnitKind.DISTRICT_DIVISION,
        parent_id=district.id,
        valid_from=valid_from,
        search_name=search_name(name, short_name, code),
    )
    session.add(unit)
    session.flush()
    record(
        session,
        actor,
        "units.add_division",
        unit,
        now=now,
        unit_id=unit.id,
        summary=f"Thêm {name} thuộc {district.name}",
    )
    return unit


def change_unit(
    session: Session,
    actor: Actor,
    unit: Unit,
    *,
    name: str,
    short_name: str,
    address: str,
    valid_to: date | None,
    now: datetime,
) -> None:
    """Corrects a unit's names and address, or sets its last day. Raises RuleBroken when the end is before the start."""
    may_manage_units.require(actor, unit)
    if valid_to is not None and unit.valid_from is not None and valid_to < unit.valid_from:
        raise RuleBroken("valid_to", _("Ngày kết thúc trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
    wanted = {
        "name": clean(name),
        "short_name": clean(short_name),
        "address": clean(address) or None,
        "valid_to": valid_to,
    }
    changes = {field: (getattr(unit, field), value) for field, value in wanted.items() if getattr(unit, field) != value}
    if not changes:
        return
    for field, (_before, value) in changes.items():
        setattr(unit, field, value)
    unit.search_name = search_name(unit.name, unit.short_name, unit.code)
    session.flush()
    record(
        session,
        actor,
        "units.change",
        unit,
        now=now,
        unit_id=unit.id,
        summary=f"Sửa thông tin {unit.name}",
        changes=changes,
    )


def set_authority_bases(session: Session, actor: Actor, bases: Iterable[AuthorityBasis], *, now: datetime) -> bool:
    """Keeps who rates whom, as the campaign's rating file says it; True when anything changed."""
    may_manage_units.require(actor, None)
    known = {row.kind: row for row in session.scalars(select(RatingAuthorityBasis))}
    changes: dict[str, tuple[object, object]] = {}
    for basis in bases:
        row = known.get(basis.kind)
        wanted = (basis.rated_by, basis.source, basis.needs_checking, basis.note)
        before = (row.rated_by, row.source, row.needs_checking, row.note) if row else None
        if before == wanted:
            continue
        if row is None:
            row = RatingAuthorityBasis(kind=basis.kind)
            session.add(row)
        row.rated_by, row.source, row.needs_checking, row.note = wanted
        changes[basis.kind.value] = (list(before) if before else None, list(wanted))
    if changes:
        session.flush()
        record(
            session,
            actor,
            "units.set_authority",
            None,
            now=now,
            summary="Cập nhật thẩm quyền xếp loại",
            changes=changes,
        )
    return bool(changes)


def load_units(session: Session, actor: Actor, entries: Sequence[UnitEntry], *, now: datetime) -> list[UnitChange]:
    """Makes or updates the units of a checked file; nothing is written, and nothing told, when all is there already.

    Units that the file does not name stay as they are: somebody may refer to them.
    """
    may_manage_units.require(actor, None)
    known = units_by_code(session)
    changes: list[UnitChange] = []
    for entry in entries:
        unit = known.get(entry.code)
        if unit is None:
            known[entry.code] = unit = Unit(code=entry.code)
            session.add(unit)
        changes += _take_over(unit, _wanted(entry), is_new=unit.id is None)
    session.flush()
    changes = _join(changes, _tie(entries, known))
    if changes:
        session.flush()
        record(
            session,
            actor,
            "units.load",
            None,
            now=now,
            summary=f"Nạp danh sách đơn vị: {len(changes)} đơn vị mới hoặc thay đổi",
            changes={one.code: (None, one.name) if one.is_new else (list(one.fields), one.name) for one in changes},
        )
    return changes


def _wanted(entry: UnitEntry) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "name": clean(entry.name),
        "short_name": clean(entry.short_name),
        "kind": entry.kind,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "note": entry.note,
        "is_sample": entry.sample,
    }
    return wanted | ({"address": clean(entry.address)} if entry.address else {})


def _take_over(unit: Unit, wanted: dict[str, Any], *, is_new: bool) -> list[UnitChange]:
    fields = {name: (getattr(unit, name), value) for name, value in wanted.items() if getattr(unit, name) != value}
    for name, (_before, value) in fields.items():
        setattr(unit, name, value)
    if not fields and not is_new:
        return []
    unit.search_name = search_name(unit.name, unit.short_name, unit.code)
    return [UnitChange(unit.code, unit.name, is_new, {} if is_new else fields)]


def _tie(entries: Sequence[UnitEntry], known: dict[str, Unit]) -> list[UnitChange]:
    """Sets parents and successors, once all units have their ids."""
    changes: list[UnitChange] = []
    for entry in entries:
        unit = known[entry.code]
        ties = {
            "parent_id": known[entry.parent].id if entry.parent else None,
            "successor_id": known[entry.successor].id if entry.successor else None,
        }
        changes += _take_over(unit, ties, is_new=False)
    return changes


def _join(first: list[UnitChange], second: list[UnitChange]) -> list[UnitChange]:
    joined = {change.code: change for change in first}
    for change in second:
        before = joined.get(change.code)
        if before is None:
            joined[change.code] = change
        elif not before.is_new:
            joined[change.code] = UnitChange(change.code, change.name, False, {**before.fields, **change.fields})
    return list(joined.values())

"""Days on which somebody or a unit is not to be had: entered by a coordinator, read by the planner and every check."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Absence, UnitClosure
from inspect_app.campaigns.permissions import may_close_unit, may_coordinate
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.formats import format_span
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean
from inspect_app.units.models import Unit

LONGEST = timedelta(days=366)


def note_absence(
    session: Session, actor: Actor, person: Person, *, first_day: date, last_day: date, why: str, now: datetime
) -> Absence:
    """Notes days on which a person cannot be sent. Raises Forbidden, RuleBroken."""
    may_coordinate.require(actor, None)
    _check(first_day, last_day, why)
    absence = Absence(person_id=person.id, first_day=first_day, last_day=last_day, why=clean(why))
    session.add(absence)
    session.flush()
    record(
        session,
        actor,
        "campaigns.note_absence",
        absence,
        now=now,
        summary=f"Ghi ngày vắng của {person.name}: {format_span(first_day, last_day)}",
        changes={"first_day": (None, first_day), "last_day": (None, last_day)},
        reason=absence.why,
    )
    return absence


def forget_absence(session: Session, actor: Actor, absence: Absence, *, now: datetime) -> None:
    """Takes an absence back; what it was stays in the journal. Raises Forbidden."""
    may_coordinate.require(actor, None)
    record(
        session,
        actor,
        "campaigns.forget_absence",
        absence,
        now=now,
        summary=f"Bỏ ngày vắng của {absence.person.name}: {format_span(absence.first_day, absence.last_day)}",
        changes={"first_day": (absence.first_day, None), "last_day": (absence.last_day, None)},
    )
    session.delete(absence)
    session.flush()


def close_unit(
    session: Session,
    actor: Actor,
    unit: Unit,
    *,
    first_day: date,
    last_day: date,
    why: str,
    with_below: bool = False,
    now: datetime,
) -> UnitClosure:
    """Notes days on which a unit (with `with_below` also those under it) receives no team. Raises Forbidden, RuleBroken."""
    may_close_unit.require(actor, unit)
    _check(first_day, last_day, why)
    closure = UnitClosure(
        unit_id=unit.id, first_day=first_day, last_day=last_day, why=clean(why), with_below=with_below
    )
    session.add(closure)
    session.flush()
    record(
        session,
        actor,
        "campaigns.close_unit",
        closure,
        now=now,
        unit_id=unit.id,
        summary=f"Ghi ngày không tiếp đoàn của {unit.name}: {format_span(first_day, last_day)}",
        changes={
            "first_day": (None, first_day),
            "last_day": (None, last_day),
            "with_below": (None, with_below),
        },
        reason=closure.why,
    )
    return closure


def reopen_unit(session: Session, actor: Actor, closure: UnitClosure, *, now: datetime) -> None:
    """Takes a unit's closed days back. Raises Forbidden."""
    may_close_unit.require(actor, closure.unit)
    record(
        session,
        actor,
        "campaigns.reopen_unit",
        closure,
        now=now,
        unit_id=closure.unit_id,
        summary=f"Bỏ ngày không tiếp đoàn của {closure.unit.name}: {format_span(closure.first_day, closure.last_day)}",
        changes={"first_day": (closure.first_day, None), "last_day": (closure.last_day, None)},
    )
    session.delete(closure)
    session.flush()


def _check(first_day: date, last_day: date, why: str) -> None:
    if last_day < first_day:
        raise RuleBroken("last_day", _("Ngày kết thúc trước ngày bắt đầu. Hãy kiểm tra lại hai ngày."))
    if last_day - first_day > LONGEST:
        raise RuleBroken("last_day", _("Khoảng này dài hơn một năm. Hãy kiểm tra lại hai ngày."))
    if not clean(why):
        raise RuleBroken("why", _("Hãy ghi lý do, để người lập lịch biết vì sao."))

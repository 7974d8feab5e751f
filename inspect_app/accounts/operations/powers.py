"""What a person may do and where he belongs: roles, places of work and delegations, each between two dates."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.accounts.models import OWN_FORMS, Affiliation, Delegation, Person, RoleAssignment, SigningForm
from inspect_app.accounts.permissions import may_change_powers
from inspect_app.accounts.queries import account_of, people_with_role
from inspect_app.accounts.rules import order_problem, overlaps, role_place_problem
from inspect_app.accounts.words import role_name
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.language import use_language
from inspect_app.kernel.outbox import notify
from inspect_app.kernel.text import clean
from inspect_app.units.models import Unit

Power = RoleAssignment | Affiliation | Delegation


def _require_over(actor: Actor, person: Person) -> None:
    if actor.person_id == person.id:
        raise Forbidden(_("Không ai tự thay đổi quyền của chính mình. Hãy nhờ một quản trị viên khác."))
    may_change_powers.require(actor, person)


def _require_order(valid_from: date, valid_to: date | None) -> None:
    problem = order_problem(valid_from, valid_to)
    if problem:
        raise RuleBroken("valid_to", problem)


def grant_role(
    session: Session,
    actor: Actor,
    person: Person,
    role: Role,
    unit: Unit | None,
    *,
    valid_from: date,
    now: datetime,
    valid_to: date | None = None,
    note: str | None = None,
) -> RoleAssignment:
    """Gives a role over a unit (or over all) between two dates, both included; auditors and the person are told.

    Raises RuleBroken for dates out of order, a role that needs a unit or has none, or one that is held on such a day.
    """
    _require_over(actor, person)
    _require_order(valid_from, valid_to)
    problem = role_place_problem(role, over_unit=unit is not None)
    if problem:
        raise RuleBroken("unit_id", problem)
    over = RoleAssignment.unit_id == unit.id if unit is not None else RoleAssignment.unit_id.is_(None)
    same = select(RoleAssignment).where(RoleAssignment.person_id == person.id, RoleAssignment.role == role, over)
    if overlaps(session.scalars(same), valid_from, valid_to):
        raise RuleBroken("valid_from", _("Người này đã có vai trò đó trong thời gian này. Hãy xem lại hai ngày."))
    assignment = RoleAssignment(
        person_id=person.id,
        role=role,
        unit_id=unit.id if unit is not None else None,
        valid_from=valid_from,
        valid_to=valid_to,
        note=clean(note or "") or None,
    )
    session.add(assignment)
    session.flush()
    session.expire(person, ["roles"])
    _record_power(session, actor, assignment, person, "accounts.grant_role", "Giao vai trò", role_name(role), now=now)
    if not actor.is_system:
        _tell_of_role(session, assignment, person, now=now)
    return assignment


def end_role(
    session: Session, actor: Actor, assignment: RoleAssignment, *, valid_to: date | None, now: datetime
) -> None:
    """Sets the last day of a role, or None for until further notice. Raises RuleBroken, Forbidden over oneself."""
    _set_end(session, actor, assignment, valid_to, "accounts.end_role", now=now)


def withdraw_role(session: Session, actor: Actor, assignment: RoleAssignment, *, now: datetime) -> None:
    """Takes back a role that has not begun. Raises Conflict when it has: then it can only be ended."""
    _require_over(actor, assignment.person)
    if assignment.valid_from <= local_date(now):
        raise Conflict(_("Vai trò này đã có hiệu lực. Hãy đặt ngày kết thúc thay vì rút lại."))
    person = assignment.person
    name = role_name(assignment.role)
    _record_power(session, actor, assignment, person, "accounts.withdraw_role", "Rút lại vai trò", name, now=now)
    session.delete(assignment)
    session.flush()
    session.expire(person, ["roles"])


def add_affiliation(
    session: Session,
    actor: Actor,
    person: Person,
    unit: Unit,
    *,
    valid_from: date,
    now: datetime,
    valid_to: date | None = None,
) -> Affiliation:
    """Notes where a person works or worked: he writes nothing on that unit. Raises RuleBroken when it is noted."""
    _require_over(actor, person)
    _require_order(valid_from, valid_to)
    same = select(Affiliation).where(Affiliation.person_id == person.id, Affiliation.unit_id == unit.id)
    if overlaps(session.scalars(same), valid_from, valid_to):
        raise RuleBroken("valid_from", _("Nơi công tác này đã được ghi cho thời gian đó. Hãy xem lại hai ngày."))
    affiliation = Affiliation(person_id=person.id, unit_id=unit.id, valid_from=valid_from, valid_to=valid_to)
    session.add(affiliation)
    session.flush()
    session.expire(person, ["affiliations"])
    _record_power(
        session, actor, affiliation, person, "accounts.add_affiliation", "Ghi nơi công tác", unit.name, now=now
    )
    return affiliation


def end_affiliation(
    session: Session, actor: Actor, affiliation: Affiliation, *, valid_to: date | None, now: datetime
) -> None:
    """Sets the last day at a place of work; the conflict of interest lasts a year longer. Raises RuleBroken."""
    _set_end(session, actor, affiliation, valid_to, "accounts.end_affiliation", now=now)


def add_delegation(
    session: Session,
    actor: Actor,
    person: Person,
    unit: Unit,
    *,
    form: SigningForm,
    title: str,
    valid_from: date,
    now: datetime,
    on_behalf_of: str | None = None,
    valid_to: date | None = None,
    note: str | None = None,
) -> Delegation:
    """Notes in which form and over which title a person signs for a unit (Nghị định 30/2020/NĐ-CP, Điều 13).

    `on_behalf_of` is the office signed for ("Chủ tịch"), unless the form is one of `OWN_FORMS`. Raises RuleBroken.
    """
    _require_over(actor, person)
    _require_order(valid_from, valid_to)
    title = clean(title)
    if not title:
        raise RuleBroken("title", _("Hãy điền chức vụ của người ký."))
    delegation = Delegation(
        person_id=person.id,
        unit_id=unit.id,
        form=form,
        on_behalf_of=_signed_for(form, on_behalf_of),
        title=title,
        valid_from=valid_from,
        valid_to=valid_to,
        note=clean(note or "") or None,
    )
    session.add(delegation)
    session.flush()
    lines = ", ".join(delegation.authority_lines)
    _record_power(session, actor, delegation, person, "accounts.add_delegation", "Giao ký", lines, now=now)
    return delegation


def _signed_for(form: SigningForm, on_behalf_of: str | None) -> str | None:
    if form in OWN_FORMS:
        return None
    office = clean(on_behalf_of or "")
    if not office:
        raise RuleBroken("on_behalf_of", _("Hãy điền chức vụ hoặc cơ quan mà người này ký thay."))
    return office


def end_delegation(
    session: Session, actor: Actor, delegation: Delegation, *, valid_to: date | None, now: datetime
) -> None:
    """Sets the last day on which a person signs so. Raises RuleBroken."""
    _set_end(session, actor, delegation, valid_to, "accounts.end_delegation", now=now)


def _set_end(session: Session, actor: Actor, power: Power, valid_to: date | None, verb: str, *, now: datetime) -> None:
    _require_over(actor, power.person)
    _require_order(power.valid_from, valid_to)
    if power.valid_to == valid_to:
        return
    changes = {"valid_to": (power.valid_to, valid_to)}
    power.valid_to = valid_to
    session.flush()
    record(
        session,
        actor,
        verb,
        power,
        now=now,
        unit_id=power.unit_id,
        summary=f"Đặt ngày kết thúc cho {power.person.name}",
        changes=changes,
    )


def _record_power(
    session: Session, actor: Actor, power: Power, person: Person, verb: str, what: str, name: str, *, now: datetime
) -> None:
    span = {"valid_from": (None, power.valid_from), "valid_to": (None, power.valid_to)}
    summary = f"{what} cho {person.name}: {name}"
    record(session, actor, verb, power, now=now, unit_id=power.unit_id, summary=summary, changes=span)


def _tell_of_role(session: Session, assignment: RoleAssignment, person: Person, *, now: datetime) -> None:
    auditors = people_with_role(session, Role.AUDITOR, None, local_date(now))
    for reader in {one.id: one for one in (person, *auditors)}.values():
        account = account_of(session, reader.id)
        if account is None:
            continue
        with use_language(account.language):
            name, since = role_name(assignment.role), format_date(assignment.valid_from)
            notify(
                session,
                account_id=account.id,
                email=account.mail_address,
                subject=_("Vai trò mới: %(role)s, %(name)s", role=name, name=person.name),
                body=_(
                    "%(name)s được giao vai trò %(role)s từ ngày %(since)s. Nếu thấy không đúng, hãy báo ngay cho quản "
                    "trị viên.",
                    name=person.name,
                    role=name,
                    since=since,
                ),
                link="/tai-khoan" if reader is person else f"/nhan-su/{person.id}",
                dedupe_key=f"accounts.grant_role:{assignment.id}",
                now=now,
            )

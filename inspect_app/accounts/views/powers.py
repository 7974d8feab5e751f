"""Roles, places of work and delegations of a person, each between two dates."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts import operations
from inspect_app.accounts.forms import AffiliationForm, DelegationForm, EndForm, RoleForm, UnitChoices
from inspect_app.accounts.models import Affiliation, Delegation, Person, RoleAssignment, SigningForm
from inspect_app.accounts.permissions import may_change_powers
from inspect_app.accounts.queries import affiliation_by_id, delegation_by_id, person_by_id, role_assignment_by_id
from inspect_app.accounts.views.blueprint import bp
from inspect_app.accounts.words import role_name, signing_form_name
from inspect_app.kernel.actors import Role
from inspect_app.kernel.language import gettext as _
from inspect_app.units.models import Unit
from inspect_app.units.queries import unit_by_id, units_valid_on
from inspect_app.units.words import unit_choices
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


def _units() -> UnitChoices:
    return unit_choices(units_valid_on(session(), today()))


def _unit(unit_id: UUID | None) -> Unit | None:
    return unit_by_id(session(), unit_id) if unit_id is not None else None


def _back_to(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("accounts.person", person_id=person_id))


@bp.route("/nhan-su/<uuid:person_id>/vai-tro", methods=["GET", "POST"])
@permit(may_change_powers, load=person_by_id)
def grant_role(person: Person) -> ResponseReturnValue:
    """Gives a role over a unit, or over all, between two dates."""
    form = RoleForm(units=_units(), blank=_("Mọi đơn vị"), data={"valid_from": today()})
    if form.validate_on_submit() and form.accept(
        lambda: operations.grant_role(
            session(),
            actor(),
            person,
            Role(form.role.data),
            _unit(form.chosen_unit),
            valid_from=form.valid_from.data or today(),
            valid_to=form.valid_to.data,
            note=form.note.data,
            now=now(),
        )
    ):
        tell(_("Đã giao vai trò %(role)s cho %(name)s.", role=role_name(form.role.data), name=person.name))
        return _back_to(person.id)
    return render_form("accounts/grant_role.html", form=form, person=person)


@bp.route("/nhan-su/vai-tro/<uuid:role_id>/ket-thuc", methods=["GET", "POST"])
@permit(may_change_powers, load=role_assignment_by_id)
def end_role(held: RoleAssignment) -> ResponseReturnValue:
    """Sets the last day of a role."""
    what = role_name(held.role)
    return _end(held, what, lambda day: operations.end_role(session(), actor(), held, valid_to=day, now=now()))


@bp.post("/nhan-su/vai-tro/<uuid:role_id>/rut-lai")
@permit(may_change_powers, load=role_assignment_by_id)
def withdraw_role(held: RoleAssignment) -> ResponseReturnValue:
    """Takes back a role that has not begun."""
    person_id = held.person_id
    operations.withdraw_role(session(), actor(), held, now=now())
    tell(_("Đã rút lại vai trò chưa có hiệu lực."))
    return _back_to(person_id)


@bp.route("/nhan-su/<uuid:person_id>/noi-cong-tac", methods=["GET", "POST"])
@permit(may_change_powers, load=person_by_id)
def add_affiliation(person: Person) -> ResponseReturnValue:
    """Notes where a person works or worked."""
    form = AffiliationForm(units=_units(), blank=_("Chọn đơn vị"))
    if form.validate_on_submit() and form.accept(
        lambda: operations.add_affiliation(
            session(),
            actor(),
            person,
            unit_by_id(session(), UUID(form.unit_id.data)),
            valid_from=form.valid_from.data or today(),
            valid_to=form.valid_to.data,
            now=now(),
        )
    ):
        tell(_("Đã ghi nơi công tác của %(name)s.", name=person.name))
        return _back_to(person.id)
    return render_form("accounts/add_affiliation.html", form=form, person=person)


@bp.route("/nhan-su/noi-cong-tac/<uuid:affiliation_id>/ket-thuc", methods=["GET", "POST"])
@permit(may_change_powers, load=affiliation_by_id)
def end_affiliation(place: Affiliation) -> ResponseReturnValue:
    """Sets the last day at a place of work."""
    what = place.unit.name
    return _end(place, what, lambda day: operations.end_affiliation(session(), actor(), place, valid_to=day, now=now()))


@bp.route("/nhan-su/<uuid:person_id>/uy-quyen", methods=["GET", "POST"])
@permit(may_change_powers, load=person_by_id)
def add_delegation(person: Person) -> ResponseReturnValue:
    """Notes in which form, over which title and between which dates a person signs for a unit."""
    form = DelegationForm(units=_units(), blank=_("Chọn đơn vị"), data={"valid_from": today()})
    if form.validate_on_submit() and form.accept(
        lambda: operations.add_delegation(
            session(),
            actor(),
            person,
            unit_by_id(session(), UUID(form.unit_id.data)),
            form=SigningForm(form.form.data),
            title=form.title.data or "",
            on_behalf_of=form.on_behalf_of.data,
            valid_from=form.valid_from.data or today(),
            valid_to=form.valid_to.data,
            note=form.note.data,
            now=now(),
        )
    ):
        tell(_("Đã ghi quyền ký của %(name)s.", name=person.name))
        return _back_to(person.id)
    return render_form("accounts/add_delegation.html", form=form, person=person)


@bp.route("/nhan-su/uy-quyen/<uuid:delegation_id>/ket-thuc", methods=["GET", "POST"])
@permit(may_change_powers, load=delegation_by_id)
def end_delegation(signs: Delegation) -> ResponseReturnValue:
    """Sets the last day on which a person signs so."""
    what = signing_form_name(signs.form)
    return _end(signs, what, lambda day: operations.end_delegation(session(), actor(), signs, valid_to=day, now=now()))


def _end(
    power: RoleAssignment | Affiliation | Delegation, what: str, end: Callable[[date | None], None]
) -> ResponseReturnValue:
    form = EndForm(data={"valid_to": power.valid_to or today()})
    if form.validate_on_submit() and form.accept(lambda: end(form.valid_to.data)):
        tell(_("Đã lưu ngày kết thúc."))
        return _back_to(power.person_id)
    return render_form("accounts/end_power.html", form=form, power=power, person=power.person, what=what)

"""Pages about units: the list by level, one unit, adding a division, correcting a unit."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.kernel.language import gettext as _
from inspect_app.units import operations
from inspect_app.units.forms import DivisionForm, UnitFilterForm, UnitForm
from inspect_app.units.models import Unit
from inspect_app.units.page_parts import parts_of
from inspect_app.units.permissions import may_manage_units, may_read_units
from inspect_app.units.queries import (
    UnitFilter,
    authority_over,
    children_of,
    count_by_kind,
    unit_by_id,
    units_page,
    units_valid_on,
)
from inspect_app.units.rules import UnitKind
from inspect_app.units.words import kind_name
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.paging import page_number, paged
from inspect_app.webkit.permit import permit

bp = Blueprint("units", __name__, url_prefix="/don-vi")
bp.add_app_template_filter(kind_name)
PAGE_SIZE = 50


def _filter() -> tuple[UnitFilterForm, UnitFilter]:
    above = {str(unit.id): unit for unit in units_valid_on(session(), today(), {UnitKind.PROVINCE, UnitKind.DISTRICT})}
    kinds = {kind.value: kind for kind in UnitKind}
    form = UnitFilterForm(request.args)
    form.parent.choices = {"": _("Mọi đơn vị cấp trên"), **{key: unit.name for key, unit in above.items()}}
    parent = above.get(form.parent.data or "")
    return form, UnitFilter(
        words=form.q.data or "",
        kind=kinds.get(form.kind.data or ""),
        parent_id=parent.id if parent else None,
        with_ended=bool(form.ended.data),
    )


@bp.get("/")
@permit(may_read_units)
def index() -> ResponseReturnValue:
    """The units by level: searched without diacritics, narrowed by kind and by the unit above."""
    form, narrow = _filter()
    number = page_number()
    units, total = units_page(session(), today(), narrow, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    return render(
        "units/index.html",
        form=form,
        narrow=narrow,
        units=units,
        page=paged(number, total, PAGE_SIZE),
        counts=count_by_kind(session(), today()),
        may_manage=may_manage_units(actor(), None),
    )


@bp.get("/<uuid:unit_id>")
@permit(may_read_units, load=unit_by_id)
def unit(unit: Unit) -> ResponseReturnValue:
    """One unit: its key facts, who rates its head and by which source, the units below it."""
    return render(
        "units/unit.html",
        unit=unit,
        authority=authority_over(session(), unit, today()),
        children=children_of(session(), unit),
        parts=parts_of(session(), actor(), unit, today()),
        may_manage=may_manage_units(actor(), unit),
        may_add_division=may_manage_units(actor(), unit) and unit.kind == UnitKind.DISTRICT,
    )


@bp.route("/<uuid:unit_id>/them-phong-ban", methods=["GET", "POST"])
@permit(may_manage_units, load=unit_by_id)
def add_division(district: Unit) -> ResponseReturnValue:
    """Adds a division to a district."""
    form = DivisionForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.add_division(
            session(),
            actor(),
            district,
            code=form.code.data or "",
            name=form.name.data or "",
            short_name=form.short_name.data or "",
            valid_from=form.valid_from.data,
            now=now(),
        )
    ):
        tell(_("Đã thêm %(name)s thuộc %(district)s.", name=form.name.data, district=district.name))
        return redirect(url_for("units.unit", unit_id=district.id))
    return render_form("units/add_division.html", form=form, unit=district)


@bp.route("/<uuid:unit_id>/sua", methods=["GET", "POST"])
@permit(may_manage_units, load=unit_by_id)
def change(unit: Unit) -> ResponseReturnValue:
    """Corrects names and address, or sets the last day."""
    form = UnitForm(obj=unit)
    if form.validate_on_submit() and form.accept(
        lambda: operations.change_unit(
            session(),
            actor(),
            unit,
            name=form.name.data or "",
            short_name=form.short_name.data or "",
            address=form.address.data or "",
            valid_to=form.valid_to.data,
            now=now(),
        )
    ):
        tell(_("Đã lưu thông tin của %(name)s.", name=unit.name))
        return redirect(url_for("units.unit", unit_id=unit.id))
    return render_form("units/change.html", form=form, unit=unit)

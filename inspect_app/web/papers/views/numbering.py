"""How the numbers of a body are given, and numbers that are reserved or cancelled."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts.issuing_body import signs_for_team
from inspect_app.documents.rules import TYPE_NAMES
from inspect_app.kernel.language import gettext as _
from inspect_app.registry import operations
from inspect_app.registry.models import IssuingBody, NumberBook, RegisterEntry
from inspect_app.registry.permissions import may_keep_register
from inspect_app.registry.queries import (
    all_bodies,
    body_by_id,
    book_of_year,
    delegations_valid,
    entry_by_id,
    find_book,
    reserved_entries,
)
from inspect_app.registry.rules import NumberSource
from inspect_app.units.models import Unit
from inspect_app.units.queries import unit_by_id
from inspect_app.web.papers.catalogue import prepared_types
from inspect_app.web.papers.forms import NumberingForm, ReasonForm, ReserveForm
from inspect_app.web.papers.views.blueprint import bp
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.permit import permit


@bp.get("/so/cach-danh-so")
@permit(may_keep_register)
def numbering() -> ResponseReturnValue:
    """The issuing bodies, and how each is numbered this year."""
    year = today().year
    bodies = all_bodies(session())
    rows = [(body, book_of_year(session(), body, year, now())) for body in bodies]
    known = {body.unit_id for body in bodies if not body.team}
    signing = {one.unit_id: one.unit for one in delegations_valid(session(), today()) if not signs_for_team(one)}
    others = [unit for unit_id, unit in signing.items() if unit_id not in known]
    return render("papers/numbering.html", rows=rows, others=others, year=year)


@bp.post("/so/cach-danh-so/mo-so/<uuid:unit_id>")
@permit(may_keep_register, load=unit_by_id)
def open_register(unit: Unit) -> ResponseReturnValue:
    """Opens the register of a unit that somebody signs for and that issued nothing yet."""
    body = operations.add_body(session(), actor(), unit, now=now())
    return redirect(url_for("papers.set_numbering", body_id=body.id))


@bp.route("/so/cach-danh-so/<uuid:body_id>", methods=["GET", "POST"])
@permit(may_keep_register, load=body_by_id)
def set_numbering(body: IssuingBody) -> ResponseReturnValue:
    """Who gives a body's numbers this year, and how they are counted."""
    year = today().year
    book = book_of_year(session(), body, year, now())
    form = NumberingForm(book)
    if form.validate_on_submit() and form.accept(
        lambda: operations.set_numbering(
            session(),
            actor(),
            body,
            year,
            source=NumberSource(form.source.data),
            one_series=bool(form.one_series.data),
            first_number=form.first_number.data or 1,
            now=now(),
        )
    ):
        tell(_("Đã lưu cách đánh số của %(body)s năm %(year)d.", body=body.name, year=year))
        return redirect(url_for("papers.numbering"))
    return render_form("papers/set_numbering.html", form=form, body=body, year=year)


@bp.route("/so/giu-so/<uuid:body_id>", methods=["GET", "POST"])
@permit(may_keep_register, load=body_by_id)
def reserve(body: IssuingBody) -> ResponseReturnValue:
    """Reserving the next number of a body for a paper to come."""
    form = ReserveForm()
    form.type_sign.choices = [(sign, TYPE_NAMES.get(sign, _("Công văn"))) for sign in prepared_types()]
    year = today().year
    if form.validate_on_submit() and form.accept(lambda: _reserve(body, form)):
        tell(_("Đã giữ số. Số không dùng phải được hủy, có lý do."))
        return redirect(url_for("papers.reserve", body_id=body.id))
    book = find_book(session(), body.id, year)
    waiting = reserved_entries(session(), [book.id]) if book else ()
    return render_form("papers/reserve.html", form=form, body=body, year=year, waiting=waiting)


def _reserve(body: IssuingBody, form: ReserveForm) -> RegisterEntry:
    book: NumberBook = operations.open_book(session(), body, today().year, now=now())
    return operations.reserve_number(
        session(), actor(), book, form.type_sign.data or "", purpose=form.purpose.data or "", now=now()
    )


@bp.route("/so/so/<uuid:entry_id>/huy", methods=["GET", "POST"])
@permit(may_keep_register, load=entry_by_id)
def cancel(entry: RegisterEntry) -> ResponseReturnValue:
    """Cancelling a reserved number that is not used."""
    form = ReasonForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.cancel_number(session(), actor(), entry, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã hủy số; lý do ghi trong sổ."))
        return redirect(url_for("papers.register", year=entry.book.year))
    return render_form("papers/cancel.html", form=form, entry=entry)

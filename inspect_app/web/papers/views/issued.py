"""An issued paper: its state, number and bytes, and what may still be said of it."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.registry import operations
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations.numbers import printed_number
from inspect_app.registry.permissions import may_record_number, may_withdraw
from inspect_app.registry.queries import paper_by_id
from inspect_app.registry.rules import PaperState, verify_url
from inspect_app.web.papers.correction_letter import CORRECTION_LETTER
from inspect_app.web.papers.forms import CorrectNumberForm, NumberForm, ReasonForm
from inspect_app.web.papers.permissions import IssuedPlace, issued_place, may_read_issued, place_of_paper
from inspect_app.web.papers.things import about_words
from inspect_app.web.papers.views.blueprint import bp, send_kept
from inspect_app.webkit.context import actor, now, session, settings
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.get("/ban-hanh/<uuid:paper_id>")
@permit(may_read_issued, load=issued_place)
def issued(place: IssuedPlace) -> ResponseReturnValue:
    """One issued paper."""
    return _page(place)


@bp.get("/ban-hanh/<uuid:paper_id>/ban-goc.pdf")
@permit(may_read_issued, load=issued_place)
def issued_pdf(place: IssuedPlace) -> Response:
    """The bytes as they were issued, as PDF."""
    return send_kept(place.paper.pdf_sha256, "pdf", place.paper.kind)


@bp.get("/ban-hanh/<uuid:paper_id>/ban-goc.docx")
@permit(may_read_issued, load=issued_place)
def issued_docx(place: IssuedPlace) -> Response:
    """The Word file that was made with it."""
    if place.paper.docx_sha256 is None:
        raise NotFound(_("Văn bản này chỉ được lưu ở dạng PDF. Hãy tải bản PDF."))
    return send_kept(place.paper.docx_sha256, "docx", place.paper.kind)


@bp.post("/ban-hanh/<uuid:paper_id>/ghi-so")
@permit(may_record_number, load=paper_by_id)
def record_number(paper: IssuedPaper) -> ResponseReturnValue:
    """Writes down the number that the office gave."""
    form = NumberForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.record_number(session(), actor(), paper, typed=form.number.data or "", now=now())
    ):
        tell(_("Đã ghi số vào sổ."))
        return redirect(url_for("papers.issued", paper_id=paper.id))
    return _page(place_of_paper(session(), paper), form)


@bp.post("/ban-hanh/<uuid:paper_id>/sua-so")
@permit(may_record_number, load=paper_by_id)
def correct_number(paper: IssuedPaper) -> ResponseReturnValue:
    """Puts a number right that was written down wrongly."""
    form = CorrectNumberForm(prefix="sua-")
    if form.validate_on_submit() and form.accept(
        lambda: operations.correct_number(
            session(), actor(), paper, typed=form.number.data or "", reason=form.reason.data or "", now=now()
        )
    ):
        tell(_("Đã sửa số trong sổ; số ghi nhầm vẫn còn trong sổ với lý do."))
        return redirect(url_for("papers.issued", paper_id=paper.id))
    return _page(place_of_paper(session(), paper), form)


@bp.route("/ban-hanh/<uuid:paper_id>/thu-hoi", methods=["GET", "POST"])
@permit(may_withdraw, load=paper_by_id)
def withdraw(paper: IssuedPaper) -> ResponseReturnValue:
    """Takes an issued paper back, after saying what that means."""
    form = ReasonForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.withdraw_paper(session(), actor(), paper, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã thu hồi văn bản. Bản gốc và số vẫn được lưu."))
        return redirect(url_for("papers.issued", paper_id=paper.id))
    return render_form("papers/withdraw.html", form=form, paper=paper)


def _correcting_url(paper: IssuedPaper) -> str | None:
    """Where the letter that corrects it is prepared, if the reader may prepare one."""
    kind = CORRECTION_LETTER
    if paper.kind == kind.code or not kind.is_prepared_by(actor(), paper) or kind.hindrance(session(), paper):
        return None
    return url_for("papers.show", kind=kind.code, thing_id=paper.id)


def _page(place: IssuedPlace, sent: BaseForm | None = None) -> Response:
    paper, kind = place.paper, place.kind
    records = may_record_number(actor(), paper)
    recorded = paper.entry is not None and printed_number(paper) is None
    own = kind.own_page_for(session(), actor(), place.thing) if kind and place.thing is not None else None
    leads_to_place = kind is not None and place.thing is not None and kind.may_read(actor(), place.thing)
    return render_form(
        "papers/issued.html",
        form=sent or BaseForm(formdata=None),
        number_form=sent if type(sent) is NumberForm else NumberForm(formdata=None),
        correct_form=sent if isinstance(sent, CorrectNumberForm) else CorrectNumberForm(formdata=None, prefix="sua-"),
        paper=paper,
        kind=kind,
        about=about_words(kind.about, place.thing) if kind and place.thing is not None else "",
        records=records and paper.entry is None,
        corrects=records and recorded,
        withdraws=may_withdraw(actor(), paper) and paper.state is PaperState.CURRENT,
        place_url=url_for("papers.show", kind=kind.code, thing_id=paper.about_id) if kind and leads_to_place else None,
        correct_url=_correcting_url(paper),
        own_url=url_for(own[0], **own[1]) if own else None,
        verify_url=verify_url(settings().public_url, paper.code),
    )

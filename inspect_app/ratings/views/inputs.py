"""Entering what a rating rests on."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.ratings import operations
from inspect_app.ratings.forms import MET, NOT_MET, ActionForm, AreaForm, DossierForm, IndexForm
from inspect_app.ratings.models import ContentsConfirmation, HeadRating
from inspect_app.ratings.permissions import may_prepare_rating
from inspect_app.ratings.queries import assess, head_rating_by_id, rating_with_area
from inspect_app.ratings.views.blueprint import bp
from inspect_app.webkit.context import actor, file_store, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

PDF_MARK = b"%PDF-"


def _back(rating: HeadRating) -> ResponseReturnValue:
    return redirect(url_for("ratings.head", rating_id=rating.id))


def kept_paper(paper: FileStorage | str | None) -> str | None:
    """Keeps an uploaded paper and gives its hash; raises RuleBroken for anything but a PDF."""
    data = paper.read() if isinstance(paper, FileStorage) else b""
    if not data:
        return None
    if not data.startswith(PDF_MARK):
        raise RuleBroken("paper", _("Tệp không phải PDF. Hãy chọn bản PDF của quyết định."))
    return file_store().put(data).sha256


@bp.route("/<uuid:rating_id>/chi-so", methods=["GET", "POST"])
@permit(may_prepare_rating, load=head_rating_by_id)
def index_value(rating: HeadRating) -> ResponseReturnValue:
    """Enters or corrects the index."""
    form = IndexForm(obj=rating.index_input)
    left: list[bool] = []

    def enter() -> None:
        left.append(
            operations.enter_index(
                session(),
                actor(),
                rating,
                value=form.percent,
                source=form.source.data or "",
                decision_number=form.decision_number.data,
                published_on=form.published_on.data,
                file_sha256=kept_paper(form.paper.data),
                now=now(),
            )
        )

    if form.validate_on_submit() and form.accept(enter):
        tell(_("Đã lưu Chỉ số CCHC của %(unit)s.", unit=rating.unit.name))
        if any(left):
            tell(_("Tệp đã nộp thuộc văn bản trước nên không đi theo. Hãy nộp tệp của văn bản này."), "warning")
        return _back(rating)
    return render_form("ratings/index_value.html", form=form, rating=rating)


@bp.route("/<uuid:rating_id>/ho-so", methods=["GET", "POST"])
@permit(may_prepare_rating, load=head_rating_by_id)
def dossiers(rating: HeadRating) -> ResponseReturnValue:
    """Enters or corrects the dossiers."""
    form = DossierForm(obj=rating.dossiers)
    if form.validate_on_submit() and form.accept(
        lambda: operations.enter_dossiers(
            session(),
            actor(),
            rating,
            counts=form.counts,
            apologised=form.apologised.data,
            source=form.source.data or "",
            exported_on=form.exported_on.data,
            now=now(),
        )
    ):
        tell(_("Đã lưu số liệu hồ sơ của %(unit)s.", unit=rating.unit.name))
        return _back(rating)
    return render_form("ratings/dossiers.html", form=form, rating=rating, rule=assess(session(), rating).rule)


@bp.route("/<uuid:rating_id>/linh-vuc/<int:area>", methods=["GET", "POST"])
@permit(may_prepare_rating, load=rating_with_area)
def area(rating: HeadRating) -> ResponseReturnValue:
    """Confirms one area, as its findings propose or otherwise."""
    number = int((request.view_args or {})["area"])
    assessment = assess(session(), rating)
    known = next((row for row in rating.confirmations if row.area == number), None)
    form = AreaForm(data=_area_values(known, assessment.proposal(number).met))
    if form.validate_on_submit() and form.accept(
        lambda: operations.confirm_area(
            session(),
            actor(),
            rating,
            area=number,
            met=form.result.data == MET,
            reason=form.reason.data or "",
            now=now(),
        )
    ):
        tell(_("Đã xác nhận lĩnh vực %(area)d.", area=number))
        return _back(rating)
    named = next(one for one in assessment.rule.areas if one.number == number)
    return render_form("ratings/area.html", form=form, rating=rating, area=named, proposal=assessment.proposal(number))


def _area_values(known: ContentsConfirmation | None, proposed: bool | None) -> dict[str, str | None]:
    met = known.met if known else proposed
    chosen = None if met is None else MET if met else NOT_MET
    return {"result": chosen, "reason": known.reason if known else None}


@bp.post("/<uuid:rating_id>/theo-de-xuat")
@permit(may_prepare_rating, load=head_rating_by_id)
def confirm_as_proposed(rating: HeadRating) -> ResponseReturnValue:
    """Confirms every open area that has a proposal, as proposed."""
    form = ActionForm()
    if form.validate_on_submit():
        done = operations.confirm_as_proposed(session(), actor(), rating, now=now())
        tell(_("Đã xác nhận %(done)d lĩnh vực theo đề xuất.", done=done))
    return _back(rating)

"""Beginning a visit on the spot, its minutes, and closing it with them."""

import json

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.documents.render import pdf_of
from inspect_app.fieldwork import operations
from inspect_app.fieldwork.closings import waiting_closing
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.forms import BeginForm, CloseForm, MinutesForm
from inspect_app.fieldwork.matters import open_matters
from inspect_app.fieldwork.operations import MinutesDetails
from inspect_app.fieldwork.paper import minutes_sheet
from inspect_app.fieldwork.permissions import may_begin, may_close, may_fill, may_read_fieldwork, may_read_minutes
from inspect_app.fieldwork.queries import minutes_of
from inspect_app.fieldwork.rules import Gap
from inspect_app.fieldwork.standing import Standing
from inspect_app.fieldwork.views.blueprint import bp, standing_of, visit_of
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, file_store, now, session, settings
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import UNPROCESSABLE, render_form, tell
from inspect_app.webkit.permit import permit


@bp.route("/bat-dau", methods=["GET", "POST"])
@permit(may_begin, load=visit_of)
def begin(visit: Visit) -> ResponseReturnValue:
    """The page before the first act on the spot: what will happen, and to whom."""
    form = BeginForm(place=visit.unit.address or visit.unit.name)
    if form.validate_on_submit() and form.accept(
        lambda: operations.begin_fieldwork(session(), actor(), visit, place=form.place.data or "", now=now())
    ):
        tell(_("Cuộc kiểm tra đã bắt đầu. Hãy mở phiếu và đánh giá từng mục."))
        return redirect(url_for("fieldwork.checklist", visit_id=visit.id))
    return render_form("fieldwork/begin.html", form=form, visit=visit)


def _minutes_page(visit: Visit, form: BaseForm, closing: CloseForm) -> Response:
    standing = standing_of(visit)
    found = minutes_of(session(), visit.id)
    gaps = [*standing.gaps(found), *open_matters(session(), visit)] if visit.closed_at is None else []
    page = render_form(
        "fieldwork/minutes.html",
        form=form,
        closing=closing,
        visit=visit,
        minutes=found,
        gap_links=[(gap.message, _place_of(visit, standing, gap)) for gap in gaps],
        asked=waiting_closing(session(), visit, standing.version),
        progress=standing.progress(),
        scores=standing.scores,
        may_fill=may_fill(actor(), visit) and visit.closed_at is None,
        may_close=may_close(actor(), visit),
    )
    if closing.has_errors:
        page.status_code = UNPROCESSABLE
    return page


def _place_of(visit: Visit, standing: Standing, gap: Gap) -> str:
    if gap.matter:
        return url_for("fieldwork.matters", visit_id=visit.id, _anchor=gap.matter)
    if gap.item_id is None:
        return "#unit_side"
    section = standing.version.section_of(gap.item_id)
    return url_for("fieldwork.checklist", visit_id=visit.id, phan=section.id, _anchor=f"item-{gap.item_id}")


@bp.route("/bien-ban", methods=["GET", "POST"])
@permit(may_read_fieldwork, load=visit_of)
def minutes(visit: Visit) -> ResponseReturnValue:
    """What the minutes say, the gaps that are left, and the way to close."""
    found = minutes_of(session(), visit.id)
    if found is None:
        raise NotFound(_("Biên bản có khi cuộc kiểm tra đã bắt đầu."))
    form = MinutesForm(obj=found)
    if form.validate_on_submit() and form.accept(
        lambda: operations.note_minutes(
            session(), actor(), visit, _details(form), now=now(), base_revision=form.revision.data
        )
    ):
        tell(_("Đã lưu nội dung biên bản."))
        return redirect(url_for("fieldwork.minutes", visit_id=visit.id))
    return _minutes_page(visit, form, CloseForm(formdata=None, prefix="khep-lai-"))


def _details(form: MinutesForm) -> MinutesDetails:
    return MinutesDetails(
        place=form.place.data or "",
        unit_side=form.unit_side.data or "",
        unit_opinion=form.unit_opinion.data or "",
        refusal_reason=form.refusal_reason.data or "",
        copies=form.copies.data or 0,
    )


@bp.post("/khep-lai")
@permit(may_close, load=visit_of)
def close(visit: Visit) -> ResponseReturnValue:
    """Closes the visit with its minutes, if nothing is left to do."""
    form = CloseForm(prefix="khep-lai-")
    if form.validate_on_submit() and form.accept(lambda: _close(visit)):
        tell(_("Đã khép lại cuộc kiểm tra. Tiếp theo: trưởng đoàn xem các phát hiện."))
        return redirect(url_for("fieldwork.minutes", visit_id=visit.id))
    return _minutes_page(visit, MinutesForm(formdata=None, obj=minutes_of(session(), visit.id)), form)


def _close(visit: Visit) -> None:
    standing = standing_of(visit)
    found = minutes_of(session(), visit.id)
    if found is None:
        raise NotFound
    gaps = [*standing.gaps(found), *open_matters(session(), visit)]
    sheet = minutes_sheet(visit, found, standing, ended_at=now())
    # Nothing is rendered for a closing that is refused anyway.
    pdf = b"" if gaps else pdf_of(sheet, made_at=now(), site_dir=settings().site_dir)
    stored = file_store().put(pdf)
    operations.close_fieldwork(
        session(),
        actor(),
        visit,
        gaps=gaps,
        sheet=json.loads(sheet.to_json()),
        pdf_sha256=stored.sha256,
        now=now(),
    )


@bp.get("/bien-ban.pdf")
@permit(may_read_minutes, load=visit_of)
def paper(visit: Visit) -> Response:
    """The minutes: the bytes as closed, or the draft as it would be printed now."""
    found = minutes_of(session(), visit.id)
    if found is None:
        raise NotFound(_("Biên bản có khi cuộc kiểm tra đã bắt đầu."))
    name = f"bien-ban-{visit.code}.pdf"
    if found.pdf_sha256:
        return send_stored(found.pdf_sha256, name, "application/pdf")
    sheet = minutes_sheet(visit, found, standing_of(visit), ended_at=None)
    answer = Response(pdf_of(sheet, made_at=now(), site_dir=settings().site_dir), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="du-thao-{name}"'
    return answer

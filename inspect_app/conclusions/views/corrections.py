"""A notice that replaces an issued one: what it changes, the two approvals, and the paper as PDF and as a Word file."""

from datetime import date
from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.conclusions import operations
from inspect_app.conclusions.correcting.parts import DUE, request_change
from inspect_app.conclusions.correcting.queries import correction_by_id, held_of, state_of
from inspect_app.conclusions.correcting.sheet import replacing_sheet
from inspect_app.conclusions.forms import DropForm, IssueForm, ReturnForm, SubmitForm
from inspect_app.conclusions.models import Correction
from inspect_app.conclusions.permissions import (
    may_correct,
    may_issue_correction,
    may_read_correction,
    may_read_draft,
    may_submit_correction,
)
from inspect_app.conclusions.queries import delegation_by_id, likely_delegation
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.conclusions.views.making import DOCX, keep_bytes
from inspect_app.conclusions.views.numbers import offer
from inspect_app.conclusions.words import part_name
from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.documents.word.making import docx_of
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.operations import Issuing
from inspect_app.registry.rules import full_sign, verify_url
from inspect_app.webkit.context import actor, now, session, settings, today
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.get("/thay-the/<uuid:correction_id>")
@permit(may_read_correction, load=correction_by_id)
def correction(correction: Correction) -> ResponseReturnValue:
    """What is worded anew, who approved it, and what comes next."""
    return _page(correction, SubmitForm(formdata=None))


def _page(correction: Correction, form: BaseForm) -> Response:
    who, dropped = actor(), correction.state is CorrectionState.DROPPED
    works = may_read_draft(who, correction.conclusion)
    signs = may_issue_correction(who, correction)
    issue = form if isinstance(form, IssueForm) else IssueForm(formdata=None)
    if signs:
        offer(issue, correction.conclusion.visit)
    return render_form(
        "conclusions/correction.html",
        form=form,
        issue=issue,
        back=form if isinstance(form, ReturnForm) else ReturnForm(formdata=None, prefix="tra-lai-"),
        drop=form if isinstance(form, DropForm) else DropForm(formdata=None, prefix="bo-"),
        correction=correction,
        conclusion=correction.conclusion,
        base_number=full_sign(correction.base.number, correction.base.sign),
        number=full_sign(correction.paper.number, correction.paper.sign) if correction.paper is not None else None,
        rows=[
            (part_name(change["key"]), *(said(change["key"], change[side]) for side in ("before", "after")))
            for change in correction.changes
        ],
        may_edit=may_correct(who, correction.conclusion) and correction.state is CorrectionState.DRAFT,
        may_submit=may_submit_correction(who, correction),
        may_issue=signs,
        sees_working_papers=works,
        state_of_words=state_of(session(), correction) if works and correction.paper is None and not dropped else None,
    )


def said(key: str, words: str) -> str:
    """A part as it is read: a day as days are written."""
    place = request_change(key)
    return format_date(date.fromisoformat(words)) if place is not None and place[1] == DUE and words else words


@bp.post("/thay-the/<uuid:correction_id>/trinh-ky")
@permit(may_submit_correction, load=correction_by_id)
def submit_correction(correction: Correction) -> ResponseReturnValue:
    """The lead approves and sends it to the signatory."""
    form = SubmitForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.submit_correction(session(), actor(), correction, now=now())
    ):
        tell(_("Đã duyệt và trình ký. Người ký sẽ phát hành hoặc trả lại."))
        return redirect(url_for("conclusions.correction", correction_id=correction.id))
    return _page(correction, form)


@bp.post("/thay-the/<uuid:correction_id>/phat-hanh")
@permit(may_issue_correction, load=correction_by_id)
def issue_correction(correction: Correction) -> ResponseReturnValue:
    """The signatory issues the notice that replaces."""
    form = IssueForm()
    offer(form, correction.conclusion.visit)
    if form.validate_on_submit() and form.accept(lambda: _issue(correction, form)):
        tell(_("Đã phát hành thông báo thay thế. Thông báo cũ vẫn đọc được và ghi là đã thay thế."))
        return redirect(url_for("conclusions.correction", correction_id=correction.id))
    return _page(correction, form)


def _issue(correction: Correction, form: IssueForm) -> None:
    delegation = delegation_by_id(session(), UUID(form.delegation.data))
    issuing = Issuing(form.wanted(), lambda code: verify_url(settings().public_url, code), keep_bytes)
    operations.issue_correction(session(), actor(), correction, delegation, issuing, now=now())


@bp.post("/thay-the/<uuid:correction_id>/tra-lai")
@permit(may_issue_correction, load=correction_by_id)
def return_correction(correction: Correction) -> ResponseReturnValue:
    """The signatory returns it with a reason."""
    form = ReturnForm(prefix="tra-lai-")
    if form.validate_on_submit() and form.accept(
        lambda: operations.send_back_correction(
            session(), actor(), correction, reason=form.reason.data or "", now=now()
        )
    ):
        tell(_("Đã trả lại dự thảo cho đoàn kiểm tra."))
        return redirect(url_for("conclusions.index"))
    return _page(correction, form)


@bp.post("/thay-the/<uuid:correction_id>/bo")
@permit(may_submit_correction, load=correction_by_id)
def drop_correction(correction: Correction) -> ResponseReturnValue:
    """Gives the draft up with a reason; it is kept."""
    form = DropForm(prefix="bo-")
    if form.validate_on_submit() and form.accept(
        lambda: operations.drop_correction(session(), actor(), correction, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã bỏ dự thảo thông báo thay thế. Thông báo đã phát hành không đổi."))
        return redirect(url_for("conclusions.show", conclusion_id=correction.conclusion_id))
    return _page(correction, form)


@bp.get("/thay-the/<uuid:correction_id>/van-ban.pdf")
@permit(may_read_correction, load=correction_by_id)
def correction_paper(correction: Correction) -> Response:
    """The notice that replaces: as issued, or the draft as it would be printed now."""
    name = f"thong-bao-thay-the-{correction.conclusion.visit.code}.pdf"
    if correction.paper is not None:
        return send_stored(correction.paper.pdf_sha256, name, "application/pdf")
    pdf = pdf_of(_draft_sheet(correction), made_at=now(), site_dir=settings().site_dir)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="du-thao-{name}"'
    return answer


@bp.get("/thay-the/<uuid:correction_id>/van-ban.docx")
@permit(may_read_correction, load=correction_by_id)
def correction_word(correction: Correction) -> Response:
    """The same as a Word file. Raises NotFound for one that was issued before there were any."""
    name = f"thong-bao-thay-the-{correction.conclusion.visit.code}.docx"
    if correction.paper is not None:
        if correction.paper.docx_sha256 is None:
            raise NotFound(_("Thông báo này phát hành khi chưa có bản Word."))
        return send_stored(correction.paper.docx_sha256, name, DOCX)
    made = docx_of(_draft_sheet(correction), made_at=now(), site_dir=settings().site_dir)
    answer = Response(made, mimetype=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="du-thao-{name}"'
    return answer


def _draft_sheet(correction: Correction) -> ConclusionNoticeSheet:
    expected = likely_delegation(session(), actor().person_id, today())
    held = held_of(session(), correction)
    return replacing_sheet(correction.base, held, correction.reason, correction.conclusion, expected, None)

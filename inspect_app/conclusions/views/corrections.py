"""Replacing an issued notice: what is worded anew beside what was issued, the two approvals, and the paper."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.conclusions import operations
from inspect_app.conclusions.correcting.parts import DUE, Change, Part, parts_of, request_change
from inspect_app.conclusions.correcting.queries import (
    correction_by_id,
    open_correction,
    paper_that_counts,
    sheet_of,
)
from inspect_app.conclusions.correcting.sheet import replacing_sheet
from inspect_app.conclusions.forms import CorrectionForm, DropForm, IssueForm, ReturnForm, SubmitForm
from inspect_app.conclusions.models import Conclusion, Correction
from inspect_app.conclusions.permissions import (
    may_correct,
    may_issue_correction,
    may_read_correction,
    may_read_draft,
    may_submit_correction,
)
from inspect_app.conclusions.queries import conclusion_by_id, delegation_by_id, likely_delegation, own_delegations
from inspect_app.conclusions.rules import CorrectionState
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.conclusions.views.making import keep_bytes
from inspect_app.conclusions.words import part_name
from inspect_app.documents.render import pdf_of
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.kernel.errors import Conflict
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.operations import Issuing
from inspect_app.registry.rules import full_sign, verify_url
from inspect_app.webkit.context import actor, now, session, settings, today
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


class Shown(TypedDict):
    """One part on the page: its key, its name, what was issued and what is to be said."""

    key: str
    name: str
    before: str
    before_read: str
    now: str


@bp.route("/<uuid:conclusion_id>/thay-the", methods=["GET", "POST"])
@permit(may_correct, load=conclusion_by_id)
def correct(conclusion: Conclusion) -> ResponseReturnValue:
    """Wording the notice that replaces: each part with what was issued in it."""
    base, present = paper_that_counts(session(), conclusion), open_correction(session(), conclusion.id)
    if base is None:
        raise Conflict(_("Thông báo này không có trong sổ hoặc đã thu hồi nên không thay thế được ở đây."))
    if present is not None and present.state is CorrectionState.SUBMITTED:
        return redirect(url_for("conclusions.correction", correction_id=present.id))
    form = CorrectionForm(reason=present.reason if present is not None else "")
    kept = {change["key"]: change["after"] for change in present.changes} if present is not None else {}
    words = {**kept, **request.form.to_dict()}
    if form.validate_on_submit() and form.accept(
        lambda: operations.save_correction(
            session(), actor(), conclusion, reason=form.reason.data or "", words=words, now=now()
        )
    ):
        made = open_correction(session(), conclusion.id)
        tell(_("Đã lưu dự thảo thông báo thay thế. Tiếp theo: trưởng đoàn duyệt và trình ký."))
        return redirect(url_for("conclusions.correction", correction_id=made.id if made is not None else None))
    shown = [_shown(part, words) for part in parts_of(sheet_of(base))]
    return render_form("conclusions/correct.html", form=form, conclusion=conclusion, base=base, parts=shown)


def _shown(part: Part, words: dict[str, str]) -> Shown:
    return Shown(
        key=part.key,
        name=part_name(part.key),
        before=part.words,
        before_read=_said(part.key, part.words),
        now=words.get(part.key, part.words),
    )


@bp.get("/thay-the/<uuid:correction_id>")
@permit(may_read_correction, load=correction_by_id)
def correction(correction: Correction) -> ResponseReturnValue:
    """What is worded anew, who approved it, and what comes next."""
    return _page(correction, SubmitForm(formdata=None))


def _page(correction: Correction, form: BaseForm) -> Response:
    who = actor()
    signs = may_issue_correction(who, correction)
    issue = form if isinstance(form, IssueForm) else IssueForm(formdata=None)
    if signs:
        issue.delegation.choices = _delegations()
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
            (part_name(change["key"]), *(_said(change["key"], change[side]) for side in ("before", "after")))
            for change in correction.changes
        ],
        may_edit=may_correct(who, correction.conclusion) and correction.state is CorrectionState.DRAFT,
        may_submit=may_submit_correction(who, correction),
        may_issue=signs,
        sees_working_papers=may_read_draft(who, correction.conclusion),
    )


def _said(key: str, words: str) -> str:
    """A part as it is read: a day as days are written."""
    place = request_change(key)
    return format_date(date.fromisoformat(words)) if place is not None and place[1] == DUE and words else words


def _delegations() -> list[tuple[str, str]]:
    person_id = actor().person_id
    choices = own_delegations(session(), person_id, today()) if person_id is not None else ()
    return [(str(row.id), " / ".join(row.authority_lines)) for row in choices]


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
    form.delegation.choices = _delegations()
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
    changes = [Change(**change) for change in correction.changes]
    expected = likely_delegation(session(), actor().person_id, today())
    sheet = replacing_sheet(correction.base, changes, correction.reason, correction.conclusion, expected, None)
    answer = Response(pdf_of(sheet, made_at=now(), site_dir=settings().site_dir), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="du-thao-{name}"'
    return answer

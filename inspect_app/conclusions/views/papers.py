"""Pages of conclusions: the papers by state, drafting, approval, issue, and the paper itself."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import deadline_settings, visible_visits, visit_by_id
from inspect_app.campaigns.rules import DeadlineKind
from inspect_app.conclusions import operations
from inspect_app.conclusions.correcting.queries import corrections_of, open_correction
from inspect_app.conclusions.drafting.reading import material_of
from inspect_app.conclusions.drafting.state import draft_state
from inspect_app.conclusions.explanation_queries import (
    newest_round,
    rounds_waiting,
    unsent_findings,
    unsettled_points,
)
from inspect_app.conclusions.forms import IssueForm, ReturnForm, SubmitForm
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.paper import notice_sheet
from inspect_app.conclusions.permissions import (
    may_begin_draft,
    may_correct,
    may_draft,
    may_issue,
    may_list_conclusions,
    may_read_conclusion,
    may_read_correction,
    may_read_draft,
    may_read_explanation,
    may_send,
    may_submit,
)
from inspect_app.conclusions.queries import (
    conclusion_by_id,
    conclusions_of_visits,
    delegation_by_id,
    likely_delegation,
)
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.conclusions.views.making import DOCX, keep_bytes
from inspect_app.conclusions.views.numbers import offer
from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import ConclusionNoticeSheet
from inspect_app.documents.word.making import docx_of
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.matters import open_matters
from inspect_app.findings.queries import standing_findings
from inspect_app.kernel.errors import Forbidden, NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations import Issuing
from inspect_app.registry.queries import papers_about
from inspect_app.registry.rules import AboutKind, full_sign, verify_url
from inspect_app.webkit.context import actor, now, session, settings, today, working_calendar
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.permit import permit


@bp.get("/")
@permit(may_list_conclusions)
def index() -> ResponseReturnValue:
    """The papers by state; only those that the reader may read, and visits that wait for a draft."""
    visits = visible_visits(session(), actor())
    known = conclusions_of_visits(session(), [visit.id for visit in visits])
    papers = [
        known[visit.id] for visit in visits if visit.id in known and may_read_conclusion(actor(), known[visit.id])
    ]
    waiting = [visit for visit in visits if visit.id not in known and may_begin_draft(actor(), visit)]
    asked = rounds_waiting(session(), [visit.id for visit in visits])
    calendar, state = working_calendar(), request.args.get("trang-thai", "")
    return render(
        "conclusions/index.html",
        papers=[paper for paper in papers if not state or paper.state == state],
        counts=[(each, sum(paper.state is each for paper in papers)) for each in ConclusionState],
        total=len(papers),
        state=state,
        waiting=waiting,
        asked=[
            (each, calendar.days_left(today(), each.due_on))
            for each in asked
            if may_read_explanation(actor(), each.conclusion)
        ],
    )


def _remediation_days(visit: Visit) -> int:
    return deadline_settings(visit.campaign).of(DeadlineKind.REMEDIATION).days


@bp.post("/bat-dau/<uuid:visit_id>")
@permit(may_begin_draft, load=visit_by_id)
def begin(visit: Visit) -> ResponseReturnValue:
    """Begins the draft from the visit's findings."""
    conclusion = operations.begin_draft(session(), actor(), visit, due_days=_remediation_days(visit), now=now())
    tell(_("Đã lập dự thảo từ các phát hiện. Hãy hoàn thiện lời văn rồi trình ký."))
    return redirect(url_for("conclusions.draft", conclusion_id=conclusion.id))


@bp.get("/<uuid:conclusion_id>")
@permit(may_read_conclusion, load=conclusion_by_id)
def show(conclusion: Conclusion) -> ResponseReturnValue:
    """One conclusion: where it stands, who approved, what comes next."""
    return _page(conclusion, SubmitForm(formdata=None))


@bp.post("/<uuid:conclusion_id>/trinh-ky")
@permit(may_submit, load=conclusion_by_id)
def submit(conclusion: Conclusion) -> ResponseReturnValue:
    """The lead approves and sends the draft to the signatory."""
    form = SubmitForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.submit_draft(session(), actor(), conclusion, now=now())
    ):
        tell(_("Đã duyệt và trình ký. Người ký sẽ phát hành hoặc trả lại."))
        return redirect(url_for("conclusions.show", conclusion_id=conclusion.id))
    return _page(conclusion, form)


@bp.route("/<uuid:conclusion_id>/phat-hanh", methods=["GET", "POST"])
@permit(may_issue, load=conclusion_by_id)
def issue(conclusion: Conclusion) -> ResponseReturnValue:
    """The page before the final act: what will happen, to whom, and what cannot be undone."""
    form = IssueForm()
    offer(form, conclusion.visit)
    if form.validate_on_submit() and form.accept(lambda: _issue(conclusion, form)):
        tell(_("Đã phát hành thông báo kết luận. Các yêu cầu đã chuyển thành việc khắc phục."))
        return redirect(url_for("conclusions.show", conclusion_id=conclusion.id))
    due = operations.due_dates(conclusion, working_calendar(), today())
    return render_form(
        "conclusions/issue.html",
        form=form,
        back=ReturnForm(formdata=None, prefix="tra-lai-"),
        conclusion=conclusion,
        due=due,
        matters=open_matters(session(), conclusion.visit),
        state=draft_state(session(), conclusion),
    )


def _issue(conclusion: Conclusion, form: IssueForm) -> None:
    if not may_issue(actor(), conclusion):
        raise Forbidden
    delegation = delegation_by_id(session(), UUID(form.delegation.data))
    issuing = Issuing(form.wanted(), lambda code: verify_url(settings().public_url, code), keep_bytes)
    operations.issue_conclusion(
        session(), actor(), conclusion, delegation, issuing, calendar=working_calendar(), now=now()
    )


@bp.post("/<uuid:conclusion_id>/tra-lai")
@permit(may_issue, load=conclusion_by_id)
def send_back(conclusion: Conclusion) -> ResponseReturnValue:
    """The signatory returns the draft with a reason."""
    form = ReturnForm(prefix="tra-lai-")
    if form.validate_on_submit() and form.accept(
        lambda: operations.send_back(session(), actor(), conclusion, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã trả lại dự thảo cho đoàn kiểm tra."))
        return redirect(url_for("conclusions.index"))
    due = operations.due_dates(conclusion, working_calendar(), today())
    matters, state = open_matters(session(), conclusion.visit), draft_state(session(), conclusion)
    return render_form(
        "conclusions/issue.html", form=form, back=form, conclusion=conclusion, due=due, matters=matters, state=state
    )


@bp.get("/<uuid:conclusion_id>/van-ban.pdf")
@permit(may_read_conclusion, load=conclusion_by_id)
def paper(conclusion: Conclusion) -> Response:
    """The paper: the bytes as issued, or the draft as it would be printed now."""
    name = f"thong-bao-ket-luan-{conclusion.visit.code}.pdf"
    if conclusion.state is ConclusionState.ISSUED and conclusion.pdf_sha256:
        return send_stored(conclusion.pdf_sha256, name, "application/pdf")
    pdf = pdf_of(draft_sheet(conclusion), made_at=now(), site_dir=settings().site_dir)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="du-thao-{name}"'
    return answer


@bp.get("/<uuid:conclusion_id>/van-ban.docx")
@permit(may_read_conclusion, load=conclusion_by_id)
def word_file(conclusion: Conclusion) -> Response:
    """The same as a Word file: as issued, or the draft as it would be made now. Raises NotFound for an older paper."""
    name = f"thong-bao-ket-luan-{conclusion.visit.code}.docx"
    if conclusion.state is ConclusionState.ISSUED:
        sha256 = conclusion.paper.docx_sha256 if conclusion.paper is not None else None
        if sha256 is None:
            raise NotFound(_("Thông báo này phát hành khi chưa có bản Word."))
        return send_stored(sha256, name, DOCX)
    answer = Response(docx_of(draft_sheet(conclusion), made_at=now(), site_dir=settings().site_dir), mimetype=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="du-thao-{name}"'
    return answer


def draft_sheet(conclusion: Conclusion) -> ConclusionNoticeSheet:
    """The draft as it would be printed now, for whom the reader may expect to sign."""
    due = operations.due_dates(conclusion, working_calendar(), today())
    material = material_of(session(), conclusion.visit)
    expected = likely_delegation(session(), actor().person_id, today())
    return notice_sheet(conclusion, material, due=due, issued_on=None, delegation=expected)


def _page(conclusion: Conclusion, form: SubmitForm) -> Response:
    who, newest = actor(), newest_round(conclusion)
    waits = newest is not None and conclusion.state is ConclusionState.EXPLAINING
    asks = may_read_draft(who, conclusion) and conclusion.state is not ConclusionState.ISSUED
    return render_form(
        "conclusions/show.html",
        form=form,
        conclusion=conclusion,
        findings=standing_findings(session(), conclusion.visit_id) if may_read_draft(who, conclusion) else (),
        matters=open_matters(session(), conclusion.visit) if asks else (),
        number=full_sign(conclusion.paper.number, conclusion.paper.sign) if conclusion.paper is not None else None,
        corrections=[each for each in corrections_of(session(), conclusion.id) if may_read_correction(who, each)],
        may_correct=may_correct(who, conclusion) and open_correction(session(), conclusion.id) is None,
        letters=_letters(conclusion),
        newest=newest,
        days_left=working_calendar().days_left(today(), newest.due_on) if newest and waits else None,
        step_note=_explanation_note(conclusion),
        unsent=unsent_findings(session(), conclusion) if may_send(who, conclusion) else (),
        unsettled=unsettled_points(conclusion) if may_read_draft(who, conclusion) else (),
        may_send=may_send(who, conclusion),
        may_draft=may_draft(who, conclusion),
        may_submit=may_submit(who, conclusion),
        may_issue=may_issue(who, conclusion),
        sees_working_papers=may_read_draft(who, conclusion),
    )


def _letters(conclusion: Conclusion) -> list[IssuedPaper]:
    """The letters that were issued about it: reminders, and those that correct it. Who reads the notice may read them."""
    if conclusion.state is not ConclusionState.ISSUED:
        return []
    ids = [conclusion.paper_id, *(each.paper_id for each in corrections_of(session(), conclusion.id))]
    correcting = papers_about(session(), AboutKind.PAPER, [paper_id for paper_id in ids if paper_id is not None])
    about = papers_about(session(), AboutKind.CONCLUSION, [conclusion.id])
    return [*(paper for paper in about if paper.kind != ConclusionNoticeSheet.KIND), *correcting]


def _explanation_note(conclusion: Conclusion) -> str | None:
    """What the way of the paper says of the unit's explanation: skipped, late, or that none came."""
    newest = newest_round(conclusion)
    if newest is None:
        return _("bỏ qua") if conclusion.skipped_at is not None else None
    if newest.recalled_at is not None:
        return _("đã thu hồi lần gửi trước")
    if newest.submitted_at is not None:
        return _("nộp muộn") if newest.late else None
    return _("không có trong thời hạn") if newest.lapsed_at is not None else None

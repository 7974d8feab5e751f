"""The team's side: sending the draft to the unit, going on without it, and the answer to each point."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.campaigns.queries import deadline_settings
from inspect_app.campaigns.queries import working_calendar as calendar_of
from inspect_app.campaigns.rules import Deadline, DeadlineKind
from inspect_app.checklists.rules import Grade
from inspect_app.conclusions import operations
from inspect_app.conclusions.explanation_forms import AnswerForm, LapseForm, SendForm, SkipForm
from inspect_app.conclusions.explanation_queries import (
    newest_round,
    point_by_id,
    points_of,
    unsent_findings,
    unsettled_points,
)
from inspect_app.conclusions.models import Conclusion, ExplanationPoint
from inspect_app.conclusions.permissions import (
    may_answer,
    may_answer_point,
    may_enter_explanation,
    may_lapse,
    may_recall_sending,
    may_send,
    may_skip,
    may_submit,
)
from inspect_app.conclusions.queries import conclusion_by_id
from inspect_app.conclusions.rules import PointAnswer
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.fieldwork.matters import open_matters
from inspect_app.findings.permissions import may_decide_finding
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session, today, working_calendar
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


def _setting(conclusion: Conclusion) -> Deadline:
    return deadline_settings(conclusion.visit.campaign).of(DeadlineKind.EXPLANATION)


@bp.route("/<uuid:conclusion_id>/gui-don-vi", methods=["GET", "POST"])
@permit(may_send, load=conclusion_by_id)
def send(conclusion: Conclusion) -> ResponseReturnValue:
    """The page before sending: exactly what the unit will read, and until when it may explain."""
    form = SendForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.send_for_explanation(session(), actor(), conclusion, now=now())
    ):
        tell(_("Đã gửi đơn vị giải trình. Hệ thống tự nhắc đơn vị trước hạn và báo khi quá hạn."))
        return redirect(url_for("conclusions.explanation", conclusion_id=conclusion.id))
    setting = _setting(conclusion)
    return render_form(
        "conclusions/send.html",
        form=form,
        conclusion=conclusion,
        findings=unsent_findings(session(), conclusion),
        matters=open_matters(session(), conclusion.visit),
        setting=setting,
        due_on=calendar_of(conclusion.visit.campaign).add_working_days(today(), setting.days),
        may_skip=may_skip(actor(), conclusion),
    )


@bp.route("/<uuid:conclusion_id>/bo-qua-giai-trinh", methods=["GET", "POST"])
@permit(may_skip, load=conclusion_by_id)
def skip(conclusion: Conclusion) -> ResponseReturnValue:
    """Going on without asking the unit, where the campaign allows it, with a reason."""
    form = SkipForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.skip_explanation(session(), actor(), conclusion, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã ghi lý do bỏ qua bước giải trình. Tiếp theo: duyệt và trình ký."))
        return redirect(url_for("conclusions.show", conclusion_id=conclusion.id))
    return render_form("conclusions/skip.html", form=form, conclusion=conclusion)


@bp.post("/<uuid:conclusion_id>/qua-han-giai-trinh")
@permit(may_lapse, load=conclusion_by_id)
def lapse(conclusion: Conclusion) -> ResponseReturnValue:
    """Notes that nothing came by the day, so that the team goes on."""
    form = LapseForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.record_lapse(session(), actor(), conclusion, now=now())
    ):
        tell(_("Đã ghi nhận đơn vị không giải trình trong thời hạn. Giải trình đến sau vẫn được nhận và ghi là muộn."))
        return redirect(url_for("conclusions.explanation", conclusion_id=conclusion.id))
    return team_page(conclusion, lapse_form=form)


@bp.post("/<uuid:conclusion_id>/giu-nguyen")
@permit(may_answer, load=conclusion_by_id)
def keep_agreed(conclusion: Conclusion) -> ResponseReturnValue:
    """Keeps at once what the unit agrees to, or said nothing to."""
    form = SendForm()
    kept: list[int] = []
    if form.validate_on_submit() and form.accept(
        lambda: kept.append(operations.keep_agreed(session(), actor(), conclusion, now=now()))
    ):
        tell(_("Đã giữ nguyên %(n)d phát hiện.", n=sum(kept)))
    return redirect(url_for("conclusions.explanation", conclusion_id=conclusion.id))


@bp.post("/diem/<uuid:point_id>/tra-loi")
@permit(may_answer_point, load=point_by_id)
def answer(point: ExplanationPoint) -> ResponseReturnValue:
    """The team's answer to one point."""
    form = AnswerForm.of(point, may_decide=may_decide_finding(actor(), point.finding), formdata=request.form)
    if form.validate_on_submit() and form.accept(lambda: _answer(point, form)):
        tell(_("Đã trả lời %(label)s.", label=point.finding.label))
        anchor = f"diem-{point.id}"
        return redirect(url_for("conclusions.explanation", conclusion_id=point.round.conclusion_id, _anchor=anchor))
    return team_page(point.round.conclusion, refused=(point, form))


def _answer(point: ExplanationPoint, form: AnswerForm) -> None:
    operations.answer_point(
        session(),
        actor(),
        point,
        answer=PointAnswer(form.answer.data),
        reason=form.reason.data or "",
        text=form.text.data or "",
        grade=Grade(form.grade.data) if form.grade.data else None,
        now=now(),
    )


def team_page(
    conclusion: Conclusion,
    *,
    refused: tuple[ExplanationPoint, AnswerForm] | None = None,
    lapse_form: LapseForm | None = None,
) -> Response:
    """What was sent, what the unit said, what was answered; the data beside it."""
    who, answers = actor(), may_answer(actor(), conclusion)
    forms = {}
    if answers:
        for point in points_of(conclusion):
            forms[point.id] = AnswerForm.of(point, may_decide=may_decide_finding(who, point.finding))
    if refused is not None:
        forms[refused[0].id] = refused[1]
    newest, calendar = newest_round(conclusion), working_calendar()
    waited = newest is not None and newest.is_open
    return render_form(
        "conclusions/answers.html",
        form=lapse_form or (refused[1] if refused is not None else LapseForm(formdata=None)),
        conclusion=conclusion,
        rounds=list(reversed(conclusion.rounds)),
        newest=newest,
        days_left=calendar.days_left(today(), newest.due_on) if newest is not None and waited else None,
        forms=forms,
        unsettled={point.id for point in unsettled_points(conclusion)},
        may_answer=answers,
        may_lapse=may_lapse(who, conclusion) and newest is not None and today() > newest.due_on,
        may_enter=may_enter_explanation(who, conclusion),
        may_recall=may_recall_sending(who, conclusion),
        may_submit=may_submit(who, conclusion),
        may_send=may_send(who, conclusion) and bool(unsent_findings(session(), conclusion)),
    )

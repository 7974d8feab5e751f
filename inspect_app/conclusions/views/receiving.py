"""The desk enters an explanation that came on paper, and the lead takes back what was sent by mistake."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.conclusions import operations
from inspect_app.conclusions.explanation_forms import PostForm, RecallForm
from inspect_app.conclusions.explanation_queries import open_round, round_by_id
from inspect_app.conclusions.models import Conclusion, ExplanationRound
from inspect_app.conclusions.operations import Said
from inspect_app.conclusions.permissions import may_enter_explanation, may_read_scan, may_recall_sending
from inspect_app.conclusions.queries import conclusion_by_id
from inspect_app.conclusions.rules import Stance
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.intake import receive_document
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, file_store, now, session, today
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.route("/<uuid:conclusion_id>/giai-trinh/van-ban-giay", methods=["GET", "POST"])
@permit(may_enter_explanation, load=conclusion_by_id)
def enter_explanation(conclusion: Conclusion) -> ResponseReturnValue:
    """What the unit sent on paper, point by point, with its scan."""
    form = PostForm(received_on=today())
    if form.validate_on_submit() and form.accept(lambda: _enter(conclusion, form)):
        tell(_("Đã nhập giải trình bằng văn bản. Đơn vị được báo để xem lại; tiếp theo: trả lời từng điểm."))
        return redirect(url_for("conclusions.explanation", conclusion_id=conclusion.id))
    sent = open_round(conclusion)
    return render_form("conclusions/by_post.html", form=form, conclusion=conclusion, round=sent, typed=request.form)


def _enter(conclusion: Conclusion, form: PostForm) -> None:
    scan = [receive_document(file_store(), sent.read(), sent.filename or "") for sent in form.scan.data or [] if sent]
    sent = open_round(conclusion)
    points = sent.points if sent is not None else []
    operations.enter_explanation(
        session(),
        actor(),
        conclusion,
        {point.id: _said(point.id) for point in points},
        received_on=form.received_on.data or today(),
        scan=scan,
        now=now(),
    )


def _said(point_id: UUID) -> Said:
    stance = request.form.get(f"stance-{point_id}", "")
    return Said(Stance(stance) if stance in list(Stance) else None, request.form.get(f"text-{point_id}", ""))


@bp.route("/<uuid:conclusion_id>/giai-trinh/thu-hoi", methods=["GET", "POST"])
@permit(may_recall_sending, load=conclusion_by_id)
def recall_sending(conclusion: Conclusion) -> ResponseReturnValue:
    """Taking back what was sent by mistake, with a reason that the unit reads."""
    form = RecallForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.recall_sending(session(), actor(), conclusion, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã thu hồi và báo cho đơn vị. Có thể sửa dự thảo rồi gửi lại."))
        return redirect(url_for("conclusions.show", conclusion_id=conclusion.id))
    sent = open_round(conclusion)
    return render_form("conclusions/recall.html", form=form, conclusion=conclusion, round=sent)


@bp.get("/giai-trinh/lan/<uuid:round_id>/ban-quet/<int:number>")
@permit(may_read_scan, load=lambda session, round_id, number: round_by_id(session, round_id))
def explanation_scan(sent: ExplanationRound) -> Response:
    """One file of the scan."""
    number = int((request.view_args or {})["number"])
    if not 0 <= number < len(sent.scan):
        raise NotFound
    return send_stored(sent.scan[number]["sha256"], sent.scan[number]["filename"], sent.scan[number]["media_type"])

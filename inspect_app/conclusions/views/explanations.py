"""The unit's side: what it is asked to explain, what it writes, its files, and handing it in."""

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.conclusions import operations
from inspect_app.conclusions.explanation_forms import ExplanationForm, FileForm, HandInForm
from inspect_app.conclusions.explanation_queries import open_round, point_by_id
from inspect_app.conclusions.models import Conclusion, Explanation, ExplanationPoint, ExplanationRound
from inspect_app.conclusions.operations import Said
from inspect_app.conclusions.permissions import (
    may_explain,
    may_explain_point,
    may_read_conclusion,
    may_read_draft,
    may_read_explanation,
    may_read_proof,
)
from inspect_app.conclusions.queries import conclusion_by_id
from inspect_app.conclusions.rules import Stance
from inspect_app.conclusions.views.answers import team_page
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.fieldwork.intake import ReceivedFile, receive_document
from inspect_app.kernel.actors import Role
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.formats import format_time
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, clock, file_store, now, session, today, working_calendar
from inspect_app.webkit.pages import UNPROCESSABLE, render, render_form, tell
from inspect_app.webkit.permit import permit

FIELDS = ("stance", "text", "files", "revision")


def days_left(each: ExplanationRound) -> int:
    """How many working days are left of a round; negative when its day has passed."""
    return working_calendar().days_left(today(), each.due_on)


@bp.get("/<uuid:conclusion_id>/giai-trinh")
@permit(may_read_explanation, load=conclusion_by_id)
def explanation(conclusion: Conclusion) -> ResponseReturnValue:
    """To the unit: each shortcoming with its field. To the team: what was said, and its answers."""
    if may_read_draft(actor(), conclusion):
        return team_page(conclusion)
    return _unit_page(conclusion)


def _unit_page(conclusion: Conclusion, refused: tuple[ExplanationPoint, ExplanationForm] | None = None) -> str:
    waited = open_round(conclusion)
    return render(
        "conclusions/explain.html",
        conclusion=conclusion,
        rounds=list(reversed(conclusion.rounds)),
        open_round=waited,
        days_left=days_left(waited) if waited is not None else None,
        may_explain=may_explain(actor(), conclusion),
        may_read_paper=may_read_conclusion(actor(), conclusion),
        told=_told(waited) if waited is not None else 0,
        refused=refused,
    )


def _told(each: ExplanationRound) -> int:
    """To how many points the unit says something."""
    return sum(point.explanation is not None and point.explanation.stance is not None for point in each.points)


def _by_script() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


@bp.post("/giai-trinh/<uuid:point_id>")
@permit(may_explain_point, load=point_by_id)
def explain(point: ExplanationPoint) -> ResponseReturnValue:
    """Keeps what the unit says to one point: by script as JSON, without it back to where it was."""
    form = ExplanationForm()
    if form.validate_on_submit() and form.accept(lambda: _save(point, form)):
        return _saved(point)
    if _by_script():
        return jsonify(errors=_problems(form)), UNPROCESSABLE
    return _unit_page(point.round.conclusion, (point, form)), UNPROCESSABLE


def _save(point: ExplanationPoint, form: ExplanationForm) -> None:
    files: list[ReceivedFile] = [
        receive_document(file_store(), sent.read(), sent.filename or "") for sent in form.files.data or [] if sent
    ]
    said = Said(Stance(form.stance.data) if form.stance.data else None, form.text.data or "", files)
    operations.save_explanation(session(), actor(), point, said, base_revision=form.revision.data or 0, now=now())


def _problems(form: ExplanationForm) -> dict[str, list[str]]:
    problems = {name: [str(error) for error in form[name].errors] for name in FIELDS if form[name].errors}
    if form.errors_at_top:
        problems["text"] = [*problems.get("text", []), *form.errors_at_top]
    return problems


def _saved(point: ExplanationPoint) -> ResponseReturnValue:
    if not _by_script():
        tell(_("Đã lưu ý kiến về thiếu sót số %(n)d.", n=point.position))
        anchor = f"thieu-sot-{point.round.number}-{point.position}"
        return redirect(url_for("conclusions.explanation", conclusion_id=point.round.conclusion_id, _anchor=anchor))
    said = point.explanation
    return jsonify(
        saved=True,
        saved_at=format_time(clock().now()),
        progress={"section": "giai-trinh", "done": _told(point.round), "of": len(point.round.points)},
        values={"revision": str(said.revision if said is not None else 0)},
        photos=_files(point, said),
    )


def _files(point: ExplanationPoint, said: Explanation | None) -> list[dict[str, str]]:
    return [
        {"url": url_for("conclusions.explanation_file", point_id=point.id, number=number), "caption": file["filename"]}
        for number, file in enumerate(said.files if said is not None else [])
    ]


@bp.get("/giai-trinh/<uuid:point_id>/tep/<int:number>")
@permit(may_read_proof, load=lambda session, point_id, number: point_by_id(session, point_id))
def explanation_file(point: ExplanationPoint) -> Response:
    """One file of an explanation."""
    number = int((request.view_args or {})["number"])
    files = point.explanation.files if point.explanation is not None else []
    if not 0 <= number < len(files):
        raise NotFound
    return send_stored(files[number]["sha256"], files[number]["filename"], files[number]["media_type"])


@bp.post("/giai-trinh/<uuid:point_id>/bo-tep")
@permit(may_explain_point, load=point_by_id)
def take_back_file(point: ExplanationPoint) -> ResponseReturnValue:
    """Takes a file off a point again, before the explanation is handed in."""
    form = FileForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.take_back_file(session(), actor(), point, sha256=form.sha256.data or "", now=now())
    ):
        tell(_("Đã bỏ tệp khỏi giải trình."))
    else:
        tell(_("Tệp này không còn trong giải trình."), "warning")
    anchor = f"thieu-sot-{point.round.number}-{point.position}"
    return redirect(url_for("conclusions.explanation", conclusion_id=point.round.conclusion_id, _anchor=anchor))


@bp.route("/<uuid:conclusion_id>/giai-trinh/nop", methods=["GET", "POST"])
@permit(may_explain, load=conclusion_by_id)
def hand_in(conclusion: Conclusion) -> ResponseReturnValue:
    """The page before handing in: all that was written, and that nobody changes it afterwards."""
    form = HandInForm()
    if conclusion.visit.unit_id in actor().units(Role.HEAD_OF_UNIT):
        del form.approved  # the head himself says it by the button
    waited = open_round(conclusion)
    if form.validate_on_submit() and form.accept(
        lambda: operations.submit_explanation(session(), actor(), conclusion, now=now())
    ):
        tell(_("Đã nộp giải trình. Đoàn kiểm tra trả lời từng điểm trong thông báo kết luận."))
        return redirect(url_for("conclusions.explanation", conclusion_id=conclusion.id))
    return render_form(
        "conclusions/hand_in.html",
        form=form,
        conclusion=conclusion,
        round=waited,
        days_left=days_left(waited) if waited is not None else None,
    )

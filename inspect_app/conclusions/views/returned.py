"""Editing a draft in Word: the file to take along, handing it in, what it changes, and taking that."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.conclusions import operations
from inspect_app.conclusions.models import Conclusion
from inspect_app.conclusions.permissions import may_draft
from inspect_app.conclusions.queries import conclusion_by_id
from inspect_app.conclusions.returned import field_label, requested, reworded
from inspect_app.conclusions.returned_forms import TakeForm, WordFileForm
from inspect_app.conclusions.views.blueprint import bp
from inspect_app.conclusions.views.papers import draft_sheet
from inspect_app.documents.word.making import WORD_TYPE, docx_of
from inspect_app.documents.word.returned import Returned, field_values, returned_changes
from inspect_app.kernel.language import gettext as _
from inspect_app.webkit.context import actor, now, session, settings
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.get("/<uuid:conclusion_id>/du-thao.docx")
@permit(may_draft, load=conclusion_by_id)
def word(conclusion: Conclusion) -> Response:
    """The draft as Word file: what the drafter words may be edited, the rest is locked."""
    answer = Response(_sent(conclusion), mimetype=WORD_TYPE)
    name = f"du-thao-thong-bao-ket-luan-{conclusion.visit.code}.docx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.route("/<uuid:conclusion_id>/ban-word", methods=["GET", "POST"])
@permit(may_draft, load=conclusion_by_id)
def read_word(conclusion: Conclusion) -> ResponseReturnValue:
    """Takes the edited file and shows what it would change; nothing is changed yet."""
    form = WordFileForm()
    if form.validate_on_submit():
        found: list[Returned] = []
        data = form.file.data.read()
        if form.accept(lambda: found.append(returned_changes(data, _sent(conclusion)))):
            return _look(conclusion, found[0])
    return render_form("conclusions/word.html", form=form, conclusion=conclusion)


@bp.post("/<uuid:conclusion_id>/ban-word/nhan")
@permit(may_draft, load=conclusion_by_id)
def take_word(conclusion: Conclusion) -> ResponseReturnValue:
    """Takes the chosen changes into the draft, in the drafter's own name; all of them or none."""
    form = TakeForm()
    if form.validate_on_submit() and form.accept(lambda: _take(conclusion, form)):
        tell(_("Đã nhận các sửa đổi được chọn vào dự thảo."))
        return redirect(url_for("conclusions.show", conclusion_id=conclusion.id))
    return render_form(
        "conclusions/returned.html", form=form, conclusion=conclusion, back=None, labels=_labels(form), moved_on=()
    )


def _sent(conclusion: Conclusion) -> bytes:
    return docx_of(draft_sheet(conclusion), made_at=now(), site_dir=settings().site_dir)


def _look(conclusion: Conclusion, back: Returned) -> Response:
    lines = [
        # Where the draft was changed meanwhile, the drafter has to choose.
        {"tag": change.tag, "before": change.before, "after": change.after, "take": not change.moved_on}
        for change in back.fields
        if field_label(change.tag)
    ]
    form = TakeForm(formdata=None, lines=lines)
    moved_on = {change.tag for change in back.fields if change.moved_on}
    return render_form(
        "conclusions/returned.html",
        form=form,
        conclusion=conclusion,
        back=back,
        labels=_labels(form),
        moved_on=moved_on,
    )


def _labels(form: TakeForm) -> list[str]:
    return [field_label(line.form.tag.data or "") or "" for line in form.lines]


def _take(conclusion: Conclusion, form: TakeForm) -> None:
    shown = field_values(_sent(conclusion))
    taken = form.taken(shown, field_label)
    operations.save_wording(session(), actor(), conclusion, reworded(conclusion, taken, shown), now=now())
    operations.save_requests(session(), actor(), conclusion, requested(conclusion, taken), now=now())

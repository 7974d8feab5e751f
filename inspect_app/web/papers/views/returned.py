"""Editing a paper's draft in Word: handing the file in, what it changes, and taking that in the preparer's own name."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.conclusions.returned_forms import TakeForm, WordFileForm
from inspect_app.documents.word.returned import Returned, field_values, returned_changes
from inspect_app.kernel.errors import Conflict, NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.registry import operations
from inspect_app.registry.models import PaperDraft
from inspect_app.registry.queries import open_draft
from inspect_app.registry.rules import DraftState
from inspect_app.web.papers.making import sheet_now, words_now
from inspect_app.web.papers.permissions import Place, may_prepare_place, place_of
from inspect_app.web.papers.returned import field_label, reworded
from inspect_app.web.papers.things import about_words
from inspect_app.web.papers.views.blueprint import bp, workshop
from inspect_app.webkit.context import actor, now, session
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit


@bp.route("/<kind>/<uuid:thing_id>/ban-word", methods=["GET", "POST"])
@permit(may_prepare_place, load=place_of)
def read_word(place: Place) -> ResponseReturnValue:
    """Takes the edited file and shows what it would change; nothing is changed yet."""
    draft, form = _draft_of(place), WordFileForm()
    if form.validate_on_submit():
        found: list[Returned] = []
        data = form.file.data.read()
        if form.accept(lambda: found.append(returned_changes(data, _sent(place, draft)))):
            return _look(place, found[0])
    return render_form("papers/word.html", form=form, place=place, about=about_words(place.kind.about, place.thing))


@bp.post("/<kind>/<uuid:thing_id>/ban-word/nhan")
@permit(may_prepare_place, load=place_of)
def take_word(place: Place) -> ResponseReturnValue:
    """Takes the chosen changes into the draft, in the preparer's own name; all of them or none."""
    draft, form = _draft_of(place), TakeForm()
    if form.validate_on_submit() and form.accept(lambda: _take(place, draft, form)):
        tell(_("Đã nhận các sửa đổi được chọn vào dự thảo."))
        return redirect(url_for("papers.show", kind=place.kind.code, thing_id=place.thing.id))
    return _shown(place, form, None, ())


def _draft_of(place: Place) -> PaperDraft:
    if not place.kind.returns_from_word:
        raise NotFound
    draft = open_draft(session(), place.kind.code, place.thing.id)
    if draft is None or draft.state is not DraftState.DRAFT:
        raise Conflict(_("Văn bản này không còn ở bước soạn. Hãy rút lại hoặc soạn văn bản mới rồi nộp tệp."))
    return draft


def _sent(place: Place, draft: PaperDraft) -> bytes:
    made = workshop()
    return made.print_sheet(sheet_now(session(), place.kind, place.thing, draft, made), "docx")


def _look(place: Place, back: Returned) -> ResponseReturnValue:
    lines = [
        # Where the draft was changed meanwhile, the preparer has to choose.
        {"tag": change.tag, "before": change.before, "after": change.after, "take": not change.moved_on}
        for change in back.fields
        if field_label(place.kind, change.tag)
    ]
    form = TakeForm(formdata=None, lines=lines)
    return _shown(place, form, back, {change.tag for change in back.fields if change.moved_on})


def _shown(place: Place, form: TakeForm, back: Returned | None, moved_on: object) -> ResponseReturnValue:
    labels = [field_label(place.kind, line.form.tag.data or "") or "" for line in form.lines]
    about = about_words(place.kind.about, place.thing)
    return render_form(
        "papers/returned.html", form=form, place=place, about=about, back=back, labels=labels, moved_on=moved_on
    )


def _take(place: Place, draft: PaperDraft, form: TakeForm) -> None:
    shown = field_values(_sent(place, draft))
    taken = form.taken(shown, lambda tag: field_label(place.kind, tag))
    words = reworded(place.kind, words_now(session(), place.kind, place.thing, draft, workshop()), taken, shown)
    operations.word_paper(session(), actor(), draft, place.kind, place.thing, words=words, now=now())

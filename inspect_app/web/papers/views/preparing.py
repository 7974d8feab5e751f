"""A paper of a kind about a thing: seeing it as it would be printed, wording it, and submitting it."""

from typing import Any
from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.accounts.models import Delegation
from inspect_app.accounts.queries import delegation_by_id
from inspect_app.kernel.errors import Conflict
from inspect_app.kernel.language import gettext as _
from inspect_app.registry import operations
from inspect_app.registry.kinds import PaperKind
from inspect_app.registry.models import PaperDraft
from inspect_app.registry.operations import Amendment
from inspect_app.registry.permissions import may_issue_draft
from inspect_app.registry.queries import current_paper, delegations_valid, open_draft, papers_about
from inspect_app.registry.rules import AmendmentKind
from inspect_app.web.papers.forms import ReasonForm, SubmitForm, WordsForm, words_form
from inspect_app.web.papers.making import Format, kept_sha256, sheet_now
from inspect_app.web.papers.permissions import Place, may_prepare_place, may_read_place, place_of
from inspect_app.web.papers.things import about_words, visit_of_thing
from inspect_app.web.papers.views.blueprint import bp, send_kept, send_sheet, workshop
from inspect_app.webkit.context import actor, now, session, today
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

SUBMIT, DROP = "trinh-", "bo-"


def _back(place: Place) -> ResponseReturnValue:
    return redirect(url_for("papers.show", kind=place.kind.code, thing_id=place.thing.id))


def _draft_of(place: Place) -> PaperDraft:
    draft = open_draft(session(), place.kind.code, place.thing.id)
    if draft is None:
        raise Conflict(_("Văn bản này chưa có dự thảo, hoặc dự thảo đã kết thúc. Hãy tải lại trang."))
    return draft


def _possible_signers(place: Place, draft: PaperDraft) -> list[Delegation]:
    own = {draft.prepared_by, actor().person_id}
    others = (one for one in delegations_valid(session(), today()) if one.person_id not in own)
    return [one for one in others if place.kind.unfit_signer(place.thing, one) is None]


@bp.get("/<kind>/<uuid:thing_id>")
@permit(may_read_place, load=place_of)
def show(place: Place) -> ResponseReturnValue:
    """One paper: where it stands, whom it waits for, and what can be done next."""
    return _page(place)


@bp.get("/<kind>/<uuid:thing_id>/ban-in.pdf")
@permit(may_read_place, load=place_of)
def printed(place: Place) -> Response:
    """The paper as PDF: as it was issued, or the draft as it would be printed now."""
    return _print(place, "pdf")


@bp.get("/<kind>/<uuid:thing_id>/ban-in.docx")
@permit(may_read_place, load=place_of)
def word_file(place: Place) -> Response:
    """The same as a Word file."""
    return _print(place, "docx")


def _print(place: Place, form: Format) -> Response:
    kind, thing = place.kind, place.thing
    draft = open_draft(session(), kind.code, thing.id)
    kept = kept_sha256(session(), kind, thing, form) if draft is None else None
    if kept is not None:
        return send_kept(kept, form, kind.code)
    return send_sheet(sheet_now(session(), kind, thing, draft, workshop()), form, f"du-thao-{kind.code}")


@bp.post("/<kind>/<uuid:thing_id>/soan")
@permit(may_prepare_place, load=place_of)
def begin(place: Place) -> ResponseReturnValue:
    """Begins the draft; where a paper was issued already, the new one replaces it, or corrects it if that is its kind."""
    form = BaseForm()
    if form.validate_on_submit() and form.accept(lambda: _begin(place)):
        tell(_("Đã lập dự thảo. Hãy xem bản in, sửa lời văn nếu cần, rồi trình ký."))
        return _back(place)
    return _page(place, form)


def _begin(place: Place) -> None:
    kind, thing = place.kind, place.thing
    words = kind.first_words(session(), thing, workshop().making())
    operations.begin_paper(session(), actor(), kind, thing, words=words, amends=_amends(kind, thing), now=now())


def _amends(kind: PaperKind, thing: Any) -> Amendment | None:
    corrected = kind.corrects(thing)
    if corrected is not None:
        return Amendment(corrected, AmendmentKind.CORRECTS)
    old = current_paper(session(), kind.code, thing.id)
    return Amendment(old, AmendmentKind.REPLACES) if old else None


@bp.post("/<kind>/<uuid:thing_id>/loi-van")
@permit(may_prepare_place, load=place_of)
def word(place: Place) -> ResponseReturnValue:
    """Keeps the preparer's words."""
    draft = _draft_of(place)
    form = words_form(place.kind, draft.words)
    if form.validate_on_submit() and form.accept(
        lambda: operations.word_paper(
            session(), actor(), draft, place.kind, place.thing, words=form.words(place.kind), now=now()
        )
    ):
        tell(_("Đã lưu lời văn. Hãy xem bản in rồi trình ký."))
        return _back(place)
    return _page(place, form)


@bp.post("/<kind>/<uuid:thing_id>/trinh-ky")
@permit(may_prepare_place, load=place_of)
def submit(place: Place) -> ResponseReturnValue:
    """Freezes the paper and sends it to who is to sign."""
    draft = _draft_of(place)
    form = SubmitForm(prefix=SUBMIT)
    form.offer(_possible_signers(place, draft))
    if form.validate_on_submit() and form.accept(
        lambda: operations.submit_paper(
            session(),
            actor(),
            draft,
            place.kind,
            place.thing,
            delegation_by_id(session(), UUID(form.delegation.data)),
            workshop().making(),
        )
    ):
        tell(_("Đã trình ký. Nội dung giữ nguyên cho đến khi người ký phát hành hoặc trả lại."))
        return _back(place)
    return _page(place, form)


@bp.post("/<kind>/<uuid:thing_id>/rut-lai")
@permit(may_prepare_place, load=place_of)
def recall(place: Place) -> ResponseReturnValue:
    """Takes a submitted paper back to go on with it."""
    draft, form = _draft_of(place), BaseForm()
    if form.validate_on_submit() and form.accept(
        lambda: operations.recall_paper(session(), actor(), draft, place.kind, place.thing, now=now())
    ):
        tell(_("Đã rút lại để sửa. Khi xong, hãy trình ký lại."))
        return _back(place)
    return _page(place, form)


@bp.post("/<kind>/<uuid:thing_id>/bo")
@permit(may_prepare_place, load=place_of)
def drop(place: Place) -> ResponseReturnValue:
    """Gives a draft up with a reason."""
    draft, form = _draft_of(place), ReasonForm(prefix=DROP)
    if form.validate_on_submit() and form.accept(
        lambda: operations.drop_paper(
            session(), actor(), draft, place.kind, place.thing, reason=form.reason.data or "", now=now()
        )
    ):
        tell(_("Đã bỏ dự thảo. Nội dung và lý do vẫn được lưu."))
        return _back(place)
    return _page(place, form)


def _page(place: Place, sent: BaseForm | None = None) -> Response:
    kind, thing = place.kind, place.thing
    draft = open_draft(session(), kind.code, thing.id)
    own = kind.own_page_for(session(), actor(), thing)
    return render_form(
        "papers/show.html",
        form=sent or BaseForm(formdata=None),
        place=place,
        about=about_words(kind.about, thing),
        visit=visit_of_thing(thing),
        draft=draft,
        issued=[one for one in papers_about(session(), kind.about, [thing.id]) if one.kind == kind.code],
        stored=kind.stored(session(), thing),
        hindrance=kind.hindrance(session(), thing),
        prepares=may_prepare_place(actor(), place),
        signs=draft is not None and may_issue_draft(actor(), draft),
        own_url=url_for(own[0], **own[1]) if own else None,
        **(_forms(place, draft, sent) if draft else {}),
    )


def _unfit(place: Place) -> list[str]:
    """Why those who may sign something may not sign this paper, each reason once."""
    found = (place.kind.unfit_signer(place.thing, one) for one in delegations_valid(session(), today()))
    return list(dict.fromkeys(why for why in found if why))


def _forms(place: Place, draft: PaperDraft, sent: BaseForm | None) -> dict[str, object]:
    words = sent if isinstance(sent, WordsForm) else words_form(place.kind, draft.words, formdata=None)
    submit = sent if isinstance(sent, SubmitForm) else SubmitForm(formdata=None, prefix=SUBMIT)
    drop = sent if isinstance(sent, ReasonForm) else ReasonForm(formdata=None, prefix=DROP)
    if isinstance(submit, SubmitForm):
        submit.offer(_possible_signers(place, draft))
    return {"words": words, "submit": submit, "drop": drop, "unfit": _unfit(place)}

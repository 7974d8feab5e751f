"""Issuing a submitted paper, or sending it back: by the person to whom it was submitted."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from inspect_app.documents.rules import type_of_sign
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import gettext as _
from inspect_app.registry import operations
from inspect_app.registry.forms import NumberedForm
from inspect_app.registry.models import NumberBook, RegisterEntry
from inspect_app.registry.operations import Issuing
from inspect_app.registry.operations.drafts import issuing_team, letterhead_of
from inspect_app.registry.queries import find_body, find_book, reserved_entries
from inspect_app.registry.rules import NumberSource, verify_url
from inspect_app.web.papers.forms import ReasonForm
from inspect_app.web.papers.making import Format, submitted_sheet
from inspect_app.web.papers.permissions import DraftPlace, draft_place, may_issue_place, may_read_draft_place
from inspect_app.web.papers.things import about_words
from inspect_app.web.papers.views.blueprint import bp, send_sheet, workshop
from inspect_app.webkit.context import actor, now, session, settings
from inspect_app.webkit.forms import BaseForm
from inspect_app.webkit.pages import render_form, tell
from inspect_app.webkit.permit import permit

BACK = "tra-lai-"


@bp.get("/du-thao/<uuid:draft_id>/ban-trinh.pdf")
@permit(may_read_draft_place, load=draft_place)
def submitted(place: DraftPlace) -> Response:
    """The paper as it was submitted, as PDF."""
    return _print(place, "pdf")


@bp.get("/du-thao/<uuid:draft_id>/ban-trinh.docx")
@permit(may_read_draft_place, load=draft_place)
def submitted_word(place: DraftPlace) -> Response:
    """The same as a Word file."""
    return _print(place, "docx")


def _print(place: DraftPlace, form: Format) -> Response:
    return send_sheet(submitted_sheet(place.kind, place.draft), form, f"trinh-ky-{place.kind.code}")


@bp.route("/du-thao/<uuid:draft_id>/phat-hanh", methods=["GET", "POST"])
@permit(may_issue_place, load=draft_place)
def issue(place: DraftPlace) -> ResponseReturnValue:
    """The page before the final act: what will happen, under which number, and what cannot be undone."""
    form = NumberedForm()
    form.offer(_reserved(place))
    if form.validate_on_submit() and form.accept(lambda: _issue(place, form)):
        tell(_("Đã phát hành văn bản và ghi vào sổ."))
        return redirect(url_for("papers.issued", paper_id=place.draft.paper_id))
    return _page(place, form, ReasonForm(formdata=None, prefix=BACK))


def _issue(place: DraftPlace, form: NumberedForm) -> None:
    issuing = Issuing(
        form.wanted(),
        lambda code: verify_url(settings().public_url, code),
        workshop().keep,
    )
    operations.issue_draft(session(), actor(), place.draft, place.kind, issuing, now=now())


@bp.post("/du-thao/<uuid:draft_id>/tra-lai")
@permit(may_issue_place, load=draft_place)
def send_back(place: DraftPlace) -> ResponseReturnValue:
    """Returns a submitted paper with a reason."""
    form = ReasonForm(prefix=BACK)
    if form.validate_on_submit() and form.accept(
        lambda: operations.send_back_paper(session(), actor(), place.draft, reason=form.reason.data or "", now=now())
    ):
        tell(_("Đã trả lại văn bản cho người soạn."))
        return redirect(url_for("papers.index"))
    issue_form = NumberedForm(formdata=None)
    issue_form.offer(_reserved(place))
    return _page(place, issue_form, form)


def _book(place: DraftPlace) -> NumberBook | None:
    delegation = place.draft.delegation
    if delegation is None:
        return None
    team = issuing_team(delegation, letterhead_of(submitted_sheet(place.kind, place.draft)).issuing_body)
    body = find_body(session(), delegation.unit_id, team)
    return find_book(session(), body.id, local_date(now()).year) if body else None


def _reserved(place: DraftPlace) -> list[RegisterEntry]:
    book = _book(place)
    if book is None:
        return []
    sign = letterhead_of(submitted_sheet(place.kind, place.draft)).sign
    type_sign = type_of_sign(sign) or place.kind.type_sign
    return [one for one in reserved_entries(session(), [book.id]) if one.type_sign == type_sign]


def _page(place: DraftPlace, form: BaseForm, back: ReasonForm) -> Response:
    book = _book(place)
    return render_form(
        "papers/issue.html",
        form=back if back.has_errors else form,
        issue=form,
        back=back,
        place=place,
        about=about_words(place.kind.about, place.thing),
        head=letterhead_of(submitted_sheet(place.kind, place.draft)),
        numbers_itself=book is not None and book.source is NumberSource.OWN,
    )

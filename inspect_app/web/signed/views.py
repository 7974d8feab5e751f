"""A paper's signed copies: what came back and who signed, handing in another, and the papers that still wait."""

import hashlib
import json
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from inspect_app.documents.signing.process import checked
from inspect_app.documents.signing.roots import trusted_roots
from inspect_app.documents.signing.verdict import LARGEST_SIGNED, Verdict
from inspect_app.documents.signing.words import MARK_WORDS, PARTY_WORDS, TRUST_WORDS, hour_of
from inspect_app.fieldwork.downloads import send_stored
from inspect_app.kernel.clock import real_now
from inspect_app.kernel.errors import NotFound
from inspect_app.kernel.language import gettext as _
from inspect_app.registry import operations
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.operations import Returned
from inspect_app.registry.permissions import may_take_back
from inspect_app.registry.queries import papers_unsigned
from inspect_app.web.papers.permissions import IssuedPlace, issued_place, may_read_issued, place_of_paper
from inspect_app.web.signed.forms import CopyForm
from inspect_app.web.signed.permissions import may_list_unsigned, may_take_back_place
from inspect_app.webkit.context import actor, commit_though_refused, file_store, now, session, settings, today
from inspect_app.webkit.limits import limiter
from inspect_app.webkit.pages import render, render_form, tell
from inspect_app.webkit.permit import permit

bp = Blueprint("signed", __name__, url_prefix="/van-ban")
ATTEMPTS = "20 per minute"


@bp.get("/ban-hanh/<uuid:paper_id>/ban-ky")
@permit(may_read_issued, load=issued_place)
def copies(place: IssuedPlace) -> ResponseReturnValue:
    """The signed copies of a paper."""
    return _page(place, CopyForm(formdata=None))


@bp.post("/ban-hanh/<uuid:paper_id>/ban-ky")
@limiter.limit(ATTEMPTS)
@permit(may_take_back_place, load=issued_place)
def bring(place: IssuedPlace) -> ResponseReturnValue:
    """Examines a file and keeps it, or says why not and notes the attempt."""
    form = CopyForm()
    if not form.validate_on_submit():
        return _page(place, form)
    data = form.file.data.read(LARGEST_SIGNED + 1)
    paper_id, file = place.paper.id, _examined(place.paper, data)
    place = issued_place(session(), paper_id)
    if form.accept(lambda: _keep(place, file, data)):
        tell(_("Đã nhận bản ký số. Trang này cho biết ai đã ký."))
        return redirect(url_for("signed.copies", paper_id=paper_id))
    operations.refuse_copy(session(), actor(), place.paper, file, now=now())
    commit_though_refused()
    return _page(place, form)


def _examined(paper: IssuedPaper, data: bytes) -> Returned:
    """What the file is. Takes up to a minute: the transaction ends before, so that no other writer waits for it."""
    issued, roots = file_store().read(paper.pdf_sha256), trusted_roots(settings().site_dir)
    session().rollback()
    verdict = checked(issued, data, roots=roots, at=real_now())
    return Returned(hashlib.sha256(data).hexdigest(), len(data), verdict)


def _keep(place: IssuedPlace, file: Returned, data: bytes) -> None:
    may_take_back_place.require(actor(), place)
    operations.take_back_copy(
        session(), actor(), place.paper, file, known_issuers_only=settings().known_issuers_only, now=now()
    )
    file_store().put(data)


def _place_of_copy(session: Session, paper_id: UUID, copy_id: UUID) -> IssuedPlace:
    place = issued_place(session, paper_id)
    if all(copy.id != copy_id for copy in place.paper.signed_copies):
        raise NotFound
    return place


@bp.get("/ban-hanh/<uuid:paper_id>/ban-ky/<uuid:copy_id>.pdf")
@permit(may_read_issued, load=_place_of_copy)
def copy_file(place: IssuedPlace) -> Response:
    """The bytes of a signed copy."""
    wanted = (request.view_args or {})["copy_id"]
    copy = next(one for one in place.paper.signed_copies if one.id == wanted)
    return send_stored(copy.sha256, f"{place.paper.kind}-da-ky.pdf", "application/pdf")


@bp.get("/cho-ban-ky")
@permit(may_list_unsigned)
def unsigned() -> ResponseReturnValue:
    """The papers that wait for their signed copy, the longest waiting first."""
    mine = [paper for paper in papers_unsigned(session()) if may_take_back(actor(), paper)]
    shown = [paper for paper in mine if may_read_issued(actor(), place_of_paper(session(), paper))]
    return render("signed/unsigned.html", papers=shown, today=today())


def _page(place: IssuedPlace, form: CopyForm) -> Response:
    return render_form(
        "signed/copies.html",
        form=form,
        paper=place.paper,
        brings=may_take_back_place(actor(), place) and place.paper.withdrawal is None,
        verdicts=[(copy, Verdict.from_json(json.dumps(copy.verdict))) for copy in reversed(place.paper.signed_copies)],
        words={"trust": TRUST_WORDS, "party": PARTY_WORDS, "mark": MARK_WORDS},
        hour_of=hour_of,
        known_issuers_only=settings().known_issuers_only,
    )

"""`/kiem-tra`: without sign-in, limited in how often, and the same answer for whatever code there is not."""

import hashlib
import re

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.registry.models import IssuedPaper
from inspect_app.registry.queries import paper_by_code
from inspect_app.registry.rules import readable_code
from inspect_app.web.verification.answers import likeness, public_paper
from inspect_app.web.verification.forms import CodeForm, CompareForm
from inspect_app.webkit.context import session
from inspect_app.webkit.limits import limiter
from inspect_app.webkit.pages import UNPROCESSABLE, render
from inspect_app.webkit.permit import public

bp = Blueprint("verification", __name__, url_prefix="/kiem-tra")
PER_ADDRESS = "60 per minute; 600 per hour"
COMPARISONS = "20 per minute"
SHA256 = re.compile(r"[0-9a-f]{64}")
CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
NO_CODE = "-"
UNKNOWN = 404


@bp.get("")
@public
@limiter.limit(PER_ADDRESS)
def ask() -> ResponseReturnValue:
    """Where a code is typed by hand."""
    form = CodeForm(request.args)
    if form.ma.data and form.validate():
        return redirect(url_for("verification.told", code=readable_code(form.ma.data.strip())))
    return render("verification/ask.html", form=form)


@bp.get("/<code>")
@public
@limiter.limit(PER_ADDRESS)
def told(code: str) -> ResponseReturnValue:
    """What is told of the paper with the code."""
    return _page(code, CompareForm(formdata=None), None)


@bp.post("/<code>")
@public
@limiter.limit(PER_ADDRESS)
@limiter.limit(COMPARISONS)
def compare(code: str) -> ResponseReturnValue:
    """Whether a file is the issued paper or a signed copy of it. Nothing of the file is kept."""
    form = CompareForm()
    sha256 = _sha256(form)
    if form.validate() and sha256 is None:
        form.refuse(RuleBroken("file", _("Hãy chọn tệp cần so.")))
    return _page(code, form, sha256 if not form.has_errors else None)


def _sha256(form: CompareForm) -> str | None:
    if form.sha256.data and SHA256.fullmatch(form.sha256.data):
        return str(form.sha256.data)
    sent = form.file.data
    if not sent or not getattr(sent, "filename", ""):
        return None
    return hashlib.file_digest(sent.stream, "sha256").hexdigest()


def _page(code: str, form: CompareForm, sha256: str | None) -> Response:
    # One question, whatever was typed: what is no code is looked for like one.
    asked = readable_code(code)
    paper: IssuedPaper | None = paper_by_code(session(), asked if CODE.fullmatch(asked) else NO_CODE)
    if paper is None:
        return make_response(render("verification/unknown.html", form=CodeForm(formdata=None)), UNKNOWN)
    answer = make_response(
        render(
            "verification/told.html",
            form=form,
            paper=public_paper(paper),
            likeness=likeness(paper, sha256) if sha256 else None,
        )
    )
    answer.status_code = UNPROCESSABLE if form.has_errors else 200
    return answer

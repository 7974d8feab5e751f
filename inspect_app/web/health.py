"""`/healthz`: whether the database answers and its schema is the one of this release."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from inspect_app.web.schema import head_revision, revision_at
from inspect_app.webkit.context import session
from inspect_app.webkit.permit import public

bp = Blueprint("health", __name__)

NOT_READY = 503


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """200 when a request could be served now, 503 otherwise; says nothing else about the site."""
    if revision_at(session().connection()) != head_revision():
        return jsonify(status="schema is not up to date"), NOT_READY
    return jsonify(status="ok")

"""`/healthz`: whether the database answers, its schema is the one of this release, and the scheduler's clock goes."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from inspect_app.jobs.queries import scheduler_lease
from inspect_app.jobs.rules import is_ticking
from inspect_app.kernel.clock import real_now
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
    # Where no scheduler ever ran there is no clock that could have stopped; the page of jobs says so.
    lease = scheduler_lease(session())
    if lease is not None and lease.ticked_at is not None and not is_ticking(lease.ticked_at, real_now()):
        return jsonify(status="the scheduler has stopped"), NOT_READY
    return jsonify(status="ok")

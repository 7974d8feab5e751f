"""One transaction for each request: commit if the view returned, roll back if it raised or refused."""

from typing import Any

from flask import Flask, Response, g, request

from inspect_app.kernel.database import read_only
from inspect_app.webkit.context import COMMITS_REFUSAL, session

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = 400


class InspectFlask(Flask):
    """Commits inside the request, so that a failed commit is an error and not a thank-you."""

    def dispatch_request(self) -> Any:
        """Runs the view in a transaction; reading requests take no write lock and are rolled back."""
        if request.endpoint == "static" or g.get("without_database"):
            return super().dispatch_request()
        reading = request.method in READING_METHODS
        try:
            if reading:
                begin_reading()
            response = self.make_response(super().dispatch_request())
            finish(response, reading=reading)
        except BaseException:
            session().rollback()
            raise
        return response


def begin_reading() -> None:
    """Begins a reading transaction, unless the session is already in one."""
    if not session().in_transaction():
        read_only(session())


def finish(response: Response, *, reading: bool) -> None:
    """Commits what a writing request did, if it was accepted."""
    if reading or (response.status_code >= REFUSED and not g.get(COMMITS_REFUSAL)):
        session().rollback()
    else:
        session().commit()

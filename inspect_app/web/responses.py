"""What every answer carries: a policy without inline code, no caching of pages, and a nonce for the one script."""

import secrets

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface

STATIC_CACHE = "public, max-age=31536000, immutable"
# A browser that kept the worker's script would never learn of a new release.
REVALIDATED = "tablet.worker"
# A calendar program asks every few hours whether anything changed, and says by an ETag what it has.
SAYS_ITSELF = "campaigns.read_feed"


class FormSessions(SecureCookieSessionInterface):
    """The cookie of forms: over HTTPS it never travels in the open (ASVS v5.0.0-3.3.1)."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this answer's cookie is for HTTPS only."""
        return request.is_secure


def csp_nonce() -> str:
    """The nonce of this answer, for the script and style tags of the layout."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _policy() -> str:
    nonce = csp_nonce()
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _policy())
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static":
        response.headers["Cache-Control"] = STATIC_CACHE
    elif request.endpoint == REVALIDATED:
        response.headers["Cache-Control"] = "no-cache"
    elif request.endpoint == SAYS_ITSELF and response.status_code < 400:
        response.headers.setdefault("Cache-Control", "no-store")
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


def protect_answers(app: Flask) -> None:
    """Adds the headers to every answer of the app."""
    app.session_interface = FormSessions()
    app.after_request(_protect)
    app.jinja_env.globals["csp_nonce"] = csp_nonce

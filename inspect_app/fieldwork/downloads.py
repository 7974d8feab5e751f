"""Handing out stored files: by their own type, never sniffed, never run in our origin."""

from io import BytesIO

from flask import Response, send_file

from inspect_app.webkit.context import file_store

SHOWN_IN_PAGE = frozenset({"image/jpeg", "application/pdf"})


def send_stored(sha256: str, filename: str, media_type: str) -> Response:
    """The file with its name; photos and PDFs open in the browser, anything else is saved. Raises NotFound."""
    response = send_file(
        BytesIO(file_store().read(sha256)),
        mimetype=media_type,
        download_name=filename,
        as_attachment=media_type not in SHOWN_IN_PAGE,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; object-src 'self'"
    return response

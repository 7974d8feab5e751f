"""Limits on how often somebody may try, kept in memory by real time, and on how much he may send at once.

The shell calls `limiter.init_app`, and `widen_body` before anything reads a body.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request
from flask_limiter import Limiter


def remote_address() -> str:
    """Whose request this is, as the trusted proxy says it."""
    return request.remote_addr or "?"


limiter = Limiter(key_func=remote_address, headers_enabled=True)

LARGEST_BODY = "inspect_largest_body"
View = TypeVar("View", bound=Callable[..., Any])


def takes_large_bodies(size: int) -> Callable[[View], View]:
    """Lets a view take bodies of up to `size` bytes, where every other takes what the shell says."""

    def mark(view: View) -> View:
        setattr(view, LARGEST_BODY, size)
        return view

    return mark


def widen_body() -> None:
    """Before each request: as much as its view takes."""
    size = getattr(current_app.view_functions.get(request.endpoint or ""), LARGEST_BODY, None)
    if size is not None:
        # A form is a little longer than the file in it.
        request.max_content_length = size + 64 * 1024

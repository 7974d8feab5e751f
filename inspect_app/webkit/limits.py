"""Limits on how often somebody may try; kept in memory by real time. The shell calls `limiter.init_app`."""

from flask import request
from flask_limiter import Limiter


def remote_address() -> str:
    """Whose request this is, as the trusted proxy says it."""
    return request.remote_addr or "?"


limiter = Limiter(key_func=remote_address, headers_enabled=True)

"""The journal for auditors: searched, narrowed, taken away as a file, and verified in one press."""

from inspect_app.web.journal.views import bp

__all__ = ["bp"]

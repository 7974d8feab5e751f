"""The next campaign on screen: what is wished, what changes, what is asked, the files, and loading them."""

from inspect_app.web.following.views import bp

__all__ = ["bp"]

"""The pages of the conclusions room, by noun."""

from inspect_app.conclusions.views import papers
from inspect_app.conclusions.views.blueprint import bp

__all__ = ["bp", "papers"]

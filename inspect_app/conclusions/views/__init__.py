"""The pages of the conclusions room, by noun."""

from inspect_app.conclusions.views import answers, explanations, papers
from inspect_app.conclusions.views.blueprint import bp

__all__ = ["answers", "bp", "explanations", "papers"]

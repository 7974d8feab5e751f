"""The pages of the conclusions room, by noun."""

from inspect_app.conclusions.views import (
    answers,
    corrections,
    drafting,
    explanations,
    papers,
    receiving,
    replacing,
    returned,
)
from inspect_app.conclusions.views.blueprint import bp

__all__ = ["answers", "bp", "corrections", "drafting", "explanations", "papers", "receiving", "replacing", "returned"]

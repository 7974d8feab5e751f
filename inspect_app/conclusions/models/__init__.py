"""The tables of the conclusions room, by noun."""

from inspect_app.conclusions.models.confirmations import Confirmation
from inspect_app.conclusions.models.corrections import Correction
from inspect_app.conclusions.models.explanations import (
    Explanation,
    ExplanationAnswer,
    ExplanationPoint,
    ExplanationRound,
)
from inspect_app.conclusions.models.papers import Approval, Conclusion, ConclusionRequest, request_finding

__all__ = [
    "Approval",
    "Conclusion",
    "ConclusionRequest",
    "Confirmation",
    "Correction",
    "Explanation",
    "ExplanationAnswer",
    "ExplanationPoint",
    "ExplanationRound",
    "request_finding",
]

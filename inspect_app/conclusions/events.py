"""What the conclusions room tells the rooms above."""

from dataclasses import dataclass

from inspect_app.conclusions.models import Conclusion, Correction, ExplanationRound


@dataclass(frozen=True)
class ConclusionIssued:
    """A conclusion was issued and its visit frozen."""

    conclusion: Conclusion


@dataclass(frozen=True)
class ConclusionReplaced:
    """A notice that replaces the one that counted was issued."""

    correction: Correction


@dataclass(frozen=True)
class DraftSent:
    """The draft's shortcomings were sent to the unit for its explanation."""

    round: ExplanationRound


@dataclass(frozen=True)
class ExplanationSubmitted:
    """The unit submitted its explanation; the team is to answer."""

    round: ExplanationRound


@dataclass(frozen=True)
class ExplanationEntered:
    """The team's desk entered an explanation that the unit sent on paper."""

    round: ExplanationRound


@dataclass(frozen=True)
class SendingRecalled:
    """What was sent to the unit by mistake was taken back."""

    round: ExplanationRound

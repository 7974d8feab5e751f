"""What the conclusions room tells the rooms above."""

from dataclasses import dataclass

from inspect_app.conclusions.models import Conclusion


@dataclass(frozen=True)
class ConclusionIssued:
    """A conclusion was issued and its visit frozen."""

    conclusion: Conclusion

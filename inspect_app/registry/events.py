"""What the registry tells the rooms above about papers that one prepares and another issues."""

from dataclasses import dataclass

from inspect_app.registry.models import IssuedPaper, PaperDraft


@dataclass(frozen=True)
class PaperSubmitted:
    """A paper waits for the signature of whom it was submitted to."""

    draft: PaperDraft


@dataclass(frozen=True)
class PaperSentBack:
    """The signer returned a paper; the draft says why."""

    draft: PaperDraft


@dataclass(frozen=True)
class DraftIssued:
    """A prepared paper was issued; the draft names it."""

    draft: PaperDraft


@dataclass(frozen=True)
class NumberRecorded:
    """The number that the office gave to an issued paper was written down, or put right."""

    paper: IssuedPaper

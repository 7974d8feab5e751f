"""The states of a conclusion and of its approval. Pure."""

from enum import StrEnum


class ConclusionState(StrEnum):
    """Where a conclusion stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"


class ApprovalPart(StrEnum):
    """In which part a person approves: the team's leader first, then the signatory."""

    LEAD = "lead"
    SIGNATORY = "signatory"


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something: each is one cause, responsibility or recipient."""
    return tuple(line.strip(" -;\t") for line in text.splitlines() if line.strip(" -;\t"))

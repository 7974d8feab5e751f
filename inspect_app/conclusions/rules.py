"""The states of a conclusion and the wording that it starts from. Pure."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class RequestWording:
    """A request as it is first worded from a finding."""

    text: str
    owner: str


def first_request(finding_text: str, unit_name: str) -> RequestWording:
    """The request that a finding asks for until the drafter words it better."""
    shortcoming = finding_text.strip().rstrip(".")
    lowered = shortcoming[:1].lower() + shortcoming[1:]
    return RequestWording(f"Khắc phục thiếu sót: {lowered}", f"Người đứng đầu {unit_name}")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something: each is one cause, responsibility or recipient."""
    return tuple(line.strip(" -;\t") for line in text.splitlines() if line.strip(" -;\t"))

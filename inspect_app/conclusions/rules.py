"""The states of a conclusion and of its approval. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class ConclusionState(StrEnum):
    """Where a conclusion stands: worded, with the unit for its explanation, answered, with the signatory, issued."""

    DRAFT = "draft"
    EXPLAINING = "explaining"
    ANSWERING = "answering"
    SUBMITTED = "submitted"
    ISSUED = "issued"


class ApprovalPart(StrEnum):
    """In which part a person approves: the team's leader first, then the signatory."""

    LEAD = "lead"
    SIGNATORY = "signatory"


class CorrectionState(StrEnum):
    """Where a notice that replaces an issued one stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"
    DROPPED = "dropped"


class Stance(StrEnum):
    """Whether the unit agrees with a shortcoming."""

    AGREE = "agree"
    DISAGREE = "disagree"


class PointAnswer(StrEnum):
    """What the team does with a shortcoming after it heard the unit."""

    KEPT = "kept"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


# In these states the team words the paper; while the unit explains, what it reads stays as it was sent.
WORDED = frozenset({ConclusionState.DRAFT, ConclusionState.ANSWERING})


@dataclass(frozen=True)
class Heard:
    """What the unit says to a shortcoming, and what the team answers, as the paper prints them."""

    explanation: str = ""
    response: str = ""


def explanation_words(stance: Stance | None, text: str, *, submitted: bool) -> str:
    """The unit's explanation in the paper's words; what was written and never submitted is not the unit's word."""
    said = text.strip().rstrip(".")
    if not submitted or stance is None:
        return "Không gửi giải trình trong thời hạn"
    if stance is Stance.AGREE:
        return f"Thống nhất; {said}" if said else "Thống nhất"
    return said


def response_words(answer: PointAnswer, reason: str) -> str:
    """The team's answer in the paper's words."""
    said = reason.strip().rstrip(".")
    if answer is PointAnswer.CHANGED:
        return f"Đã điều chỉnh nội dung; {said}" if said else "Đã điều chỉnh nội dung"
    return said or "Giữ nguyên nội dung"


@dataclass(frozen=True)
class PointStanding:
    """A point as the way to the signature asks of it. `same`: the finding's words and grade are those that were sent."""

    label: str
    answer: PointAnswer | None
    needs_review: bool
    closed: bool
    stands: bool
    same: bool


def is_settled(point: PointStanding) -> bool:
    """Whether a point is answered, and the finding is what the answer says that it is."""
    if point.answer is None or point.needs_review or not point.closed:
        return False
    match point.answer:
        case PointAnswer.KEPT:
            return point.stands and point.same
        case PointAnswer.CHANGED:
            return not (point.stands and point.same)
        case PointAnswer.WITHDRAWN:
            return not point.stands


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something: each is one cause, responsibility or recipient."""
    return tuple(line.strip(" -;\t") for line in text.splitlines() if line.strip(" -;\t"))

"""How a bad answer becomes a finding: its grade, its area, its first wording. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from inspect_app.checklists.rules import Grade, Verdict


class FindingState(StrEnum):
    """What the lead made of a finding."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


STANDING = frozenset({FindingState.DRAFT, FindingState.CONFIRMED})


@dataclass(frozen=True)
class Judged:
    """What a finding is drafted from: the item's criterion and the answer's verdict, note and summary."""

    criterion: str
    grade: Grade
    verdict: str | None
    note: str
    summary: str


def drafted_text(judged: Judged) -> str:
    """The first wording: what was observed, then the criterion that it misses; the lead words it better."""
    observed = judged.note.strip().rstrip(".") or judged.summary.strip().rstrip(".")
    lead_in = "Chưa bảo đảm đầy đủ" if judged.verdict == Verdict.PARTIAL else "Chưa bảo đảm"
    criterion = judged.criterion.strip().rstrip(".")
    text = f"{lead_in} nội dung “{criterion}”"
    return f"{text}: {observed}." if observed else f"{text}."

"""What conditions and scores look at in an answer: its verdict and the one value that can be compared."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from fractions import Fraction

Comparable = bool | Fraction | date | str | frozenset[str] | None


class Verdict(StrEnum):
    """What an answer says about its item. RECORDED: a fact is written down and nothing is judged."""

    PASS = auto()
    PARTIAL = auto()
    FAIL = auto()
    NOT_APPLICABLE = auto()
    RECORDED = auto()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as the rules see it. `value`: a bool, an exact number, a date, a choice's id or the ids ticked."""

    verdict: Verdict
    value: Comparable = None

"""The whole answer for one head: the verdict with its words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from inspect_app.ratings.rules.change import changes
from inspect_app.ratings.rules.evaluation import ClauseResult, Verdict, judge
from inspect_app.ratings.rules.inputs import Inputs
from inspect_app.ratings.rules.rule import UNDECIDED, RatingRule
from inspect_app.ratings.rules.words import change_text, other_side_texts, reason


@dataclass(frozen=True)
class Outcome:
    """``rating`` is a level's id or "undecided"; the sentences are in the current language."""

    rating: str
    clause: str | None
    late_rate: Fraction | None
    candidates: tuple[str, ...]
    reason: str
    what_would_change: tuple[str, ...]
    notices: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]

    @property
    def is_decided(self) -> bool:
        """Whether the rule itself gives a level."""
        return self.rating != UNDECIDED


def evaluate(rule: RatingRule, inputs: Inputs) -> Outcome:
    """The rating of one head by the rule, why, what would change it, and what other readings of the late rate say."""
    return explain(rule, inputs, judge(rule, inputs))


def explain(rule: RatingRule, inputs: Inputs, verdict: Verdict) -> Outcome:
    """The words of a verdict that was already reached on these inputs."""
    return Outcome(
        rating=verdict.rating,
        clause=verdict.clause,
        late_rate=verdict.late_rate,
        candidates=verdict.candidates,
        reason=reason(rule, inputs, verdict),
        what_would_change=tuple(change_text(rule, inputs, change) for change in changes(rule, inputs, verdict)),
        notices=other_side_texts(rule, verdict),
        clauses=verdict.clauses,
    )

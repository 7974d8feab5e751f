"""Where the rating of one head stands."""

from __future__ import annotations

from enum import StrEnum


class RatingState(StrEnum):
    """In the order in which they need somebody: open questions first."""

    OPEN_QUESTION = "open_question"
    OUTDATED = "outdated"
    PROPOSED = "proposed"
    DECIDED = "decided"
    RELEASED = "released"

    @property
    def urgency(self) -> int:
        """The place in a list that puts open questions first."""
        return list(RatingState).index(self)


def rating_state(
    *, has_proposal: bool, has_decision: bool, decided_on_these_inputs: bool, is_released: bool
) -> RatingState:
    """The state: a decision whose inputs have changed since must be taken again before it can be released."""
    if is_released:
        return RatingState.RELEASED
    if has_decision:
        return RatingState.DECIDED if decided_on_these_inputs else RatingState.OUTDATED
    return RatingState.PROPOSED if has_proposal else RatingState.OPEN_QUESTION

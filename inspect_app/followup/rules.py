"""The states of a corrective action, and when a finding counts as put right. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# What falls due within this many working days is called due, as on the board.
DUE_DAYS = 5


class ActionState(StrEnum):
    """Where a corrective action stands."""

    OPEN = "open"
    REPORTED = "reported"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


# Nothing is waited for any more.
ENDED = frozenset({ActionState.VERIFIED, ActionState.WITHDRAWN})


@dataclass(frozen=True)
class ActionMark:
    """An action as a finding sees it: verified on a day, or not yet."""

    verified_on: date | None


def verified_on(actions: Iterable[ActionMark]) -> date | None:
    """The day on which a finding was put right: when the last of its actions was verified. None while one is open.

    A finding that no action answers is never put right by silence.
    """
    days = [action.verified_on for action in actions]
    if not days or any(day is None for day in days):
        return None
    return max(day for day in days if day is not None)


def is_late(state: ActionState, due_on: date, today: date, reported_on: date | None = None) -> bool:
    """Whether an action is past its day, and neither verified nor withdrawn.

    What the unit reported by the day waits for the team (`reported_on`): the unit is not late because nobody verified it.
    """
    if state in ENDED or today <= due_on:
        return False
    return not (state is ActionState.REPORTED and reported_on is not None and reported_on <= due_on)


def is_due(state: ActionState, due_on: date, today: date, days_left: int) -> bool:
    """Whether an action that is still waited for falls due within the next DUE_DAYS working days, today among them.

    The days after a Friday are no working days: what was due then is late on Saturday, not due with no day left.
    """
    return state not in ENDED and today <= due_on and days_left <= DUE_DAYS

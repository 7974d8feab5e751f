"""What the followup room tells the rooms above."""

from dataclasses import dataclass

from inspect_app.followup.models import CorrectiveAction


@dataclass(frozen=True)
class ActionReported:
    """The unit reported on an action; the lead is to look at it."""

    action: CorrectiveAction


@dataclass(frozen=True)
class ActionDecided:
    """The lead verified an action, or returned it."""

    action: CorrectiveAction
    accepted: bool

"""What teams.yaml says of people's leave, and calendar.yaml of the days on which units receive no team."""

from datetime import date

from pydantic import Field

from inspect_app.campaigns.files.days import Days
from inspect_app.campaigns.rules import AbsenceReason
from inspect_app.kernel.yaml_source import StrictModel


class SpanEntry(StrictModel):
    """A span of days, both ends counted."""

    starts: date
    ends: date

    @property
    def days(self) -> Days:
        """The days themselves."""
        return Days(starts=self.starts, ends=self.ends)


class LeaveEntry(SpanEntry):
    """Days on which a person of this file cannot be sent anywhere."""

    person: str
    why: AbsenceReason = AbsenceReason.LEAVE


class ClosureEntry(SpanEntry):
    """Days on which a unit receives no team; `with_below`: nor do the units under it."""

    unit: str
    with_below: bool = False
    why: str = Field(min_length=1, max_length=200)

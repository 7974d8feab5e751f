"""plan.yaml, `notices`: the hours in which people are told, and how many working days before and after a due date."""

from typing import Annotated

from pydantic import Field

from inspect_app.campaigns.rules import DEFAULT_NOTICES, NoticeSettings
from inspect_app.kernel.yaml_source import StrictModel

WorkingDays = Annotated[int, Field(ge=1, le=60)]


class HoursEntry(StrictModel):
    """Whole hours of the day: told from `starts` until before `ends`; the daily summary leaves at `summary`."""

    starts: int = Field(default=DEFAULT_NOTICES.first_hour, ge=0, le=23)
    ends: int = Field(default=DEFAULT_NOTICES.last_hour, ge=1, le=24)
    summary: int = Field(default=DEFAULT_NOTICES.summary_hour, ge=0, le=23)


class RemindEntry(StrictModel):
    """How many working days before a due date somebody is reminded."""

    explanation: WorkingDays = DEFAULT_NOTICES.explanation_before
    conclusion: WorkingDays = DEFAULT_NOTICES.conclusion_before
    remediation: tuple[WorkingDays, ...] = Field(default=DEFAULT_NOTICES.remediation_before, max_length=6)


class EscalateEntry(StrictModel):
    """How many working days after a due date what was not done goes to the people above."""

    self_report: WorkingDays = DEFAULT_NOTICES.self_report_after
    minutes: WorkingDays = DEFAULT_NOTICES.minutes_after
    team_report: WorkingDays = DEFAULT_NOTICES.team_report_after
    explanation: WorkingDays = DEFAULT_NOTICES.explanation_after
    conclusion: WorkingDays = DEFAULT_NOTICES.conclusion_after
    remediation: WorkingDays = DEFAULT_NOTICES.remediation_after


class NoticesEntry(StrictModel):
    """All of them; what is left out has the software's default."""

    source: str = Field(min_length=1)
    hours: HoursEntry = HoursEntry()
    remind_before: RemindEntry = RemindEntry()
    escalate_after: EscalateEntry = EscalateEntry()

    def settings(self) -> NoticeSettings:
        """The same as the rules want it."""
        before, after = self.remind_before, self.escalate_after
        return NoticeSettings(
            first_hour=self.hours.starts,
            last_hour=self.hours.ends,
            summary_hour=self.hours.summary,
            explanation_before=before.explanation,
            conclusion_before=before.conclusion,
            remediation_before=before.remediation,
            self_report_after=after.self_report,
            minutes_after=after.minutes,
            team_report_after=after.team_report,
            explanation_after=after.explanation,
            conclusion_after=after.conclusion,
            remediation_after=after.remediation,
        )

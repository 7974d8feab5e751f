"""When people are told by the software, and how many working days before and after a due date. Pure.

The numbers are defaults of the software and no law: a campaign sets its own in `notices` of its plan.yaml.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """Whole hours in Vietnam's time, days in working days.

    From `first_hour` until before `last_hour` due dates are told and mail leaves; the rest of the day is quiet.
    `…_before`: reminders of what is coming; `…_after`: when what was not done goes to the people above.
    """

    first_hour: int = 7
    last_hour: int = 19
    summary_hour: int = 7
    explanation_before: int = 2
    conclusion_before: int = 3
    remediation_before: tuple[int, ...] = (7, 3, 1)
    self_report_after: int = 1
    minutes_after: int = 3
    team_report_after: int = 2
    explanation_after: int = 1
    conclusion_after: int = 1
    remediation_after: int = 1

    def may_tell(self, local_now: datetime) -> bool:
        """Whether anybody is told anything at this local time; what comes up in the evening waits for the morning."""
        return self.first_hour <= local_now.hour < self.last_hour

    def may_sum_up(self, local_now: datetime) -> bool:
        """Whether the day's summaries are made at this local time: from their hour on, so that an outage skips none."""
        return local_now.hour >= self.summary_hour


DEFAULT_NOTICES = NoticeSettings()

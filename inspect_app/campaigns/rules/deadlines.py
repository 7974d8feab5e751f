"""When a visit's papers are due, counted in working days. The numbers are settings with their source. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from inspect_app.kernel.calendar import WorkingCalendar

NOT_LAW = "mặc định, không phải luật"


class DeadlineKind(StrEnum):
    """The deadlines of a visit, in the order in which they come."""

    NOTICE = "notice"
    SELF_REPORT = "self_report"
    MINUTES = "minutes"
    TEAM_REPORT = "team_report"
    EXPLANATION = "explanation"
    CONCLUSION = "conclusion"
    REMEDIATION = "remediation"


@dataclass(frozen=True, slots=True)
class Deadline:
    """How many working days, and where that is written (or that it is a default and no law).

    `may_skip`: whether the step may be left out with a reason; asked of the unit's explanation only.
    """

    days: int
    source: str = NOT_LAW
    needs_checking: bool = False
    may_skip: bool = False


# Notice 5-10 and self-report 3-5 working days before, minutes on the day, report 5-7, conclusion 15 working days after
# (a rule for the control of procedures only), remediation about 30 days: custom, so each plan sets its own. How long a
# unit has to explain stands in no text that is known here: 5 working days leave room for an answer before the fifteenth.
DEFAULTS: Mapping[DeadlineKind, Deadline] = {
    DeadlineKind.NOTICE: Deadline(10),
    DeadlineKind.SELF_REPORT: Deadline(5),
    DeadlineKind.MINUTES: Deadline(0),
    DeadlineKind.TEAM_REPORT: Deadline(7),
    DeadlineKind.EXPLANATION: Deadline(5),
    DeadlineKind.CONCLUSION: Deadline(15),
    DeadlineKind.REMEDIATION: Deadline(22),
}


@dataclass(frozen=True, slots=True)
class DeadlineSettings:
    """The deadlines of a campaign; a kind that is not given has its default."""

    given: Mapping[DeadlineKind, Deadline]

    def of(self, kind: DeadlineKind) -> Deadline:
        """The setting of a kind."""
        return self.given.get(kind, DEFAULTS[kind])

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept with the campaign."""
        return {
            kind.value: {
                "days": one.days,
                "source": one.source,
                "needs_checking": one.needs_checking,
                **({"may_skip": True} if one.may_skip else {}),
            }
            for kind in DeadlineKind
            for one in [self.of(kind)]
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "DeadlineSettings":
        """Back from plain values; raises KeyError or ValueError for anything else."""
        return cls(
            {
                DeadlineKind(kind): Deadline(
                    int(one["days"]), str(one["source"]), bool(one["needs_checking"]), bool(one.get("may_skip", False))
                )
                for kind, one in kept.items()
            }
        )


@dataclass(frozen=True, slots=True)
class DueDate:
    """One due date of a visit, with the setting that it comes from."""

    kind: DeadlineKind
    on: date
    setting: Deadline


@dataclass(frozen=True, slots=True)
class VisitDeadlines:
    """The due dates of a visit; what it has not is None: no notice when unannounced, no remediation before issuing."""

    notice: DueDate | None
    self_report: DueDate | None
    minutes: DueDate
    team_report: DueDate
    conclusion: DueDate
    remediation: DueDate | None

    def __iter__(self) -> Iterator[DueDate]:
        every = (self.notice, self.self_report, self.minutes, self.team_report, self.conclusion, self.remediation)
        return iter([due for due in every if due is not None])


def visit_deadlines(
    settings: DeadlineSettings,
    calendar: WorkingCalendar,
    *,
    starts_on: date,
    ends_on: date,
    unannounced: bool = False,
    issued_on: date | None = None,
) -> VisitDeadlines:
    """The due dates of a visit with dates.

    Notice and self-report count back from the first day, minutes, report and conclusion on from the last one,
    remediation from the day on which the conclusion was issued. An unannounced visit has no notice and no self-report.
    """

    def due(kind: DeadlineKind, start: date, sign: int) -> DueDate:
        setting = settings.of(kind)
        return DueDate(kind, calendar.add_working_days(start, sign * setting.days), setting)

    return VisitDeadlines(
        notice=None if unannounced else due(DeadlineKind.NOTICE, starts_on, -1),
        self_report=None if unannounced else due(DeadlineKind.SELF_REPORT, starts_on, -1),
        minutes=due(DeadlineKind.MINUTES, ends_on, 1),
        team_report=due(DeadlineKind.TEAM_REPORT, ends_on, 1),
        conclusion=due(DeadlineKind.CONCLUSION, ends_on, 1),
        remediation=due(DeadlineKind.REMEDIATION, issued_on, 1) if issued_on else None,
    )


def remediation_due(settings: DeadlineSettings, calendar: WorkingCalendar, issued_on: date) -> date:
    """The day until which a unit has to put right what a conclusion of `issued_on` asks."""
    return calendar.add_working_days(issued_on, settings.of(DeadlineKind.REMEDIATION).days)

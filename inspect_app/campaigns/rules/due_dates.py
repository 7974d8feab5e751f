"""Which due dates a visit and a campaign have, and what becomes of those that were kept before. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from inspect_app.campaigns.rules.deadlines import VisitDeadlines
from inspect_app.campaigns.rules.notices import DEFAULT_NOTICES, NoticeSettings
from inspect_app.campaigns.rules.states import OccurrenceRule, OccurrenceState
from inspect_app.kernel.calendar import WorkingCalendar

Wanted = frozenset[tuple[OccurrenceRule, date]]


def visit_due_dates(
    deadlines: VisitDeadlines,
    calendar: WorkingCalendar,
    starts_on: date,
    notices: NoticeSettings = DEFAULT_NOTICES,
) -> Wanted:
    """The due dates of a visit that has dates; reminders come as many working days before as the campaign says."""
    wanted = {
        (OccurrenceRule.VISIT_EVE, calendar.add_working_days(starts_on, -1)),
        (OccurrenceRule.MINUTES_CHASE, calendar.add_working_days(deadlines.minutes.on, 1)),
        (OccurrenceRule.TEAM_REPORT_DUE, deadlines.team_report.on),
        (OccurrenceRule.CONCLUSION_DUE, calendar.add_working_days(deadlines.conclusion.on, -notices.conclusion_before)),
        (OccurrenceRule.CONCLUSION_DUE, deadlines.conclusion.on),
    }
    if deadlines.notice is not None:
        wanted.add((OccurrenceRule.NOTICE, deadlines.notice.on))
    if deadlines.self_report is not None:
        wanted.add((OccurrenceRule.SELF_REPORT_REMINDER, calendar.add_working_days(deadlines.self_report.on, -1)))
    wanted.update(_escalations(deadlines, calendar, notices))
    if deadlines.remediation is not None:
        wanted.update(remediation_due_dates(calendar, deadlines.remediation.on, notices))
    return frozenset(wanted)


def _escalations(
    deadlines: VisitDeadlines, calendar: WorkingCalendar, notices: NoticeSettings
) -> Iterator[tuple[OccurrenceRule, date]]:
    """What is still not done so many working days after its deadline goes to the team's lead and the coordinators."""
    missed = (
        (OccurrenceRule.SELF_REPORT_OVERDUE, deadlines.self_report, notices.self_report_after),
        (OccurrenceRule.MINUTES_OVERDUE, deadlines.minutes, notices.minutes_after),
        (OccurrenceRule.TEAM_REPORT_OVERDUE, deadlines.team_report, notices.team_report_after),
        (OccurrenceRule.CONCLUSION_OVERDUE, deadlines.conclusion, notices.conclusion_after),
    )
    for rule, due, after in missed:
        if due is not None:
            yield rule, calendar.add_working_days(due.on, after)


def explanation_due_dates(calendar: WorkingCalendar, due_on: date, notices: NoticeSettings = DEFAULT_NOTICES) -> Wanted:
    """A reminder before a unit has to explain, the day itself, and a day after: that one goes upward."""
    return frozenset(
        {
            (OccurrenceRule.EXPLANATION_REMINDER, calendar.add_working_days(due_on, -notices.explanation_before)),
            (OccurrenceRule.EXPLANATION_DUE, due_on),
            (OccurrenceRule.EXPLANATION_OVERDUE, calendar.add_working_days(due_on, notices.explanation_after)),
        }
    )


def remediation_due_dates(calendar: WorkingCalendar, due_on: date, notices: NoticeSettings = DEFAULT_NOTICES) -> Wanted:
    """Reminders before something has to be put right, the day itself, and a day after."""
    warnings = {
        (OccurrenceRule.REMEDIATION_REMINDER, calendar.add_working_days(due_on, -days))
        for days in notices.remediation_before
    }
    overdue = (OccurrenceRule.REMEDIATION_DUE, calendar.add_working_days(due_on, notices.remediation_after))
    return frozenset(warnings | {(OccurrenceRule.REMEDIATION_DUE, due_on), overdue})


def campaign_due_dates(window_start: date, window_end: date, calendar: WorkingCalendar) -> Wanted:
    """The monthly progress report on each month's last working day inside the window, and the campaign's end."""
    ends = {min(end, window_end) for end in _month_ends(window_start, window_end)}
    reports = {(OccurrenceRule.MONTHLY_REPORT, _last_working_day(calendar, end)) for end in ends}
    return frozenset(reports | {(OccurrenceRule.CAMPAIGN_END, _last_working_day(calendar, window_end))})


def _month_ends(start: date, end: date) -> Iterator[date]:
    first = start.replace(day=1)
    while first <= end:
        following = (first + timedelta(days=32)).replace(day=1)
        yield following - timedelta(days=1)
        first = following


def _last_working_day(calendar: WorkingCalendar, day: date) -> date:
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class KeptDueDate:
    """A due date as it stands in the database."""

    rule: OccurrenceRule
    due_on: date
    state: OccurrenceState


@dataclass(frozen=True, slots=True)
class DueDateChanges:
    """What has to be done so that the kept due dates are the wanted ones."""

    add: tuple[tuple[OccurrenceRule, date], ...] = ()
    add_as_skipped: tuple[tuple[OccurrenceRule, date], ...] = ()
    supersede: tuple[tuple[OccurrenceRule, date], ...] = ()
    revive: tuple[tuple[OccurrenceRule, date], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether everything stands already."""
        return not (self.add or self.add_as_skipped or self.supersede or self.revive)


def compare_due_dates(wanted: Wanted, kept: Iterable[KeptDueDate], today: date) -> DueDateChanges:
    """What to add, supersede or bring back. A past date is added as skipped: nobody is told of it months later."""
    standing = {(one.rule, one.due_on): one.state for one in kept}
    new = sorted(wanted - standing.keys())
    pending = {key for key, state in standing.items() if state is OccurrenceState.PENDING}
    superseded = {key for key, state in standing.items() if state is OccurrenceState.SUPERSEDED}
    return DueDateChanges(
        add=tuple(key for key in new if key[1] >= today),
        add_as_skipped=tuple(key for key in new if key[1] < today),
        supersede=tuple(sorted(pending - wanted)),
        revive=tuple(sorted(key for key in superseded & wanted if key[1] >= today)),
    )


def with_late_notice(wanted: Wanted, kept: Iterable[KeptDueDate], *, starts_on: date, today: date) -> Wanted:
    """Moves a missed notice of a visit that is still to come: a unit is told late rather than not at all.

    A notice that waits already between its proper day and the visit stays as it is.
    """
    proper = [(rule, on) for rule, on in wanted if rule is OccurrenceRule.NOTICE and on < today < starts_on]
    if not proper:
        return wanted
    told = [one for one in kept if one.rule is OccurrenceRule.NOTICE and proper[0][1] <= one.due_on < starts_on]
    alive = [one for one in told if one.state in (OccurrenceState.PENDING, OccurrenceState.DONE)]
    day = alive[0].due_on if alive else today
    return wanted - set(proper) | {(OccurrenceRule.NOTICE, day)}

"""Keeping the due dates of visits and campaigns as their dates and settings want them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.campaigns.models import Campaign, Occurrence, Visit
from inspect_app.campaigns.notice_settings import notice_settings
from inspect_app.campaigns.queries import deadlines_of, occurrences_of, working_calendar
from inspect_app.campaigns.rules import (
    KeptDueDate,
    OccurrenceState,
    TargetKind,
    Wanted,
    campaign_due_dates,
    compare_due_dates,
    visit_due_dates,
    with_late_notice,
)
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.language import DEFAULT_LANGUAGE, use_language
from inspect_app.kernel.language import gettext as _


@use_language(DEFAULT_LANGUAGE)  # kept as the sentence's id, put into the reader's language where it is shown
def _loaded_too_late() -> str:
    return _("nạp sau ngày đến hạn")


def plan_occurrences(
    session: Session, campaign: Campaign, kind: TargetKind, target_id: UUID, wanted: Wanted, *, now: datetime
) -> bool:
    """Makes the due dates of one thing those that are wanted; True when anything was written.

    What ran stays. What waits and is not wanted any more is superseded. A date that has passed is added as skipped,
    so that nobody is told of it afterwards.
    """
    rows = {(row.rule, row.due_on): row for row in occurrences_of(session, kind, target_id)}
    kept = [KeptDueDate(row.rule, row.due_on, row.state) for row in rows.values()]
    changes = compare_due_dates(wanted, kept, local_date(now))
    if changes.is_empty:
        return False
    for key in changes.supersede:
        rows[key].state = OccurrenceState.SUPERSEDED
    for key in changes.revive:
        rows[key].state = OccurrenceState.PENDING
    for rule, due_on in (*changes.add, *changes.add_as_skipped):
        late = (rule, due_on) in changes.add_as_skipped
        occurrence = Occurrence(
            campaign_id=campaign.id,
            rule=rule,
            target_kind=kind,
            target_id=target_id,
            due_on=due_on,
            state=OccurrenceState.SKIPPED if late else OccurrenceState.PENDING,
            result=_loaded_too_late() if late else None,
        )
        session.add(occurrence)
    session.flush()
    return True


def note_changed(visit: Visit, *, now: datetime) -> None:
    """Notes when what calendars show of a visit was changed last; a frozen visit never changes."""
    if visit.schedule_changed_at is None and visit.frozen_at is None:
        visit.schedule_changed_at = now


def refresh_occurrences(session: Session, visit: Visit, *, now: datetime) -> bool:
    """Makes a visit's due dates follow its dates; a visit without dates, or cancelled, has none."""
    note_changed(visit, now=now)
    deadlines = deadlines_of(visit)
    wanted: Wanted = frozenset()
    if deadlines is not None and visit.starts_on is not None and visit.cancelled_at is None:
        calendar, notices = working_calendar(visit.campaign), notice_settings(visit.campaign)
        wanted = visit_due_dates(deadlines, calendar, visit.starts_on, notices)
        rows = occurrences_of(session, TargetKind.VISIT, visit.id)
        kept = [KeptDueDate(row.rule, row.due_on, row.state) for row in rows]
        wanted = with_late_notice(wanted, kept, starts_on=visit.starts_on, today=local_date(now))
    return plan_occurrences(session, visit.campaign, TargetKind.VISIT, visit.id, wanted, now=now)


def refresh_campaign_occurrences(session: Session, campaign: Campaign, *, now: datetime) -> bool:
    """Makes the monthly reports and the end of a campaign follow its window."""
    wanted = campaign_due_dates(campaign.window_start, campaign.window_end, working_calendar(campaign))
    return plan_occurrences(session, campaign, TargetKind.CAMPAIGN, campaign.id, wanted, now=now)


def finish_occurrence(
    session: Session, occurrence: Occurrence, *, now: datetime, result: str, skipped: bool = False
) -> None:
    """Notes that a due date was run, or passed over, with what came of it; for the scheduler's jobs."""
    occurrence.state = OccurrenceState.SKIPPED if skipped else OccurrenceState.DONE
    occurrence.ran_at = now
    occurrence.result = result
    session.flush()

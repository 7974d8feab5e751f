"""The words of a campaign: kinds of stream, states of a visit, where a visit came from. Pure."""

from datetime import date, datetime
from enum import StrEnum


class StreamKind(StrEnum):
    """What a stream of visits looks at."""

    COMPREHENSIVE = "comprehensive"
    THEMATIC = "thematic"
    CIVIL_SERVICE = "civil_service"


class VisitState(StrEnum):
    """Where a visit stands, told by its marks."""

    PLANNED = "planned"
    SCHEDULED = "scheduled"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class VisitOrigin(StrEnum):
    """Where a visit came from: named in the plan file, drawn from a pool, or added by the coordinator."""

    PLAN = "plan"
    DRAWN = "drawn"
    ADDED = "added"


class BondKind(StrEnum):
    """What ties one visit to another: it follows up what was left open, or goes along to the same unit."""

    FOLLOWS = "follows"
    JOINED = "joined"


class OccurrenceState(StrEnum):
    """What became of a due date."""

    PENDING = "pending"
    DONE = "done"
    SKIPPED = "skipped"
    SUPERSEDED = "superseded"


class OccurrenceRule(StrEnum):
    """What a due date is for."""

    NOTICE = "notice"
    SELF_REPORT_REMINDER = "self_report_reminder"
    VISIT_EVE = "visit_eve"
    MINUTES_CHASE = "minutes_chase"
    TEAM_REPORT_DUE = "team_report_due"
    CONCLUSION_DUE = "conclusion_due"
    SELF_REPORT_OVERDUE = "self_report_overdue"
    MINUTES_OVERDUE = "minutes_overdue"
    TEAM_REPORT_OVERDUE = "team_report_overdue"
    CONCLUSION_OVERDUE = "conclusion_overdue"
    EXPLANATION_REMINDER = "explanation_reminder"
    EXPLANATION_DUE = "explanation_due"
    EXPLANATION_OVERDUE = "explanation_overdue"
    REMEDIATION_REMINDER = "remediation_reminder"
    REMEDIATION_DUE = "remediation_due"
    MONTHLY_REPORT = "monthly_report"
    CAMPAIGN_END = "campaign_end"


class TargetKind(StrEnum):
    """What a due date belongs to."""

    CAMPAIGN = "campaign"
    VISIT = "visit"
    CORRECTIVE_ACTION = "corrective_action"
    EXPLANATION = "explanation"


class AbsenceReason(StrEnum):
    """Why a person cannot be sent, no closer than others need to know."""

    LEAVE = "leave"
    DUTY = "duty"
    COUNCIL = "council"
    SICK = "sick"
    PRIVATE = "private"


class RunState(StrEnum):
    """Where a run of the planner stands, told by its marks."""

    WANTED = "wanted"
    SEARCHING = "searching"
    PROPOSED = "proposed"
    FAILED = "failed"
    PUBLISHED = "published"
    DISCARDED = "discarded"


def visit_state(
    *,
    starts_on: date | None,
    begun_at: datetime | None,
    closed_at: datetime | None,
    frozen_at: datetime | None,
    cancelled_at: datetime | None,
) -> VisitState:
    """The state that a visit's marks tell; the latest mark counts."""
    if cancelled_at is not None:
        return VisitState.CANCELLED
    if frozen_at is not None:
        return VisitState.CONCLUDED
    if closed_at is not None:
        return VisitState.CLOSED
    if begun_at is not None:
        return VisitState.UNDER_WAY
    return VisitState.PLANNED if starts_on is None else VisitState.SCHEDULED

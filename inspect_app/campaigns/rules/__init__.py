"""The pure rules of a campaign: states, deadlines, due dates, drawing."""

from inspect_app.campaigns.rules.changes import ChangedThing, PlanChange, PlanChanges
from inspect_app.campaigns.rules.deadlines import (
    DEFAULTS,
    NOT_LAW,
    Deadline,
    DeadlineKind,
    DeadlineSettings,
    DueDate,
    VisitDeadlines,
    remediation_due,
    visit_deadlines,
)
from inspect_app.campaigns.rules.drawing import DrawImpossible, Drawn, draw
from inspect_app.campaigns.rules.due_dates import (
    DueDateChanges,
    KeptDueDate,
    Wanted,
    campaign_due_dates,
    compare_due_dates,
    remediation_due_dates,
    visit_due_dates,
    with_late_notice,
)
from inspect_app.campaigns.rules.readers import coordinates, sees_announced_visits
from inspect_app.campaigns.rules.states import (
    BondKind,
    OccurrenceRule,
    OccurrenceState,
    RunState,
    StreamKind,
    TargetKind,
    VisitOrigin,
    VisitState,
    visit_state,
)

__all__ = [
    "DEFAULTS",
    "NOT_LAW",
    "BondKind",
    "ChangedThing",
    "Deadline",
    "DeadlineKind",
    "DeadlineSettings",
    "DrawImpossible",
    "Drawn",
    "DueDate",
    "DueDateChanges",
    "KeptDueDate",
    "OccurrenceRule",
    "OccurrenceState",
    "PlanChange",
    "PlanChanges",
    "RunState",
    "StreamKind",
    "TargetKind",
    "VisitDeadlines",
    "VisitOrigin",
    "VisitState",
    "Wanted",
    "campaign_due_dates",
    "compare_due_dates",
    "coordinates",
    "draw",
    "remediation_due",
    "remediation_due_dates",
    "sees_announced_visits",
    "visit_deadlines",
    "visit_due_dates",
    "visit_state",
    "with_late_notice",
]

"""Writing campaigns: loading a plan, drawing, scheduling, the marks of a visit's life, its due dates."""

from inspect_app.campaigns.operations.adding import add_visit, note_schedule
from inspect_app.campaigns.operations.closed_days import close_unit, forget_absence, note_absence, reopen_unit
from inspect_app.campaigns.operations.drawing import DrawSetting, draw_settings, draw_unannounced
from inspect_app.campaigns.operations.due_dates import (
    finish_occurrence,
    plan_occurrences,
    refresh_campaign_occurrences,
    refresh_occurrences,
)
from inspect_app.campaigns.operations.feeds import make_feed, revoke_feed
from inspect_app.campaigns.operations.lifecycle import begin_visit, mark_closed, mark_frozen, mark_notice_sent
from inspect_app.campaigns.operations.loading import load_plan
from inspect_app.campaigns.operations.pinning import pin_visit, unpin_visit
from inspect_app.campaigns.operations.scheduling import cancel_visit, change_team, schedule_visit
from inspect_app.campaigns.operations.table_changes import NotDone, apply_table, try_table

__all__ = [
    "DrawSetting",
    "NotDone",
    "add_visit",
    "apply_table",
    "begin_visit",
    "cancel_visit",
    "change_team",
    "close_unit",
    "draw_settings",
    "draw_unannounced",
    "finish_occurrence",
    "forget_absence",
    "load_plan",
    "make_feed",
    "mark_closed",
    "mark_frozen",
    "mark_notice_sent",
    "note_absence",
    "note_schedule",
    "pin_visit",
    "plan_occurrences",
    "refresh_campaign_occurrences",
    "refresh_occurrences",
    "reopen_unit",
    "revoke_feed",
    "schedule_visit",
    "try_table",
    "unpin_visit",
]

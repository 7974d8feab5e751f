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
from inspect_app.campaigns.operations.guests import GUEST_ROLES, invite_guest, replace_member
from inspect_app.campaigns.operations.lifecycle import begin_visit, mark_closed, mark_frozen, mark_notice_sent
from inspect_app.campaigns.operations.loading import load_plan
from inspect_app.campaigns.operations.moving import schedule_together
from inspect_app.campaigns.operations.ordering import follow_up, join_visits, order_unannounced
from inspect_app.campaigns.operations.pinning import pin_visit, unpin_visit
from inspect_app.campaigns.operations.planning import (
    ask_for_plan,
    ask_stop,
    discard_proposal,
    fail_run,
    finish_run,
    keep_alive,
    leave_run,
    note_progress,
    take_run,
    wanted_run,
)
from inspect_app.campaigns.operations.publishing import publish_proposal
from inspect_app.campaigns.operations.scheduling import cancel_visit, change_team, schedule_visit
from inspect_app.campaigns.operations.storms import report_storm
from inspect_app.campaigns.operations.table_changes import NotDone, apply_table, refused_days, try_table

__all__ = [
    "GUEST_ROLES",
    "DrawSetting",
    "NotDone",
    "add_visit",
    "apply_table",
    "ask_for_plan",
    "ask_stop",
    "begin_visit",
    "cancel_visit",
    "change_team",
    "close_unit",
    "discard_proposal",
    "draw_settings",
    "draw_unannounced",
    "fail_run",
    "finish_occurrence",
    "finish_run",
    "follow_up",
    "forget_absence",
    "invite_guest",
    "join_visits",
    "keep_alive",
    "leave_run",
    "load_plan",
    "make_feed",
    "mark_closed",
    "mark_frozen",
    "mark_notice_sent",
    "note_absence",
    "note_progress",
    "note_schedule",
    "order_unannounced",
    "pin_visit",
    "plan_occurrences",
    "publish_proposal",
    "refresh_campaign_occurrences",
    "refresh_occurrences",
    "refused_days",
    "reopen_unit",
    "replace_member",
    "report_storm",
    "revoke_feed",
    "schedule_together",
    "schedule_visit",
    "take_run",
    "try_table",
    "unpin_visit",
    "wanted_run",
]

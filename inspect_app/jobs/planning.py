"""Due dates that only the jobs know of: those of corrective actions with a day of their own."""

from datetime import datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.operations import plan_occurrences
from inspect_app.campaigns.queries import deadlines_of, working_calendar
from inspect_app.campaigns.rules import TargetKind, remediation_due_dates
from inspect_app.conclusions.events import ConclusionIssued
from inspect_app.followup.queries import actions_of_visit
from inspect_app.jobs.rules import one_for_each_day
from inspect_app.kernel.actors import Actor


def plan_reminders(session: Session, event: ConclusionIssued, _actor: Actor, now: datetime) -> None:
    """Plans reminders for actions that are due on another day than the visit's own reminders speak of."""
    visit = event.conclusion.visit
    deadlines = deadlines_of(visit)
    general = deadlines.remediation if deadlines is not None else None
    calendar = working_calendar(visit.campaign)
    actions = [(action.id, action.request.position, action.due_on) for action in actions_of_visit(session, visit.id)]
    for action_id, due_on in one_for_each_day(actions, general.on if general is not None else None).items():
        wanted = remediation_due_dates(calendar, due_on)
        plan_occurrences(session, visit.campaign, TargetKind.CORRECTIVE_ACTION, action_id, wanted, now=now)

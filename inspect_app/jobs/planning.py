"""Due dates that only the jobs know of: those of corrective actions with a day of their own, and those of a newer release."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from inspect_app.campaigns.events import PlanFolderLoaded
from inspect_app.campaigns.models import Campaign, Occurrence, Visit
from inspect_app.campaigns.notice_settings import notice_settings
from inspect_app.campaigns.operations import plan_occurrences, refresh_occurrences
from inspect_app.campaigns.queries import deadlines_of, working_calendar
from inspect_app.campaigns.rules import OccurrenceRule, TargetKind, explanation_due_dates, remediation_due_dates
from inspect_app.conclusions.events import ConclusionIssued, ConclusionReplaced, DraftSent
from inspect_app.conclusions.models import ExplanationRound
from inspect_app.conclusions.queries import conclusions_of_visits
from inspect_app.conclusions.rules import ConclusionState
from inspect_app.followup.queries import actions_of_visit
from inspect_app.jobs.rules import one_for_each_day
from inspect_app.kernel.actors import Actor


def plan_reminders(session: Session, event: ConclusionIssued, _actor: Actor, now: datetime) -> None:
    """Plans reminders for actions that are due on another day than the visit's own reminders speak of."""
    _plan_actions(session, event.conclusion.visit, now)


def plan_moved(session: Session, event: ConclusionReplaced, _actor: Actor, now: datetime) -> None:
    """The same, after a notice that replaces moved the day of an action."""
    _plan_actions(session, event.correction.conclusion.visit, now)


def _plan_actions(session: Session, visit: Visit, now: datetime) -> None:
    deadlines = deadlines_of(visit)
    general = deadlines.remediation if deadlines is not None else None
    calendar = working_calendar(visit.campaign)
    actions = [(action.id, action.request.position, action.due_on) for action in actions_of_visit(session, visit.id)]
    for action_id, due_on in one_for_each_day(actions, general.on if general is not None else None).items():
        wanted = remediation_due_dates(calendar, due_on, notice_settings(visit.campaign))
        plan_occurrences(session, visit.campaign, TargetKind.CORRECTIVE_ACTION, action_id, wanted, now=now)


def plan_explanation(session: Session, event: DraftSent, _actor: Actor, now: datetime) -> None:
    """Plans the reminders of a unit's explanation."""
    _plan_round(session, event.round, now)


def plan_loaded(session: Session, event: PlanFolderLoaded, _actor: Actor, now: datetime) -> None:
    """Plans anew what still waits for units: a plan that is loaded again may have other days of notices, or another calendar."""
    visits = select(Visit).join(Campaign).where(Campaign.code == event.campaign).order_by(Visit.code)
    for conclusion in conclusions_of_visits(session, [visit.id for visit in session.scalars(visits)]).values():
        if conclusion.state is ConclusionState.ISSUED:
            _plan_actions(session, conclusion.visit, now)
        for sent in conclusion.rounds:
            if sent.is_open:
                _plan_round(session, sent, now)


def _plan_round(session: Session, sent: ExplanationRound, now: datetime) -> None:
    campaign = sent.conclusion.visit.campaign
    wanted = explanation_due_dates(working_calendar(campaign), sent.due_on, notice_settings(campaign))
    plan_occurrences(session, campaign, TargetKind.EXPLANATION, sent.id, wanted, now=now)


def plan_missing(session: Session, *, now: datetime) -> int:
    """Gives visits that an older release planned the due dates that it did not know; gives how many visits had none.

    Days that have passed are added as passed over, so that nobody is told of them afterwards.
    """
    known = exists().where(Occurrence.target_id == Visit.id, Occurrence.rule == OccurrenceRule.CONCLUSION_OVERDUE)
    open_visits = Visit.starts_on.is_not(None), Visit.cancelled_at.is_(None), Visit.frozen_at.is_(None)
    lacking = session.scalars(select(Visit).where(*open_visits, ~known).order_by(Visit.code)).all()
    for visit in lacking:
        refresh_occurrences(session, visit, now=now)
    return len(lacking)

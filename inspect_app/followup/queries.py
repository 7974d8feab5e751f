"""Reading corrective actions, and what of a finding is put right."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.conclusions.models import Conclusion, ConclusionRequest, request_finding
from inspect_app.followup.models import ActionReport, CorrectiveAction
from inspect_app.followup.rules import ENDED, ActionMark, ActionState, verified_on
from inspect_app.kernel.actors import TEAM_ROLES, Actor, Role
from inspect_app.kernel.errors import NotFound

_WITH_PAPER = joinedload(CorrectiveAction.request).joinedload(ConclusionRequest.conclusion)


def action_by_id(session: Session, action_id: UUID) -> CorrectiveAction:
    """The action; raises NotFound."""
    action = session.get(CorrectiveAction, action_id)
    if action is None:
        raise NotFound
    return action


def actions_of_visit(session: Session, visit_id: UUID) -> Sequence[CorrectiveAction]:
    """What the conclusion of a visit asked for, in the order of its requests."""
    query = select(CorrectiveAction).join(ConclusionRequest).where(CorrectiveAction.visit_id == visit_id)
    return session.scalars(query.options(_WITH_PAPER).order_by(ConclusionRequest.position)).all()


def actions_of_visits(session: Session, visit_ids: Collection[UUID]) -> Sequence[CorrectiveAction]:
    """What the conclusions of some visits ask for, with its reports, the nearest due first; what was withdrawn is not."""
    query = (
        select(CorrectiveAction)
        .options(_WITH_PAPER, joinedload(CorrectiveAction.unit), selectinload(CorrectiveAction.reports))
        .where(CorrectiveAction.visit_id.in_(visit_ids), CorrectiveAction.state != ActionState.WITHDRAWN)
    )
    return session.scalars(query.order_by(CorrectiveAction.due_on, CorrectiveAction.id)).all()


def visible_actions(session: Session, actor: Actor, *, campaign_id: UUID | None = None) -> Sequence[CorrectiveAction]:
    """The actions that the actor may read: the unit's own; all for those who inspect or oversee. Nearest due first."""
    with_visit = joinedload(CorrectiveAction.visit)
    query = select(CorrectiveAction).options(_WITH_PAPER, joinedload(CorrectiveAction.unit), with_visit)
    if campaign_id is not None:
        query = query.where(CorrectiveAction.visit.has(campaign_id=campaign_id))
    overseers = TEAM_ROLES | {Role.COORDINATOR, Role.SIGNATORY, Role.RATING_AUTHORITY, Role.AUDITOR}
    own = actor.units(Role.UNIT_CONTACT) | actor.units(Role.HEAD_OF_UNIT)
    if not any(actor.has(role) for role in overseers):
        query = query.where(CorrectiveAction.unit_id.in_(own))
    return session.scalars(query.order_by(CorrectiveAction.due_on, CorrectiveAction.id)).all()


def open_actions_due(session: Session, until: date) -> Sequence[CorrectiveAction]:
    """The actions that are not verified and due by the day."""
    query = select(CorrectiveAction).where(CorrectiveAction.state.not_in(ENDED), CorrectiveAction.due_on <= until)
    return session.scalars(query.order_by(CorrectiveAction.due_on)).all()


def open_report(action: CorrectiveAction) -> ActionReport | None:
    """The report that waits for a decision, if there is one."""
    return action.reports[-1] if action.state is ActionState.REPORTED else None


def report_by_id(session: Session, report_id: UUID) -> ActionReport:
    """One report; raises NotFound."""
    report = session.get(ActionReport, report_id)
    if report is None:
        raise NotFound
    return report


def findings_put_right(session: Session, visit_ids: Sequence[UUID]) -> dict[UUID, date | None]:
    """For each finding that a request of these visits names: the day on which it was put right, or None."""
    query = (
        select(request_finding.c.finding_id, CorrectiveAction.verified_on)
        .join(CorrectiveAction, CorrectiveAction.request_id == request_finding.c.request_id)
        .where(CorrectiveAction.visit_id.in_(visit_ids), CorrectiveAction.state != ActionState.WITHDRAWN)
    )
    marks: dict[UUID, list[ActionMark]] = {}
    for row in session.execute(query):
        marks.setdefault(row[0], []).append(ActionMark(row[1]))
    return {finding_id: verified_on(found) for finding_id, found in marks.items()}


def actions_of_conclusion(session: Session, conclusion: Conclusion) -> Sequence[CorrectiveAction]:
    """What a conclusion asks for: what a notice that replaces withdrew is not among it."""
    actions = actions_of_visit(session, conclusion.visit_id)
    return [action for action in actions if action.state is not ActionState.WITHDRAWN]


def open_actions_of_units(session: Session, unit_ids: Collection[UUID]) -> Sequence[CorrectiveAction]:
    """What the units still have to put right, the nearest due first."""
    query = select(CorrectiveAction).options(_WITH_PAPER).where(CorrectiveAction.unit_id.in_(unit_ids))
    still_open = query.where(CorrectiveAction.state.not_in(ENDED))
    return session.scalars(still_open.order_by(CorrectiveAction.due_on, CorrectiveAction.id)).all()

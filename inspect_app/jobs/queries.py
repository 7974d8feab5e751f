"""What the jobs read: the things that due dates are about, the holders of a role, waiting mail, past runs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from inspect_app.accounts.models import Account, AccountState, RoleAssignment
from inspect_app.campaigns.models import Campaign, Occurrence, TeamMember, Visit
from inspect_app.campaigns.queries import visible_occurrences
from inspect_app.campaigns.rules import OccurrenceState, TargetKind
from inspect_app.conclusions.explanation_queries import rounds_by_id
from inspect_app.conclusions.models import ExplanationRound
from inspect_app.followup.models import CorrectiveAction
from inspect_app.jobs.models import THE_LEASE, JobRun, SchedulerLease
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.outbox import OutgoingMail


@dataclass(frozen=True)
class OccurrenceFilter:
    """What narrows the list of due dates."""

    states: Collection[OccurrenceState] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """A due date with the thing that it is about."""

    occurrence: Occurrence
    campaign: Campaign
    visit: Visit | None
    action: CorrectiveAction | None
    explanation: ExplanationRound | None = None

    @property
    def visit_meant(self) -> Visit | None:
        """The visit that it is about, or whose action or explanation it is about."""
        if self.action is not None:
            return self.action.visit
        return self.explanation.conclusion.visit if self.explanation is not None else self.visit


def holders(session: Session, roles: Collection[Role], unit_id: UUID | None, on: date) -> Sequence[Account]:
    """The active accounts of who holds one of the roles on the day: over the unit, or over anything without one."""
    query = (
        select(Account)
        .join(RoleAssignment, RoleAssignment.person_id == Account.person_id)
        .options(joinedload(Account.person))
        .where(
            Account.state == AccountState.ACTIVE,
            RoleAssignment.role.in_(roles),
            RoleAssignment.valid_from <= on,
            or_(RoleAssignment.valid_to.is_(None), RoleAssignment.valid_to >= on),
        )
        .order_by(Account.username)
    )
    if unit_id is not None:
        query = query.where(RoleAssignment.unit_id == unit_id)
    return session.scalars(query).unique().all()


def accounts_of(session: Session, person_ids: Collection[UUID]) -> Sequence[Account]:
    """The active accounts of these people."""
    query = select(Account).where(Account.person_id.in_(person_ids), Account.state == AccountState.ACTIVE)
    return session.scalars(query.options(joinedload(Account.person)).order_by(Account.username)).all()


def lines(session: Session, occurrences: Sequence[Occurrence]) -> list[Line]:
    """The due dates with what they are about, in the same order."""
    wanted: dict[TargetKind, set[UUID]] = {kind: set() for kind in TargetKind}
    for one in occurrences:
        wanted[one.target_kind].add(one.target_id)
    campaigns = _campaigns(session, {one.campaign_id for one in occurrences})
    visits = _visits(session, wanted[TargetKind.VISIT])
    actions = _actions(session, wanted[TargetKind.CORRECTIVE_ACTION])
    rounds = rounds_by_id(session, wanted[TargetKind.EXPLANATION])
    return [
        Line(
            one,
            campaigns[one.campaign_id],
            visits.get(one.target_id),
            actions.get(one.target_id),
            rounds.get(one.target_id),
        )
        for one in occurrences
    ]


def _campaigns(session: Session, ids: Collection[UUID]) -> dict[UUID, Campaign]:
    return {row.id: row for row in session.scalars(select(Campaign).where(Campaign.id.in_(ids)))}


def _visits(session: Session, ids: Collection[UUID]) -> dict[UUID, Visit]:
    query = select(Visit).where(Visit.id.in_(ids))
    options = (
        joinedload(Visit.unit),
        joinedload(Visit.stream),
        selectinload(Visit.campaign),
        selectinload(Visit.team).joinedload(TeamMember.person),
    )
    return {row.id: row for row in session.scalars(query.options(*options)).unique()}


def _actions(session: Session, ids: Collection[UUID]) -> dict[UUID, CorrectiveAction]:
    query = select(CorrectiveAction).where(CorrectiveAction.id.in_(ids))
    options = (joinedload(CorrectiveAction.request), joinedload(CorrectiveAction.visit).joinedload(Visit.unit))
    return {row.id: row for row in session.scalars(query.options(*options)).unique()}


def visible_lines(session: Session, actor: Actor, narrow: OccurrenceFilter) -> list[Line]:
    """The due dates that the actor may know of, in the order of the days."""
    found = visible_occurrences(session, actor, since=narrow.since, until=narrow.until)
    return lines(session, [one for one in found if not narrow.states or one.state in narrow.states])


def waiting_mail(session: Session, now: datetime | None = None) -> Sequence[OutgoingMail]:
    """The mails that wait, the oldest first; with `now` only those whose turn has come."""
    query = select(OutgoingMail).where(OutgoingMail.sent_at.is_(None), OutgoingMail.given_up_at.is_(None))
    if now is not None:
        query = query.where(or_(OutgoingMail.next_attempt_at.is_(None), OutgoingMail.next_attempt_at <= now))
    return session.scalars(query.order_by(OutgoingMail.created_at, OutgoingMail.id)).all()


@dataclass(frozen=True)
class MailFigures:
    """How many mails wait, were not sent in the end, and what went wrong last."""

    waiting: int
    given_up: int
    last_error: str | None


def mail_figures(session: Session) -> MailFigures:
    """What became of the mails that were not sent."""
    waiting = waiting_mail(session)
    given_up = session.scalar(select(func.count()).where(OutgoingMail.given_up_at.is_not(None))) or 0
    errors = [mail.last_error for mail in waiting if mail.last_error]
    return MailFigures(len(waiting), given_up, errors[-1] if errors else None)


def scheduler_lease(session: Session) -> SchedulerLease | None:
    """Who leads, and when it last looked."""
    return session.get(SchedulerLease, THE_LEASE)


def recent_runs(session: Session, limit: int) -> Sequence[JobRun]:
    """The last runs that did something or failed, the newest first."""
    return session.scalars(select(JobRun).order_by(JobRun.ended_at.desc(), JobRun.id.desc()).limit(limit)).all()


def last_run(session: Session, task: str) -> JobRun | None:
    """The last run of a task that did something or failed."""
    query = select(JobRun).where(JobRun.task == task).order_by(JobRun.ended_at.desc(), JobRun.id.desc())
    return session.scalars(query).first()

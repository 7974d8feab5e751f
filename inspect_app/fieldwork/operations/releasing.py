"""What was written before the visit had begun on the server takes effect by itself once it has."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from inspect_app.accounts.queries import actor_for
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.fieldwork.events import AnswersApplied, FieldworkBegun
from inspect_app.fieldwork.models import Change, ChangeState, HeldChange, Settlement
from inspect_app.fieldwork.operations.effects import EFFECTS
from inspect_app.fieldwork.operations.effects.incoming import Gathered, Incoming, Outcome
from inspect_app.fieldwork.operations.effects.known import past_of
from inspect_app.fieldwork.operations.effects.superseding import supersede
from inspect_app.fieldwork.operations.letting_through import NOT_BEGUN, held_back
from inspect_app.fieldwork.wire import read_change
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.events import publish

REASON = "Cuộc kiểm tra đã bắt đầu."


def release_not_begun(session: Session, event: FieldworkBegun, actor: Actor, now: datetime) -> None:
    """Works off what waited for the beginning, each tablet's changes in their order; the rest stays held."""
    visit, gathered = event.visit, Gathered()
    waiting = _waiting(session, visit)
    for held in waiting:
        _release(session, visit, held, actor, gathered, now)
    if not waiting:
        return
    session.flush()
    summary = f"Nhận {len(waiting)} thay đổi đã ghi trước khi bắt đầu cuộc {visit.code}"
    record(
        session,
        actor,
        "fieldwork.release_changes",
        visit,
        now=now,
        visit_id=visit.id,
        unit_id=visit.unit_id,
        summary=summary,
        changes=gathered.told(),
    )
    if gathered.answers:
        publish(session, AnswersApplied(visit, tuple(gathered.answers.values())), actor=actor, now=now)


def _waiting(session: Session, visit: Visit) -> Sequence[HeldChange]:
    query = (
        select(HeldChange)
        .join(Change, Change.id == HeldChange.change_id)
        .options(joinedload(HeldChange.change))
        .where(HeldChange.visit_id == visit.id, HeldChange.cause == NOT_BEGUN, HeldChange.settled_at.is_(None))
        .order_by(Change.received_at, Change.device_id, Change.sequence)
    )
    return session.scalars(query).all()


def _release(
    session: Session, visit: Visit, held: HeldChange, beginner: Actor, gathered: Gathered, now: datetime
) -> None:
    change = held.change
    outcome = _outcome(session, visit, change, gathered, now)
    if outcome.why is not None:
        held.why, held.cause, held.message = outcome.why, outcome.cause, outcome.message or held.message
    else:
        held.settled_at, held.settled_by = now, beginner.person_id
        held.settlement, held.reason = Settlement.TAKEN, REASON
        if outcome.state is ChangeState.SAME:
            held.matched_revision = outcome.revision
    gathered.write(session)
    # Later changes of the same tablet rest on it, or take its place.
    gathered.known.took(past_of(change, change.device_id, held.matched_revision), change.kind, held)
    supersede(outcome.supersedes, change.id, change.received_at)
    if outcome.then is not None:
        outcome.then(change)


def _outcome(session: Session, visit: Visit, change: Change, gathered: Gathered, now: datetime) -> Outcome:
    person = change.person
    author = actor_for(session, person.account, local_date(now)) if person.account else Actor(person.name, person.id)
    version = version_of(session, visit.checklist_code, visit.checklist_version)
    wire = read_change(change.text, change.sha256)
    incoming = Incoming(session, author, change.device, visit, version, wire, now, gathered)
    return held_back(incoming) or EFFECTS[wire.kind](incoming)

"""One scheduler at a time: a lease taken by a conditional UPDATE, with a fence that a stale leader cannot pass."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspect_app.jobs.models import THE_LEASE, SchedulerLease

LEASE_LIFE = timedelta(seconds=150)


class LeaseLost(Exception):
    """Another scheduler leads; what this one was about to write is refused."""


@dataclass(frozen=True)
class Held:
    """A lease as its leader knows it."""

    owner: str
    fence: int


def make_row(session: Session) -> None:
    """Makes the lease's row if it is missing; two at once make one."""
    if session.get(SchedulerLease, THE_LEASE) is not None:
        return
    try:
        with session.begin_nested():
            session.add(SchedulerLease(id=THE_LEASE))
    except IntegrityError:
        session.expire_all()


def take_lease(session: Session, owner: str, held: Held | None, *, real_now: datetime) -> Held | None:
    """Renews the lease that is held, or takes one that nobody holds any more; None while another leads."""
    make_row(session)
    if held is not None and _renew(session, held, real_now):
        return held
    free = or_(SchedulerLease.owner.is_(None), SchedulerLease.expires_at < real_now)
    taken = session.execute(
        update(SchedulerLease)
        .where(SchedulerLease.id == THE_LEASE, free)
        .values(owner=owner, fence=SchedulerLease.fence + 1, expires_at=real_now + LEASE_LIFE, ticked_at=real_now)
        .returning(SchedulerLease.fence)
    ).scalar_one_or_none()
    return None if taken is None else Held(owner, taken)


def _renew(session: Session, held: Held, real_now: datetime) -> bool:
    renewed = session.execute(
        update(SchedulerLease)
        .where(SchedulerLease.id == THE_LEASE, *_is(held))
        .values(expires_at=real_now + LEASE_LIFE, ticked_at=real_now)
        .returning(SchedulerLease.fence)
    )
    return renewed.scalar_one_or_none() is not None


def require_lease(session: Session, held: Held, *, real_now: datetime) -> None:
    """Raises LeaseLost unless the lease is still this leader's; until the commit nobody else can take it."""
    if not _renew(session, held, real_now):
        raise LeaseLost


def release_lease(session: Session, held: Held) -> None:
    """Gives the lease back at a clean end, so that the next scheduler need not wait for its end."""
    session.execute(
        update(SchedulerLease).where(SchedulerLease.id == THE_LEASE, *_is(held)).values(owner=None, expires_at=None)
    )


def wait_for_turn(session: Session) -> None:
    """Lets nobody else run the due dates until this transaction ends; for a run by hand beside a scheduler."""
    make_row(session)
    session.execute(select(SchedulerLease).where(SchedulerLease.id == THE_LEASE).with_for_update())


def _is(held: Held) -> tuple[ColumnElement[bool], ...]:
    return (SchedulerLease.owner == held.owner, SchedulerLease.fence == held.fence)

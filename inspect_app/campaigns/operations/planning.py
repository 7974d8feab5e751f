"""A run of the planner as a row: asked for by a coordinator, worked off by another process, ended with a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspect_app.campaigns.asked_ground import Asked, Ground, read_ground
from inspect_app.campaigns.models import Campaign, PlanningRun, ProposedVisit, Visit
from inspect_app.campaigns.permissions import may_coordinate, may_schedule
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.errors import Conflict, Forbidden, RuleBroken
from inspect_app.kernel.language import gettext as _

# A worker that has said nothing for so long is taken for dead, and another takes the run. It says a word every 5 seconds,
# so this is for a machine that went down as a whole: of a worker that was killed alone its scheduler knows at once.
SILENT = timedelta(minutes=1)
# A search that broke off is begun anew once; twice is no accident, and the coordinator is asked.
MOST_BREAKS = 2
LEAST_SECONDS, MOST_SECONDS = 5, 600


@dataclass(frozen=True)
class Line:
    """What is proposed for one visit; without days it has no place."""

    visit_id: UUID
    first: date | None
    last: date | None
    members: Sequence[tuple[UUID, str]]
    why: Sequence[str] = ()
    ways_out: Sequence[dict[str, Any]] = ()


def ask_for_plan(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    *,
    seconds: int,
    ignore_sample: bool = False,
    weights: Mapping[str, int] | None = None,
    now: datetime,
) -> PlanningRun:
    """Leaves a run for the planner's process. Raises Forbidden, Conflict (another waits or runs), RuleBroken."""
    may_coordinate.require(actor, campaign)
    if actor.person_id is None:
        raise Forbidden
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise RuleBroken("seconds", _("Thời gian tìm từ %(a)d đến %(b)d giây.", a=LEAST_SECONDS, b=MOST_SECONDS))
    if open_run(session, campaign) is not None:
        raise Conflict(_("Đang có một phương án được tìm cho đợt này. Hãy chờ hoặc dừng phương án đó trước."))
    keep = frozenset(visit.id for visit in _waiting(session, campaign) if not may_schedule(actor, visit))
    asked = Asked(weights or {}, ignore_sample, keep)
    ground = read_ground(session, campaign, as_of=local_date(now), asked=asked)
    if ground.is_settled:
        raise RuleBroken(None, _("Không có cuộc nào để xếp: mọi cuộc đã bắt đầu, đã qua hoặc được giữ nguyên."))
    run = PlanningRun(
        campaign_id=campaign.id,
        asked_at=now,
        asked_by=actor.person_id,
        options={**_options(asked), "seconds": seconds, "read": ground.digests},
        fingerprint=ground.fingerprint,
        progress={},
        outcome={},
    )
    session.add(run)
    session.flush()
    _record(session, actor, run, "campaigns.ask_for_plan", "Lập phương án xếp lịch", now=now)
    return run


def _options(asked: Asked) -> dict[str, Any]:
    return {"weights": dict(asked.weights), "ignore_sample": asked.ignore_sample, "keep": sorted(map(str, asked.keep))}


def asked_of(run: PlanningRun) -> Asked:
    """What the run was asked."""
    options = run.options
    keep = frozenset(map(UUID, options["keep"]))
    return Asked(options["weights"], bool(options["ignore_sample"]), keep)


def ground_of(session: Session, run: PlanningRun) -> Ground:
    """The campaign as it stands now, read in the run's own way."""
    return read_ground(session, run.campaign, as_of=local_date(run.asked_at), asked=asked_of(run))


def _waiting(session: Session, campaign: Campaign) -> Sequence[Visit]:
    query = select(Visit).where(
        Visit.campaign_id == campaign.id, Visit.begun_at.is_(None), Visit.cancelled_at.is_(None)
    )
    return session.scalars(query).all()


def open_run(session: Session, campaign: Campaign) -> PlanningRun | None:
    """The run of a campaign that waits or is being worked off."""
    query = select(PlanningRun).where(PlanningRun.campaign_id == campaign.id, PlanningRun.finished_at.is_(None))
    return session.scalars(query.order_by(PlanningRun.asked_at.desc())).first()


def wanted_run(session: Session, *, real_now: datetime) -> PlanningRun | None:
    """The oldest run that nobody works off: new, or left by a worker that fell silent."""
    idle = or_(PlanningRun.taken_at.is_(None), PlanningRun.alive_at < real_now - SILENT)
    query = select(PlanningRun).where(PlanningRun.finished_at.is_(None), idle)
    return session.scalars(query.order_by(PlanningRun.asked_at)).first()


def take_run(session: Session, run_id: UUID, worker: UUID, *, real_now: datetime) -> PlanningRun | None:
    """Takes a run to work it off; None when it is finished or another works on it."""
    run = session.get(PlanningRun, run_id, with_for_update=True)
    if run is None or run.finished_at is not None:
        return None
    if run.taken_at is not None and run.alive_at is not None and run.alive_at >= real_now - SILENT:
        return None
    run.taken_at = run.alive_at = real_now
    run.worker = worker
    session.flush()
    return run


def _own(session: Session, run_id: UUID, worker: UUID) -> PlanningRun | None:
    """The run, if it is still this worker's: one that was taken for dead and wakes writes nothing into another's search."""
    run = session.get(PlanningRun, run_id, with_for_update=True, populate_existing=True)
    return run if run is not None and run.finished_at is None and run.worker == worker else None


def keep_alive(session: Session, run_id: UUID, worker: UUID, *, real_now: datetime) -> bool:
    """Says that the worker lives; False when the run is its own no more."""
    run = _own(session, run_id, worker)
    if run is not None:
        run.alive_at = real_now
    return run is not None


def note_progress(
    session: Session, run_id: UUID, worker: UUID, progress: dict[str, Any], *, real_now: datetime
) -> bool:
    """Says how far the search is; gives whether it shall stop."""
    run = _own(session, run_id, worker)
    if run is None:
        return True
    run.progress, run.alive_at = progress, real_now
    session.flush()
    return run.stop_asked_at is not None


def finish_run(
    session: Session, run_id: UUID, worker: UUID, outcome: dict[str, Any], lines: Sequence[Line], *, now: datetime
) -> bool:
    """Keeps what was found; False when the run is the worker's no more, and nothing is kept."""
    run = _own(session, run_id, worker)
    if run is None:
        return False
    run.finished_at, run.outcome = now, outcome
    for line in lines:
        session.add(
            ProposedVisit(
                run_id=run.id,
                visit_id=line.visit_id,
                starts_on=line.first,
                ends_on=line.last,
                members=[[str(person_id), role] for person_id, role in line.members],
                why=list(line.why),
                ways_out=list(line.ways_out),
            )
        )
    session.flush()
    return True


def fail_run(session: Session, run_id: UUID, worker: UUID, error: str, *, now: datetime) -> None:
    """Ends a run that came to nothing, with what happened."""
    run = _own(session, run_id, worker)
    if run is not None:
        run.finished_at, run.error = now, error
        session.flush()


def leave_run(session: Session, run_id: UUID, worker: UUID, *, broke_off: bool, now: datetime) -> None:
    """Gives a run back whose worker is there no more, so that another begins it at once.

    A search that `broke_off` too often ends the run with a word to the coordinator, who may then ask anew.
    """
    run = session.get(PlanningRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.finished_at is not None or run.worker not in (None, worker):
        return
    run.taken_at = run.alive_at = run.worker = None
    run.progress = {}
    run.broken_off += broke_off
    if run.broken_off >= MOST_BREAKS:
        run.finished_at = now
        run.error = _(
            "Việc tìm phương án bị ngắt %(n)d lần, có thể vì máy thiếu bộ nhớ. Hãy lập lại với thời gian tìm ngắn hơn; "
            "nếu vẫn bị ngắt, hãy báo người quản trị.",
            n=run.broken_off,
        )
    session.flush()


def ask_stop(session: Session, actor: Actor, run: PlanningRun, *, now: datetime) -> None:
    """Asks the search to stop and give the best plan so far. Raises Forbidden, Conflict."""
    may_coordinate.require(actor, run.campaign)
    if run.finished_at is not None:
        raise Conflict(_("Việc tìm phương án đã kết thúc."))
    run.stop_asked_at = run.stop_asked_at or now
    _record(session, actor, run, "campaigns.stop_plan", "Dừng tìm phương án xếp lịch", now=now)


def discard_proposal(session: Session, actor: Actor, run: PlanningRun, *, now: datetime) -> None:
    """Lays a proposal aside; it stays to be read. Raises Forbidden, Conflict."""
    may_coordinate.require(actor, run.campaign)
    if run.finished_at is None or run.published_at is not None or run.discarded_at is not None:
        raise Conflict(_("Phương án này đang được tìm, đã công bố hoặc đã bỏ."))
    run.discarded_at = now
    _record(session, actor, run, "campaigns.discard_proposal", "Bỏ phương án xếp lịch", now=now)


def _record(session: Session, actor: Actor, run: PlanningRun, verb: str, what: str, *, now: datetime) -> None:
    session.flush()
    session.refresh(run, ["campaign"])
    shown = {key: (None, run.options[key]) for key in ("seconds", "ignore_sample", "weights")}
    record(session, actor, verb, run, now=now, summary=f"{what} cho đợt {run.campaign.code}", changes=shown)

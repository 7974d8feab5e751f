"""Publishing a proposal: by a person, whole or not at all, and only while everything that it was made from still stands."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspect_app.campaigns.asked_ground import Ground, planned_team
from inspect_app.campaigns.models import PlanningRun, ProposedVisit, Visit
from inspect_app.campaigns.operations.moving import Move, move_together
from inspect_app.campaigns.operations.planning import ground_of
from inspect_app.campaigns.operations.scheduling import require_reason
from inspect_app.campaigns.operations.teams import members_of
from inspect_app.campaigns.permissions import may_coordinate, may_schedule, may_see_visit
from inspect_app.campaigns.planning.checking import check
from inspect_app.campaigns.planning.problem import Member, Placement, Plan
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor, Role
from inspect_app.kernel.errors import Conflict, Forbidden
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.text import clean

NAMED = 5


def publish_proposal(session: Session, actor: Actor, run: PlanningRun, *, reason: str, now: datetime) -> int:
    """Makes the proposal the plan, and tells all concerned; gives how many visits changed.

    Raises Forbidden, Conflict (not finished, ended before, or what it was made from has changed), RuleBroken.
    """
    may_coordinate.require(actor, run.campaign)
    session.refresh(run, with_for_update=True)
    if run.finished_at is None or run.error is not None:
        raise Conflict(_("Chưa có phương án để công bố. Hãy chờ tìm xong hoặc lập phương án khác."))
    if run.published_at is not None or run.discarded_at is not None:
        raise Conflict(_("Phương án này đã công bố hoặc đã bỏ. Hãy lập phương án khác."))
    require_reason(reason)
    _hold_visits(session, run)
    ground = ground_of(session, run)
    _require_unchanged(actor, run, ground)
    moves = [move for line in run.lines if (move := _move(line)) is not None]
    if not all(may_schedule(actor, move.visit) for move in moves):
        raise Forbidden(_("Phương án có cuộc mà bạn không được đổi lịch. Hãy nhờ người đã lập phương án công bố."))
    _require_kept_rules(ground, moves)
    changed = move_together(
        session, actor, moves, reason=reason, verb="campaigns.publish_visit", what="Xếp lại lịch", now=now
    )
    run.published_at, run.published_by = now, actor.person_id
    session.flush()
    record(
        session,
        actor,
        "campaigns.publish_proposal",
        run,
        now=now,
        summary=f"Công bố phương án xếp lịch của đợt {run.campaign.code}",
        changes={"visits": (None, changed)},
        reason=clean(reason),
    )
    return changed


def _hold_visits(session: Session, run: PlanningRun) -> None:
    """From here to the commit nobody else writes on a visit of the campaign; SQLite has one writer anyway."""
    query = select(Visit).where(Visit.campaign_id == run.campaign_id).order_by(Visit.id)
    session.scalars(query.with_for_update(key_share=True), execution_options={"populate_existing": True}).all()


def _move(line: ProposedVisit) -> Move | None:
    """What the line changes; a visit that has no place in the proposal keeps what it has."""
    if line.starts_on is None:
        return None
    visit, members = line.visit, [(UUID(person_id), Role(role)) for person_id, role in line.members]
    if set(members_of(visit)) == set(members):
        if (visit.starts_on, visit.ends_on) == (line.starts_on, line.ends_on):
            return None
        members = members_of(visit)
    return Move(visit, line.starts_on, line.ends_on, members)


def changed_since(run: PlanningRun, ground: Ground) -> list[str]:
    """What the run read and stands otherwise by now, by its name in the problem."""
    read: dict[str, str] = run.options["read"]
    return sorted(name for name in read.keys() | ground.digests.keys() if read.get(name) != ground.digests.get(name))


def _require_unchanged(actor: Actor, run: PlanningRun, ground: Ground) -> None:
    changed = changed_since(run, ground)
    if not changed:
        return
    named = [name for part in changed if (name := _shown(actor, ground, part))]
    what = ", ".join(named[:NAMED]) or _("lịch của đợt")
    raise Conflict(
        _("Kế hoạch đã thay đổi từ khi lập phương án (%(what)s) nên không công bố được. Hãy lập lại.", what=what)
    )


def _shown(actor: Actor, ground: Ground, part: str) -> str | None:
    """The part's name for this reader; of a visit that he may not know of there is none."""
    kind, _space, code = part.partition(" ")
    if kind == "visit":
        visit = ground.visits.get(code)
        return code if visit is not None and may_see_visit(actor, visit) else None
    if kind == "person":
        return ground.problem.people[code].name if code in ground.problem.people else None
    if kind == "unit":
        seen = any(may_see_visit(actor, one) for one in ground.visits.values() if one.unit.code == code)
        return ground.problem.units[code].name if seen else None
    return _("lịch làm việc")


def _require_kept_rules(ground: Ground, moves: Sequence[Move]) -> None:
    """The checker has the last word, whatever a solver believed; what stood before is not held against the proposal."""
    codes = {person_id: code for code, person_id in ground.people.items()}
    placements, moved = dict(ground.plan.placements), {move.visit.code for move in moves}
    for move in moves:
        if move.starts_on is not None and move.ends_on is not None:
            members = tuple(Member(codes[person_id], role) for person_id, role in move.members)
            code = move.visit.code
            placements[code] = Placement(
                code, move.starts_on, move.ends_on, planned_team(ground.problem, code), members
            )
    for violation in check(ground.problem, Plan(placements)):
        if moved & set(violation.visits):
            raise Conflict(_("Phương án không giữ được một ràng buộc: %(what)s. Hãy lập lại.", what=violation.message))

"""A storm: districts that nobody can reach, their visits lifted, and a plan that changes as little else as it can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inspect_app.campaigns.closures import closures, closures_of, parents_of_units, pins
from inspect_app.campaigns.models import Campaign, PlanningRun, UnitClosure, Visit
from inspect_app.campaigns.operations.closed_days import close_unit
from inspect_app.campaigns.operations.moving import Move, move_together
from inspect_app.campaigns.operations.pinning import unpin_visit
from inspect_app.campaigns.operations.planning import ask_for_plan
from inspect_app.campaigns.operations.teams import members_of
from inspect_app.campaigns.permissions import may_schedule
from inspect_app.campaigns.queries import VisitFilter, visible_visits
from inspect_app.campaigns.rules import VisitState
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.units.models import Unit

# After a storm the rest of the plan is worth more than a shorter way.
LEAST_CHANGE = 40
SECONDS = 60


@dataclass(frozen=True)
class AfterStorm:
    """The visits that lost their days, and the run that looks for new ones."""

    lifted: tuple[Visit, ...]
    run: PlanningRun | None


def report_storm(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    units: Sequence[Unit],
    *,
    first_day: date,
    last_day: date,
    reason: str,
    replan: bool,
    now: datetime,
) -> AfterStorm:
    """Closes the districts with all that lies in them, lifts what was set there on these days, and asks for a plan.

    Raises Forbidden, Conflict (a plan is being looked for), RuleBroken.
    """
    if not units:
        raise RuleBroken("units", _("Hãy chọn ít nhất một địa bàn."))
    for unit in units:
        close_unit(session, actor, unit, first_day=first_day, last_day=last_day, why=reason, with_below=True, now=now)
    lifted = _hit(session, actor, campaign, first_day, last_day)
    kept = pins(session, campaign)
    for visit in lifted:
        if visit.id in kept:
            unpin_visit(session, actor, visit, reason=reason, now=now)
    moves = [Move(visit, None, None, members_of(visit)) for visit in lifted]
    move_together(session, actor, moves, reason=reason, verb="campaigns.lift_visit", what="Tạm gỡ lịch", now=now)
    run = None
    if replan and lifted:
        weights = {"change": LEAST_CHANGE}
        run = ask_for_plan(session, actor, campaign, seconds=SECONDS, weights=weights, now=now)
    return AfterStorm(tuple(lifted), run)


def _hit(session: Session, actor: Actor, campaign: Campaign, first_day: date, last_day: date) -> list[Visit]:
    """The visits on these days at a unit that is closed, which the actor may move."""
    narrow = VisitFilter(states=(VisitState.SCHEDULED,), since=first_day, until=last_day)
    visits = [one for one in visible_visits(session, actor, campaign, narrow) if may_schedule(actor, one)]
    units = {visit.unit_id: visit.unit for visit in visits}
    closed = closures_of(units.values(), closures(session, first_day, last_day), parents_of_units(session))
    return [visit for visit in visits if _is_closed(visit, closed[visit.unit_id])]


def _is_closed(visit: Visit, closed: Sequence[UnitClosure]) -> bool:
    return any(
        visit.starts_on is not None
        and visit.ends_on is not None
        and one.first_day <= visit.ends_on
        and visit.starts_on <= one.last_day
        for one in closed
    )

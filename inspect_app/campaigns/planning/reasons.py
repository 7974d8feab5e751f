"""Why a visit is on this day with these people: one sentence from what the plan and the problem say."""

from collections.abc import Mapping
from dataclasses import dataclass

from inspect_app.campaigns.planning.checking import check_visit
from inspect_app.campaigns.planning.grid import Grid
from inspect_app.campaigns.planning.pricing import (
    Costs,
    Trip,
    changes,
    late_days,
    missing,
    rainy_days,
    trip_of,
    trips,
)
from inspect_app.campaigns.planning.problem import Placement, Plan, Problem, Visit
from inspect_app.campaigns.planning.proposal import Move
from inspect_app.campaigns.planning.table import open_days
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _

# A visit with no more first days than this is said to be there because it has hardly a choice.
HARDLY_A_CHOICE = 5
NAMED = 3


@dataclass(frozen=True)
class _Facts:
    problem: Problem
    plan: Plan
    grid: Grid
    trips: Mapping[Trip, list[str]]

    def together(self, placement: Placement) -> list[str]:
        """The other visits of the same trip that are no secret."""
        trip = trip_of(self.problem, placement)
        others = self.trips.get(trip, []) if trip is not None else []
        return [one for one in others if one != placement.visit and not self.problem.visits[one].unannounced]


def moves(problem: Problem, plan: Plan) -> tuple[Move, ...]:
    """Every placed visit with its reason and its own costs, in the order of the days."""
    facts = _Facts(problem, plan, Grid.of(problem), trips(problem, plan))
    placed = sorted(plan.placements.values(), key=lambda one: (one.first, one.visit))
    return tuple(_move(facts, problem.visits[one.visit], one) for one in placed)


def _move(facts: _Facts, visit: Visit, placement: Placement) -> Move:
    return Move(
        visit=visit.code,
        before=visit.pinned or visit.published,
        after=placement,
        reason=_reason(facts, visit, placement),
        costs=_own_costs(facts, visit, placement),
        is_pinned=visit.pinned is not None,
        is_secret=visit.unannounced,
    )


def _own_costs(facts: _Facts, visit: Visit, placement: Placement) -> Costs:
    """What this visit alone answers for; a shared trip counts for the first of its visits."""
    problem, weights = facts.problem, facts.problem.weights
    trip = trip_of(problem, placement)
    pays = trip is not None and facts.trips[trip][0] == placement.visit
    return Costs(
        travel=weights.travel * problem.clusters[trip[2]].trip if trip is not None and pays else 0,
        rain=weights.rain * rainy_days(problem, visit, placement),
        late=weights.late * late_days(problem, visit, placement),
        change=weights.change * changes(visit, placement),
        stand_in=weights.stand_in * missing(problem, placement) if visit.pinned is None else 0,
    )


def _reason(facts: _Facts, visit: Visit, placement: Placement) -> str:
    if visit.pinned is not None:
        return _("Đã định hoặc đã bắt đầu nên giữ nguyên ngày và đoàn.")
    if visit.unannounced:
        return _("Rút thăm bằng mã bí mật trong các ngày hợp lệ, không xếp theo chi phí, nên không ai đoán trước được.")
    parts = [part for part in (*_why_day(facts, visit, placement), *_why_team(facts, visit, placement)) if part]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _why_day(facts: _Facts, visit: Visit, placement: Placement) -> list[str]:
    problem, parts = facts.problem, [_against_before(facts, visit, placement)]
    cluster, others = problem.cluster_of(visit), facts.together(placement)
    if cluster is not None and others:
        shown = ", ".join(others[:NAMED]) + ("…" if len(others) > NAMED else "")
        parts.append(_("đi cùng chuyến đến %(cluster)s với %(others)s", cluster=cluster.title, others=shown))
    count = open_days(problem, facts.grid, visit, ()).bit_count()
    if count <= HARDLY_A_CHOICE:
        parts.append(_("chỉ có %(n)d ngày bắt đầu hợp lệ", n=count))
    if cluster is not None and cluster.mountain and problem.rainy is not None:
        wet = rainy_days(problem, visit, placement)
        parts.append(_("đành vào mùa mưa %(n)d ngày", n=wet) if wet else _("tránh mùa mưa ở miền núi"))
    if visit.target is not None:
        late = late_days(problem, visit, placement)
        day = format_date(visit.target)
        kept = _("kịp mốc %(day)s", day=day)
        parts.append(_("muộn %(n)d ngày làm việc so với mốc %(day)s", n=late, day=day) if late else kept)
    if not any(parts):
        parts.append(_("ngày hợp lệ không thêm chuyến đi và giữ đều việc giữa các tháng"))
    return parts


def _against_before(facts: _Facts, visit: Visit, placement: Placement) -> str:
    before = visit.published
    if before is None:
        return ""
    if before.first == placement.first:
        return _("giữ ngày đã có trong lịch")
    day = format_date(before.first)
    against = check_visit(facts.problem, facts.plan.moved(before), visit.code)
    if against:
        return _("dời từ %(day)s vì: %(why)s", day=day, why=against[0].message)
    return _("dời từ %(day)s để cả lịch đỡ tốn hơn", day=day)


def _why_team(facts: _Facts, visit: Visit, placement: Placement) -> list[str]:
    problem = facts.problem
    team = problem.teams[placement.team]
    parts = [_("%(team)s được giao từ trước", team=team.title)]
    if len(visit.teams) > 1:
        parts = [_("%(team)s hợp nhất trong %(n)d đoàn đi được", team=team.title, n=len(visit.teams))]
    of_team = {member.person for member in team.members}
    away = [problem.people[one].name for one in sorted(of_team - set(placement.people))]
    joined = [problem.people[one].name for one in placement.people if one not in of_team]
    if away:
        parts.append(_("vắng %(names)s (nghỉ hoặc thuộc đơn vị)", names=", ".join(away)))
    if joined:
        parts.append(_("%(names)s đi thay", names=", ".join(joined)))
    return parts

"""A proposal as lines and as JSON; visits that the reader may not know of are counted and not told."""

from collections.abc import Collection, Iterator
from typing import Any

from inspect_app.campaigns.planning.pricing import Costs
from inspect_app.campaigns.planning.problem import Placement, Problem
from inspect_app.campaigns.planning.proposal import Move, Obstacle, Progress, Proof, Proposal, Stage
from inspect_app.kernel.formats import format_number, format_percent, format_span
from inspect_app.kernel.language import gettext, ngettext
from inspect_app.kernel.language import lazy_gettext as _

STAGES = {
    Stage.DRAWING: _("rút thăm các cuộc đột xuất"),
    Stage.FIRST_PLAN: _("lịch đầu tiên"),
    Stage.MENDING: _("sửa dần"),
    Stage.PROVING: _("chứng minh"),
    Stage.SEARCHING: _("tìm lịch rẻ hơn"),
    Stage.BOUNDING: _("tính chi phí tối thiểu"),
    Stage.EXPLAINING: _("giải thích"),
}
PARTS = {
    "travel": _("đi lại"),
    "rain": _("mùa mưa"),
    "late": _("muộn so với mốc"),
    "load": _("quá phần việc"),
    "months": _("dồn vào một tháng"),
    "change": _("thay đổi"),
    "stand_in": _("vắng hoặc thay người"),
    "unplaced": _("chưa xếp được"),
}


def progress_line(progress: Progress) -> str:
    """`sửa dần: chi phí 340, tối thiểu 301, 20 %`."""
    parts = []
    if progress.cost is not None:
        parts.append(gettext("chi phí %(cost)s", cost=format_number(progress.cost)))
    if progress.bound is not None:
        parts.append(gettext("tối thiểu %(bound)s", bound=format_number(progress.bound)))
    parts.append(f"{round(100 * progress.done)} %")
    return f"{STAGES[progress.stage]}: {', '.join(parts)}"


def proof_line(proof: Proof) -> str:
    """What is proven of the plan."""
    cost, bound = format_number(proof.cost), format_number(proof.bound)
    if proof.is_optimal:
        return gettext("Đã chứng minh là lịch tốt nhất theo các trọng số: chi phí %(cost)s.", cost=cost)
    text = gettext(
        "Chi phí %(cost)s; không lịch nào dưới %(bound)s (còn có thể bớt nhiều nhất %(gap)s).",
        cost=cost,
        bound=bound,
        gap=format_percent(proof.gap, 1),
    )
    stopped = gettext("Đã dừng theo yêu cầu; đây là lịch tốt nhất đến lúc ấy.")
    return f"{text} {stopped}" if proof.was_stopped else text


def cost_parts(costs: Costs) -> str:
    """`đi lại 340, thay đổi 60`; parts of nothing are left out."""
    return ", ".join(f"{PARTS[name]} {format_number(cost)}" for name, cost in costs.parts().items() if cost)


def proposal_lines(problem: Problem, proposal: Proposal, seen: Collection[str]) -> Iterator[str]:
    """The proposal for a person: proof, costs, each visit with its reason, each one without a place with its causes."""
    yield proof_line(proposal.proof)
    parts = cost_parts(proposal.costs)
    if parts:
        yield gettext("Gồm: %(parts)s.", parts=parts)
    for move in proposal.moves:
        if move.visit in seen:
            yield from _move_lines(problem, move)
    for one in proposal.unplaced:
        if one.visit in seen:
            yield from _obstacle_lines(problem, one)
    hidden = len([code for code in problem.visits if code not in seen])
    if hidden:
        yield ngettext(
            "%(n)d cuộc đột xuất được giữ kín (dùng --as TÀI-KHOẢN của người được biết).",
            "%(n)d cuộc đột xuất được giữ kín (dùng --as TÀI-KHOẢN của người được biết).",
            hidden,
        )
    for violation in proposal.violations:
        if set(violation.visits) <= set(seen):
            yield f"! {violation.message}"


def _move_lines(problem: Problem, move: Move) -> Iterator[str]:
    mark = "=" if move.is_pinned else "~" if move.before and move.changes else " " if move.before else "+"
    span = format_span(move.after.first, move.after.last)
    unit = problem.units[problem.visits[move.visit].unit].name
    yield f"{mark} {move.visit}  {span}  {unit}"
    lead = problem.people[move.after.lead].name if move.after.lead else ""
    yield f"    {problem.teams[move.after.team].title if move.after.team in problem.teams else ''} ({lead})"
    yield f"    {move.reason}"


def _obstacle_lines(problem: Problem, one: Obstacle) -> Iterator[str]:
    unit = problem.units[problem.visits[one.visit].unit].name
    yield f"x {one.visit}  {unit}: {gettext('chưa xếp được')}"
    for reason in one.causes:
        yield f"    - {reason.message}"
    for way in one.ways_out:
        yield f"    → {way.message} ({gettext('chi phí %(cost)s', cost=format_number(way.cost))})"


def proposal_json(problem: Problem, proposal: Proposal, seen: Collection[str]) -> dict[str, Any]:
    """The same for a machine."""
    proof = proposal.proof
    return {
        "cost": proof.cost,
        "bound": proof.bound,
        "optimal": proof.is_optimal,
        "gap_percent": round(float(proof.gap), 2),
        "stopped": proof.was_stopped,
        "costs": proposal.costs.parts(),
        "visits": [_move_json(problem, move) for move in proposal.moves if move.visit in seen],
        "unplaced": [_obstacle_json(one) for one in proposal.unplaced if one.visit in seen],
        "hidden": sum(code not in seen for code in problem.visits),
        "violations": [one.message for one in proposal.violations if set(one.visits) <= set(seen)],
    }


def _move_json(problem: Problem, move: Move) -> dict[str, Any]:
    return {
        "visit": move.visit,
        "unit": problem.visits[move.visit].unit,
        "before": _placement_json(move.before),
        "after": _placement_json(move.after),
        "changes": move.changes,
        "pinned": move.is_pinned,
        "reason": move.reason,
        "costs": {name: cost for name, cost in move.costs.parts().items() if cost},
    }


def _placement_json(placement: Placement | None) -> dict[str, Any] | None:
    if placement is None:
        return None
    return {
        "starts": placement.first.isoformat(),
        "ends": placement.last.isoformat(),
        "team": placement.team,
        "members": [[member.person, member.role.value] for member in placement.members],
    }


def _obstacle_json(one: Obstacle) -> dict[str, Any]:
    return {
        "visit": one.visit,
        "alone": one.alone,
        "causes": [{"rule": cause.rule.value, "message": cause.message} for cause in one.causes],
        "ways_out": [
            {
                "way": way.way.value,
                "cost": way.cost,
                "message": way.message,
                "place": _placement_json(way.placement),
            }
            for way in one.ways_out
        ],
    }

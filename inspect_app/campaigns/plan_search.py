"""Asking the planner: a first plan by a greedy, then the whole model with that plan as its hint."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspect_app.campaigns.planning.drawing import draw_unannounced
from inspect_app.campaigns.planning.greedy import greedy_plan
from inspect_app.campaigns.planning.model import build_model
from inspect_app.campaigns.planning.problem import Placement, Plan, Problem
from inspect_app.campaigns.planning.solver import solve
from inspect_app.campaigns.planning.standing import Standing
from inspect_app.campaigns.planning.table import build_table


@dataclass(frozen=True)
class Reasons:
    """Why a visit is where it is, or what keeps it from a place and what would help."""

    why: tuple[str, ...] = ()
    ways_out: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Found:
    """The best plan that was found, and what is proven of it."""

    plan: Plan
    bound: int | None
    is_optimal: bool
    was_stopped: bool
    reasons: Mapping[str, Reasons] = field(default_factory=dict)


def search(
    problem: Problem,
    fixed: Mapping[str, Placement],
    seconds: int,
    *,
    seed: str,
    heard: Callable[[int, int | None], None],
    stop: Callable[[], bool],
) -> Found:
    """Searches for about so many seconds of work, or until `stop` says so.

    Unannounced visits without a day get theirs by lot under the seed, before anything is planned by its cost.
    """
    drawn = draw_unannounced(problem, seed, fixed)
    table = build_table(problem, {**fixed, **drawn})
    greedy = greedy_plan(table)
    best = greedy.copy_of_choices()
    heard(table.price(best).total, None)
    model = build_model(Standing(table), range(len(table.rows)))
    model.hint(best)
    # What the fixed visits cost is no part of the model.
    fixed_cost = table.price({}).total - problem.weights.unplaced * len(table.rows)
    answer = solve(
        model.solver_model,
        seconds,
        stop=stop,
        found=lambda cost, bound: heard(cost + fixed_cost, bound + fixed_cost),
    )
    if answer.value is None:
        return Found(table.plan(best), None, False, answer.was_stopped)
    plan = table.plan(model.choices(answer))
    return Found(plan, answer.bound + fixed_cost, answer.is_optimal, answer.was_stopped)

"""Four ways to a plan: a clerk's rule, a greedy one, CP-SAT on the whole model at once, and the planner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspect_app.campaigns.planning import Plan, Problem
from inspect_app.campaigns.planning.greedy import clerks_plan, greedy_plan
from inspect_app.campaigns.planning.model import build_model
from inspect_app.campaigns.planning.solver import cp_model
from inspect_app.campaigns.planning.solving import solve_problem
from inspect_app.campaigns.planning.standing import Standing
from inspect_app.campaigns.planning.table import build_table

SEED = "the seed of the benchmark"


@dataclass(frozen=True)
class Result:
    """A plan, and the bound that came with it if any did."""

    plan: Plan
    bound: int | None = None
    optimal: bool = False


def clerk(problem: Problem, _seconds: float) -> Result:
    """Earliest due first, on the first day that is free."""
    table = build_table(problem, {})
    return Result(table.plan(clerks_plan(table).chosen))


def greedy(problem: Problem, _seconds: float) -> Result:
    """Fewest days first, at the cheapest place."""
    table = build_table(problem, {})
    return Result(table.plan(greedy_plan(table).chosen))


def plain_cp_sat(problem: Problem, seconds: float) -> Result:
    """The whole model handed to CP-SAT as it comes, one worker, with the greedy plan as its hint."""
    table = build_table(problem, {})
    hint = greedy_plan(table).chosen
    model = build_model(Standing(table), range(len(table.rows)))
    model.hint(hint)
    module = cp_model()
    solver = module.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = seconds
    status = solver.solve(model.solver_model)
    solved = status in (module.OPTIMAL, module.FEASIBLE)
    chosen = {
        row: (number, first)
        for (row, number, first), variable in model.places.items()
        if solved and solver.value(variable)
    }
    bound = max(0, round(solver.best_objective_bound))
    return Result(table.plan(chosen if solved else hint), bound, status == module.OPTIMAL)


def planner(problem: Problem, seconds: float) -> Result:
    """What `plan propose` does."""
    plan, proof = solve_problem(problem, SEED, work=seconds)
    return Result(plan, proof.bound, proof.is_optimal)


RIVALS: dict[str, Callable[[Problem, float], Result]] = {
    "clerk": clerk,
    "greedy": greedy,
    "plain CP-SAT": plain_cp_sat,
    "planner": planner,
}

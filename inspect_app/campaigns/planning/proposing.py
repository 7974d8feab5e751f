"""The whole of a proposal: the plan with its proof, a reason for each visit, and for each one without a place its causes."""

from inspect_app.campaigns.planning.checking import check
from inspect_app.campaigns.planning.obstacles import obstacle
from inspect_app.campaigns.planning.pricing import price
from inspect_app.campaigns.planning.problem import Problem
from inspect_app.campaigns.planning.proposal import Hear, Progress, Proposal, Stage
from inspect_app.campaigns.planning.reasons import moves
from inspect_app.campaigns.planning.solver import Stop, never
from inspect_app.campaigns.planning.solving import solve_problem, unheard


def propose(problem: Problem, seed: str, *, work: float = 20.0, hear: Hear = unheard, stop: Stop = never) -> Proposal:
    """What the planner proposes; see `solve_problem` for the work, the seed and stopping.

    Raises PlanBroken if the checker finds a rule broken that no pinned visit breaks: such a plan is never shown.
    """
    plan, proof = solve_problem(problem, seed, work=work, hear=hear, stop=stop)
    hear(Progress(Stage.EXPLAINING, proof.cost, proof.bound, 1.0))
    violations = tuple(check(problem, plan))
    pinned = {code for code, visit in problem.visits.items() if visit.pinned is not None}
    for violation in violations:
        if not set(violation.visits) <= pinned:
            raise PlanBroken(violation.message)
    return Proposal(
        plan=plan,
        costs=price(problem, plan),
        proof=proof,
        moves=moves(problem, plan),
        unplaced=tuple(obstacle(problem, plan, code) for code in plan.unplaced(problem)),
        violations=violations,
    )


class PlanBroken(RuntimeError):
    """The model and the checker do not agree: a fault of the planner, not of the plan."""

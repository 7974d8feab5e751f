"""The one door to OR-Tools, loaded when something is solved: one worker, a fixed seed and a limit in work, not in time.

The same model then gives the same answer on every run and every machine; only a stop by hand cuts a search short.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from types import ModuleType
from typing import Any

# How often the stop is asked for while a search runs, in seconds.
LOOK_UP = 0.1

Stop = Callable[[], bool]
Found = Callable[[int, int], None]


def never() -> bool:
    """Nobody stops the search."""
    return False


def cp_model() -> ModuleType:
    """OR-Tools' CP-SAT; importing it takes two seconds."""
    from ortools.sat.python import cp_model as module

    return module


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found: the value of each variable (None without a solution), cost, proven bound and work done."""

    value: Callable[[Any], int] | None
    cost: int
    bound: int
    is_optimal: bool
    work: float
    was_stopped: bool


def solve(model: Any, work: float, *, stop: Stop = never, found: Found | None = None) -> Answer:
    """Searches for at most `work` (deterministic time, near a second of one core each).

    `found` hears of each better solution with its cost and the bound. The search runs in a thread beside, so that
    Ctrl-C reaches whoever called, and `stop` is asked ten times a second.
    """
    module = cp_model()
    solver = module.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = work
    solver.parameters.catch_sigint_signal = False
    callback = _listener(module, found) if found else None
    statuses: list[Any] = []
    thread = Thread(target=lambda: statuses.append(solver.solve(model, callback)), daemon=True)
    thread.start()
    stopped = False
    while thread.is_alive():
        thread.join(LOOK_UP)
        if not stopped and stop():
            stopped = True
            solver.stop_search()
    status = statuses[0] if statuses else module.UNKNOWN
    solved = status in (module.OPTIMAL, module.FEASIBLE)
    return Answer(
        value=solver.value if solved else None,
        cost=round(solver.objective_value) if solved else 0,
        bound=_whole(solver.best_objective_bound),
        is_optimal=status == module.OPTIMAL,
        work=solver.response_proto.deterministic_time,
        was_stopped=stopped,
    )


def _whole(bound: float) -> int:
    """The bound of a cost that is a whole number: rounded up, but for what the solver's floats are off."""
    return int(-(-(bound - 1e-4) // 1))


def _listener(module: ModuleType, found: Found) -> Any:
    def on_solution_callback(self: Any) -> None:
        found(round(self.objective_value), _whole(self.best_objective_bound))

    return type("Listener", (module.CpSolverSolutionCallback,), {"on_solution_callback": on_solution_callback})()

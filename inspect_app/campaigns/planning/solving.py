"""From a problem to a plan: draw the secret visits, begin greedily, mend, then prove or search on and state the bound."""

from dataclasses import dataclass

from inspect_app.campaigns.planning.bound import lower_bound, quick_bound
from inspect_app.campaigns.planning.drawing import draw_unannounced
from inspect_app.campaigns.planning.greedy import greedy_plan
from inspect_app.campaigns.planning.lots import Dice, Lots
from inspect_app.campaigns.planning.mending import Mending
from inspect_app.campaigns.planning.model import build_model
from inspect_app.campaigns.planning.problem import Plan, Problem
from inspect_app.campaigns.planning.proposal import Hear, Progress, Proof, Stage
from inspect_app.campaigns.planning.search import Search
from inspect_app.campaigns.planning.solver import Stop, never, solve
from inspect_app.campaigns.planning.standing import Choice, Standing
from inspect_app.campaigns.planning.table import Table, build_table

# A problem of at most so many places (crew and first day of a visit) is solved whole.
WHOLE = 12_000
# Parts of the work: mending before a proof, mending before a search over small models.
MENDED_BEFORE_PROOF, MENDED_BEFORE_SEARCH = 0.02, 0.8


def unheard(_progress: Progress) -> None:
    """Nobody listens."""


@dataclass
class _Course:
    """One run of the planner: what it works on, what it may spend, and who listens."""

    table: Table
    standing: Standing
    seed: str
    work: float
    hear: Hear
    stop: Stop
    spent: float = 0.0
    bound: int | None = None
    proven: bool = False

    @property
    def cost(self) -> int:
        return self.table.price(self.standing.chosen).total

    def tell(self, stage: Stage, cost: int | None = None, bound: int | None = None) -> None:
        cost, bound = cost if cost is not None else self.cost, bound if bound is not None else self.bound
        self.hear(Progress(stage, cost, bound, min(self.spent / self.work, 1.0)))

    def take_over(self, choices: dict[int, Choice]) -> None:
        for row in list(self.standing.chosen):
            self.standing.take(row)
        for row in sorted(choices):
            self.standing.put(row, choices[row])

    @property
    def left(self) -> float:
        return 0.0 if self.stop() else max(0.0, self.work - self.spent)


def solve_problem(
    problem: Problem, seed: str, *, work: float = 20.0, hear: Hear = unheard, stop: Stop = never
) -> tuple[Plan, Proof]:
    """The best plan that so much work finds, and what is proven of it.

    `work` is near to seconds of one core, counted in steps, so that the same problem and seed give the same plan on
    every run; only `stop`, asked a few times a second, cuts it short, and the best plan so far is given. Pinned visits
    stand where they are pinned; unannounced ones are drawn under the seed before anything else, and never by cost.
    """
    hear(Progress(Stage.DRAWING, None, None, 0.0))
    fixed = {code: visit.pinned for code, visit in problem.visits.items() if visit.pinned is not None}
    fixed |= draw_unannounced(problem, seed, fixed)
    table = build_table(problem, fixed)
    course = _Course(table, greedy_plan(table), seed, work, hear, stop)
    course.tell(Stage.FIRST_PLAN)
    whole = sum(option.starts.bit_count() for row in table.rows for option in row.options) <= WHOLE
    _mend(course, MENDED_BEFORE_PROOF if whole else MENDED_BEFORE_SEARCH)
    if whole:
        _prove(course)
    elif course.left:
        _bound(course)
        _search(course)
    cost = course.cost
    bound = (
        cost if course.proven else min(cost, course.bound if course.bound is not None else quick_bound(course.table))
    )
    return table.plan(course.standing.chosen), Proof(cost == bound, cost, bound, stop(), course.spent)


def _mend(course: _Course, part: float) -> None:
    start, begun = course.cost, course.spent
    mending = Mending(course.standing, Dice(Lots(course.seed, "mending")), course.stop)

    def heard(gained: int) -> None:
        course.spent = begun + mending.work
        course.tell(Stage.MENDING, start - gained)

    mending.run(min(course.left, course.work * part), heard)
    course.spent = begun + mending.work
    course.tell(Stage.MENDING)


def _prove(course: _Course) -> None:
    """The whole problem as one model, begun from the plan so far."""
    if not course.left:
        return
    before, cost = course.standing.copy_of_choices(), course.cost
    for row in list(course.standing.chosen):
        course.standing.take(row)
    model = build_model(course.standing, range(len(course.table.rows)))
    model.hint(before)
    base = course.cost - course.table.problem.weights.unplaced * len(course.table.rows)
    # A search that has hardly begun may know of less than each visit costs by itself.
    least = quick_bound(course.table)

    def found(better: int, bound: int) -> None:
        course.tell(Stage.PROVING, min(cost, better + base), max(bound + base, least))

    answer = solve(model.solver_model, course.left, stop=course.stop, found=found)
    course.spent += answer.work
    course.take_over(model.choices(answer) if answer.value is not None else before)
    if course.cost > cost:
        course.take_over(before)
    course.bound, course.proven = max(answer.bound + base, least), answer.is_optimal
    course.tell(Stage.PROVING)


def _search(course: _Course) -> None:
    if not course.left:
        return
    start, begun = course.cost, course.spent
    search = Search(course.standing, Lots(course.seed, "search"), course.stop)

    def heard(gained: int) -> None:
        course.spent = begun + search.work
        course.tell(Stage.SEARCHING, start - gained)

    search.run(course.left, heard)
    course.spent = begun + search.work
    course.tell(Stage.SEARCHING)


def _bound(course: _Course) -> None:
    course.tell(Stage.BOUNDING)
    course.bound = lower_bound(course.table)
    course.tell(Stage.BOUNDING)

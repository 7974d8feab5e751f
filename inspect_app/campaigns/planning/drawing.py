"""Unannounced visits: day and team by lot under the campaign's secret seed, among all that the rules allow.

They are drawn before anything is planned, and never by cost: what is cheap for the planner could be guessed by a unit.
"""

from collections.abc import Mapping

from inspect_app.campaigns.planning.grid import Grid, each_bit
from inspect_app.campaigns.planning.lots import Lots
from inspect_app.campaigns.planning.problem import Placement, Problem
from inspect_app.campaigns.planning.table import Ground


def draw_unannounced(problem: Problem, seed: str, fixed: Mapping[str, Placement]) -> dict[str, Placement]:
    """A place for each unannounced visit that is not fixed; one for which no day is left is not among them."""
    grid = Grid.of(problem)
    ground = Ground(problem, grid, fixed)
    waiting = [code for code, visit in sorted(problem.visits.items()) if visit.unannounced and code not in fixed]
    drawn: dict[str, Placement] = {}
    for code in Lots(seed, "order").some_of(waiting, len(waiting)):
        visit, lots = problem.visits[code], Lots(seed, f"visit {code}")
        row = ground.row(visit)
        days = list(each_bit(row.starts))
        if not days:
            continue
        first = lots.one_of(days)
        crews = [option for option in row.options if option.starts >> first & 1]
        whole = [option for option in crews if option.extra == min(crew.extra for crew in crews)]
        option = lots.one_of(whole)
        last = grid.days[first + visit.days - 1]
        drawn[code] = Placement(code, grid.days[first], last, option.team, option.members)
        ground.fix(drawn[code])
    return drawn

"""What no plan can go below: a linear program by weeks (GLOP) that leaves out what holds only day by day.

Each visit is split over leads and weeks at the least that any of its days there costs. A lead has no more days in a
week than he is free; a trip is made as much as the visits that need it, and as their days fill its week.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from inspect_app.campaigns.planning.grid import each_bit
from inspect_app.campaigns.planning.pricing import Month
from inspect_app.campaigns.planning.standing import Standing
from inspect_app.campaigns.planning.table import Row, Table

# Above so many columns the program takes too long; the quick bound stands then.
MOST_COLUMNS = 40_000
Key = tuple[str, tuple[int, int], Month]


@dataclass
class _Program:
    solver: Any
    endless: float
    terms: list[tuple[int, Any]] = field(default_factory=list)

    def column(self, cost: int, most: float) -> Any:
        """A part from 0 to `most` at so much a whole."""
        variable = self.solver.NumVar(0, most, "")
        self.terms.append((cost, variable))
        return variable

    def at_most(self, terms: Iterable[tuple[float, Any]], end: float) -> None:
        """The weighted sum does not pass the end."""
        row = self.solver.Constraint(-self.endless, end)
        sums: dict[Any, float] = defaultdict(float)
        for weight, variable in terms:
            sums[variable] += weight
        for variable, weight in sums.items():
            row.SetCoefficient(variable, weight)


def linear_solver() -> ModuleType:
    """OR-Tools' linear solvers."""
    from ortools.linear_solver import pywraplp as module

    found: ModuleType = module
    return found


def lower_bound(table: Table) -> int:
    """A cost below which no plan of the table can be; the fixed visits' own cost is in it."""
    cells = [_cells(table, row) for row in table.rows]
    standing = Standing(table)
    base, quick = _base(table), _quick(table, standing, cells)
    if sum(map(len, cells)) > MOST_COLUMNS or not cells:
        return base + quick
    module = linear_solver()
    program = _Program(module.Solver.CreateSolver("GLOP"), module.Solver.infinity())
    columns = _columns(program, table, cells)
    _weeks(program, table, columns)
    _trips(program, table, standing, columns)
    _months(program, table, standing, columns)
    _loads(program, table, standing, columns)
    program.solver.Minimize(sum(cost * variable for cost, variable in program.terms))
    if program.solver.Solve() != module.Solver.OPTIMAL:
        return base + quick
    return base + max(quick, int(-(-(program.solver.Objective().Value() - 1e-4) // 1)))


def quick_bound(table: Table) -> int:
    """A weaker bound, counted at once: what each visit costs at least by itself, and the least trips to each cluster."""
    return _base(table) + _quick(table, Standing(table), [_cells(table, row) for row in table.rows])


def _base(table: Table) -> int:
    return table.price({}).total - table.problem.weights.unplaced * len(table.rows)


def _quick(table: Table, standing: Standing, cells: list[dict[Key, int]]) -> int:
    unplaced = table.problem.weights.unplaced
    least = [min([*cell.values(), unplaced]) for cell in cells]
    longest = max((days.bit_count() for days in table.grid.week_days.values()), default=1)
    trips = 0
    for cluster in dict.fromkeys(row.cluster for row in table.rows if row.cluster is not None):
        there = [index for index, row in enumerate(table.rows) if row.cluster == cluster and cells[index]]
        # Leaving a visit out may spare its trip, so a cluster counts only where that would cost more than it spares.
        if there and all(least[index] + table.rows[index].trip <= unplaced for index in there):
            made = sum(count > 0 for trip, count in standing.trips.items() if trip[2] == cluster)
            days = sum(table.rows[index].days for index in there)
            trips += table.rows[there[0]].trip * max(0, -(-days // longest) - made)
    return sum(least) + trips


def _cells(table: Table, row: Row) -> dict[Key, int]:
    """The least that the row costs with each lead in each week (and month), trips and shares apart."""
    found: dict[Key, int] = {}
    for option in row.options:
        for first in each_bit(option.starts):
            key = (option.lead, table.grid.weeks[first], table.grid.months[first])
            cost = row.day_costs[first] + option.extra
            if cost < found.get(key, cost + 1):
                found[key] = cost
    return found


Columns = list[tuple[int, Key, Any]]


def _columns(program: _Program, table: Table, cells: list[dict[Key, int]]) -> Columns:
    columns: Columns = []
    for index, cell in enumerate(cells):
        mine = [(index, key, program.column(cost, 1)) for key, cost in cell.items()]
        none = program.column(table.problem.weights.unplaced, 1)
        whole = program.solver.Constraint(1, 1)
        for variable in [none, *(variable for _index, _key, variable in mine)]:
            whole.SetCoefficient(variable, 1)
        columns += mine
    return columns


def _weeks(program: _Program, table: Table, columns: Columns) -> None:
    """A lead's days in a week are no more than any of his crews finds free there."""
    spent: dict[tuple[str, tuple[int, int]], list[tuple[float, Any]]] = defaultdict(list)
    for index, (lead, week, _month), variable in columns:
        spent[lead, week].append((table.rows[index].days, variable))
    for (_lead, week), terms in spent.items():
        program.at_most(terms, table.grid.week_days[week].bit_count())


def _trips(program: _Program, table: Table, standing: Standing, columns: Columns) -> None:
    groups: dict[Any, Columns] = defaultdict(list)
    for column in columns:
        (lead, week, _month), row = column[1], table.rows[column[0]]
        if row.cluster is not None and not standing.trips[lead, week, row.cluster]:
            groups[lead, week, row.cluster].append(column)
    for (_lead, week, _cluster), group in groups.items():
        made = program.column(table.rows[group[0][0]].trip, 1)
        days = table.grid.week_days[week].bit_count()
        program.at_most([*((table.rows[index].days, part) for index, _key, part in group), (-days, made)], 0)
        by_row: dict[int, list[Any]] = defaultdict(list)
        for index, _key, part in group:
            by_row[index].append(part)
        for parts in by_row.values():
            program.at_most([*((1, part) for part in parts), (-1, made)], 0)


def _months(program: _Program, table: Table, standing: Standing, columns: Columns) -> None:
    spent: dict[Month, list[tuple[float, Any]]] = defaultdict(list)
    for index, (_lead, _week, month), variable in columns:
        spent[month].append((table.rows[index].days, variable))
    for month, terms in spent.items():
        _above(program, terms, table.even.get(month, 0) - standing.months[month], table.problem.weights.months)


def _loads(program: _Program, table: Table, standing: Standing, columns: Columns) -> None:
    """Only the leads' own days: which of the others go is not known by weeks."""
    spent: dict[str, list[tuple[float, Any]]] = defaultdict(list)
    for index, (lead, _week, _month), variable in columns:
        spent[lead].append((table.rows[index].days, variable))
    for lead, terms in spent.items():
        _above(program, terms, table.fair.get(lead, 0) - standing.loads[lead], table.problem.weights.load)


def _above(program: _Program, terms: list[tuple[float, Any]], left: int, weight: int) -> None:
    over = program.column(weight, program.endless)
    program.at_most([*terms, (-1, over)], max(left, 0))

"""A problem as numbers: which visit may begin on which day with which crew, and what that costs by itself."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from inspect_app.campaigns.planning.crews import crews
from inspect_app.campaigns.planning.grid import Days, Grid, each_bit, spread, stay
from inspect_app.campaigns.planning.pricing import Costs, Month, even_months, fair_days, price
from inspect_app.campaigns.planning.problem import Member, Placement, Plan, Problem, Visit
from inspect_app.kernel.actors import Role


@dataclass(frozen=True)
class Option:
    """A crew of a visit, the first days on which it can go, and what this crew costs on any day."""

    team: str
    members: tuple[Member, ...]
    people: tuple[str, ...]
    lead: str
    starts: Days
    extra: int


@dataclass(frozen=True)
class Row:
    """A visit that may be moved, with its options; `day_costs` by first day. `cluster` only where travelling counts."""

    visit: Visit
    days: int
    cluster: str | None
    trip: int
    day_costs: tuple[int, ...]
    options: tuple[Option, ...]

    @cached_property
    def starts(self) -> Days:
        """All first days of all options."""
        found = 0
        for option in self.options:
            found |= option.starts
        return found


@dataclass(frozen=True)
class Table:
    """The whole problem as numbers; `fixed` are the visits that stay where they are."""

    problem: Problem
    grid: Grid
    rows: tuple[Row, ...]
    fixed: Mapping[str, Placement]
    fair: Mapping[str, int]
    even: Mapping[Month, int]

    def placement(self, row: Row, option: Option, first: int) -> Placement:
        """What an option means on a day."""
        days = self.grid.days
        return Placement(row.visit.code, days[first], days[first + row.days - 1], option.team, option.members)

    def plan(self, chosen: Mapping[int, tuple[int, int]]) -> Plan:
        """The plan of the fixed visits and the chosen (option, first day) of rows."""
        placements = dict(self.fixed)
        for index, (option, first) in chosen.items():
            row = self.rows[index]
            placements[row.visit.code] = self.placement(row, row.options[option], first)
        return Plan(placements)

    def price(self, chosen: Mapping[int, tuple[int, int]]) -> Costs:
        """The cost of the chosen plan, counted from the plan itself."""
        return price(self.problem, self.plan(chosen))

    @cached_property
    def same_unit(self) -> Mapping[int, tuple[int, ...]]:
        """For each row the other rows at the same unit."""
        by_unit: dict[str, list[int]] = {}
        for index, row in enumerate(self.rows):
            by_unit.setdefault(row.visit.unit, []).append(index)
        return {
            index: tuple(other for other in by_unit[row.visit.unit] if other != index)
            for index, row in enumerate(self.rows)
        }

    @cached_property
    def orders(self) -> tuple[tuple[int, int], ...]:
        """Pairs of rows (earlier, later) of which the one must be over before the other begins."""
        by_code = {row.visit.code: index for index, row in enumerate(self.rows)}
        return tuple(
            (by_code[earlier], index)
            for index, row in enumerate(self.rows)
            for earlier in row.visit.after
            if earlier in by_code
        )

    @cached_property
    def neighbours_in_order(self) -> Mapping[int, tuple[tuple[int, bool], ...]]:
        """For each row those it has an order with: (other row, whether the other comes first)."""
        found: dict[int, list[tuple[int, bool]]] = {}
        for earlier, later in self.orders:
            found.setdefault(earlier, []).append((later, False))
            found.setdefault(later, []).append((earlier, True))
        return {index: tuple(pairs) for index, pairs in found.items()}


def build_table(problem: Problem, fixed: Mapping[str, Placement]) -> Table:
    """The table of the visits that are not fixed."""
    grid = Grid.of(problem)
    ground = Ground(problem, grid, fixed)
    free = [visit for code, visit in problem.visits.items() if code not in fixed]
    rows = tuple(ground.row(visit) for visit in free)
    return Table(problem, grid, rows, fixed, fair_days(problem), even_months(problem))


def open_days(problem: Problem, grid: Grid, visit: Visit, fixed: Sequence[Placement]) -> Days:
    """The first days that the visit's own rules leave open, and the fixed visits at its unit or in its order."""
    days, unit = visit.days, problem.units[visit.unit]
    inside = grid.within(visit.window)
    if visit.due is not None:
        inside &= grid.between(date.min, visit.due)
    inside &= grid.between(unit.valid_from or date.min, unit.valid_to or date.max)
    inside &= ~grid.closed(unit.blackouts)
    outside = ~inside & stay(0, len(grid.days))
    found = grid.unbroken(days) & ~spread(outside, days)
    if problem.as_of is not None:
        ahead = 1 if visit.told or visit.unannounced else max(1, visit.notice_days)
        earliest = problem.calendar.add_working_days(problem.as_of, ahead)
        found &= grid.between(earliest, date.max) | _where_it_stands(grid, visit, problem.as_of)
    for other in fixed:
        found &= _beside(problem, grid, visit, other)
    return found


def _where_it_stands(grid: Grid, visit: Visit, as_of: date) -> Days:
    """The first day that is published already: a visit of this very morning is under way and may stay."""
    published = visit.published
    return grid.between(published.first, published.first) if published and published.first >= as_of else 0


def _beside(problem: Problem, grid: Grid, visit: Visit, other: Placement) -> Days:
    """The first days that a fixed visit at the same unit, or before or after this one, leaves open."""
    there = problem.visits[other.visit]
    found = stay(0, len(grid.days))
    if problem.are_joined(visit, there):
        found &= grid.between(other.first, other.first)
    elif there.unit == visit.unit:
        taken = grid.too_near(other.span, visit.days, problem.distance)
        if problem.may_combine(visit, there):
            taken &= ~grid.between(other.first, other.first)
        found &= ~taken
    if other.visit in visit.after:
        found &= ~grid.between(date.min, other.last)
    if visit.code in there.after:
        found &= ~spread(grid.between(other.first, date.max), visit.days)
    return found


class Ground:
    """What all rows are made of: who is where already, and when each person is away."""

    def __init__(self, problem: Problem, grid: Grid, fixed: Mapping[str, Placement]) -> None:
        self.problem, self.grid = problem, grid
        self.busy: dict[str, Days] = {}
        self.by_unit: dict[str, list[Placement]] = {}
        self.by_code: dict[str, Placement] = {}
        self.followers: dict[str, list[Placement]] = {}
        self.away = {code: grid.closed(person.leave) for code, person in problem.people.items()}
        for one in fixed.values():
            self.fix(one)

    def fix(self, one: Placement) -> None:
        """Takes one more visit as standing where it is."""
        visit = self.problem.visits[one.visit]
        self.by_code[one.visit] = one
        self.by_unit.setdefault(visit.unit, []).append(one)
        for person in one.people:
            self.busy[person] = self.busy.get(person, 0) | self.grid.within(one.span)
        for earlier in visit.after:
            self.followers.setdefault(earlier, []).append(one)

    def row(self, visit: Visit) -> Row:
        """The visit with all that it can do."""
        beside = self.by_unit.get(visit.unit, []) + self.followers.get(visit.code, [])
        beside += [self.by_code[earlier] for earlier in visit.after if earlier in self.by_code]
        starts = open_days(self.problem, self.grid, visit, beside)
        cluster = self.problem.cluster_of(visit)
        travels = cluster is not None and cluster.trip > 0
        options = [option for team in visit.teams for option in self._options(visit, team, starts)]
        return Row(
            visit,
            visit.days,
            cluster.code if cluster and travels else None,
            self.problem.weights.travel * cluster.trip if cluster and travels else 0,
            self._day_costs(visit),
            tuple(options),
        )

    def _options(self, visit: Visit, code: str, starts: Days) -> list[Option]:
        """The team's crews; which of its members are away differs from day to day."""
        team = self.problem.teams[code]
        unable = {
            member.person: spread(self.away[member.person], visit.days)
            | self.grid.tied(self.problem.people[member.person], visit.unit)
            for member in team.members
        }
        groups: dict[tuple[str, ...], Days] = {}
        for first in each_bit(starts):
            absent = tuple(person for person, days in unable.items() if days >> first & 1)
            groups[absent] = groups.get(absent, 0) | 1 << first
        options = []
        for absent, days in groups.items():
            for crew in crews(self.problem, visit, team, absent, ()):
                option = self._option(visit, code, crew, days)
                if option.starts:
                    options.append(option)
        return options

    def _option(self, visit: Visit, team: str, crew: tuple[Member, ...], starts: Days) -> Option:
        people = tuple(member.person for member in crew)
        for person in people:
            taken = spread(self.away[person] | self.busy.get(person, 0), visit.days)
            starts &= ~(taken | self.grid.tied(self.problem.people[person], visit.unit))
        lead = next((member.person for member in crew if member.role is Role.LEAD), "")
        return Option(team, crew, people, lead, starts, self._extra(visit, team, people))

    def _extra(self, visit: Visit, team: str, people: tuple[str, ...]) -> int:
        weights, before = self.problem.weights, visit.published
        gone = {member.person for member in self.problem.teams[team].members} - set(people)
        others = before is not None and set(before.people) != set(people)
        return weights.stand_in * len(gone) + weights.change * others * (2 if visit.told else 1)

    def _day_costs(self, visit: Visit) -> tuple[int, ...]:
        """What a first day costs by itself: rain in the mountains, days after the target, another day than published."""
        days, weights, cluster = self.grid.days, self.problem.weights, self.problem.cluster_of(visit)
        wet = cluster is not None and cluster.mountain and self.problem.rainy is not None
        rain = self.grid.within(self.problem.rainy) if wet and self.problem.rainy else 0
        published = visit.published.first if visit.published else None
        change = weights.change * (2 if visit.told else 1)
        costs = []
        for first, day in enumerate(days):
            late = max(0, first + visit.days - self._on_time(visit)) if visit.target else 0
            moved = published is not None and day != published
            wet_days = (rain & stay(first, visit.days)).bit_count()
            costs.append(weights.rain * wet_days + weights.late * late + change * moved)
        return tuple(costs)

    def _on_time(self, visit: Visit) -> int:
        """How many days of the grid are on time; below nought for a target before its first day."""
        target, days = visit.target, self.grid.days
        if target is None:
            return len(days)
        if target < days[0]:
            return 1 - self.problem.calendar.working_days_between(target, days[0])
        return bisect_right(days, target)

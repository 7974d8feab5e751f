"""A plan under way: where each row stands, who is busy when, which trips are made; and what one more visit would cost."""

from collections import Counter
from collections.abc import Iterator

from inspect_app.campaigns.planning.grid import Days, each_bit, spread, stay
from inspect_app.campaigns.planning.pricing import Trip, trip_of
from inspect_app.campaigns.planning.table import Option, Row, Table

Choice = tuple[int, int]


class Standing:
    """The choices made so far (row → option and first day), with the sums that decide what the next one costs."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.chosen: dict[int, Choice] = {}
        self.busy: dict[str, Days] = dict.fromkeys(table.problem.people, 0)
        self.trips: Counter[Trip] = Counter()
        self.loads: Counter[str] = Counter()
        self.months: Counter[tuple[int, int]] = Counter()
        for placement in table.fixed.values():
            days = table.problem.visits[placement.visit].days
            trip = trip_of(table.problem, placement)
            if trip is not None:
                self.trips[trip] += 1
            self.loads.update(dict.fromkeys(placement.people, days))
            self.months[placement.first.year, placement.first.month] += days

    def copy_of_choices(self) -> dict[int, Choice]:
        """The choices, to come back to."""
        return dict(self.chosen)

    def put(self, index: int, choice: Choice) -> None:
        """Places a row that has no place."""
        self._count(index, choice, 1)
        self.chosen[index] = choice

    def take(self, index: int) -> Choice | None:
        """Takes a row from its place; gives where it stood."""
        choice = self.chosen.pop(index, None)
        if choice is not None:
            self._count(index, choice, -1)
        return choice

    def _count(self, index: int, choice: Choice, sign: int) -> None:
        row = self.table.rows[index]
        option, first = row.options[choice[0]], choice[1]
        days = stay(first, row.days)
        for person in option.people:
            self.busy[person] ^= days
            self.loads[person] += sign * row.days
        trip = self.trip(row, option, first)
        if trip is not None:
            self.trips[trip] += sign
        self.months[self.table.grid.months[first]] += sign * row.days

    def trip(self, row: Row, option: Option, first: int) -> Trip | None:
        """On which trip the row would be made."""
        return (option.lead, self.table.grid.weeks[first], row.cluster) if row.cluster is not None else None

    def open_starts(self, index: int) -> Iterator[tuple[int, Days]]:
        """For each option of a row the first days that everything placed so far leaves open."""
        row = self.table.rows[index]
        beside = self._beside(index, row)
        for number, option in enumerate(row.options):
            taken = 0
            for person in option.people:
                taken |= self.busy[person]
            starts = option.starts & ~spread(taken, row.days) & beside
            if starts:
                yield number, starts

    def _beside(self, index: int, row: Row) -> Days:
        """What the placed visits of the same unit, and those with an order, leave open."""
        table, found = self.table, stay(0, len(self.table.grid.days))
        for other in table.same_unit[index]:
            there = table.rows[other]
            if table.problem.are_joined(row.visit, there.visit):
                # One that stands nowhere yet may need a day that both can take.
                found &= 1 << self.chosen[other][1] if other in self.chosen else (found & there.starts) or found
            elif other in self.chosen:
                first = self.chosen[other][1]
                low = max(0, first - table.problem.distance - row.days + 1)
                taken = stay(low, first + there.days + table.problem.distance - low)
                if table.problem.may_combine(row.visit, there.visit):
                    taken &= ~(1 << first)
                found &= ~taken
        for other, comes_first in table.neighbours_in_order.get(index, ()):
            if other in self.chosen:
                first, length = self.chosen[other][1], table.rows[other].days
                before = stay(0, first + length)
                found &= ~before if comes_first else stay(0, max(0, first - row.days + 1))
        return found

    def cost_of(self, index: int, number: int, first: int) -> int:
        """What placing the row there adds to the cost."""
        row = self.table.rows[index]
        option = row.options[number]
        cost = row.day_costs[first] + option.extra + self._load_cost(row, option)
        trip = self.trip(row, option, first)
        if trip is not None and not self.trips[trip]:
            cost += row.trip
        return cost + self._month_cost(row, first)

    def _load_cost(self, row: Row, option: Option) -> int:
        fair, cost = self.table.fair, 0
        for person in option.people:
            over = self.loads[person] - fair.get(person, 0)
            cost += max(0, over + row.days) - max(0, over)
        return self.table.problem.weights.load * cost

    def _month_cost(self, row: Row, first: int) -> int:
        month = self.table.grid.months[first]
        over = self.months[month] - self.table.even.get(month, 0)
        return self.table.problem.weights.months * (max(0, over + row.days) - max(0, over))

    def best_choice(self, index: int) -> tuple[int, Choice] | None:
        """The cheapest open place of a row and what it adds; of equal ones the earliest, then the first option."""
        best: tuple[int, int, int] | None = None
        row = self.table.rows[index]
        for number, starts in self.open_starts(index):
            option = row.options[number]
            fixed = option.extra + self._load_cost(row, option)
            for first in each_bit(starts):
                cost = fixed + row.day_costs[first] + self._month_cost(row, first)
                if row.cluster is not None and not self.trips[option.lead, self.table.grid.weeks[first], row.cluster]:
                    cost += row.trip
                if best is None or (cost, first, number) < best:
                    best = (cost, first, number)
        return (best[0], (best[2], best[1])) if best is not None else None

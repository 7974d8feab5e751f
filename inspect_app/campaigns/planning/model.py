"""The CP-SAT model of some rows while all others stay where they stand: one yes-or-no for each crew and first day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspect_app.campaigns.planning.grid import Days, each_bit
from inspect_app.campaigns.planning.solver import Answer, cp_model
from inspect_app.campaigns.planning.standing import Choice, Standing

Place = tuple[int, int, int]
Places = list[tuple[Place, Any]]


@dataclass
class Model:
    """The solver's model with its variables by (row, option, first day)."""

    solver_model: Any
    places: dict[Place, Any] = field(default_factory=dict)
    unplaced: dict[int, Any] = field(default_factory=dict)
    terms: list[Any] = field(default_factory=list)
    trips: dict[Any, tuple[Any, Places]] = field(default_factory=dict)

    def choices(self, answer: Answer) -> dict[int, Choice]:
        """Where the answer puts the rows; a row without a place is left out."""
        if answer.value is None:
            return {}
        return {
            row: (number, first) for (row, number, first), variable in self.places.items() if answer.value(variable)
        }

    def hint(self, choices: Mapping[int, Choice]) -> None:
        """Tells the solver a plan to begin with."""
        for (row, number, first), variable in self.places.items():
            self.solver_model.add_hint(variable, choices.get(row) == (number, first))
        for row, variable in self.unplaced.items():
            self.solver_model.add_hint(variable, row not in choices)
        for made, places in self.trips.values():
            goes = any(choices.get(place[0]) == place[1:] for place, _variable in places)
            self.solver_model.add_hint(made, goes)


def build_model(standing: Standing, rows: Iterable[int], among: Mapping[int, Days] | None = None) -> Model:
    """The model of these rows, none of which has a place now; `among` narrows the first days of a row."""
    model = Model(cp_model().CpModel())
    _places(model, standing, sorted(rows), among or {})
    _one_place(model, standing)
    _burdens(model, standing)
    _orders(model, standing)
    _trips(model, standing)
    _loads(model, standing)
    _months(model, standing)
    model.solver_model.minimize(sum(model.terms))
    return model


def _places(model: Model, standing: Standing, rows: list[int], among: Mapping[int, Days]) -> None:
    """Each row has one place or none; what a place costs by itself."""
    for index in rows:
        row = standing.table.rows[index]
        variables = []
        for number, starts in standing.open_starts(index):
            option = row.options[number]
            for first in each_bit(starts & among.get(index, starts)):
                variable = model.solver_model.new_bool_var("")
                model.places[index, number, first] = variable
                variables.append(variable)
                model.terms.append((row.day_costs[first] + option.extra) * variable)
        model.unplaced[index] = none = model.solver_model.new_bool_var("")
        model.terms.append(standing.table.problem.weights.unplaced * none)
        model.solver_model.add_exactly_one([*variables, none])


def _by_person(model: Model, standing: Standing) -> dict[frozenset[tuple[int, int]], list[str]]:
    """People by the crews that they are on: those who always go together share their constraints."""
    crews: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for row, number in dict.fromkeys((row, number) for row, number, _first in model.places):
        for person in standing.table.rows[row].options[number].people:
            crews[person].add((row, number))
    together: dict[frozenset[tuple[int, int]], list[str]] = defaultdict(list)
    for person, on in crews.items():
        together[frozenset(on)].append(person)
    return dict(together)


def _covering(model: Model, standing: Standing, on: frozenset[tuple[int, int]]) -> dict[int, Places]:
    """For each day the places of these crews that take it."""
    found: dict[int, Places] = defaultdict(list)
    for place, variable in model.places.items():
        if place[:2] in on:
            for day in range(place[2], place[2] + standing.table.rows[place[0]].days):
                found[day].append((place, variable))
    return found


def _one_place(model: Model, standing: Standing) -> None:
    """One person is in one place a day. Who is only on crews that another is on too adds nothing."""
    keys = list(_by_person(model, standing))
    for on in keys:
        if any(on < other for other in keys):
            continue
        for places in _covering(model, standing, on).values():
            if len({place[0] for place, _variable in places}) > 1:
                model.solver_model.add_at_most_one([variable for _place, variable in places])


def _by_start(model: Model) -> dict[int, dict[int, list[Any]]]:
    """For each row and first day the variables of all crews."""
    found: dict[int, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for (row, _number, first), variable in model.places.items():
        found[row][first].append(variable)
    return found


def _burdens(model: Model, standing: Standing) -> None:
    """Visits to one unit keep their distance, unless two streams are combined and begin together."""
    table, starts = standing.table, _by_start(model)
    for row in starts:
        for other in table.same_unit[row]:
            if row < other and other in starts:
                _apart(model, standing, row, other, starts)


def _apart(
    model: Model, standing: Standing, row: int, other: int, starts: Mapping[int, Mapping[int, list[Any]]]
) -> None:
    table = standing.table
    distance, (one, two) = table.problem.distance, (table.rows[row], table.rows[other])
    combined = table.problem.may_combine(one.visit, two.visit)
    joined = table.problem.are_joined(one.visit, two.visit)
    for first, variables in starts[row].items():
        near = starts[other] if joined else range(first - distance - two.days + 1, first + one.days + distance)
        taken = [
            v for day in near if day in starts[other] and not (combined and day == first) for v in starts[other][day]
        ]
        if taken:
            # At most one of `variables` is chosen anyway, and at most one of `taken`.
            model.solver_model.add_at_most_one([*variables, *taken])


def _orders(model: Model, standing: Standing) -> None:
    """A visit begins after those that must be over before it."""
    starts, rows = _by_start(model), standing.table.rows
    for earlier, later in standing.table.orders:
        if earlier not in starts or later not in starts:
            continue
        for first in starts[later]:
            early = [v for day, variables in starts[later].items() if day <= first for v in variables]
            ends_late = [
                v for day, variables in starts[earlier].items() if day + rows[earlier].days > first for v in variables
            ]
            if ends_late:
                model.solver_model.add_at_most_one([*early, *ends_late])


def _trips(model: Model, standing: Standing) -> None:
    """A trip that is not made yet costs once for all its visits, and holds no more days than its week."""
    table, groups = standing.table, defaultdict[Any, Places](list)
    for place, variable in model.places.items():
        row = table.rows[place[0]]
        trip = standing.trip(row, row.options[place[1]], place[2])
        if trip is not None and not standing.trips[trip]:
            groups[trip].append((place, variable))
    for trip, places in groups.items():
        made = model.solver_model.new_bool_var("")
        model.trips[trip] = (made, places)
        by_row: dict[int, list[Any]] = defaultdict(list)
        for place, variable in places:
            by_row[place[0]].append(variable)
        for variables in by_row.values():
            model.solver_model.add(sum(variables) <= made)
        if len(by_row) > 1:
            spent = sum(table.rows[row].days * variable for row, variables in by_row.items() for variable in variables)
            model.solver_model.add(spent <= table.grid.week_days[trip[1]].bit_count() * made)
        model.terms.append(table.rows[places[0][0][0]].trip * made)


def _loads(model: Model, standing: Standing) -> None:
    """Days of a person above his fair share."""
    table = standing.table
    days_of: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for (row, number, _first), variable in model.places.items():
        days_of[row, number].append(table.rows[row].days * variable)
    for on, people in _by_person(model, standing).items():
        most = sum(table.rows[row].days for row in {row for row, _number in on})
        for allowed, alike in _alike(standing, people):
            if most > allowed:
                spent = sum(term for crew in sorted(on) for term in days_of[crew])
                _above(model, spent, allowed, most, table.problem.weights.load * alike)


def _alike(standing: Standing, people: Iterable[str]) -> Iterator[tuple[int, int]]:
    """How many days each of these people may still have, and how many people have just as many."""
    counts: dict[int, int] = defaultdict(int)
    over = 0
    for person in people:
        left = standing.table.fair.get(person, 0) - standing.loads[person]
        if left >= 0:
            counts[left] += 1
        else:
            over += 1
    if over:
        counts[0] += over
    return iter(sorted(counts.items()))


def _months(model: Model, standing: Standing) -> None:
    """Days of visits above a month's even share."""
    table, by_month = standing.table, defaultdict[Any, list[Any]](list)
    rows: dict[Any, set[int]] = defaultdict(set)
    for (row, _number, first), variable in model.places.items():
        month = table.grid.months[first]
        by_month[month].append(table.rows[row].days * variable)
        rows[month].add(row)
    for month, spent in by_month.items():
        left = max(0, table.even.get(month, 0) - standing.months[month])
        most = sum(table.rows[row].days for row in rows[month])
        if most > left:
            _above(model, sum(spent), left, most, table.problem.weights.months)


def _above(model: Model, spent: Any, allowed: int, most: int, weight: int) -> None:
    over = model.solver_model.new_int_var(0, most - allowed, "")
    model.solver_model.add(over >= spent - allowed)
    model.terms.append(weight * over)

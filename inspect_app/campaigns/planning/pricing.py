"""What a plan costs, part by part, counted from the plan itself; the solver's own sum is held against it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from math import ceil

from inspect_app.campaigns.planning.problem import Placement, Plan, Problem, Span, Visit

Trip = tuple[str, tuple[int, int], str]
Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Costs:
    """The soft costs, each with its weight in it: less is better."""

    travel: int = 0
    rain: int = 0
    late: int = 0
    load: int = 0
    months: int = 0
    change: int = 0
    stand_in: int = 0
    unplaced: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(self.parts().values())

    def parts(self) -> dict[str, int]:
        """The parts by their names."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def price(problem: Problem, plan: Plan) -> Costs:
    """The cost of a plan.

    Travel: each week in which a lead goes to a cluster is one trip, however many visits he makes there. Rain: each
    working day in a mountain cluster in the rainy season. Late: each working day after the target. Load: each day of a
    person above his fair share. Months: each day above the month's even share, by a visit's first day. Change: a
    published visit on another day, and one with other people, each
    twice if the unit was told. Stand-in: each member of the team who is missing or
    replaced. Unplaced: each visit without a place.
    """
    weights = problem.weights
    placed = [(problem.visits[one.visit], one) for one in plan.placements.values()]
    loads: Counter[str] = Counter()
    months: Counter[Month] = Counter()
    for visit, one in placed:
        months[one.first.year, one.first.month] += visit.days
        loads.update(dict.fromkeys(one.people, visit.days))
    fair, even = fair_days(problem), even_months(problem)
    return Costs(
        travel=weights.travel * sum(problem.clusters[cluster].trip for _lead, _week, cluster in trips(problem, plan)),
        rain=weights.rain * sum(rainy_days(problem, visit, one) for visit, one in placed),
        late=weights.late * sum(late_days(problem, visit, one) for visit, one in placed),
        load=weights.load * sum(max(0, days - fair.get(person, 0)) for person, days in loads.items()),
        months=weights.months * sum(max(0, days - even.get(month, 0)) for month, days in months.items()),
        change=weights.change * sum(changes(visit, one) for visit, one in placed),
        stand_in=weights.stand_in * sum(missing(problem, one) for visit, one in placed if visit.pinned is None),
        unplaced=weights.unplaced * len(plan.unplaced(problem)),
    )


def trip_of(problem: Problem, placement: Placement) -> Trip | None:
    """The lead, the week and the cluster of a visit to which one has to travel."""
    cluster = problem.cluster_of(problem.visits[placement.visit])
    if cluster is None or cluster.trip == 0 or placement.lead is None:
        return None
    year, week, _day = placement.first.isocalendar()
    return placement.lead, (year, week), cluster.code


def trips(problem: Problem, plan: Plan) -> dict[Trip, list[str]]:
    """Which visits are made on which trip."""
    found: dict[Trip, list[str]] = defaultdict(list)
    for placement in sorted(plan.placements.values(), key=lambda one: (one.first, one.visit)):
        trip = trip_of(problem, placement)
        if trip is not None:
            found[trip].append(placement.visit)
    return dict(found)


def rainy_days(problem: Problem, visit: Visit, placement: Placement) -> int:
    """How many days of a visit to the mountains fall into the rainy season, counted from its first day."""
    cluster, rainy = problem.cluster_of(visit), problem.rainy
    if rainy is None or cluster is None or not cluster.mountain:
        return 0
    return sum(rainy.holds(day) for day in _worked(problem, placement.span))


def late_days(problem: Problem, visit: Visit, placement: Placement) -> int:
    """How many working days after its target a visit ends."""
    if visit.target is None:
        return 0
    return max(0, problem.calendar.working_days_between(visit.target, placement.last))


def changes(visit: Visit, placement: Placement) -> int:
    """How much a visit differs from what was published: 1 for another first day, 1 for other people; twice if told."""
    before = visit.published
    if before is None or visit.pinned is not None:
        return 0
    differs = (before.first != placement.first) + (set(before.people) != set(placement.people))
    return differs * (2 if visit.told else 1)


def missing(problem: Problem, placement: Placement) -> int:
    """How many members of the team do not go: on leave, tied to the unit, or replaced."""
    team = problem.teams.get(placement.team)
    return len({member.person for member in team.members} - set(placement.people)) if team else 0


def fair_days(problem: Problem) -> Mapping[str, int]:
    """Each person's fair share in days: of every visit as much as the part of its possible teams that he is on."""
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for visit in problem.visits.values():
        if visit.pinned is not None:
            for person in visit.pinned.people:
                shares[person] += visit.days
            continue
        for code in visit.teams:
            for member in problem.teams[code].members:
                shares[member.person] += Fraction(visit.days, len(visit.teams))
    return {person: ceil(share) for person, share in shares.items()}


def even_months(problem: Problem) -> Mapping[Month, int]:
    """How many days of visits each month holds when all months are worked alike."""
    worked = Counter((day.year, day.month) for day in _worked(problem, problem.window))
    whole, days = sum(worked.values()), sum(visit.days for visit in problem.visits.values())
    return {month: ceil(Fraction(days * part, whole)) for month, part in worked.items()}


def _worked(problem: Problem, span: Span) -> Iterator[date]:
    for ordinal in range(span.first.toordinal(), span.last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if problem.calendar.is_working_day(day):
            yield day

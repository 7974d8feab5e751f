"""A visit without a place: the smallest set of constraints in its way, by deletion, and the nearest ways out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspect_app.campaigns.planning.checking import Rule, Violation, check_visit
from inspect_app.campaigns.planning.crews import crews
from inspect_app.campaigns.planning.grid import Grid, each_bit
from inspect_app.campaigns.planning.obstacle_words import cause, way_out
from inspect_app.campaigns.planning.pricing import price
from inspect_app.campaigns.planning.problem import Placement, Plan, Problem, Span, Visit
from inspect_app.campaigns.planning.proposal import Obstacle, Way, WayOut

# How many days beyond its window a visit is looked at, and how many places are priced for each way out.
BEYOND, PRICED, SHOWN = 30, 3, 3
# These are never given up: such a place is none.
NEVER = frozenset({Rule.WORKING_DAYS, Rule.KNOWN, Rule.LENGTH})
WAYS: dict[Rule, Way] = {
    Rule.WINDOW: Way.WIDER_WINDOW,
    Rule.DUE: Way.WIDER_WINDOW,
    Rule.BLACKOUT: Way.LIFTED_BLACKOUT,
    Rule.LEAVE: Way.LEAVE_MOVED,
    Rule.BURDEN: Way.NEARER_VISIT,
    Rule.NOTICE: Way.SHORTER_NOTICE,
    Rule.ONE_PLACE: Way.ANOTHER_VISIT_MOVED,
}
# One named constraint: its rule, the other visit, the person.
Name = tuple[Rule, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class _Tried:
    """A place that was tried, and what stands against it."""

    placement: Placement
    against: tuple[Violation, ...]

    @property
    def names(self) -> frozenset[Name]:
        return frozenset(name_of(one) for one in self.against)


def name_of(violation: Violation) -> Name:
    """The constraint that a violation breaks; people who are missed at the same other visit are one."""
    others = violation.visits[1:]
    return violation.rule, others, () if others else violation.people


def obstacle(problem: Problem, plan: Plan, code: str) -> Obstacle:
    """Why the visit has no place in the plan, and what would give it one.

    First by itself, with only pinned visits standing; if a place is left then, among all the others where they stand.
    """
    visit = problem.visits[code]
    pinned = Plan({other: one.pinned for other, one in problem.visits.items() if one.pinned is not None})
    by_itself = list(_tried(problem, pinned, visit, visit.teams))
    alone = all(one.against for one in by_itself)
    tried = by_itself if alone else list(_tried(problem, plan, visit, visit.teams))
    blocking = smallest([one.names for one in tried])
    first = {name_of(violation): violation for one in reversed(tried) for violation in one.against}
    causes = tuple(cause(problem, visit, first[name]) for name in blocking)
    return Obstacle(code, visit.unannounced, alone, causes, tuple(_ways_out(problem, plan, visit)))


def smallest(hits: Sequence[frozenset[Name]]) -> list[Name]:
    """The names that are left when each is dropped without which still every place is hit; a place hit by none frees all.

    Dropping one more of the result would leave a place open: it is a minimal set of constraints in the way.
    """
    counts = Counter(name for one in hits for name in one)
    kept = sorted(counts, key=lambda name: (-counts[name], name))
    for name in sorted(counts, key=lambda name: (counts[name], name)):
        without = set(kept) - {name}
        if all(one & without for one in hits):
            kept.remove(name)
    return kept if all(one & set(kept) for one in hits) else []


def _tried(problem: Problem, plan: Plan, visit: Visit, teams: Iterable[str]) -> Iterator[_Tried]:
    """Every team on every day in and around the window, with what stands against it."""
    grid = Grid.of(problem)
    inside = grid.within(visit.window)
    low, high = inside.bit_length() - inside.bit_count() - BEYOND, inside.bit_length() + BEYOND
    starts = [first for first in each_bit(grid.unbroken(visit.days)) if low <= first < high]
    for team in teams:
        near = _near(problem, plan, visit, team)
        for first in starts:
            span = Span(grid.days[first], grid.days[first + visit.days - 1])
            for placement in _placements(problem, visit, team, span):
                against = tuple(check_visit(problem, near.moved(placement), visit.code))
                if not any(one.rule in NEVER for one in against):
                    yield _Tried(placement, against)


def _placements(problem: Problem, visit: Visit, code: str, span: Span) -> list[Placement]:
    """The team as it could go on these days; if it cannot be put together, as it is."""
    team = problem.teams[code]
    people = {member.person: problem.people[member.person] for member in team.members}
    absent = [
        code
        for code, person in people.items()
        if person.is_tied(visit.unit, span.first) or any(one.span.meets(span) for one in person.leave)
    ]
    found = crews(problem, visit, team, absent, ()) or [team.members]
    return [Placement(visit.code, span.first, span.last, team.code, crew) for crew in found]


def _near(problem: Problem, plan: Plan, visit: Visit, team: str) -> Plan:
    """The part of the plan that has to do with the visit: its unit, its order, people who could go."""
    could_go = {member.person for member in problem.teams[team].members}
    could_go |= {one.code for one in problem.people.values() if one.can_lead or one.can_secretary or one.expert_in}

    def touches(other: Placement) -> bool:
        there = problem.visits[other.visit]
        order = other.visit in visit.after or visit.code in there.after
        return there.unit == visit.unit or order or not could_go.isdisjoint(other.people)

    return Plan({code: one for code, one in plan.placements.items() if code != visit.code and touches(one)})


def _ways_out(problem: Problem, plan: Plan, visit: Visit) -> list[WayOut]:
    """The cheapest place that each single kind of concession would open, the three cheapest of them."""
    by_way: dict[Way, list[_Tried]] = {}
    for one in _tried(problem, plan, visit, visit.teams):
        way = _way_of(problem, one)
        if way is not None:
            by_way.setdefault(way, []).append(one)
    others = [team for team in problem.teams if team not in visit.teams]
    by_way[Way.ANOTHER_TEAM] = [one for one in _tried(problem, plan, visit, others) if not one.against]
    bare = price(problem, plan).total - problem.weights.unplaced
    found = []
    for way, places in by_way.items():
        places.sort(key=lambda one: (_distance(visit, one.placement), one.placement.first, one.placement.team))
        priced = [
            (price(problem, after).total - bare, number, one)
            for number, one in enumerate(places[:PRICED])
            if (after := _after(problem, plan, way, one)) is not None
        ]
        if priced:
            cost, _number, one = min(priced, key=lambda entry: entry[:2])
            found.append(way_out(problem, visit, way, one.placement, one.against, cost))
    return sorted(found, key=lambda one: (one.cost, one.way))[:SHOWN]


def _way_of(problem: Problem, tried: _Tried) -> Way | None:
    """The one concession that would open the place; None if it takes more than one, or one that nobody can make."""
    ways = {WAYS.get(one.rule) for one in tried.against}
    others = {one.visits[1] for one in tried.against if len(one.visits) > 1}
    if len(ways) != 1 or len(others) > 1:
        return None
    fixed = [other for other in others if problem.visits[other].pinned or problem.visits[other].unannounced]
    way = ways.pop()
    return None if way is Way.ANOTHER_VISIT_MOVED and (fixed or not others) else way


def _distance(visit: Visit, placement: Placement) -> int:
    """How many days the place lies outside the window, or after the due date."""
    last = min(visit.window.last, visit.due) if visit.due else visit.window.last
    return max(0, (visit.window.first - placement.first).days, (placement.last - last).days)


def _after(problem: Problem, plan: Plan, way: Way, tried: _Tried) -> Plan | None:
    """The plan with the visit there; another visit in the way goes to its own nearest place, if it has one."""
    placed = plan.moved(tried.placement)
    if way is not Way.ANOTHER_VISIT_MOVED:
        return placed
    other = problem.visits[tried.against[0].visits[1]]
    stood = plan.placements[other.code].first
    rest = Plan({code: one for code, one in placed.placements.items() if code != other.code})
    free = [one.placement for one in _tried(problem, rest, other, other.teams) if not one.against]
    return placed.moved(min(free, key=lambda one: (abs((one.first - stood).days), one.first))) if free else None

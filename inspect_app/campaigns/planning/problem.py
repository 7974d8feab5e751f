"""What the planner is asked: visits, people, teams, units, the calendar and the weights. Frozen, plain, pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar

# How long after leaving a unit a person still may not inspect it.
TIE_LASTS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both counted."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.first <= day <= self.last

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on which somebody or something is not to be had, and why: leave of a person, a unit's own event."""

    span: Span
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A unit to which a person belongs (`until` is None) or belonged: head, contact or worker there."""

    unit: str
    until: date | None = None

    def binds_on(self, day: date) -> bool:
        """Whether it keeps the person from inspecting the unit on the day."""
        return self.until is None or self.until >= day - TIE_LASTS


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be sent, what he can do there, and where he may not be sent."""

    code: str
    name: str
    agency: str | None = None
    can_lead: bool = False
    can_secretary: bool = False
    expert_in: frozenset[str] = frozenset()
    ties: tuple[Tie, ...] = ()
    leave: tuple[Closed, ...] = ()

    def is_tied(self, unit: str, day: date) -> bool:
        """Whether he has a conflict of interest at the unit on the day."""
        return any(tie.unit == unit and tie.binds_on(day) for tie in self.ties)

    def leave_on(self, day: date) -> Closed | None:
        """The leave that he has on the day."""
        return next((one for one in self.leave if one.span.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Member:
    """A person's part on a team."""

    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class Team:
    """People who go together by a decision."""

    code: str
    title: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A line of work and whom its visits need. `combines_with`: streams that may share one visit to a unit."""

    code: str
    title: str
    needs_secretary: bool = True
    needs_expert: bool = False
    least_people: int = 2
    combines_with: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Neighbouring units. `trip` is what one team's trip there in one week counts; in a mountain cluster rain counts."""

    code: str
    title: str
    trip: int = 1
    mountain: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit to be inspected; without a cluster nobody has to travel."""

    code: str
    name: str
    cluster: str | None = None
    blackouts: tuple[Closed, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def exists_on(self, day: date) -> bool:
        """Whether there is such a unit on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def blackout_on(self, day: date) -> Closed | None:
        """What keeps the unit from being inspected on the day."""
        return next((one for one in self.blackouts if one.span.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Placement:
    """A visit with its days and its people; `team` is the code of the team from which they come."""

    visit: str
    first: date
    last: date
    team: str
    members: tuple[Member, ...]

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first, self.last)

    @property
    def people(self) -> tuple[str, ...]:
        """The codes of those who go."""
        return tuple(member.person for member in self.members)

    @property
    def lead(self) -> str | None:
        """The code of the lead."""
        return next((member.person for member in self.members if member.role is Role.LEAD), None)


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection to be placed.

    `days` are working days; `due` is the day by which it must be over, `target` the day by which it should be.
    `notice_days` working days lie between the day of planning and the first day; one is enough when the unit was `told`
    already or the visit is `unannounced`, and none when it stays on its `published` first day. `teams` are those that may
    go: one if it is settled. `after` are visits that must be over before, `joins` those with which it goes to the unit:
    all begin on one day. `pinned` is not to be moved, `published` is to be moved as little as possible.
    """

    code: str
    stream: str
    unit: str
    days: int
    window: Span
    teams: tuple[str, ...]
    due: date | None = None
    target: date | None = None
    notice_days: int = 0
    told: bool = False
    unannounced: bool = False
    after: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    pinned: Placement | None = None
    published: Placement | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each soft cost counts; whole numbers that the coordinator reads and sets in the plan file."""

    travel: int = 10
    rain: int = 5
    late: int = 2
    load: int = 3
    months: int = 2
    change: int = 30
    stand_in: int = 6
    unplaced: int = 10_000


@dataclass(frozen=True)
class Problem:
    """Everything that the planner knows. `as_of` is the day of planning, None for a campaign that is long over.

    `distance` is how many working days must lie between two visits to one unit.
    """

    calendar: WorkingCalendar
    window: Span
    visits: Mapping[str, Visit]
    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    streams: Mapping[str, Stream]
    units: Mapping[str, Unit]
    clusters: Mapping[str, Cluster] = field(default_factory=dict)
    distance: int = 0
    rainy: Span | None = None
    weights: Weights = Weights()
    as_of: date | None = None

    def cluster_of(self, visit: Visit) -> Cluster | None:
        """Where the visit's unit lies, if one has to travel there."""
        return self.clusters.get(self.units[visit.unit].cluster or "")

    def are_joined(self, one: Visit, other: Visit) -> bool:
        """Whether somebody joined the two: they begin on one day or have no place."""
        return other.code in one.joins or one.code in other.joins

    def may_combine(self, one: Visit, other: Visit) -> bool:
        """Whether the two may be one visit to one unit, begun together."""
        return one.unit == other.unit and (
            other.stream in self.streams[one.stream].combines_with
            or one.stream in self.streams[other.stream].combines_with
            or self.are_joined(one, other)
        )


@dataclass(frozen=True)
class Plan:
    """Where each visit is placed; what is in no placement is not placed."""

    placements: Mapping[str, Placement]

    def moved(self, placement: Placement) -> "Plan":
        """The plan with one visit placed anew: what a drag in the calendar asks about."""
        return Plan({**self.placements, placement.visit: placement})

    def unplaced(self, problem: Problem) -> tuple[str, ...]:
        """The visits of the problem that have no place."""
        return tuple(code for code in problem.visits if code not in self.placements)

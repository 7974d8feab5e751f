"""What the planner proposes: the plan, what it costs, what is proven of it, and what changes against today."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from inspect_app.campaigns.planning.checking import Rule, Violation
from inspect_app.campaigns.planning.pricing import Costs
from inspect_app.campaigns.planning.problem import Placement, Plan


class Stage(StrEnum):
    """What the planner is at."""

    DRAWING = "drawing"
    FIRST_PLAN = "first_plan"
    MENDING = "mending"
    PROVING = "proving"
    SEARCHING = "searching"
    BOUNDING = "bounding"
    EXPLAINING = "explaining"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: the best cost so far, the bound if there is one, and the part of the work that is done (0 to 1)."""

    stage: Stage
    cost: int | None
    bound: int | None
    done: float


Hear = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of the cost: proven to be the least, or at most so far above the bound. `was_stopped` by hand."""

    is_optimal: bool
    cost: int
    bound: int
    was_stopped: bool
    work: float

    @property
    def gap(self) -> Decimal:
        """How far the cost may lie above the least, in percent of the cost."""
        return Decimal(100 * (self.cost - self.bound)) / Decimal(self.cost) if self.cost > self.bound else Decimal(0)


@dataclass(frozen=True, slots=True)
class Move:
    """One visit: where it is today (if anywhere), where it would be, why, and which costs are its own."""

    visit: str
    before: Placement | None
    after: Placement
    reason: str
    costs: Costs
    is_pinned: bool
    is_secret: bool

    @property
    def changes(self) -> bool:
        """Whether anything is other than today."""
        if self.before is None:
            return True
        return self.before.span != self.after.span or set(self.before.members) != set(self.after.members)


@dataclass(frozen=True, slots=True)
class Cause:
    """One of the constraints in the way of a visit; `visits` are others that take part in it."""

    rule: Rule
    visits: tuple[str, ...]
    people: tuple[str, ...]
    message: str


class Way(StrEnum):
    """What would have to be given for a visit to find its place."""

    ANOTHER_TEAM = "another_team"
    WIDER_WINDOW = "wider_window"
    LIFTED_BLACKOUT = "lifted_blackout"
    LEAVE_MOVED = "leave_moved"
    NEARER_VISIT = "nearer_visit"
    SHORTER_NOTICE = "shorter_notice"
    ANOTHER_VISIT_MOVED = "another_visit_moved"


@dataclass(frozen=True, slots=True)
class WayOut:
    """How a visit could be placed, where it would be then, and what that costs more than leaving the rest as it is."""

    way: Way
    placement: Placement
    cost: int
    message: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A visit without a place: the smallest set of constraints in the way, and the nearest ways out, cheapest first."""

    visit: str
    is_secret: bool
    alone: bool
    causes: tuple[Cause, ...]
    ways_out: tuple[WayOut, ...]


@dataclass(frozen=True)
class Proposal:
    """The whole answer. `violations` are those that pinned visits bring with them; a plan's own there are none."""

    plan: Plan
    costs: Costs
    proof: Proof
    moves: tuple[Move, ...]
    unplaced: tuple[Obstacle, ...]
    violations: tuple[Violation, ...]

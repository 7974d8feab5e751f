"""The planner: what it is asked (`problem`), whether a plan keeps the rules (`checking`), what a plan costs (`pricing`)."""

from inspect_app.campaigns.planning.checking import Rule, Violation, check, check_visit
from inspect_app.campaigns.planning.pricing import Costs, price
from inspect_app.campaigns.planning.problem import (
    Closed,
    Cluster,
    Member,
    Person,
    Placement,
    Plan,
    Problem,
    Span,
    Stream,
    Team,
    Tie,
    Unit,
    Visit,
    Weights,
)

__all__ = [
    "Closed",
    "Cluster",
    "Costs",
    "Member",
    "Person",
    "Placement",
    "Plan",
    "Problem",
    "Rule",
    "Span",
    "Stream",
    "Team",
    "Tie",
    "Unit",
    "Violation",
    "Visit",
    "Weights",
    "check",
    "check_visit",
    "price",
]

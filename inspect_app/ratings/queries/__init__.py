"""Reading ratings: the years and heads, what lies in the issued conclusions, and the whole assessment of a head."""

from inspect_app.ratings.queries.assessment import Assessment, assess, assess_all, snapshot
from inspect_app.ratings.queries.grounds import Grounds, grounds_of, waiting_conclusions
from inspect_app.ratings.queries.heads import (
    decided_unreleased,
    head_rating_by_id,
    heads_of_units,
    lock_rating,
    lock_year,
    own_ratings,
    own_unreleased_ids,
    rating_of_unit,
    rating_with_area,
    rating_year,
    rating_years,
    ratings_of,
    released_anywhere,
    rule_of,
    visible_ratings,
)

__all__ = [
    "Assessment",
    "Grounds",
    "assess",
    "assess_all",
    "decided_unreleased",
    "grounds_of",
    "head_rating_by_id",
    "heads_of_units",
    "lock_rating",
    "lock_year",
    "own_ratings",
    "own_unreleased_ids",
    "rating_of_unit",
    "rating_with_area",
    "rating_year",
    "rating_years",
    "ratings_of",
    "released_anywhere",
    "rule_of",
    "snapshot",
    "visible_ratings",
    "waiting_conclusions",
]

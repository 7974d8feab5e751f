"""What a plan file may say to the planner: what each soft cost counts, where units lie, what a stream's visits need."""

from typing import Any

from pydantic import Field

from inspect_app.campaigns.files.days import Days
from inspect_app.kernel.yaml_source import StrictModel

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOST_WEIGHT = 100_000


class WeightsEntry(StrictModel):
    """What one unit of each soft cost counts; see `planning.pricing.price` for the units."""

    travel: int = Field(default=10, ge=0, le=MOST_WEIGHT)
    rain: int = Field(default=5, ge=0, le=MOST_WEIGHT)
    late: int = Field(default=2, ge=0, le=MOST_WEIGHT)
    load: int = Field(default=3, ge=0, le=MOST_WEIGHT)
    months: int = Field(default=2, ge=0, le=MOST_WEIGHT)
    change: int = Field(default=30, ge=0, le=MOST_WEIGHT)
    stand_in: int = Field(default=6, ge=0, le=MOST_WEIGHT)


class ClusterEntry(StrictModel):
    """Neighbouring units, and what one trip there counts; units below a named one lie there too."""

    code: str = Field(pattern=SLUG, max_length=40)
    title: str = Field(min_length=1, max_length=200)
    trip: int = Field(default=1, ge=0, le=100)
    mountain: bool = False
    units: tuple[str, ...] = Field(min_length=1)


class PlanningEntry(StrictModel):
    """The planner's settings. `distance`: how many working days lie between two visits to one unit."""

    source: str = Field(min_length=1)
    distance: int = Field(default=0, ge=0, le=120)
    rainy: Days | None = None
    weights: WeightsEntry = WeightsEntry()
    clusters: tuple[ClusterEntry, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values to be kept with the campaign."""
        return self.model_dump(mode="json")


class NeedsEntry(StrictModel):
    """Whom a visit of the stream needs beside its lead."""

    secretary: bool = True
    expert: bool = False
    people: int = Field(default=2, ge=1, le=20)

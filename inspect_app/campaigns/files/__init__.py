"""A campaign's folder: plan.yaml, units.yaml, teams.yaml and calendar.yaml, read and held against each other."""

from inspect_app.campaigns.files.days import Days
from inspect_app.campaigns.files.folder import FILE_NAMES, CampaignFolder, read_folder
from inspect_app.campaigns.files.notices_shapes import NoticesEntry
from inspect_app.campaigns.files.papers_shapes import PapersEntry
from inspect_app.campaigns.files.planning_shapes import PlanningEntry, WeightsEntry
from inspect_app.campaigns.files.shapes import (
    CalendarFile,
    DrawEntry,
    PersonEntry,
    PlanFile,
    PoolEntry,
    StreamEntry,
    TeamEntry,
    TeamsFile,
    VisitEntry,
)

__all__ = [
    "FILE_NAMES",
    "CalendarFile",
    "CampaignFolder",
    "Days",
    "DrawEntry",
    "NoticesEntry",
    "PapersEntry",
    "PersonEntry",
    "PlanFile",
    "PlanningEntry",
    "PoolEntry",
    "StreamEntry",
    "TeamEntry",
    "TeamsFile",
    "VisitEntry",
    "WeightsEntry",
    "read_folder",
]

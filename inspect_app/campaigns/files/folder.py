"""Reading a campaign's folder: all files, all problems, nothing in between."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from inspect_app.campaigns.files.calendar_checks import check_calendar
from inspect_app.campaigns.files.closed_checks import check_closed_days
from inspect_app.campaigns.files.draw_checks import check_draws
from inspect_app.campaigns.files.opened import OpenedFolder, ReadFile
from inspect_app.campaigns.files.papers_checks import check_papers
from inspect_app.campaigns.files.plan_checks import check_plan
from inspect_app.campaigns.files.planning_checks import check_planning
from inspect_app.campaigns.files.shapes import CalendarFile, PlanFile, TeamsFile
from inspect_app.campaigns.files.team_checks import check_teams
from inspect_app.campaigns.files.visit_checks import check_visits
from inspect_app.kernel.yaml_source import Problem, ProblemsFound, StrictModel, parse_model, read_yaml_file
from inspect_app.units.files import UnitsFile, check_units

Model = TypeVar("Model", bound=StrictModel)

FILE_NAMES = ("plan.yaml", "units.yaml", "teams.yaml", "calendar.yaml")
CHECKS = (
    check_plan,
    check_visits,
    check_draws,
    check_teams,
    check_calendar,
    check_closed_days,
    check_planning,
    check_papers,
)


@dataclass(frozen=True)
class CampaignFolder:
    """A folder that holds together: what `load_plan` takes. `sha256` is over its four files."""

    plan: PlanFile
    units: UnitsFile
    teams: TeamsFile
    calendar: CalendarFile
    sha256: str


def read_folder(directory: Path, checklists: Collection[tuple[str, int]]) -> CampaignFolder:
    """The checked folder of a campaign.

    `checklists` are the published (code, version) pairs. Raises ProblemsFound with the problems of all files.
    """
    problems: list[Problem] = []
    opened = OpenedFolder(
        plan=_read(directory / "plan.yaml", PlanFile, problems),
        units=_read(directory / "units.yaml", UnitsFile, problems),
        teams=_read(directory / "teams.yaml", TeamsFile, problems),
        calendar=_read(directory / "calendar.yaml", CalendarFile, problems),
        checklists=checklists,
    )
    if opened.units:
        problems += check_units(opened.units.source, opened.units.content)
    for check in CHECKS:
        problems += check(opened)
    if problems or not (opened.plan and opened.units and opened.teams and opened.calendar):
        raise ProblemsFound(problems)
    return CampaignFolder(
        plan=opened.plan.content,
        units=opened.units.content,
        teams=opened.teams.content,
        calendar=opened.calendar.content,
        sha256=_fingerprint(directory),
    )


def _read(path: Path, model: type[Model], problems: list[Problem]) -> ReadFile[Model] | None:
    try:
        source = read_yaml_file(path)
        return ReadFile(source, parse_model(source, model))
    except ProblemsFound as found:
        problems += found.problems
        return None


def _fingerprint(directory: Path) -> str:
    whole = hashlib.sha256()
    for name in FILE_NAMES:
        whole.update(hashlib.sha256((directory / name).read_bytes()).digest())
    return whole.hexdigest()

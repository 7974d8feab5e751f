"""The files of a folder as far as they could be read: what the checks work on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from inspect_app.campaigns.files.shapes import CalendarFile, PlanFile, TeamEntry, TeamsFile
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.yaml_source import Problem, Source, StrictModel, did_you_mean
from inspect_app.units.files import UnitEntry, UnitsFile

Model = TypeVar("Model", bound=StrictModel)
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class ReadFile(Generic[Model]):
    """A file's content, and where each part of it stands."""

    source: Source
    content: Model

    def problem(self, message: str, *path: str | int, key: bool = False) -> Problem:
        """A problem at a place of this file."""
        return self.source.problem(path, message, key=key)


@dataclass(frozen=True)
class OpenedFolder:
    """A file that could not be read is None; checks that need it are left out, its own problems are told anyway."""

    plan: ReadFile[PlanFile] | None
    units: ReadFile[UnitsFile] | None
    teams: ReadFile[TeamsFile] | None
    calendar: ReadFile[CalendarFile] | None
    checklists: Collection[tuple[str, int]]

    @cached_property
    def units_by_code(self) -> Mapping[str, UnitEntry] | None:
        """The units by their codes."""
        return self.units.content.by_code() if self.units else None

    @cached_property
    def teams_by_code(self) -> Mapping[str, TeamEntry] | None:
        """The teams by their codes."""
        return {team.code: team for team in self.teams.content.teams} if self.teams else None

    @cached_property
    def working_calendar(self) -> WorkingCalendar | None:
        """The working calendar."""
        return self.calendar.content.calendar() if self.calendar else None

    def agencies_of(self, team_code: str | None) -> frozenset[str]:
        """Where the members of a team work; empty when the team is not known."""
        team = (self.teams_by_code or {}).get(team_code or "")
        return self.teams.content.agencies_of(team) if self.teams and team else frozenset()


def unknown_unit(code: str, known: Collection[str]) -> str:
    """The message about a unit that units.yaml does not have."""
    hint = did_you_mean(code, sorted(known))
    return _("Không có đơn vị “%(code)s” trong units.yaml; %(hint)s", code=code, hint=hint)

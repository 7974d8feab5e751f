"""What the files say to the planner, in the next campaign: days move with the years, streams that are not kept go. Pure."""

from collections.abc import Collection

from inspect_app.campaigns.files import Days, PlanningEntry, StreamEntry, TeamsFile
from inspect_app.campaigns.files.shapes import ChecklistEntry
from inspect_app.campaigns.following.moving import same_day
from inspect_app.campaigns.following.values import Change, Wishes
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _

FILE = "plan.yaml"


def next_planning(old: PlanningEntry | None, years: int, changes: list[Change]) -> PlanningEntry | None:
    """The planner's settings; the rainy season is that of the new year. Units of a cluster stay by their codes."""
    if old is None or old.rainy is None:
        return old
    rainy = Days(starts=same_day(old.rainy.starts, years), ends=same_day(old.rainy.ends, years))
    changes.append(Change(FILE, "rainy", _span(old.rainy), _span(rainy), _("mùa mưa, cùng ngày của năm mới")))
    return old.model_copy(update={"rainy": rainy})


def next_stream(stream: StreamEntry, wishes: Wishes, checklist: ChecklistEntry) -> StreamEntry:
    """The stream with its checklist; a target that lies outside the campaign says nothing any more."""
    target = same_day(stream.target, wishes.window.starts.year - stream.target.year) if stream.target else None
    if target is not None and not wishes.window.starts <= target <= wishes.window.ends:
        target = None
    together = tuple(code for code in stream.combines_with if code in wishes.streams)
    return stream.model_copy(update={"checklist": checklist, "target": target, "combines_with": together})


def with_streams(file: TeamsFile, kept: Collection[str]) -> TeamsFile:
    """Teams and experts for the streams that are kept."""
    people = [
        person.model_copy(update={"expert_in": tuple(code for code in person.expert_in if code in kept)})
        for person in file.people
    ]
    teams = [
        team.model_copy(update={"streams": tuple(code for code in team.streams if code in kept)}) for team in file.teams
    ]
    return file.model_copy(update={"people": tuple(people), "teams": tuple(teams)})


def _span(days: Days) -> str:
    return f"{format_date(days.starts)} – {format_date(days.ends)}"

"""What may stand in the files of a campaign's folder."""

from datetime import date

from pydantic import Field

from inspect_app.campaigns.files.closed_shapes import ClosureEntry, LeaveEntry, SpanEntry
from inspect_app.campaigns.files.days import Days
from inspect_app.campaigns.files.notices_shapes import NoticesEntry
from inspect_app.campaigns.files.papers_shapes import PapersEntry
from inspect_app.campaigns.files.planning_shapes import SLUG, NeedsEntry, PlanningEntry
from inspect_app.campaigns.rules import DEFAULTS, Deadline, DeadlineKind, DeadlineSettings, StreamKind
from inspect_app.kernel.actors import Role
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.yaml_source import StrictModel
from inspect_app.units.rules import UnitKind

VISIT_CODE = r"^[A-Z]{2,4}-[0-9]{2,5}$"
PREFIX = r"^[A-Z]{2,4}$"
MOST_DAYS = 5


class CampaignEntry(StrictModel):
    """The campaign itself. Number and date stay blank while the issued plan is not known."""

    code: str = Field(pattern=SLUG, max_length=60)
    title: str = Field(min_length=1, max_length=400)
    year: int = Field(ge=2000, le=2100)
    window: Days
    number: str | None = Field(default=None, min_length=1, max_length=60)
    issued_on: date | None = None
    sample: bool = False
    source: str = ""


class DeadlineEntry(StrictModel):
    """A deadline in working days, with its source."""

    days: int = Field(ge=0, le=120)
    source: str = Field(min_length=1)
    needs_checking: bool = False


class ExplanationEntry(DeadlineEntry):
    """How long a unit has to explain; `may_skip`: whether a team may go on without asking it, with a reason."""

    may_skip: bool = False


def _explanation() -> ExplanationEntry:
    default = DEFAULTS[DeadlineKind.EXPLANATION]
    return ExplanationEntry(days=default.days, source=default.source)


class DeadlinesEntry(StrictModel):
    """All deadlines of the campaign; they are settings, not law, unless the source says so."""

    notice: DeadlineEntry
    self_report: DeadlineEntry
    minutes: DeadlineEntry
    team_report: DeadlineEntry
    # Plans of before this step do not name it: then it has its default.
    explanation: ExplanationEntry = Field(default_factory=_explanation)
    conclusion: DeadlineEntry
    remediation: DeadlineEntry

    def settings(self) -> DeadlineSettings:
        """The deadlines as the rules want them."""
        entries: dict[DeadlineKind, DeadlineEntry] = {kind: getattr(self, kind.value) for kind in DeadlineKind}
        return DeadlineSettings(
            {
                kind: Deadline(
                    one.days, one.source, one.needs_checking, isinstance(one, ExplanationEntry) and one.may_skip
                )
                for kind, one in entries.items()
            }
        )


class ChecklistEntry(StrictModel):
    """A published version of a checklist."""

    code: str = Field(pattern=SLUG, max_length=60)
    version: int = Field(ge=1)


class StreamEntry(StrictModel):
    """A stream of visits. `days`: how long one takes unless it says so itself; `target`: by when they should be over."""

    code: str = Field(pattern=SLUG, max_length=40)
    title: str = Field(min_length=1, max_length=400)
    kind: StreamKind
    checklist: ChecklistEntry
    unannounced: bool = False
    team_basis: str = ""
    days: int | None = Field(default=None, ge=1, le=MOST_DAYS)
    target: date | None = None
    needs: NeedsEntry = NeedsEntry()
    combines_with: tuple[str, ...] = ()


class VisitEntry(StrictModel):
    """A visit at a named unit. Dates and team may come later; without a window of its own it has the campaign's.

    `days`: its working days; `due`: by when it has to be over; `after`: visits that have to be over before it.
    """

    code: str = Field(pattern=VISIT_CODE)
    stream: str
    unit: str
    window: Days | None = None
    dates: Days | None = None
    note: str | None = Field(default=None, max_length=200)
    team: str | None = None
    days: int | None = Field(default=None, ge=1, le=MOST_DAYS)
    due: date | None = None
    after: tuple[str, ...] = ()


class PoolEntry(StrictModel):
    """Units among which visits are drawn: named ones, and all of some kinds, under some units, without some."""

    units: tuple[str, ...] = ()
    kinds: tuple[UnitKind, ...] = ()
    under: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class DrawEntry(StrictModel):
    """How many unannounced visits are drawn from which pool; unit and day stay secret until the visit begins."""

    code: str = Field(pattern=SLUG, max_length=40)
    title: str = Field(min_length=1, max_length=200)
    stream: str
    prefix: str = Field(pattern=PREFIX)
    count: int = Field(ge=1, le=400)
    window: Days | None = None
    team: str | None = None
    pool: PoolEntry


class PlanFile(StrictModel):
    """plan.yaml"""

    campaign: CampaignEntry
    deadlines: DeadlinesEntry
    streams: tuple[StreamEntry, ...] = Field(min_length=1)
    visits: tuple[VisitEntry, ...] = ()
    draws: tuple[DrawEntry, ...] = ()
    planning: PlanningEntry | None = None
    papers: PapersEntry | None = None
    notices: NoticesEntry | None = None

    def window_of(self, entry: VisitEntry | DrawEntry) -> Days:
        """The entry's own window, or the campaign's."""
        return entry.window or self.campaign.window


class PersonEntry(StrictModel):
    """Somebody on a team; `agency` is where he works, so that he is never sent there; `expert_in`: streams."""

    code: str = Field(pattern=SLUG, max_length=60)
    name: str = Field(min_length=1, max_length=200)
    title: str | None = Field(default=None, max_length=200)
    agency: str | None = None
    expert_in: tuple[str, ...] = ()
    email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$", max_length=320)


class MemberEntry(StrictModel):
    """A person's part in a team."""

    person: str
    role: Role


class TeamEntry(StrictModel):
    """A team that visits are given to; `streams`: those whose visits without a team it may take."""

    code: str = Field(pattern=SLUG, max_length=60)
    title: str = Field(min_length=1, max_length=200)
    basis: str = ""
    streams: tuple[str, ...] = ()
    members: tuple[MemberEntry, ...] = Field(min_length=1)


class TeamsFile(StrictModel):
    """teams.yaml"""

    source: str = ""
    sample: bool = False
    people: tuple[PersonEntry, ...] = Field(min_length=1)
    teams: tuple[TeamEntry, ...] = Field(min_length=1)
    leave: tuple[LeaveEntry, ...] = ()

    def agencies_of(self, team: TeamEntry) -> frozenset[str]:
        """Where the team's members work."""
        people = {person.code: person for person in self.people}
        known = [people[member.person] for member in team.members if member.person in people]
        return frozenset(person.agency for person in known if person.agency)


class HolidayEntry(SpanEntry):
    """Days off, with their source."""

    name: str = Field(min_length=1)
    source: str = Field(min_length=1)


class WorkingWeekendDay(StrictModel):
    """A weekend day that is worked instead of another day."""

    day: date
    name: str = Field(min_length=1)
    source: str = Field(min_length=1)


class CalendarFile(StrictModel):
    """calendar.yaml"""

    covers: Days
    holidays: tuple[HolidayEntry, ...] = ()
    working_weekend_days: tuple[WorkingWeekendDay, ...] = ()
    closures: tuple[ClosureEntry, ...] = ()

    def calendar(self) -> WorkingCalendar:
        """The calendar as the rules want it."""
        return WorkingCalendar.of(
            [day for holiday in self.holidays for day in holiday.days.each()],
            [one.day for one in self.working_weekend_days],
        )

"""The figures of the board. Each is counted by a selection, and the same selection leads to its list."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.rules.progress import Standing, field_days, month_name, month_of, months_between
from inspect_app.campaigns.rules.selection import NOTHING, Selection, Stage, is_in, lead_key, month_key
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.language import gettext as _

# What a bar is made of, in this order; together they are all visits.
SEGMENTS = (Stage.CONCLUDED, Stage.WAITING, Stage.UNDER_WAY, Stage.SCHEDULED, Stage.UNDATED)
COLUMNS = (None, Stage.HELD, Stage.CLOSED, Stage.CONCLUDED, Stage.LATE, Stage.AT_RISK)
# In units of the drawing.
BAR_WIDTH = 240.0
PARAMETERS = {
    "stage": "muc",
    "stream": "luong",
    "lead": "doan",
    "month": "thang",
    "person": "nguoi",
    "in_month": "thang-di",
}


@dataclass(frozen=True)
class Figure:
    """A number and the list behind it."""

    count: int
    selection: Selection

    @property
    def query(self) -> str:
        """The list's query string."""
        return query_of(self.selection)


@dataclass(frozen=True)
class Segment:
    """A part of a bar: which stage, from where, how wide; in units of the drawing."""

    stage: Stage
    start: float
    width: float
    count: int


@dataclass(frozen=True)
class ProgressRow:
    """One line of a table of progress: its name, a number for each column, and its bar."""

    label: str
    figures: Sequence[Figure]
    bar: Sequence[Segment]
    unknown: int = 0


@dataclass(frozen=True)
class LoadRow:
    """What one person bears: days in the field and visits, in all and by month."""

    name: str
    days: int
    visits: Figure
    months: Sequence[tuple[int, Figure]]
    width: float


def query_of(selection: Selection) -> str:
    """`?muc=qua-han&luong=…`, or nothing at all."""
    given = {PARAMETERS[name]: value for name, value in asdict(selection).items() if value}
    return f"?{urlencode(given)}" if given else ""


def _row(label: str, standings: Sequence[Standing], base: Selection, scale: float, unknown: int = 0) -> ProgressRow:
    figures = [
        Figure(sum(stage is None or is_in(stage, one) for one in standings), replace(base, stage=stage))
        for stage in COLUMNS
    ]
    return ProgressRow(label, figures, _bar(standings, scale), unknown)


def _bar(standings: Sequence[Standing], scale: float) -> list[Segment]:
    segments, start = [], 0.0
    for stage in SEGMENTS:
        count = sum(is_in(stage, one) for one in standings)
        if count:
            segments.append(Segment(stage, round(start, 2), round(count * scale, 2), count))
            start += count * scale
    return segments


def _grouped(standings: Iterable[Standing], key: Callable[[Standing], str]) -> dict[str, list[Standing]]:
    groups: dict[str, list[Standing]] = {}
    for one in standings:
        groups.setdefault(key(one), []).append(one)
    return groups


def _scale(groups: dict[str, list[Standing]]) -> float:
    return BAR_WIDTH / max((len(group) for group in groups.values()), default=1)


def headline(standings: Sequence[Standing]) -> dict[Stage | None, Figure]:
    """The numbers on top of the page: all visits, and those of each stage."""
    return {
        stage: Figure(sum(stage is None or is_in(stage, one) for one in standings), Selection(stage=stage))
        for stage in (None, *Stage)
    }


def by_stream(campaign: Campaign, standings: Sequence[Standing], unknown: Mapping[str, int]) -> list[ProgressRow]:
    """A line for each stream, in the plan's order; `unknown` are drawn visits that the reader may not know of yet."""
    groups = _grouped(standings, lambda one: str(one.visit.stream_id))
    scale = _scale(groups)
    rows = []
    for stream in campaign.streams:
        key = str(stream.id)
        own = groups.get(key, [])
        rows.append(_row(stream.title, own, Selection(stream=key), scale, unknown.get(stream.code, 0)))
    return rows


def by_team(standings: Sequence[Standing]) -> list[ProgressRow]:
    """A line for each lead's team, by name; visits without one last."""
    groups = _grouped(standings, lead_key)
    names = {lead_key(one): one.visit.lead.name for one in standings if one.visit.lead is not None}
    scale = _scale(groups)
    keys = sorted(groups, key=lambda key: (key == NOTHING, names.get(key, ""), key))
    return [_row(names.get(key) or _("Chưa có trưởng đoàn"), groups[key], Selection(lead=key), scale) for key in keys]


def by_month(campaign: Campaign, standings: Sequence[Standing]) -> list[ProgressRow]:
    """A line for each month of the campaign, by the first day of the visit; visits without a date last."""
    groups = _grouped(standings, month_key)
    keys = sorted({*months_between(campaign.window_start, campaign.window_end), *groups} - {NOTHING})
    scale = _scale(groups)
    rows = [_row(month_name(key), groups.get(key, []), Selection(month=key), scale) for key in keys]
    if NOTHING in groups:
        rows.append(_row(_("Chưa có ngày"), groups[NOTHING], Selection(month=NOTHING), scale))
    return rows


def workload(standings: Sequence[Standing], calendar: WorkingCalendar) -> tuple[list[str], list[LoadRow]]:
    """The months in which anybody is in the field, and a line for each person, who bears most first."""
    days: dict[str, Counter[str]] = {}
    visits: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for one in standings:
        in_month = Counter(month_of(day) for day in field_days(one.visit, calendar))
        for part in one.visit.team:
            key = str(part.person_id)
            names[key] = part.name
            days.setdefault(key, Counter()).update(in_month)
            visits.setdefault(key, Counter()).update([*in_month, ""])
    months = sorted({month for counted in days.values() for month in counted})
    most = max((counted.total() for counted in days.values()), default=0) or 1
    keys = sorted(names, key=lambda key: (-days[key].total(), names[key], key))
    rows = [
        LoadRow(
            names[key],
            days[key].total(),
            Figure(visits[key][""], Selection(person=key)),
            [(days[key][month], Figure(visits[key][month], Selection(person=key, in_month=month))) for month in months],
            round(days[key].total() * BAR_WIDTH / most, 2),
        )
        for key in keys
    ]
    return months, rows

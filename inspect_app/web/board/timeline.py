"""The whole campaign on one band of months: what was planned against what happened, by stream and unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspect_app.campaigns.models import Campaign
from inspect_app.campaigns.rules.progress import Standing
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _

# In units of the drawing.
BAND_WIDTH = 720.0
NARROWEST = 4.0


@dataclass(frozen=True)
class Bar:
    """From where, how wide."""

    start: float
    width: float


@dataclass(frozen=True)
class Month:
    """A month's label, and where it starts on the band."""

    label: str
    start: float


@dataclass(frozen=True)
class TimelineRow:
    """A visit: planned and actual days, in words and as bars; a window while there is no date."""

    standing: Standing
    planned: str
    actual: str
    window_bar: Bar | None
    planned_bar: Bar | None
    actual_bar: Bar | None
    is_late: bool


@dataclass(frozen=True)
class TimelineGroup:
    """A stream with its visits, unit by unit in the order of the days."""

    title: str
    rows: Sequence[TimelineRow]


@dataclass(frozen=True)
class Timeline:
    """The band: its months, where today is, and the streams."""

    months: Sequence[Month]
    today: float | None
    groups: Sequence[TimelineGroup]


class _Band:
    """Days as places on the band; what lies beyond its ends is cut off."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.unit = BAND_WIDTH / ((last - first).days + 1)

    def place(self, day: date) -> float:
        return round((day - self.first).days * self.unit, 2)

    def bar(self, start: date, end: date) -> Bar | None:
        start, end = max(start, self.first), min(end, self.last)
        if start > end:
            return None
        width = max(((end - start).days + 1) * self.unit, NARROWEST)
        return Bar(self.place(start), round(width, 2))


def timeline(campaign: Campaign, standings: Sequence[Standing], today: date) -> Timeline:
    """The band of the campaign; it reaches as far as anything that happened after its end."""
    ends = [day for one in standings for day in (one.visit.ends_on, one.visit.closed_on) if day is not None]
    starts = [day for one in standings for day in (one.visit.starts_on, one.visit.began_on) if day is not None]
    band = _Band(min([campaign.window_start, *starts]), max([campaign.window_end, *ends]))
    groups = []
    for stream in campaign.streams:
        own = [one for one in standings if one.visit.stream_id == stream.id]
        if own:
            groups.append(TimelineGroup(stream.title, [_row(one, band, today) for one in own]))
    inside = band.first <= today <= band.last
    return Timeline(_months(band), band.place(today) if inside else None, groups)


def _months(band: _Band) -> list[Month]:
    months, day = [], band.first
    while day <= band.last:
        months.append(Month(f"{day:%m/%Y}", band.place(day)))
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return months


def _row(one: Standing, band: _Band, today: date) -> TimelineRow:
    visit = one.visit
    planned = window = actual = None
    if visit.starts_on is not None and visit.ends_on is not None:
        planned = band.bar(visit.starts_on, visit.ends_on)
    else:
        window = band.bar(visit.window_start, visit.window_end)
    if visit.began_on is not None:
        actual = band.bar(visit.began_on, visit.closed_on or max(visit.began_on, today))
    return TimelineRow(one, planned_words(one), actual_words(one), window, planned, actual, bool(one.missed))


def planned_words(one: Standing) -> str:
    """`18/06 – 20/06/2024`, or within which days."""
    visit = one.visit
    if visit.starts_on is None:
        return _("trong khoảng %(days)s", days=_span(visit.window_start, visit.window_end))
    return _span(visit.starts_on, visit.ends_on or visit.starts_on)


def actual_words(one: Standing) -> str:
    """What happened, in dates: begun and closed, only begun, or nothing yet."""
    visit = one.visit
    if visit.began_on is None:
        return ""
    if visit.closed_on is None:
        return _("từ %(day)s, chưa khép lại", day=format_date(visit.began_on))
    return _span(visit.began_on, visit.closed_on)


def _span(start: date, end: date) -> str:
    if start == end:
        return format_date(start)
    first = f"{start:%d/%m}" if start.year == end.year else format_date(start)
    return f"{first} – {format_date(end)}"

"""The campaign at a glance, made only of visits that its reader may know of: streams, months, what is late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inspect_app.campaigns.board_words import missed_name
from inspect_app.campaigns.models import Campaign, Stream, Visit
from inspect_app.campaigns.queries import deadlines_of, working_calendar
from inspect_app.campaigns.rules import VisitState
from inspect_app.campaigns.rules.progress import missed_of, waits_of
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import local_date
from inspect_app.kernel.formats import format_date
from inspect_app.kernel.language import gettext as _

DONE = frozenset({VisitState.CLOSED, VisitState.CONCLUDED})


@dataclass(frozen=True)
class StreamProgress:
    """A stream, how far its visits are, and how many of its unannounced ones this reader may not know of yet."""

    stream: Stream
    total: int
    done: int
    counts: dict[VisitState, int]
    unknown: int


@dataclass(frozen=True)
class LateThing:
    """What is late: of which visit, what, since when, by how many working days."""

    visit: Visit
    what: str
    due_on: date
    days: int


def span_text(visit: Visit) -> str:
    """`15/04/2024 – 16/04/2024`, one date, or when it may take place."""
    if visit.starts_on is None:
        return _(
            "trong khoảng %(start)s – %(end)s", start=format_date(visit.window_start), end=format_date(visit.window_end)
        )
    if visit.starts_on == visit.ends_on:
        return format_date(visit.starts_on)
    return f"{format_date(visit.starts_on)} – {format_date(visit.ends_on)}"


def stream_progress(campaign: Campaign, visits: Sequence[Visit]) -> list[StreamProgress]:
    """How far each stream is. A draw's count stands in the plan, so it is no secret; its units and days are."""
    drawn: Counter[str] = Counter()
    for setting in campaign.settings.get("draws", []):
        drawn[setting["stream"]] += setting["count"]
    rows = []
    for stream in campaign.streams:
        own = [visit for visit in visits if visit.stream_id == stream.id and visit.state is not VisitState.CANCELLED]
        counts = Counter(visit.state for visit in own)
        known_drawn = sum(visit.pool is not None for visit in own)
        unknown = max(drawn[stream.code] - known_drawn, 0)
        done = sum(counts[state] for state in DONE)
        rows.append(StreamProgress(stream, len(own) + unknown, done, dict(counts), unknown))
    return rows


def late_things(visits: Sequence[Visit], today: date) -> list[LateThing]:
    """What should have happened by now and has not, the most late first."""
    found: list[LateThing] = []
    for visit in visits:
        if visit.state is not VisitState.CANCELLED:
            found += _late_of(visit, working_calendar(visit.campaign), today)
    return sorted(found, key=lambda late: (-late.days, late.visit.code))


def _late_of(visit: Visit, calendar: WorkingCalendar, today: date) -> list[LateThing]:
    waits = waits_of(
        deadlines_of(visit),
        starts_on=visit.starts_on,
        notice_sent=visit.notice_sent_at is not None,
        begun=visit.begun_at is not None,
        closed=visit.closed_at is not None,
        done=visit.frozen_at is not None,
    )
    return [
        LateThing(visit, missed_name(what), due_on, -calendar.days_left(today, due_on))
        for what, due_on in missed_of(waits, starts_on=visit.starts_on, today=today)
    ]


def months_strip(campaign: Campaign, visits: Sequence[Visit], today: date) -> dict[str, Any]:
    """The arguments of components/strip.html: a band for each stream, planned and actual days on the months."""
    first = campaign.window_start
    total = (campaign.window_end - first).days + 1
    rows = [
        {
            "label": stream.title,
            "url": None,
            "bars": [
                bar
                for visit in visits
                if visit.stream_id == stream.id and visit.state is not VisitState.CANCELLED
                for bar in _bars(visit, first, today)
            ],
        }
        for stream in campaign.streams
    ]
    offset = (today - first).days
    return {
        "months": _months(first, campaign.window_end),
        "rows": rows,
        "total": total,
        "today": offset if 0 <= offset < total else None,
    }


def _months(first: date, last: date) -> list[dict[str, Any]]:
    months = []
    start = first
    while start <= last:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = min(following, last + timedelta(days=1))
        months.append({"label": f"{start:%m/%Y}", "start": (start - first).days, "width": (end - start).days})
        start = following
    return months


def _bars(visit: Visit, first: date, today: date) -> list[dict[str, Any]]:
    if visit.starts_on is None or visit.ends_on is None:
        return []
    text = f"{visit.code} {visit.unit.name}: {span_text(visit)}"
    late = visit.begun_at is None and visit.starts_on < today
    bars = [_bar(visit.starts_on, visit.ends_on, first, "late" if late else "planned", text)]
    if visit.begun_at is not None:
        start = local_date(visit.begun_at)
        end = local_date(visit.closed_at) if visit.closed_at else max(start, min(today, visit.ends_on))
        bars.append(_bar(start, end, first, "actual", _("%(visit)s, thực tế", visit=text)))
    return bars


def _bar(start: date, end: date, first: date, state: str, text: str) -> dict[str, Any]:
    return {"start": (start - first).days, "width": (end - start).days + 1, "state": state, "text": text}

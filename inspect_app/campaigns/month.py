"""One month of a campaign as weeks of days, each with its visits and why nobody works on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspect_app.campaigns.models import Campaign, Visit
from inspect_app.campaigns.queries import working_calendar
from inspect_app.campaigns.rules import VisitState

WEEK = 7


@dataclass(frozen=True)
class CalendarDay:
    """A day: in the month or only beside it, worked or not and by which name, and who is visited."""

    day: date
    in_month: bool
    is_worked: bool
    name: str | None
    visits: tuple[Visit, ...]


@dataclass(frozen=True)
class CalendarMonth:
    """The weeks of a month, and the first days of the months before and after that the campaign reaches."""

    first: date
    weeks: tuple[tuple[CalendarDay, ...], ...]
    before: date | None
    after: date | None


def month_bounds(month: date) -> tuple[date, date]:
    """First and last day of the month in which `month` lies."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def calendar_month(campaign: Campaign, visits: Sequence[Visit], month: date) -> CalendarMonth:
    """The month's weeks, Monday first; `visits` are those that the reader may know of."""
    first, last = month_bounds(month)
    start = first - timedelta(days=first.weekday())
    length = (last - start).days // WEEK + 1
    calendar, names = working_calendar(campaign), day_names(campaign)
    weeks = []
    for number in range(length):
        days = [start + timedelta(days=number * WEEK + n) for n in range(WEEK)]
        weeks.append(
            tuple(
                CalendarDay(
                    day, first <= day <= last, calendar.is_working_day(day), names.get(day), _visits_on(visits, day)
                )
                for day in days
            )
        )
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    return CalendarMonth(
        first,
        tuple(weeks),
        before.replace(day=1) if before >= campaign.window_start else None,
        after if after <= campaign.window_end else None,
    )


def _visits_on(visits: Sequence[Visit], day: date) -> tuple[Visit, ...]:
    return tuple(
        visit
        for visit in visits
        if visit.starts_on is not None
        and visit.ends_on is not None
        and visit.starts_on <= day <= visit.ends_on
        and visit.state is not VisitState.CANCELLED
    )


def day_names(campaign: Campaign) -> dict[date, str]:
    """What the days that differ from an ordinary week are called."""
    names: dict[date, str] = {}
    for kept in campaign.settings.get("calendar", []):
        start, end = date.fromisoformat(kept["starts"]), date.fromisoformat(kept["ends"])
        names |= {start + timedelta(days=n): kept["name"] for n in range((end - start).days + 1)}
    return names

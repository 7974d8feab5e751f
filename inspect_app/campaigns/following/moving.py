"""Days of one year in another: same month, next working day. Pure."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from inspect_app.campaigns.files import Days
from inspect_app.kernel.calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)


def same_day(day: date, years: int) -> date:
    """The day of the same month, so many years on; 29 February becomes 28 February."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def working_day(day: date, years: int, calendar: WorkingCalendar) -> date:
    """The same day so many years on, or the next working day; the last one of the month where there is none after it."""
    wanted = same_day(day, years)
    found = calendar.next_working_day(wanted)
    while found.month != wanted.month or not calendar.is_working_day(found):
        found -= ONE_DAY
    return found


def moved_window(window: Days, years: int, calendar: WorkingCalendar, whole: Days) -> Days | None:
    """A window so many years on, cut to the campaign's; None when nothing is left of it."""
    starts = max(working_day(window.starts, years, calendar), whole.starts)
    ends = min(working_day(window.ends, years, calendar), whole.ends)
    return Days(starts=starts, ends=ends) if starts <= ends else None


def moved_dates(
    dates: Days, years: int, calendar: WorkingCalendar, window: Days, is_free: Callable[[date], bool]
) -> Days | None:
    """As many working days in a row, from the same day of the month on; earlier in the month where later there is none.

    `is_free` says whether unit and team are free on a day. None when the month holds no such days.
    """
    length = (dates.ends - dates.starts).days + 1
    wanted = same_day(dates.starts, years)
    last = monthrange(wanted.year, wanted.month)[1]
    later = [wanted.replace(day=day) for day in range(wanted.day, last + 1)]
    earlier = [wanted.replace(day=day) for day in range(wanted.day - 1, 0, -1)]
    for start in (*later, *earlier):
        days = [start + timedelta(days=n) for n in range(length)]
        fits = window.starts <= days[0] and days[-1] <= window.ends and days[-1].month == start.month
        if fits and all(calendar.is_working_day(day) and is_free(day) for day in days):
            return Days(starts=days[0], ends=days[-1])
    return None

"""Working days: weekends and holidays off, made-up weekend days on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """The days on which offices work. `working_weekend_days` are weekend days made up by decision."""

    holidays: frozenset[date] = frozenset()
    working_weekend_days: frozenset[date] = frozenset()

    @classmethod
    def of(cls, holidays: Iterable[date], working_weekend_days: Iterable[date] = ()) -> "WorkingCalendar":
        """A calendar from any iterables of dates."""
        return cls(frozenset(holidays), frozenset(working_weekend_days))

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`."""
        if day in self.working_weekend_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, days: int) -> date:
        """The working day that is `days` working days after (or, if negative, before) `start`; 0 is `start` itself."""
        step = ONE_DAY if days > 0 else -ONE_DAY
        day = start
        for _ in range(abs(days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative when `end` is before."""
        if end < start:
            return -self.working_days_between(end, start)
        span = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))

    def days_left(self, today: date, due_on: date) -> int:
        """The working days that are left, 0 on the day itself; negative when late, on the weekend right after it too."""
        left = self.working_days_between(today, due_on)
        return left if left or today <= due_on else -1

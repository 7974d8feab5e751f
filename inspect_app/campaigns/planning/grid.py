"""The days of a problem as numbers, and sets of days as the bits of one whole number."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from inspect_app.campaigns.planning.problem import Closed, Person, Problem, Span

Days = int


def each_bit(days: Days) -> Iterator[int]:
    """The numbers of the days in a set, in order."""
    while days:
        low = days & -days
        yield low.bit_length() - 1
        days ^= low


def spread(days: Days, length: int) -> Days:
    """The first days from which a stay of `length` days would touch one of these days."""
    found = days
    for back in range(1, length):
        found |= days >> back
    return found


def stay(first: int, length: int) -> Days:
    """The days of a stay."""
    return ((1 << length) - 1) << first


@dataclass(frozen=True)
class Grid:
    """The working days on which visits of a problem may lie, numbered from 0."""

    days: tuple[date, ...]

    @classmethod
    def of(cls, problem: Problem) -> "Grid":
        """All working days from the first to the last day of any window."""
        windows = [problem.window, *(visit.window for visit in problem.visits.values())]
        first, last = min(one.first for one in windows), max(one.last for one in windows)
        every = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
        return cls(tuple(day for day in every if problem.calendar.is_working_day(day)))

    @cached_property
    def weeks(self) -> tuple[tuple[int, int], ...]:
        """The year and week (ISO 8601) of each day."""
        return tuple(day.isocalendar()[:2] for day in self.days)

    @cached_property
    def week_days(self) -> dict[tuple[int, int], Days]:
        """The days of each week, in order."""
        found: dict[tuple[int, int], Days] = {}
        for number, week in enumerate(self.weeks):
            found[week] = found.get(week, 0) | 1 << number
        return found

    @cached_property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The year and month of each day."""
        return tuple((day.year, day.month) for day in self.days)

    def between(self, first: date, last: date) -> Days:
        """The days from one date to another, both counted."""
        low, high = bisect_left(self.days, first), bisect_right(self.days, last)
        return stay(low, high - low) if high > low else 0

    def within(self, span: Span) -> Days:
        """The days of a span."""
        return self.between(span.first, span.last)

    def closed(self, closings: tuple[Closed, ...]) -> Days:
        """The days on which one of these holds."""
        found = 0
        for one in closings:
            found |= self.within(one.span)
        return found

    def unbroken(self, length: int) -> Days:
        """The first days of stays of `length` working days without a day off between them."""
        found = 0
        for first in range(len(self.days) - length + 1):
            if (self.days[first + length - 1] - self.days[first]).days == length - 1:
                found |= 1 << first
        return found

    def tied(self, person: Person, unit: str) -> Days:
        """The days on which the person may not inspect the unit."""
        if not any(tie.unit == unit for tie in person.ties):
            return 0
        return sum(1 << number for number, day in enumerate(self.days) if person.is_tied(unit, day))

    def too_near(self, span: Span, length: int, distance: int) -> Days:
        """The first days from which a stay of `length` would come nearer than `distance` working days to the span."""
        low = bisect_left(self.days, span.first) - distance - length + 1
        high = bisect_right(self.days, span.last) + distance
        low, high = max(low, 0), min(high, len(self.days))
        return stay(low, high - low) if high > low else 0

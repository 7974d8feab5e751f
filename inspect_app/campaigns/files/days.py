"""A span of days in a file."""

from datetime import date, timedelta

from inspect_app.kernel.yaml_source import StrictModel

LONGEST_SPAN = timedelta(days=800)


class Days(StrictModel):
    """From one day to another, both counted."""

    starts: date
    ends: date

    @property
    def is_forward(self) -> bool:
        """Whether the end is not before the start, and no slip of the pen centuries away."""
        return timedelta() <= self.ends - self.starts <= LONGEST_SPAN

    def each(self) -> list[date]:
        """All days of a forward span, else none."""
        length = (self.ends - self.starts).days + 1 if self.is_forward else 0
        return [self.starts + timedelta(days=n) for n in range(length)]

    def meets(self, other: "Days") -> bool:
        """Whether the two spans share a day."""
        return self.starts <= other.ends and other.starts <= self.ends

    def holds(self, other: "Days") -> bool:
        """Whether the other span lies inside this one."""
        return self.starts <= other.starts and other.ends <= self.ends

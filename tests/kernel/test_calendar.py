"""Working days that are left until a day, and that are past it."""

from datetime import date, timedelta

import pytest

from inspect_app.kernel.calendar import WorkingCalendar

# The holidays of the end of August 2024, and the Saturday that was worked for a Monday in April.
CALENDAR = WorkingCalendar.of(
    [date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1), date(2024, 9, 2), date(2024, 9, 3)], [date(2024, 5, 4)]
)
FRIDAY = date(2024, 8, 30)


@pytest.mark.parametrize(
    ("today", "due_on", "left"),
    [
        (FRIDAY - timedelta(days=1), FRIDAY, 1),
        (FRIDAY, FRIDAY, 0),
        (date(2024, 8, 31), FRIDAY, -1),
        (date(2024, 9, 3), FRIDAY, -1),
        (date(2024, 9, 4), FRIDAY, -1),
        (date(2024, 9, 5), FRIDAY, -2),
        (date(2024, 5, 3), date(2024, 5, 4), 1),
        (date(2024, 5, 5), date(2024, 5, 4), -1),
    ],
)
def test_what_is_past_its_day_is_late_on_a_day_off_too(today: date, due_on: date, left: int) -> None:
    assert CALENDAR.days_left(today, due_on) == left

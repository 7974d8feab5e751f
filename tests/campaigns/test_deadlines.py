"""Deadlines count working days round the holidays of 2024."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspect_app.campaigns.rules import (
    DEFAULTS,
    NOT_LAW,
    Deadline,
    DeadlineKind,
    DeadlineSettings,
    remediation_due,
    visit_deadlines,
)
from inspect_app.kernel.calendar import WorkingCalendar

CALENDAR = WorkingCalendar.of(
    [date(2024, 4, 18), *(date(2024, 4, day) for day in range(27, 31)), date(2024, 5, 1)], [date(2024, 5, 4)]
)
DEFAULT = DeadlineSettings({})


def days(**dates):
    found = visit_deadlines(DEFAULT, CALENDAR, **dates)
    return {due.kind.value: due.on for due in found}


def test_deadlines_step_over_the_holiday_and_count_the_saturday_that_is_worked():
    assert days(starts_on=date(2024, 4, 25), ends_on=date(2024, 4, 26)) == {
        "notice": date(2024, 4, 10),
        "self_report": date(2024, 4, 17),
        "minutes": date(2024, 4, 26),
        # 2, 3 and Saturday 4 May, then Monday 6 to Thursday 9
        "team_report": date(2024, 5, 9),
        "conclusion": date(2024, 5, 21),
    }


def test_a_visit_that_ends_on_the_saturday_that_is_worked_has_its_minutes_due_that_day():
    assert days(starts_on=date(2024, 5, 4), ends_on=date(2024, 5, 4))["minutes"] == date(2024, 5, 4)


def test_the_notice_of_a_visit_after_the_holiday_goes_out_before_it():
    assert days(starts_on=date(2024, 5, 2), ends_on=date(2024, 5, 2))["notice"] == date(2024, 4, 12)


def test_an_unannounced_visit_has_no_notice_and_no_self_report():
    kinds = days(starts_on=date(2024, 6, 18), ends_on=date(2024, 6, 18), unannounced=True)
    assert kinds.keys() == {"minutes", "team_report", "conclusion"}


def test_remediation_is_due_only_once_the_conclusion_is_issued():
    issued = date(2024, 4, 26)
    dates = {"starts_on": date(2024, 4, 22), "ends_on": date(2024, 4, 24)}
    assert "remediation" not in days(**dates)
    assert days(**dates, issued_on=issued)["remediation"] == remediation_due(DEFAULT, CALENDAR, issued)
    assert remediation_due(DEFAULT, CALENDAR, issued) == date(2024, 5, 30)


def test_every_default_says_that_it_is_no_law():
    assert {deadline.source for deadline in DEFAULTS.values()} == {NOT_LAW}
    assert set(DEFAULTS) == set(DeadlineKind)


def test_settings_survive_being_kept_with_the_campaign():
    settings = DeadlineSettings({DeadlineKind.CONCLUSION: Deadline(10, "quy định mẫu", True)})
    kept = DeadlineSettings.from_json(settings.as_json())
    assert kept.of(DeadlineKind.CONCLUSION) == Deadline(10, "quy định mẫu", True)
    assert kept.of(DeadlineKind.NOTICE) == DEFAULTS[DeadlineKind.NOTICE]


@given(st.dates(date(2024, 4, 1), date(2024, 9, 30)), st.integers(0, 5))
def test_every_deadline_falls_on_a_working_day_when_the_visit_does(start, length):
    start = CALENDAR.next_working_day(start)
    end = CALENDAR.add_working_days(start, length)
    found = list(visit_deadlines(DEFAULT, CALENDAR, starts_on=start, ends_on=end))
    assert all(CALENDAR.is_working_day(due.on) for due in found)
    assert [due.on for due in found] == sorted(due.on for due in found)


@pytest.mark.parametrize(
    ("kind", "start"), [(DeadlineKind.NOTICE, date(2024, 5, 6)), (DeadlineKind.CONCLUSION, date(2024, 4, 26))]
)
def test_the_count_agrees_with_the_calendar(kind, start):
    found = visit_deadlines(DEFAULT, CALENDAR, starts_on=start, ends_on=start)
    due = next(one for one in found if one.kind is kind)
    assert abs(CALENDAR.working_days_between(start, due.on)) == DEFAULTS[kind].days

"""Which due dates there are, and what becomes of them when something moves."""

from datetime import UTC, date, datetime, timedelta

from inspect_app.campaigns.rules import (
    DeadlineSettings,
    KeptDueDate,
    NoticeSettings,
    OccurrenceRule,
    OccurrenceState,
    campaign_due_dates,
    compare_due_dates,
    explanation_due_dates,
    remediation_due_dates,
    visit_deadlines,
    visit_due_dates,
    with_late_notice,
)
from inspect_app.kernel.calendar import WorkingCalendar
from inspect_app.kernel.clock import ZONE

CALENDAR = WorkingCalendar.of([date(2024, 4, 18), *(date(2024, 4, d) for d in range(27, 31)), date(2024, 5, 1)])
START = date(2024, 6, 18)
NOTICE = OccurrenceRule.NOTICE
EVE = OccurrenceRule.VISIT_EVE


def due_dates(start=START, end=START, **more):
    deadlines = visit_deadlines(DeadlineSettings({}), CALENDAR, starts_on=start, ends_on=end, **more)
    return visit_due_dates(deadlines, CALENDAR, start)


def rules(wanted):
    return sorted(rule.value for rule, _day in wanted)


def kept(rule, day, state=OccurrenceState.PENDING):
    return KeptDueDate(rule, day, state)


def test_an_announced_visit_has_all_its_due_dates():
    assert rules(due_dates()) == [
        "conclusion_due",
        "conclusion_due",
        "conclusion_overdue",
        "minutes_chase",
        "minutes_overdue",
        "notice",
        "self_report_overdue",
        "self_report_reminder",
        "team_report_due",
        "team_report_overdue",
        "visit_eve",
    ]


def test_nothing_of_an_unannounced_visit_goes_to_its_unit():
    of_unit = {"notice", "self_report_reminder", "self_report_overdue"}
    assert not of_unit & set(rules(due_dates(unannounced=True)))


def test_what_is_not_done_goes_to_the_lead_some_working_days_after_its_deadline():
    found = dict(one for one in due_dates() if one[0].value.endswith("_overdue"))
    assert found == {
        OccurrenceRule.SELF_REPORT_OVERDUE: date(2024, 6, 12),
        OccurrenceRule.MINUTES_OVERDUE: date(2024, 6, 21),
        OccurrenceRule.TEAM_REPORT_OVERDUE: date(2024, 7, 1),
        OccurrenceRule.CONCLUSION_OVERDUE: date(2024, 7, 10),
    }


def test_the_eve_of_a_monday_is_the_friday_before():
    assert (EVE, date(2024, 6, 14)) in due_dates(date(2024, 6, 17), date(2024, 6, 17))


def test_an_issued_conclusion_brings_three_reminders_the_day_itself_and_the_day_after():
    issued = due_dates(issued_on=date(2024, 7, 1)) - due_dates()
    assert rules(issued) == [*["remediation_due"] * 2, *["remediation_reminder"] * 3]


def test_the_monthly_report_is_on_the_last_working_day_even_before_a_long_holiday():
    found = campaign_due_dates(date(2024, 4, 1), date(2024, 9, 30), CALENDAR)
    reports = sorted(day for rule, day in found if rule is OccurrenceRule.MONTHLY_REPORT)
    assert reports == [
        date(2024, 4, 26),
        date(2024, 5, 31),
        date(2024, 6, 28),
        date(2024, 7, 31),
        date(2024, 8, 30),
        date(2024, 9, 30),
    ]
    assert (OccurrenceRule.CAMPAIGN_END, date(2024, 9, 30)) in found


def test_past_dates_are_added_as_skipped_and_coming_ones_as_waiting():
    changes = compare_due_dates(due_dates(), [], date(2024, 6, 18))
    assert {rule.value for rule, _day in changes.add_as_skipped} == {
        "notice",
        "self_report_overdue",
        "self_report_reminder",
        "visit_eve",
    }
    assert all(day >= date(2024, 6, 18) for _rule, day in changes.add)


def test_the_same_wishes_again_change_nothing():
    wanted = due_dates()
    assert compare_due_dates(wanted, [kept(*one) for one in wanted], START).is_empty


def test_a_moved_visit_supersedes_what_waits_and_leaves_what_ran():
    ran = kept(EVE, date(2024, 6, 17), OccurrenceState.DONE)
    waits = kept(OccurrenceRule.CONCLUSION_DUE, date(2024, 7, 9))
    changes = compare_due_dates(due_dates(date(2024, 6, 25), date(2024, 6, 25)), [ran, waits], date(2024, 6, 17))
    assert changes.supersede == ((OccurrenceRule.CONCLUSION_DUE, date(2024, 7, 9)),)


def test_a_date_that_comes_back_is_revived_unless_it_has_passed():
    old = [kept(rule, day, OccurrenceState.SUPERSEDED) for rule, day in due_dates()]
    assert set(compare_due_dates(due_dates(), old, date(2024, 6, 1)).revive) == {
        one for one in due_dates() if one[1] >= date(2024, 6, 1)
    }


def test_a_missed_notice_of_a_coming_visit_is_due_today_and_stays_there():
    today = date(2024, 6, 13)
    moved = with_late_notice(due_dates(), [], starts_on=START, today=today)
    assert (NOTICE, today) in moved
    again = with_late_notice(due_dates(), [kept(NOTICE, today)], starts_on=START, today=date(2024, 6, 14))
    assert (NOTICE, today) in again


def test_a_visit_that_is_moved_forward_does_not_wait_for_the_notice_of_its_old_days():
    """The old notice would come when the team is there already."""
    today, after_it = date(2024, 6, 11), START + timedelta(days=10)
    moved = with_late_notice(due_dates(), [kept(NOTICE, after_it)], starts_on=START, today=today)
    assert (NOTICE, today) in moved


def test_a_notice_is_not_sent_for_a_visit_that_has_passed():
    assert with_late_notice(due_dates(), [], starts_on=START, today=START) == due_dates()


def test_a_campaign_reminds_and_escalates_by_days_of_its_own():
    own = NoticeSettings(
        explanation_before=1,
        conclusion_before=5,
        remediation_before=(10,),
        self_report_after=2,
        minutes_after=1,
        team_report_after=4,
        explanation_after=3,
        conclusion_after=6,
        remediation_after=2,
    )
    deadlines = visit_deadlines(DeadlineSettings({}), CALENDAR, starts_on=START, ends_on=START, unannounced=False)
    days: dict[str, set[int]] = {}
    for rule, day in visit_due_dates(deadlines, CALENDAR, START, own):
        days.setdefault(rule.value, set()).add(CALENDAR.working_days_between(START, day))
    assert days["conclusion_due"] == {10, 15}
    assert days["self_report_overdue"] == {-3}
    assert days["minutes_overdue"] == {1}
    assert days["team_report_overdue"] == {11}
    assert days["conclusion_overdue"] == {21}
    told = sorted(CALENDAR.working_days_between(START, day) for _, day in remediation_due_dates(CALENDAR, START, own))
    assert told == [-10, 0, 2]
    told = sorted(CALENDAR.working_days_between(START, day) for _, day in explanation_due_dates(CALENDAR, START, own))
    assert told == [-1, 0, 3]


def test_nobody_is_told_anything_at_night():
    usual, short = NoticeSettings(), NoticeSettings(first_hour=8, last_hour=17, summary_hour=16)

    def local(hour, minute):
        return datetime(2024, 6, 17, 17, tzinfo=UTC).astimezone(ZONE) + timedelta(hours=hour, minutes=minute)

    asked = [(6, 59), (7, 0), (7, 59), (8, 0), (16, 59), (17, 0), (18, 59), (19, 0)]
    assert [usual.may_tell(local(*one)) for one in asked] == [False, True, True, True, True, True, True, False]
    assert [short.may_tell(local(*one)) for one in asked] == [False, False, False, True, True, False, False, False]
    assert not usual.may_sum_up(local(6, 59))
    assert usual.may_sum_up(local(7, 0))
    assert [short.may_sum_up(local(*one)) for one in ((15, 59), (16, 0))] == [False, True]

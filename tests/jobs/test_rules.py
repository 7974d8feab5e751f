"""What a due date does on its day and after it: nothing for what is done, and after an outage only what still helps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from inspect_app.campaigns.rules import OccurrenceRule, TargetKind
from inspect_app.followup.rules import ActionState
from inspect_app.jobs.rules import (
    CATCH_UP,
    Audience,
    CatchUp,
    Outcome,
    Reason,
    VisitFacts,
    decide_campaign,
    decide_remediation,
    decide_visit,
    is_late,
    is_quiet_when_late,
    is_stale_mail,
    one_for_each_day,
    pause_after,
    superseded_by_later,
)

START = date(2024, 6, 18)
DAY = timedelta(days=1)
VISIT_RULES = (
    OccurrenceRule.NOTICE,
    OccurrenceRule.SELF_REPORT_REMINDER,
    OccurrenceRule.VISIT_EVE,
    OccurrenceRule.MINUTES_CHASE,
    OccurrenceRule.TEAM_REPORT_DUE,
    OccurrenceRule.CONCLUSION_DUE,
)
CONCLUSION_ON = START + 21 * DAY
TO_COME = VisitFacts(starts_on=START, self_report_on=START - 7 * DAY, conclusion_on=CONCLUSION_ON)
NOTICED = replace(TO_COME, notice_sent=True)
BEGUN = replace(NOTICED, begun=True)
CLOSED = replace(BEGUN, closed=True)


def decide(rule, facts, today, due_on=None):
    return decide_visit(rule, due_on or today, facts, today)


@pytest.mark.parametrize(
    ("rule", "facts", "reason"),
    [
        (OccurrenceRule.NOTICE, NOTICED, Reason.NOTICE_SENT),
        (OccurrenceRule.SELF_REPORT_REMINDER, replace(NOTICED, self_report_received=True), Reason.SELF_REPORT_RECEIVED),
        (OccurrenceRule.VISIT_EVE, BEGUN, Reason.BEGUN),
        (OccurrenceRule.MINUTES_CHASE, CLOSED, Reason.CLOSED),
        (OccurrenceRule.TEAM_REPORT_DUE, replace(CLOSED, reported=True), Reason.REPORTED),
        (OccurrenceRule.CONCLUSION_DUE, replace(CLOSED, reported=True, issued=True), Reason.ISSUED),
    ],
)
def test_nobody_is_asked_for_what_is_done(rule, facts, reason):
    assert decide(rule, facts, START - 8 * DAY).reason is reason


@pytest.mark.parametrize("rule", VISIT_RULES)
def test_a_cancelled_or_concluded_visit_tells_nothing(rule):
    for facts in (replace(BEGUN, cancelled=True), replace(CLOSED, issued=True), VisitFacts(starts_on=None)):
        assert decide(rule, facts, START).outcome is Outcome.SKIP


@pytest.mark.parametrize("rule", [OccurrenceRule.NOTICE, OccurrenceRule.SELF_REPORT_REMINDER])
def test_nothing_of_an_unannounced_visit_is_told_to_its_unit(rule):
    for began in (False, True):
        facts = replace(TO_COME, unannounced=True, notice_sent=True, begun=began)
        assert decide(rule, facts, START - 8 * DAY).reason is Reason.UNANNOUNCED


def test_no_rule_but_these_two_ever_addresses_the_unit_before_a_conclusion():
    for rule, facts in product(VISIT_RULES, (TO_COME, NOTICED, BEGUN, CLOSED, replace(CLOSED, reported=True))):
        told = set(decide(rule, facts, START - 8 * DAY).audiences)
        if rule not in (OccurrenceRule.NOTICE, OccurrenceRule.SELF_REPORT_REMINDER):
            assert not told & {Audience.UNIT_CONTACTS, Audience.UNIT_HEADS}


@pytest.mark.parametrize(
    ("rule", "facts", "last"),
    [
        (OccurrenceRule.NOTICE, TO_COME, START - DAY),
        (OccurrenceRule.SELF_REPORT_REMINDER, NOTICED, START - 7 * DAY),
        (OccurrenceRule.VISIT_EVE, NOTICED, START),
    ],
)
def test_a_missed_reminder_helps_until_its_day_and_not_after(rule, facts, last):
    assert decide(rule, facts, last, START - 14 * DAY).outcome is Outcome.TELL
    assert decide(rule, facts, last + DAY, START - 14 * DAY).reason is Reason.PASSED


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (OccurrenceRule.MINUTES_CHASE, BEGUN),
        (OccurrenceRule.TEAM_REPORT_DUE, CLOSED),
        (OccurrenceRule.CONCLUSION_DUE, CLOSED),
    ],
)
def test_what_is_owed_is_told_as_overdue_however_late(rule, facts):
    assert CATCH_UP[rule] is CatchUp.AS_OVERDUE
    assert decide(rule, facts, START + 90 * DAY, START + 21 * DAY).outcome is Outcome.TELL


def test_the_warning_before_a_conclusion_is_silent_once_its_day_has_passed():
    warning = CONCLUSION_ON - 3 * DAY
    assert decide(OccurrenceRule.CONCLUSION_DUE, CLOSED, warning + DAY, warning).outcome is Outcome.TELL
    assert decide(OccurrenceRule.CONCLUSION_DUE, CLOSED, CONCLUSION_ON + DAY, warning).reason is Reason.PASSED


def test_a_draft_that_waits_is_the_signatorys_matter_and_one_that_does_not_is_the_teams():
    waiting = decide(OccurrenceRule.CONCLUSION_DUE, replace(CLOSED, reported=True, submitted=True), START)
    missing = decide(OccurrenceRule.CONCLUSION_DUE, CLOSED, START)
    assert waiting.audiences == (Audience.SIGNATORIES, Audience.COORDINATORS)
    assert missing.audiences == (Audience.DESK, Audience.COORDINATORS)


def test_a_visit_that_was_not_held_is_asked_about_once_and_its_coordinator_hears_of_it():
    chase = decide(OccurrenceRule.MINUTES_CHASE, NOTICED, START + DAY)
    assert chase.audiences == (Audience.DESK, Audience.COORDINATORS)
    for rule in (OccurrenceRule.TEAM_REPORT_DUE, OccurrenceRule.CONCLUSION_DUE):
        assert decide(rule, NOTICED, START + 21 * DAY).reason is Reason.NOT_BEGUN


def test_reminders_of_corrective_actions_go_to_whoever_has_to_act():
    due = date(2024, 7, 17)
    to_whom = {
        (ActionState.OPEN,): (Audience.UNIT_CONTACTS,),
        (ActionState.REPORTED,): (Audience.VERIFIERS,),
        (ActionState.OPEN, ActionState.REPORTED, ActionState.VERIFIED): (Audience.UNIT_CONTACTS, Audience.VERIFIERS),
    }
    for states, audiences in to_whom.items():
        assert decide_remediation(due - 3 * DAY, due, states, due - 3 * DAY).audiences == audiences
    assert decide_remediation(due, due, [ActionState.VERIFIED], due).reason is Reason.VERIFIED
    assert decide_remediation(due, due, [], due).reason is Reason.NO_ACTION


def test_what_is_overdue_is_told_to_head_lead_and_coordinators_too():
    due = date(2024, 7, 17)
    overdue = decide_remediation(due + DAY, due, [ActionState.OPEN], due + 40 * DAY)
    assert set(overdue.audiences) == {
        Audience.UNIT_CONTACTS,
        Audience.UNIT_HEADS,
        Audience.VERIFIERS,
        Audience.COORDINATORS,
    }
    for missed in (due - 3 * DAY, due):
        assert decide_remediation(missed, due, [ActionState.OPEN], due + DAY).reason is Reason.PASSED


def test_a_report_of_more_than_a_month_ago_interests_nobody():
    assert decide_campaign(START, START + 31 * DAY).audiences == (Audience.COORDINATORS,)
    assert decide_campaign(START, START + 32 * DAY).reason is Reason.PASSED


def test_of_several_missed_due_dates_of_one_thing_only_the_last_is_told():
    reminder, kind = OccurrenceRule.REMEDIATION_REMINDER, TargetKind.VISIT
    waiting = [
        (reminder, kind, "a", date(2024, 7, 1)),
        (reminder, kind, "b", date(2024, 7, 1)),
        (reminder, kind, "a", date(2024, 7, 5)),
        (OccurrenceRule.REMEDIATION_DUE, kind, "a", date(2024, 7, 9)),
    ]
    assert superseded_by_later(waiting) == {0}


@pytest.mark.parametrize(
    ("rule", "facts", "outcome"),
    [
        (OccurrenceRule.SELF_REPORT_OVERDUE, NOTICED, (Audience.VERIFIERS, Audience.COORDINATORS, Audience.UNIT_HEADS)),
        (OccurrenceRule.SELF_REPORT_OVERDUE, replace(NOTICED, self_report_received=True), Reason.SELF_REPORT_RECEIVED),
        (OccurrenceRule.SELF_REPORT_OVERDUE, TO_COME, Reason.NOT_NOTICED),
        (OccurrenceRule.SELF_REPORT_OVERDUE, BEGUN, Reason.PASSED),
        (OccurrenceRule.SELF_REPORT_OVERDUE, replace(NOTICED, unannounced=True), Reason.UNANNOUNCED),
        (OccurrenceRule.MINUTES_OVERDUE, BEGUN, (Audience.VERIFIERS, Audience.COORDINATORS)),
        (OccurrenceRule.MINUTES_OVERDUE, NOTICED, (Audience.VERIFIERS, Audience.COORDINATORS)),
        (OccurrenceRule.MINUTES_OVERDUE, CLOSED, Reason.CLOSED),
        (OccurrenceRule.TEAM_REPORT_OVERDUE, CLOSED, (Audience.VERIFIERS, Audience.COORDINATORS)),
        (OccurrenceRule.TEAM_REPORT_OVERDUE, replace(CLOSED, reported=True), Reason.REPORTED),
        (OccurrenceRule.TEAM_REPORT_OVERDUE, NOTICED, Reason.NOT_BEGUN),
        (
            OccurrenceRule.CONCLUSION_OVERDUE,
            replace(CLOSED, reported=True),
            (Audience.VERIFIERS, Audience.COORDINATORS, Audience.SIGNATORIES),
        ),
        (OccurrenceRule.CONCLUSION_OVERDUE, replace(CLOSED, issued=True), Reason.ISSUED),
        (OccurrenceRule.CONCLUSION_OVERDUE, NOTICED, Reason.NOT_BEGUN),
    ],
)
def test_what_is_still_not_done_goes_to_the_lead_and_the_coordinators(rule, facts, outcome):
    decision = decide(rule, facts, START - DAY)
    if isinstance(outcome, Reason):
        assert (decision.outcome, decision.reason) == (Outcome.SKIP, outcome)
    else:
        assert decision.audiences == outcome


def test_every_rule_has_a_policy_for_missed_days():
    assert set(CATCH_UP) == set(OccurrenceRule)


def test_only_a_units_notice_is_mailed_by_itself_however_late():
    assert [rule for rule in OccurrenceRule if not is_quiet_when_late(rule)] == [OccurrenceRule.NOTICE]
    assert is_late(START, START + DAY)
    assert not is_late(START, START)


def test_actions_of_another_day_share_one_reminder_for_each_day():
    general, other = date(2024, 7, 17), date(2024, 7, 1)
    actions = [("a", 1, general), ("b", 3, other), ("c", 2, other), ("d", 4, date(2024, 8, 1))]
    assert one_for_each_day(actions, general) == {"c": other, "d": date(2024, 8, 1)}


def test_a_mail_rests_longer_after_each_try_but_never_more_than_two_hours():
    pauses = [pause_after(tries) for tries in range(1, 49)]
    assert pauses[:5] == [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80)]
    assert pauses[5:] == [timedelta(hours=2)] * 43
    assert sum(pauses, timedelta()) > timedelta(days=3)


def test_a_mail_of_more_than_three_days_is_stale():
    written = datetime(2024, 6, 14, 2, 0, tzinfo=UTC)
    assert not is_stale_mail(written, written + timedelta(days=3))
    assert is_stale_mail(written, written + timedelta(days=3, seconds=1))

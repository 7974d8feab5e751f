"""Running what is due: everybody is told once, nothing is told that is done, and no secret leaves."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from inspect_app.accounts.models import AccountState
from inspect_app.campaigns.events import PlanFolderLoaded
from inspect_app.campaigns.models import Occurrence
from inspect_app.campaigns.notice_settings import NOTICES
from inspect_app.campaigns.operations import refresh_campaign_occurrences, refresh_occurrences
from inspect_app.campaigns.queries import occurrences_of
from inspect_app.campaigns.rules import OccurrenceRule, OccurrenceState, TargetKind
from inspect_app.fieldwork.models import SelfReport
from inspect_app.followup.operations import decide_report, report_action
from inspect_app.followup.queries import actions_of_visit
from inspect_app.jobs.notices import visit_notice
from inspect_app.jobs.planning import plan_loaded
from inspect_app.jobs.tasks import run_due
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import at_local
from inspect_app.kernel.language import current_language
from inspect_app.kernel.outbox import InboxMessage, OutgoingMail
from tests.factories.journeys import make_journey
from tests.factories.moments import NOW
from tests.factories.people import make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_campaign, make_stream, make_visit

START = date(2024, 6, 18)
BEFORE = datetime(2024, 5, 6, 2, 0, tzinfo=at_local(START, time(9)).tzinfo)
CANARY = "Sở Chim Hoàng Yến"


def at(day):
    return at_local(day, time(9))


def inspected(session):
    """A visit that is closed with one shortcoming, which the lead confirmed."""
    journey = make_journey(session)
    journey.begin()
    journey.answer("CV01", "fail", "Chưa có")
    journey.close()
    journey.confirm_findings()
    return journey


def play(session, first, last, hours=(8,)):
    """Runs what is due on every day from `first` to `last`, at these hours."""
    day = first
    while day <= last:
        for hour in hours:
            run_due(session, now=at_local(day, time(hour)))
        day += timedelta(days=1)


class Ground:
    """A visit with a date, everybody round it, and its due dates."""

    def __init__(self, session, *, unannounced=False, unit_name="Sở Tài chính", contact=True):
        self.session = session
        home = make_unit(session, "Sở Nội vụ")
        self.unit = make_unit(session, unit_name)
        self.lead = make_player(session, Role.LEAD, name="Trưởng đoàn mẫu", works_at=home)
        self.secretary = make_player(session, Role.SECRETARY, name="Thư ký mẫu", works_at=home)
        self.inspector = make_player(session, Role.INSPECTOR, name="Thành viên mẫu", works_at=home)
        self.coordinator = make_player(session, Role.COORDINATOR, name="Điều phối mẫu", works_at=home)
        self.signatory = make_player(session, Role.SIGNATORY, name="Người ký mẫu")
        self.contact: Any = self.add_contact() if contact else None
        self.campaign = make_campaign(session)
        team = [
            (self.lead.person, Role.LEAD),
            (self.secretary.person, Role.SECRETARY),
            (self.inspector.person, Role.INSPECTOR),
        ]
        stream = make_stream(session, self.campaign, unannounced=unannounced)
        self.visit = make_visit(session, unit=self.unit, stream=stream, team=team, starts_on=START)
        refresh_occurrences(session, self.visit, now=BEFORE)

    def add_contact(self):
        return make_player(self.session, (Role.UNIT_CONTACT, self.unit), name="Đầu mối mẫu", works_at=self.unit)

    def state(self, rule):
        rows = occurrences_of(self.session, TargetKind.VISIT, self.visit.id)
        return [(row.state, row.result) for row in rows if row.rule is rule]


def inbox(session, player):
    query = select(InboxMessage).where(InboxMessage.account_id == player.account.id)
    return session.scalars(query.order_by(InboxMessage.created_at, InboxMessage.id)).all()


# What is told at once, when it happens, is not what the clock tells; see test_tidings.py.
AT_ONCE = {"closed", "sent", "explained", "issued", "reported", "decided"}


def rules_in(session, player):
    keys = [message.dedupe_key.split("|")[0] for message in inbox(session, player)]
    return [key for key in keys if key not in AT_ONCE]


def mails(session, player):
    query = select(OutgoingMail).where(OutgoingMail.recipient == player.person.email)
    return session.scalars(query.order_by(OutgoingMail.id)).all()


def test_one_message_for_each_rule_target_day_and_person_however_often_it_runs(session):
    ground = Ground(session)
    play(session, date(2024, 5, 27), date(2024, 8, 30), hours=(8, 12, 16))
    keys = session.execute(
        select(InboxMessage.account_id, InboxMessage.dedupe_key, func.count()).group_by(
            InboxMessage.account_id, InboxMessage.dedupe_key
        )
    ).all()
    assert keys
    assert all(number == 1 for _account, _key, number in keys)
    assert rules_in(session, ground.contact) == ["notice", "self_report_reminder"]
    assert rules_in(session, ground.inspector) == ["visit_eve"]
    assert rules_in(session, ground.lead) == ["self_report_overdue", "visit_eve", "minutes_chase", "minutes_overdue"]
    assert rules_in(session, ground.coordinator) == ["self_report_overdue", "minutes_chase", "minutes_overdue"]
    assert not [row for row in session.scalars(select(Occurrence)) if row.state is OccurrenceState.PENDING]


def test_a_second_run_does_nothing(session):
    Ground(session)
    assert run_due(session, now=at(date(2024, 6, 4))).messages == 1
    again = run_due(session, now=at(date(2024, 6, 4)))
    assert again.is_empty


def test_a_day_on_which_nothing_is_due_is_empty(session):
    Ground(session)
    assert run_due(session, now=BEFORE).is_empty


def test_the_notice_tells_the_unit_and_opens_the_visit_to_it(session):
    ground = Ground(session)
    head = make_player(session, (Role.HEAD_OF_UNIT, ground.unit), name="Thủ trưởng mẫu")
    run_due(session, now=at(date(2024, 6, 4)))
    assert ground.visit.notice_sent_at == at(date(2024, 6, 4))
    for player in (ground.contact, head):
        message = inbox(session, player)[0]
        assert "Sở Tài chính" in message.subject
        assert "Hạn gửi báo cáo tự kiểm tra" in message.body
        assert message.link == f"/cuoc-kiem-tra/{ground.visit.id}"
        assert [mail.link for mail in mails(session, player)] == [message.link]


def test_a_notice_waits_until_the_unit_has_somebody_to_tell(session):
    ground = Ground(session, contact=False)
    play(session, date(2024, 6, 4), date(2024, 6, 5))
    assert ground.state(OccurrenceRule.NOTICE) == [(OccurrenceState.PENDING, None)]
    assert rules_in(session, ground.coordinator) == ["no-contact"]
    ground.contact = ground.add_contact()
    play(session, date(2024, 6, 6), date(2024, 6, 6))
    assert ground.visit.notice_sent_at is not None
    assert rules_in(session, ground.contact) == ["notice"]
    assert rules_in(session, ground.coordinator) == ["no-contact"]


def test_a_notice_that_found_nobody_is_passed_over_on_the_day_of_the_visit(session):
    ground = Ground(session, contact=False)
    run_due(session, now=at(START))
    assert ground.state(OccurrenceRule.NOTICE) == [(OccurrenceState.SKIPPED, "đã qua ngày")]


def test_no_reminder_for_a_report_that_was_received(session):
    ground = Ground(session)
    run_due(session, now=at(date(2024, 6, 4)))
    session.add(
        SelfReport(
            visit_id=ground.visit.id,
            sha256="0" * 64,
            filename="bao-cao.pdf",
            media_type="application/pdf",
            size=1,
            received_on=date(2024, 6, 5),
            given_by="Đầu mối mẫu",
            recorded_by=ground.secretary.person.id,
            recorded_at=at(date(2024, 6, 5)),
        )
    )
    session.flush()
    play(session, date(2024, 6, 5), date(2024, 6, 12))
    assert rules_in(session, ground.contact) == ["notice"]
    assert ground.state(OccurrenceRule.SELF_REPORT_REMINDER) == [
        (OccurrenceState.SKIPPED, "đã nhận báo cáo tự kiểm tra")
    ]


def test_no_chase_for_a_visit_that_is_closed_in_time(session):
    ground = Ground(session)
    play(session, date(2024, 5, 27), START)
    ground.visit.begun_at = ground.visit.closed_at = at(START)
    session.flush()
    run_due(session, now=at(date(2024, 6, 19)))
    assert rules_in(session, ground.lead) == ["self_report_overdue", "visit_eve"]


def test_a_moved_visit_tells_its_new_days_only(session):
    ground = Ground(session)
    ground.visit.starts_on = ground.visit.ends_on = date(2024, 7, 16)
    refresh_occurrences(session, ground.visit, now=BEFORE)
    play(session, date(2024, 5, 27), date(2024, 7, 15))
    assert [message.created_at for message in inbox(session, ground.contact)] == [
        at_local(date(2024, 7, 2), time(8)),
        at_local(date(2024, 7, 8), time(8)),
    ]


def test_a_closed_account_is_told_nothing(session):
    ground = Ground(session)
    ground.inspector.account.state = AccountState.DISABLED
    session.flush()
    play(session, date(2024, 6, 17), date(2024, 6, 18))
    assert inbox(session, ground.inspector) == []
    assert "visit_eve" in rules_in(session, ground.lead)


def test_everybody_is_told_in_his_own_language(session, monkeypatch):
    ground = Ground(session)
    ground.lead.account.language = "en"
    session.flush()
    run_due(session, now=at(date(2024, 6, 12)))
    spoken, original = [], visit_notice

    def listen(*arguments, **more):
        spoken.append(current_language())
        return original(*arguments, **more)

    monkeypatch.setattr("inspect_app.jobs.tasks.visit_notice", listen)
    run_due(session, now=at(date(2024, 6, 17)))
    assert sorted(spoken) == ["en", "vi", "vi"]


def test_after_thirty_quiet_days_everybody_has_one_mail_and_nothing_useless(session):
    ground = Ground(session)
    refresh_campaign_occurrences(session, ground.campaign, now=BEFORE)
    others = [Ground(session, unit_name=f"Sở số {n}") for n in range(3)]
    play(session, date(2024, 5, 27), date(2024, 6, 10))
    for one in (ground, *others):
        one.visit.begun_at = at(START)
    session.flush()
    people = (ground.lead, ground.coordinator)
    before = [len(mails(session, player)) for player in people]
    run_due(session, now=at(date(2024, 7, 12)))
    assert [len(mails(session, player)) for player in people] == [number + 1 for number in before]
    lead = rules_in(session, ground.lead)
    assert lead.count("conclusion_due") == lead.count("minutes_chase") == lead.count("team_report_due") == 1
    assert "visit_eve" not in lead
    digest = [message for message in inbox(session, ground.coordinator) if message.dedupe_key.startswith("late|")]
    assert len(digest) == 1
    assert "Hạn phát hành kết luận" in digest[0].body
    assert ground.state(OccurrenceRule.VISIT_EVE) == [(OccurrenceState.SKIPPED, "đoàn đã bắt đầu kiểm tra")]
    reports = occurrences_of(session, TargetKind.CAMPAIGN, ground.campaign.id)
    assert [row.due_on for row in reports if row.state is OccurrenceState.DONE] == [
        date(2024, 5, 31),
        date(2024, 6, 28),
    ]


@pytest.mark.parametrize("begun", [False, True])
def test_a_secret_is_told_to_nobody_but_its_team_and_coordinators_and_never_named(session, begun):
    """Canary: the unit's name stands in no message to anybody before the visit begins."""
    ground = Ground(session, unannounced=True, unit_name=CANARY)
    refresh_campaign_occurrences(session, ground.campaign, now=BEFORE)
    insider = make_player(session, Role.COORDINATOR, name="Điều phối mẫu", works_at=ground.unit)
    overall = {role: make_player(session, role, name="Người ngoài mẫu") for role in Role}
    for role in Role:
        make_player(session, (role, ground.unit), name="Người của đơn vị mẫu", works_at=ground.unit)
    play(session, date(2024, 5, 27), START - timedelta(days=1))
    if begun:
        ground.visit.begun_at = at(START)
        session.flush()
    play(session, START, date(2024, 8, 30))
    early = [one for one in session.scalars(select(InboxMessage)) if one.created_at < at(START) or not begun]
    about = [one for one in early if str(ground.visit.id) in f"{one.dedupe_key} {one.link}"]
    sent = [one for one in session.scalars(select(OutgoingMail)) if one.created_at < at(START) or not begun]
    assert about
    assert sent
    assert not [one for one in (*early, *sent) if CANARY in one.subject + one.body]
    allowed = (ground.lead, ground.secretary, ground.inspector, ground.coordinator, overall[Role.COORDINATOR])
    assert {one.account_id for one in about} <= {player.account.id for player in allowed}
    assert insider.account.id not in {one.account_id for one in about}


def test_figures_of_a_report_count_only_what_its_reader_may_know(session):
    ground = Ground(session, unannounced=True)
    insider = make_player(session, Role.COORDINATOR, name="Điều phối mẫu", works_at=ground.unit)
    refresh_campaign_occurrences(session, ground.campaign, now=BEFORE)
    run_due(session, now=at(date(2024, 5, 31)))
    assert "Tổng số cuộc kiểm tra: 1." in inbox(session, ground.coordinator)[0].body
    assert "Tổng số cuộc kiểm tra: 0." in inbox(session, insider)[0].body


def test_corrective_actions_are_reminded_until_they_are_verified(session):
    journey = make_journey(session)
    journey.issued(("CV01", "CV02"))
    first, second = actions_of_visit(session, journey.visit.id)
    play(session, date(2024, 6, 18), date(2024, 7, 8))
    assert rules_in(session, journey.contact) == ["remediation_reminder"]
    for action in (first, second):
        report_action(session, journey.contact.actor, action, text="Đã làm", files=[], now=at(date(2024, 7, 9)))
    decide_report(session, journey.lead.actor, first, accepted=True, reason="", now=at(date(2024, 7, 9)))
    play(session, date(2024, 7, 9), date(2024, 7, 12))
    assert rules_in(session, journey.contact) == ["remediation_reminder"]
    told = inbox(session, journey.lead)[-1]
    assert "yêu cầu số 2" in told.body
    assert told.link == f"/khac-phuc/{second.id}"
    decide_report(session, journey.lead.actor, second, accepted=True, reason="", now=at(date(2024, 7, 12)))
    number = len(inbox(session, journey.lead))
    play(session, date(2024, 7, 13), date(2024, 8, 30))
    assert len(inbox(session, journey.lead)) == number
    assert (OccurrenceState.SKIPPED, "các yêu cầu đã được xác minh") in [
        (row.state, row.result) for row in occurrences_of(session, TargetKind.VISIT, journey.visit.id)
    ]


def test_an_overdue_action_is_told_to_the_head_and_the_coordinator(session):
    journey = make_journey(session)
    journey.issued()
    play(session, date(2024, 6, 18), date(2024, 7, 20))
    assert rules_in(session, journey.head) == ["remediation_due"]
    assert "Quá hạn khắc phục" in inbox(session, journey.head)[-1].subject
    assert "remediation_due" in rules_in(session, journey.coordinator)
    assert rules_in(session, journey.contact) == [*["remediation_reminder"] * 3, *["remediation_due"] * 2]


def test_an_action_with_a_day_of_its_own_has_reminders_of_its_own(session):
    journey = inspected(session)
    conclusion = journey.submitted()
    conclusion.requests[0].due_days = 5
    session.flush()
    journey.issue(conclusion)
    action = actions_of_visit(session, journey.visit.id)[0]
    own = occurrences_of(session, TargetKind.CORRECTIVE_ACTION, action.id)
    assert action.due_on == date(2024, 6, 24)
    waiting = [(row.rule, row.due_on) for row in own if row.state is OccurrenceState.PENDING]
    assert waiting == [
        (OccurrenceRule.REMEDIATION_REMINDER, date(2024, 6, 19)),
        (OccurrenceRule.REMEDIATION_REMINDER, date(2024, 6, 21)),
        (OccurrenceRule.REMEDIATION_DUE, date(2024, 6, 24)),
        (OccurrenceRule.REMEDIATION_DUE, date(2024, 6, 25)),
    ]
    play(session, date(2024, 6, 18), date(2024, 8, 1))
    assert rules_in(session, journey.contact) == [*["remediation_reminder"] * 2, *["remediation_due"] * 2]


def test_a_unit_that_does_not_explain_is_reminded_and_then_it_goes_upward(session):
    journey = inspected(session)
    conclusion = journey.sent()
    play(session, date(2024, 6, 18), date(2024, 6, 26))
    chased = ["explanation_reminder", "explanation_due", "explanation_overdue"]
    assert rules_in(session, journey.contact) == chased
    assert rules_in(session, journey.head) == chased[1:]
    assert [rules_in(session, who).count("explanation_overdue") for who in (journey.lead, journey.coordinator)] == [
        1,
        1,
    ]
    assert "explanation_overdue" not in rules_in(session, journey.inspector)
    last = inbox(session, journey.contact)[-1]
    assert (last.link, "quá hạn 1 ngày làm việc" in last.body) == (f"/ket-luan/{conclusion.id}/giai-trinh", True)


def waiting_days(session, kind, target, rule):
    return {
        row.due_on
        for row in occurrences_of(session, kind, target)
        if (row.rule, row.state) == (rule, OccurrenceState.PENDING)
    }


def test_other_days_of_notices_in_a_plan_move_the_reminders_of_explanations(session):
    journey = inspected(session)
    conclusion = journey.sent()
    campaign = journey.visit.campaign
    asked = TargetKind.EXPLANATION, conclusion.rounds[0].id, OccurrenceRule.EXPLANATION_REMINDER
    loaded = PlanFolderLoaded(Path("unread"), campaign.code)
    before = waiting_days(session, *asked)
    plan_loaded(session, loaded, journey.coordinator.actor, NOW)
    assert waiting_days(session, *asked) == before, "the same settings move nothing"
    campaign.settings = {**campaign.settings, NOTICES: {"source": "mẫu", "remind_before": {"explanation": 1}}}
    plan_loaded(session, loaded, journey.coordinator.actor, NOW)
    assert min(waiting_days(session, *asked)) > min(before)


def test_other_days_of_notices_in_a_plan_move_the_reminders_of_actions_with_a_day_of_their_own(session):
    journey = make_journey(session)
    journey.issued()
    [action] = actions_of_visit(session, journey.visit.id)
    action.due_on += timedelta(days=21)
    session.flush()
    campaign = journey.visit.campaign
    asked = TargetKind.CORRECTIVE_ACTION, action.id, OccurrenceRule.REMEDIATION_DUE
    loaded = PlanFolderLoaded(Path("unread"), campaign.code)
    plan_loaded(session, loaded, journey.coordinator.actor, NOW)
    before = max(waiting_days(session, *asked))
    campaign.settings = {**campaign.settings, NOTICES: {"source": "mẫu", "escalate_after": {"remediation": 9}}}
    plan_loaded(session, loaded, journey.coordinator.actor, NOW)
    assert max(waiting_days(session, *asked)) > before


def test_a_unit_that_explained_is_not_reminded(session):
    journey = inspected(session)
    conclusion = journey.explained()
    play(session, date(2024, 6, 18), date(2024, 6, 26))
    assert not [key for key in rules_in(session, journey.contact) if key.startswith("explanation")]
    asked = occurrences_of(session, TargetKind.EXPLANATION, conclusion.rounds[0].id)
    assert {row.result for row in asked} == {"đơn vị đã nộp giải trình"}


def test_one_due_date_that_fails_stops_no_other_and_goes_on_waiting(session, monkeypatch):
    broken, sound = Ground(session), Ground(session, unit_name="Sở khác")
    original = visit_notice

    def fail_for_one(rule, visit, **more):
        if visit is broken.visit:
            raise ValueError("broken on purpose")
        return original(rule, visit, **more)

    monkeypatch.setattr("inspect_app.jobs.tasks.visit_notice", fail_for_one)
    summary = run_due(session, now=at(date(2024, 6, 4)))
    assert len(summary.failed) == 1
    assert broken.visit.notice_sent_at is None
    assert rules_in(session, sound.contact) == ["notice"]
    monkeypatch.undo()
    assert run_due(session, now=at(date(2024, 6, 5))).failed == ()
    assert rules_in(session, broken.contact) == ["notice"]


def test_two_people_with_one_address_get_one_mail_and_a_message_each(session):
    ground = Ground(session)
    other = ground.add_contact()
    other.person.email = ground.contact.person.email
    session.flush()
    run_due(session, now=at(date(2024, 6, 4)))
    assert len(mails(session, ground.contact)) == 1
    assert len(inbox(session, ground.contact)) == len(inbox(session, other)) == 1

"""The scheduler under a fake clock: it ticks, leads alone, and a fault of one minute does not stop the next."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler
from sqlalchemy import delete, func, select, update

from inspect_app.campaigns.models import Occurrence, Visit
from inspect_app.campaigns.notice_settings import NOTICES
from inspect_app.campaigns.operations import refresh_occurrences
from inspect_app.campaigns.rules import OccurrenceRule, OccurrenceState
from inspect_app.fieldwork.tasks import ClosingSummary
from inspect_app.jobs.mail import connect, smtp_server
from inspect_app.jobs.models import JobRun, SchedulerLease
from inspect_app.jobs.scheduler import Ticker, make_scheduler, office_of
from inspect_app.jobs.sending import PostOffice
from inspect_app.kernel.actors import Role
from inspect_app.kernel.clock import at_local
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.files import DirectoryStore
from inspect_app.kernel.outbox import InboxMessage, OutgoingMail
from inspect_app.kernel.settings import Settings
from inspect_app.kernel.state import CLOCK_SHIFT, set_fact
from tests.factories.people import make_player
from tests.factories.units import make_unit
from tests.factories.visits import make_visit

START = date(2024, 6, 18)
NOTICE_DAY = date(2024, 6, 4)


def _without_threads(scheduler, **options):
    BaseScheduler.__init__(scheduler, **{**options, "executors": {"default": DebugExecutor()}})


def _end(scheduler, wait=True):
    BaseScheduler.shutdown(scheduler, wait)


# Never starts a thread: a test calls `_process_jobs()`, which is what the alarm clock does when it rings.
FakeScheduler: Any = type(
    "FakeScheduler",
    (BaseScheduler,),
    {
        "__init__": _without_threads,
        "wakeup": lambda scheduler: None,
        "shutdown": _end,
    },
)


@pytest.fixture
def visit_id(transactions):
    """A visit whose notice is due on NOTICE_DAY, and a contact to tell."""
    with transactions.begin() as session:
        unit = make_unit(session, "Sở Tài chính")
        make_player(session, (Role.UNIT_CONTACT, unit), works_at=unit)
        visit = make_visit(session, unit=unit, starts_on=START)
        refresh_occurrences(session, visit, now=at_local(date(2024, 5, 6), time(9)))
        return visit.id


def count(transactions, thing, *conditions):
    with transactions() as session:
        return session.scalar(select(func.count()).select_from(thing).where(*conditions))


def local(day, hour, minute=0):
    return at_local(day, time(hour, minute))


def test_the_clock_wakes_the_job_every_minute_and_joins_what_it_missed():
    ticks = []
    with time_machine.travel(local(START, 8), tick=False) as traveller:
        scheduler = make_scheduler(lambda: ticks.append(1), FakeScheduler)
        scheduler.start()
        for minutes in (0, 1, 2, 2, 60 * 24 * 30):
            traveller.move_to(local(START, 8) + timedelta(minutes=minutes))
            scheduler._process_jobs()
        scheduler.shutdown(wait=False)
    assert len(ticks) == 4
    assert str(scheduler.timezone) == "Asia/Ho_Chi_Minh"


def test_a_tick_tells_what_is_due_and_keeps_a_record(own_engine, transactions, visit_id):
    with time_machine.travel(local(NOTICE_DAY, 8), tick=False):
        ticker = Ticker(own_engine, None)
        for _minute in range(3):
            ticker.tick()
        ticker.stop()
    assert count(transactions, InboxMessage) == 1
    with transactions() as session:
        run = session.scalars(select(JobRun)).one()
        lease = session.scalars(select(SchedulerLease)).one()
    assert "Đã báo 1 việc" in run.summary
    assert run.error is None
    assert lease.owner is None
    assert lease.ticked_at == local(NOTICE_DAY, 8)


def test_nothing_is_told_before_seven_in_the_morning(own_engine, transactions, visit_id):
    with time_machine.travel(local(NOTICE_DAY, 6, 59), tick=False) as traveller:
        ticker = Ticker(own_engine, None)
        ticker.tick()
        assert count(transactions, InboxMessage) == 0
        traveller.move_to(local(NOTICE_DAY, 7))
        ticker.tick()
    assert count(transactions, InboxMessage) == 1


def test_a_campaign_with_hours_of_its_own_is_told_in_those(own_engine, transactions, visit_id):
    with transactions.begin() as session:
        campaign = session.get_one(Visit, visit_id).campaign
        campaign.settings = {**campaign.settings, NOTICES: {"source": "mẫu", "hours": {"starts": 9, "ends": 17}}}
    with time_machine.travel(local(NOTICE_DAY, 8, 59), tick=False) as traveller:
        ticker = Ticker(own_engine, None)
        ticker.tick()
        assert count(transactions, InboxMessage) == 0
        traveller.move_to(local(NOTICE_DAY, 9))
        ticker.tick()
    assert count(transactions, InboxMessage) == 1


def test_a_demonstrations_clock_says_what_is_due(own_engine, transactions, visit_id):
    real = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    with transactions.begin() as session:
        set_fact(session, CLOCK_SHIFT, str((local(NOTICE_DAY, 8) - real).total_seconds()))
    with time_machine.travel(real, tick=False):
        Ticker(own_engine, None).tick()
    with transactions() as session:
        assert session.scalars(select(InboxMessage)).one().created_at == local(NOTICE_DAY, 8)


def test_two_schedulers_never_both_lead_and_the_second_takes_over(own_engine, transactions, visit_id):
    with time_machine.travel(local(date(2024, 6, 3), 8), tick=False) as traveller:
        first, second = Ticker(own_engine, None, "first"), Ticker(own_engine, None, "second")
        for minute in range(10):
            traveller.move_to(local(date(2024, 6, 3), 8, minute))
            first.tick()
            second.tick()
            assert first.held is not None
            assert second.held is None
        # The first one is stopped by a debugger, or its machine sleeps.
        traveller.move_to(local(NOTICE_DAY, 8))
        second.tick()
        assert second.held is not None
        first.tick()
        assert first.held is None
    assert count(transactions, InboxMessage) == 1


def test_a_leader_that_slept_past_its_lease_writes_nothing(own_engine, transactions, visit_id, monkeypatch):
    with time_machine.travel(local(NOTICE_DAY, 8), tick=False):
        ticker = Ticker(own_engine, None, "sleeper")
        led = ticker._lead

        def lead_and_sleep():
            leads = led()
            with transactions.begin() as session:
                session.execute(update(SchedulerLease).values(owner="other", fence=SchedulerLease.fence + 1))
            return leads

        monkeypatch.setattr(ticker, "_lead", lead_and_sleep)
        ticker.tick()
        assert ticker.held is None
    assert count(transactions, InboxMessage) == 0
    assert count(transactions, JobRun) == 0


def test_a_fault_is_recorded_once_and_the_next_minute_goes_on(own_engine, transactions, visit_id, monkeypatch):
    def fail(*_arguments, **_more):
        raise ValueError("broken on purpose")

    with time_machine.travel(local(NOTICE_DAY, 8), tick=False) as traveller:
        ticker = Ticker(own_engine, None)
        monkeypatch.setattr("inspect_app.jobs.scheduler.run_due", fail)
        for minute in range(5):
            traveller.move_to(local(NOTICE_DAY, 8, minute))
            ticker.tick()
        with transactions() as session:
            run = session.scalars(select(JobRun)).one()
        assert run.error == "ValueError: broken on purpose"
        assert run.times == 5
        monkeypatch.undo()
        ticker.tick()
    assert count(transactions, InboxMessage) == 1


def test_a_database_that_is_away_is_waited_for(own_engine, visit_id, transactions, monkeypatch, caplog):
    ticker = Ticker(own_engine, None)

    def away():
        raise OSError("no database")

    monkeypatch.setattr(ticker, "_lead", away)
    with time_machine.travel(local(NOTICE_DAY, 8), tick=False):
        ticker.tick()
        assert "next one tries again" in caplog.text
        monkeypatch.undo()
        ticker.tick()
    assert count(transactions, InboxMessage) == 1


def test_mail_leaves_with_the_tick(own_engine, transactions, visit_id, mail_server):
    office = PostOffice(partial(connect, smtp_server(mail_server.url)), "bao@example.invalid", "https://k.example")
    with time_machine.travel(local(NOTICE_DAY, 8), tick=False):
        Ticker(own_engine, office).tick()
    assert len(mail_server.taken) == 1
    assert count(transactions, OutgoingMail, OutgoingMail.sent_at.is_not(None)) == 1


def test_a_visit_that_an_older_release_planned_gets_the_due_dates_that_it_did_not_know(
    own_engine, transactions, visit_id
):
    overdue = Occurrence.rule == OccurrenceRule.CONCLUSION_OVERDUE
    with transactions.begin() as session:
        session.execute(delete(Occurrence).where(overdue))
    with time_machine.travel(local(NOTICE_DAY, 8), tick=False):
        Ticker(own_engine, None).tick()
    assert count(transactions, Occurrence, overdue, Occurrence.state == OccurrenceState.PENDING) == 1
    assert count(transactions, InboxMessage) == 1


def test_mail_that_comes_up_in_the_evening_waits_for_the_morning(own_engine, transactions, visit_id, mail_server):
    office = PostOffice(partial(connect, smtp_server(mail_server.url)), "bao@example.invalid", "https://k.example")
    with time_machine.travel(local(NOTICE_DAY, 18, 59), tick=False):
        Ticker(own_engine, None).tick()
    with time_machine.travel(local(NOTICE_DAY, 19), tick=False):
        Ticker(own_engine, office, "evening").tick()
    assert mail_server.taken == []
    with time_machine.travel(local(NOTICE_DAY + timedelta(days=1), 7), tick=False):
        Ticker(own_engine, office, "morning").tick()
    assert len(mail_server.taken) == 1


def test_without_a_server_mail_waits(own_engine, transactions, visit_id, tmp_path):
    settings = Settings(data_dir=tmp_path, database_url="sqlite://")
    assert office_of(settings) is None
    with time_machine.travel(local(NOTICE_DAY, 8), tick=False):
        Ticker(own_engine, None).tick()
    assert count(transactions, OutgoingMail, OutgoingMail.sent_at.is_(None)) == 1


def test_a_mail_server_that_is_none_is_refused_at_the_start(tmp_path):
    with pytest.raises(RuleBroken):
        office_of(Settings(data_dir=tmp_path, database_url="sqlite://", smtp_url="thu.example"))


def test_between_two_ticks_only_the_leader_looks_at_closings_and_a_fault_ends_nothing(
    own_engine, transactions, tmp_path, monkeypatch
):
    looked = []

    def look(work, *, now, again):
        looked.append(again)
        if len(looked) == 2:
            raise RuntimeError("broken")
        return ClosingSummary(closed=("TD-01",))

    monkeypatch.setattr("inspect_app.jobs.scheduler.complete_closings", look)
    with time_machine.travel(local(START, 8), tick=False):
        leading = Ticker(own_engine, None, "first", store=DirectoryStore(tmp_path))
        standing_by = Ticker(own_engine, None, "second", store=DirectoryStore(tmp_path))
        leading.tick()
        for ticker in (leading, standing_by, leading):
            ticker.glance()
        leading.stop()
    assert looked == [True, False, False]
    with transactions() as session:
        runs = session.scalars(select(JobRun).where(JobRun.task == "closings").order_by(JobRun.id)).all()
    assert [bool(run.error) for run in runs] == [False, True, False]
    assert "Đã khép lại 1 cuộc kiểm tra" in runs[0].summary


def test_the_clock_looks_at_closings_every_ten_seconds():
    rung = []
    with time_machine.travel(local(START, 8), tick=False) as traveller:
        scheduler = make_scheduler(lambda: None, FakeScheduler, glance=lambda: rung.append(1))
        scheduler.start()
        for seconds in (10, 20, 30):
            traveller.move_to(local(START, 8) + timedelta(seconds=seconds))
            scheduler._process_jobs()
        scheduler.shutdown(wait=False)
    assert len(rung) == 3

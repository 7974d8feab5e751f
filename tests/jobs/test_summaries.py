"""One mail a day for whoever wants it so: everything once, nothing that was read, and no mail for each message."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from inspect_app.accounts.models import MailChoice
from inspect_app.accounts.operations import choose_mail
from inspect_app.campaigns.notice_settings import NOTICES
from inspect_app.jobs.tasks import run_due
from inspect_app.kernel.clock import at_local
from inspect_app.kernel.outbox import OutgoingMail, mark_read, notify
from tests.factories.people import Player, make_player
from tests.factories.visits import make_campaign

DAY = date(2024, 6, 17)


def at(day: date, hour: int) -> datetime:
    return at_local(day, time(hour))


@pytest.fixture
def reader(session) -> Player:
    """Somebody who chose one mail a day."""
    player = make_player(session, name="Người đọc mẫu")
    choose_mail(session, player.actor, player.account, MailChoice.DAILY, now=at(DAY, 8))
    return player


def say(session, player: Player, subject: str, now: datetime):
    account = player.account
    return notify(
        session,
        account_id=account.id,
        email=account.mail_address,
        subject=subject,
        body="Nội dung.",
        link=None,
        dedupe_key=subject,
        now=now,
    )


def mails(session) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.created_at)))


def test_a_day_of_messages_is_one_mail_the_next_morning(session, reader):
    say(session, reader, "Tin thứ nhất", at(DAY, 9))
    say(session, reader, "Tin thứ hai", at(DAY, 22))
    assert mails(session) == []
    morning = at(DAY + timedelta(days=1), 7)
    assert run_due(session, now=morning).summaries == 1
    (mail,) = mails(session)
    assert "2 tin mới" in mail.subject
    assert "Tin thứ nhất" in mail.body
    assert "Tin thứ hai" in mail.body


def test_the_same_morning_makes_one_summary_and_the_next_one_only_what_is_new(session, reader):
    say(session, reader, "Tin thứ nhất", at(DAY, 9))
    morning = at(DAY + timedelta(days=1), 7)
    run_due(session, now=morning)
    say(session, reader, "Tin thứ hai", morning + timedelta(hours=1))
    assert run_due(session, now=morning + timedelta(hours=2)).summaries == 0
    assert run_due(session, now=morning + timedelta(days=1)).summaries == 1
    assert "Tin thứ nhất" not in mails(session)[-1].body
    assert run_due(session, now=morning + timedelta(days=2)).summaries == 0


def test_what_was_read_is_not_in_the_summary(session, reader):
    message = say(session, reader, "Tin đã đọc", at(DAY, 9))
    mark_read(session, message, now=at(DAY, 10))
    assert run_due(session, now=at(DAY + timedelta(days=1), 7)).summaries == 0


def test_after_an_outage_the_summary_is_one_mail_of_the_last_week(session, reader):
    run_due(session, now=at(DAY, 7))
    say(session, reader, "Tin cũ", at(DAY, 9))
    say(session, reader, "Tin gần đây", at(DAY + timedelta(days=28), 9))
    assert run_due(session, now=at(DAY + timedelta(days=30), 7)).summaries == 1
    (mail,) = mails(session)
    assert "Tin gần đây" in mail.body
    assert "Tin cũ" not in mail.body


def test_whoever_wants_each_message_gets_each_and_no_summary(session):
    player = make_player(session)
    say(session, player, "Một tin", at(DAY, 9))
    assert len(mails(session)) == 1
    assert run_due(session, now=at(DAY + timedelta(days=1), 7)).summaries == 0


def test_a_summary_waits_for_the_hour_of_the_office(session, reader):
    make_campaign(session).settings = {NOTICES: {"source": "mẫu", "hours": {"summary": 16}}}
    session.flush()
    say(session, reader, "Tin", at(DAY, 9))
    next_day = DAY + timedelta(days=1)
    assert run_due(session, now=at(next_day, 15)).summaries == 0
    assert run_due(session, now=at(next_day, 16)).summaries == 1

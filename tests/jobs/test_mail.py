"""Mail leaves at least once and at most twice, always with the same Message-ID, and nothing can be slipped into it."""

import email.policy
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from inspect_app.jobs.leases import LeaseLost
from inspect_app.jobs.mail import MailRefused, compose, connect, smtp_server
from inspect_app.jobs.queries import mail_figures
from inspect_app.jobs.sending import PostOffice, send_waiting_mail
from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.outbox import OutgoingMail

NOW = datetime(2024, 6, 17, 2, 30, tzinfo=UTC)
SUBJECT = "Lịch kiểm tra TD-07 tại Sở Tài nguyên và Môi trường"


def mail_of(number=1, **more):
    fields = {
        "recipient": f"p{number}@example.invalid",
        "dedupe_key": f"notice|{number}",
        "message_id": f"<{number}@inspect-app>",
        "subject": SUBJECT,
        "body": "Thời gian kiểm tra: 18/06/2024.",
        "link": "/cuoc-kiem-tra/7",
        "created_at": NOW,
        "attempts": 0,
    }
    return OutgoingMail(**{**fields, **more})


@pytest.fixture
def outbox(transactions):
    """Puts mails in the outbox and sends what waits."""
    return Outbox(transactions)


class Outbox:
    def __init__(self, transactions):
        self.transactions = transactions

    def put(self, *mails):
        with self.transactions.begin() as session:
            session.add_all(mails)

    def send(self, server, now=NOW, guard=lambda session: None):
        url = server if isinstance(server, str) else server.url
        office = PostOffice(
            partial(connect, smtp_server(url)), "Kiểm tra CCHC <bao@example.invalid>", "https://k.example/"
        )
        return send_waiting_mail(self.transactions, office, now=now, guard=guard)

    def rows(self):
        with self.transactions() as session:
            return session.scalars(select(OutgoingMail).order_by(OutgoingMail.message_id)).all()


def test_a_mail_arrives_whole_and_only_once(outbox, mail_server):
    outbox.put(mail_of())
    assert outbox.send(mail_server).sent == 1
    assert outbox.send(mail_server, NOW + timedelta(days=1)).is_empty
    assert len(mail_server.taken) == 1
    taken = email.message_from_bytes(mail_server.taken[0].as_bytes(), policy=email.policy.default)
    assert taken["Subject"] == SUBJECT
    assert taken["To"] == "p1@example.invalid"
    assert taken["From"] == "Kiểm tra CCHC <bao@example.invalid>"
    assert taken["Message-ID"] == "<1@inspect-app>"
    assert taken["Auto-Submitted"] == "auto-generated"
    lines = taken.get_content().splitlines()
    assert lines == ["Thời gian kiểm tra: 18/06/2024.", "", "https://k.example/cuoc-kiem-tra/7"]


def test_a_crash_after_the_handing_over_sends_a_second_time_with_the_same_id_and_not_a_third(outbox, mail_server):
    outbox.put(mail_of())
    turns = []

    def die_before_noting(_session):
        turns.append(1)
        if len(turns) == 3:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        outbox.send(mail_server, guard=die_before_noting)
    assert outbox.send(mail_server).is_empty
    for minutes in (5, 10, 15, 60):
        outbox.send(mail_server, NOW + timedelta(minutes=minutes))
    assert [mail["Message-ID"] for mail in mail_server.taken] == ["<1@inspect-app>"] * 2


def test_a_line_that_breaks_after_the_handing_over_is_tried_once_more(outbox, mail_server):
    outbox.put(mail_of())
    mail_server.hang_up_after_taking = True
    assert outbox.send(mail_server).postponed == 1
    assert outbox.send(mail_server, NOW + timedelta(minutes=6)).sent == 1
    assert [mail["Message-ID"] for mail in mail_server.taken] == ["<1@inspect-app>"] * 2


def test_a_server_that_is_down_costs_no_mail_a_try(outbox, mail_server):
    outbox.put(mail_of(1), mail_of(2))
    for _minute in range(20):
        assert outbox.send("smtp://127.0.0.1:1").error
    assert [mail.attempts for mail in outbox.rows()] == [0, 0]
    assert outbox.send(mail_server).sent == 2


def test_a_mail_that_is_put_off_rests_and_one_that_is_refused_is_given_up(outbox, mail_server):
    outbox.put(mail_of())
    mail_server.answers["RCPT"] = "451 later"
    assert outbox.send(mail_server).postponed == 1
    assert outbox.send(mail_server, NOW + timedelta(minutes=4)).is_empty
    mail_server.answers["RCPT"] = "550 no such person"
    assert outbox.send(mail_server, NOW + timedelta(minutes=5)).given_up == 1
    mail = outbox.rows()[0]
    assert mail.given_up_at == NOW + timedelta(minutes=5)
    assert "no such person" in mail.last_error
    mail_server.answers.clear()
    assert outbox.send(mail_server, NOW + timedelta(days=1)).is_empty
    assert mail_server.taken == []


def test_after_forty_eight_tries_a_mail_is_given_up(outbox, mail_server):
    outbox.put(mail_of(attempts=47))
    mail_server.answers["MAIL"] = "451 later"
    assert outbox.send(mail_server).given_up == 1


def test_one_bad_address_stops_no_other_mail(outbox, mail_server):
    outbox.put(mail_of(1, recipient="không có địa chỉ"), mail_of(2))
    summary = outbox.send(mail_server)
    assert (summary.sent, summary.given_up) == (1, 1)


def test_stale_mail_is_marked_and_not_sent(outbox, mail_server):
    outbox.put(
        mail_of(1, created_at=NOW - timedelta(days=3, minutes=1)), mail_of(2, created_at=NOW - timedelta(days=2))
    )
    summary = outbox.send(mail_server)
    assert (summary.sent, summary.given_up) == (1, 1)
    stale, _fresh = outbox.rows()
    assert (stale.sent_at, stale.given_up_at) == (None, NOW)
    with outbox.transactions() as session:
        figures = mail_figures(session)
    assert (figures.waiting, figures.given_up) == (0, 1)


@pytest.mark.parametrize("guarded", [1, 2])
def test_a_scheduler_that_leads_no_more_sends_nothing(outbox, mail_server, guarded):
    outbox.put(mail_of())
    turns = []

    def lose(_session):
        turns.append(1)
        if len(turns) == guarded:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        outbox.send(mail_server, guard=lose)
    assert mail_server.taken == []


@pytest.mark.parametrize(
    "recipient",
    [
        "a@b.vn\r\nBcc: x@y.vn",
        "a@b.vn, x@y.vn",
        "a@b.vn\n",
        "Tên <a@b.vn>",
        "a b@c.vn",
        "@b.vn",
        "a@",
        "",
        "a@b.vn;x@y.vn",
        "a@-b.vn",
    ],
)
def test_an_address_is_one_plain_address_or_none(recipient):
    with pytest.raises(MailRefused):
        compose(mail_of(recipient=recipient), sender="s@example.invalid", public_url="https://k.example", now=NOW)


def test_a_subject_cannot_add_a_header():
    mail = mail_of(subject="Lịch\r\nBcc: x@y.vn\n\nkiểm tra")
    message = compose(mail, sender="s@example.invalid", public_url="https://k.example", now=NOW)
    assert message["Subject"] == "Lịch Bcc: x@y.vn kiểm tra"
    assert message["Bcc"] is None


def test_a_body_with_a_lone_dot_stays_whole(outbox, mail_server):
    outbox.put(mail_of(body="một\n.\nhai\nFrom ba", link=None))
    outbox.send(mail_server)
    taken = email.message_from_bytes(mail_server.taken[0].as_bytes(), policy=email.policy.default)
    assert "hai" in taken.get_content()


def test_the_url_names_server_port_and_key():
    server = smtp_server("smtps://ten%40so:m%C3%A2t%3Akh%E1%BA%A9u@thu.example:2465")
    assert (server.host, server.port, server.encrypted) == ("thu.example", 2465, True)
    assert (server.username, server.password) == ("ten@so", "mât:khẩu")
    assert smtp_server("smtp://thu.example").port == 25


@pytest.mark.parametrize("url", ["", "thu.example", "http://thu.example", "smtp://", "smtp://h:port", "smtp://[::1"])
def test_a_url_that_is_none_is_refused_without_showing_it(url):
    with pytest.raises(RuleBroken) as refused:
        smtp_server(url)
    assert "INSPECT_SMTP_URL" in refused.value.message
    assert "thu.example" not in refused.value.message


def test_a_password_does_not_travel_in_the_open(outbox):
    assert not smtp_server("smtp://a:b@thu.example").is_local
    assert smtp_server("smtp://a:b@127.0.0.1").is_local

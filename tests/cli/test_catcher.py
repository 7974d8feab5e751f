"""The mail catcher of a development machine: keeps a mail as it was sent, and takes over none that broke off."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from inspect_app.cli.catcher import MailCatcher


@pytest.fixture
def taken() -> list[bytes]:
    """What was taken over."""
    return []


@pytest.fixture
def catcher(taken) -> Iterator[MailCatcher]:
    """A catcher on a free port."""
    with MailCatcher(taken.append) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_mail_is_kept_whole_with_lines_that_begin_with_a_dot(catcher, taken):
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@example.invalid", "b@example.invalid", "Nhắc việc"
    mail.set_content("Dòng một\n.bắt đầu bằng dấu chấm\n")
    with smtplib.SMTP("127.0.0.1", catcher.server_address[1]) as client:
        client.send_message(mail)
    kept = message_from_bytes(taken[0], policy=policy.default)
    assert kept["Subject"] == "Nhắc việc"
    assert ".bắt đầu bằng dấu chấm" in kept.get_content()


def test_a_mail_that_broke_off_was_not_taken_over(catcher, taken):
    with socket.create_connection(catcher.server_address) as line, line.makefile("rb") as answers:
        assert answers.readline().startswith(b"220")
        line.sendall(b"DATA\r\n")
        assert answers.readline().startswith(b"354")
        line.sendall(b"Subject: nua chung\r\n")
    with smtplib.SMTP("127.0.0.1", catcher.server_address[1]) as client:
        assert client.noop()[0] == 250
    assert taken == []

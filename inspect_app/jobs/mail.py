"""A mail as it travels, and the way to the mail server (INSPECT_SMTP_URL)."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

from inspect_app.kernel.errors import RuleBroken
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.outbox import OutgoingMail

SETTING = "INSPECT_SMTP_URL"
PORTS = {"smtp": 25, "smtps": 465}
TIMEOUT_SECONDS = 20
PERMANENT = 500
# One plain address: nothing that could add a header or a second recipient.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


class MailServerDown(Exception):
    """The server cannot be reached, or does not let us in: no mail was tried."""


class MailPostponed(Exception):
    """The server refused one mail for the time being."""


class MailRefused(Exception):
    """One mail can never be sent as it is."""


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed over; `encrypted` is TLS from the first byte."""

    host: str
    port: int
    encrypted: bool
    username: str = ""
    password: str = ""

    @property
    def is_local(self) -> bool:
        """Whether the way to it stays on this machine."""
        return self.host in {"localhost", "127.0.0.1", "::1"}


class Connection(Protocol):
    """What takes a mail over."""

    def send(self, message: EmailMessage) -> None:
        """Hands one mail over; raises MailPostponed or MailRefused."""


def smtp_server(url: str) -> SmtpServer:
    """The server of `smtp://user:password@host:port` or `smtps://…`. Raises RuleBroken; the password is never shown."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in PORTS or not parts.hostname:
        raise RuleBroken(SETTING, _("INSPECT_SMTP_URL phải có dạng smtp://tên:mật-khẩu@máy-chủ:cổng hoặc smtps://…"))
    return SmtpServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        encrypted=parts.scheme == "smtps",
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def compose(mail: OutgoingMail, *, sender: str, public_url: str, now: datetime) -> EmailMessage:
    """The mail with its own Message-ID. Raises MailRefused for an address that is none."""
    if not ADDRESS.fullmatch(mail.recipient):
        raise MailRefused(_("địa chỉ thư không hợp lệ"))
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    link = f"\n\n{public_url.rstrip('/')}{mail.link}" if mail.link else ""
    message.set_content(f"{mail.body}{link}\n")
    return message


class _Smtp:
    """A connection to an SMTP server."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    def send(self, message: EmailMessage) -> None:
        """Hands one mail over."""
        try:
            self._client.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            raise _refusal(code, answer) from refused
        except smtplib.SMTPResponseException as refused:
            raise _refusal(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as broken:
            raise MailPostponed(str(broken)) from broken


def _refusal(code: int, answer: bytes | str) -> MailPostponed | MailRefused:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    text = f"{code} {words}"[:500]
    return MailRefused(text) if code >= PERMANENT else MailPostponed(text)


@contextmanager
def connect(server: SmtpServer) -> Iterator[Connection]:
    """An open connection, encrypted whenever the server can. Raises MailServerDown.

    A password is never sent over a line that is not encrypted, unless it stays on this machine.
    """
    try:
        client = _open(server)
    except (smtplib.SMTPException, OSError) as down:
        raise MailServerDown(f"{server.host}:{server.port}: {down}") from down
    try:
        yield _Smtp(client)
    finally:
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            client.close()


def _open(server: SmtpServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.encrypted:
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=trusted)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        client.ehlo_or_helo_if_needed()
        if not server.encrypted and client.has_extn("starttls"):
            client.starttls(context=trusted)
        elif not server.encrypted and server.username and not server.is_local:
            raise smtplib.SMTPNotSupportedError(_("máy chủ thư không mã hóa đường truyền nên không gửi mật khẩu"))
        if server.username:
            client.login(server.username, server.password)
    except BaseException:
        client.close()
        raise
    return client

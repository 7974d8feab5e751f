"""Ways from a fake tablet to the server, and what may happen on them."""

import http.client
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.faults.tablet import Line, NotSent, Reply

HTML, JSON = "text/html; charset=utf-8", "application/json"
SECONDS = 30


class Fault(StrEnum):
    """What happens to one request."""

    NONE = "none"
    CUT_BEFORE = "cut_before"
    CUT_AFTER = "cut_after"
    CUT_IN_BODY = "cut_in_body"
    TWICE = "twice"
    LATE = "late"
    PORTAL = "portal"
    SIGN_IN = "sign_in"
    UNAUTHORISED = "unauthorised"
    BROKEN_SERVER = "broken_server"
    EMPTY = "empty"
    FOREIGN_JSON = "foreign_json"


# What somebody between the tablet and the server says in its place.
STRANGERS = {
    Fault.PORTAL: Reply(200, HTML, b"<!doctype html><title>Wi-Fi</title>"),
    Fault.SIGN_IN: Reply(302, HTML, b""),
    Fault.UNAUTHORISED: Reply(401, HTML, b"<!doctype html><title>401</title>"),
    Fault.BROKEN_SERVER: Reply(500, JSON, b'{"protocol": 1, "receipts": []}'),
    Fault.EMPTY: Reply(204, JSON, b""),
    Fault.FOREIGN_JSON: Reply(200, JSON, b'{"receipts": [], "status": "ok"}'),
}


@dataclass(frozen=True)
class ClientLine:
    """Flask's test client: the application without a socket."""

    client: FlaskClient

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Reply:
        """One request to the application."""
        with self.client.open(path, method=method, headers=headers, data=body) as response:
            return Reply(response.status_code, response.headers.get("Content-Type", ""), response.get_data())


@dataclass
class HttpLine:
    """A socket to a server that may be gone at any moment; one connection, opened anew after it broke."""

    url: str
    seconds: float = SECONDS
    # How TCP answers loss (`cubic`, `bbr`); None: as the machine does.
    congestion: str | None = None
    _open: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Reply:
        """One request over the wire."""
        try:
            self._open = line = self._open or self._connected()
            line.request(method, path, body=body, headers=headers)
            with closing(line.getresponse()) as response:
                return Reply(response.status, response.headers.get("Content-Type", ""), response.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise NotSent(str(error)) from error

    def _connected(self) -> http.client.HTTPConnection:
        place = urlsplit(self.url)
        line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=self.seconds)
        if self.congestion is not None:
            line.connect()
            line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, self.congestion.encode())
        return line

    def break_off(self) -> None:
        """The line is gone in the middle of whatever is on it."""
        line = self._open
        if line is not None and line.sock is not None:
            with suppress(OSError):
                line.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None


@dataclass(frozen=True)
class Sent:
    """A request as it may arrive once more."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None


@dataclass
class FaultyLine:
    """A line on which each request meets the next fault of a plan; `heard` is told what really reached the server."""

    line: Line
    heard: Callable[[Sent, Reply], None]
    plan: list[Fault] = field(default_factory=list)
    under_way: list[Sent] = field(default_factory=list)

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Reply:
        """One request, as the line lets it through."""
        sent = Sent(method, path, headers, body)
        fault = self.plan.pop(0) if self.plan else Fault.NONE
        if fault in STRANGERS:
            return STRANGERS[fault]
        if fault is Fault.CUT_BEFORE:
            raise NotSent(fault)
        if fault is Fault.LATE:
            self.under_way.append(sent)
            raise NotSent(fault)
        if fault is Fault.CUT_IN_BODY:
            self.deliver(Sent(method, path, headers, body[: len(body) // 2] if body else body))
            raise NotSent(fault)
        if fault is Fault.TWICE:
            self.deliver(sent)
        reply = self.deliver(sent)
        if fault is Fault.CUT_AFTER:
            self.under_way.append(sent)
            raise NotSent(fault)
        return reply

    def deliver(self, sent: Sent) -> Reply:
        """The request reaches the server, now."""
        reply = self.line.ask(sent.method, sent.path, sent.headers, sent.body)
        self.heard(sent, reply)
        return reply

    def deliver_late(self) -> None:
        """Something that lay about in the network arrives after all; its answer goes nowhere."""
        if self.under_way:
            self.deliver(self.under_way.pop(0))

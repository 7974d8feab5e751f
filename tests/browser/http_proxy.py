"""A line that fails within a request: before it arrives, in the middle of its body, before the answer or in the middle of it."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from tests.browser.proxy import CHUNK, Line, Proxy, end

HEAD_END = b"\r\n\r\n"
ALWAYS = 10**9


class Cut(Enum):
    """Where the line is cut."""

    BEFORE = "before the request reaches the server"
    BODY = "in the middle of the request's body"
    AFTER = "after the request, before the answer"
    RESPONSE = "in the middle of the answer"


@dataclass(frozen=True)
class Answer:
    """What somebody else says in the server's place."""

    status: str
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def text(self) -> bytes:
        """The whole answer as it goes over the line."""
        body = self.body.encode()
        headers = {"Content-Length": str(len(body)), "Connection": "close", **self.headers}
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode() + HEAD_END + body


PORTAL = Answer("200 OK", "<!doctype html><title>Wi-Fi</title><p>Chào mừng", {"Content-Type": "text/html"})
SIGN_IN = Answer("302 Found", "", {"Location": "/dang-nhap?next=/"})
NOTHING = Answer("204 No Content")


@dataclass(frozen=True)
class Request:
    """A request that came to the proxy."""

    method: str
    target: str
    head: bytes
    body: bytes


@dataclass
class Fault:
    """What happens to the next requests for an address."""

    pattern: str
    what: Cut | Answer
    times: int
    share: float

    def takes(self, request: Request) -> bool:
        """Whether this request meets the fault; each meeting counts."""
        if self.times <= 0 or not re.search(self.pattern, f"{request.method} {request.target}"):
            return False
        self.times -= 1
        return True


class HttpProxy(Proxy):
    """Passes requests on one by one; `fails` says which of them meet a fault. The server sees them come from `source`."""

    def __init__(self, port: int, source: str = "127.0.0.1", *, tls: bool = False) -> None:
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.heard: Callable[[Request], None] = lambda _request: None
        self._source, self._tls = source, tls
        super().__init__(port)

    def fails(self, pattern: str, what: Cut | Answer, *, times: int = ALWAYS, share: float = 0.5) -> Fault:
        """The next `times` requests whose "METHOD /address" matches meet a fault; `share` of a body gets through."""
        fault = Fault(pattern, what, times, share)
        self.faults.append(fault)
        return fault

    def heal(self) -> None:
        """No request meets a fault any more."""
        self.faults.clear()
        self.mend()

    def sent(self, pattern: str) -> list[Request]:
        """The requests so far whose "METHOD /address" matches."""
        return [each for each in list(self.requests) if re.search(pattern, f"{each.method} {each.target}")]

    def _connect(self, caller: socket.socket) -> None:
        if self._tls:
            # What is said within TLS nobody reads on the way.
            super()._connect(caller)
            return
        self._hold(caller)
        threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            request = _read(caller)
            if request is not None and self._line is Line.OPEN:
                self.requests.append(request)
                self.heard(request)
                self._answer(caller, request)
        self._let_go(caller)

    def _answer(self, caller: socket.socket, request: Request) -> None:
        fault = next((each for each in list(self.faults) if each.takes(request)), None)
        if fault is None:
            self._ask(request, caller)
        elif isinstance(fault.what, Answer):
            caller.sendall(fault.what.text())
        elif fault.what is Cut.BODY:
            self._ask(request, None, request.body[: int(len(request.body) * fault.share)])
        elif fault.what is not Cut.BEFORE:
            got = self._ask(request, None)
            head, mark, body = got.partition(HEAD_END)
            if fault.what is Cut.RESPONSE:
                caller.sendall(head + mark + body[: len(body) // 2])

    def _ask(self, request: Request, caller: socket.socket | None, part: bytes | None = None) -> bytes:
        """Asks the server, passing its answer on to a caller and giving it back; `part` of a body waits for no answer."""
        server = socket.create_connection(("127.0.0.1", self._target), source_address=(self._source, 0))
        self._hold(server)
        got = b""
        try:
            server.sendall(request.head + (request.body if part is None else part))
            while part is None and (data := server.recv(CHUNK)):
                got += data
                if caller is not None:
                    caller.sendall(data)
        finally:
            self._let_go(server)
        return got

    def _let_go(self, each: socket.socket) -> None:
        with self._lock:
            self._held.discard(each)
        end(each)


def _read(caller: socket.socket) -> Request | None:
    """A whole request; its head asks the server to end the connection after the answer."""
    data = b""
    while HEAD_END not in data:
        more = caller.recv(CHUNK)
        if not more:
            return None
        data += more
    head, _mark, body = data.partition(HEAD_END)
    first, *lines = head.split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        more = caller.recv(CHUNK)
        if not more:
            return None
        body += more
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    method, target, _version = first.decode().split(" ")
    return Request(method, target, b"\r\n".join([first, *kept, b"Connection: close"]) + HEAD_END, body)

"""Tablets for a benchmark: their batches are made before the clock runs, and sent from a process of their own."""

import multiprocessing
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

from tests.faults.long.world import ITEMS
from tests.faults.tablet import FakeTablet, Written

ANSWERS, EVERY_TENTH = 60, 10
TABLE, COEFFICIENTS, DIGIT = b"\xff\xdb", 64, 200
PATIENCE = 60.0
MOST_ROUNDS = 10_000
RECEIVED, APPLIED = b'"received":true', b'"applied"'


@dataclass(frozen=True)
class Request:
    """One request as it goes over the line; `start` and `end` bound the bytes of the picture that is sent with it."""

    head: bytes
    body: bytes
    picture: int | None = None


@dataclass(frozen=True)
class HandIn:
    """A filled checklist: its batch, then, with a photo, what the tablet asks and sends of it."""

    requests: tuple[Request, ...]


@dataclass
class PreparedTablet(FakeTablet):
    """A tablet that finds its newest answer to an item without looking through all that it wrote."""

    newest: dict[tuple[str, str, str | None], Written] = field(default_factory=dict)
    rounds: int = 0
    # Which of the tablets it is: no two send the same picture.
    place: int = 0

    def pending(self, visit: str, kind: str, item: str | None) -> Written | None:
        """The newest own change to an item: it is in no state yet."""
        return self.newest.get((visit, kind, item))

    def filled(self, visit: str, host: str, photo: bytes | None) -> HandIn:
        """The next filled checklist; every answer says something else than the one before it."""
        self.rounds += 1
        lines: list[Written] = []
        for place, item in enumerate([*ITEMS, *ITEMS[: ANSWERS - len(ITEMS)]]):
            verdict = "fail" if place % EVERY_TENTH == 0 else "pass"
            note = f"Lần {self.rounds}, mục thứ {place}"
            line = self.answer(visit, item, {"verdict": verdict, "note": note})
            self.newest[visit, "answer", item] = line
            lines.append(line)
        requests: list[Request] = []
        if photo is not None:
            number = self.place * MOST_ROUNDS + self.rounds
            data = numbered(photo, number)
            lines.append(self.keep_photo(visit, ITEMS[0], data, "Ảnh"))
            (name,) = self.pictures
            requests = [self._request(host, "GET", f"anh/{name}", b""), self._picture(host, name, len(data), number)]
            self.pictures.clear()
        body = self.batch(lines).encode()
        self.lines.clear()
        return HandIn((self._request(host, "POST", "thay-doi", body), *requests))

    def _picture(self, host: str, name: str, size: int, number: int) -> Request:
        head = self._head(host, "PUT", f"anh/{name}?offset=0", "application/octet-stream", size)
        return Request(head, b"", number)

    def _request(self, host: str, method: str, path: str, body: bytes) -> Request:
        return Request(self._head(host, method, path, "application/json", len(body)), body)

    def _head(self, host: str, method: str, path: str, kind: str, length: int) -> bytes:
        lines = (
            f"{method} /dong-bo/{path} HTTP/1.1",
            f"Host: {host}",
            f"Authorization: Bearer {self.identity.token}",
            "X-Requested-With: tablet",
            "Accept: application/json",
            f"Content-Type: {kind}",
            f"Content-Length: {length}",
        )
        return "\r\n".join([*lines, "", ""]).encode()


def numbered(picture: bytes, number: int) -> bytes:
    """Another picture of the same size: its last coefficients are weighed by the number."""
    end = picture.index(TABLE) + len(TABLE) + 3 + COEFFICIENTS
    changed = bytearray(picture)
    for place in range(3):
        changed[end - 1 - place] = 1 + number // DIGIT**place % DIGIT
    return bytes(changed)


@dataclass
class Sender:
    """Sends what one tablet prepared, one after the other over one connection."""

    url: str
    prepared: Sequence[HandIn]
    photo: bytes | None
    times: list[float] = field(default_factory=list)
    failures: int = 0
    next: int = 0
    line: socket.socket | None = None

    def work(self, until: float) -> None:
        """Hands in until the time is over or nothing is left."""
        while time.perf_counter() < until and self.next < len(self.prepared):
            began = time.perf_counter()
            sound = all(map(self._sent, self.prepared[self.next].requests))
            self.times.append(time.perf_counter() - began)
            self.failures += not sound
            self.next += 1

    def _sent(self, request: Request) -> bool:
        body = request.body
        if request.picture is not None and self.photo is not None:
            body = numbered(self.photo, request.picture)
        try:
            answer = self._asked(request.head, body)
        except OSError:
            self.line = None
            return False
        if request.head.startswith(b"POST"):
            return answer.count(APPLIED) >= ANSWERS
        return request.head.startswith(b"GET") or RECEIVED in answer

    def _asked(self, head: bytes, body: bytes) -> bytes:
        if self.line is None:
            place = urlsplit(self.url)
            self.line = socket.create_connection((place.hostname or "", place.port or 0), timeout=PATIENCE)
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line.sendall(head + body)
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        length = int(got[:end].lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(got) < end + 4 + length:
            got += self._more()
        return got[end + 4 :]

    def _more(self) -> bytes:
        piece = self.line.recv(65536) if self.line is not None else b""
        if not piece:
            raise ConnectionError("the server hung up")
        return piece


@dataclass(frozen=True)
class Sent:
    """What the senders saw: seconds of each, failures, and how long it took in all."""

    times: list[float]
    failures: int
    seconds: float
    ran_out: bool


@dataclass
class Senders:
    """The process of the tablets: warmed up first, then told to begin."""

    pid: int
    _process: multiprocessing.process.BaseProcess
    _pipe: Connection

    @classmethod
    def ready(cls, senders: Sequence[Sender], warm_up: float, seconds: float) -> "Senders":
        """Starts it, and waits until it has warmed up."""
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(target=_run, args=(senders, warm_up, seconds, theirs))
        process.start()
        ours.recv()
        return cls(process.pid or 0, process, ours)

    def begin(self) -> None:
        """The clock runs."""
        self._pipe.send(True)

    def results(self) -> Sent:
        """Waits for the end of the time; the process lives until it is let go."""
        sent: Sent = self._pipe.recv()
        return sent

    def end(self) -> None:
        """Lets it go."""
        self._pipe.send(True)
        self._process.join()


def _run(senders: Sequence[Sender], warm_up: float, seconds: float, pipe: Connection) -> None:
    _together(senders, warm_up)
    for sender in senders:
        sender.times.clear()
        sender.failures = 0
    pipe.send(True)
    pipe.recv()
    took = _together(senders, seconds)
    times = [each for sender in senders for each in sender.times]
    ran_out = any(sender.next >= len(sender.prepared) for sender in senders)
    pipe.send(Sent(times, sum(sender.failures for sender in senders), took, ran_out))
    pipe.recv()


def _together(senders: Sequence[Sender], seconds: float) -> float:
    began = time.perf_counter()
    threads = [threading.Thread(target=sender.work, args=(began + seconds,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began

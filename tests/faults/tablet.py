"""A tablet without a screen: it keeps, numbers and sends changes as web/frontend/tablet does, and believes as little."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

PROTOCOL, APP = 1, "1"
FEWEST, MOST, LARGEST = 10, 200, 3 * 1024 * 1024
KEPT_FOR, GREETING = timedelta(days=30), timedelta(minutes=5)
CHAINED = frozenset({"answer", "minutes"})
FOUND, CREATED, NOT_FOUND, SERVER_ERROR = 200, 201, 404, 500
TRIES = 3


class NotSent(Exception):
    """The server did not answer, or somebody else did in its place: nothing was sent."""


@dataclass(frozen=True)
class Reply:
    """What came back over the line."""

    status: int
    content_type: str
    body: bytes


class Line(Protocol):
    """The way to the server."""

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Reply:
        """One request; raises NotSent when no answer came."""


@dataclass(frozen=True)
class Written:
    """A change as it lies on the tablet: its text never alters, what became of it does."""

    change: dict[str, Any]
    text: str
    receipt: dict[str, Any] | None = None
    again: bool = False
    settled: bool = False
    received_at: datetime | None = None

    @property
    def sha256(self) -> str:
        """By which a receipt is known to be for these bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def is_unsent(self) -> bool:
        """Whether the server has to be given it."""
        return self.again or self.receipt is None


@dataclass(frozen=True)
class KeptPhoto:
    """A photo on the tablet; its bytes stay until 30 days after the server has them."""

    photo: str
    visit: str
    item: str
    data: bytes
    received_at: datetime | None = None


@dataclass
class Identity:
    """What the server gave when the tablet was enrolled."""

    device: str
    token: str
    person: str
    epoch: str
    seal_key: str = ""


@dataclass
class FakeTablet:
    """One person's work on one tablet. `clock` is the tablet's own, however wrong."""

    identity: Identity
    line: Line
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID] = uuid4
    lines: dict[int, Written] = field(default_factory=dict)
    pictures: dict[str, KeptPhoto] = field(default_factory=dict)
    checklists: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    last_sequence: int = 0
    revoked: bool = False
    wiped: bool = False
    greeted_at: datetime | None = None
    # What the line got through lately: where a batch was lost, a smaller one is tried.
    most: int = MOST
    bytes_sent: int = 0

    # ---- writing

    def write(
        self,
        visit: str,
        kind: str,
        item: str | None,
        body: dict[str, Any],
        *,
        checklist: dict[str, Any] | None = None,
    ) -> Written:
        """Writes a change down; from here on it must reach the server."""
        self.last_sequence += 1
        change = {
            "id": str(self.new_id()),
            "sequence": self.last_sequence,
            "visit": visit,
            "kind": kind,
            "item": item,
            "checklist": checklist or self.checklists[visit],
            "base": self._base(visit, kind, item),
            "at": self.clock().isoformat(timespec="milliseconds"),
            "body": body,
        }
        line = Written(change, json.dumps(change, ensure_ascii=False, separators=(",", ":")))
        self.lines[self.last_sequence] = line
        return line

    def answer(self, visit: str, item: str, fields: dict[str, Any], reason: str | None = None) -> Written:
        """An answer as the sheet writes it."""
        return self.write(visit, "answer", item, {"fields": fields, "change_reason": reason})

    def keep_photo(self, visit: str, item: str, data: bytes, caption: str = "") -> Written:
        """A photo and the change that announces it, at once."""
        photo = str(self.new_id())
        sha256 = hashlib.sha256(data).hexdigest()
        line = self.write(
            visit, "photo", item, {"photo": photo, "sha256": sha256, "size": len(data), "caption": caption}
        )
        self.pictures[photo] = KeptPhoto(photo, visit, item, data)
        return line

    def pending(self, visit: str, kind: str, item: str | None) -> Written | None:
        """The newest own change to an item that is in no state yet: it stands on the screen."""
        mine = [
            line
            for _number, line in sorted(self.lines.items())
            if not line.settled
            and (line.change["visit"], line.change["kind"], line.change["item"]) == (visit, kind, item)
        ]
        return mine[-1] if mine else None

    def _base(self, visit: str, kind: str, item: str | None) -> dict[str, Any]:
        newest = self.pending(visit, kind, item) if kind in CHAINED else None
        if newest is not None:
            return {**newest.change["base"], "change": newest.change["id"]}
        state = self.states.get(visit, {})
        if kind == "minutes":
            return {"revision": (state.get("minutes") or {}).get("revision", 0), "seen": None, "change": None}
        answer = state.get("answers", {}).get(item, {})
        return {"revision": answer.get("revision", 0), "seen": answer.get("seen"), "change": None}

    # ---- what is where

    def unsent(self) -> list[Written]:
        """What the server has no receipt for, by number."""
        return [line for _number, line in sorted(self.lines.items()) if line.is_unsent]

    def photos_unsent(self) -> list[KeptPhoto]:
        """The photos whose bytes the server does not have."""
        return [photo for photo in self.pictures.values() if photo.received_at is None]

    @property
    def oldest(self) -> int:
        """The lowest number that the tablet still holds."""
        return min(self.lines, default=self.last_sequence + 1)

    def let_go(self) -> None:
        """Forgets what the server has had for 30 days, from the oldest on: between what is kept there is no gap."""
        until = self.clock() - KEPT_FOR
        for number, line in sorted(self.lines.items()):
            if not self._is_done(line, until):
                break
            del self.lines[number]
        self.pictures = {
            name: photo
            for name, photo in self.pictures.items()
            if photo.received_at is None or photo.received_at >= until
        }

    @staticmethod
    def _is_done(line: Written, until: datetime) -> bool:
        return not line.is_unsent and line.settled and line.received_at is not None and line.received_at < until

    # ---- talking

    def round(self) -> None:
        """One round of sending; raises NotSent where it ended early."""
        if self.greeted_at is None or abs(self.clock() - self.greeted_at) > GREETING:
            self.greet()
        self.exchange()

    def exchange(self) -> None:
        """A round without a greeting."""
        while not self.wiped and self.unsent():
            self.send_batch()
        if self.wiped:
            return
        self.send_photos()
        # A revoked tablet says that nothing is left on it, and only then is told to wipe.
        if self.revoked:
            self.send_batch()
        else:
            self.renew_states()
        self.let_go()

    def greet(self) -> None:
        """Asks who is there, every five minutes: the epoch, the visits, whether to wipe."""
        asked = self.clock()
        status, body = self._get("chao")
        if (body.get("device") or {}).get("revoked"):
            self.revoked = True
        if status != FOUND:
            self.revoked = self.revoked or body.get("error") == "revoked"
            if not self.revoked:
                raise NotSent(body.get("message") or status)
            return
        for visit in body.get("visits", []):
            self.versions[visit["id"]] = visit["version"]
        self.versions.update(body.get("concluded", {}))
        self._follow_epoch(body["epoch"])
        self.greeted_at = asked
        self._wipe_if_told((body.get("device") or {}).get("wipe"))

    def take(self, visit: str) -> None:
        """Takes a visit along: its bundle with its state."""
        known = self._received(visit)
        status, body = self._get(f"cuoc/{visit}/goi")
        if status != FOUND:
            raise NotSent(body.get("message") or status)
        checklist = body["checklist"]
        self.checklists[visit] = {"code": checklist["code"], "version": checklist["version"]}
        self.items[visit] = body["items"]
        self._settle(visit, body["state"], known)

    def batch(self, lines: Sequence[Written]) -> str:
        """The request's text for these changes."""
        left = len(self.unsent()) - sum(line.is_unsent for line in lines)
        return json.dumps(
            {
                "protocol": PROTOCOL,
                "app": APP,
                "device": self.identity.device,
                "sent_at": self.clock().isoformat(),
                "oldest": self.oldest,
                "unsent": left,
                "photos_unsent": len(self.photos_unsent()),
                "changes": [line.text for line in lines],
            },
            ensure_ascii=False,
        )

    def next_batch(self) -> list[Written]:
        """As many unsent changes as one request may carry."""
        taken: list[Written] = []
        size = 0.0
        for line in self.unsent():
            size += len(json.dumps(line.text)) * 1.1
            if taken and (len(taken) >= self.most or size > LARGEST):
                break
            taken.append(line)
        return taken

    def send_batch(self) -> None:
        """One batch and its receipts."""
        before = len(self.unsent())
        try:
            status, body = self.post("thay-doi", self.batch(self.next_batch()))
        except NotSent:
            self.most = max(FEWEST, self.most // 2)
            raise
        self.most = min(MOST, self.most * 2)
        if body.get("error") == "gap" and "expected" in body:
            self._offer_again(body["expected"])
            if len(self.unsent()) <= before:
                raise NotSent("gap")
            return
        if not isinstance(body.get("receipts"), list):
            raise NotSent(body.get("message") or status)
        self.receive(body["receipts"])
        self.revoked = bool(body["device"]["revoked"])
        self.versions.update(body.get("visits", {}))
        left = len(self.unsent())
        if body.get("epoch"):
            self._follow_epoch(body["epoch"])
        self._wipe_if_told(body["device"]["wipe"])
        if before and left >= before:
            raise NotSent("no receipts")

    def receive(self, receipts: Sequence[dict[str, Any]]) -> None:
        """Takes receipts to the changes with the same id and the same bytes."""
        by_id = {line.change["id"]: number for number, line in self.lines.items()}
        for receipt in receipts:
            number = by_id.get(receipt["id"])
            if number is not None and self.lines[number].sha256 == receipt["sha256"]:
                fresh = replace(self.lines[number], receipt=receipt, again=False, received_at=self.clock())
                self.lines[number] = fresh

    def send_photos(self) -> None:
        """Each photo from where the server has it."""
        for photo in self.photos_unsent():
            self._send_photo(photo)

    def _send_photo(self, photo: KeptPhoto) -> None:
        status, body = self._get(f"anh/{photo.photo}")
        tries = 0
        while tries < TRIES and status != NOT_FOUND and not body.get("received"):
            offset = body.get("offset") or 0
            self.bytes_sent += len(photo.data) - offset
            headers = {"Content-Type": "application/octet-stream"}
            path = f"anh/{photo.photo}?offset={offset}"
            status, body = self._understood(self._ask("PUT", path, headers, photo.data[offset:]))
            if body.get("error") == "not_a_photo":
                return
            tries += 1
        if status != NOT_FOUND and body.get("received") is True:
            self.pictures[photo.photo] = replace(photo, received_at=self.clock())

    def renew_states(self) -> None:
        """Fetches the states that changed, or that own receipts make known."""
        for visit, state in list(self.states.items()):
            known = self._received(visit)
            if not known and self.versions.get(visit, state["version"]) == state["version"]:
                continue
            status, body = self._get(f"cuoc/{visit}/trang-thai")
            if status == FOUND:
                self._settle(visit, body, known)

    # ---- inside

    def _received(self, visit: str) -> list[int]:
        return [
            number
            for number, line in self.lines.items()
            if line.change["visit"] == visit and not line.is_unsent and not line.settled
        ]

    def _settle(self, visit: str, state: dict[str, Any], known: list[int]) -> None:
        self.states[visit] = state
        for number in known:
            self.lines[number] = replace(self.lines[number], settled=True)

    def _offer_again(self, first: int) -> None:
        for number, line in self.lines.items():
            if number >= first and line.receipt is not None:
                self.lines[number] = replace(line, again=True, settled=False)

    def _follow_epoch(self, epoch: str) -> None:
        if epoch == self.identity.epoch:
            return
        self._offer_again(0)
        self.pictures = {name: replace(photo, received_at=None) for name, photo in self.pictures.items()}
        self.identity.epoch = epoch

    def _wipe_if_told(self, told: object) -> None:
        if told and not self.unsent() and not self.photos_unsent():
            self.wiped = True

    def _get(self, path: str) -> tuple[int, dict[str, Any]]:
        return self._understood(self._ask("GET", path, {}, None))

    def post(self, path: str, text: str) -> tuple[int, dict[str, Any]]:
        """Sends a text as it is."""
        return self._understood(self._ask("POST", path, {"Content-Type": "application/json"}, text.encode()))

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Reply:
        own = {
            "Authorization": f"Bearer {self.identity.token}",
            "X-Requested-With": "tablet",
            "Accept": "application/json",
        }
        return self.line.ask(method, f"/dong-bo/{path}", {**own, **headers}, body)

    @staticmethod
    def _understood(reply: Reply) -> tuple[int, dict[str, Any]]:
        """Takes an answer only if it is the server's: JSON that names the protocol."""
        if reply.status >= SERVER_ERROR or reply.content_type.split(";")[0].strip() != "application/json":
            raise NotSent(reply.status)
        try:
            body = json.loads(reply.body)
        except ValueError as error:
            raise NotSent("broken JSON") from error
        if not isinstance(body, dict) or body.get("protocol") != PROTOCOL:
            raise NotSent("protocol")
        return reply.status, body

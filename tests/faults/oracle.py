"""What must become of every change, told apart from the server: by what each writer saw, and in what order the server heard.

It knows docs/tablets.md and nothing of the server's code or tables. Where several causes hold a change back at once,
any of them is right.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

VERDICTS = ("", "pass", "partial", "fail")


@dataclass(frozen=True)
class Given:
    """An answer as it is compared: by what it says."""

    verdict: str
    note: str

    @classmethod
    def of(cls, fields: dict[str, Any]) -> "Given":
        """The answer of a verdict's form."""
        return cls(fields.get("verdict", ""), " ".join(str(fields.get("note", "")).split()))


@dataclass(frozen=True)
class Value:
    """A value that stood at an item; no other value ever bears its name."""

    number: int
    name: str
    given: Given
    person: str


@dataclass(frozen=True)
class Seen:
    """What stood on the writer's screen: an own change that was in no state yet, else a value of the server."""

    own: str | None = None
    number: int = 0
    name: str | None = None


@dataclass
class Fate:
    """What became of a change."""

    state: str
    receipt: dict[str, Any]
    device: str
    item: str | None
    causes: frozenset[str] = frozenset()
    led_to: Value | None = None
    held: str | None = None
    settled: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide."""
        return self.held is not None and self.settled is None


@dataclass
class Standing:
    """What of the world decides on a change besides the items."""

    checklist: dict[str, Any]
    published: set[int] = field(default_factory=lambda: {1})
    revoked: set[str] = field(default_factory=set)
    disabled: set[str] = field(default_factory=set)
    off_team: set[str] = field(default_factory=set)
    starters: set[str] = field(default_factory=set)
    begun: bool = True
    closed: bool = False
    frozen: bool = False


@dataclass
class Oracle:
    """The visit as it must stand, and the fate of every change that reached the server."""

    standing: Standing
    persons: dict[str, str]
    seen: dict[str, Seen] = field(default_factory=dict)
    values: dict[str, list[Value]] = field(default_factory=dict)
    fates: dict[str, Fate] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    # What was held back by nothing but that the visit had not begun.
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    conflicts: int = 0

    # ---- what is told

    def wrote(self, change: dict[str, Any], seen: Seen) -> None:
        """A tablet wrote a change down; this is what its person saw."""
        self.seen[change["id"]] = seen

    def answered_on_page(self, item: str, given: Given, person: str, name: str) -> None:
        """Somebody answered on the server's own page, seeing what stands there."""
        if self.present(item) is None or self.present_given(item) != given:
            self._stand(item, name, given, person)

    def decided(self, change: dict[str, Any], *, take: bool) -> None:
        """The lead decided on a held change."""
        fate = self.fates[change["id"]]
        fate.settled = "taken" if take else "set_aside"
        if take and self.present_given(fate.item or "") != Given.of(change["body"]["fields"]):
            given = Given.of(change["body"]["fields"])
            fate.led_to = self._stand(fate.item or "", change["id"], given, self.persons[fate.device])
        elif take:
            fate.led_to = self.present(fate.item or "")

    def present(self, item: str) -> Value | None:
        """What stands at the item."""
        return self.values.get(item, [None])[-1]

    def present_given(self, item: str) -> Given | None:
        """What stands there, by what it says."""
        present = self.present(item)
        return present.given if present else None

    # ---- what is heard

    def hear(self, body: bytes | None, status: int, reply: dict[str, Any]) -> None:
        """A batch reached the server, and this was its answer. Raises AssertionError where it is wrong."""
        try:
            batch = json.loads(body or b"")
        except ValueError:
            assert status >= 400, "half a batch was taken for a whole one"
            assert "receipts" not in reply
            return
        device = batch["device"]
        changes = [json.loads(text) for text in batch["changes"]]
        fresh = [change["sequence"] for change in changes if change["id"] not in self.fates]
        wanted = max(self.last.get(device, 0) + 1, batch["oldest"])
        if fresh and min(fresh) > wanted:
            assert (status, reply.get("error"), reply.get("expected")) == (409, "gap", wanted), (status, reply)
            return
        assert status in (200, 202, 409), (status, reply)
        assert "receipts" in reply, f"a batch without receipts: {reply}"
        receipts = reply["receipts"]
        assert len(receipts) == len(changes), "a change without a receipt"
        for text, change, receipt in zip(batch["changes"], changes, receipts, strict=True):
            self._receive(device, text, change, receipt)
        if device in self.standing.revoked:
            assert status == 202
            assert not reply.get("visits"), "a revoked tablet is told nothing"
            left = bool(batch["unsent"] or batch["photos_unsent"])
            assert reply["device"] == {"revoked": True, "wipe": not left}

    def hear_carried(self, device: str, texts: list[str], receipts: list[dict[str, Any]]) -> None:
        """A sealed file of the tablet was handed in: it knows no gap. Raises AssertionError where it is wrong."""
        for text, receipt in zip(texts, receipts, strict=True):
            self._receive(device, text, json.loads(text), receipt)

    def _receive(self, device: str, text: str, change: dict[str, Any], receipt: dict[str, Any]) -> None:
        assert receipt["id"] == change["id"]
        assert receipt["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        kept = {name: value for name, value in receipt.items() if name != "replayed"}
        known = self.fates.get(change["id"])
        if known is not None:
            assert receipt["replayed"] is True
            assert kept == known.receipt, f"another receipt for the same bytes: {kept} for {known.receipt}"
            return
        assert receipt["replayed"] is False
        fate = self._judge(device, change)
        fate.receipt = kept
        got = receipt["state"]
        assert got == fate.state, f"{got} instead of {fate.state}: {text}, {self.values.get(change['item'])}"
        assert receipt["revision"] == (fate.led_to.number if fate.led_to else None), (receipt, fate)
        self.fates[change["id"]] = fate
        if fate.causes == {"not_begun"}:
            self.waiting[change["id"]] = change
        self.last[device] = max(self.last.get(device, 0), change["sequence"])
        if change["kind"] == "begin" and fate.state == "applied":
            self.began()

    # ---- the rule

    def _judge(self, device: str, change: dict[str, Any]) -> Fate:
        item = change["item"]
        causes = self._barred(device, change)
        if causes:
            return Fate("quarantined", {}, device, item, causes, held="quarantine")
        if change["kind"] == "begin" and not self.standing.begun and self.persons[device] not in self.standing.starters:
            return Fate("shelved", {}, device, None, frozenset({"not_allowed"}), held="shelf")
        if change["kind"] == "begin":
            return Fate("same" if self.standing.begun else "applied", {}, device, None)
        if change["kind"] != "answer":
            return Fate("applied", {}, device, item)
        return self._meet(device, change)

    def _barred(self, device: str, change: dict[str, Any]) -> frozenset[str]:
        now, person = self.standing, self.persons[device]
        holds = {
            "revoked": device in now.revoked,
            "disabled": person in now.disabled,
            "not_on_team": person in now.off_team,
            "frozen": now.frozen,
            "other_version": change["checklist"] != now.checklist,
            "not_begun": not now.begun and change["kind"] != "begin",
        }
        return frozenset(cause for cause, is_so in holds.items() if is_so)

    def _meet(self, device: str, change: dict[str, Any]) -> Fate:
        item, given = change["item"], Given.of(change["body"]["fields"])
        present, saw = self.present(item), self._saw(change["id"])
        if given.verdict not in VERDICTS:
            return Fate("shelved", {}, device, item, frozenset({"invalid"}), held="shelf")
        if present is not None and present.given == given:
            self._supersede(device, item)
            return Fate("same", {}, device, item, led_to=present)
        if present is not None and (saw.number, saw.name) != (present.number, present.name):
            self._supersede(device, item)
            self.conflicts += 1
            return Fate("conflict", {}, device, item, frozenset({"conflict"}), held="conflict")
        if self.standing.closed and not change["body"]["change_reason"]:
            return Fate("quarantined", {}, device, item, frozenset({"closed"}), held="quarantine")
        self._supersede(device, item)
        led_to = self._stand(item, change["id"], given, self.persons[device])
        return Fate("applied", {}, device, item, led_to=led_to)

    def _saw(self, change: str) -> Seen:
        """The value behind what was on screen: through own changes that led to none, back to one that stood."""
        seen = self.seen[change]
        while seen.own is not None:
            fate = self.fates.get(seen.own)
            if fate is not None and fate.led_to is not None:
                return Seen(None, fate.led_to.number, fate.led_to.name)
            seen = self.seen[seen.own]
        return seen

    def _stand(self, item: str, name: str, given: Given, person: str) -> Value:
        before = self.values.setdefault(item, [])
        before.append(Value(len(before) + 1, name, given, person))
        return before[-1]

    def _supersede(self, device: str, item: str) -> None:
        for fate in self.fates.values():
            if (fate.device, fate.item) == (device, item) and fate.is_open and fate.held in {"conflict", "shelf"}:
                fate.settled = "superseded"

    def began(self) -> None:
        """The visit has begun: what waited for that alone takes effect, in the order in which it came."""
        self.standing.begun = True
        waiting = [change for name, change in self.waiting.items() if self.fates[name].is_open]
        self.waiting = {}
        for change in waiting:
            fate, now = self.fates[change["id"]], self._judge(self.fates[change["id"]].device, change)
            fate.led_to = now.led_to
            if now.held is None:
                fate.settled = "taken"
            else:
                fate.causes, fate.held = now.causes, now.held

    # ---- what must be there

    def open_held(self) -> dict[str, str]:
        """Every change that waits for a decision, and why."""
        return {name: fate.held for name, fate in self.fates.items() if fate.is_open and fate.held}

    def lost(self, written: Iterable[str]) -> list[str]:
        """Changes that were written and of which nobody can say what became."""
        return [name for name in written if name not in self.fates]

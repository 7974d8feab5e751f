"""One run: five tablets on one visit behind faulty lines, the server's own events, and the oracle that listens."""

import copy
import hashlib
import io
import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from inspect_app.kernel.errors import DomainError
from tests.factories.moments import NOW
from tests.faults.edits import Edition, edited
from tests.faults.edits import edition as first_edition
from tests.faults.lines import ClientLine, Fault, FaultyLine, Sent
from tests.faults.oracle import VERDICTS, Given, Oracle, Seen, Standing
from tests.faults.scene import ITEMS, Scene
from tests.faults.tablet import FakeTablet, Identity, NotSent, Reply, Written

NO_SKEW = (timedelta(),) * 5
# Lead and secretary.
STARTERS = (0, 2)
# Rounds after which a tablet on a healed line has nothing left, whatever happened before.
PATIENCE = 8
Fields = dict[str, str]


@dataclass
class Run:
    """What five people do, what the lines do to them, and what must be true at the end."""

    scene: Scene
    skews: tuple[timedelta, ...] = NO_SKEW
    seed: int = 0
    begun: bool = True
    tablets: list[FakeTablet] = field(default_factory=list)
    lines: list[FaultyLine] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    # What the oracle knew when the server's database was copied.
    backup: Oracle | None = None
    # Sealed files that were saved: whose, what lies in them, and their bytes.
    files: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    # The versions of the checklist as their files say them, also those that a restored server does not have.
    editions: dict[int, Edition] = field(default_factory=dict)
    restored: int = 0
    elapsed: int = 0

    def __post_init__(self) -> None:
        draw = random.Random(self.seed)
        self.editions = {1: first_edition(self.scene.checklist)}
        checklist = {"code": self.scene.journey.visit.checklist_code, "version": 1}
        persons = {each.device: str(each.player.person.id) for each in self.scene.tablets}
        starters = {str(self.scene.team[place].person.id) for place in STARTERS}
        self.oracle = Oracle(Standing(checklist, starters=starters, begun=False), persons)
        if self.begun:
            self.begin()
        client = self.scene.app.test_client()
        for number, known in enumerate(self.scene.tablets):
            line = FaultyLine(ClientLine(client), self._heard)
            identity = Identity(known.device, known.token, persons[known.device], self.scene.epoch)
            tablet = FakeTablet(identity, line, self._clock(number), lambda: UUID(int=draw.getrandbits(128), version=4))
            self.lines.append(line)
            self.tablets.append(tablet)
            tablet.greet()
            tablet.take(self.scene.visit_id)

    def _clock(self, number: int) -> Callable[[], datetime]:
        def clock() -> datetime:
            self.elapsed += 1
            return NOW + timedelta(seconds=self.elapsed) + self.skews[number]

        return clock

    def _heard(self, sent: Sent, reply: Reply) -> None:
        if sent.path.endswith("/thay-doi"):
            self.oracle.hear(sent.body, reply.status, json.loads(reply.body))

    # ---- what people do

    def answers(self, place: int, item: str, fields: Fields, reason: str | None = None, *, later: int = 0) -> None:
        """Somebody answers an item on his tablet, as far as his checklist asks it; `later`: by a version so much newer."""
        tablet, visit = self.tablets[place], self.scene.visit_id
        checklist = {**tablet.checklists[visit], "version": tablet.checklists[visit]["version"] + later}
        if not tablet.wiped and self._is_verdict(checklist["version"], item):
            self.writes(tablet, item, fields, checklist, reason)

    def writes(
        self, tablet: FakeTablet, item: str, fields: Fields, checklist: dict[str, Any], reason: str | None = None
    ) -> None:
        """An answer of whatever kind is written down."""
        seen, body = self._seen(tablet, item), {"fields": fields, "change_reason": reason}
        self._keep(tablet.write(self.scene.visit_id, "answer", item, body, checklist=checklist), seen)

    def photographs(self, place: int, item: str, number: int) -> None:
        """Somebody takes a picture."""
        tablet = self.tablets[place]
        if not tablet.wiped and item in tablet.items[self.scene.visit_id]:
            self._keep(tablet.keep_photo(self.scene.visit_id, item, picture(number), f"Ảnh {number}"), Seen())

    def takes_along(self, place: int) -> None:
        """A tablet takes the visit along anew: its checklist is the visit's own again."""
        tablet = self.tablets[place]
        if not tablet.wiped:
            with suppress(NotSent):
                tablet.take(self.scene.visit_id)

    def begins(self, place: int) -> None:
        """Fieldwork is opened on a tablet."""
        tablet = self.tablets[place]
        if not tablet.wiped:
            self._keep(tablet.write(self.scene.visit_id, "begin", None, {"place": "Trụ sở"}), Seen())

    def sends(self, place: int, faults: list[Fault]) -> None:
        """A round of sending, on a line with these faults."""
        tablet, line = self.tablets[place], self.lines[place]
        if tablet.wiped:
            return
        line.plan[:] = faults
        before = {number: entry.text for number, entry in tablet.lines.items() if entry.is_unsent}
        try:
            tablet.round()
        except NotSent:
            pass
        finally:
            line.plan.clear()
        for number, kept in before.items():
            entry = tablet.lines.get(number)
            if entry is None or not entry.is_unsent:
                assert json.loads(kept)["id"] in self.oracle.fates, "said to be sent, and the server never heard of it"

    def seals(self, place: int) -> None:
        """A tablet saves all that it could not send as a sealed file."""
        tablet = self.tablets[place]
        texts = [line.text for line in tablet.unsent()]
        if texts and not tablet.wiped:
            self.files.append((tablet.identity.device, texts, self.scene.seal(place, texts)))

    def hands_in(self, number: int, carrier: int) -> None:
        """Somebody hands in one of the files that lie about; any of them, and as often as he likes."""
        if not self.files:
            return
        device, texts, file = self.files[number % len(self.files)]
        self.oracle.hear_carried(device, texts, self.scene.hand_in(carrier, file))

    def late(self, place: int) -> None:
        """An old request arrives after all."""
        self.lines[place].deliver_late()

    def waits(self, days: int) -> None:
        """Days pass on every tablet."""
        self.elapsed += days * 24 * 3600

    def _is_verdict(self, version: int, item: str) -> bool:
        """Whether a version asks the item for a verdict; of one that nobody has ever seen nothing is known."""
        known = self.editions.get(version)
        return known is None or (item in known.questions and known.questions[item].is_verdict)

    def asks_the_same(self, change: dict[str, Any]) -> bool:
        """Whether the visit's checklist asks what the change answers, as far as the server can know."""
        told, now = change["checklist"], self.oracle.standing.checklist
        if told == now:
            return True
        if told["version"] not in self.oracle.standing.published:
            return False
        was = self.editions[told["version"]].questions.get(change["item"])
        return was is not None and was == self.editions[now["version"]].questions.get(change["item"])

    def _seen(self, tablet: FakeTablet, item: str) -> Seen:
        own = tablet.pending(self.scene.visit_id, "answer", item)
        if own is not None:
            return Seen(own=own.change["id"])
        answer = tablet.states[self.scene.visit_id]["answers"].get(item)
        return Seen(None, answer["revision"], answer["seen"]) if answer else Seen()

    def _keep(self, line: Written, seen: Seen) -> None:
        self.written[line.change["id"]] = line
        self.oracle.wrote(line.change, seen)

    # ---- what happens on the server

    def begin(self) -> None:
        """The lead begins on the server's page."""
        if not self.oracle.standing.begun and self._allowed(self.scene.begin):
            self.oracle.began()

    def close(self) -> None:
        """The minutes are closed, if the server lets them."""
        standing = self.oracle.standing
        if standing.begun and not standing.closed and self._allowed(self.scene.close):
            standing.closed = True

    def freeze(self) -> None:
        """The conclusion is issued."""
        if self.oracle.standing.closed and not self.oracle.standing.frozen:
            self.scene.freeze()
            self.oracle.standing.frozen = True

    def decides(self, number: int, *, take: bool) -> None:
        """The lead decides on one of the answers that wait, if the server lets him; on a plain conflict it must."""
        waiting = [name for name, why in self.oracle.open_held().items() if why != "shelf"]
        answers = [name for name in waiting if self.oracle.fates[name].item and name in self.written]
        answers = [name for name in answers if self.written[name].change["kind"] == "answer"]
        if not answers:
            return
        name = answers[number % len(answers)]
        standing, change = self.oracle.standing, self.written[name].change
        is_same, is_valid = self.asks_the_same(change), Given.of(change["body"]["fields"]).verdict in VERDICTS
        if self._allowed(lambda: self.scene.decide(name, take=take)):
            assert is_same or not take, "an answer was taken for another question"
            self.oracle.decided(change, take=take)
        else:
            barred = standing.frozen or not standing.begun or self._person(0) in standing.off_team
            assert barred or (take and not (is_same and is_valid)), "the lead could not decide on an answer"

    def answers_on_page(self, item: str, fields: Fields) -> None:
        """The lead answers on the server's page."""
        standing = self.oracle.standing
        if not standing.begun or standing.frozen or self._person(0) in standing.off_team:
            return
        if not self._is_verdict(standing.checklist["version"], item):
            return
        self.scene.answer_on_page(item, fields)
        name = self.scene.newest_name(item)
        if name is not None:
            self.oracle.answered_on_page(item, Given.of(fields), self._person(0), name)

    def publishes(self, seed: int, edits: int, only: tuple[str, ...] = ITEMS) -> None:
        """The next version of the checklist is published, with so many random edits."""
        number = max(self.oracle.standing.published) + 1
        # A file is frozen once it was published: a server that was set back gets the same one again.
        if number not in self.editions:
            self.editions[number] = edited(self.editions[number - 1].body, number, seed, edits, only)
        self.scene.publish(self.editions[number])
        self.oracle.standing.published.add(number)

    def moves(self, number: int) -> None:
        """The plan gives the visit one of the published versions, as long as it has not begun."""
        standing = self.oracle.standing
        version = sorted(standing.published)[number % len(standing.published)]
        self.scene.move_to(version)
        if not standing.begun:
            standing.checklist = {**standing.checklist, "version": version}

    def leaves(self, place: int) -> None:
        """A member is taken off the team."""
        self.scene.leave_team(place)
        self.oracle.standing.off_team.add(self._person(place))

    def joins(self, place: int) -> None:
        """A member is put on the team again."""
        self.scene.join_team(place)
        self.oracle.standing.off_team.discard(self._person(place))

    def disables(self, place: int) -> None:
        """An account is closed."""
        self.scene.disable(place, disabled=True)
        self.oracle.standing.disabled.add(self._person(place))

    def enables(self, place: int) -> None:
        """An account is opened again."""
        self.scene.disable(place, disabled=False)
        self.oracle.standing.disabled.discard(self._person(place))

    def revokes(self, place: int) -> None:
        """A tablet is lost and revoked."""
        self.scene.revoke(place)
        self.oracle.standing.revoked.add(self.tablets[place].identity.device)

    def backs_up(self) -> None:
        """The server's database is copied."""
        self.scene.back_up()
        self.backup = copy.deepcopy(self.oracle)

    def restores(self, *, quietly: bool = False) -> None:
        """The server loses everything since the copy; quietly: nobody begins a new epoch."""
        if self.backup is None:
            return
        self.scene.restore(quietly=quietly)
        before, self.oracle = self.oracle, self.backup
        # What people saw is not the server's to lose; what a tablet has let go of nobody can give back.
        self.oracle.seen = before.seen
        held = {line.change["id"] for tablet in self.tablets if not tablet.wiped for line in tablet.lines.values()}
        self.gone |= set(before.fates) - set(self.oracle.fates) - held
        self.backup = None
        self.restored += 1

    def _person(self, place: int) -> str:
        return self.oracle.persons[self.tablets[place].identity.device]

    def _allowed(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except DomainError:
            return False
        return True

    # ---- the end

    def heal(self) -> None:
        """Every line is mended and every tablet sends until nothing is left."""
        for line in self.lines:
            while line.under_way:
                line.deliver_late()
        for _round in range(PATIENCE):
            before = len(self.oracle.fates)
            for tablet in self.tablets:
                if not tablet.wiped:
                    tablet.greeted_at = None
                    tablet.round()
            still = len(self.oracle.fates) == before and not any(tablet.unsent() for tablet in self.tablets)
            if still and self._agree():
                return
        raise AssertionError("the tablets never came to an end")

    def _agree(self) -> bool:
        return len({tablet.states[self.scene.visit_id]["version"] for tablet in self.informed()}) <= 1

    def informed(self) -> list[FakeTablet]:
        """The tablets that the server still gives something to."""
        barred = self.oracle.standing
        return [
            tablet
            for tablet in self.tablets
            # A restored server may not know of a wipe that it ordered; there is nothing on that tablet to inform.
            if not tablet.wiped
            and tablet.identity.device not in barred.revoked
            and tablet.identity.person not in barred.disabled | barred.off_team
        ]


def picture(number: int, side: int = 24) -> bytes:
    """A small JPEG, another one for each number."""
    draw = random.Random(number)
    image = Image.frombytes("RGB", (side, side), draw.randbytes(side * side * 3))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=80)
    return written.getvalue()


TIMES = ("at", "begun_at", "closed_at", "asked_at", "version", "server_time", "message")


def normal(state: dict[str, Any]) -> str:
    """A visit's state without any moment, as a hash."""
    return hashlib.sha256(json.dumps(_timeless(state), sort_keys=True).encode()).hexdigest()


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(each) for name, each in value.items() if name not in TIMES}
    return [_timeless(each) for each in value] if isinstance(value, list) else value

"""A batch of a tablet under way: what came, what the server had of it, and what has to be written for it together."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.campaigns.models import Visit
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.fieldwork.models import Change, ChangeKind
from inspect_app.fieldwork.operations.effects.incoming import Gathered, Incoming, Outcome
from inspect_app.fieldwork.operations.letting_through import held_back
from inspect_app.fieldwork.wire import OF_ITEMS, BadChange, Label, WireChange
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.rows import insert_rows

DIFFERS = "differs"


class Receipt(NamedTuple):
    """The server has these bytes for good; `state` says what became of them."""

    id: UUID | None
    sequence: int | None
    sha256: str
    state: str
    revision: int | None
    message: str | None
    replayed: bool

    def values(self) -> dict[str, Any]:
        """What the tablet is told, by name."""
        return {
            "id": str(self.id) if self.id else None,
            "sequence": self.sequence,
            "sha256": self.sha256,
            "state": self.state,
            "revision": self.revision,
            "message": self.message,
            "replayed": self.replayed,
        }


@dataclass(frozen=True)
class Received:
    """The receipts of a batch, the visits it was about; `expected` where a gap was told and nothing was taken."""

    receipts: tuple[Receipt, ...] = ()
    expected: int | None = None
    visits: tuple[Visit, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether an id or a number came again with other bytes."""
        return any(receipt.state == DIFFERS for receipt in self.receipts)


class Read(NamedTuple):
    """One text of a batch: a change, or what is wrong with it."""

    text: str
    sha256: str
    wire: WireChange | None
    bad: BadChange | None = None

    @property
    def label(self) -> Label:
        """Its id, number and visit, as far as they could be read."""
        if self.wire is not None:
            return Label(self.wire.id, self.wire.sequence, self.wire.visit)
        return self.bad.label if self.bad is not None else Label()

    @property
    def visit(self) -> UUID | None:
        """The visit that it is about, as far as that could be read."""
        return self.wire.visit if self.wire is not None else self.label.visit


@dataclass
class Place:
    """One visit of a batch, which is locked: its checklist, what was gathered there, what is let through to it."""

    visit: Visit
    version: ChecklistVersion
    gathered: Gathered = field(default_factory=Gathered)
    let_through: dict[tuple[ChangeKind, str, int], Outcome | None] = field(default_factory=dict)

    def held_back(self, incoming: Incoming) -> Outcome | None:
        """`held_back`, asked once for all of one kind and checklist: between them nothing of the visit changes."""
        wire = incoming.wire
        told = wire.kind, wire.checklist_code, wire.checklist_version
        if told not in self.let_through:
            self.let_through[told] = held_back(incoming)
        return self.let_through[told]

    def worked_off(self, kind: ChangeKind) -> None:
        """After a change: what else was worked off with it (a beginning lets others take effect) is read and asked anew."""
        if kind not in OF_ITEMS:
            self.gathered.renew()
            self.let_through.clear()


@dataclass
class Batch:
    """A batch under way: `known` are the receipts of what this tablet sent before, `foreign` the ids of other tablets'."""

    session: Session
    actor: Actor
    device: Device
    now: datetime
    carried_by: UUID | None
    visits: dict[UUID, Visit]
    known: dict[UUID, Receipt]
    numbers: set[int]
    foreign: frozenset[UUID]
    last_sequence: int
    places: dict[UUID, Place] = field(default_factory=dict)
    # The rows of changes of which nothing but the receipt has to be written: together, before anything else is.
    unwritten: list[dict[str, Any]] = field(default_factory=list)

    def at(self, visit_id: UUID) -> Place | None:
        """The place of a change; None for a visit that is not known."""
        place = self.places.get(visit_id)
        if place is not None or visit_id not in self.visits:
            return place
        visit = self.visits[visit_id]
        version = version_of(self.session, visit.checklist_code, visit.checklist_version)
        place = self.places[visit_id] = Place(visit, version)
        return place

    def write(self) -> None:
        """Writes what was gathered since the last time: from here on the database holds every change so far."""
        rows, self.unwritten = self.unwritten, []
        for place in self.places.values():
            place.gathered.write(self.session)
        insert_rows(self.session, Change, rows)

    def row(self, incoming: Incoming, outcome: Outcome) -> dict[str, Any]:
        """The row of a change, which is its receipt."""
        wire = incoming.wire
        return {
            "id": wire.id,
            "device_id": self.device.id,
            "sequence": wire.sequence,
            "person_id": self.device.person_id,
            "visit_id": wire.visit,
            "kind": wire.kind,
            "item_id": wire.item,
            "checklist_version": wire.checklist_version,
            "base_revision": wire.base.revision,
            "base_seen": wire.base.seen,
            "base_change": wire.base.change,
            "body": wire.body,
            "text": wire.text,
            "sha256": wire.sha256,
            "told_at": incoming.told_at,
            "received_at": self.now,
            "carried_by": self.carried_by,
            "state": outcome.state,
            "revision": outcome.revision,
            "message": outcome.message,
        }

    def took(self, wire: WireChange, outcome: Outcome) -> Receipt:
        """Its receipt, for the tablet and for whatever comes again under its id or number."""
        receipt = Receipt(
            wire.id, wire.sequence, wire.sha256, outcome.state, outcome.revision, outcome.message, replayed=False
        )
        self.known[wire.id] = receipt
        self.numbers.add(wire.sequence)
        self.last_sequence = max(self.last_sequence, wire.sequence)
        return receipt

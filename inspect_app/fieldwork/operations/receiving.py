"""Receiving what a tablet sends: the effect, the receipt and the tablet's number are one transaction (docs/tablets.md)."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.accounts.permissions import may_speak_for_device
from inspect_app.campaigns.models import Visit
from inspect_app.campaigns.queries import lock_visit
from inspect_app.checklists.queries import version_of
from inspect_app.checklists.rules import ChecklistVersion
from inspect_app.fieldwork.events import AnswersApplied
from inspect_app.fieldwork.models import Change, ChangeKind, ChangeState, HeldChange, StrayChange
from inspect_app.fieldwork.operations.effects import EFFECTS
from inspect_app.fieldwork.operations.effects.incoming import Gathered, Incoming, Outcome, shelved
from inspect_app.fieldwork.operations.letting_through import held_back
from inspect_app.fieldwork.operations.photos import announce_photo
from inspect_app.fieldwork.queries import changes_by_id, changes_by_sequence, stray_by_hash, visits_by_id
from inspect_app.fieldwork.wire import OF_ITEMS, BadChange, Label, WireChange, read_change, text_hash
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _

logger = logging.getLogger(__name__)

DIFFERS = "differs"
# What is wrong with the line or the lock and not with the change: the tablet sends it again.
TRANSIENT = (OperationalError, InterfaceError)


@dataclass(frozen=True)
class Receipt:
    """The server has these bytes for good; `state` says what became of them."""

    id: UUID | None
    sequence: int | None
    sha256: str
    state: str
    revision: int | None
    message: str | None
    replayed: bool


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


@dataclass(frozen=True)
class Read:
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


@dataclass
class Batch:
    """A batch under way."""

    session: Session
    actor: Actor
    device: Device
    now: datetime
    carried_by: UUID | None
    known: dict[UUID, Change]
    numbered: dict[int, Change]
    visits: dict[UUID, Visit]
    gathered: dict[UUID, Gathered] = field(default_factory=dict)
    versions: dict[UUID, ChecklistVersion] = field(default_factory=dict)

    def at(self, visit_id: UUID) -> Gathered:
        """What was gathered at a visit so far."""
        return self.gathered.setdefault(visit_id, Gathered())

    def version(self, visit: Visit) -> ChecklistVersion:
        """The visit's checklist."""
        if visit.id not in self.versions:
            self.versions[visit.id] = version_of(self.session, visit.checklist_code, visit.checklist_version)
        return self.versions[visit.id]


def receive_changes(
    session: Session,
    actor: Actor,
    device: Device,
    texts: Sequence[str],
    *,
    oldest: int,
    now: datetime,
    carried_by: UUID | None = None,
) -> Received:
    """Takes a batch of change texts in their order; each gets a receipt, whatever becomes of it.

    `actor` is the tablet's own person, `oldest` the lowest number that the tablet still holds, `carried_by` who handed
    in a sealed file. Raises Forbidden for another person's tablet. A number that is missing and still on the tablet
    refuses the batch whole: `expected` says from where it is wanted.
    """
    may_speak_for_device.require(actor, device)
    session.refresh(device, ["last_sequence", "revoked_at"], with_for_update=True)
    reads = [_read(text) for text in texts]
    batch = _opened(session, actor, device, reads, now, carried_by)
    expected = _missing_from(batch, reads, oldest)
    if expected is not None:
        return Received(expected=expected)
    _read_ahead(batch, reads)
    receipts = _taken(batch, reads)
    _tell(batch)
    return Received(receipts, visits=tuple(batch.visits.values()))


def _read(text: str) -> Read:
    sha256 = text_hash(text)
    try:
        return Read(text, sha256, read_change(text, sha256))
    except BadChange as bad:
        return Read(text, sha256, None, bad)


def _opened(
    session: Session, actor: Actor, device: Device, reads: Sequence[Read], now: datetime, carried_by: UUID | None
) -> Batch:
    wires = [read.wire for read in reads if read.wire is not None]
    known = changes_by_id(session, [wire.id for wire in wires])
    numbered = changes_by_sequence(session, device.id, [wire.sequence for wire in wires])
    visits = visits_by_id(session, {read.label.visit for read in reads if read.label.visit is not None})
    # In one order for everybody, so that two batches never wait for each other.
    for visit_id in sorted(visits):
        lock_visit(session, visits[visit_id])
    return Batch(session, actor, device, now, carried_by, known, numbered, visits)


def _missing_from(batch: Batch, reads: Sequence[Read], oldest: int) -> int | None:
    fresh = [read.wire.sequence for read in reads if read.wire is not None and read.wire.id not in batch.known]
    wanted = max(batch.device.last_sequence + 1, oldest)
    return wanted if fresh and min(fresh) > wanted else None


def _read_ahead(batch: Batch, reads: Sequence[Read]) -> None:
    fresh = [read.wire for read in reads if read.wire is not None and read.wire.id not in batch.known]
    for visit_id in {wire.visit for wire in fresh} & set(batch.visits):
        batch.at(visit_id).known.read_ahead(batch.session, visit_id, [wire for wire in fresh if wire.visit == visit_id])


def _taken(batch: Batch, reads: Sequence[Read]) -> tuple[Receipt, ...]:
    """All at once; where one of them cannot be worked off, one by one, so that it holds up nothing."""
    before = dict(batch.known), dict(batch.numbered)
    try:
        with batch.session.begin_nested():
            return tuple([_receive(batch, read, _effect) for read in reads])
    except TRANSIENT:
        raise
    except Exception:
        logger.exception("a batch of tablet %s could not be taken at once", batch.device.id)
    (batch.known, batch.numbered), batch.gathered = before, {}
    return tuple([_received_apart(batch, read) for read in reads])


def _received_apart(batch: Batch, read: Read) -> Receipt:
    """One text, written before the next one is looked at."""
    receipt = _receive(batch, read, _effect_apart)
    batch.session.flush()
    return receipt


def _receive(batch: Batch, read: Read, effect: Callable[[Incoming], Outcome]) -> Receipt:
    if read.bad is not None:
        return _stray(batch, read, "unreadable", read.bad.message, ChangeState.SHELVED)
    wire = read.wire
    if wire is None:
        raise ValueError("a text is a change or it is bad")
    before = batch.known.get(wire.id)
    if before is not None and before.sha256 == wire.sha256 and before.device_id == batch.device.id:
        return _receipt(before, replayed=True)
    if before is not None or wire.sequence in batch.numbered:
        message = _("Máy chủ đã nhận một nội dung khác mang cùng số. Cả hai được giữ lại để xem xét.")
        return _stray(batch, read, DIFFERS, message, DIFFERS)
    visit = batch.visits.get(wire.visit)
    if visit is None:
        message = _("Máy chủ không có cuộc kiểm tra này. Nội dung được giữ lại để xem xét.")
        return _stray(batch, read, "unknown_visit", message, ChangeState.SHELVED)
    return _take(batch, wire, visit, effect)


def _take(batch: Batch, wire: WireChange, visit: Visit, effect: Callable[[Incoming], Outcome]) -> Receipt:
    gathered = batch.at(visit.id)
    incoming = Incoming(
        batch.session, batch.actor, batch.device, visit, batch.version(visit), wire, batch.now, gathered
    )
    outcome = held_back(incoming) or effect(incoming)
    gathered.received += 1
    change = _change(batch, incoming, outcome)
    held = _held(change, outcome) if outcome.why is not None else None
    batch.session.add_all([change] if held is None else [change, held])
    if wire.kind not in OF_ITEMS:
        # What was worked off with it (a beginning lets others take effect) is read anew.
        gathered.known.clear()
    gathered.known.took(change, held)
    if change.kind is ChangeKind.PHOTO:
        # Its bytes are received whatever became of it.
        announce_photo(batch.session, change)
    if outcome.then is not None:
        outcome.then(change)
    batch.known[change.id], batch.numbered[change.sequence] = change, change
    batch.device.last_sequence = max(batch.device.last_sequence, change.sequence)
    return _receipt(change, replayed=False)


def _effect(incoming: Incoming) -> Outcome:
    return EFFECTS[incoming.wire.kind](incoming)


def _effect_apart(incoming: Incoming) -> Outcome:
    """The effect in a savepoint of its own: what nobody foresaw is shelved, said to the log, and holds up nothing."""
    try:
        with incoming.session.begin_nested():
            return _effect(incoming)
    except TRANSIENT:
        raise
    except DomainError as refused:
        incoming.gathered.known.clear()
        return shelved("refused", refused.message)
    except Exception:
        incoming.gathered.known.clear()
        logger.exception("change %s of tablet %s failed", incoming.wire.id, incoming.device.id)
        return shelved("failed", _("Máy chủ chưa xử lý được nội dung này và giữ nguyên văn. Hãy báo quản trị viên."))


def _change(batch: Batch, incoming: Incoming, outcome: Outcome) -> Change:
    wire = incoming.wire
    return Change(
        id=wire.id,
        device_id=batch.device.id,
        sequence=wire.sequence,
        person_id=batch.device.person_id,
        visit_id=wire.visit,
        kind=wire.kind,
        item_id=wire.item,
        checklist_version=wire.checklist_version,
        base_revision=wire.base.revision,
        base_seen=wire.base.seen,
        base_change=wire.base.change,
        body=wire.body,
        text=wire.text,
        sha256=wire.sha256,
        told_at=incoming.told_at,
        received_at=batch.now,
        carried_by=batch.carried_by,
        state=outcome.state,
        revision=outcome.revision,
        message=outcome.message,
    )


def _held(change: Change, outcome: Outcome) -> HeldChange:
    return HeldChange(
        change_id=change.id,
        visit_id=change.visit_id,
        item_id=change.item_id,
        why=outcome.why,
        cause=outcome.cause,
        message=outcome.message or "",
        held_at=change.received_at,
    )


def _receipt(change: Change, *, replayed: bool) -> Receipt:
    return Receipt(
        change.id, change.sequence, change.sha256, change.state, change.revision, change.message, replayed=replayed
    )


def _stray(batch: Batch, read: Read, cause: str, message: str, state: str) -> Receipt:
    """Keeps a text that cannot become a change; the same text again is the same stray."""
    label, found = read.label, stray_by_hash(batch.session, batch.device.id, read.sha256)
    replayed = found is not None
    if found is None:
        visit = batch.visits.get(label.visit) if label.visit else None
        found = StrayChange(
            device_id=batch.device.id,
            visit_id=visit.id if visit else None,
            change_id=label.id,
            sequence=label.sequence,
            text=read.text,
            sha256=read.sha256,
            cause=cause,
            message=message,
            received_at=batch.now,
        )
        batch.session.add(found)
        batch.session.flush()
        if visit is not None:
            batch.at(visit.id).received += 1
    if label.sequence is not None and label.sequence == batch.device.last_sequence + 1:
        batch.device.last_sequence = label.sequence
    return Receipt(label.id, label.sequence, read.sha256, state, None, found.message, replayed=replayed)


def _tell(batch: Batch) -> None:
    """One entry in the journal and one event for each visit: what the batch did there."""
    for visit_id, gathered in batch.gathered.items():
        if not gathered.received:
            continue
        visit = batch.visits[visit_id]
        record(
            batch.session,
            batch.actor,
            "fieldwork.receive_changes",
            batch.device,
            now=batch.now,
            visit_id=visit.id,
            unit_id=visit.unit_id,
            summary=f"Nhận {gathered.received} thay đổi từ máy {batch.device.label} cho cuộc {visit.code}",
            changes=gathered.changes,
        )
        if gathered.answers:
            answers = tuple(gathered.answers.values())
            publish(batch.session, AnswersApplied(visit, answers), actor=batch.actor, now=batch.now)

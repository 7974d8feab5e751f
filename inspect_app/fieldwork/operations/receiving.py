"""Receiving what a tablet sends: the effect, the receipt and the tablet's number are one transaction (docs/tablets.md)."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from inspect_app.accounts.models import Device
from inspect_app.accounts.permissions import may_speak_for_device
from inspect_app.campaigns.queries import lock_visit
from inspect_app.fieldwork.events import AnswersApplied
from inspect_app.fieldwork.models import Change, ChangeKind, ChangeState, HeldChange, StrayChange
from inspect_app.fieldwork.operations.batches import DIFFERS, Batch, Place, Read, Receipt, Received
from inspect_app.fieldwork.operations.effects import EFFECTS
from inspect_app.fieldwork.operations.effects.incoming import Incoming, Outcome, shelved
from inspect_app.fieldwork.operations.effects.known import Past
from inspect_app.fieldwork.operations.effects.superseding import supersede
from inspect_app.fieldwork.operations.photos import announce_photo
from inspect_app.fieldwork.queries import received_changes, stray_by_hash, visits_by_id
from inspect_app.fieldwork.wire import BadChange, WireChange, read_change, text_hash
from inspect_app.journal.operations import record
from inspect_app.kernel.actors import Actor
from inspect_app.kernel.errors import DomainError
from inspect_app.kernel.events import publish
from inspect_app.kernel.language import gettext as _
from inspect_app.kernel.locks import lock_row

logger = logging.getLogger(__name__)

# What is wrong with the line or the lock and not with the change: the tablet sends it again.
TRANSIENT = (OperationalError, InterfaceError)


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
    lock_row(session, device, ("last_sequence", "revoked_at"))
    reads = [_read(text) for text in texts]
    batch = _opened(session, actor, device, reads, now, carried_by)
    fresh = _fresh(batch, reads)
    expected = _missing_from(batch, fresh, oldest)
    if expected is not None:
        return Received(expected=expected)
    _read_ahead(batch, fresh)
    receipts = _taken(batch, reads)
    _tell(batch)
    # Written with the next flush, together with what the tablet says of itself.
    device.last_sequence = batch.last_sequence
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
    before = received_changes(session, device.id, [wire.id for wire in wires], [wire.sequence for wire in wires])
    own = [row for row in before if row.device_id == device.id]
    known = {
        row.id: Receipt(row.id, row.sequence, row.sha256, row.state, row.revision, row.message, replayed=True)
        for row in own
    }
    numbers, foreign = {row.sequence for row in own}, frozenset(row.id for row in before if row.id not in known)
    visits = visits_by_id(session, {read.visit for read in reads if read.visit is not None})
    # In one order for everybody, so that two batches never wait for each other.
    for visit_id in sorted(visits):
        lock_visit(session, visits[visit_id])
    return Batch(session, actor, device, now, carried_by, visits, known, numbers, foreign, device.last_sequence)


def _fresh(batch: Batch, reads: Sequence[Read]) -> list[WireChange]:
    wires = [read.wire for read in reads if read.wire is not None]
    return [wire for wire in wires if wire.id not in batch.known and wire.id not in batch.foreign]


def _missing_from(batch: Batch, fresh: Sequence[WireChange], oldest: int) -> int | None:
    wanted = max(batch.last_sequence + 1, oldest)
    return wanted if fresh and min(wire.sequence for wire in fresh) > wanted else None


def _read_ahead(batch: Batch, fresh: Sequence[WireChange]) -> None:
    for visit_id in batch.visits:
        wires = [wire for wire in fresh if wire.visit == visit_id]
        place = batch.at(visit_id) if wires else None
        if place is not None:
            place.gathered.known.read_ahead(batch.session, visit_id, batch.device.id, wires)


def _taken(batch: Batch, reads: Sequence[Read]) -> tuple[Receipt, ...]:
    """All at once; where one of them cannot be worked off, one by one, so that it holds up nothing."""
    before = dict(batch.known), set(batch.numbers), batch.last_sequence
    try:
        with batch.session.begin_nested():
            receipts = tuple([_receive(batch, read, _effect) for read in reads])
            batch.write()
            return receipts
    except TRANSIENT:
        raise
    except Exception:
        logger.exception("a batch of tablet %s could not be taken at once", batch.device.id)
    (batch.known, batch.numbers, batch.last_sequence), batch.places, batch.unwritten = before, {}, []
    return tuple([_received_apart(batch, read) for read in reads])


def _received_apart(batch: Batch, read: Read) -> Receipt:
    """One text, written before the next one is looked at."""
    receipt = _receive(batch, read, _effect_apart)
    batch.write()
    batch.session.flush()
    return receipt


def _receive(batch: Batch, read: Read, effect: Callable[[Incoming], Outcome]) -> Receipt:
    if read.bad is not None:
        return _stray(batch, read, "unreadable", read.bad.message, ChangeState.SHELVED)
    wire = read.wire
    if wire is None:
        raise ValueError("a text is a change or it is bad")
    before = batch.known.get(wire.id)
    if before is not None and before.sha256 == wire.sha256:
        return before._replace(replayed=True)
    if before is not None or wire.id in batch.foreign or wire.sequence in batch.numbers:
        message = _("Máy chủ đã nhận một nội dung khác mang cùng số. Cả hai được giữ lại để xem xét.")
        return _stray(batch, read, DIFFERS, message, DIFFERS)
    place = batch.at(wire.visit)
    if place is None:
        message = _("Máy chủ không có cuộc kiểm tra này. Nội dung được giữ lại để xem xét.")
        return _stray(batch, read, "unknown_visit", message, ChangeState.SHELVED)
    return _take(batch, wire, place, effect)


def _take(batch: Batch, wire: WireChange, place: Place, effect: Callable[[Incoming], Outcome]) -> Receipt:
    gathered = place.gathered
    incoming = Incoming(batch.session, batch.actor, batch.device, place.visit, place.version, wire, batch.now, gathered)
    if wire.kind is not ChangeKind.ANSWER:
        # Its effect reads what stands in the database.
        batch.write()
    outcome = place.held_back(incoming) or effect(incoming)
    gathered.received += 1
    held = _held(incoming, outcome)
    if wire.kind is ChangeKind.ANSWER and outcome.stands_alone:
        batch.unwritten.append(batch.row(incoming, outcome))
    else:
        _write_with_what_refers_to_it(batch, Change(**batch.row(incoming, outcome)), held, outcome)
    place.worked_off(wire.kind)
    matched = outcome.revision if outcome.state is ChangeState.SAME else None
    past = Past(wire.id, batch.device.id, wire.item, wire.sequence, matched, wire.base)
    gathered.known.took(past, wire.kind, held)
    return batch.took(wire, outcome)


def _write_with_what_refers_to_it(batch: Batch, change: Change, held: HeldChange | None, outcome: Outcome) -> None:
    batch.write()
    batch.session.add_all([change] if held is None else [change, held])
    supersede(outcome.supersedes, change.id, batch.now)
    if change.kind is ChangeKind.PHOTO:
        # Its bytes are received whatever became of it.
        announce_photo(batch.session, change)
    if outcome.then is not None:
        outcome.then(change)


def _effect(incoming: Incoming) -> Outcome:
    return EFFECTS[incoming.wire.kind](incoming)


def _effect_apart(incoming: Incoming) -> Outcome:
    """The effect in a savepoint of its own: what nobody foresaw is shelved, said to the log, and holds up nothing."""
    gathered, so_far = incoming.gathered, incoming.gathered.so_far()
    try:
        with incoming.session.begin_nested():
            outcome = _effect(incoming)
            gathered.write(incoming.session)
            return outcome
    except TRANSIENT:
        raise
    except DomainError as refused:
        gathered.back_to(so_far)
        return shelved("refused", refused.message)
    except Exception:
        gathered.back_to(so_far)
        logger.exception("change %s of tablet %s failed", incoming.wire.id, incoming.device.id)
        return shelved("failed", _("Máy chủ chưa xử lý được nội dung này và giữ nguyên văn. Hãy báo quản trị viên."))


def _held(incoming: Incoming, outcome: Outcome) -> HeldChange | None:
    if outcome.why is None:
        return None
    return HeldChange(
        change_id=incoming.wire.id,
        visit_id=incoming.wire.visit,
        item_id=incoming.wire.item,
        why=outcome.why,
        cause=outcome.cause,
        message=outcome.message or "",
        held_at=incoming.now,
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
        place = batch.at(visit.id) if visit is not None else None
        if place is not None:
            place.gathered.received += 1
    if label.sequence is not None and label.sequence == batch.last_sequence + 1:
        batch.last_sequence = label.sequence
    return Receipt(label.id, label.sequence, read.sha256, state, None, found.message, replayed=replayed)


def _tell(batch: Batch) -> None:
    """One entry in the journal and one event for each visit: what the batch did there."""
    for place in batch.places.values():
        visit, gathered = place.visit, place.gathered
        if not gathered.received:
            continue
        record(
            batch.session,
            batch.actor,
            "fieldwork.receive_changes",
            batch.device,
            now=batch.now,
            visit_id=visit.id,
            unit_id=visit.unit_id,
            summary=f"Nhận {gathered.received} thay đổi từ máy {batch.device.label} cho cuộc {visit.code}",
            changes=gathered.told(),
        )
        if gathered.answers:
            answers = tuple(gathered.answers.values())
            publish(batch.session, AnswersApplied(visit, answers), actor=batch.actor, now=batch.now)

"""What a batch has to know of a visit's items: read at once for all of them, and kept up while the batch is worked off."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from inspect_app.fieldwork.models import Answer, AnswerRevision, Change, ChangeKind, ChangeState, HeldChange, Why
from inspect_app.fieldwork.rules import NOTHING, Named
from inspect_app.fieldwork.wire import Base, WireChange

SETTLED_BY_AUTHOR = (Why.CONFLICT, Why.SHELF)


@dataclass(frozen=True)
class Past:
    """A change that was received, as far as a later one rests on it."""

    id: UUID
    device_id: UUID
    visit_id: UUID
    item_id: str | None
    sequence: int
    # The revision that it found standing with the same value, at once or when it was taken later.
    matched: int | None
    base: Base


@dataclass
class Known:
    """The items of one visit. Whatever was not read ahead is read when it is asked for."""

    answers: dict[str, Answer | None] = field(default_factory=dict)
    names: dict[str, Named] = field(default_factory=dict)
    led_to: dict[UUID, Named | None] = field(default_factory=dict)
    past: dict[UUID, Past | None] = field(default_factory=dict)
    waiting: dict[UUID, list[tuple[HeldChange, ChangeKind]]] = field(default_factory=dict)

    def clear(self) -> None:
        """Forgets everything: something else was written meanwhile, or undone."""
        for each in (self.answers, self.names, self.led_to, self.past, self.waiting):
            each.clear()

    def read_ahead(self, session: Session, visit_id: UUID, wires: Collection[WireChange]) -> None:
        """Reads what the answers of a batch will ask for."""
        self._read_items(session, visit_id, {wire.item for wire in wires if wire.item is not None})
        self._read_past(session, {wire.base.change for wire in wires if wire.base.change is not None})

    def stands(self, session: Session, visit_id: UUID, item_id: str) -> tuple[Answer | None, Named]:
        """What stands at an item, by number and by name."""
        if item_id not in self.answers:
            self._read_items(session, visit_id, {item_id})
        return self.answers[item_id], self.names[item_id]

    def received(self, session: Session, change_id: UUID) -> Past | None:
        """The change of this id, if it was received, from whichever tablet."""
        if change_id not in self.past:
            self._read_past(session, {change_id})
        return self.past[change_id]

    def value_of(self, change_id: UUID) -> Named | None:
        """The revision to which a received change led; None where it led to none."""
        return self.led_to.get(change_id)

    def own_held(self, session: Session, visit_id: UUID, device_id: UUID) -> list[tuple[HeldChange, ChangeKind]]:
        """What of a tablet waits at the visit, in conflict or on the shelf, and of which kind it is."""
        if device_id not in self.waiting:
            query = (
                select(HeldChange, Change.kind)
                .join(Change, Change.id == HeldChange.change_id)
                .where(
                    HeldChange.visit_id == visit_id,
                    HeldChange.settled_at.is_(None),
                    HeldChange.why.in_(SETTLED_BY_AUTHOR),
                    Change.device_id == device_id,
                )
            )
            self.waiting[device_id] = [(held, kind) for held, kind in session.execute(query)]
        return self.waiting[device_id]

    def wrote(self, answer: Answer, change_id: UUID) -> None:
        """A change became the present value of its item."""
        named = Named(answer.revision, change_id)
        self.answers[answer.item_id], self.names[answer.item_id], self.led_to[change_id] = answer, named, named

    def took(self, change: Change, held: HeldChange | None) -> None:
        """A change got its row, or what held it back was lifted; later ones may rest on it."""
        self.past[change.id] = _past(change, held.matched_revision if held is not None else None)
        self.led_to.setdefault(change.id, None)
        is_open = held is not None and held.settled_at is None and held.why in SETTLED_BY_AUTHOR
        if held is not None and is_open and change.device_id in self.waiting:
            self.waiting[change.device_id].append((held, change.kind))

    def _read_items(self, session: Session, visit_id: UUID, items: set[str]) -> None:
        if not items:
            return
        self.answers |= dict.fromkeys(items)
        self.names |= dict.fromkeys(items, NOTHING)
        same_revision = and_(
            AnswerRevision.visit_id == Answer.visit_id,
            AnswerRevision.item_id == Answer.item_id,
            AnswerRevision.revision == Answer.revision,
        )
        query = (
            select(Answer, AnswerRevision.change_id, AnswerRevision.id)
            .outerjoin(AnswerRevision, same_revision)
            .where(Answer.visit_id == visit_id, Answer.item_id.in_(items))
            # Another member may have answered since this session read it.
            .execution_options(populate_existing=True)
        )
        for answer, change_id, own_id in session.execute(query):
            self.answers[answer.item_id] = answer
            self.names[answer.item_id] = Named(answer.revision, change_id or own_id)

    def _read_past(self, session: Session, ids: set[UUID]) -> None:
        if not ids:
            return
        self.past |= dict.fromkeys(ids)
        self.led_to |= dict.fromkeys(ids)
        same_place = and_(
            AnswerRevision.change_id == Change.id,
            AnswerRevision.visit_id == Change.visit_id,
            AnswerRevision.item_id == Change.item_id,
        )
        columns = (*RESTED_ON, AnswerRevision.revision.label("led_to"), HeldChange.matched_revision)
        query = select(*columns).outerjoin(AnswerRevision, same_place)
        query = query.outerjoin(HeldChange, HeldChange.change_id == Change.id).where(Change.id.in_(ids))
        for row in session.execute(query):
            self.past[row.id] = _past(row, row.matched_revision)
            if row.led_to is not None:
                self.led_to[row.id] = Named(row.led_to, row.id)


# Not the whole row: its text and body are long.
RESTED_ON = (
    Change.id,
    Change.device_id,
    Change.visit_id,
    Change.item_id,
    Change.sequence,
    Change.state,
    Change.revision,
    Change.base_revision,
    Change.base_seen,
    Change.base_change,
)


def _past(row: Any, matched: int | None) -> Past:
    """Of a row, or of a change that is about to get one; `matched` where it was held and then taken."""
    return Past(
        id=row.id,
        device_id=row.device_id,
        visit_id=row.visit_id,
        item_id=row.item_id,
        sequence=row.sequence,
        matched=row.revision if row.state is ChangeState.SAME else matched,
        base=Base(row.base_revision or 0, row.base_seen, row.base_change),
    )

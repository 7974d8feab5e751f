"""What a batch has to know of a visit's items: read at once for all of them, and kept up while the batch is worked off."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from inspect_app.fieldwork.models import Answer, AnswerRevision, Change, ChangeKind, ChangeState, HeldChange, Why
from inspect_app.fieldwork.rules import GivenAnswer, Named, StandingAnswer
from inspect_app.fieldwork.wire import Base, WireChange
from inspect_app.kernel.rows import read_rows, table_of

SETTLED_BY_AUTHOR = (Why.CONFLICT, Why.SHELF)


class Past(NamedTuple):
    """A change to the visit that was received, as far as a later one rests on it."""

    id: UUID
    device_id: UUID
    item_id: str | None
    sequence: int
    # The revision that it found standing with the same value, at once or when it was taken later.
    matched: int | None
    # What it was written upon; None where nobody asks for it, since the value that it brought stands.
    base: Base | None


@dataclass
class Known:
    """The items of one visit. Whatever was not read ahead is read when it is asked for."""

    is_read: bool = False
    answers: dict[str, StandingAnswer] = field(default_factory=dict)
    led_to: dict[UUID, Named | None] = field(default_factory=dict)
    past: dict[UUID, Past | None] = field(default_factory=dict)
    waiting: dict[UUID, list[tuple[HeldChange, ChangeKind]]] = field(default_factory=dict)

    def clear(self) -> None:
        """Forgets everything: something else was written meanwhile, or undone."""
        self.is_read = False
        for each in (self.answers, self.led_to, self.past, self.waiting):
            each.clear()

    def read_ahead(self, session: Session, visit_id: UUID, device_id: UUID, wires: Collection[WireChange]) -> None:
        """Reads what the answers of a batch will ask for."""
        self._read_answers(session, visit_id, device_id)
        own = {wire.id for wire in wires}
        rested_on = {wire.base.change for wire in wires if wire.base.change is not None}
        self._read_past(session, visit_id, device_id, rested_on - own - self.past.keys())

    def stands(self, session: Session, visit_id: UUID, item_id: str) -> StandingAnswer | None:
        """What stands at an item."""
        if not self.is_read:
            self._read_answers(session, visit_id)
        return self.answers.get(item_id)

    def received(self, session: Session, visit_id: UUID, device_id: UUID, change_id: UUID) -> Past | None:
        """The tablet's own change to the visit of this id, if it was received."""
        if change_id not in self.past:
            self._read_past(session, visit_id, device_id, {change_id})
        return self.past[change_id]

    def value_of(self, change_id: UUID) -> Named | None:
        """The revision to which a received change led; None where it led to none."""
        return self.led_to.get(change_id)

    def own_held(self, session: Session, visit_id: UUID, device_id: UUID) -> list[tuple[HeldChange, ChangeKind]]:
        """What of a tablet waits at the visit, in conflict or on the shelf, and of which kind it is."""
        if device_id not in self.waiting:
            found = read_rows(session, OWN_HELD, {"visit": visit_id, "device": device_id})
            self.waiting[device_id] = [(session.get_one(HeldChange, row.change_id), row.kind) for row in found]
        return self.waiting[device_id]

    def wrote(self, answer: StandingAnswer, change_id: UUID) -> None:
        """A change became the present value of its item."""
        self.answers[answer.item_id], self.led_to[change_id] = answer, answer.named

    def took(self, past: Past, kind: ChangeKind, held: HeldChange | None) -> None:
        """A change was received, or what held it back was lifted; later ones may rest on it."""
        self.past[past.id] = past
        self.led_to.setdefault(past.id, None)
        is_open = held is not None and held.settled_at is None and held.why in SETTLED_BY_AUTHOR
        if held is not None and is_open and past.device_id in self.waiting:
            self.waiting[past.device_id].append((held, kind))

    def _read_answers(self, session: Session, visit_id: UUID, device_id: UUID | None = None) -> None:
        """What stands; with a tablet also which of it that tablet's own changes brought: most of what it rests on."""
        rows = read_rows(session, ANSWERS, {"visit": visit_id, "device": device_id})
        self.is_read, self.answers = True, {row.item_id: _standing(visit_id, row) for row in rows}
        for row in rows:
            if row.is_own and device_id is not None:
                self.led_to[row.name] = self.answers[row.item_id].named
                self.past[row.name] = Past(row.name, device_id, row.item_id, row.sequence, None, None)

    def _read_past(self, session: Session, visit_id: UUID, device_id: UUID, ids: set[UUID]) -> None:
        if not ids:
            return
        self.past |= dict.fromkeys(ids)
        held: list[UUID] = []
        for row in read_rows(session, PAST, {"ids": list(ids), "visit": visit_id, "device": device_id}):
            if not row.is_own:
                continue
            self.past[row.id] = past_of(row, device_id, row.matched_revision)
            if row.state is ChangeState.APPLIED:
                self.led_to[row.id] = _led_to(row)
            elif row.state is not ChangeState.SAME:
                held.append(row.id)
        if held:
            # What was held may have been taken since.
            for row in read_rows(session, TAKEN_LATER, {"ids": held, "visit": visit_id}):
                self.led_to[row.change_id] = Named(row.revision, row.change_id)


_ANSWERS, _REVISIONS, _CHANGES, _HELD = (table_of(model).c for model in (Answer, AnswerRevision, Change, HeldChange))
# By its number for each answer: joined, PostgreSQL would look through every value that the visit ever had.
_NAME = (
    select(func.coalesce(_REVISIONS.change_id, _REVISIONS.id))
    .where(
        _REVISIONS.visit_id == _ANSWERS.visit_id,
        _REVISIONS.item_id == _ANSWERS.item_id,
        _REVISIONS.revision == _ANSWERS.revision,
    )
    .scalar_subquery()
)
_STANDING = (
    select(
        _ANSWERS.id,
        _ANSWERS.item_id,
        _ANSWERS.value,
        _ANSWERS.not_applicable,
        _ANSWERS.reason,
        _ANSWERS.note,
        _ANSWERS.verdict,
        _ANSWERS.revision,
        _ANSWERS.answered_by,
        _ANSWERS.answered_at,
        _NAME.label("name"),
    )
    .where(_ANSWERS.visit_id == bindparam("visit"))
    .subquery("standing")
)
ANSWERS = select(
    *_STANDING.c,
    _CHANGES.sequence,
    (_CHANGES.device_id == bindparam("device", type_=_CHANGES.device_id.type)).label("is_own"),
).join_from(_STANDING, table_of(Change), _CHANGES.id == _STANDING.c.name, isouter=True)
OWN_HELD = (
    select(_HELD.change_id, _CHANGES.kind)
    .join_from(table_of(HeldChange), table_of(Change), _CHANGES.id == _HELD.change_id)
    .where(
        _HELD.visit_id == bindparam("visit"),
        _HELD.settled_at.is_(None),
        _HELD.why.in_(SETTLED_BY_AUTHOR),
        _CHANGES.device_id == bindparam("device"),
    )
)
# Not the whole row: its text and body are long.
PAST = (
    select(
        _CHANGES.id,
        _CHANGES.kind,
        _CHANGES.item_id,
        _CHANGES.sequence,
        _CHANGES.state,
        _CHANGES.revision,
        _CHANGES.base_revision,
        _CHANGES.base_seen,
        _CHANGES.base_change,
        _HELD.matched_revision,
        # Asked and not demanded: SQLite would look through all that the visit or the tablet ever had, instead of by id.
        and_(_CHANGES.visit_id == bindparam("visit"), _CHANGES.device_id == bindparam("device")).label("is_own"),
    )
    .outerjoin(table_of(HeldChange), _HELD.change_id == _CHANGES.id)
    .where(_CHANGES.id.in_(bindparam("ids", expanding=True)))
)
TAKEN_LATER = select(_REVISIONS.change_id, _REVISIONS.revision).where(
    _REVISIONS.visit_id == bindparam("visit"), _REVISIONS.change_id.in_(bindparam("ids", expanding=True))
)


def _led_to(row: Any) -> Named | None:
    """The revision that a change which was applied at once became; its receipt says its number."""
    return Named(row.revision, row.id) if row.kind is ChangeKind.ANSWER else None


def _standing(visit_id: UUID, row: Any) -> StandingAnswer:
    plain = GivenAnswer(row.value, row.not_applicable, row.reason, row.note, row.verdict)
    named = Named(row.revision, row.name)
    return StandingAnswer(row.id, visit_id, row.item_id, plain, named, row.answered_by, row.answered_at)


def past_of(row: Any, device_id: UUID, matched: int | None) -> Past:
    """Of the row of a change; `matched` where it was held and then taken."""
    return Past(
        id=row.id,
        device_id=device_id,
        item_id=row.item_id,
        sequence=row.sequence,
        matched=row.revision if row.state is ChangeState.SAME else matched,
        base=Base(row.base_revision or 0, row.base_seen, row.base_change),
    )

"""Writing the journal: one entry for each operation, sealed just before the commit."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from inspect_app.journal.models import JournalEntry, JournalHead
from inspect_app.journal.queries import sealed
from inspect_app.journal.rules import GENESIS, seal
from inspect_app.kernel.actors import Actor

WAITING = "journal_waiting"
INSERT_HEAD = "INSERT INTO journal_head (id, sequence, hash) VALUES (:id, :sequence, :hash) ON CONFLICT DO NOTHING"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | Decimal | Fraction):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    json.dumps(value)
    return value


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject: object,
    *,
    now: datetime,
    summary: str,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str | None = None,
    visit_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> None:
    """Adds one entry: `verb` as `room.operation`, `summary` a sentence, `changes` field → (before, after)."""
    entry = JournalEntry(
        at=now,
        person_id=actor.person_id,
        actor=actor.name,
        verb=verb,
        subject_kind="" if subject is None else str(getattr(subject, "__tablename__", type(subject).__name__)),
        subject_id=getattr(subject, "id", None),
        visit_id=visit_id,
        unit_id=unit_id,
        summary=summary,
        changes={field: [_plain(before), _plain(after)] for field, (before, after) in (changes or {}).items()},
        reason=reason,
    )
    session.add(entry)
    session.flush()
    session.info[WAITING] = True


def seal_waiting(session: Session) -> None:
    """Chains the entries of this transaction; the head's row is locked last, so that nobody waits for our work."""
    if not session.info.pop(WAITING, False):
        return
    session.flush()
    query = select(JournalEntry).where(JournalEntry.sequence.is_(None)).order_by(JournalEntry.id)
    waiting = session.scalars(query).all()
    if not waiting:
        return
    head = _locked_head(session) or _first_head(session)
    for entry in waiting:
        entry.sequence = head.sequence + 1
        entry.hash = seal(sealed(entry), head.hash)
        head.sequence, head.hash = entry.sequence, entry.hash
    session.flush()


def _locked_head(session: Session) -> JournalHead | None:
    # Read anew under the lock: a head kept from an earlier commit of this session may be overtaken by others.
    query = select(JournalHead).where(JournalHead.id == 1).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def _first_head(session: Session) -> JournalHead:
    # Two first transactions at once: one makes the row, the other waits for it and goes on from there.
    values = {"id": 1, "sequence": 0, "hash": GENESIS}
    session.execute(text(INSERT_HEAD), values)
    head = _locked_head(session)
    if head is None:
        raise RuntimeError("the head of the journal was just made and is not there")
    return head


def _before_commit(session: Session) -> None:
    if session.get_nested_transaction() is None:
        seal_waiting(session)


# Every session seals, so that no edge can forget to.
event.listen(Session, "before_commit", _before_commit)

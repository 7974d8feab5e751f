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
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.rows import insert_rows, update_rows

WAITING = "journal_waiting"
_ENTRIES, _HEADS = JournalEntry.__table__, JournalHead.__table__
UNSEALED = select(_ENTRIES).where(_ENTRIES.c.sequence.is_(None)).order_by(_ENTRIES.c.id)
LOCKED_HEAD = select(_HEADS.c.sequence, _HEADS.c.hash).where(_HEADS.c.id == 1).with_for_update()
INSERT_HEAD = "INSERT INTO journal_head (id, sequence, hash) VALUES (:id, :sequence, :hash) ON CONFLICT DO NOTHING"


PLAIN = (str, int, bool, type(None))


def _plain(value: Any) -> Any:
    # By far the most; what only inherits from them is looked at below.
    if type(value) in PLAIN:
        return value
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
    entry = {
        "id": new_id(),
        "sequence": None,
        "at": now,
        "person_id": actor.person_id,
        "actor": actor.name,
        "verb": verb,
        "subject_kind": "" if subject is None else str(getattr(subject, "__tablename__", type(subject).__name__)),
        "subject_id": getattr(subject, "id", None),
        "visit_id": visit_id,
        "unit_id": unit_id,
        "summary": summary,
        "changes": {field: [_plain(before), _plain(after)] for field, (before, after) in (changes or {}).items()},
        "reason": reason,
        "hash": None,
    }
    insert_rows(session, JournalEntry, [entry])
    session.info[WAITING] = True


def seal_waiting(session: Session) -> None:
    """Chains the entries of this transaction; the head's row is locked last, so that nobody waits for our work."""
    if not session.info.pop(WAITING, False):
        return
    session.flush()
    waiting = session.execute(UNSEALED).all()
    if not waiting:
        return
    sequence, last = _locked_head(session) or _first_head(session)
    rows: list[dict[str, Any]] = []
    for entry in waiting:
        sequence += 1
        last = seal(sealed(entry, sequence), last)
        rows.append({"id": entry.id, "sequence": sequence, "hash": last})
    update_rows(session, JournalEntry, rows)
    update_rows(session, JournalHead, [{"id": 1, "sequence": sequence, "hash": last}])


def _locked_head(session: Session) -> tuple[int, str] | None:
    row = session.execute(LOCKED_HEAD).one_or_none()
    return (row.sequence, row.hash) if row else None


def _first_head(session: Session) -> tuple[int, str]:
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

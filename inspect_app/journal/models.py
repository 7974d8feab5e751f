"""The journal's tables. An entry is sealed once, at the commit that makes it, and never changes again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class JournalEntry(Identified, Base):
    """One operation: who, when, what, on which thing, and the values before and after."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        CheckConstraint("(sequence IS NULL) = (hash IS NULL)", name="sealed_whole"),
        # How many a visit has and which is its newest is asked with every batch of a tablet, and answered by this alone.
        Index(None, "visit_id", "id"),
    )

    sequence: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[UUID | None]
    actor: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(80), index=True)
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    visit_id: Mapped[UUID | None]
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    summary: Mapped[str]
    changes: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    hash: Mapped[str | None] = mapped_column(String(64))


class JournalHead(Base):
    """The end of the chain: one row, locked last, just before a commit."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


guard("journal_entry", "sealed", "UPDATE", when="OLD.hash IS NOT NULL", message="a journal entry is never changed")
guard("journal_entry", "kept", "DELETE", when="OLD.id IS NOT NULL", message="a journal entry is never deleted")
guard("journal_head", "forward", "UPDATE", when="NEW.sequence < OLD.sequence", message="the journal only grows")
guard("journal_head", "kept", "DELETE", when="OLD.id = 1", message="the head of the journal is never deleted")

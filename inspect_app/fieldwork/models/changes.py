"""What tablets sent: each change is a receipt that never alters; what waits for a decision stands beside it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Device, Person
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models.records import ITEM_ID, SHA256
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class ChangeKind(StrEnum):
    """What a tablet may say of a visit."""

    BEGIN = "begin"
    ANSWER = "answer"
    PHOTO = "photo"
    PHOTO_WITHDRAWN = "photo_withdrawn"
    OWNER = "owner"
    MINUTES = "minutes"
    SIGNATURE = "signature"
    CLOSE = "close"


class ChangeState(StrEnum):
    """What became of a change when it was received; later decisions stand in `held_change`."""

    APPLIED = "applied"
    SAME = "same"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    SHELVED = "shelved"
    WAITING = "waiting"


class Change(Base):
    """One change as a tablet wrote it down: its exact text, and what became of it. The receipt is made of this row."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("device_id", "sequence"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    sequence: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    kind: Mapped[ChangeKind]
    item_id: Mapped[str | None] = mapped_column(ITEM_ID)
    checklist_version: Mapped[int]
    base_revision: Mapped[int | None]
    # What the writer saw, by its own name: after a restore another value may bear the same number.
    base_seen: Mapped[UUID | None]
    base_change: Mapped[UUID | None]
    body: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(SHA256)
    # By the tablet's clock, which nothing is ever ordered by.
    told_at: Mapped[datetime]
    received_at: Mapped[datetime]
    # Who brought a sealed file, when it was not the tablet itself.
    carried_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ChangeState]
    revision: Mapped[int | None]
    message: Mapped[str | None]

    device: Mapped[Device] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    visit: Mapped[Visit] = relationship()


class StrayChange(Identified, Base):
    """What a tablet sent that could not become a change: unreadable, of no known visit, or an id used for other bytes."""

    __tablename__ = "stray_change"
    __table_args__ = (UniqueConstraint("device_id", "sha256"),)

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"), index=True)
    change_id: Mapped[UUID | None]
    sequence: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(SHA256)
    cause: Mapped[str] = mapped_column(String(40))
    message: Mapped[str]
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]

    device: Mapped[Device] = relationship()
    visit: Mapped[Visit | None] = relationship()


class Why(StrEnum):
    """Why a change waits for a decision."""

    CONFLICT = "conflict"
    QUARANTINE = "quarantine"
    SHELF = "shelf"


class Settlement(StrEnum):
    """How the waiting ended."""

    TAKEN = "taken"
    SET_ASIDE = "set_aside"
    SUPERSEDED = "superseded"


class HeldChange(Base):
    """A change that was received and kept but did not take effect: shown until somebody decides, with a reason."""

    __tablename__ = "held_change"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name="settled_somehow"),
        CheckConstraint(
            "settlement IS NULL OR settlement = 'superseded' OR (reason IS NOT NULL AND settled_by IS NOT NULL)",
            name="decided_with_reason",
        ),
    )

    change_id: Mapped[UUID] = mapped_column(ForeignKey("change.id"), primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ITEM_ID)
    why: Mapped[Why]
    cause: Mapped[str] = mapped_column(String(40))
    message: Mapped[str]
    held_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    settlement: Mapped[Settlement | None]
    reason: Mapped[str | None]
    superseded_by: Mapped[UUID | None] = mapped_column(ForeignKey("change.id"))
    # What stood there with the same value when it was taken, so that taking it wrote nothing.
    matched_revision: Mapped[int | None]

    change: Mapped[Change] = relationship(foreign_keys=[change_id])
    visit: Mapped[Visit] = relationship()


KEPT = "what a tablet sent is never deleted"
guard("change", "kept", "DELETE", when="OLD.id IS NOT NULL", message=KEPT)
guard("stray_change", "kept", "DELETE", when="OLD.id IS NOT NULL", message=KEPT)
guard("held_change", "kept", "DELETE", when="OLD.change_id IS NOT NULL", message=KEPT)
guard("change", "unchanged", "UPDATE", when="OLD.id IS NOT NULL", message="a receipt is never changed")
guard("held_change", "settled", "UPDATE", when="OLD.settled_at IS NOT NULL", message="a decision is never changed")
guard("stray_change", "settled", "UPDATE", when="OLD.settled_at IS NOT NULL", message="a decision is never changed")

"""Photos that a tablet announced: until the bytes are here, the visit knows that they are missing."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models.changes import Change
from inspect_app.fieldwork.models.records import ITEM_ID, SHA256, Evidence
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base


class PhotoProblem(StrEnum):
    """Why bytes that are here did not become evidence, though their change took effect."""

    NOT_A_PHOTO = "not_a_photo"
    TOO_MANY = "too_many"
    FROZEN = "frozen"
    REVOKED = "revoked"
    NOT_ALLOWED = "not_allowed"


class Photo(Base):
    """A photo by the id and the hash that its tablet gave it; `evidence` once its bytes were received and looked at."""

    __tablename__ = "photo"
    __table_args__ = (
        CheckConstraint("(waived_at IS NULL) = (waive_reason IS NULL)", name="waived_with_reason"),
        CheckConstraint("evidence_id IS NULL OR received_at IS NOT NULL", name="evidence_once_received"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    item_id: Mapped[str] = mapped_column(ITEM_ID)
    change_id: Mapped[UUID] = mapped_column(ForeignKey("change.id"), unique=True)
    sha256: Mapped[str] = mapped_column(SHA256)
    size: Mapped[int]
    caption: Mapped[str] = mapped_column(String(500), default="")
    received_at: Mapped[datetime | None]
    # What the store holds of it: the bytes as they were sent, or, if they held more than a picture, written anew.
    kept_sha256: Mapped[str | None] = mapped_column(SHA256)
    kept_size: Mapped[int | None]
    problem: Mapped[PhotoProblem | None]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
    # Nobody waits for it any more: its author took it back, or the lead gave it up, with the reason.
    waived_at: Mapped[datetime | None]
    waived_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    waive_reason: Mapped[str | None]
    # The change that took it back: what comes of it later is kept and stays out of the papers.
    withdrawn_change: Mapped[UUID | None]

    change: Mapped[Change] = relationship()
    visit: Mapped[Visit] = relationship()
    evidence: Mapped[Evidence | None] = relationship()


guard("photo", "kept", "DELETE", when="OLD.id IS NOT NULL", message="what a tablet sent is never deleted")

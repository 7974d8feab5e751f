"""Closing on the spot: who looks after which section, who signed the minutes, and a closing that waits for its photos."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Visit
from inspect_app.fieldwork.models.records import FROZEN, REFUSAL, SHA256
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified


class SectionOwner(Identified, Base):
    """The member who looks after a section; anyone on the team may still answer in it."""

    __tablename__ = "section_owner"
    __table_args__ = (UniqueConstraint("visit_id", "section_id"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    section_id: Mapped[str] = mapped_column(String(4))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    assigned_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class SignaturePart(StrEnum):
    """Who signs the minutes."""

    LEAD = "lead"
    SECRETARY = "secretary"
    UNIT = "unit"


class Signature(Identified, Base):
    """A signature drawn on a screen under the minutes whose hash it names, or the refusal to sign with its reason."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("refused = (refusal_reason IS NOT NULL)", name="refused_with_reason"),
        CheckConstraint("refused OR strokes IS NOT NULL", name="drawn_unless_refused"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    part: Mapped[SignaturePart]
    signer_name: Mapped[str] = mapped_column(String(200))
    signer_title: Mapped[str] = mapped_column(String(200), default="")
    # Lines of [x, y] points in thousandths of the box's width.
    strokes: Mapped[list[Any] | None]
    refused: Mapped[bool] = mapped_column(default=False)
    refusal_reason: Mapped[str | None]
    sheet_sha256: Mapped[str] = mapped_column(SHA256)
    # When the sheet was drawn up, by the tablet's clock and as its text writes it: the text can be made again from it.
    sheet_at: Mapped[str] = mapped_column(String(40), default="", server_default="")
    signed_at: Mapped[datetime]
    change_id: Mapped[UUID | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    visit: Mapped[Visit] = relationship()


class Closing(Identified, Base):
    """The lead closed on a tablet: kept until nothing is missing, then the visit closes by itself.

    A later closing takes its place here; each of them stays as the change that asked for it.
    """

    __tablename__ = "closing"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), unique=True)
    change_id: Mapped[UUID | None]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    # When it was said by the tablet's clock.
    told_at: Mapped[datetime]
    sheet_sha256: Mapped[str] = mapped_column(SHA256)
    done_at: Mapped[datetime | None]
    # Why the paper could not be made the last time that nothing else was missing.
    problem: Mapped[str | None]

    visit: Mapped[Visit] = relationship()


for _table in ("section_owner", "signature", "closing"):
    guard(_table, "frozen", "INSERT", when=FROZEN.format(row="NEW"), message=REFUSAL)
    guard(_table, "frozen", "UPDATE", "DELETE", when=FROZEN.format(row="OLD"), message=REFUSAL)
guard("signature", "kept", "UPDATE", "DELETE", when="OLD.id IS NOT NULL", message="a signature is never changed")

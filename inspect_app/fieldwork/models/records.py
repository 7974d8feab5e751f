"""What a visit's fieldwork records. Every value ever given to an answer stays in `answer_revision`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.campaigns.models import Visit
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified

SHA256 = String(64)
ITEM_ID = String(4)


class SelfReport(Identified, Base):
    """The unit's own report, received as a file."""

    __tablename__ = "self_report"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), index=True)
    sha256: Mapped[str] = mapped_column(SHA256)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    received_on: Mapped[date]
    given_by: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    visit: Mapped[Visit] = relationship()


class Answer(Identified, Base):
    """The present answer to one item of a visit's checklist."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("visit_id", "item_id"),
        CheckConstraint("NOT not_applicable OR reason IS NOT NULL", name="not_applicable_with_reason"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    item_id: Mapped[str] = mapped_column(ITEM_ID)
    value: Mapped[dict[str, Any] | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str | None] = mapped_column(String(20))
    revision: Mapped[int]
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]

    visit: Mapped[Visit] = relationship()
    person: Mapped[Person] = relationship()


class AnswerRevision(Identified, Base):
    """One value that an answer had: who gave it, when, and why it was changed."""

    __tablename__ = "answer_revision"
    __table_args__ = (UniqueConstraint("visit_id", "item_id", "revision"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    item_id: Mapped[str] = mapped_column(ITEM_ID)
    revision: Mapped[int]
    value: Mapped[dict[str, Any] | None]
    not_applicable: Mapped[bool]
    reason: Mapped[str | None]
    note: Mapped[str]
    verdict: Mapped[str | None] = mapped_column(String(20))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    change_reason: Mapped[str | None]
    # The change of a tablet that brought it; None when it was given on the server's page.
    change_id: Mapped[UUID | None]

    person: Mapped[Person] = relationship()


class Evidence(Identified, Base):
    """A photo or file shown for an item; numbered within its visit, withdrawn with a reason but never deleted."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("visit_id", "number"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason IS NULL)", name="withdrawn_with_reason"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    item_id: Mapped[str] = mapped_column(ITEM_ID)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(SHA256, index=True)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    caption: Mapped[str] = mapped_column(String(500), default="")
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[str | None]

    visit: Mapped[Visit] = relationship()


class Minutes(Identified, Base):
    """What the minutes say beyond the answers: when, where, who, and the unit's opinion."""

    __tablename__ = "minutes"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"), unique=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(300))
    unit_side: Mapped[str] = mapped_column(default="")
    unit_opinion: Mapped[str] = mapped_column(default="")
    refusal_reason: Mapped[str | None]
    copies: Mapped[int] = mapped_column(default=3)
    # Counts what was written, so that two tablets do not overwrite each other unseen.
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    # The name of what stands: the change that brought it, or an id of its own; None before the first writing.
    seen: Mapped[UUID | None]
    # Read when the paper is printed, not with every list: it is as long as the paper.
    sheet: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(SHA256)

    visit: Mapped[Visit] = relationship()


FROZEN = "EXISTS (SELECT 1 FROM visit WHERE visit.id = {row}.visit_id AND visit.frozen_at IS NOT NULL)"
REFUSAL = "the visit is frozen: its conclusion was issued"

for _table in ("self_report", "answer", "answer_revision", "evidence", "minutes"):
    guard(_table, "frozen", "INSERT", when=FROZEN.format(row="NEW"), message=REFUSAL)
    guard(_table, "frozen", "UPDATE", "DELETE", when=FROZEN.format(row="OLD"), message=REFUSAL)
for _table in ("answer_revision", "evidence", "self_report"):
    guard(_table, "kept", "DELETE", when="OLD.id IS NOT NULL", message="what was recorded is never deleted")
guard("answer", "kept", "DELETE", when="OLD.id IS NOT NULL", message="an answer is never deleted")
guard("answer_revision", "unchanged", "UPDATE", when="OLD.id IS NOT NULL", message="a past answer is never changed")

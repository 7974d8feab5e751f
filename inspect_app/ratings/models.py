"""The tables of ratings: a year with its rule, a head's inputs with their sources, the decision and its release."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.accounts.models import Person
from inspect_app.kernel.guards import guard
from inspect_app.kernel.tables import Base, Identified
from inspect_app.ratings.rules import DossierCounts
from inspect_app.units.models import Unit


class RatingYear(Identified, Base):
    """A year that is rated, with the text of its rule as it was opened: a later edit of the file changes nothing here."""

    __tablename__ = "rating_year"

    year: Mapped[int] = mapped_column(unique=True)
    rule_code: Mapped[str] = mapped_column(String(60))
    rule_sha256: Mapped[str] = mapped_column(String(64))
    rule_text: Mapped[str]
    opened_at: Mapped[datetime]

    def __repr__(self) -> str:
        return f"<RatingYear {self.year}>"


class HeadRating(Identified, Base):
    """The rating of one unit's head for one year. It follows the person, the year and the unit, not later roles."""

    __tablename__ = "head_rating"
    __table_args__ = (
        UniqueConstraint("rating_year_id", "unit_id"),
        CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name="released_by_somebody"),
        CheckConstraint("authority_unit_id <> unit_id", name="nobody_rates_himself"),
    )

    rating_year_id: Mapped[UUID] = mapped_column(ForeignKey("rating_year.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    head_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    authority_unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    authority_basis: Mapped[str]
    authority_note: Mapped[str | None]
    authority_needs_checking: Mapped[bool] = mapped_column(default=False)
    released_at: Mapped[datetime | None]
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    rating_year: Mapped[RatingYear] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    authority_unit: Mapped[Unit] = relationship(foreign_keys=[authority_unit_id])
    head: Mapped[Person | None] = relationship(foreign_keys=[head_id])
    index_input: Mapped["IndexInput | None"] = relationship(back_populates="head_rating")
    dossiers: Mapped["DossierInput | None"] = relationship(back_populates="head_rating")
    confirmations: Mapped[list["ContentsConfirmation"]] = relationship(
        back_populates="head_rating", order_by="ContentsConfirmation.area"
    )
    decisions: Mapped[list["RatingDecision"]] = relationship(back_populates="head_rating", order_by="RatingDecision.id")

    @property
    def is_released(self) -> bool:
        """Whether the head may read it, and nothing changes any more."""
        return self.released_at is not None

    @property
    def decision(self) -> "RatingDecision | None":
        """The decision that counts: the newest."""
        return self.decisions[-1] if self.decisions else None

    def __repr__(self) -> str:
        return f"<HeadRating {self.unit_id} of {self.rating_year_id}>"


class IndexInput(Identified, Base):
    """The reform index of the unit, in percent, as published. The value is kept as text, so that it stays exact."""

    __tablename__ = "rating_index_input"

    head_rating_id: Mapped[UUID] = mapped_column(ForeignKey("head_rating.id"), unique=True)
    value: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(500))
    decision_number: Mapped[str | None] = mapped_column(String(60))
    published_on: Mapped[date | None]
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]

    head_rating: Mapped[HeadRating] = relationship(back_populates="index_input")

    @property
    def percent(self) -> Decimal:
        """The exact value."""
        return Decimal(self.value)


class DossierInput(Identified, Base):
    """The unit's dossiers of the year: what each reading of the late rate needs, with the day of the export."""

    __tablename__ = "rating_dossier_input"
    __table_args__ = (
        CheckConstraint("late >= 0 AND late <= total", name="late_of_total"),
        CheckConstraint("pending_overdue >= 0 AND received >= 0 AND carried_over >= 0", name="counts_not_negative"),
        CheckConstraint("apologised >= 0 AND apologised <= late", name="apologised_of_late"),
    )

    head_rating_id: Mapped[UUID] = mapped_column(ForeignKey("head_rating.id"), unique=True)
    late: Mapped[int]
    total: Mapped[int]
    pending_overdue: Mapped[int | None]
    received: Mapped[int | None]
    carried_over: Mapped[int | None]
    apologised: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(500))
    exported_on: Mapped[date | None]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]

    head_rating: Mapped[HeadRating] = relationship(back_populates="dossiers")

    @property
    def counts(self) -> DossierCounts:
        """The counts as the rule takes them."""
        return DossierCounts(self.late, self.total, self.pending_overdue, self.received, self.carried_over)


class ContentsConfirmation(Identified, Base):
    """What the coordinator confirmed of one area; `proposed` is what the findings said at that moment."""

    __tablename__ = "rating_contents_confirmation"
    __table_args__ = (
        UniqueConstraint("head_rating_id", "area"),
        CheckConstraint("proposed = met OR reason IS NOT NULL", name="other_than_proposed_with_reason"),
        CheckConstraint("proposed IS NOT NULL OR reason IS NOT NULL", name="without_proposal_with_source"),
    )

    head_rating_id: Mapped[UUID] = mapped_column(ForeignKey("head_rating.id"))
    area: Mapped[int]
    proposed: Mapped[bool | None]
    met: Mapped[bool]
    reason: Mapped[str | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime]

    head_rating: Mapped[HeadRating] = relationship(back_populates="confirmations")


class RatingDecision(Identified, Base):
    """The authority's decision, with the proposal and the inputs that lay before it. Never changed: a new one follows."""

    __tablename__ = "rating_decision"

    head_rating_id: Mapped[UUID] = mapped_column(ForeignKey("head_rating.id"), index=True)
    level: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None]
    proposed: Mapped[str] = mapped_column(String(40))
    proposal_reason: Mapped[str]
    inputs: Mapped[dict[str, Any]]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime]

    head_rating: Mapped[HeadRating] = relationship(back_populates="decisions")
    person: Mapped[Person] = relationship()


RELEASED = (
    "EXISTS (SELECT 1 FROM head_rating WHERE head_rating.id = {row}.head_rating_id"
    " AND head_rating.released_at IS NOT NULL)"
)
REFUSAL = "a released rating never changes"
INPUTS = ("rating_index_input", "rating_dossier_input", "rating_contents_confirmation")

guard(
    "rating_year",
    "released",
    "UPDATE",
    "DELETE",
    when="EXISTS (SELECT 1 FROM head_rating WHERE head_rating.rating_year_id = OLD.id"
    " AND head_rating.released_at IS NOT NULL)",
    message="the rule of a year with released ratings never changes",
)
guard("head_rating", "released", "UPDATE", "DELETE", when="OLD.released_at IS NOT NULL", message=REFUSAL)
for table in INPUTS:
    guard(table, "released", "INSERT", when=RELEASED.format(row="NEW"), message=REFUSAL)
    guard(table, "released", "UPDATE", "DELETE", when=RELEASED.format(row="OLD"), message=REFUSAL)
guard("rating_decision", "released", "INSERT", when=RELEASED.format(row="NEW"), message=REFUSAL)
guard(
    "rating_decision",
    "kept",
    "UPDATE",
    "DELETE",
    when="OLD.id IS NOT NULL",
    message="a rating decision is never changed, a new one follows",
)

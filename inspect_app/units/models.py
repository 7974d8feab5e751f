"""The tables of units and of the basis on which their heads are rated."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inspect_app.kernel.tables import Base, Identified
from inspect_app.units.rules import RatedBy, UnitKind


class Unit(Identified, Base):
    """A unit that can be inspected; `valid_to` is its last day, `successor` what it went into."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="valid_in_order"),
        Index("ix_unit_kind_code", "kind", "code"),
    )

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[UnitKind]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    search_name: Mapped[str] = mapped_column(String(300))
    address: Mapped[str | None] = mapped_column(String(300))
    note: Mapped[str | None]
    is_sample: Mapped[bool] = mapped_column(default=False)

    parent: Mapped["Unit | None"] = relationship(foreign_keys=[parent_id], remote_side="Unit.id")
    successor: Mapped["Unit | None"] = relationship(foreign_keys=[successor_id], remote_side="Unit.id")

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit exists on the day; an open start or end is no bound."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class RatingAuthorityBasis(Identified, Base):
    """Who rates the heads of a kind of unit, as data with its source."""

    __tablename__ = "rating_authority_basis"

    kind: Mapped[UnitKind] = mapped_column(unique=True)
    rated_by: Mapped[RatedBy]
    source: Mapped[str]
    needs_checking: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
